using BigCommerce.Inventory.Diagnostics;

namespace BigCommerce.Inventory;

/// <summary>
/// One bulk run: reads rows, sends requests, decides every row's fate. It works step by step, whenever its reader asks
/// for the next outcome, so that nothing new is sent before the reader has dealt with what was decided.
/// </summary>
internal sealed class BulkRun : IAsyncDisposable
{
    private readonly AdjustmentKind _kind;
    private readonly BulkOptions _options;
    private readonly IProgress<BulkProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly RowReader _input;
    private readonly RowSender _sender;
    private readonly BulkTally _tally;
    private readonly CellsInFlight _cells = new();
    private readonly LinkedList<RowSet> _waiting = [];
    private readonly List<Task<SentRows>> _inFlight = [];
    private readonly Queue<BatchOutcome> _decided = [];

    // Not linked to the caller's token: a request in flight outlives it for a while.
    private readonly CancellationTokenSource _requests;
    private readonly CancellationTokenRegistration _registration;
    private RunJournal? _journal;
    private bool _isStopped;
    private int _unclearInARow;
    private int _requestNumber;
    private int _maxRowsLearned = int.MaxValue;

    public BulkRun(IInventoryAdjustmentsApi api, AdjustmentKind kind, RowSource source, BulkOptions options, IProgress<BulkProgress>? progress, CancellationToken cancellationToken)
    {
        _kind = kind;
        _options = options;
        _progress = progress;
        _cancellation = cancellationToken;
        _input = new RowReader(source, kind, options);
        _sender = new RowSender(api, kind, options);
        _tally = new BulkTally(options.MaxReportedRows, options.TimeProvider, _sender.CorrelationId);
        _requests = new CancellationTokenSource(Timeout.InfiniteTimeSpan, options.TimeProvider);
        _registration = cancellationToken.Register(GiveUpRequestsAfterGrace);
    }

    /// <summary>Why the run could not go on; null unless it failed.</summary>
    public Exception? Failure { get; private set; }

    public bool IsCancelled { get; private set; }

    public BulkAdjustmentReport Report() => _tally.Report(_input, IsCancelled);

    /// <summary>Goes on until something is decided.</summary>
    /// <returns>What was decided; null at the end of the run, whichever end it is.</returns>
    public async Task<BatchOutcome?> NextAsync()
    {
        while (_decided.Count == 0)
        {
            if (!_isStopped && _cancellation.IsCancellationRequested)
            {
                _isStopped = IsCancelled = true;
            }

            if (!await StepAsync().ConfigureAwait(false))
            {
                return null;
            }
        }

        return _decided.Dequeue();
    }

    public async ValueTask DisposeAsync()
    {
        // A reader that stopped reading leaves requests behind when several are in flight.
        await _requests.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_inFlight).ConfigureAwait(false);
        await _registration.DisposeAsync().ConfigureAwait(false);
        _requests.Dispose();
        _journal?.Dispose();
        await _input.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Does one thing.</summary>
    /// <returns>False when there is nothing left to do.</returns>
    private async Task<bool> StepAsync()
    {
        var hasRoom = _inFlight.Count < _options.MaxConcurrency;
        if (_isStopped && _inFlight.Count == 0)
        {
            return GiveUpWhatWaits();
        }

        if (!_isStopped && hasRoom && TryStart())
        {
            return true;
        }

        if (!_isStopped && hasRoom && _waiting.Count == 0 && !_input.IsAtEnd)
        {
            await ReadAsync().ConfigureAwait(false);
            return true;
        }

        if (_inFlight.Count > 0)
        {
            await FinishOneAsync().ConfigureAwait(false);
            return true;
        }

        return false;
    }

    private async Task ReadAsync()
    {
        try
        {
            _journal ??= _options.Journal is null ? null : await RunJournal.OpenAsync(_options.Journal, _kind, _options, _cancellation).ConfigureAwait(false);
            await _input.ReadAsync(_cancellation).ConfigureAwait(false);
            var ready = _input.TakeReady();
            var lastApart = _journal is { IsResuming: true } ? LastApart(ready) : 0;
            foreach (var batch in ready)
            {
                Plan(batch, Math.Max(lastApart, batch.Number));
            }
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            _isStopped = IsCancelled = true;
        }
        catch (Exception exception)
        {
            // The caller's input or journal, whatever they throw.
            Fail(exception);
        }

        if (_input.TakeUnsent() is { } unsent)
        {
            Decide(unsent);
        }
    }

    /// <summary>
    /// The number of the batch up to which no two have an item at a location in common: mostly all that become ready together, but keys of
    /// several kinds, or in another letter case, may name the same item.
    /// </summary>
    private static int LastApart(IReadOnlyList<PlannedBatch> ready)
    {
        var cells = new CellsInFlight();
        return ready.TakeWhile(batch => cells.TryEnter(batch.Rows)).LastOrDefault()?.Number ?? 0;
    }

    private void Plan(PlannedBatch batch, int lastApart)
    {
        if (_isStopped)
        {
            _waiting.AddLast(new RowSet(batch, batch.Rows));
            return;
        }

        ResumedBatch? earlier = null;
        try
        {
            earlier = _journal?.Resume(batch, lastApart);
        }
        catch (BulkJournalException exception)
        {
            Fail(exception);
        }

        if (earlier is null)
        {
            _waiting.AddLast(new RowSet(batch, batch.Rows));
            return;
        }

        Decide(new BatchOutcome { IsFromJournal = true, Applied = _kind.Show(earlier.Applied), Rejected = earlier.Rejected, Unknown = _kind.Show(earlier.Unknown) });
        if (earlier.Open.Length > 0)
        {
            _waiting.AddLast(new RowSet(batch, earlier.Open));
        }
    }

    /// <summary>Sends the first of the waiting rows, unless they could meet some that are in flight. Later ones never overtake them, so rows of one item keep their order.</summary>
    private bool TryStart()
    {
        while (_waiting.First is { } tooLarge && tooLarge.Value.Rows.Length > _maxRowsLearned && RowIsolation.Halve(tooLarge.Value.Rows) is { Length: > 1 } halves)
        {
            _waiting.RemoveFirst();
            PutFirst(tooLarge.Value, halves);
        }

        if (_waiting.First is not { } first || !_cells.TryEnter(first.Value.Rows))
        {
            return false;
        }

        _waiting.RemoveFirst();
        _inFlight.Add(_sender.SendAsync(first.Value, ++_requestNumber, _journal, _requests.Token));
        return true;
    }

    private async Task FinishOneAsync()
    {
        var finished = await Task.WhenAny(_inFlight).ConfigureAwait(false);
        _inFlight.Remove(finished);
        var sent = await finished.ConfigureAwait(false);
        _cells.Leave(sent.Set.Rows);
        _tally.Requests += sent.Attempts > 0 ? 1 : 0;
        _tally.Retries += Math.Max(sent.Attempts - 1, 0);
        try
        {
            await DigestAsync(sent).ConfigureAwait(false);
            _progress?.Report(_tally.Progress(_input));
        }
        catch (Exception exception)
        {
            // The caller's journal or progress, whatever they throw. What was decided stays so.
            Fail(exception);
        }
    }

    private async Task DigestAsync(SentRows sent)
    {
        _unclearInARow = sent.Verdict is AnswerVerdict.Unclear or AnswerVerdict.EndsUnclear ? _unclearInARow + 1 : 0;
        switch (sent.Verdict)
        {
            case AnswerVerdict.Applied when sent.Set.Step == RowStep.SetToZero:
                _tally.AddTransaction(sent.TransactionId);
                _waiting.AddFirst(sent.Set with { Step = RowStep.Adjust });
                await KeepAsync(sent, JournalFate.Open).ConfigureAwait(false);
                break;
            case AnswerVerdict.Applied:
                Decide(new BatchOutcome { RequestNumber = sent.Number, TransactionId = sent.TransactionId, Applied = _kind.Show(sent.Set.Rows) });
                await KeepAsync(sent, JournalFate.Applied).ConfigureAwait(false);
                break;
            case AnswerVerdict.Refused:
                await IsolateAsync(sent, ((BigCommerceApiException)sent.Failure!).Error).ConfigureAwait(false);
                break;
            default:
                await GiveUpAsync(sent).ConfigureAwait(false);
                break;
        }
    }

    private async Task IsolateAsync(SentRows sent, ApiError error)
    {
        if ((int)error.Status == 413 && sent.Set.Rows.Length > 1)
        {
            _maxRowsLearned = Math.Min(_maxRowsLearned, Math.Max(sent.Set.Rows.Length / 2, 1));
        }

        var step = RowIsolation.Next(sent.Set.Rows, error);
        PutFirst(sent.Set, step.Next);
        var bad = SetFirstCounts(sent.Set, step.Bad, error);
        if (bad.Length > 0 && sent.Set.MayBeDone)
        {
            Decide(new BatchOutcome { RequestNumber = sent.Number, Unknown = _kind.Show(bad) });
        }
        else if (bad.Length > 0)
        {
            var words = RejectedRow.WordsOf(error);
            Decide(new BatchOutcome { RequestNumber = sent.Number, Rejected = [.. _kind.Show(bad).Select(row => new RejectedRow(row, error.Reason, words, error.Status))] });
        }

        await (sent.Set.MayBeDone ? KeepAsync(sent, JournalFate.Unknown) : KeepAsync(sent, JournalFate.Open, bad, error)).ConfigureAwait(false);
    }

    /// <summary>Lets rows whose items never had a count try again with one, where the policy says so.</summary>
    /// <returns>The rows that stay rejected.</returns>
    private BulkRow[] SetFirstCounts(RowSet set, BulkRow[] bad, ApiError error)
    {
        if (_kind != AdjustmentKind.Relative || _options.FirstCount == FirstCountPolicy.Reject || error.Reason != ApiErrorReason.RequiresAbsoluteFirst || set.HadFirstCount || bad.Length == 0)
        {
            return bad;
        }

        if (_options.FirstCount == FirstCountPolicy.SetToZeroThenChange)
        {
            _waiting.AddFirst(set with { Rows = bad, Step = RowStep.SetToZero, HadFirstCount = true });
            return [];
        }

        var countable = Array.FindAll(bad, CanBeCount);
        if (countable.Length > 0)
        {
            _waiting.AddFirst(set with { Rows = countable, Step = RowStep.SetToChange, HadFirstCount = true });
        }

        return Array.FindAll(bad, row => !CanBeCount(row));
    }

    private static bool CanBeCount(BulkRow row) => row.Quantity is null or >= 0 && row.QuantityBackordered is null or >= 0;

    /// <summary>Ends rows that got no clear answer, and the run if it must.</summary>
    private async Task GiveUpAsync(SentRows sent)
    {
        // Whatever became of a first 0, the change itself was never sent.
        var isUnknown = sent.Set.MayBeDone || (sent.Verdict is AnswerVerdict.Unclear or AnswerVerdict.EndsUnclear && sent.Set.Step != RowStep.SetToZero);
        var rows = _kind.Show(sent.Set.Rows);
        var fate = !isUnknown || sent.Evidence == StockVerdict.NotApplied ? JournalFate.Open
            : sent.Evidence == StockVerdict.Applied ? JournalFate.Applied
            : JournalFate.Unknown;
        Decide(fate switch
        {
            JournalFate.Applied => new BatchOutcome { RequestNumber = sent.Number, Applied = rows },
            JournalFate.Unknown => new BatchOutcome { RequestNumber = sent.Number, Unknown = rows },
            _ => new BatchOutcome { RequestNumber = sent.Number, NotSent = rows },
        });

        var isAbandoned = sent.Failure is OperationCanceledException && _requests.IsCancellationRequested;
        var isEnd = sent.Verdict is AnswerVerdict.EndsUnclear or AnswerVerdict.EndsUnsent || _unclearInARow >= _options.MaxUnclearAnswers;
        if (isEnd && !isAbandoned)
        {
            Fail(sent.Failure!);
        }

        await KeepAsync(sent, fate).ConfigureAwait(false);
    }

    private Task KeepAsync(SentRows sent, JournalFate fate, BulkRow[]? bad = null, ApiError? error = null) =>
        _journal?.AnsweredAsync(sent.Set, fate, sent.TransactionId, bad ?? [], error) ?? Task.CompletedTask;

    /// <summary>Ends the rows that will not be sent any more.</summary>
    /// <returns>False when there are none left.</returns>
    private bool GiveUpWhatWaits()
    {
        foreach (var set in _waiting)
        {
            var rows = _kind.Show(set.Rows);
            Decide(set.MayBeDone ? new BatchOutcome { Unknown = rows } : new BatchOutcome { NotSent = rows });
        }

        _waiting.Clear();
        foreach (var batch in _input.TakeRest())
        {
            Decide(new BatchOutcome { NotSent = _kind.Show(batch.Rows) });
        }

        if (_input.TakeUnsent() is { } unsent)
        {
            Decide(unsent);
        }

        return _decided.Count > 0;
    }

    private void PutFirst(RowSet set, BulkRow[][] parts)
    {
        for (var i = parts.Length - 1; i >= 0; i--)
        {
            _waiting.AddFirst(set with { Rows = parts[i] });
        }
    }

    private void Decide(BatchOutcome outcome)
    {
        _tally.Add(outcome);
        Telemetry.Decided(_kind.Name, outcome);
        _decided.Enqueue(outcome);
        if (outcome.Rejected.Count > 0 && _tally.Rejected > _options.MaxRejectedRows)
        {
            Fail(new BigCommerceException(FormattableString.Invariant($"More than {_options.MaxRejectedRows} rows were rejected, the last one with: {outcome.Rejected[^1].Message}")));
        }
    }

    private void Fail(Exception exception)
    {
        _isStopped = true;
        Failure ??= exception;
    }

    private void GiveUpRequestsAfterGrace()
    {
        if (_options.CancellationGrace == TimeSpan.Zero)
        {
            _requests.Cancel();
        }
        else
        {
            _requests.CancelAfter(_options.CancellationGrace);
        }
    }
}

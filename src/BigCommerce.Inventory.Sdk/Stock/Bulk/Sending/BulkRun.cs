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
    private readonly ItemRelation _relation;
    private readonly RowReader _input;
    private readonly RowSender _sender;
    private readonly BulkTally _tally;
    private readonly CellsInFlight _cells;
    private readonly LinkedList<RowSet> _waiting = [];
    private readonly List<Task<SentRows>> _inFlight = [];
    private readonly Queue<BulkRequestResult> _decided = [];
    private readonly Outage _outage;

    // Not linked to the caller's token: a request in flight outlives it for a while.
    private readonly CancellationTokenSource _requests;
    private readonly CancellationTokenRegistration _registration;
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RunJournal? _journal;
    private Task? _reading;
    private bool _isInputLeftBehind;
    private bool _isStopped;
    private int _unclearInARow;
    private int _blindRefusalsInARow;
    private int _requestNumber;
    private int _maxRowsLearned = int.MaxValue;

    /// <param name="api">Where the rows are sent.</param>
    /// <param name="kind">What the run does.</param>
    /// <param name="source">The rows. The run ends it.</param>
    /// <param name="options">How the run works.</param>
    /// <param name="progress">Told after every request; null for nobody.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <param name="relation">Which rows may be of the same item; null when nothing but their keys is known.</param>
    public BulkRun(IInventoryAdjustmentsApi api, AdjustmentKind kind, RowSource source, BulkOptions options, IProgress<BulkProgress>? progress, CancellationToken cancellationToken, ItemRelation? relation = null)
    {
        _kind = kind;
        _options = options;
        _progress = progress;
        _cancellation = cancellationToken;
        _relation = relation ?? ItemRelation.BySpelling;
        _input = new RowReader(source, kind, options, _relation);
        _sender = new RowSender(api, kind, options);
        _tally = new BulkTally(options.MaxReportedRows, options.TimeProvider, _sender.CorrelationId);
        _cells = new CellsInFlight(_relation);
        _outage = new Outage(options.MaxOutageWait, options.TimeProvider);
        _requests = new CancellationTokenSource(Timeout.InfiniteTimeSpan, options.TimeProvider);
        _registration = cancellationToken.Register(OnCancelled);
    }

    /// <summary>Why the run could not go on; null unless it failed.</summary>
    public Exception? Failure { get; private set; }

    public bool IsCancelled { get; private set; }

    public BulkAdjustmentReport Report() => _tally.Report(_input, IsCancelled);

    /// <summary>Goes on until something is decided.</summary>
    /// <returns>What was decided; null at the end of the run, whichever end it is.</returns>
    public async Task<BulkRequestResult?> NextAsync()
    {
        while (_decided.Count == 0)
        {
            if (!_isStopped && _cancellation.IsCancellationRequested)
            {
                _isStopped = IsCancelled = true;
            }

            if (!await StepAsync().ConfigureAwait(false))
            {
                await EndInputAsync().ConfigureAwait(false);
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
        await StopReadingAsync().ConfigureAwait(false);
        _journal?.Dispose();
        if (_reading is null)
        {
            await _input.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Does one thing.</summary>
    /// <returns>False when there is nothing left to do.</returns>
    private async Task<bool> StepAsync()
    {
        if (_isStopped && _inFlight.Count == 0)
        {
            await StopReadingAsync().ConfigureAwait(false);
            return GiveUpWhatWaits();
        }

        if (!_isStopped && _inFlight.Count < _options.MaxConcurrency)
        {
            if (_outage.ResumeAt is null && TryStart())
            {
                return true;
            }

            if (_outage.ResumeAt is not null && _inFlight.Count == 0)
            {
                await PauseAsync().ConfigureAwait(false);
                return true;
            }

            if (_waiting.Count == 0 && !_input.IsAtEnd)
            {
                _reading ??= Task.Run(ReadAsync, CancellationToken.None);
            }
        }

        if (_inFlight.Count == 0 && _reading is null)
        {
            return false;
        }

        await WaitForAnyAsync().ConfigureAwait(false);
        return true;
    }

    /// <summary>Waits until a request ends, the input has rows, or the run is cancelled, and deals with it.</summary>
    private async Task WaitForAnyAsync()
    {
        List<Task> awaited = [.. _inFlight];
        if (!_isStopped)
        {
            awaited.Add(_cancelled.Task);
            awaited.AddRange(_reading is null ? [] : [_reading]);
        }

        var ended = await Task.WhenAny(awaited).ConfigureAwait(false);
        if (ended == _reading)
        {
            await PlanWhatWasReadAsync().ConfigureAwait(false);
        }
        else if (ended is Task<SentRows> request)
        {
            _inFlight.Remove(request);
            Digest(await request.ConfigureAwait(false));
        }
    }

    /// <summary>Reads in the background: input that blocks or never yields must not hold back what is in flight.</summary>
    private async Task ReadAsync()
    {
        _journal ??= _options.Journal is null ? null : await RunJournal.OpenAsync(_options.Journal, _kind, _options, _cancellation).ConfigureAwait(false);
        await _input.ReadAsync(_cancellation).ConfigureAwait(false);
    }

    private async Task PlanWhatWasReadAsync()
    {
        var reading = _reading!;
        _reading = null;
        try
        {
            await reading.ConfigureAwait(false);
            if (!_isStopped)
            {
                var ready = _input.TakeReady();
                var lastApart = _journal is { IsResuming: true } ? LastApart(ready) : 0;
                foreach (var batch in ready)
                {
                    Plan(batch, Math.Max(lastApart, batch.Number));
                }
            }
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested || _isStopped)
        {
            IsCancelled |= !_isStopped;
            _isStopped = true;
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

    /// <summary>Ends reading. Input that does not yield in time is left behind: it is disposed when it does.</summary>
    private async Task StopReadingAsync()
    {
        if (_isInputLeftBehind || _reading is not { } reading)
        {
            return;
        }

        try
        {
            _input.Cancel();
        }
        catch (Exception exception)
        {
            // What the caller's input registered with its token, whatever it throws.
            Fail(exception);
        }

        await reading.WaitAsync(_options.CancellationGrace, _options.TimeProvider).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _input.Close();
        if (reading.IsCompleted)
        {
            await PlanWhatWasReadAsync().ConfigureAwait(false);
        }
        else
        {
            _isInputLeftBehind = true;
            _ = reading.ContinueWith(_ => _input.DisposeAsync(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <summary>Ends the input while the report can still say what it throws.</summary>
    private async Task EndInputAsync()
    {
        if (_reading is not null)
        {
            return;
        }

        try
        {
            await _input.DisposeAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (IsCancelled)
        {
            // It says what the report says.
        }
        catch (Exception exception)
        {
            // The caller's input, whatever it throws.
            Fail(exception);
        }
    }

    /// <summary>
    /// The number of the batch up to which no two have an item at a location in common: mostly all that become ready together, but keys of
    /// several kinds, or in another letter case, may name the same item.
    /// </summary>
    private int LastApart(IReadOnlyList<PlannedBatch> ready)
    {
        var cells = new CellsInFlight(_relation);
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

        Decide(new BulkRequestResult { IsFromJournal = true, Applied = _kind.Show(earlier.Applied), Rejected = earlier.Rejected, Unknown = _kind.Show(earlier.Unknown) });
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
            PutFirst([.. halves.Select(rows => tooLarge.Value with { Rows = rows })]);
        }

        if (_waiting.First is not { } first || !_cells.TryEnter(first.Value.Rows))
        {
            return false;
        }

        _waiting.RemoveFirst();
        _inFlight.Add(_sender.SendAsync(first.Value, ++_requestNumber, _journal, _requests.Token));
        return true;
    }

    private void Digest(SentRows sent)
    {
        _cells.Leave(sent.Set.Rows);
        _tally.Requests += sent.Attempts > 0 ? 1 : 0;
        _tally.Retries += Math.Max(sent.Attempts - 1, 0);
        PutFirst(sent.Next);
        DecideRows(sent);
        Follow(sent);
        if (sent.JournalFailure is not null)
        {
            Fail(sent.JournalFailure);
        }

        Tell();
    }

    /// <summary>Tells the fate of the rows that are not sent again.</summary>
    private void DecideRows(SentRows sent)
    {
        switch (sent.End)
        {
            case RequestEnd.Outage:
                break;
            case RequestEnd.Applied when sent.Next.Count > 0:
                _tally.AddTransaction(sent.TransactionId);
                break;
            case RequestEnd.Refused when sent.Bad.Length == 0:
                break;
            case RequestEnd.Refused when sent.Set.IsInDoubt:
                Decide(new BulkRequestResult { RequestNumber = sent.Number, Unknown = _kind.Show(sent.Bad) });
                break;
            case RequestEnd.Refused:
                var error = ((BigCommerceApiException)sent.Failure!).Error;
                var words = RejectedRow.WordsOf(error);
                Decide(new BulkRequestResult { RequestNumber = sent.Number, Rejected = [.. _kind.Show(sent.Bad).Select(row => RejectedRow.Refused(row, error, words))] });
                break;
            default:
                var rows = _kind.Show(sent.Set.Rows);
                Decide(sent.Fate switch
                {
                    JournalFate.Applied => new BulkRequestResult { RequestNumber = sent.Number, TransactionId = sent.TransactionId, Applied = rows },
                    JournalFate.Unknown => new BulkRequestResult { RequestNumber = sent.Number, Unknown = rows },
                    _ => new BulkRequestResult { RequestNumber = sent.Number, NotSent = rows },
                });
                break;
        }
    }

    /// <summary>Decides whether the run goes on.</summary>
    private void Follow(SentRows sent)
    {
        _unclearInARow = sent.End switch
        {
            RequestEnd.Unclear => _unclearInARow + 1,
            RequestEnd.Outage => _unclearInARow,
            _ => 0,
        };
        _blindRefusalsInARow = sent.End == RequestEnd.Applied ? 0 : _blindRefusalsInARow + (sent.IsBlindRefusal ? 1 : 0);
        if (sent.End != RequestEnd.Outage)
        {
            _outage.End();
        }

        var isAbandoned = sent.Failure is OperationCanceledException && _requests.IsCancellationRequested;
        switch (sent.End)
        {
            case RequestEnd.Refused when ((BigCommerceApiException)sent.Failure!).Error is var error:
                if ((int)error.StatusCode == 413 && sent.Set.Rows.Length > 1)
                {
                    _maxRowsLearned = Math.Min(_maxRowsLearned, Math.Max(sent.Set.Rows.Length / 2, 1));
                }

                if (_blindRefusalsInARow >= _options.MaxConsecutiveUnexplainedRejections)
                {
                    Fail(new BigCommerceException(
                        FormattableString.Invariant($"The API refused {_blindRefusalsInARow} requests in a row without naming a row, the last one with: {RejectedRow.WordsOf(error)}"), sent.Failure));
                }

                break;
            case RequestEnd.Outage when !_outage.TryBegin((sent.Failure as BigCommerceCircuitOpenException)?.RetryAt ?? (sent.Failure as BigCommerceRateLimitException)?.RetryAt):
            case RequestEnd.Unclear when _unclearInARow >= _options.MaxConsecutiveUnknownRequests:
            case RequestEnd.Fatal when !isAbandoned:
                Fail(sent.Failure!);
                break;
        }
    }

    private async Task PauseAsync()
    {
        try
        {
            await Task.Delay(_outage.TakeWait(), _options.TimeProvider, _cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            _isStopped = IsCancelled = true;
        }
    }

    private void Tell()
    {
        try
        {
            _progress?.Report(_tally.Progress(_input, _outage.ResumeAt));
        }
        catch (Exception exception)
        {
            // The caller's progress, whatever it throws. What was decided stays so.
            Fail(exception);
        }
    }

    /// <summary>Ends the rows that will not be sent any more.</summary>
    /// <returns>False when there are none left.</returns>
    private bool GiveUpWhatWaits()
    {
        foreach (var set in _waiting)
        {
            var rows = _kind.Show(set.Rows);
            Decide(set.IsInDoubt ? new BulkRequestResult { Unknown = rows } : new BulkRequestResult { NotSent = rows });
        }

        _waiting.Clear();
        foreach (var batch in _input.TakeRest())
        {
            Decide(new BulkRequestResult { NotSent = _kind.Show(batch.Rows) });
        }

        if (_input.TakeUnsent() is { } unsent)
        {
            Decide(unsent);
        }

        return _decided.Count > 0;
    }

    private void PutFirst(IReadOnlyList<RowSet> sets)
    {
        for (var i = sets.Count - 1; i >= 0; i--)
        {
            _waiting.AddFirst(sets[i]);
        }
    }

    private void Decide(BulkRequestResult outcome)
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

    private void OnCancelled()
    {
        _cancelled.TrySetResult();
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

using System.Diagnostics;
using BigCommerce.Inventory.Diagnostics;

namespace BigCommerce.Inventory;

/// <summary>
/// One bulk run: reads rows, sends requests and decides the outcome of every row. It works step by step, when its caller reads the next
/// result, so that no further request is sent before the caller has handled the last result.
/// </summary>
internal sealed class BulkEngine<TRow> : IAsyncDisposable
    where TRow : IBulkInput
{
    private readonly StockContext _store;
    private readonly BulkKind<TRow> _kind;
    private readonly BulkOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly ItemRelation _relation;
    private readonly InputReader<TRow> _input;
    private readonly RequestSender<TRow> _sender;
    private readonly OutcomeCounts<TRow> _counts;

    // Null where one request is sent after another, so that none can conflict with it.
    private readonly CellsInFlight<TRow>? _cells;
    private readonly LinkedList<PendingRequest<TRow>> _waiting = [];
    private readonly List<Task<SentRequest<TRow>>> _inFlight = [];
    private readonly Queue<BulkRequestResult<TRow>> _decided = [];
    private readonly Outage _outage;
    private readonly Activity? _span;

    // Not linked to the caller's token, because a request in flight may continue for the cancellation grace.
    private readonly CancellationTokenSource _requests;
    private readonly CancellationTokenRegistration _registration;
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RunJournal<TRow>? _journal;
    private Task? _reading;
    private bool _isInputAbandoned;
    private bool _isStopped;
    private int _unknownInARow;
    private int _unexplainedInARow;
    private int _requestNumber;
    private int _maxRowsAccepted = int.MaxValue;

    /// <param name="store">The store, the clock and the logger.</param>
    /// <param name="kind">What the run does.</param>
    /// <param name="source">The rows. The engine disposes it.</param>
    /// <param name="options">The settings.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <param name="relation">Which rows may be for the same item; null when only their keys are known.</param>
    public BulkEngine(
        StockContext store,
        BulkKind<TRow> kind,
        InputSource<TRow> source,
        BulkOptions options,
        CancellationToken cancellationToken,
        ItemRelation? relation = null)
    {
        _store = store;
        _kind = kind;
        _options = options;
        _cancellation = cancellationToken;
        _relation = relation ?? ItemRelation.BySpelling;
        _input = new InputReader<TRow>(source, kind, options, _relation);
        _sender = new RequestSender<TRow>(store, kind, options);
        _counts = new OutcomeCounts<TRow>(options.MaxReportedRows, store.Time, _sender.CorrelationId);
        _cells = options.MaxConcurrency > 1 ? new CellsInFlight<TRow>(_relation) : null;
        _outage = new Outage(options.MaxOutageWait, store.Time);
        _span = Telemetry.StartRun(kind.Name, _sender.CorrelationId);
        _requests = new CancellationTokenSource(Timeout.InfiniteTimeSpan, store.Time);
        _registration = cancellationToken.Register(OnCancelled);
    }

    /// <summary>Why the run could not continue; null unless it failed.</summary>
    public Exception? Failure { get; private set; }

    public bool IsCanceled { get; private set; }

    public BulkReport<TRow> Report() => _counts.ToReport(_input, IsCanceled);

    /// <summary>Works until outcomes are decided.</summary>
    /// <returns>The outcomes; null at the end of the run.</returns>
    public async Task<BulkRequestResult<TRow>?> NextAsync()
    {
        while (_decided.Count == 0)
        {
            if (!_isStopped && _cancellation.IsCancellationRequested)
            {
                _isStopped = IsCanceled = true;
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
        // A caller that stopped reading can leave several requests in flight and input that is being read. No further row is planned.
        _isStopped = true;
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

        if (_span is not null)
        {
            Telemetry.EndRun(_span, Report(), Failure);
        }
    }

    /// <summary>Does one step of the run.</summary>
    /// <returns>False when nothing is left to do.</returns>
    private async Task<bool> StepAsync()
    {
        if (_isStopped && _inFlight.Count == 0)
        {
            await StopReadingAsync().ConfigureAwait(false);
            return EndWaitingRows();
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

    /// <summary>Waits until a request ends, the input has rows, or the run is cancelled, and handles it.</summary>
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
            await PlanReadRowsAsync().ConfigureAwait(false);
        }
        else if (ended is Task<SentRequest<TRow>> request)
        {
            _inFlight.Remove(request);
            Handle(await request.ConfigureAwait(false));
        }
    }

    /// <summary>Reads in the background, because input that blocks must not delay the requests in flight.</summary>
    private async Task ReadAsync()
    {
        _journal ??= _options.Journal is null
            ? null
            : await RunJournal<TRow>.OpenAsync(_options.Journal, _kind, _options, _cancellation).ConfigureAwait(false);
        await _input.ReadAsync(_cancellation).ConfigureAwait(false);
    }

    private async Task PlanReadRowsAsync()
    {
        var reading = _reading!;
        _reading = null;
        try
        {
            await reading.ConfigureAwait(false);
            if (!_isStopped)
            {
                var ready = _input.TakeReady();
                var lastSeparate = _journal is { IsResuming: true } ? LastSeparate(ready) : 0;
                foreach (var planned in ready)
                {
                    Plan(planned, Math.Max(lastSeparate, planned.Number));
                }
            }
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested || _isStopped)
        {
            // The next step stops the run.
        }
        catch (Exception exception)
        {
            // The caller's input and journal may throw anything.
            Fail(exception);
        }

        if (_input.TakeUnsent() is { } unsent)
        {
            Decide(unsent);
        }
    }

    /// <summary>Ends reading. Input that does not end in time is abandoned, and disposed when it ends.</summary>
    private async Task StopReadingAsync()
    {
        if (_isInputAbandoned || _reading is not { } reading)
        {
            return;
        }

        try
        {
            _input.Cancel();
        }
        catch (Exception exception)
        {
            // Callbacks that the caller's input registered with its token may throw anything.
            Fail(exception);
        }

        await reading.WaitAsync(_options.CancellationGrace, _store.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _input.Close();
        if (reading.IsCompleted)
        {
            await PlanReadRowsAsync().ConfigureAwait(false);
        }
        else
        {
            _isInputAbandoned = true;
            _ = reading.ContinueWith(
                _ => _input.DisposeAsync(),
                CancellationToken.None,
                TaskContinuationOptions.None,
                TaskScheduler.Default);
        }
    }

    /// <summary>Disposes the input while the report can still carry what it throws.</summary>
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
        catch (OperationCanceledException) when (IsCanceled)
        {
            // The report shows that the run was cancelled.
        }
        catch (Exception exception)
        {
            // The caller's input may throw anything.
            Fail(exception);
        }
    }

    /// <summary>
    /// The number of the planned request up to which no two have an item at a location in common. Usually these are all that are ready
    /// together, but keys of several kinds, or in another letter case, may name the same item.
    /// </summary>
    private int LastSeparate(IReadOnlyList<PlannedRequest<TRow>> ready)
    {
        var cells = new CellsInFlight<TRow>(_relation);
        return ready.TakeWhile(planned => cells.TryEnter(planned.Rows)).LastOrDefault()?.Number ?? 0;
    }

    private void Plan(PlannedRequest<TRow> planned, int lastSeparate)
    {
        if (_isStopped)
        {
            _waiting.AddLast(new PendingRequest<TRow>(planned, planned.Rows));
            return;
        }

        ResumedRequest<TRow>? earlier = null;
        try
        {
            earlier = _journal?.Resume(planned, lastSeparate);
        }
        catch (BulkJournalException exception)
        {
            Fail(exception);
        }

        if (earlier is null)
        {
            _waiting.AddLast(new PendingRequest<TRow>(planned, planned.Rows));
            return;
        }

        Decide(new BulkRequestResult<TRow>
        {
            IsFromJournal = true,
            AppliedRows = _kind.ToReported(earlier.Applied),
            RejectedRows = earlier.Rejected,
            UnknownRows = ToUnknown(earlier.Unknown, "An earlier run sent the row and did not record a response."),
        });
        ReportProgress();
        if (earlier.ToSend.Count > 0)
        {
            _waiting.AddLast(new PendingRequest<TRow>(planned, earlier.ToSend));
        }
    }

    /// <summary>
    /// Sends the first waiting request, unless it may conflict with one in flight. Later requests never overtake it, so rows for one item
    /// keep their order.
    /// </summary>
    private bool TryStart()
    {
        while (_waiting.First is { } tooLarge && tooLarge.Value.Rows.Count > _maxRowsAccepted && BadRowIsolation<TRow>.Halve([.. tooLarge.Value.Rows]) is { Length: > 1 } halves)
        {
            _waiting.RemoveFirst();
            PutFirst([.. halves.Select(rows => tooLarge.Value with { Rows = new ValueArray<BulkRow<TRow>>(rows) })]);
        }

        if (_waiting.First is not { } first || _cells?.TryEnter(first.Value.Rows) == false)
        {
            return false;
        }

        _waiting.RemoveFirst();
        var current = Activity.Current;
        Activity.Current = _span ?? current;
        _inFlight.Add(_sender.SendAsync(first.Value, ++_requestNumber, _journal, _requests.Token));
        Activity.Current = current;
        return true;
    }

    private void Handle(SentRequest<TRow> sent)
    {
        _cells?.Leave(sent.Request.Rows);
        _counts.Requests += sent.Attempts > 0 ? 1 : 0;
        _counts.Retries += Math.Max(sent.Attempts - 1, 0);
        PutFirst(sent.Next);
        DecideRows(sent);
        DecideRun(sent);
        if (sent.JournalFailure is not null)
        {
            Fail(sent.JournalFailure);
        }

        ReportProgress();
    }

    /// <summary>Decides the outcome of the rows that are not sent again.</summary>
    private void DecideRows(SentRequest<TRow> sent)
    {
        switch (sent.End)
        {
            case RequestEnd.Outage:
                break;
            case RequestEnd.Applied when sent.Next.Count > 0:
                _counts.AddTransaction(sent.TransactionId);
                break;
            case RequestEnd.Rejected when sent.Bad.Length == 0:
                break;
            case RequestEnd.Rejected when sent.Request.Doubt is { } doubt:
                Decide(new BulkRequestResult<TRow> { RequestNumber = sent.Number, UnknownRows = ToUnknown(new ValueArray<BulkRow<TRow>>(sent.Bad), doubt) });
                break;
            case RequestEnd.Rejected:
                var error = ((BigCommerceApiException)sent.Failure!).Error;
                var message = RejectedRow.MessageOf(error);
                Decide(
                    new BulkRequestResult<TRow>
                    {
                        RequestNumber = sent.Number,
                        RejectedRows = [.. _kind.ToReported(new ValueArray<BulkRow<TRow>>(sent.Bad)).Select(row => RejectedRow.Rejected(row, error, message))],
                    });
                break;
            default:
                var rows = _kind.ToReported(sent.Request.Rows);
                Decide(sent.Outcome switch
                {
                    SentOutcome.Applied => new BulkRequestResult<TRow>
                    {
                        RequestNumber = sent.Number,
                        TransactionId = sent.TransactionId,
                        AppliedRows = rows,
                    },
                    SentOutcome.Unknown => new BulkRequestResult<TRow>
                    {
                        RequestNumber = sent.Number,
                        UnknownRows = ToUnknown(sent.Request.Rows, sent.Request.Doubt ?? sent.Failure!.Message),
                    },
                    _ => new BulkRequestResult<TRow> { RequestNumber = sent.Number, NotSentRows = rows },
                });
                break;
        }
    }

    /// <summary>Decides whether the run continues.</summary>
    private void DecideRun(SentRequest<TRow> sent)
    {
        _unknownInARow = sent.End switch
        {
            RequestEnd.Unknown => _unknownInARow + 1,
            RequestEnd.Outage => _unknownInARow,
            _ => 0,
        };
        _unexplainedInARow = sent.End == RequestEnd.Applied ? 0 : _unexplainedInARow + (sent.IsUnexplained ? 1 : 0);
        if (sent.End != RequestEnd.Outage)
        {
            _outage.End();
        }

        var isAbandoned = sent.Failure is OperationCanceledException && _requests.IsCancellationRequested;
        switch (sent.End)
        {
            case RequestEnd.Rejected when ((BigCommerceApiException)sent.Failure!).Error is var error:
                if ((int)error.StatusCode == 413 && sent.Request.Rows.Count > 1)
                {
                    _maxRowsAccepted = Math.Min(_maxRowsAccepted, Math.Max(sent.Request.Rows.Count / 2, 1));
                }

                if (_unexplainedInARow >= _options.MaxConsecutiveUnexplainedRejections)
                {
                    Fail(new BigCommerceException(
                        FormattableString.Invariant(
                            $"The API rejected {_unexplainedInARow} requests in a row without naming a row. The last message is: {RejectedRow.MessageOf(error)}"),
                        sent.Failure));
                }

                break;
            case RequestEnd.Outage when !_outage.TryBegin(
                (sent.Failure as BigCommerceCircuitOpenException)?.RetryAt ?? (sent.Failure as BigCommerceRateLimitException)?.RetryAt):
            case RequestEnd.Unknown when _unknownInARow >= _options.MaxConsecutiveUnknownRequests:
            case RequestEnd.Fatal when !isAbandoned:
                Fail(sent.Failure!);
                break;
        }
    }

    private async Task PauseAsync()
    {
        Log.BulkRunPaused(_store.Logger, _kind.Name, _outage.ResumeAt!.Value, _sender.CorrelationId);

        // When the run is cancelled, the next step stops it.
        await Task.Delay(_outage.TakeWait(), _store.Time, _cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void ReportProgress()
    {
        if (_options is { Progress: null, OnProgress: null })
        {
            return;
        }

        try
        {
            var progress = _counts.ToProgress(_input, _outage.ResumeAt);
            _options.OnProgress?.Invoke(progress);
            _options.Progress?.Report(progress);
        }
        catch (Exception exception)
        {
            // The caller's code may throw anything. The outcomes that were decided do not change.
            Fail(exception);
        }
    }

    /// <summary>Decides the outcome of the rows that will not be sent any more.</summary>
    /// <returns>False when none are left.</returns>
    private bool EndWaitingRows()
    {
        foreach (var request in _waiting)
        {
            Decide(request.Doubt is { } doubt
                ? new BulkRequestResult<TRow> { UnknownRows = ToUnknown(request.Rows, doubt) }
                : new BulkRequestResult<TRow> { NotSentRows = _kind.ToReported(request.Rows) });
        }

        _waiting.Clear();
        foreach (var planned in _input.TakeRest())
        {
            Decide(new BulkRequestResult<TRow> { NotSentRows = _kind.ToReported(planned.Rows) });
        }

        if (_input.TakeUnsent() is { } unsent)
        {
            Decide(unsent);
        }

        return _decided.Count > 0;
    }

    private void PutFirst(IReadOnlyList<PendingRequest<TRow>> requests)
    {
        for (var i = requests.Count - 1; i >= 0; i--)
        {
            _waiting.AddFirst(requests[i]);
        }
    }

    private ValueArray<UnknownRow<TRow>> ToUnknown(ValueList<BulkRow<TRow>> rows, string cause) =>
        new([.. _kind.ToReported(rows).Select(row => new UnknownRow<TRow>(row, cause))]);

    private void Decide(BulkRequestResult<TRow> result)
    {
        _counts.Add(result);
        Telemetry.RowsDecided(_kind.Name, result);
        _decided.Enqueue(result);
        if (result.RejectedRows.Count > 0 && _counts.Rejected > _options.MaxRejectedRows)
        {
            Fail(new BigCommerceException(
                FormattableString.Invariant(
                    $"More than {_options.MaxRejectedRows} rows were rejected. The last message is: {result.RejectedRows[^1].Message}")));
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

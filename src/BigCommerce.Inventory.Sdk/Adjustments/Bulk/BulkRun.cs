namespace BigCommerce.Inventory;

/// <summary>
/// One bulk run: reads rows, sends requests, decides every row's fate. It works step by step, whenever its reader asks
/// for the next outcome, so that nothing is sent before the reader has dealt with what was decided before.
/// </summary>
internal sealed class BulkRun : IAsyncDisposable
{
    private readonly IInventoryAdjustmentsApi _api;
    private readonly AdjustmentKind _kind;
    private readonly RowSource _source;
    private readonly BulkOptions _options;
    private readonly IProgress<BulkProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly RequestOptions _requestOptions;
    private readonly RowWindow _window;
    private readonly BulkTally _tally;
    private readonly CellsInFlight _cells = new();
    private readonly LinkedList<BulkRow[]> _waiting = [];
    private readonly List<Task<Answer>> _inFlight = [];
    private readonly Queue<BatchOutcome> _decided = [];
    private readonly BatchOutcomeBuilder _decidedUnsent = new();
    private readonly CancellationTokenSource _requests;
    private readonly CancellationTokenRegistration _registration;
    private bool _sourceEnded;
    private bool _stopped;
    private bool _cancelled;
    private int _unclearInARow;
    private int _requestNumber;

    public BulkRun(IInventoryAdjustmentsApi api, AdjustmentKind kind, RowSource source, BulkOptions options, IProgress<BulkProgress>? progress, CancellationToken cancellationToken)
    {
        _api = api;
        _kind = kind;
        _source = source;
        _options = options;
        _progress = progress;
        _cancellation = cancellationToken;
        var request = options.Request ?? new RequestOptions();
        _requestOptions = request with
        {
            Priority = request.Priority ?? RequestPriority.Background,
            CorrelationId = request.CorrelationId ?? Guid.NewGuid(),
        };
        _window = new RowWindow(kind, options.WindowRows, options.MaxRowsPerRequest);
        _tally = new BulkTally(options.MaxReportedRows, options.TimeProvider, _requestOptions.CorrelationId.Value);
        _requests = new CancellationTokenSource(Timeout.InfiniteTimeSpan, options.TimeProvider);
        _registration = cancellationToken.Register(GiveUpRequestsAfterGrace);
    }

    /// <summary>Why the run could not go on; null unless it failed.</summary>
    public Exception? Failure { get; private set; }

    public bool IsCancelled => _cancelled;

    public BulkAdjustmentReport Report() => _tally.Report(_source.Count, _cancelled);

    /// <summary>Goes on until something is decided.</summary>
    /// <returns>What was decided; null at the end of the run, whichever end it is.</returns>
    public async Task<BatchOutcome?> NextAsync()
    {
        while (true)
        {
            if (_decided.TryDequeue(out var outcome))
            {
                return outcome;
            }

            if (!_stopped && _cancellation.IsCancellationRequested)
            {
                _stopped = _cancelled = true;
            }

            if (_stopped)
            {
                if (_inFlight.Count > 0)
                {
                    await FinishOneAsync().ConfigureAwait(false);
                }
                else if (!GiveUpWhatWaits())
                {
                    return null;
                }
            }
            else if (CanStart())
            {
                Start();
            }
            else if (_waiting.Count == 0 && !_sourceEnded && _inFlight.Count < _options.MaxConcurrency)
            {
                await ReadAsync().ConfigureAwait(false);
            }
            else if (_inFlight.Count > 0)
            {
                await FinishOneAsync().ConfigureAwait(false);
            }
            else
            {
                return null;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        // A reader that stopped reading leaves requests behind when several are in flight.
        _stopped = true;
        if (_inFlight.Count > 0)
        {
            await _requests.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(_inFlight).ConfigureAwait(false);
        }

        await _registration.DisposeAsync().ConfigureAwait(false);
        _requests.Dispose();
        await _source.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Reads until the window is full or the input ends, and cuts requests.</summary>
    private async Task ReadAsync()
    {
        try
        {
            while (!_window.IsFull && _decidedUnsent.Count < _options.MaxRowsPerRequest)
            {
                _cancellation.ThrowIfCancellationRequested();
                if (!await _source.MoveNextAsync().ConfigureAwait(false))
                {
                    _sourceEnded = true;
                    break;
                }

                Take(_source.Current);
            }
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            _stopped = _cancelled = true;
        }
        catch (Exception exception)
        {
            Fail(exception);
        }

        if (!_stopped && (_sourceEnded || _window.IsFull))
        {
            foreach (var request in _window.Take(_sourceEnded, _decidedUnsent))
            {
                _waiting.AddLast(request);
            }
        }

        if (_decidedUnsent.Count > 0)
        {
            Decide(_decidedUnsent.Build());
        }
    }

    private void Take(InputRow input)
    {
        _tally.RowsRead++;
        if (input.Fault is { } fault)
        {
            _decidedUnsent.Rejected.Add(RejectedRow.Unsent(input.Row, fault));
        }
        else if (_window.Add(input.Row) is { } duplicate)
        {
            _decidedUnsent.Duplicates.Add(duplicate);
        }
    }

    /// <summary>Whether the first waiting request may go out. Later ones never overtake it, so that rows of one item keep their order.</summary>
    private bool CanStart() =>
        _waiting.First is { } next && _inFlight.Count < _options.MaxConcurrency && _cells.TryEnter(next.Value);

    private void Start()
    {
        var rows = _waiting.First!.Value;
        _waiting.RemoveFirst();
        _inFlight.Add(SendAsync(rows, ++_requestNumber));
    }

    private async Task<Answer> SendAsync(BulkRow[] rows, int number)
    {
        var attempts = 1;
        var options = _requestOptions with
        {
            OnResponse = response =>
            {
                attempts = response.Attempts;
                _requestOptions.OnResponse?.Invoke(response);
            },
        };
        try
        {
            var result = await _kind.SendAsync(_api, rows, _options.Reason, options, _requests.Token).ConfigureAwait(false);
            return new Answer(rows, number, attempts, result.TransactionId, null);
        }
        catch (Exception exception)
        {
            return new Answer(rows, number, attempts, null, exception);
        }
    }

    private async Task FinishOneAsync()
    {
        var finished = await Task.WhenAny(_inFlight).ConfigureAwait(false);
        _inFlight.Remove(finished);
        var answer = await finished.ConfigureAwait(false);
        _cells.Leave(answer.Rows);
        _tally.Requests++;
        _tally.Retries += answer.Attempts - 1;
        Digest(answer);
        ReportProgress();
    }

    private void Digest(Answer answer)
    {
        if (answer.Failure is null)
        {
            _unclearInARow = 0;
            Decide(new BatchOutcome { Request = answer.Number, TransactionId = answer.TransactionId, Applied = answer.Rows });
            return;
        }

        if (answer.Failure is OperationCanceledException && _requests.IsCancellationRequested)
        {
            Decide(new BatchOutcome { Request = answer.Number, Unknown = answer.Rows });
            return;
        }

        switch (AnswerJudge.Judge(answer.Failure, _kind.IsIdempotent))
        {
            case AnswerVerdict.Refused:
                _unclearInARow = 0;
                Isolate(answer, ((BigCommerceApiException)answer.Failure).Error);
                break;
            case AnswerVerdict.Unclear:
                Decide(new BatchOutcome { Request = answer.Number, Unknown = answer.Rows });
                if (++_unclearInARow >= _options.MaxUnclearAnswers)
                {
                    Fail(answer.Failure);
                }

                break;
            case AnswerVerdict.EndsUnclear:
                Decide(new BatchOutcome { Request = answer.Number, Unknown = answer.Rows });
                Fail(answer.Failure);
                break;
            default:
                Decide(new BatchOutcome { Request = answer.Number, NotSent = answer.Rows });
                Fail(answer.Failure);
                break;
        }
    }

    private void Isolate(Answer answer, ApiError error)
    {
        var step = RowIsolation.Next(answer.Rows, error);
        for (var i = step.Next.Count - 1; i >= 0; i--)
        {
            _waiting.AddFirst(step.Next[i]);
        }

        if (step.Bad.Count == 0)
        {
            return;
        }

        var words = RejectedRow.WordsOf(error);
        Decide(new BatchOutcome { Request = answer.Number, Rejected = [.. step.Bad.Select(row => RejectedRow.Refused(row, error, words))] });
        if (_tally.Rejected > _options.MaxRejectedRows)
        {
            Fail(new BigCommerceException(FormattableString.Invariant($"More than {_options.MaxRejectedRows} rows were rejected, the last one with: {words}")));
        }
    }

    /// <summary>Ends the rows that will not be sent any more.</summary>
    /// <returns>False when there are none left.</returns>
    private bool GiveUpWhatWaits()
    {
        foreach (var rows in _window.Take(all: true, _decidedUnsent))
        {
            _waiting.AddLast(rows);
        }

        if (_decidedUnsent.Count > 0)
        {
            Decide(_decidedUnsent.Build());
        }

        foreach (var rows in _waiting)
        {
            Decide(new BatchOutcome { NotSent = rows });
        }

        _waiting.Clear();
        return _decided.Count > 0;
    }

    private void Decide(BatchOutcome outcome)
    {
        _tally.Add(outcome);
        _decided.Enqueue(outcome);
    }

    private void Fail(Exception exception)
    {
        _stopped = true;
        Failure ??= exception;
    }

    private void ReportProgress()
    {
        if (_progress is null)
        {
            return;
        }

        try
        {
            _progress.Report(_tally.Progress(_source.Count));
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
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

    private readonly record struct Answer(BulkRow[] Rows, int Number, int Attempts, string? TransactionId, Exception? Failure);
}

using BigCommerce.Inventory.Http;

namespace BigCommerce.Inventory;

/// <summary>How a request ended, and what follows for its rows.</summary>
/// <param name="Request">What was sent.</param>
/// <param name="Number">The request's number in the run.</param>
/// <param name="Attempts">How many attempts it took, as far as known; 0 when it was never sent.</param>
/// <param name="End">What it means for the run.</param>
internal sealed record SentRequest<TRow>(PendingRequest<TRow> Request, int Number, int Attempts, RequestEnd End)
{
    /// <summary>The outcome of the rows that are neither in <see cref="Bad"/> nor in <see cref="Next"/>.</summary>
    public SentOutcome Outcome { get; init; }

    /// <summary>The transaction's id, when the request was applied and the API returned one.</summary>
    public string? TransactionId { get; init; }

    /// <summary>How the request failed; null when it was applied.</summary>
    public Exception? Failure { get; init; }

    /// <summary>The rows that the API rejected.</summary>
    public BulkRow<TRow>[] Bad { get; init; } = [];

    /// <summary>The requests to send next, in order.</summary>
    public IReadOnlyList<PendingRequest<TRow>> Next { get; init; } = [];

    /// <summary>Whether the API rejected the request without naming any of its rows.</summary>
    public bool IsUnexplained { get; init; }

    /// <summary>Why the journal could not record this; null when it did.</summary>
    public Exception? JournalFailure { get; init; }
}

/// <summary>Sends rows in one request, decides what follows from its end, and records that in the journal at once. Never throws.</summary>
internal sealed class RequestSender<TRow>
    where TRow : IBulkInput
{
    private readonly StockContext _store;
    private readonly BulkKind<TRow> _kind;
    private readonly BulkOptions _options;
    private readonly RequestOptions _request;

    public RequestSender(StockContext store, BulkKind<TRow> kind, BulkOptions options)
    {
        _store = store;
        _kind = kind;
        _options = options;
        _request = options.ToRequestOptions();
        CorrelationId = _request.CorrelationId!.Value;
    }

    public Guid CorrelationId { get; }

    public async Task<SentRequest<TRow>> SendAsync(
        PendingRequest<TRow> request,
        int number,
        RunJournal<TRow>? journal,
        CancellationToken cancellationToken)
    {
        StockLevels? before;
        try
        {
            before = await PrepareAsync(request, journal, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            return new SentRequest<TRow>(request, number, 0, RequestEnd.Fatal)
            {
                Failure = exception,
                Outcome = OutcomeOf(request, RequestEffect.None),
            };
        }

        var sent = await SendOnceAsync(request, number, before, cancellationToken).ConfigureAwait(false);
        try
        {
            if (journal is not null)
            {
                await journal.RecordSentAsync(sent).ConfigureAwait(false);
            }

            return sent;
        }
        catch (Exception exception)
        {
            return sent with { JournalFailure = exception };
        }
    }

    /// <summary>
    /// The one place that every request passes before it is sent. An exception ends the run, and the request's rows are not sent.
    /// </summary>
    /// <returns>The stock before the request, where it is needed to verify the request.</returns>
    private async Task<StockLevels?> PrepareAsync(
        PendingRequest<TRow> request,
        RunJournal<TRow>? journal,
        CancellationToken cancellationToken)
    {
        var before = await ReadBeforeAsync(request, cancellationToken).ConfigureAwait(false);
        if (journal is not null)
        {
            await journal.RecordSendingAsync(request).ConfigureAwait(false);
        }

        return before;
    }

    private async Task<SentRequest<TRow>> SendOnceAsync(
        PendingRequest<TRow> request,
        int number,
        StockLevels? before,
        CancellationToken cancellationToken)
    {
        var trace = new CallTrace();
        try
        {
            var result = await _kind.SendAsync(
                _store,
                request.Rows,
                request.Step,
                _options.Reason,
                _request with { Trace = trace },
                cancellationToken).ConfigureAwait(false);
            return Applied(request, number, Math.Max(trace.Attempts, 1)) with { TransactionId = result.TransactionId };
        }
        catch (Exception exception)
        {
            var effect = trace.EffectOf(exception);
            var end = RequestEnds.Of(exception, effect, _kind.RejectsLocation);
            var attempts = Math.Max(trace.Attempts, trace.IsOfTheClient ? 0 : 1);

            // A request that must not be applied twice is not sent again, not even to find the row that a later response rejected.
            end = end == RequestEnd.Rejected && effect != RequestEffect.None && !IsRepeatable(request) ? RequestEnd.Unknown : end;
            var doubted = effect == RequestEffect.Unknown && request.Step != RequestStep.SetToZero
                ? request with { Doubt = exception.Message }
                : request;
            return end switch
            {
                RequestEnd.Applied => Applied(request, number, attempts),
                RequestEnd.Rejected => Rejected(doubted, number, attempts, exception),
                RequestEnd.Outage => new SentRequest<TRow>(doubted, number, attempts, end)
                {
                    Failure = exception,
                    Outcome = OutcomeOf(doubted, effect),
                    Next = [doubted],
                },
                _ => new SentRequest<TRow>(doubted, number, attempts, end)
                {
                    Failure = exception,
                    Outcome = await VerifiedOutcomeAsync(doubted, effect, before, cancellationToken).ConfigureAwait(false),
                },
            };
        }
    }

    private static SentRequest<TRow> Applied(PendingRequest<TRow> request, int number, int attempts) =>
        request.Step == RequestStep.SetToZero
            ? new SentRequest<TRow>(request, number, attempts, RequestEnd.Applied) { Next = [request with { Step = RequestStep.Send }] }
            : new SentRequest<TRow>(request, number, attempts, RequestEnd.Applied) { Outcome = SentOutcome.Applied };

    private SentRequest<TRow> Rejected(PendingRequest<TRow> request, int number, int attempts, Exception exception)
    {
        var error = ((BigCommerceApiException)exception).Error;
        BulkRow<TRow>[] rows = [.. request.Rows];
        var step = _kind.RejectsLocation(error.StatusCode)
            ? new IsolationStep<TRow>(rows, [])
            : BadRowIsolation<TRow>.Next(rows, error);
        var (bad, first) = SetFirstCounts(request, step.Bad, error);
        return new SentRequest<TRow>(request, number, attempts, RequestEnd.Rejected)
        {
            Failure = exception,
            Outcome = OutcomeOf(request, RequestEffect.None),
            Bad = bad,
            Next = [.. first, .. step.Next.Select(part => request with { Rows = new ValueArray<BulkRow<TRow>>(part) })],
            IsUnexplained = step.IsUnexplained,
        };
    }

    /// <summary>Sets a first count for rows whose items never had one, where the policy says so.</summary>
    /// <returns>The rows that stay rejected, and the request that sets a count for the others.</returns>
    private (BulkRow<TRow>[] Bad, PendingRequest<TRow>[] First) SetFirstCounts(
        PendingRequest<TRow> request,
        BulkRow<TRow>[] bad,
        ApiError error)
    {
        if (!_kind.SupportsFirstCount
            || _options.UncountedItems == UncountedItemPolicy.Reject
            || error.Reason != ApiErrorReason.RequiresAbsoluteFirst
            || request.HadFirstCount
            || bad.Length == 0)
        {
            return (bad, []);
        }

        if (_options.UncountedItems == UncountedItemPolicy.SetToZeroThenAdjust)
        {
            return ([], [request with { Rows = new ValueArray<BulkRow<TRow>>(bad), Step = RequestStep.SetToZero, HadFirstCount = true }]);
        }

        var countable = Array.FindAll(bad, CanBeCount);
        return (
            Array.FindAll(bad, row => !CanBeCount(row)),
            countable.Length == 0 ? [] : [request with { Rows = new ValueArray<BulkRow<TRow>>(countable), Step = RequestStep.SetToQuantity, HadFirstCount = true }]);
    }

    private static bool CanBeCount(BulkRow<TRow> row) => row.Quantity is null or >= 0 && row.QuantityBackordered is null or >= 0;

    private async Task<SentOutcome> VerifiedOutcomeAsync(
        PendingRequest<TRow> request,
        RequestEffect effect,
        StockLevels? before,
        CancellationToken cancellationToken)
    {
        var outcome = OutcomeOf(request, effect);
        var verdict = outcome == SentOutcome.Unknown && before is not null
            ? await ReadAfterAsync(request, before, cancellationToken).ConfigureAwait(false)
            : StockVerdict.Undecided;
        return verdict switch
        {
            StockVerdict.Applied => SentOutcome.Applied,
            StockVerdict.NotApplied => SentOutcome.NotApplied,
            _ => outcome,
        };
    }

    // A request that sets items to 0 first does not send the adjustment, whatever its effect is.
    private static SentOutcome OutcomeOf(PendingRequest<TRow> request, RequestEffect effect) =>
        request.Doubt is not null || (effect == RequestEffect.Unknown && request.Step != RequestStep.SetToZero)
            ? SentOutcome.Unknown
            : SentOutcome.NotApplied;

    private bool IsRepeatable(PendingRequest<TRow> request) => _kind.IsIdempotent || request.Step == RequestStep.SetToZero;

    private async Task<StockLevels?> ReadBeforeAsync(PendingRequest<TRow> request, CancellationToken cancellationToken)
    {
        if (_options.VerifyUnknownRows is null || _kind.IsIdempotent || request.Step != RequestStep.Send)
        {
            return null;
        }

        try
        {
            return await CreateReader().ReadAsync(Cells(request), cancellationToken).ConfigureAwait(false);
        }
        catch (BigCommerceException)
        {
            // The request can still be sent. Without this read, its rows stay unknown if its response is lost.
            return null;
        }
    }

    private async Task<StockVerdict> ReadAfterAsync(PendingRequest<TRow> request, StockLevels before, CancellationToken cancellationToken)
    {
        var reader = CreateReader();
        var last = StockVerdict.Undecided;
        try
        {
            // Reads can show a change late, so only the timeout proves that there was none.
            await _options.VerifyUnknownRows!.UntilThereAsync(
                async token =>
                {
                    var after = await reader.ReadAsync(Cells(request), token).ConfigureAwait(false);
                    last = StockEvidence.Judge(request.Rows, row => OnHand(before, row), row => OnHand(after, row));
                    return last == StockVerdict.Applied ? after : null;
                },
                _store.Time,
                cancellationToken).ConfigureAwait(false);
            return last;
        }
        catch (Exception)
        {
            // A failed read leaves the request's outcome as it is.
            return StockVerdict.Undecided;
        }
    }

    private StockReader CreateReader() => new(_store.Items, _request with { OnResponse = null });

    private static (long LocationId, ItemKey Item)[] Cells(PendingRequest<TRow> request) => [.. request.Rows.Select(row => row.Cell)];

    private static int? OnHand(StockLevels levels, BulkRow<TRow> row) => levels.Find(row.Location, row.Key)?.TotalInventoryOnHand;
}

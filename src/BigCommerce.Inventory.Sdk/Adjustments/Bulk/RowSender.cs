using BigCommerce.Inventory.Http;

namespace BigCommerce.Inventory;

/// <summary>How a request ended.</summary>
/// <param name="Set">What was sent.</param>
/// <param name="Number">The request's number in the run.</param>
/// <param name="Attempts">How many attempts it took, as far as is known; 0 when it never went out.</param>
/// <param name="Verdict">What it means.</param>
/// <param name="TransactionId">The transaction, when it was applied and the API named one.</param>
/// <param name="Failure">How it failed; null when it was applied.</param>
/// <param name="Evidence">What the stock says about a request without a clear answer, where it was read.</param>
internal readonly record struct SentRows(RowSet Set, int Number, int Attempts, AnswerVerdict Verdict, string? TransactionId, Exception? Failure, StockVerdict Evidence = StockVerdict.Open);

/// <summary>Sends rows in one request, and tells how that ended. Never throws.</summary>
internal sealed class RowSender
{
    private readonly IInventoryAdjustmentsApi _api;
    private readonly AdjustmentKind _kind;
    private readonly BulkOptions _options;
    private readonly RequestOptions _request;

    public RowSender(IInventoryAdjustmentsApi api, AdjustmentKind kind, BulkOptions options)
    {
        _api = api;
        _kind = kind;
        _options = options;
        CorrelationId = options.Request?.CorrelationId ?? Guid.NewGuid();
        _request = (options.Request ?? new RequestOptions()) with
        {
            CorrelationId = CorrelationId,
            Priority = options.Request?.Priority ?? RequestPriority.Background,
        };
    }

    public Guid CorrelationId { get; }

    public async Task<SentRows> SendAsync(RowSet set, int number, RunJournal? journal, CancellationToken cancellationToken)
    {
        Dictionary<(long LocationId, ItemKey Item), StockAtLocation>? before;
        try
        {
            before = await ReadBeforeAsync(set, cancellationToken).ConfigureAwait(false);
            if (journal is not null)
            {
                await journal.SendingAsync(set).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            return new SentRows(set, number, 0, AnswerVerdict.EndsUnsent, null, exception);
        }

        var trace = new CallTrace();
        try
        {
            var result = await SendAsync(set, _request with { Trace = trace }, cancellationToken).ConfigureAwait(false);
            return new SentRows(set, number, Math.Max(trace.Attempts, 1), AnswerVerdict.Applied, result.TransactionId, null);
        }
        catch (Exception exception)
        {
            var verdict = AnswerJudge.Judge(exception, IsIdempotent(set));
            set = set with { MayBeDone = MayBeDone(set, trace) };
            if (verdict is AnswerVerdict.Unclear or AnswerVerdict.EndsUnclear && trace.Effect == RequestEffect.None)
            {
                // It was still waiting for quota, or the store is given a rest.
                return new SentRows(set, number, trace.Attempts, AnswerVerdict.EndsUnsent, null, exception);
            }

            var evidence = verdict == AnswerVerdict.Unclear && before is not null
                ? await ReadAfterAsync(set, before, cancellationToken).ConfigureAwait(false)
                : StockVerdict.Open;
            return new SentRows(set, number, Math.Max(trace.Attempts, 1), verdict, null, exception, evidence);
        }
    }

    /// <summary>
    /// Whether the rows may have been applied by a request whose answer was lost. A 422 says that they were not: the API
    /// checked the same rows and would not have taken them before either. Other refusals can come from anything on the way.
    /// </summary>
    private static bool MayBeDone(RowSet set, CallTrace trace) =>
        set.Step != RowStep.SetToZero && (set.MayBeDone || trace.Effect is RequestEffect.Unknown or RequestEffect.Applied);

    private bool IsIdempotent(RowSet set) => _kind.IsIdempotent || set.Step != RowStep.Adjust;

    private Task<TransactionResult> SendAsync(RowSet set, RequestOptions options, CancellationToken cancellationToken) => set.Step switch
    {
        RowStep.Adjust => _kind.SendAsync(_api, set.Rows, _options.Reason, options, cancellationToken),
        RowStep.SetToChange => AdjustmentKind.Absolute.SendAsync(
            _api, [.. set.Rows.Select(row => row with { Quantity = row.Quantity ?? 0 })], _options.Reason, options, cancellationToken),
        _ => AdjustmentKind.Absolute.SendAsync(
            _api, [.. set.Rows.Select(row => row with { Quantity = 0, QuantityBackordered = null })], _options.Reason, options, cancellationToken),
    };

    private async Task<Dictionary<(long LocationId, ItemKey Item), StockAtLocation>?> ReadBeforeAsync(RowSet set, CancellationToken cancellationToken)
    {
        if (_options.ResolveUnknown is not { } resolution || IsIdempotent(set))
        {
            return null;
        }

        try
        {
            return await new StockReader(resolution.Items, _request with { OnResponse = null }).ReadAsync(Cells(set), cancellationToken).ConfigureAwait(false);
        }
        catch (BigCommerceException)
        {
            // Without it the request can still be sent; only a lost answer stays unknown.
            return null;
        }
    }

    private async Task<StockVerdict> ReadAfterAsync(RowSet set, Dictionary<(long LocationId, ItemKey Item), StockAtLocation> before, CancellationToken cancellationToken)
    {
        var resolution = _options.ResolveUnknown!;
        var wait = resolution.Wait with { TimeProvider = resolution.Wait.TimeProvider ?? _options.TimeProvider };
        var reader = new StockReader(resolution.Items, _request with { OnResponse = null });
        var last = StockVerdict.Open;
        try
        {
            // A change may show late: that it does not is certain only when the time is up.
            await wait.UntilThereAsync(
                async token =>
                {
                    var after = await reader.ReadAsync(Cells(set), token).ConfigureAwait(false);
                    last = StockEvidence.Judge(set.Rows, row => OnHand(before, row), row => OnHand(after, row));
                    return last == StockVerdict.Applied ? after : null;
                },
                cancellationToken).ConfigureAwait(false);
            return last;
        }
        catch (Exception exception) when (exception is BigCommerceException or OperationCanceledException)
        {
            return StockVerdict.Open;
        }
    }

    private static (long LocationId, ItemKey Item)[] Cells(RowSet set) => [.. set.Rows.Select(row => (row.LocationId, row.Item))];

    private static int? OnHand(Dictionary<(long LocationId, ItemKey Item), StockAtLocation> levels, BulkRow row) =>
        levels.TryGetValue((row.LocationId, row.Item), out var level) ? level.TotalInventoryOnHand : null;
}

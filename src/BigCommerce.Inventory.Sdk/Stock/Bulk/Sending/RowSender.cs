using BigCommerce.Inventory.Http;

namespace BigCommerce.Inventory;

/// <summary>How a request ended, and what follows for its rows.</summary>
/// <param name="Set">What was sent.</param>
/// <param name="Number">The request's number in the run.</param>
/// <param name="Attempts">How many attempts it took, as far as is known; 0 when it never went out.</param>
/// <param name="End">What it means for the run.</param>
internal sealed record SentRows(RowSet Set, int Number, int Attempts, RequestEnd End)
{
    /// <summary>What became of the rows that are neither <see cref="Bad"/> nor in <see cref="Next"/>.</summary>
    public JournalFate Fate { get; init; }

    /// <summary>The transaction, when it was applied and the API named one.</summary>
    public string? TransactionId { get; init; }

    /// <summary>How the request failed; null when it was applied.</summary>
    public Exception? Failure { get; init; }

    /// <summary>The rows that the API refused.</summary>
    public BulkRow[] Bad { get; init; } = [];

    /// <summary>What is to be sent next, in order.</summary>
    public IReadOnlyList<RowSet> Next { get; init; } = [];

    /// <summary>Whether the API refused the request without naming any of its rows.</summary>
    public bool IsBlindRefusal { get; init; }

    /// <summary>Why the journal could not keep this; null when it did.</summary>
    public Exception? JournalFailure { get; init; }
}

/// <summary>Sends rows in one request, decides what follows from its end, and keeps that in the journal at once. Never throws.</summary>
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
        _request = options.ToRequestOptions();
        CorrelationId = _request.CorrelationId!.Value;
    }

    public Guid CorrelationId { get; }

    public async Task<SentRows> SendAsync(RowSet set, int number, RunJournal? journal, CancellationToken cancellationToken)
    {
        StockLevels? before;
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
            return new SentRows(set, number, 0, RequestEnd.Fatal) { Failure = exception, Fate = FateOf(set, RequestEffect.None) };
        }

        var sent = await SendOnceAsync(set, number, before, cancellationToken).ConfigureAwait(false);
        try
        {
            if (journal is not null)
            {
                await journal.AnsweredAsync(sent).ConfigureAwait(false);
            }

            return sent;
        }
        catch (Exception exception)
        {
            return sent with { JournalFailure = exception };
        }
    }

    private async Task<SentRows> SendOnceAsync(RowSet set, int number, StockLevels? before, CancellationToken cancellationToken)
    {
        var trace = new CallTrace();
        try
        {
            var result = await SendAsync(set, _request with { Trace = trace }, cancellationToken).ConfigureAwait(false);
            return Applied(set, number, Math.Max(trace.Attempts, 1)) with { TransactionId = result.TransactionId };
        }
        catch (Exception exception)
        {
            var effect = trace.EffectOf(exception);
            var end = RequestEnds.Of(exception, effect);
            var attempts = Math.Max(trace.Attempts, trace.IsOfTheClient ? 0 : 1);

            // What must not happen twice is not sent again, not even to find the row that a later response refused.
            end = end == RequestEnd.Refused && effect != RequestEffect.None && !IsRepeatable(set) ? RequestEnd.Unclear : end;
            var doubted = set with { IsInDoubt = set.IsInDoubt || (effect == RequestEffect.Unknown && set.Step != RowStep.SetToZero) };
            return end switch
            {
                RequestEnd.Applied => Applied(set, number, attempts),
                RequestEnd.Refused => Refused(doubted, number, attempts, exception),
                RequestEnd.Outage => new SentRows(doubted, number, attempts, end) { Failure = exception, Fate = FateOf(doubted, effect), Next = [doubted] },
                _ => new SentRows(doubted, number, attempts, end)
                {
                    Failure = exception,
                    Fate = await EvidentFateAsync(doubted, effect, before, cancellationToken).ConfigureAwait(false),
                },
            };
        }
    }

    private static SentRows Applied(RowSet set, int number, int attempts) => set.Step == RowStep.SetToZero
        ? new SentRows(set, number, attempts, RequestEnd.Applied) { Fate = JournalFate.Open, Next = [set with { Step = RowStep.Adjust }] }
        : new SentRows(set, number, attempts, RequestEnd.Applied) { Fate = JournalFate.Applied };

    private SentRows Refused(RowSet set, int number, int attempts, Exception exception)
    {
        var error = ((BigCommerceApiException)exception).Error;
        var step = RowIsolation.Next(set.Rows, error);
        var (bad, first) = SetFirstCounts(set, step.Bad, error);
        return new SentRows(set, number, attempts, RequestEnd.Refused)
        {
            Failure = exception,
            Fate = FateOf(set, RequestEffect.None),
            Bad = bad,
            Next = [.. first, .. step.Next.Select(rows => set with { Rows = rows })],
            IsBlindRefusal = step.IsBlind,
        };
    }

    /// <summary>Lets rows whose items never had a count try again with one, where the policy says so.</summary>
    /// <returns>The rows that stay rejected, and the request that sets a count for the others.</returns>
    private (BulkRow[] Bad, RowSet[] First) SetFirstCounts(RowSet set, BulkRow[] bad, ApiError error)
    {
        if (_kind != AdjustmentKind.Relative || _options.UncountedItems == UncountedItemPolicy.Reject || error.Reason != ApiErrorReason.RequiresAbsoluteFirst || set.HadFirstCount || bad.Length == 0)
        {
            return (bad, []);
        }

        if (_options.UncountedItems == UncountedItemPolicy.SetToZeroThenAdjust)
        {
            return ([], [set with { Rows = bad, Step = RowStep.SetToZero, HadFirstCount = true }]);
        }

        var countable = Array.FindAll(bad, CanBeCount);
        return (
            Array.FindAll(bad, row => !CanBeCount(row)),
            countable.Length == 0 ? [] : [set with { Rows = countable, Step = RowStep.SetToQuantity, HadFirstCount = true }]);
    }

    private static bool CanBeCount(BulkRow row) => row.Quantity is null or >= 0 && row.QuantityBackordered is null or >= 0;

    private async Task<JournalFate> EvidentFateAsync(RowSet set, RequestEffect effect, StockLevels? before, CancellationToken cancellationToken)
    {
        var fate = FateOf(set, effect);
        var evidence = fate == JournalFate.Unknown && before is not null
            ? await ReadAfterAsync(set, before, cancellationToken).ConfigureAwait(false)
            : StockVerdict.Open;
        return evidence switch
        {
            StockVerdict.Applied => JournalFate.Applied,
            StockVerdict.NotApplied => JournalFate.Open,
            _ => fate,
        };
    }

    // Whatever became of a first 0, the change itself was never sent.
    private static JournalFate FateOf(RowSet set, RequestEffect effect) =>
        set.IsInDoubt || (effect == RequestEffect.Unknown && set.Step != RowStep.SetToZero) ? JournalFate.Unknown : JournalFate.Open;

    private bool IsRepeatable(RowSet set) => _kind.IsIdempotent || set.Step == RowStep.SetToZero;

    private Task<TransactionResult> SendAsync(RowSet set, RequestOptions options, CancellationToken cancellationToken) => set.Step switch
    {
        RowStep.Adjust => _kind.SendAsync(_api, set.Rows, _options.Reason, options, cancellationToken),
        RowStep.SetToQuantity => AdjustmentKind.Absolute.SendAsync(
            _api, [.. set.Rows.Select(row => row with { Quantity = row.Quantity ?? 0 })], _options.Reason, options, cancellationToken),
        _ => AdjustmentKind.Absolute.SendAsync(
            _api, [.. set.Rows.Select(row => row with { Quantity = 0, QuantityBackordered = null })], _options.Reason, options, cancellationToken),
    };

    private async Task<StockLevels?> ReadBeforeAsync(RowSet set, CancellationToken cancellationToken)
    {
        if (_options.VerifyUnknownRows is not { } resolution || _kind.IsIdempotent || set.Step != RowStep.Adjust)
        {
            return null;
        }

        try
        {
            return await new StockReader(resolution.Items, _request with { OnResponse = null }).ReadAsync(Cells(set), cancellationToken).ConfigureAwait(false);
        }
        catch (BigCommerceException)
        {
            // Without it the request can still be sent; only a lost response stays unknown.
            return null;
        }
    }

    private async Task<StockVerdict> ReadAfterAsync(RowSet set, StockLevels before, CancellationToken cancellationToken)
    {
        var resolution = _options.VerifyUnknownRows!;
        var reader = new StockReader(resolution.Items, _request with { OnResponse = null });
        var last = StockVerdict.Open;
        try
        {
            // A change may show late: that it does not is certain only when the time is up.
            await resolution.Wait.UntilThereAsync(
                async token =>
                {
                    var after = await reader.ReadAsync(Cells(set), token).ConfigureAwait(false);
                    last = StockEvidence.Judge(set.Rows, row => OnHand(before, row), row => OnHand(after, row));
                    return last == StockVerdict.Applied ? after : null;
                },
                _options.TimeProvider ?? TimeProvider.System,
                cancellationToken).ConfigureAwait(false);
            return last;
        }
        catch (Exception)
        {
            // Whatever the read throws, the request stays as it ended.
            return StockVerdict.Open;
        }
    }

    private static (long LocationId, ItemKey Item)[] Cells(RowSet set) => [.. set.Rows.Select(row => (row.LocationId, row.Item))];

    private static int? OnHand(StockLevels levels, BulkRow row) => levels.Find(row.LocationId, row.Item)?.TotalInventoryOnHand;
}

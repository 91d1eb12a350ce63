namespace BigCommerce.Inventory;

/// <summary>Runs that send relative adjustments.</summary>
internal abstract class RelativeKind<TRow> : BulkKind<TRow>
    where TRow : IBulkInput
{
    public override bool IsIdempotent => false;

    /// <summary>The quantities are added up.</summary>
    public override (BulkRow<TRow> Kept, BulkRow<TRow> Merged) Merge(in BulkRow<TRow> earlier, in BulkRow<TRow> later) =>
        (earlier with
        {
            Quantity = Sum(earlier.Quantity, later.Quantity),
            QuantityBackordered = Sum(earlier.QuantityBackordered, later.QuantityBackordered),
        }, later);

    public override bool IsNetZero(in BulkRow<TRow> row) => row.Quantity is null or 0 && row.QuantityBackordered is null or 0;

    public override string? FindFault(in BulkRow<TRow> row) =>
        IsInRange(row.Quantity) && IsInRange(row.QuantityBackordered)
            ? null
            : FormattableString.Invariant(
                $"The differences for {row.Describe()} add up to {(IsInRange(row.Quantity) ? row.QuantityBackordered : row.Quantity)}, ")
                + "which exceeds the API's 32-bit range.";

    public override Task<TransactionResult> SendAsync(
        StockContext store,
        IReadOnlyList<BulkRow<TRow>> rows,
        RequestStep step,
        string? reason,
        RequestOptions options,
        CancellationToken cancellationToken) =>
        step switch
        {
            RequestStep.Send => store.Adjustments.AdjustRelativeAsync(
                RelativeAdjustmentRequest.OfRun(new ConvertedList<BulkRow<TRow>, RelativeAdjustment>(rows, ToAdjustment), reason),
                options,
                cancellationToken),
            RequestStep.SetToQuantity => SetAsync(
                store,
                rows,
                static row => new AbsoluteAdjustment(row.Location, row.Key, (int)(row.Quantity ?? 0), (int?)row.QuantityBackordered),
                reason,
                options,
                cancellationToken),
            _ => SetAsync(store, rows, static row => new AbsoluteAdjustment(row.Location, row.Key, 0), reason, options, cancellationToken),
        };

    private static Task<TransactionResult> SetAsync(
        StockContext store,
        IReadOnlyList<BulkRow<TRow>> rows,
        Func<BulkRow<TRow>, AbsoluteAdjustment> convert,
        string? reason,
        RequestOptions options,
        CancellationToken cancellationToken) =>
        store.Adjustments.SetAbsoluteAsync(
            AbsoluteAdjustmentRequest.OfRun(new ConvertedList<BulkRow<TRow>, AbsoluteAdjustment>(rows, convert), reason),
            options,
            cancellationToken);

    private static RelativeAdjustment ToAdjustment(BulkRow<TRow> row) =>
        new(row.Location, row.Key, ToDifference(row.Quantity), ToDifference(row.QuantityBackordered));

    // The API rejects a difference of 0, so a sum of 0 is left out.
    private static int? ToDifference(long? sum) => sum is 0 ? null : (int?)sum;

    private static long? Sum(long? first, long? second) => checked(first + second) ?? first ?? second;

    private static bool IsInRange(long? sum) => sum is null or (>= int.MinValue and <= int.MaxValue);
}

/// <summary>Runs that adjust stock by differences.</summary>
internal sealed class AdjustmentKind : RelativeKind<RelativeAdjustment>
{
    public static readonly AdjustmentKind Instance = new();

    public override string Name => "relative";

    public override bool SupportsFirstCount => true;
}

/// <summary>Runs that transfer stock.</summary>
internal sealed class TransferKind : RelativeKind<StockTransfer>
{
    public static readonly TransferKind Instance = new();

    public override string Name => "transfer";

    public override RequestPlanner<StockTransfer> CreatePlanner(BulkOptions options, ItemRelation relation) =>
        new TransferPlanner(relation, options.MaxBufferedRows, options.MaxRowsPerRequest);

    public override BulkRow<StockTransfer> ToReported(in BulkRow<StockTransfer> row) => row with { Quantity = row.Input.Quantity };

    public override IReadOnlyList<BulkRow<StockTransfer>> ToReported(ValueList<BulkRow<StockTransfer>> sent) =>
        new ValueArray<BulkRow<StockTransfer>>([.. sent.Where(static row => row.Quantity < 0).Select(row => ToReported(row))]);
}

namespace BigCommerce.Inventory;

/// <summary>Runs that set counts and backordered quantities.</summary>
internal sealed class AbsoluteKind : BulkKind<AbsoluteAdjustment>
{
    public static readonly AbsoluteKind Instance = new();

    public override string Name => "absolute";

    public override bool IsIdempotent => true;

    /// <summary>The later row wins, field by field: a field that it does not set keeps the earlier row's value.</summary>
    public override (BulkRow<AbsoluteAdjustment> Kept, BulkRow<AbsoluteAdjustment> Merged) Merge(
        in BulkRow<AbsoluteAdjustment> earlier,
        in BulkRow<AbsoluteAdjustment> later) =>
        (
            later with
            {
                Quantity = later.Quantity ?? earlier.Quantity,
                QuantityBackordered = later.QuantityBackordered ?? earlier.QuantityBackordered,
            },
            earlier);

    public override Task<TransactionResult> SendAsync(
        StockContext store,
        IReadOnlyList<BulkRow<AbsoluteAdjustment>> rows,
        RequestStep step,
        string? reason,
        RequestOptions options,
        CancellationToken cancellationToken) =>
        store.Adjustments.SetAbsoluteAsync(
            AbsoluteAdjustmentRequest.OfRun(new ConvertedList<BulkRow<AbsoluteAdjustment>, AbsoluteAdjustment>(rows, ToAdjustment), reason),
            options,
            cancellationToken);

    /// <summary>The adjustment that is sent for a row.</summary>
    public static AbsoluteAdjustment ToAdjustment(BulkRow<AbsoluteAdjustment> row) =>
        row.Input with { Quantity = (int?)row.Quantity, QuantityBackordered = (int?)row.QuantityBackordered };
}

namespace BigCommerce.Inventory;

/// <summary>What differs between runs that set counts, change them, and transfer stock.</summary>
internal abstract class AdjustmentKind
{
    public static readonly AdjustmentKind Absolute = new AbsoluteKind();

    public static readonly AdjustmentKind Relative = new RelativeKind();

    public static readonly AdjustmentKind Transfer = new TransferKind();

    /// <summary>Under this name a journal knows the kind.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a request may be sent again when its outcome is unknown.</summary>
    public abstract bool IsIdempotent { get; }

    public virtual RowPlanner CreatePlanner(BulkOptions options, ItemRelation relation) => new RowWindow(this, relation, options.MaxBufferedRows, options.MaxRowsPerRequest);

    /// <summary>The rows as the caller gave them: a transfer is sent as two, and shown as the one that takes away.</summary>
    public virtual IReadOnlyList<BulkRow> Show(IReadOnlyList<BulkRow> sent) => sent;

    /// <summary>Merges two rows whose location and key are equal.</summary>
    /// <returns>The row to send, and the row merged into it.</returns>
    public abstract (BulkRow Kept, BulkRow Duplicate) Merge(in BulkRow earlier, in BulkRow later);

    /// <summary>Whether the row, once joined with its duplicates, leaves everything as it is.</summary>
    public abstract bool ChangesNothing(in BulkRow row);

    /// <summary>What is wrong with the row once it is joined with its duplicates; null when it can be sent.</summary>
    public abstract string? FindFault(in BulkRow row);

    public abstract Task<TransactionResult> SendAsync(IInventoryAdjustmentsApi api, IReadOnlyList<BulkRow> rows, string? reason, RequestOptions options, CancellationToken cancellationToken);

    private sealed class AbsoluteKind : AdjustmentKind
    {
        public override string Name => "absolute";

        public override bool IsIdempotent => true;

        // The last row wins; backorders that it does not mention stay as the earlier row set them.
        public override (BulkRow Kept, BulkRow Duplicate) Merge(in BulkRow earlier, in BulkRow later) =>
            (later with { QuantityBackordered = later.QuantityBackordered ?? earlier.QuantityBackordered }, earlier);

        public override bool ChangesNothing(in BulkRow row) => false;

        public override string? FindFault(in BulkRow row) => null;

        public override Task<TransactionResult> SendAsync(IInventoryAdjustmentsApi api, IReadOnlyList<BulkRow> rows, string? reason, RequestOptions options, CancellationToken cancellationToken) =>
            api.SetAbsoluteAsync(AbsoluteAdjustmentRequest.OfRun(new RowView<AbsoluteAdjustment>(rows, ToAdjustment), reason), options, cancellationToken);

        private static AbsoluteAdjustment ToAdjustment(BulkRow row) => new(row.LocationId, row.Item, (int)row.Quantity!.Value, (int?)row.QuantityBackordered);
    }

    private class RelativeKind : AdjustmentKind
    {
        public override string Name => "relative";

        public override bool IsIdempotent => false;

        public override (BulkRow Kept, BulkRow Duplicate) Merge(in BulkRow earlier, in BulkRow later) =>
            (earlier with { Quantity = Sum(earlier.Quantity, later.Quantity), QuantityBackordered = Sum(earlier.QuantityBackordered, later.QuantityBackordered) }, later);

        public override bool ChangesNothing(in BulkRow row) => row.Quantity is null or 0 && row.QuantityBackordered is null or 0;

        public override string? FindFault(in BulkRow row) =>
            Fits(row.Quantity) && Fits(row.QuantityBackordered)
                ? null
                : FormattableString.Invariant($"The changes of {row.Item} at location {row.LocationId} add up to {(Fits(row.Quantity) ? row.QuantityBackordered : row.Quantity)}, which is more than the API takes.");

        public override Task<TransactionResult> SendAsync(IInventoryAdjustmentsApi api, IReadOnlyList<BulkRow> rows, string? reason, RequestOptions options, CancellationToken cancellationToken) =>
            api.AdjustRelativeAsync(RelativeAdjustmentRequest.OfRun(new RowView<RelativeAdjustment>(rows, ToAdjustment), reason), options, cancellationToken);

        private static RelativeAdjustment ToAdjustment(BulkRow row)
        {
            // A part that adds up to 0 is left out: the API refuses it.
            var backordered = row.QuantityBackordered is 0 ? null : (int?)row.QuantityBackordered;
            return row.Quantity is { } quantity and not 0
                ? RelativeAdjustment.By(row.LocationId, row.Item, (int)quantity, backordered)
                : RelativeAdjustment.Backordered(row.LocationId, row.Item, backordered!.Value);
        }

        private static long? Sum(long? first, long? second) => first is { } one && second is { } other ? checked(one + other) : first ?? second;

        private static bool Fits(long? sum) => sum is null or (>= int.MinValue and <= int.MaxValue);
    }

    private sealed class TransferKind : RelativeKind
    {
        public override string Name => "transfer";

        public override RowPlanner CreatePlanner(BulkOptions options, ItemRelation relation) => new TransferWindow(relation, options.MaxBufferedRows, options.MaxRowsPerRequest);

        public override IReadOnlyList<BulkRow> Show(IReadOnlyList<BulkRow> sent) => [.. sent.Where(row => row.Quantity < 0)];
    }
}

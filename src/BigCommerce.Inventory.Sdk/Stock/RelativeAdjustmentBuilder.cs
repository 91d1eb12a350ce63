using System.Collections.Immutable;

namespace BigCommerce.Inventory;

/// <summary>A bulk run that applies the rows added to it. Immutable: every method that adds a row returns a new builder.</summary>
/// <remarks>Each call of <see cref="BulkRun{TRow}.RunAsync"/> sends the rows, so a second call applies them a second time.</remarks>
public sealed class RelativeAdjustmentBuilder : BulkRun<RelativeAdjustment>
{
    private readonly Func<IEnumerable<RelativeAdjustment>, BulkRun<RelativeAdjustment>> _toRun;
    private readonly ImmutableList<RelativeAdjustment> _rows;

    internal RelativeAdjustmentBuilder(
        Func<IEnumerable<RelativeAdjustment>, BulkRun<RelativeAdjustment>> toRun,
        ImmutableList<RelativeAdjustment>? rows = null)
    {
        _toRun = toRun;
        _rows = rows ?? [];
    }

    /// <summary>Adds a row that changes a count by a difference.</summary>
    /// <param name="locationId">The location's id, 1 or more.</param>
    /// <param name="item">The item.</param>
    /// <param name="quantity">Units to add, or to subtract when negative; a run rejects 0.</param>
    /// <param name="quantityBackordered">
    /// Units to add to the backordered quantity, or to subtract when negative; null leaves it unchanged.
    /// </param>
    /// <param name="tag">Identifies the row in reports and journals; null for none.</param>
    /// <returns>A builder with this row added.</returns>
    public RelativeAdjustmentBuilder Adjust(
        long locationId,
        ItemKey item,
        int quantity,
        int? quantityBackordered = null,
        string? tag = null) =>
        Add(new RelativeAdjustment(locationId, item, quantity, quantityBackordered) { Tag = tag });

    /// <summary>Adds a row that changes the backordered quantity by a difference and leaves the count unchanged.</summary>
    /// <param name="locationId">The location's id, 1 or more.</param>
    /// <param name="item">The item.</param>
    /// <param name="quantityBackordered">Units to add, or to subtract when negative; a run rejects 0.</param>
    /// <param name="tag">Identifies the row in reports and journals; null for none.</param>
    /// <returns>A builder with this row added.</returns>
    public RelativeAdjustmentBuilder AdjustBackordered(long locationId, ItemKey item, int quantityBackordered, string? tag = null) =>
        Add(RelativeAdjustment.Backordered(locationId, item, quantityBackordered) with { Tag = tag });

    /// <inheritdoc/>
    public override Task<BulkReport<RelativeAdjustment>> RunAsync(CancellationToken cancellationToken = default) =>
        _toRun(_rows).RunAsync(cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<BulkRequestResult<RelativeAdjustment>> EnumerateAsync(CancellationToken cancellationToken = default) =>
        _toRun(_rows).EnumerateAsync(cancellationToken);

    /// <inheritdoc/>
    public override Task<BulkPlan<RelativeAdjustment>> PlanAsync(CancellationToken cancellationToken = default) =>
        _toRun(_rows).PlanAsync(cancellationToken);

    private RelativeAdjustmentBuilder Add(RelativeAdjustment row) => new(_toRun, _rows.Add(row));
}

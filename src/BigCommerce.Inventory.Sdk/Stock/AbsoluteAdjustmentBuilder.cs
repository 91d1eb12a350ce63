using System.Collections.Immutable;

namespace BigCommerce.Inventory;

/// <summary>A bulk run that sets the rows added to it. Immutable: every method that adds a row returns a new builder.</summary>
/// <remarks>Each call of <see cref="BulkRun{TRow}.RunAsync"/> sends the rows, in the order in which they were added.</remarks>
public sealed class AbsoluteAdjustmentBuilder : BulkRun<AbsoluteAdjustment>
{
    private readonly Func<IEnumerable<AbsoluteAdjustment>, BulkRun<AbsoluteAdjustment>> _toRun;
    private readonly ImmutableList<AbsoluteAdjustment> _rows;

    internal AbsoluteAdjustmentBuilder(
        Func<IEnumerable<AbsoluteAdjustment>, BulkRun<AbsoluteAdjustment>> toRun,
        ImmutableList<AbsoluteAdjustment>? rows = null)
    {
        _toRun = toRun;
        _rows = rows ?? [];
    }

    /// <summary>Adds a row that sets a count.</summary>
    /// <param name="locationId">The location's id, 1 or more.</param>
    /// <param name="item">The item.</param>
    /// <param name="quantity">The new count on hand, 0 or more.</param>
    /// <param name="quantityBackordered">The new backordered quantity; null leaves it unchanged.</param>
    /// <param name="tag">Identifies the row in reports and journals; null for none.</param>
    /// <returns>A builder with this row added.</returns>
    public AbsoluteAdjustmentBuilder Set(
        long locationId,
        ItemKey item,
        int quantity,
        int? quantityBackordered = null,
        string? tag = null) =>
        Add(new AbsoluteAdjustment(locationId, item, quantity, quantityBackordered) { Tag = tag });

    /// <summary>Adds a row that sets the backordered quantity and leaves the count unchanged.</summary>
    /// <param name="locationId">The location's id, 1 or more.</param>
    /// <param name="item">The item.</param>
    /// <param name="quantityBackordered">The new backordered quantity, 0 or more.</param>
    /// <param name="tag">Identifies the row in reports and journals; null for none.</param>
    /// <returns>A builder with this row added.</returns>
    public AbsoluteAdjustmentBuilder SetBackordered(long locationId, ItemKey item, int quantityBackordered, string? tag = null) =>
        Add(AbsoluteAdjustment.Backordered(locationId, item, quantityBackordered) with { Tag = tag });

    /// <inheritdoc/>
    public override Task<BulkReport<AbsoluteAdjustment>> RunAsync(CancellationToken cancellationToken = default) =>
        _toRun(_rows).RunAsync(cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<BulkRequestResult<AbsoluteAdjustment>> EnumerateAsync(CancellationToken cancellationToken = default) =>
        _toRun(_rows).EnumerateAsync(cancellationToken);

    /// <inheritdoc/>
    public override Task<BulkPlan<AbsoluteAdjustment>> PlanAsync(CancellationToken cancellationToken = default) =>
        _toRun(_rows).PlanAsync(cancellationToken);

    private AbsoluteAdjustmentBuilder Add(AbsoluteAdjustment row) => new(_toRun, _rows.Add(row));
}

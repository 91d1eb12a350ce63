namespace BigCommerce.Inventory;

/// <summary>Entry points to build adjustments row by row.</summary>
public static class AdjustmentBuildersExtensions
{
    /// <summary>Collects counts to set.</summary>
    /// <param name="adjustments">The API that they are sent to.</param>
    /// <param name="reason">Why stock changes, for the store's inventory history; null sends none.</param>
    public static AbsoluteAdjustmentBuilder Absolute(this IInventoryAdjustmentsApi adjustments, string? reason = null)
    {
        ArgumentNullException.ThrowIfNull(adjustments);
        return new AbsoluteAdjustmentBuilder(adjustments, reason);
    }

    /// <summary>Collects differences to apply.</summary>
    /// <param name="adjustments">The API that they are sent to.</param>
    /// <param name="reason">Why stock changes, for the store's inventory history; null sends none.</param>
    public static RelativeAdjustmentBuilder Relative(this IInventoryAdjustmentsApi adjustments, string? reason = null)
    {
        ArgumentNullException.ThrowIfNull(adjustments);
        return new RelativeAdjustmentBuilder(adjustments, reason);
    }
}

/// <summary>Collects counts to set, of any number, and sends them. Not thread-safe.</summary>
public sealed class AbsoluteAdjustmentBuilder
{
    private readonly IInventoryAdjustmentsApi _adjustments;
    private readonly string? _reason;
    private readonly List<AbsoluteAdjustment> _rows = [];

    internal AbsoluteAdjustmentBuilder(IInventoryAdjustmentsApi adjustments, string? reason)
    {
        _adjustments = adjustments;
        _reason = reason;
    }

    /// <summary>Sets a count.</summary>
    /// <param name="locationId">The location's id.</param>
    /// <param name="item">The item.</param>
    /// <param name="quantity">The count on hand, 0 or more.</param>
    /// <param name="quantityBackordered">Units on backorder to set; null leaves them as they are.</param>
    /// <returns>This builder.</returns>
    public AbsoluteAdjustmentBuilder Set(long locationId, ItemKey item, int quantity, int? quantityBackordered = null)
    {
        _rows.Add(new AbsoluteAdjustment(locationId, item, quantity, quantityBackordered));
        return this;
    }

    /// <summary>Sends what was collected, as <c>SetAsync</c> does. The builder keeps its rows.</summary>
    /// <param name="cancellationToken">Stops the run, which still returns its report.</param>
    /// <returns>What became of the rows; their index is the order in which they were added.</returns>
    /// <exception cref="BulkRunException">The run could not go on; the report is in the exception.</exception>
    public Task<BulkAdjustmentReport> SubmitAsync(CancellationToken cancellationToken = default) => SubmitAsync(null, cancellationToken);

    /// <summary>Sends what was collected, as <c>SetAsync</c> does. The builder keeps its rows.</summary>
    /// <param name="options">How to work; null for the defaults. A reason given to the builder replaces its reason.</param>
    /// <param name="cancellationToken">Stops the run, which still returns its report.</param>
    /// <returns>What became of the rows; their index is the order in which they were added.</returns>
    /// <exception cref="BulkRunException">The run could not go on; the report is in the exception.</exception>
    public Task<BulkAdjustmentReport> SubmitAsync(BulkOptions? options, CancellationToken cancellationToken = default)
    {
        options ??= new BulkOptions();
        return _adjustments.SetAsync([.. _rows], options with { Reason = _reason ?? options.Reason }, null, cancellationToken);
    }
}

/// <summary>Collects differences to apply, of any number, and sends them. Not thread-safe.</summary>
public sealed class RelativeAdjustmentBuilder
{
    private readonly IInventoryAdjustmentsApi _adjustments;
    private readonly string? _reason;
    private readonly List<RelativeAdjustment> _rows = [];

    internal RelativeAdjustmentBuilder(IInventoryAdjustmentsApi adjustments, string? reason)
    {
        _adjustments = adjustments;
        _reason = reason;
    }

    /// <summary>Changes a count by a difference.</summary>
    /// <param name="locationId">The location's id, 1 or more.</param>
    /// <param name="item">The item.</param>
    /// <param name="difference">Positive adds, negative takes away; 0 is rejected when the rows are sent.</param>
    /// <returns>This builder.</returns>
    public RelativeAdjustmentBuilder Change(long locationId, ItemKey item, int difference)
    {
        _rows.Add(RelativeAdjustment.By(locationId, item, difference));
        return this;
    }

    /// <summary>Adds units.</summary>
    /// <param name="locationId">The location's id, 1 or more.</param>
    /// <param name="item">The item.</param>
    /// <param name="units">How many, 1 or more.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is below 1.</exception>
    public RelativeAdjustmentBuilder Add(long locationId, ItemKey item, int units)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(units);
        return Change(locationId, item, units);
    }

    /// <summary>Takes units away.</summary>
    /// <param name="locationId">The location's id, 1 or more.</param>
    /// <param name="item">The item.</param>
    /// <param name="units">How many, 1 or more.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is below 1.</exception>
    public RelativeAdjustmentBuilder Remove(long locationId, ItemKey item, int units)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(units);
        return Change(locationId, item, -units);
    }

    /// <summary>Changes the backorders by a difference.</summary>
    /// <param name="locationId">The location's id, 1 or more.</param>
    /// <param name="item">The item.</param>
    /// <param name="difference">Positive adds, negative takes away; 0 is rejected when the rows are sent.</param>
    /// <returns>This builder.</returns>
    public RelativeAdjustmentBuilder ChangeBackordered(long locationId, ItemKey item, int difference)
    {
        _rows.Add(RelativeAdjustment.Backordered(locationId, item, difference));
        return this;
    }

    /// <summary>Sends what was collected, as <c>ChangeAsync</c> does. The builder keeps its rows, so a second call applies them a second time.</summary>
    /// <param name="cancellationToken">Stops the run, which still returns its report.</param>
    /// <returns>What became of the rows; their index is the order in which they were added.</returns>
    /// <exception cref="BulkRunException">The run could not go on; the report is in the exception.</exception>
    public Task<BulkAdjustmentReport> SubmitAsync(CancellationToken cancellationToken = default) => SubmitAsync(null, cancellationToken);

    /// <summary>Sends what was collected, as <c>ChangeAsync</c> does. The builder keeps its rows, so a second call applies them a second time.</summary>
    /// <param name="options">How to work; null for the defaults. A reason given to the builder replaces its reason.</param>
    /// <param name="cancellationToken">Stops the run, which still returns its report.</param>
    /// <returns>What became of the rows; their index is the order in which they were added.</returns>
    /// <exception cref="BulkRunException">The run could not go on; the report is in the exception.</exception>
    public Task<BulkAdjustmentReport> SubmitAsync(BulkOptions? options, CancellationToken cancellationToken = default)
    {
        options ??= new BulkOptions();
        return _adjustments.ChangeAsync([.. _rows], options with { Reason = _reason ?? options.Reason }, null, cancellationToken);
    }
}

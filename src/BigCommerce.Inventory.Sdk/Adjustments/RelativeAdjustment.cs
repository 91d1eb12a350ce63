namespace BigCommerce.Inventory;

/// <summary>Changes an item's stock at a location by a difference. Build one with <see cref="By"/> or <see cref="Backordered"/>.</summary>
/// <remarks>
/// The API checks a relative change against the stock above the safety stock, and refuses one on an item that never
/// had a count at the location. It travels in a POST: sent twice, it counts twice, so the client never resends one
/// that may have been handled. The values are checked when they are sent, not here, so that one bad row of a file costs only
/// itself: a bulk run rejects it with its reason, and a single request throws an <see cref="ArgumentException"/>.
/// </remarks>
public readonly record struct RelativeAdjustment
{
    private RelativeAdjustment(long locationId, ItemKey item, int? quantity, int? quantityBackordered)
    {
        LocationId = locationId;
        Item = item;
        Quantity = quantity;
        QuantityBackordered = quantityBackordered;
    }

    /// <summary>The location's id.</summary>
    public long LocationId { get; }

    /// <summary>The item.</summary>
    public ItemKey Item { get; }

    /// <summary>Units to add, or to take away when negative; never 0. Null when only the backorders change.</summary>
    public int? Quantity { get; }

    /// <summary>Units to add to the backorders, or to take away when negative; null leaves them as they are.</summary>
    public int? QuantityBackordered { get; }

    /// <summary>Adds units, or takes them away.</summary>
    /// <param name="locationId">The location's id, 1 or more.</param>
    /// <param name="item">The item.</param>
    /// <param name="quantity">The difference: positive adds, negative takes away; not 0.</param>
    /// <param name="quantityBackordered">The difference in backorders; null leaves them as they are; not 0.</param>
    public static RelativeAdjustment By(long locationId, ItemKey item, int quantity, int? quantityBackordered = null) =>
        new(locationId, item, quantity, quantityBackordered);

    /// <summary>Changes only the backordered quantity.</summary>
    /// <param name="locationId">The location's id, 1 or more.</param>
    /// <param name="item">The item.</param>
    /// <param name="quantityBackordered">The difference: positive adds, negative takes away; not 0.</param>
    public static RelativeAdjustment Backordered(long locationId, ItemKey item, int quantityBackordered) =>
        new(locationId, item, null, quantityBackordered);

    /// <summary>What is wrong with this adjustment, in a sentence; null when it can be sent.</summary>
    internal string? FindFault() =>
        Item.FindFault("row") is { } fault ? fault
        : LocationId < 1 ? "The location id must be 1 or more."
        : Quantity is null && QuantityBackordered is null ? "The row changes nothing."
        : Quantity is 0 || QuantityBackordered is 0 ? "A difference of 0 changes nothing, and the API refuses it. Leave it out."
        : null;
}

namespace BigCommerce.Inventory;

/// <summary>Changes an item's stock at a location by a difference. Build one with <see cref="By"/> or <see cref="Backordered"/>.</summary>
/// <remarks>
/// The API checks a relative change against the stock above the safety stock, and refuses one on an item that never
/// had a count at the location. It travels in a POST: sent twice, it counts twice, so the client never resends one
/// that may have been handled.
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
    /// <exception cref="ArgumentOutOfRangeException">The location id is below 1, or a difference is 0 and changes nothing.</exception>
    /// <exception cref="ArgumentException"><paramref name="item"/> is unset.</exception>
    public static RelativeAdjustment By(long locationId, ItemKey item, int quantity, int? quantityBackordered = null) =>
        new(Location(locationId), Named(item), NotZero(quantity, nameof(quantity)), quantityBackordered is { } units ? NotZero(units, nameof(quantityBackordered)) : null);

    /// <summary>Changes only the backordered quantity.</summary>
    /// <param name="locationId">The location's id, 1 or more.</param>
    /// <param name="item">The item.</param>
    /// <param name="quantityBackordered">The difference: positive adds, negative takes away; not 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The location id is below 1, or the difference is 0 and changes nothing.</exception>
    /// <exception cref="ArgumentException"><paramref name="item"/> is unset.</exception>
    public static RelativeAdjustment Backordered(long locationId, ItemKey item, int quantityBackordered) =>
        new(Location(locationId), Named(item), null, NotZero(quantityBackordered, nameof(quantityBackordered)));

    /// <summary>What is wrong with this adjustment, in a sentence; null when it can be sent. Only <c>default</c> has faults.</summary>
    internal string? FindFault() =>
        Item.Kind == ItemKeyKind.None ? "The row names no item. Give a SKU, a variant id or a product id."
        : LocationId < 1 ? "The location id must be 1 or more."
        : Quantity is null && QuantityBackordered is null ? "The row changes nothing."
        : null;

    private static long Location(long locationId)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(locationId);
        return locationId;
    }

    private static ItemKey Named(ItemKey item) => item.Kind != ItemKeyKind.None
        ? item
        : throw new ArgumentException("The item is unset. Use ItemKey.Sku, ItemKey.Variant or ItemKey.Product.", nameof(item));

    private static int NotZero(int difference, string name) => difference != 0
        ? difference
        : throw new ArgumentOutOfRangeException(name, difference, "A difference of 0 changes nothing, and the API refuses it. Leave it out.");
}

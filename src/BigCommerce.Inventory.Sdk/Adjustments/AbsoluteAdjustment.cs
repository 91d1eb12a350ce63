namespace BigCommerce.Inventory;

/// <summary>Sets an item's stock at a location to a count, whatever it was.</summary>
/// <param name="LocationId">The location's id, 1 or more.</param>
/// <param name="Item">The item. Use the identity that the store tracks it by: a product without variants by product id, else by variant id or SKU.</param>
/// <param name="Quantity">The new count on hand, 0 to 2,147,483,647, safety stock included.</param>
/// <param name="QuantityBackordered">Units on backorder to set; null leaves them as they are.</param>
/// <remarks>
/// The values are checked when they are sent, not here, so that one bad row of a file costs only itself: a bulk run
/// rejects it with its reason, and a single request throws an <see cref="ArgumentException"/>.
/// </remarks>
public readonly record struct AbsoluteAdjustment(long LocationId, ItemKey Item, int Quantity, int? QuantityBackordered = null)
{
    /// <summary>What is wrong with this adjustment, in a sentence; null when it can be sent.</summary>
    internal string? FindFault() =>
        LocationId < 1 ? "The location id must be 1 or more."
        : Item.FindFault("row") is { } fault ? fault
        : Quantity < 0 ? "An absolute quantity must be 0 or more. Use a relative adjustment to take stock away."
        : QuantityBackordered is < 0 ? "The backordered quantity must be 0 or more."
        : null;
}

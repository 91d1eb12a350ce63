namespace BigCommerce.Inventory;

/// <summary>Moves units of an item from one location to another.</summary>
/// <param name="Item">The item.</param>
/// <param name="FromLocationId">Where the units are taken from.</param>
/// <param name="ToLocationId">Where they go.</param>
/// <param name="Quantity">How many units, 1 or more.</param>
public readonly record struct StockTransfer(ItemKey Item, long FromLocationId, long ToLocationId, int Quantity)
{
    /// <summary>What is wrong with this transfer, in a sentence; null when it can be sent.</summary>
    internal string? FindFault() =>
        Item.Kind == ItemKeyKind.None ? "The transfer names no item. Give a SKU, a variant id or a product id."
        : FromLocationId < 1 || ToLocationId < 1 ? "The location ids must be 1 or more."
        : FromLocationId == ToLocationId ? "The transfer goes to the location that it comes from."
        : Quantity < 1 ? "The quantity must be 1 or more."
        : null;
}

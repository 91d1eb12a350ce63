namespace BigCommerce.Inventory;

/// <summary>Moves units of an item from one location to another.</summary>
/// <param name="Item">The item.</param>
/// <param name="FromLocationId">Where the units are taken from.</param>
/// <param name="ToLocationId">Where they go.</param>
/// <param name="Quantity">How many units, 1 or more.</param>
/// <remarks>The values are checked when they are sent: a bulk run rejects a bad transfer with its reason, and a single request throws an <see cref="ArgumentException"/>.</remarks>
public readonly record struct StockTransfer(ItemKey Item, long FromLocationId, long ToLocationId, int Quantity)
{
    /// <summary>What is wrong with this transfer, in a sentence; null when it can be sent.</summary>
    internal string? FindFault() =>
        Item.FindFault("transfer") is { } fault ? fault
        : FromLocationId < 1 || ToLocationId < 1 ? "The location ids must be 1 or more."
        : FromLocationId == ToLocationId ? "The transfer goes to the location that it comes from."
        : Quantity < 1 ? "The quantity must be 1 or more."
        : null;
}

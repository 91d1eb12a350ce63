namespace BigCommerce.Inventory;

/// <summary>Moves units of an item from one location to another.</summary>
/// <param name="FromLocationId">The id of the location that the units are taken from.</param>
/// <param name="ToLocationId">The id of the location that the units are added to.</param>
/// <param name="Item">The item.</param>
/// <param name="Quantity">How many units, 1 or more.</param>
/// <remarks>The constructor does not check the values: a bulk run rejects a bad transfer with its reason.</remarks>
public readonly record struct StockTransfer(long FromLocationId, long ToLocationId, ItemKey Item, int Quantity) : IBulkInput
{
    /// <summary>
    /// Identifies the row in its source, such as <c>line 17</c>; null when it is not needed. Reports and journals carry it, and it is not
    /// sent to the API.
    /// </summary>
    public string? Tag { get; init; }

    long? IBulkInput.Quantity => -(long)Quantity;

    long? IBulkInput.QuantityBackordered => null;

    // A transfer is sent as two rows: one subtracts, the other adds.
    long IBulkInput.LocationOf(long? quantity) => quantity > 0 ? ToLocationId : FromLocationId;

    string? IBulkInput.FindFault() =>
        Item.FindFault("transfer") is { } fault ? fault
        : FromLocationId < 1 || ToLocationId < 1 ? "The location ids must be 1 or more."
        : FromLocationId == ToLocationId ? "The transfer has the same location as source and destination."
        : Quantity < 1 ? "The quantity must be 1 or more."
        : null;
}

namespace BigCommerce.Inventory;

/// <summary>Sets an item's stock at a location to a count, its backordered quantity, or both.</summary>
/// <param name="LocationId">The location's id, 1 or more.</param>
/// <param name="Item">
/// The item. Use the identity that the store tracks it by: a product without variants by product id, else by variant id or SKU.
/// </param>
/// <param name="Quantity">The new count on hand, 0 to 2,147,483,647, safety stock included; null leaves it unchanged.</param>
/// <param name="QuantityBackordered">The new backordered quantity, 0 or more; null leaves it unchanged.</param>
/// <remarks>
/// The constructor does not check the values, so that one bad row of a file does not stop the others: a bulk run rejects the row with
/// its reason, and a single request throws an <see cref="ArgumentException"/> before anything is sent.
/// </remarks>
public readonly record struct AbsoluteAdjustment(long LocationId, ItemKey Item, int? Quantity, int? QuantityBackordered = null) : IBulkInput
{
    /// <summary>
    /// Identifies the row in its source, such as <c>line 17</c>; null when it is not needed. Reports and journals carry it, and it is not
    /// sent to the API.
    /// </summary>
    public string? Tag { get; init; }

    long? IBulkInput.Quantity => Quantity;

    long? IBulkInput.QuantityBackordered => QuantityBackordered;

    /// <summary>Sets the backordered quantity and leaves the count on hand unchanged.</summary>
    /// <param name="locationId">The location's id, 1 or more.</param>
    /// <param name="item">The item.</param>
    /// <param name="quantityBackordered">The new backordered quantity, 0 or more.</param>
    public static AbsoluteAdjustment Backordered(long locationId, ItemKey item, int quantityBackordered) =>
        new(locationId, item, null, quantityBackordered);

    long IBulkInput.LocationOf(long? quantity) => LocationId;

    string? IBulkInput.FindFault() => FindFault();

    /// <returns>Why this row cannot be sent; null when it can.</returns>
    internal string? FindFault() =>
        LocationId < 1 ? "The location id must be 1 or more."
        : Item.FindFault("row") is { } fault ? fault
        : Quantity is null && QuantityBackordered is null ? "The row sets nothing. Give a quantity, a backordered quantity, or both."
        : Quantity is < 0 ? "An absolute quantity must be 0 or more. Use a relative adjustment to reduce stock."
        : QuantityBackordered is < 0 ? "The backordered quantity must be 0 or more."
        : null;
}

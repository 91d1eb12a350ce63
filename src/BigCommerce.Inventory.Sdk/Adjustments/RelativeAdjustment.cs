namespace BigCommerce.Inventory;

/// <summary>Changes an item's stock at a location by a difference, its backordered quantity, or both.</summary>
/// <param name="LocationId">The location's id, 1 or more.</param>
/// <param name="Item">
/// The item. Use the identity that the store tracks it by: a product without variants by product id, else by variant id or SKU.
/// </param>
/// <param name="Quantity">Units to add, or to subtract when negative; never 0. Null leaves the count unchanged.</param>
/// <param name="QuantityBackordered">
/// Units to add to the backordered quantity, or to subtract when negative; never 0. Null leaves it unchanged.
/// </param>
/// <remarks>
/// The API checks a relative change against the stock above the safety stock. It rejects a change of an item that never had a count at
/// the location. The request is a POST, and sending it twice applies it twice, so the client never resends one that may have been
/// handled. The constructor does not check the values, so that one bad row of a file does not stop the others: a bulk run rejects the
/// row with its reason, and a single request throws an <see cref="ArgumentException"/> before anything is sent.
/// </remarks>
public readonly record struct RelativeAdjustment(long LocationId, ItemKey Item, int? Quantity, int? QuantityBackordered = null) : IBulkInput
{
    /// <summary>
    /// Identifies the row in its source, such as <c>line 17</c>; null when it is not needed. Reports and journals carry it, and it is not
    /// sent to the API.
    /// </summary>
    public string? Tag { get; init; }

    long? IBulkInput.Quantity => Quantity;

    long? IBulkInput.QuantityBackordered => QuantityBackordered;

    /// <summary>Changes the backordered quantity and leaves the count on hand unchanged.</summary>
    /// <param name="locationId">The location's id, 1 or more.</param>
    /// <param name="item">The item.</param>
    /// <param name="quantityBackordered">Units to add, or to subtract when negative; never 0.</param>
    public static RelativeAdjustment Backordered(long locationId, ItemKey item, int quantityBackordered) =>
        new(locationId, item, null, quantityBackordered);

    long IBulkInput.LocationOf(long? quantity) => LocationId;

    string? IBulkInput.FindFault() => FindFault();

    /// <returns>Why this row cannot be sent; null when it can.</returns>
    internal string? FindFault() =>
        LocationId < 1 ? "The location id must be 1 or more."
        : Item.FindFault("row") is { } fault ? fault
        : Quantity is null && QuantityBackordered is null ? "The row changes nothing. Give a quantity, a backordered quantity, or both."
        : Quantity is 0 || QuantityBackordered is 0 ? "A difference of 0 changes nothing, and the API rejects it. Omit it."
        : null;
}

namespace BigCommerce.Inventory;

/// <summary>Updates an item's settings at a location.</summary>
/// <param name="LocationId">The location's id, 1 or more.</param>
/// <param name="Update">The item and the settings to change.</param>
/// <remarks>The constructor does not check the values: a bulk run rejects a bad row with its reason.</remarks>
public readonly record struct ItemSettingsRow(long LocationId, ItemSettingsUpdate Update) : IBulkInput
{
    /// <summary>
    /// Identifies the row in its source, such as <c>line 17</c>; null when it is not needed. Reports and journals carry it, and it is not
    /// sent to the API.
    /// </summary>
    public string? Tag { get; init; }

    ItemKey IBulkInput.Item => Update?.Item ?? default;

    long? IBulkInput.Quantity => null;

    long? IBulkInput.QuantityBackordered => null;

    long IBulkInput.LocationOf(long? quantity) => LocationId;

    string? IBulkInput.FindFault() =>
        LocationId < 1 ? "The location id must be 1 or more."
        : Update is null ? "The row has no update. Give an ItemSettingsUpdate."
        : Update.FindFault();
}

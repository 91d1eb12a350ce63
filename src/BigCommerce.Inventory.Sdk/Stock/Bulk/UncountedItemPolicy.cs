namespace BigCommerce.Inventory;

/// <summary>
/// What a relative run does with an item that never had a count at the location. The API rejects a relative adjustment of such an item.
/// </summary>
/// <remarks>
/// Such an item shows a stock of 0, because the item or the location is new. The run isolates the rows whose count is missing before it
/// sets one, so that it never replaces an existing count. Transfers always reject such rows.
/// </remarks>
public enum UncountedItemPolicy
{
    /// <summary>Rejects the row with <see cref="ApiErrorReason.RequiresAbsoluteFirst"/>.</summary>
    Reject = 0,

    /// <summary>Sets the count to the difference, as if the count had been 0. A row that subtracts is rejected.</summary>
    SetToQuantity,

    /// <summary>Sets the count to 0, then sends the adjustment, which is checked like any other.</summary>
    SetToZeroThenAdjust,
}

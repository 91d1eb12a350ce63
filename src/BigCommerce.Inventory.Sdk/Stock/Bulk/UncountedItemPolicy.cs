namespace BigCommerce.Inventory;

/// <summary>What a relative run does with an item that never had a count at the location. The API refuses to change what was never counted.</summary>
/// <remarks>
/// Such an item shows a stock of 0: it is new, or the location is. The run finds out where the count is missing before it
/// sets one, so that it never replaces a count that exists. Transfers always reject such rows.
/// </remarks>
public enum UncountedItemPolicy
{
    /// <summary>Rejects the row with <see cref="ApiErrorReason.RequiresAbsoluteFirst"/>.</summary>
    Reject = 0,

    /// <summary>Sets the count to the change, as if it had been 0. A row that takes away is rejected.</summary>
    SetToQuantity,

    /// <summary>Sets the count to 0, then sends the change, which is checked like any other.</summary>
    SetToZeroThenAdjust,
}

namespace BigCommerce.Inventory;

/// <summary>A row for which another row of the same item at the same location speaks.</summary>
/// <param name="Row">The row.</param>
/// <param name="KeptIndex">
/// The position of the row that speaks for it, whose fate it shares. Absolute: the later row that replaced it. Relative:
/// the first row, to which it was added. Null when the sum is 0, so that nothing was sent.
/// </param>
public readonly record struct DuplicateRow(BulkRow Row, long? KeptIndex);

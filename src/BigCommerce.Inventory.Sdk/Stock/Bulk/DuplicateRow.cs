namespace BigCommerce.Inventory;

/// <summary>A row that was merged into another row of the same item at the same location.</summary>
/// <param name="Row">The row.</param>
/// <param name="KeptIndex">
/// The position of the row that it was merged into, whose fate it shares. Absolute: the later row that replaced it. Relative: the
/// first row, to which it was added.
/// </param>
public readonly record struct DuplicateRow(BulkRow Row, long KeptIndex);

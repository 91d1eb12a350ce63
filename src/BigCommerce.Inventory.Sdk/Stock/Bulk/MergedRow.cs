namespace BigCommerce.Inventory;

/// <summary>A row that was merged into another row for the same item at the same location.</summary>
/// <typeparam name="TRow">The type of the caller's rows.</typeparam>
/// <param name="Row">The row.</param>
/// <param name="IntoIndex">
/// The position of the row that it was merged into, and whose outcome it shares. Absolute rows and settings: the later row, which
/// replaced it. Relative rows: the first row, to which it was added.
/// </param>
public readonly record struct MergedRow<TRow>(BulkRow<TRow> Row, long IntoIndex);

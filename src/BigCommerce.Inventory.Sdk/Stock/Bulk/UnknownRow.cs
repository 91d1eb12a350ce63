namespace BigCommerce.Inventory;

/// <summary>A row that may or may not have been applied: its request was sent, and no response showed whether it took effect.</summary>
/// <typeparam name="TRow">The type of the caller's rows.</typeparam>
/// <param name="Row">The row.</param>
/// <param name="Cause">How the request ended, such as a timeout.</param>
public sealed record UnknownRow<TRow>(BulkRow<TRow> Row, string Cause);

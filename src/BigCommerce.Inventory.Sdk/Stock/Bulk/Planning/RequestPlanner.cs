namespace BigCommerce.Inventory;

/// <summary>
/// Holds rows in memory and divides them into requests. The division depends on the rows and the limits alone, never on responses or
/// time, so the same input is always divided the same way: a journal relies on it. No request has two rows that may be for the same item
/// at the same location: such rows are sent in their order, in separate requests.
/// </summary>
internal abstract class RequestPlanner<TRow>(int maxRows)
{
    /// <summary>Rows held.</summary>
    public int Count { get; protected set; }

    public bool IsFull => Count >= maxRows;

    protected int MaxRows => maxRows;

    /// <summary>Adds a row that can be sent.</summary>
    /// <returns>The row that was merged, when a row with an equal location and key is held; null otherwise.</returns>
    public abstract MergedRow<TRow>? Add(in BulkRow<TRow> row);

    /// <summary>Takes full requests; at the end of the input takes all.</summary>
    /// <param name="all">Whether the input has ended.</param>
    /// <param name="unsent">Receives rows that need no request: their sum is 0 or cannot be sent.</param>
    public abstract List<ValueList<BulkRow<TRow>>> Take(bool all, UnsentRows<TRow> unsent);
}

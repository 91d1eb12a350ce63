namespace BigCommerce.Inventory;

/// <summary>
/// Holds rows in memory and cuts them into requests. What it does depends on the rows and its limits alone, never on
/// answers or time, so the same input is always cut the same way: a journal relies on it. No request has two rows that may be of
/// the same item at the same location: such rows go in their order, in separate requests.
/// </summary>
internal abstract class RowPlanner(int maxRows)
{
    /// <summary>Rows held.</summary>
    public int Count { get; protected set; }

    public bool IsFull => Count >= maxRows;

    protected int MaxRows => maxRows;

    /// <summary>Adds a row that can be sent.</summary>
    /// <returns>The row that was merged away, when one whose location and key are equal is held; null otherwise.</returns>
    public abstract DuplicateRow? Add(in InputRow input);

    /// <summary>Takes full requests out; at the end of the input takes all.</summary>
    /// <param name="all">Whether the input has ended.</param>
    /// <param name="unsent">Receives rows that need no request: their sum is 0 or cannot be sent.</param>
    public abstract List<BulkRow[]> Take(bool all, UnsentRows unsent);
}

namespace BigCommerce.Inventory;

/// <summary>Checks the rows of a single request.</summary>
internal static class RequestItems
{
    public const int MaxItems = 2000;

    /// <summary>Copies rows that can be sent, so that nothing changes them after the check.</summary>
    public static IReadOnlyList<T> Checked<T>(IReadOnlyList<T> items, Func<T, string?> findFault)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.Count is 0 or > MaxItems)
        {
            throw new ArgumentException(
                $"A request takes 1 to 2,000 rows, not {items.Count}. Use the bulk methods of client.Stock, which divide them.",
                nameof(items));
        }

        var copy = RowList<T>.CopyOf(items);
        Check(copy.First, 0);
        Check(copy.Rest, copy.First.Length);
        return copy;

        void Check(ReadOnlySpan<T> rows, int position)
        {
            foreach (ref readonly var row in rows)
            {
                if (findFault(row) is { } fault)
                {
                    throw new ArgumentException($"Row {position} cannot be sent. {fault}", nameof(items));
                }

                position++;
            }
        }
    }
}

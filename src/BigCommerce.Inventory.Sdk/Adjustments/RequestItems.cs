namespace BigCommerce.Inventory;

/// <summary>Checks the rows of a single request.</summary>
internal static class RequestItems
{
    public const int MaxItems = 2000;

    /// <summary>Copies rows that can be sent, so that nothing changes them after the check.</summary>
    public static IReadOnlyList<T> Checked<T>(IReadOnlyList<T> items, Func<T, string?> findFault)
    {
        ArgumentNullException.ThrowIfNull(items);
        T[] copy = [.. items];
        if (copy.Length is 0 or > MaxItems)
        {
            throw new ArgumentException(
                $"A request takes 1 to 2,000 rows, not {copy.Length}. Use the bulk methods of client.Stock, which divide them.",
                nameof(items));
        }

        for (var i = 0; i < copy.Length; i++)
        {
            if (findFault(copy[i]) is { } fault)
            {
                throw new ArgumentException($"Row {i} cannot be sent. {fault}", nameof(items));
            }
        }

        return new ValueList<T>(copy);
    }
}

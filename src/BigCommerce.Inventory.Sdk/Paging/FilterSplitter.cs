using BigCommerce.Inventory.Http;

namespace BigCommerce.Inventory;

/// <summary>Splits the lists of a filter into pieces that fit into a URL. Pure.</summary>
internal static class FilterSplitter
{
    /// <summary>At most as many values as a page has entries, so that one request usually reads a piece of a list.</summary>
    public const int MaxValues = FilterValues.MaxPageSize;

    /// <summary>Characters reserved for the address, the path, and the names and small values of the query.</summary>
    private const int Reserve = 1000;

    /// <summary>How many characters each list may take: a short list as many as it needs, long lists equal shares of the rest.</summary>
    /// <param name="taken">Characters that other values of the filter take.</param>
    /// <param name="lists">The characters that each list takes, see <see cref="Length{T}"/>.</param>
    public static int[] Share(int taken, params ReadOnlySpan<long> lists)
    {
        long left = Math.Max(RequestGuard.MaxUrlLength - Reserve - taken, 0);
        var shares = new int[lists.Length];
        var byLength = lists.ToArray().Select((length, index) => (length, index)).OrderBy(list => list.length).ToArray();
        for (var i = 0; i < byLength.Length; i++)
        {
            var (length, index) = byLength[i];
            shares[index] = (int)Math.Min(length, left / (byLength.Length - i));
            left -= shares[index];
        }

        return shares;
    }

    /// <summary>The characters that a list takes in a URL; 0 for null.</summary>
    public static long Length<T>(IReadOnlyList<T>? values) => values?.Sum(value => (long)ValueLength(value)) ?? 0;

    /// <summary>The characters that a string takes in a URL; 0 for null.</summary>
    public static int Length(string? value) => value is null ? 0 : Uri.EscapeDataString(value).Length;

    /// <summary>
    /// Splits a list into pieces of at most <paramref name="share"/> characters and <see cref="MaxValues"/> values; null becomes one null.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<T>?> Cut<T>(IReadOnlyList<T>? values, int share)
    {
        if (values is null || (values.Count <= MaxValues && Length(values) <= share))
        {
            return [values];
        }

        var pieces = new List<IReadOnlyList<T>?>();
        var piece = new List<T>();
        var length = 0;
        foreach (var value in values.Distinct())
        {
            var more = ValueLength(value);
            if (piece.Count == MaxValues || (piece.Count > 0 && length + more > share))
            {
                pieces.Add(piece);
                piece = [];
                length = 0;
            }

            piece.Add(value);
            length += more;
        }

        pieces.Add(piece);
        return pieces;
    }

    // The comma before the value is escaped and takes three characters.
    private static int ValueLength<T>(T value) => Length(QueryValueFormatter.Format(value)) + 3;
}

using System.Globalization;
using System.Text;

namespace BigCommerce.Inventory;

/// <summary>Writes positions of rows in a planned request as ranges, such as <c>0-17,19</c>, and reads them.</summary>
internal static class RowRanges
{
    /// <param name="rows">Some of the request's rows, in its order.</param>
    /// <param name="request">The planned request's rows.</param>
    public static string Write<TRow>(IReadOnlyList<BulkRow<TRow>> rows, IReadOnlyList<BulkRow<TRow>> request)
    {
        var text = new StringBuilder();
        var next = 0;
        for (var position = 0; next < rows.Count; position++)
        {
            var start = position;
            while (next < rows.Count && IsSame(request[position], rows[next]))
            {
                position++;
                next++;
            }

            if (position > start)
            {
                text.Append(text.Length == 0 ? string.Empty : ",").Append(CultureInfo.InvariantCulture, $"{start}");
                text.Append(position - start == 1 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"-{position - 1}"));
            }
        }

        return text.ToString();
    }

    /// <exception cref="FormatException">The text is not what <see cref="Write"/> writes, or does not fit the request.</exception>
    public static IEnumerable<int> Read(string text, int requestLength)
    {
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-');
            if (ends.Length > 2
                || !int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
                || first > last || last >= requestLength)
            {
                throw new FormatException($"'{part}' is not a range of rows.");
            }

            for (var position = first; position <= last; position++)
            {
                yield return position;
            }
        }
    }

    // The two rows of a transfer have one index.
    private static bool IsSame<TRow>(in BulkRow<TRow> row, in BulkRow<TRow> other) =>
        row.Index == other.Index && row.Quantity == other.Quantity;
}

using System.Globalization;
using System.Text;

namespace BigCommerce.Inventory;

/// <summary>Writes which rows of a batch are meant as ranges, such as <c>0-17,19</c>, and reads them.</summary>
internal static class RowPositions
{
    /// <param name="rows">Some of the batch's rows, in its order.</param>
    /// <param name="batch">The batch's rows.</param>
    public static string Write(IReadOnlyList<BulkRow> rows, BulkRow[] batch)
    {
        var text = new StringBuilder();
        var next = 0;
        for (var position = 0; position < batch.Length && next < rows.Count; position++)
        {
            var start = position;
            while (position < batch.Length && next < rows.Count && batch[position] == rows[next])
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

    /// <exception cref="FormatException">The text is not what <see cref="Write"/> writes, or does not fit the batch.</exception>
    public static IEnumerable<int> Read(string text, int batchLength)
    {
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-');
            if (ends.Length > 2
                || !int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
                || first > last || last >= batchLength)
            {
                throw new FormatException($"'{part}' is no range of rows.");
            }

            for (var position = first; position <= last; position++)
            {
                yield return position;
            }
        }
    }
}

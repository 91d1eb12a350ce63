using System.Collections;

namespace BigCommerce.Inventory;

/// <summary>Shows a run's rows as a request's adjustments without copying them.</summary>
internal sealed class RowView<T>(IReadOnlyList<BulkRow> rows, Func<BulkRow, T> convert) : IReadOnlyList<T>
{
    public int Count => rows.Count;

    public T this[int index] => convert(rows[index]);

    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < rows.Count; i++)
        {
            yield return convert(rows[i]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

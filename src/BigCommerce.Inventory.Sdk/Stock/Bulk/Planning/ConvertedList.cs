using System.Collections;

namespace BigCommerce.Inventory;

/// <summary>Presents a run's rows as a request's rows without copying them.</summary>
internal sealed class ConvertedList<TFrom, TTo>(IReadOnlyList<TFrom> rows, Func<TFrom, TTo> convert) : IReadOnlyList<TTo>
{
    public int Count => rows.Count;

    public TTo this[int index] => convert(rows[index]);

    public IEnumerator<TTo> GetEnumerator()
    {
        for (var i = 0; i < rows.Count; i++)
        {
            yield return convert(rows[i]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

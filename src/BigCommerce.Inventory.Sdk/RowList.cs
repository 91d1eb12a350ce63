namespace BigCommerce.Inventory;

/// <summary>
/// The rows of a request. They are in two arrays, because an array of 2,000 rows is a large object, which takes long to allocate and which
/// only a full garbage collection frees.
/// </summary>
/// <param name="first">The first <see cref="Half"/> rows, or all. The list owns the arrays: nobody else may keep them.</param>
/// <param name="rest">The other rows.</param>
internal sealed class RowList<T>(T[] first, T[] rest) : ValueList<T>
{
    /// <summary>How many rows an array has at most.</summary>
    public const int Half = RequestItems.MaxItems / 2;

    public override int Count => first.Length + rest.Length;

    public ReadOnlySpan<T> First => first;

    public ReadOnlySpan<T> Rest => rest;

    public override T this[int index] => index < first.Length ? first[index] : rest[index - first.Length];

    /// <summary>Copies rows.</summary>
    public static RowList<T> CopyOf(IReadOnlyList<T> rows)
    {
        var first = new T[Math.Min(rows.Count, Half)];
        T[] rest = rows.Count > Half ? new T[rows.Count - Half] : [];
        if (rows is T[] array)
        {
            array.AsSpan(0, first.Length).CopyTo(first);
            array.AsSpan(first.Length).CopyTo(rest);
        }
        else
        {
            for (var i = 0; i < rows.Count; i++)
            {
                (i < Half ? first : rest)[i % Half] = rows[i];
            }
        }

        return new RowList<T>(first, rest);
    }
}

namespace BigCommerce.Inventory;

/// <summary>
/// Rows that wait for their request, in arrays of the size that a <see cref="RowList{T}"/> has, so that a request of 2,000 rows takes two
/// arrays over without copying them.
/// </summary>
internal sealed class RowBuffer<T>
{
    private const int MinLength = 4;

    private readonly List<T[]> _chunks = [];

    public int Count { get; private set; }

    /// <summary>How many rows there is memory for.</summary>
    public int Capacity => _chunks.Sum(static chunk => chunk.Length);

    public ref T this[int index] => ref _chunks[index / RowList<T>.Half][index % RowList<T>.Half];

    public void Add(in T row)
    {
        var (chunk, position) = Math.DivRem(Count, RowList<T>.Half);
        if (chunk == _chunks.Count)
        {
            _chunks.Add(new T[chunk == 0 ? MinLength : RowList<T>.Half]);
        }
        else if (position == _chunks[chunk].Length)
        {
            var larger = _chunks[chunk];
            Array.Resize(ref larger, Math.Min(position * 2, RowList<T>.Half));
            _chunks[chunk] = larger;
        }

        _chunks[chunk][position] = row;
        Count++;
    }

    public void AddRange(RowBuffer<T> rows)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            Add(rows[i]);
        }
    }

    /// <summary>A request's rows. Remove them from this buffer before a row is changed.</summary>
    public ValueList<T> Take(int start, int count)
    {
        var (chunk, position) = Math.DivRem(start, RowList<T>.Half);
        if (position == 0 && count == 2 * RowList<T>.Half)
        {
            return new RowList<T>(_chunks[chunk], _chunks[chunk + 1]);
        }

        var first = new T[Math.Min(count, RowList<T>.Half)];
        var rest = new T[count - first.Length];
        for (var i = 0; i < count; i++)
        {
            (i < RowList<T>.Half ? first : rest)[i % RowList<T>.Half] = this[start + i];
        }

        return new RowList<T>(first, rest);
    }

    public void RemoveFirst(int count)
    {
        var (chunks, position) = Math.DivRem(count, RowList<T>.Half);
        if (position == 0)
        {
            _chunks.RemoveRange(0, chunks);
            Count -= count;
            return;
        }

        // Requests may have taken the arrays over, so the rows that remain are copied to new ones.
        RemoveAll((_, index) => index < count);
    }

    /// <returns>How many rows were removed.</returns>
    public int RemoveAll(Func<T, int, bool> isRemoved)
    {
        var kept = new RowBuffer<T>();
        for (var i = 0; i < Count; i++)
        {
            if (!isRemoved(this[i], i))
            {
                kept.Add(this[i]);
            }
        }

        var removed = Count - kept.Count;
        _chunks.Clear();
        _chunks.AddRange(kept._chunks);
        Count = kept.Count;
        return removed;
    }

    public void Clear()
    {
        _chunks.Clear();
        Count = 0;
    }

    public IEnumerable<T> ToEnumerable()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }
}

namespace BigCommerce.Inventory.Testing;

/// <summary>Keeps the newest entries up to a limit and counts all entries. Not thread-safe.</summary>
internal sealed class BoundedLog<T>(int limit)
{
    private readonly List<T> _entries = [];
    private int _oldest;

    /// <summary>The number of entries that were added.</summary>
    public long Total { get; private set; }

    public void Add(T entry)
    {
        Total++;
        if (_entries.Count < limit)
        {
            _entries.Add(entry);
        }
        else if (limit > 0)
        {
            _entries[_oldest] = entry;
            _oldest = (_oldest + 1) % limit;
        }
    }

    public void Clear()
    {
        _entries.Clear();
        _oldest = 0;
        Total = 0;
    }

    /// <summary>The kept entries, oldest first.</summary>
    public T[] ToArray() => [.. _entries[_oldest..], .. _entries[.._oldest]];
}

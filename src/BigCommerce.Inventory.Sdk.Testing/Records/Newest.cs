namespace BigCommerce.Inventory.Testing;

/// <summary>Keeps the newest entries up to a limit, and counts all. Not safe for several threads.</summary>
internal sealed class Newest<T>(int limit)
{
    private readonly List<T> _entries = [];
    private int _oldest;

    /// <summary>All entries that were ever added.</summary>
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

    /// <summary>The entries kept, oldest first.</summary>
    public T[] ToArray() => [.. _entries[_oldest..], .. _entries[.._oldest]];
}

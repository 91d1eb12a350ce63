namespace BigCommerce.Inventory.Testing.State;

/// <summary>A value with a read side that may lag behind: a write counts at once, but is seen from a later time on.</summary>
/// <remarks>
/// Writes may become visible in any order. A newer write that is visible hides the older ones for good, so that readers end up with the truth.
/// </remarks>
internal struct Eventual<T>(T value)
{
    private List<(long VisibleFrom, T Value)>? _history;

    public T Truth { get; private set; } = value;

    public void Set(T value, long nowTicks, long visibleFromTicks)
    {
        if (visibleFromTicks > nowTicks)
        {
            _history ??= [(long.MinValue, Truth)];
            _history.Add((visibleFromTicks, value));
        }
        else
        {
            _history = null;
        }

        Truth = value;
    }

    public T VisibleAt(long nowTicks)
    {
        if (_history is null)
        {
            return Truth;
        }

        int newest = _history.FindLastIndex(write => write.VisibleFrom <= nowTicks);
        var visible = _history[newest].Value;
        _history.RemoveRange(0, newest);
        if (_history.Count == 1)
        {
            _history = null;
        }

        return visible;
    }
}

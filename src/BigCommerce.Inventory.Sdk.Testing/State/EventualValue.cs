namespace BigCommerce.Inventory.Testing.State;

/// <summary>An eventually consistent value: a write changes the current value at once, and reads see it later.</summary>
/// <remarks>
/// Writes may become visible in any order. A visible write hides all older writes, so the visible value converges to the current one.
/// </remarks>
internal struct EventualValue<T>(T value)
{
    private List<(long VisibleFrom, T Value)>? _history;

    public T Current { get; private set; } = value;

    public void Set(T value, long nowTicks, long visibleFromTicks)
    {
        if (visibleFromTicks > nowTicks)
        {
            _history ??= [(long.MinValue, Current)];
            _history.Add((visibleFromTicks, value));
        }
        else
        {
            _history = null;
        }

        Current = value;
    }

    public T VisibleAt(long nowTicks)
    {
        if (_history is null)
        {
            return Current;
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

namespace BigCommerce.Inventory.Testing.State;

/// <summary>Counts a store's requests in windows that follow each other without a gap. Pure arithmetic: the time is given.</summary>
internal sealed class RateWindow(InventoryEmulatorOptions options, int storeSeed, long startTicks)
{
    private readonly long _lengthTicks = options.RateLimitWindow.Ticks;

    private long _index = -1;
    private int _left;
    private int _usedByOthers;

    // When the other app makes its requests in this window, from its beginning; the first _othersSeen have been made.
    private long[] _others = [];
    private int _othersSeen;

    /// <summary>Takes one request out of the window; false when the window is used up.</summary>
    /// <param name="nowTicks">The time.</param>
    /// <param name="reading">What the answer's headers tell.</param>
    public bool TryTake(long nowTicks, out EmulatedRateLimit reading)
    {
        MoveTo(nowTicks);
        bool taken = _left > 0;
        _left -= taken ? 1 : 0;
        reading = Read(nowTicks);
        return taken;
    }

    public void GiveBack() => _left++;

    public EmulatedRateLimit Read(long nowTicks)
    {
        MoveTo(nowTicks);
        var resetIn = TimeSpan.FromTicks(startTicks + ((_index + 1) * _lengthTicks) - nowTicks);
        return new EmulatedRateLimit(_left, options.RateLimitQuota, options.RateLimitWindow, resetIn, _usedByOthers);
    }

    private void MoveTo(long nowTicks)
    {
        long index = (nowTicks - startTicks) / _lengthTicks;
        if (index > _index)
        {
            _index = index;
            _left = options.RateLimitQuota;
            _usedByOthers = 0;
            _others = DrawOthers(index);
            _othersSeen = 0;
        }

        long sinceStart = nowTicks - startTicks - (_index * _lengthTicks);
        for (; _othersSeen < _others.Length && _others[_othersSeen] <= sinceStart; _othersSeen++)
        {
            if (_left > 0)
            {
                _left--;
                _usedByOthers++;
            }
        }
    }

    private long[] DrawOthers(long index)
    {
        if (options.OtherApp is not { } app)
        {
            return [];
        }

        // A generator a window: what the other app does must not depend on which windows were looked at.
        var random = new Random(unchecked((options.Seed * 397) ^ (storeSeed * 31) ^ (int)index));
        var times = new long[random.Next(app.MinRequestsPerWindow, app.MaxRequestsPerWindow + 1)];
        for (int i = 0; i < times.Length; i++)
        {
            times[i] = random.NextInt64(_lengthTicks);
        }

        Array.Sort(times);
        return times;
    }
}

namespace BigCommerce.Inventory.Testing.State;

/// <summary>The rate-limit values of one response's headers.</summary>
internal sealed record RateLimitReading(int Remaining, int Limit, TimeSpan Window, TimeSpan ResetIn);

/// <summary>Counts a store's requests in consecutive windows. Has no clock: callers pass the time.</summary>
internal sealed class RateWindow(InventoryEmulatorOptions options, int storeSeed, long startTicks)
{
    private readonly long _lengthTicks = options.RateLimitWindow.Ticks;

    private long _index = -1;
    private int _remaining;
    private int _otherAppRequestCount;

    // The times of the other app's requests, relative to the start of the window. The first _otherAppNext are counted.
    private long[] _otherAppTimes = [];
    private int _otherAppNext;

    /// <summary>Counts one request; false if the window has no requests left.</summary>
    public bool TryTake(long nowTicks, out RateLimitReading reading)
    {
        MoveTo(nowTicks);
        bool taken = _remaining > 0;
        _remaining -= taken ? 1 : 0;
        reading = Read(nowTicks);
        return taken;
    }

    public void Return() => _remaining++;

    public RateLimitReading Read(long nowTicks)
    {
        MoveTo(nowTicks);
        var resetIn = TimeSpan.FromTicks(startTicks + ((_index + 1) * _lengthTicks) - nowTicks);
        return new RateLimitReading(_remaining, options.RateLimitQuota, options.RateLimitWindow, resetIn);
    }

    public int CountOtherAppRequests(long nowTicks)
    {
        MoveTo(nowTicks);
        return _otherAppRequestCount;
    }

    private void MoveTo(long nowTicks)
    {
        long index = (nowTicks - startTicks) / _lengthTicks;
        if (index > _index)
        {
            _index = index;
            _remaining = options.RateLimitQuota;
            _otherAppRequestCount = 0;
            _otherAppTimes = DrawOtherAppTimes(index);
            _otherAppNext = 0;
        }

        long sinceStart = nowTicks - startTicks - (_index * _lengthTicks);
        for (; _otherAppNext < _otherAppTimes.Length && _otherAppTimes[_otherAppNext] <= sinceStart; _otherAppNext++)
        {
            if (_remaining > 0)
            {
                _remaining--;
                _otherAppRequestCount++;
            }
        }
    }

    private long[] DrawOtherAppTimes(long index)
    {
        if (options.OtherApp is not { } app)
        {
            return [];
        }

        // Each window has its own generator, so that the other app's requests do not depend on which windows were read.
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

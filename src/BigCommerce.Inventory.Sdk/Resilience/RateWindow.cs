namespace BigCommerce.Inventory.Resilience;

/// <summary>
/// An estimate of a store's current rate-limit window, which decides whether another request fits into it. Pure: the time is
/// a parameter, in ticks of a monotonic clock. Not thread-safe.
/// </summary>
/// <remarks>
/// A response contains the number of requests left when the server counted its request, and the time until the window ends.
/// The response's latency makes the end uncertain. So the estimate is the lowest number seen, minus the requests in flight, and
/// two bounds on the end. Responses that are late or out of order can only lower the number and narrow the bounds.
/// </remarks>
internal sealed class RateWindow
{
    /// <summary>
    /// The number of requests that may be in flight before the first response. It fits any quota, and one request that hangs does
    /// not block all others.
    /// </summary>
    public const int RequestsBeforeFirstResponse = 4;

    private static readonly long UsualLength = TimeSpan.FromSeconds(30).Ticks;

    // Limits the window length in a header: a wrong value must not block the store for longer.
    private static readonly long LongestLength = TimeSpan.FromMinutes(5).Ticks;

    // Limits how often waiters wake up when a header contains a tiny window.
    private static readonly long ShortestLength = TimeSpan.FromSeconds(1).Ticks;

    // Prevents overflows. No store has a quota this large.
    private const long LargestLimit = int.MaxValue;

    // The headers are truncated to milliseconds.
    private static readonly long Rounding = TimeSpan.FromMilliseconds(1).Ticks;

    private bool _hasNoLimit;
    private long? _limit;
    private long _length = UsualLength;

    // The lowest number of requests left that a response in this window reported.
    private long _left;

    // The window ends between these two. The upper bound is unknown until the first response in the window.
    private long _endsAfter;
    private long _endsBefore = long.MaxValue;
    private long _turnsAt = long.MaxValue;

    // When the window had certainly begun.
    private long _begunAt;

    // The maximum number of own requests counted in this window, and the minimum number of others, in this window and in the previous one.
    private long _own;
    private long _others;
    private long _othersBefore;

    // The number of requests in this window whose response lacks the headers or did not arrive, and when the last of them ended. A response
    // to a request that was sent before then may not count them. One to a later request does, so they need not be counted any more.
    private long _lost;
    private long _lastLostAt = long.MinValue;

    // The number of permits that may still be taken in this window; null for no limit.
    private long? _share;

    /// <summary>The number of permits that are not returned yet.</summary>
    public int InFlight { get; private set; }

    /// <summary>The number of requests that a window allows; null before the first response with the headers.</summary>
    public long? Limit => _limit;

    /// <summary>The lowest number of requests that may be left, without the requests in flight.</summary>
    public long Left => _left;

    /// <summary>The length of a window.</summary>
    public long Length => _length;

    /// <summary>The latest possible end of the window; <see cref="long.MaxValue"/> before the first response.</summary>
    public long TurnsAt => _turnsAt;

    /// <summary>Starts a new window after the latest possible end of the current one.</summary>
    public void MoveTo(long now)
    {
        if (now < _turnsAt || _limit is not { } limit)
        {
            return;
        }

        _othersBefore = _others;
        _others = 0;
        _own = InFlight;
        _left = limit;
        _lost = 0;
        _share = null;
        _begunAt = now;
        _endsAfter += _length;
        _endsBefore = long.MaxValue;
        _turnsAt = now + _length;
    }

    /// <summary>Whether another request fits into the window.</summary>
    public bool HasRoom(long now, QuotaReserve reserve)
    {
        MoveTo(now);
        if (_limit is not { } limit)
        {
            return _hasNoLimit || InFlight < RequestsBeforeFirstResponse;
        }

        if (_share <= 0)
        {
            return false;
        }

        // Requests that others have already sent are deducted from their reserve.
        var kept = Math.Max(0, reserve.Of(limit) - _others);
        if (InFlight == 0)
        {
            return _left > kept;
        }

        // Before the first response in a new window, assume that others use as much of it as of the previous one.
        var unseen = _endsBefore == long.MaxValue ? _othersBefore : 0;
        return _left - InFlight - Math.Max(kept, unseen) > CarefulZone;
    }

    /// <summary>Takes a permit after <see cref="HasRoom"/> returned true.</summary>
    public void Take()
    {
        InFlight++;
        _own++;
        _share--;
    }

    /// <summary>Limits the permits of this window to the share of a process that cannot reach the others any more.</summary>
    /// <param name="now">The current time.</param>
    /// <param name="share">The number of permits that may still be taken; null for no limit.</param>
    public void LimitTo(long now, long? share)
    {
        MoveTo(now);

        // Without a known window, nothing would end the limit.
        _share = _limit is null ? null : share;
    }

    /// <summary>Returns a permit: a response arrived.</summary>
    /// <param name="sentAt">When the permit was taken.</param>
    /// <param name="now">The current time.</param>
    /// <param name="headers">The response's headers.</param>
    /// <param name="isSuccess">Whether the response is a success. Errors may come from a gateway and lack the headers.</param>
    public void Responded(long sentAt, long now, in RateLimitHeaders headers, bool isSuccess)
    {
        MoveTo(now);
        InFlight--;
        if (headers is not { Limit: { } limit and > 0, Remaining: { } remaining })
        {
            // Successes without the headers: there is no limit to observe.
            _hasNoLimit |= isSuccess && _limit is null;
            CountAsUsed(now);
            return;
        }

        limit = Math.Min(limit, LargestLimit);
        remaining = Math.Min(remaining, limit);
        _lost = sentAt > _lastLostAt ? 0 : _lost;
        var left = Math.Max(0, remaining - _lost);
        _length = headers.Window is { Ticks: > 0 } window ? Math.Clamp(window.Ticks, ShortestLength, LongestLength) : _length;
        var endsAfter = sentAt + Math.Min(headers.Reset?.Ticks ?? 0, _length);
        var endsBefore = now + Math.Min(headers.Reset?.Ticks ?? _length, _length) + Rounding;
        if (_limit is not null && endsBefore < _endsAfter && sentAt < _begunAt)
        {
            // A late response from an earlier window. If its request was sent in this one, the server has moved its windows.
            return;
        }

        if (_limit is null)
        {
            // Attribute all earlier requests to this process: only later ones can reveal other apps.
            _own = limit - remaining + InFlight;
            Begin(now, limit, left, endsAfter, endsBefore);
        }
        else if (_endsBefore != long.MaxValue && endsAfter > _endsBefore)
        {
            // The server has started a new window before the latest possible end of this one.
            _othersBefore = _others;
            _others = 0;
            _share = null;
            _own = InFlight + 1;
            Begin(now, limit, left, endsAfter, endsBefore);
        }
        else
        {
            _limit = limit;
            _left = Math.Min(_left, left);
            Narrow(endsAfter, endsBefore);
        }

        _others = Math.Max(_others, limit - remaining - _own);
    }

    /// <summary>Returns a permit: no response arrived. The request counts as used.</summary>
    public void Lost(long now)
    {
        MoveTo(now);
        InFlight--;
        CountAsUsed(now);
    }

    /// <summary>Returns a permit: the request was not sent.</summary>
    public void NotSent()
    {
        InFlight--;
        _own--;
        _share++;
    }

    /// <summary>
    /// While other apps use the store and the number of requests left is below this value, one request is sent at a time, so
    /// that its response reveals their usage. The value is what they use in an eighth of a window: a response takes less time.
    /// </summary>
    private long CarefulZone => (Math.Max(_others, _othersBefore) + 7) / 8;

    private void CountAsUsed(long now)
    {
        _left = Math.Max(0, _left - 1);
        _lost++;
        _lastLostAt = now;
    }

    private void Begin(long now, long limit, long left, long endsAfter, long endsBefore)
    {
        _begunAt = now;
        _limit = limit;
        _left = left;
        _endsAfter = endsAfter;
        _endsBefore = _turnsAt = endsBefore;
    }

    private void Narrow(long endsAfter, long endsBefore)
    {
        _endsAfter = Math.Max(_endsAfter, endsAfter);
        _endsBefore = Math.Min(_endsBefore, endsBefore);
        if (_endsAfter > _endsBefore)
        {
            // The clocks drift, or the server has moved its windows: use the newest response.
            (_endsAfter, _endsBefore) = (endsAfter, endsBefore);
        }

        _turnsAt = _endsBefore;
    }
}

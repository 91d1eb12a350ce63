namespace BigCommerce.Inventory.Resilience;

/// <summary>
/// What is known of a store's present rate-limit window, and whether one more request fits into it. Pure arithmetic:
/// time comes in as ticks of a clock that never goes back. Not thread-safe.
/// </summary>
/// <remarks>
/// An answer tells how many requests were left when the server counted it, and when the window ends, to within the
/// answer's time on the way. So a window is kept as the lowest count seen, minus what is in flight, and as bounds on its
/// end: late answers and answers out of order can only lower the count and narrow the bounds.
/// </remarks>
internal sealed class RateWindow
{
    /// <summary>How many requests may be in flight before the first answer. Few enough for any quota; more than one, so that a request that hangs does not hold up everyone.</summary>
    public const int RequestsBeforeFirstAnswer = 4;

    private static readonly long UsualLength = TimeSpan.FromSeconds(30).Ticks;

    // No header may shut the store for longer: then a request finds out.
    private static readonly long LongestLength = TimeSpan.FromMinutes(5).Ticks;

    // Nor may one make those who wait look for the next window all the time.
    private static readonly long ShortestLength = TimeSpan.FromSeconds(1).Ticks;

    // No store allows as many, and sums of it stay numbers.
    private const long LargestLimit = int.MaxValue;

    // The headers are cut to whole milliseconds.
    private static readonly long Rounding = TimeSpan.FromMilliseconds(1).Ticks;

    private bool _answersTellNothing;
    private long? _limit;
    private long _length = UsualLength;

    // The fewest requests left that an answer of this window told.
    private long _left;

    // The window ends between these two. After a turn that no answer has confirmed, the latter is not known.
    private long _endsAfter;
    private long _endsBefore = long.MaxValue;
    private long _turnsAt = long.MaxValue;

    // Requests of ours that may have been counted in this window, and those of others that must have been, in this window and the one before.
    private long _own;
    private long _others;
    private long _othersBefore;

    // How many more permits may be taken in this window; null without such a limit.
    private long? _share;

    /// <summary>Requests sent, or about to be, whose answers are not there yet.</summary>
    public int InFlight { get; private set; }

    /// <summary>Requests that a window allows; null until an answer told it.</summary>
    public long? Limit => _limit;

    /// <summary>The fewest requests that may be left, those in flight not counted.</summary>
    public long Left => _left;

    /// <summary>How long a window is.</summary>
    public long Length => _length;

    /// <summary>When the window is over for certain; <see cref="long.MaxValue"/> when nothing is known of it.</summary>
    public long TurnsAt => _turnsAt;

    /// <summary>Begins a new window when the present one is over for certain.</summary>
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
        _share = null;
        _endsAfter += _length;
        _endsBefore = long.MaxValue;
        _turnsAt = now + _length;
    }

    /// <summary>Whether one more request may go.</summary>
    public bool HasRoom(long now, QuotaReserve reserve)
    {
        MoveTo(now);
        if (_limit is not { } limit)
        {
            return _answersTellNothing || InFlight < RequestsBeforeFirstAnswer;
        }

        if (_share <= 0)
        {
            return false;
        }

        // What the others have used of their reserve need not be kept any more.
        var kept = Math.Max(0, reserve.Of(limit) - _others);
        if (InFlight == 0)
        {
            return _left > kept;
        }

        // Until the new window's first answer the others are taken to use as much of it as of the last one.
        var unseen = _endsBefore == long.MaxValue ? _othersBefore : 0;
        return _left - InFlight - Math.Max(kept, unseen) > CarefulZone;
    }

    /// <summary>Takes the permit that <see cref="HasRoom"/> found.</summary>
    public void Take()
    {
        InFlight++;
        _own++;
        _share--;
    }

    /// <summary>Bounds the permits of this window to a share that was agreed with other processes, which cannot be reached any more.</summary>
    /// <param name="now">The time.</param>
    /// <param name="share">How many more permits may be taken; null for no bound.</param>
    public void LimitTo(long now, long? share)
    {
        MoveTo(now);

        // Before the first answer nothing would lift the bound.
        _share = _limit is null ? null : share;
    }

    /// <summary>An answer came.</summary>
    /// <param name="sentAt">When its permit was taken.</param>
    /// <param name="now">The time.</param>
    /// <param name="headers">What the answer says.</param>
    /// <param name="isSuccess">Whether the answer is the store's own, rather than perhaps a gateway's.</param>
    public void Answered(long sentAt, long now, in RateLimitHeaders headers, bool isSuccess)
    {
        MoveTo(now);
        InFlight--;
        if (headers is not { Limit: { } limit and > 0, Remaining: { } remaining })
        {
            // A store that tells no quota has none that could be kept to.
            _answersTellNothing |= isSuccess && _limit is null;
            _left = Math.Max(0, _left - 1);
            return;
        }

        limit = Math.Min(limit, LargestLimit);
        remaining = Math.Min(remaining, limit);
        _length = headers.Window is { Ticks: > 0 } window ? Math.Clamp(window.Ticks, ShortestLength, LongestLength) : _length;
        var endsAfter = sentAt + Math.Min(headers.Reset?.Ticks ?? 0, _length);
        var endsBefore = now + Math.Min(headers.Reset?.Ticks ?? _length, _length) + Rounding;
        if (_limit is not null && endsBefore < _endsAfter)
        {
            // A straggler from a window that is over.
            return;
        }

        if (_limit is null)
        {
            // Who used what before we came is not known: only what goes from now on shows others.
            _own = limit - remaining + InFlight;
            Begin(limit, remaining, endsAfter, endsBefore);
        }
        else if (_endsBefore != long.MaxValue && endsAfter > _endsBefore)
        {
            // The server's window has turned before ours was over for certain.
            _othersBefore = _others;
            _others = 0;
            _share = null;
            _own = InFlight + 1;
            Begin(limit, remaining, endsAfter, endsBefore);
        }
        else
        {
            _limit = limit;
            _left = Math.Min(_left, remaining);
            Narrow(endsAfter, endsBefore);
        }

        _others = Math.Max(_others, limit - remaining - _own);
    }

    /// <summary>The request went out, and no answer came: it counts as spent.</summary>
    public void Lost(long now)
    {
        MoveTo(now);
        InFlight--;
        _left = Math.Max(0, _left - 1);
    }

    /// <summary>The request never went out.</summary>
    public void NotSent()
    {
        InFlight--;
        _own--;
        _share++;
    }

    /// <summary>
    /// Near zero, one request is sent at a time where other apps use the store, so that responses reveal what these take. An eighth of a window is longer than an answer takes.
    /// </summary>
    private long CarefulZone => (Math.Max(_others, _othersBefore) + 7) / 8;

    private void Begin(long limit, long left, long endsAfter, long endsBefore)
    {
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
            // Clocks that run apart: the newest answer knows best.
            (_endsAfter, _endsBefore) = (endsAfter, endsBefore);
        }

        _turnsAt = _endsBefore;
    }
}

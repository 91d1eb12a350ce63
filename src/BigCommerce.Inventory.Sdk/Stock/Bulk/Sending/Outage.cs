namespace BigCommerce.Inventory;

/// <summary>Decides how long a run pauses while the store accepts no requests.</summary>
internal sealed class Outage(TimeSpan maxWait, TimeProvider time)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(1);

    private long? _began;
    private TimeSpan _delay = FirstDelay;

    /// <summary>When the run sends the next request; null when it does not pause.</summary>
    public DateTimeOffset? ResumeAt { get; private set; }

    /// <summary>Begins a pause after a request was not handled: until the given time, or with a growing delay.</summary>
    /// <param name="retryAt">When the store may accept the next request; null when unknown.</param>
    /// <returns>False when the outage has reached its maximum duration.</returns>
    public bool TryBegin(DateTimeOffset? retryAt)
    {
        _began ??= time.GetTimestamp();
        var left = maxWait - time.GetElapsedTime(_began.Value);
        if (left <= TimeSpan.Zero)
        {
            return false;
        }

        // Other requests in flight can fail in the same outage; only the first one sets the delay.
        if (ResumeAt is null)
        {
            var now = time.GetUtcNow();
            var wait = retryAt > now ? retryAt.Value - now : _delay;
            _delay = _delay * 2 < MaxDelay ? _delay * 2 : MaxDelay;
            ResumeAt = now + (wait < left ? wait : left);
        }

        return true;
    }

    /// <summary>Ends the pause.</summary>
    /// <returns>How long to wait.</returns>
    public TimeSpan TakeWait()
    {
        var wait = ResumeAt - time.GetUtcNow() ?? TimeSpan.Zero;
        ResumeAt = null;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>Ends the outage: the store handled a request, or may have.</summary>
    public void End()
    {
        _began = null;
        _delay = FirstDelay;
    }
}

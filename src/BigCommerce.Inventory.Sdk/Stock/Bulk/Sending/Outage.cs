namespace BigCommerce.Inventory;

/// <summary>How long a run pauses while the store takes no requests.</summary>
internal sealed class Outage(TimeSpan maxWait, TimeProvider time)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(1);

    private long? _began;
    private TimeSpan _delay = FirstDelay;

    /// <summary>When the run sends the next request; null when it does not pause.</summary>
    public DateTimeOffset? ResumeAt { get; private set; }

    /// <summary>A request was not handled: pauses until the given time, or for longer each time where none is given.</summary>
    /// <param name="retryAt">When the store may take the next request; null when unknown.</param>
    /// <returns>False when the outage has lasted as long as it may.</returns>
    public bool TryBegin(DateTimeOffset? retryAt)
    {
        _began ??= time.GetTimestamp();
        var left = maxWait - time.GetElapsedTime(_began.Value);
        if (left <= TimeSpan.Zero)
        {
            return false;
        }

        // Other requests in flight meet the same outage.
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
    /// <returns>How long to wait first.</returns>
    public TimeSpan TakeWait()
    {
        var wait = ResumeAt - time.GetUtcNow() ?? TimeSpan.Zero;
        ResumeAt = null;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>The store handled a request, or it is not known that it did not.</summary>
    public void End()
    {
        _began = null;
        _delay = FirstDelay;
    }
}

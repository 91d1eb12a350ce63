namespace BigCommerce.Inventory.Resilience;

/// <summary>
/// Blocks all requests after a 429: for the time in its headers, or for an exponential back-off without one. Pure; not
/// thread-safe.
/// </summary>
internal sealed class RefusalGate
{
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(1);

    private long _closedAt = long.MinValue;
    private int _refusals;
    private bool _oneAtATime;

    /// <summary>When the gate opens. A time in the past means that it is open.</summary>
    public long OpensAt { get; private set; }

    public bool IsOpen(long now, int inFlight) => now >= OpensAt && (!_oneAtATime || inFlight == 0);

    /// <summary>Records a 429.</summary>
    /// <param name="sentAt">When its request was sent.</param>
    /// <param name="now">The current time.</param>
    /// <param name="retryAfter">The wait that the response requests, already capped; null when it requests none.</param>
    /// <param name="random">A random number from 0 to 1.</param>
    /// <returns>Whether this 429 closed the gate. False if its request was sent before the gate closed.</returns>
    public bool Refuse(long sentAt, long now, TimeSpan? retryAfter, double random)
    {
        var isNew = sentAt >= _closedAt;
        if (isNew)
        {
            _refusals++;
            _closedAt = now;
        }

        // Back off even with a requested wait if the previous wait was too short.
        var backOff = retryAfter is null || _refusals > 1
            ? RetryDelay.Exponential(FirstBackOff, LongestBackOff, _refusals - 1, random)
            : TimeSpan.Zero;
        if (isNew || retryAfter is not null)
        {
            OpensAt = Math.Max(OpensAt, now + Math.Max(retryAfter?.Ticks ?? 0, isNew ? backOff.Ticks : 0));
        }

        // After a back-off the end of the limit is a guess, so send a single request first.
        _oneAtATime |= isNew && backOff > TimeSpan.Zero;
        return isNew;
    }

    /// <summary>Records a response other than 429.</summary>
    /// <param name="sentAt">When its request was sent.</param>
    public void Pass(long sentAt)
    {
        if (sentAt >= _closedAt)
        {
            _refusals = 0;
            _oneAtATime = false;
        }
    }
}

namespace BigCommerce.Inventory.Resilience;

/// <summary>
/// Closed to everyone after a 429: as long as the server asks, or without its word for a growing time. Pure arithmetic;
/// not thread-safe.
/// </summary>
internal sealed class RefusalGate
{
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(1);

    private long _closedAt = long.MinValue;
    private int _refusals;
    private bool _oneAtATime;

    /// <summary>When the gate opens; in the past when it is open.</summary>
    public long OpensAt { get; private set; }

    public bool IsOpen(long now, int inFlight) => now >= OpensAt && (!_oneAtATime || inFlight == 0);

    /// <summary>A 429 came.</summary>
    /// <param name="sentAt">When its request went out.</param>
    /// <param name="now">The time.</param>
    /// <param name="asked">How long the server asks to wait, already capped; null when it does not say.</param>
    /// <param name="chance">A number from 0 to 1.</param>
    /// <returns>Whether it closed the gate, rather than having been on its way when the gate closed.</returns>
    public bool Refuse(long sentAt, long now, TimeSpan? asked, double chance)
    {
        var isNew = sentAt >= _closedAt;
        if (isNew)
        {
            _refusals++;
            _closedAt = now;
        }

        // A server that asks for no wait and refuses again is not believed.
        var backOff = asked is null || _refusals > 1 ? RetryDelay.Exponential(FirstBackOff, LongestBackOff, _refusals - 1, chance) : TimeSpan.Zero;
        if (isNew || asked is not null)
        {
            OpensAt = Math.Max(OpensAt, now + Math.Max(asked?.Ticks ?? 0, isNew ? backOff.Ticks : 0));
        }

        // Where the end of the refusals is a guess, a single request finds out.
        _oneAtATime |= isNew && backOff > TimeSpan.Zero;
        return isNew;
    }

    /// <summary>Another answer than 429 came.</summary>
    /// <param name="sentAt">When its request went out.</param>
    public void Pass(long sentAt)
    {
        if (sentAt >= _closedAt)
        {
            _refusals = 0;
            _oneAtATime = false;
        }
    }
}

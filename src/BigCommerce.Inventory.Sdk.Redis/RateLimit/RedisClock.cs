namespace BigCommerce.Inventory.Redis;

/// <summary>
/// How far the Redis server's clock is ahead of this process's monotonic clock, as bounds. Each exchange narrows the bounds; drift
/// widens them. Pure arithmetic in microseconds; not thread-safe.
/// </summary>
internal sealed class RedisClock
{
    // More than two crystals run apart.
    private const long DriftPerSecond = 500;

    private long _lowest;
    private long _highest;
    private long _observedAt;

    /// <summary>Whether an exchange has shown the server's clock.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Learns from an exchange.</summary>
    /// <param name="sentAt">When the command was sent, on the local clock.</param>
    /// <param name="receivedAt">When the reply was there, on the local clock.</param>
    /// <param name="serverTime">The server's time in between.</param>
    public void Observe(long sentAt, long receivedAt, long serverTime)
    {
        var drift = IsKnown ? ((receivedAt - _observedAt) * DriftPerSecond / 1_000_000) + 1 : 0;
        var lowest = IsKnown ? Math.Max(_lowest - drift, serverTime - receivedAt) : serverTime - receivedAt;
        var highest = IsKnown ? Math.Min(_highest + drift, serverTime - sentAt) : serverTime - sentAt;
        if (lowest > highest)
        {
            // The server's clock was set, or another server has taken over.
            (lowest, highest) = (serverTime - receivedAt, serverTime - sentAt);
        }

        (_lowest, _highest, _observedAt, IsKnown) = (lowest, highest, receivedAt, true);
    }

    /// <summary>The earliest that the server's clock can have shown at a local time.</summary>
    public long Earliest(long local) => local + _lowest;

    /// <summary>The latest that the server's clock can have shown at a local time.</summary>
    public long Latest(long local) => local + _highest;

    /// <summary>The local time at which the server's clock has certainly come to a time.</summary>
    public long LocalAfter(long server) => server - _lowest;
}

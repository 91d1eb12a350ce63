namespace BigCommerce.Inventory.Resilience;

/// <summary>How long to wait before the next attempt. Pure: chance comes in as a number.</summary>
internal static class RetryDelay
{
    /// <summary>Exponential with jitter: between half and the whole of <c>base · 2^retry</c>, capped.</summary>
    /// <param name="baseDelay">The wait before the first retry.</param>
    /// <param name="maxDelay">The cap.</param>
    /// <param name="retry">Which retry, from 0.</param>
    /// <param name="chance">A number from 0 to 1.</param>
    public static TimeSpan Exponential(TimeSpan baseDelay, TimeSpan maxDelay, int retry, double chance)
    {
        // Past 2^30 the cap has long been reached; the bound keeps the product finite.
        var whole = baseDelay.TotalMilliseconds * Math.Pow(2, Math.Clamp(retry, 0, 30));
        var capped = Math.Min(whole, maxDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(capped * (0.5 + (0.5 * Math.Clamp(chance, 0, 1))));
    }
}

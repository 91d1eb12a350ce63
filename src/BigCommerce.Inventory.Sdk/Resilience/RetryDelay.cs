namespace BigCommerce.Inventory.Resilience;

/// <summary>Calculates the delay before the next attempt. Pure: the random number is a parameter.</summary>
internal static class RetryDelay
{
    /// <summary>Exponential back-off with jitter: between 50 % and 100 % of <c>base · 2^retry</c>, capped.</summary>
    /// <param name="baseDelay">The delay before the first retry.</param>
    /// <param name="maxDelay">The cap.</param>
    /// <param name="retry">The number of the retry, starting at 0.</param>
    /// <param name="random">A random number from 0 to 1.</param>
    public static TimeSpan Exponential(TimeSpan baseDelay, TimeSpan maxDelay, int retry, double random)
    {
        // The clamp keeps the product finite; the cap is reached before 2^30.
        var whole = baseDelay.TotalMilliseconds * Math.Pow(2, Math.Clamp(retry, 0, 30));
        var capped = Math.Min(whole, maxDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(capped * (0.5 + (0.5 * Math.Clamp(random, 0, 1))));
    }
}

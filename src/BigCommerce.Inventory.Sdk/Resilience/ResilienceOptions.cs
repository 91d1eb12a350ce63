using Microsoft.Extensions.Options;

namespace BigCommerce.Inventory;

/// <summary>Timeouts, retries, and when to hold back. Every wait runs on the client's clock and ends with the caller's token.</summary>
public sealed class ResilienceOptions
{
    // RequestOptions has the same limits.
    internal const int MostRetries = 100;
    internal const double LongestFirstDelay = OptionRangeAttribute.Minute;
    internal const double LongestRetryDelay = OptionRangeAttribute.Hour;

    /// <summary>The longest one call may take, waits and retries included. Waits for quota without a limit (<see cref="MaxRateLimitWait"/>) do not count.</summary>
    /// <value>The default is 5 minutes; more than zero and at most a day, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.</value>
    [OptionRange(0, OptionRangeAttribute.Day, ExcludesMin = true, AllowsInfinite = true)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest one attempt may take, its answer read.</summary>
    /// <value>The default is 30 seconds; more than zero and at most a day, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.</value>
    [OptionRange(0, OptionRangeAttribute.Day, ExcludesMin = true, AllowsInfinite = true)]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a failed attempt is repeated, where that is safe. Waits for quota (429) do not count.</summary>
    /// <value>The default is 4; 0 to 100. 0 sends every request once: after a 429 too. Only after a 401 is it sent a second time, if the token provider gives another token.</value>
    [OptionRange(0, MostRetries)]
    public int MaxRetryAttempts { get; set; } = 4;

    /// <summary>The wait before the first retry of a read, where the server names none; it doubles with each retry and is jittered.</summary>
    /// <value>The default is 500 milliseconds; 0 to 1 minute.</value>
    [OptionRange(0, LongestFirstDelay)]
    public TimeSpan ReadRetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The wait before the first retry of a write, where the server names none; it doubles with each retry and is jittered.</summary>
    /// <value>The default is 2 seconds; 0 to 1 minute.</value>
    [OptionRange(0, LongestFirstDelay)]
    public TimeSpan WriteRetryDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait before a retry that the client chooses itself.</summary>
    /// <value>The default is 1 minute; 0 to 1 hour.</value>
    [OptionRange(0, LongestRetryDelay)]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest wait that the server may ask for. Past it the call ends in an error that says when to come back: <see cref="ApiError.RetryAt"/>.</summary>
    /// <value>The default is 2 minutes; 0 to 1 day.</value>
    [OptionRange(0, OptionRangeAttribute.Day)]
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The longest one call may wait for quota, all its waits together. Past it, or when it is clear that it would be, the call ends in a <see cref="BigCommerceRateLimitException"/> that says when to come back.</summary>
    /// <value>The default is 2 minutes; 0 (never wait) to 1 day, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>: then waits do not count towards the call's timeout.</value>
    [OptionRange(0, OptionRangeAttribute.Day, AllowsInfinite = true)]
    public TimeSpan MaxRateLimitWait { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How the client shares the store's rate limit.</summary>
    [ValidateObjectMembers]
    public RateLimitOptions RateLimit { get; set; } = new();

    /// <summary>When to stop asking a store that does not answer.</summary>
    [ValidateObjectMembers]
    public CircuitBreakerOptions CircuitBreaker { get; set; } = new();

    /// <summary>All settings as one value that compares by content.</summary>
    internal object ToKey() => (
        (Timeout, AttemptTimeout, MaxRetryAttempts, ReadRetryDelay, WriteRetryDelay, MaxRetryDelay, MaxRetryAfter, MaxRateLimitWait),
        (RateLimit.ReserveRequests, RateLimit.ReserveShare),
        (CircuitBreaker.Enabled, CircuitBreaker.FailureRatio, CircuitBreaker.MinimumThroughput, CircuitBreaker.SamplingDuration, CircuitBreaker.BreakDuration));

    internal ResilienceOptions Copy()
    {
        var copy = (ResilienceOptions)MemberwiseClone();
        copy.RateLimit = RateLimit?.Copy()!;
        copy.CircuitBreaker = CircuitBreaker?.Copy()!;
        return copy;
    }
}

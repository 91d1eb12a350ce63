using Microsoft.Extensions.Options;

namespace BigCommerce.Inventory;

/// <summary>
/// Timeouts, retries, the rate limit and the circuit breaker. All waits use the client's clock and end when the caller's token is
/// cancelled.
/// </summary>
public sealed class ResilienceOptions
{
    // RequestOptions uses the same limits.
    internal const int MostRetries = 100;
    internal const double LongestFirstDelay = OptionRangeAttribute.Minute;
    internal const double LongestRetryDelay = OptionRangeAttribute.Hour;

    /// <summary>
    /// The timeout of a call, including waits and retries. Waits for quota without a limit (<see cref="MaxRateLimitWait"/>) do
    /// not count.
    /// </summary>
    /// <value>
    /// The default is 5 minutes; more than zero and at most a day, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.
    /// </value>
    [OptionRange(0, OptionRangeAttribute.Day, ExcludesMin = true, AllowsInfinite = true)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The timeout of one attempt, including reading the response.</summary>
    /// <value>
    /// The default is 30 seconds; more than zero and at most a day, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.
    /// </value>
    [OptionRange(0, OptionRangeAttribute.Day, ExcludesMin = true, AllowsInfinite = true)]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The maximum number of retries of a call. A request is retried only when that is safe. Waits for quota (429) do not count.
    /// </summary>
    /// <value>
    /// The default is 4; 0 to 100. With 0 a request is not sent again, not even after a 429. The only exception is a 401, if the
    /// token provider returns another token.
    /// </value>
    [OptionRange(0, MostRetries)]
    public int MaxRetryAttempts { get; set; } = 4;

    /// <summary>
    /// The delay before the first retry of a read, unless the response specifies one. It doubles with each retry and is jittered.
    /// </summary>
    /// <value>The default is 500 milliseconds; 0 to 1 minute.</value>
    [OptionRange(0, LongestFirstDelay)]
    public TimeSpan ReadRetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The delay before the first retry of a write, unless the response specifies one. It doubles with each retry and is
    /// jittered.
    /// </summary>
    /// <value>The default is 2 seconds; 0 to 1 minute.</value>
    [OptionRange(0, LongestFirstDelay)]
    public TimeSpan WriteRetryDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The maximum of the delay that grows from <see cref="ReadRetryDelay"/> or <see cref="WriteRetryDelay"/>.</summary>
    /// <value>The default is 1 minute; 0 to 1 hour.</value>
    [OptionRange(0, LongestRetryDelay)]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The maximum wait that a response may request. If it requests more, the call fails, and <see cref="ApiError.RetryAt"/> is
    /// when to try again.
    /// </summary>
    /// <value>The default is 2 minutes; 0 to 1 day.</value>
    [OptionRange(0, OptionRangeAttribute.Day)]
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The maximum total time that a call waits for quota. A call that would wait longer fails with a
    /// <see cref="BigCommerceRateLimitException"/>, whose <see cref="BigCommerceRateLimitException.RetryAt"/> is when to try
    /// again.
    /// </summary>
    /// <value>
    /// The default is 2 minutes; 0 (never wait) to 1 day, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>. Infinite
    /// waits do not count towards the call's timeout.
    /// </value>
    [OptionRange(0, OptionRangeAttribute.Day, AllowsInfinite = true)]
    public TimeSpan MaxRateLimitWait { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The share of the store's rate limit that the client uses.</summary>
    [ValidateObjectMembers]
    public RateLimitOptions RateLimit { get; set; } = new();

    /// <summary>The circuit breaker.</summary>
    [ValidateObjectMembers]
    public CircuitBreakerOptions CircuitBreaker { get; set; } = new();

    /// <summary>Returns all settings as one value with value equality.</summary>
    internal object ToKey() => (
        (Timeout, AttemptTimeout, MaxRetryAttempts, ReadRetryDelay, WriteRetryDelay, MaxRetryDelay, MaxRetryAfter, MaxRateLimitWait),
        (RateLimit.ReserveRequests, RateLimit.ReserveShare),
        (
            CircuitBreaker.Enabled,
            CircuitBreaker.FailureRatio,
            CircuitBreaker.MinimumThroughput,
            CircuitBreaker.SamplingDuration,
            CircuitBreaker.BreakDuration));

    internal ResilienceOptions Copy()
    {
        var copy = (ResilienceOptions)MemberwiseClone();
        copy.RateLimit = RateLimit?.Copy()!;
        copy.CircuitBreaker = CircuitBreaker?.Copy()!;
        return copy;
    }
}

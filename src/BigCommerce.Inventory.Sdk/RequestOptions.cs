using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using BigCommerce.Inventory.Http;

namespace BigCommerce.Inventory;

/// <summary>Settings for one call. A member left null keeps the client's setting.</summary>
public sealed record RequestOptions
{
    /// <summary>The request property that carries the options from an interface's method to the handlers.</summary>
    internal const string PropertyKey = "BigCommerce.Inventory.RequestOptions";

    /// <summary>Groups related requests in BigCommerce's logs (<c>X-Correlation-Id</c>). Null sends a new id with each call.</summary>
    public Guid? CorrelationId { get; init; }

    /// <summary>
    /// The longest that the whole call may take: more than zero and at most a day, or
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>. It includes waits and retries, but not waits for quota without a limit
    /// (<see cref="MaxRateLimitWait"/>).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan? Timeout { get; init => field = CheckTimeout(value, nameof(Timeout)); }

    /// <summary>
    /// The longest that one attempt may take, reading the response included: more than zero and at most a day, or
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan? AttemptTimeout { get; init => field = CheckTimeout(value, nameof(AttemptTimeout)); }

    /// <summary>
    /// How often a failed attempt may be repeated, 0 to 100. With 0 the request is sent once, even after a 429; only after a 401 it is sent
    /// again, if the token provider returns another token.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int? MaxRetryAttempts
    {
        get;
        init => field = value is null or (>= 0 and <= ResilienceOptions.MostRetries)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(MaxRetryAttempts), value, $"Give 0 to {ResilienceOptions.MostRetries} retries.");
    }

    /// <summary>
    /// The wait before the first retry, if the server does not name one: 0 to 1 minute. It doubles with each retry and has jitter.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan? RetryDelay { get; init => field = CheckWait(value, ResilienceOptions.LongestFirstDelay, nameof(RetryDelay)); }

    /// <summary>The longest wait that the client itself chooses before a retry: 0 to 1 hour.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan? MaxRetryDelay { get; init => field = CheckWait(value, ResilienceOptions.LongestRetryDelay, nameof(MaxRetryDelay)); }

    /// <summary>The longest wait that the server may ask for: 0 to 1 day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan? MaxRetryAfter { get; init => field = CheckWait(value, OptionRangeAttribute.Day, nameof(MaxRetryAfter)); }

    /// <summary>
    /// The longest that the call may wait for the store's quota, all its waits together: 0 (never wait) to 1 day, or
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no limit. Waits without a limit do not count towards
    /// <see cref="Timeout"/>, and <see cref="MaxRetryAfter"/> does not end them. Bulk runs wait without a limit.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan? MaxRateLimitWait
    {
        get;
        init => field = value == System.Threading.Timeout.InfiniteTimeSpan
            ? value
            : CheckWait(value, OptionRangeAttribute.Day, nameof(MaxRateLimitWait));
    }

    /// <summary>
    /// Which calls go first when the store's quota is short. Null means <see cref="RequestPriority.Foreground"/>; bulk runs use
    /// <see cref="RequestPriority.Background"/>.
    /// </summary>
    public RequestPriority? Priority { get; init; }

    /// <summary>
    /// Receives the last response's status code, headers and rate limit when the call ends, whether it failed or not. Not called without a
    /// response. Exceptions that it throws are logged and do not reach the caller. Not serialized.
    /// </summary>
    [JsonIgnore]
    public Action<ResponseInfo>? OnResponse { get; init; }

    /// <summary>
    /// The lease without which the request is not sent. It is checked immediately before each attempt; if it is lost, the call throws a
    /// <see cref="BigCommerceLeaseLostException"/>. Null sends the request in any case. A request that was sent before the lease was
    /// lost may still arrive. Not serialized.
    /// </summary>
    [JsonIgnore]
    public IStoreLease? Lease { get; init; }

    /// <summary>Observes the call; null for nothing.</summary>
    internal CallTrace? Trace { get; init; }

    // A delegate would print as its type.
    private bool PrintMembers(StringBuilder builder)
    {
        var culture = CultureInfo.InvariantCulture;
        builder.Append(culture, $"CorrelationId = {CorrelationId}, Timeout = {Timeout}, AttemptTimeout = {AttemptTimeout}, ")
            .Append(culture, $"MaxRetryAttempts = {MaxRetryAttempts}, RetryDelay = {RetryDelay}, MaxRetryDelay = {MaxRetryDelay}, ")
            .Append(culture, $"MaxRetryAfter = {MaxRetryAfter}, MaxRateLimitWait = {MaxRateLimitWait}, Priority = {Priority}, ")
            .Append(OnResponse is null ? "OnResponse = null, " : "OnResponse = set, ")
            .Append(Lease is null ? "Lease = null" : "Lease = set");
        return true;
    }

    private static TimeSpan? CheckTimeout(TimeSpan? value, string name) =>
        value is null
        || (value > TimeSpan.Zero && value.Value.TotalSeconds <= OptionRangeAttribute.Day)
        || value == System.Threading.Timeout.InfiniteTimeSpan
            ? value
            : throw new ArgumentOutOfRangeException(
                name, value, "Give a time above zero and at most a day, or Timeout.InfiniteTimeSpan for none.");

    private static TimeSpan? CheckWait(TimeSpan? value, double longest, string name) =>
        value is null || (value >= TimeSpan.Zero && value.Value.TotalSeconds <= longest)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"Give 0 to {TimeSpan.FromSeconds(longest):c}.");
}

using System.Net;
using BigCommerce.Inventory.Http;

namespace BigCommerce.Inventory;

/// <summary>Settings for one call. A member left null keeps the client's setting.</summary>
public sealed record RequestOptions
{
    /// <summary>Under this name the options travel from an interface's method to the handlers.</summary>
    internal const string PropertyKey = "BigCommerce.Inventory.RequestOptions";

    /// <summary>Groups related requests in BigCommerce's logs (<c>X-Correlation-Id</c>); null sends a new one with each call.</summary>
    public Guid? CorrelationId { get; init; }

    /// <summary>The longest the whole call may take, waits and retries included, except waits for quota without a limit (<see cref="MaxRateLimitWait"/>); more than zero and at most a day, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan? Timeout { get; init => field = CheckTimeout(value, nameof(Timeout)); }

    /// <summary>The longest one attempt may take, its answer read; more than zero and at most a day, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan? AttemptTimeout { get; init => field = CheckTimeout(value, nameof(AttemptTimeout)); }

    /// <summary>How often a failed attempt may be repeated, 0 to 100; 0 sends the request once, after a 429 too. Only after a 401 is it sent a second time, if the token provider gives another token.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int? MaxRetryAttempts
    {
        get;
        init => field = value is null or (>= 0 and <= ResilienceOptions.MostRetries)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(MaxRetryAttempts), value, $"Give 0 to {ResilienceOptions.MostRetries} retries.");
    }

    /// <summary>The wait before the first retry, where the server names none: 0 to 1 minute. It doubles with each retry and is jittered.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan? RetryDelay { get; init => field = CheckWait(value, ResilienceOptions.LongestFirstDelay, nameof(RetryDelay)); }

    /// <summary>The longest wait before a retry that the client chooses itself: 0 to 1 hour.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan? MaxRetryDelay { get; init => field = CheckWait(value, ResilienceOptions.LongestRetryDelay, nameof(MaxRetryDelay)); }

    /// <summary>The longest wait that the server may ask for: 0 to 1 day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan? MaxRetryAfter { get; init => field = CheckWait(value, OptionRangeAttribute.Day, nameof(MaxRetryAfter)); }

    /// <summary>
    /// The longest the call may wait for the store's quota, all its waits together: 0 (never wait) to 1 day, or
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for as long as it takes. Waits without a limit do not count towards
    /// <see cref="Timeout"/> and are not ended by <see cref="MaxRetryAfter"/>. Bulk runs wait like this.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan? MaxRateLimitWait
    {
        get;
        init => field = value == System.Threading.Timeout.InfiniteTimeSpan ? value : CheckWait(value, OptionRangeAttribute.Day, nameof(MaxRateLimitWait));
    }

    /// <summary>Which calls go first when the store's quota is short; null for <see cref="RequestPriority.Foreground"/> (bulk runs use <see cref="RequestPriority.Background"/>).</summary>
    public RequestPriority? Priority { get; init; }

    /// <summary>Receives the last answer's status, headers and quota when the call ends, failed or not; not called when no answer came. What it throws is logged and goes no further: the answer counts.</summary>
    public Action<ResponseInfo>? OnResponse { get; init; }

    /// <summary>
    /// The request is sent only while this lease is held, checked right before each attempt is sent; otherwise the call ends in a
    /// <see cref="BigCommerceLeaseLostException"/>. Null sends it in any case. What was sent before the lease was lost may still arrive.
    /// </summary>
    public IStoreLease? Lease { get; init; }

    /// <summary>Follows the call; null for nobody.</summary>
    internal CallTrace? Trace { get; init; }

    private static TimeSpan? CheckTimeout(TimeSpan? value, string name) =>
        value is null || (value > TimeSpan.Zero && value.Value.TotalSeconds <= OptionRangeAttribute.Day) || value == System.Threading.Timeout.InfiniteTimeSpan
            ? value
            : throw new ArgumentOutOfRangeException(name, value, "Give a time above zero and at most a day, or Timeout.InfiniteTimeSpan for none.");

    private static TimeSpan? CheckWait(TimeSpan? value, double longest, string name) =>
        value is null || (value >= TimeSpan.Zero && value.Value.TotalSeconds <= longest)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"Give 0 to {TimeSpan.FromSeconds(longest):c}.");
}

/// <summary>Which calls go first when the store's quota is short.</summary>
public enum RequestPriority
{
    /// <summary>Somebody waits for the answer.</summary>
    Foreground = 0,

    /// <summary>Bulk work: it yields to foreground calls, but while both wait for quota it gets at least one request of ten.</summary>
    Background = 1,
}

/// <summary>An answer as it came: for logging, support cases and what the typed result does not hold.</summary>
public sealed record ResponseInfo
{
    /// <summary>The HTTP status.</summary>
    public required HttpStatusCode StatusCode { get; init; }

    /// <summary>The answer's headers; names compare without letter case.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; init; }

    /// <summary>The store's quota as this answer told it; null when the answer did not.</summary>
    public required RateLimitStatus? RateLimit { get; init; }

    /// <summary>The id that the request carried as <c>X-Correlation-Id</c>.</summary>
    public required Guid CorrelationId { get; init; }

    /// <summary>How many requests the call took, 1 or more.</summary>
    public required int Attempts { get; init; }
}

/// <summary>A store's rate limit at a moment. It is shared by every app on the store.</summary>
public sealed record RateLimitStatus
{
    /// <summary>Requests that a window allows. About 16 million stands for an unlimited plan.</summary>
    public required long Limit { get; init; }

    /// <summary>Requests left in the window.</summary>
    public required long Remaining { get; init; }

    /// <summary>When the quota is whole again.</summary>
    public required DateTimeOffset ResetsAt { get; init; }

    /// <summary>How long a window is; null when the API did not say.</summary>
    public TimeSpan? Window { get; init; }
}

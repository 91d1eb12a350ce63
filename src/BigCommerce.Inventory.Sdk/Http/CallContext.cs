using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using BigCommerce.Inventory.Diagnostics;
using BigCommerce.Inventory.Resilience;
using Polly;

namespace BigCommerce.Inventory.Http;

/// <summary>One call on its way through the handlers: what it was given, and what has happened to it so far. Its attempts follow one another.</summary>
internal sealed class CallContext
{
    private static readonly HttpRequestOptionsKey<CallContext> RequestKey = new("BigCommerce.Inventory.Call");
    private static readonly HttpRequestOptionsKey<RequestOptions?> OptionsKey = new(RequestOptions.PropertyKey);
    private static readonly ResiliencePropertyKey<CallContext> ContextKey = new("BigCommerce.Inventory.Call");
    private static readonly RequestOptions NoOptions = new();

    private readonly long _startedAt;
    private readonly bool _hasBody;
    private string? _template;

    public CallContext(StoreContext store, HttpRequestMessage request)
    {
        Store = store;
        Method = request.Method;
        Path = request.RequestUri!.PathAndQuery;
        Options = request.Options.TryGetValue(OptionsKey, out var options) && options is not null ? options : NoOptions;
        CorrelationId = Options.CorrelationId ?? RandomIds.Next();
        _hasBody = request.Content is not null;
        _startedAt = store.Time.GetTimestamp();
        request.Options.Set(RequestKey, this);
        Options.Trace?.Follow(this);
    }

    public StoreContext Store { get; }

    public RequestOptions Options { get; }

    public HttpMethod Method { get; }

    /// <summary>Path and query, the store's hash included.</summary>
    public string Path { get; }

    /// <summary>The path from the API's root on, without ids: the operation's name for telemetry.</summary>
    public string Template => _template ??= UrlTemplate.Of(Path.AsSpan(Store.BaseAddress.AbsolutePath.Length));

    /// <summary>Whether the call is one of those whose 422 can hold results.</summary>
    public bool IsMetafieldBatch => Template.EndsWith("locations/metafields", StringComparison.Ordinal);

    public Guid CorrelationId { get; }

    /// <summary>The call's span; null when nobody listens.</summary>
    public Activity? Span { get; set; }

    public TimeSpan Elapsed => Store.Time.GetElapsedTime(_startedAt);

    public TimeSpan TotalTimeout => Options.Timeout ?? Store.Options.Resilience.TotalTimeout;

    public TimeSpan AttemptTimeout => Options.AttemptTimeout ?? Store.Options.Resilience.AttemptTimeout;

    public int MaxRetries => Options.MaxRetries ?? Store.Options.Resilience.MaxRetries;

    public TimeSpan RetryDelay => Options.RetryDelay
        ?? (Method == HttpMethod.Get ? Store.Options.Resilience.ReadRetryDelay : Store.Options.Resilience.WriteRetryDelay);

    public TimeSpan MaxRetryDelay => Options.MaxRetryDelay ?? Store.Options.Resilience.MaxRetryDelay;

    public TimeSpan MaxServerDelay => Options.MaxServerDelay ?? Store.Options.Resilience.MaxServerDelay;

    public RequestPriority Priority => Options.Priority ?? RequestPriority.Foreground;

    /// <summary>How long the call may still wait for quota: its budget for that, or what is left of its time.</summary>
    public TimeSpan QuotaWaitLeft
    {
        get
        {
            var budget = Options.MaxQuotaWait ?? Store.Options.Resilience.RateLimit.MaxWait;
            var left = budget == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : budget - QuotaWaited;
            var time = TotalTimeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : TotalTimeout - Elapsed;
            var least = left < time ? left : time;
            return least == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : least > TimeSpan.Zero ? least : TimeSpan.Zero;
        }
    }

    /// <summary>How long the call has waited for quota.</summary>
    public TimeSpan QuotaWaited { get; set; }

    /// <summary>The call's place in the store's line; 0 before it first stood in it.</summary>
    public long QuotaTicket { get; set; }

    /// <summary>Attempts begun.</summary>
    public int Attempts { get; private set; }

    /// <summary>Failed attempts that were followed by another. Waits for quota are not among them.</summary>
    public int Retries { get; set; }

    /// <summary>The wait before the next attempt, decided together with whether there is one.</summary>
    public TimeSpan NextDelay { get; set; }

    /// <summary>How far the last attempt came.</summary>
    public AttemptPhase Phase { get; set; }

    /// <summary>Whether the last attempt sent a request.</summary>
    public bool WentOut { get; set; }

    /// <summary>When a request last went out.</summary>
    public DateTimeOffset SentAt { get; set; }

    /// <summary>Whether an attempt before the last one may have been handled.</summary>
    public bool MayBeDoneAlready { get; set; }

    /// <summary>The last attempt's status; null when it got none.</summary>
    public HttpStatusCode? LastStatus { get; set; }

    /// <summary>What the last attempt's answer said about the quota.</summary>
    public RateLimitHeaders LastHeaders { get; set; }

    /// <summary>The token that the provider gave after a 401; null when there was none. It is tried once.</summary>
    public string? NewToken { get; set; }

    /// <summary>Whether <see cref="NewToken"/> has been sent.</summary>
    public bool NewTokenTried { get; set; }

    public static CallContext Of(HttpRequestMessage request) =>
        request.Options.TryGetValue(RequestKey, out var call)
            ? call
            : throw new InvalidOperationException("The request did not come through a BigCommerceInventoryClient. The client's handlers serve it alone.");

    public static CallContext Of(ResilienceContext context) =>
        context.Properties.TryGetValue(ContextKey, out var call)
            ? call
            : throw new InvalidOperationException("The strategy serves a BigCommerceInventoryClient's pipeline alone.");

    public void AttachTo(ResilienceContext context) => context.Properties.Set(ContextKey, this);

    public void BeginAttempt()
    {
        Attempts++;
        Phase = AttemptPhase.NotSent;
        WentOut = false;
        LastStatus = null;
        LastHeaders = default;
    }

    /// <summary>Whether the call's time lasts for another attempt after that wait.</summary>
    public bool HasTimeFor(TimeSpan wait) => TotalTimeout == Timeout.InfiniteTimeSpan || Elapsed + wait < TotalTimeout;

    /// <summary>
    /// Whether a 404 is what an earlier attempt left behind. Only a deletion of one thing: of several, one may be
    /// missing and the rest still there.
    /// </summary>
    public bool IsDoneBy404 => MayBeDoneAlready && Method == HttpMethod.Delete && !_hasBody && !Path.Contains("%2C", StringComparison.OrdinalIgnoreCase);

    /// <summary>The error that a success without a readable body ends in.</summary>
    public BigCommerceException UnreadableAnswer(HttpStatusCode status, ReadOnlySpan<byte> body, Exception? cause)
    {
        if (!RetrySafety.IsIdempotent(Method))
        {
            return OutcomeUnknown($"BigCommerce answered {(int)status}, but with something else than the JSON that the API documents", cause);
        }

        var error = ApiErrorFactory.Describe(this, status, body);
        return new BigCommerceResponseException(
            error,
            $"BigCommerce answered {(int)status} to {Method} {Path}, but the answer is not the JSON that the API documents. Something between may have replaced or cut it: see Error.Body.",
            cause);
    }

    /// <summary>The error that an answer over the size limit ends in.</summary>
    public BigCommerceException TooLargeAnswer(HttpStatusCode status)
    {
        var limit = Store.Options.MaxResponseBytes;
        return RetrySafety.IsIdempotent(Method)
            ? new BigCommerceResponseException(
                ApiErrorFactory.Describe(this, status, default),
                $"The answer to {Method} {Path} is larger than {limit} bytes. If that is right, raise MaxResponseBytes.")
            : OutcomeUnknown($"BigCommerce answered {(int)status}, but with more than the {limit} bytes that MaxResponseBytes allows", null);
    }

    public OutcomeUnknownException OutcomeUnknown(string what, Exception? cause) => new(
        $"{Method} {Path} went out at {Instant(SentAt)}, and {what}. It may or may not have been applied, and sent twice it would be applied twice: the client does not send it again. Read the state it should have changed, and send it again only if it has not. Correlation id {CorrelationId:D}.",
        Method.Method,
        Path,
        SentAt,
        CorrelationId,
        cause);

    /// <summary>The error of a call that cannot wait for quota any longer.</summary>
    public BigCommerceRateLimitException QuotaExhausted(TimeSpan retryAfter)
    {
        var retryAt = retryAfter > TimeSpan.Zero ? Store.Time.GetUtcNow() + retryAfter : (DateTimeOffset?)null;
        var error = ApiErrorFactory.Describe(this, HttpStatusCode.TooManyRequests, default) with { RetryAt = retryAt, Quota = Store.Limiter.Quota };
        var until = retryAt is { } at ? $" until {Instant(at)}" : string.Empty;
        return new BigCommerceRateLimitException(
            error,
            $"{Method} {Path} was not sent: the store's quota is used up{until}, and the call has no time left to wait for it. The limits are RequestOptions.MaxQuotaWait, Timeout, and the client's Resilience:RateLimit:MaxWait.");
    }

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    internal static string Text(ReadOnlySpan<byte> body, int maxChars)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, maxChars * 4)]);
        return text.Length <= maxChars ? text : text[..maxChars];
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using BigCommerce.Inventory.Diagnostics;
using BigCommerce.Inventory.Resilience;
using Polly;

namespace BigCommerce.Inventory.Http;

/// <summary>
/// One call on its way through the handlers: its settings, and its attempts. Attempts may overlap, when a strategy or
/// handler of the user's sends the request more than once: each changes only its own <see cref="Attempt"/>, and what the
/// call has done follows from all of them (<see cref="Effect"/>).
/// </summary>
internal sealed class Call
{
    private static readonly HttpRequestOptionsKey<Call> RequestKey = new("BigCommerce.Inventory.Call");
    private static readonly HttpRequestOptionsKey<RequestOptions?> OptionsKey = new(RequestOptions.PropertyKey);
    private static readonly ResiliencePropertyKey<Call> ContextKey = new("BigCommerce.Inventory.Call");
    private static readonly RequestOptions NoOptions = new();

    private readonly object _lock = new();
    private readonly long _startedAt;
    private readonly bool _hasBody;
    private string? _template;
    private Attempt? _last;
    private int _attempts;
    private bool _isSucceeded;
    private QuotaPermit? _permit;
    private Stack<QuotaPermit>? _furtherPermits;
    private bool _isEnded;
    private bool _isRateLimited;

    public Call(StoreContext store, HttpRequestMessage request)
    {
        Store = store;
        Method = request.Method;
        Path = request.RequestUri!.PathAndQuery;
        Options = OptionsOf(request);
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

    public bool IsIdempotent => RetrySafety.IsIdempotent(Method);

    /// <summary>Whether the API may apply a part of the request.</summary>
    public bool IsMetafieldBatch => Method != HttpMethod.Get && RequestEffects.IsMetafieldBatch(Path);

    public Guid CorrelationId { get; }

    /// <summary>The call's span; null when nobody listens.</summary>
    public Activity? Span { get; set; }

    public TimeSpan Elapsed => Store.Time.GetElapsedTime(_startedAt);

    public TimeSpan TotalTimeout => Options.Timeout ?? Store.Options.Resilience.Timeout;

    public TimeSpan AttemptTimeout => Options.AttemptTimeout ?? Store.Options.Resilience.AttemptTimeout;

    public int MaxRetryAttempts => Options.MaxRetryAttempts ?? Store.Options.Resilience.MaxRetryAttempts;

    public TimeSpan RetryDelay => Options.RetryDelay
        ?? (Method == HttpMethod.Get ? Store.Options.Resilience.ReadRetryDelay : Store.Options.Resilience.WriteRetryDelay);

    public TimeSpan MaxRetryDelay => Options.MaxRetryDelay ?? Store.Options.Resilience.MaxRetryDelay;

    public TimeSpan MaxRetryAfter => Options.MaxRetryAfter ?? Store.Options.Resilience.MaxRetryAfter;

    public RequestPriority Priority => Options.Priority ?? RequestPriority.Foreground;

    /// <summary>Whether the call waits for quota as long as it takes. Such waits do not count towards its <see cref="TotalTimeout"/>.</summary>
    public bool WaitsForQuotaWithoutLimit => MaxRateLimitWait == Timeout.InfiniteTimeSpan;

    /// <summary>How long the call may still wait for quota.</summary>
    public TimeSpan QuotaWaitLeft
    {
        get
        {
            if (WaitsForQuotaWithoutLimit)
            {
                return Timeout.InfiniteTimeSpan;
            }

            var budget = MaxRateLimitWait - QuotaWaited;
            var left = budget < TimeLeft ? budget : TimeLeft;
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>What is left of the call's time; <see cref="TimeSpan.MaxValue"/> without a limit. Negative when it is over.</summary>
    public TimeSpan TimeLeft => TotalTimeout == Timeout.InfiniteTimeSpan
        ? TimeSpan.MaxValue
        : TotalTimeout - (WaitsForQuotaWithoutLimit ? Elapsed - QuotaWaited : Elapsed);

    /// <summary>Whether the call waits for quota, or was cancelled while it did.</summary>
    public bool IsQueued { get; private set; }

    /// <summary>How long the call has waited for quota.</summary>
    public TimeSpan QuotaWaited { get; private set; }

    /// <summary>Failed attempts that were followed by another. Waits for quota are not among them.</summary>
    public int Retries { get; set; }

    /// <summary>Why there is a next attempt, as telemetry and logs name it; null when there is none.</summary>
    public string? RetryReason { get; set; }

    /// <summary>The wait before the next attempt, decided together with whether there is one.</summary>
    public TimeSpan NextDelay { get; set; }

    /// <summary>The token that the provider gave after a 401; null when there was none. It is tried once.</summary>
    public string? NewToken { get; set; }

    /// <summary>How many attempts were sent.</summary>
    public int Attempts => Volatile.Read(ref _attempts);

    /// <summary>The attempt that began last; null before the first.</summary>
    public Attempt? LastAttempt => Volatile.Read(ref _last);

    /// <summary>The last attempt's status code; null when it has none.</summary>
    public HttpStatusCode? LastStatus => LastAttempt?.Result?.Status;

    /// <summary>The rate-limit headers of the last attempt's response.</summary>
    public RateLimitHeaders LastHeaders => LastAttempt?.Result?.Headers ?? default;

    /// <summary>When a request was last sent.</summary>
    public DateTimeOffset SentAt => LastAttempt?.SentAt ?? default;

    /// <summary>
    /// What the call has done to the store: what its attempts have done. An attempt in doubt stays so whatever a later one
    /// ends in, and one that has not ended is in doubt.
    /// </summary>
    public RequestEffect Effect
    {
        get
        {
            if (Method == HttpMethod.Get)
            {
                return RequestEffect.None;
            }

            var effect = _isSucceeded ? RequestEffect.Applied : RequestEffect.None;
            for (var attempt = LastAttempt; attempt is not null && effect != RequestEffect.Applied; attempt = attempt.Earlier)
            {
                effect = attempt.Effect switch
                {
                    RequestEffect.Applied => RequestEffect.Applied,
                    RequestEffect.Unknown => RequestEffect.Unknown,
                    RequestEffect.Partial when effect == RequestEffect.None => RequestEffect.Partial,
                    _ => effect,
                };
            }

            return effect;
        }
    }

    /// <summary>Whether an attempt may have been handled whose response did not come or proves nothing.</summary>
    public bool HasAttemptInDoubt => AttemptInDoubt is not null;

    /// <summary>The status code of the attempt in doubt; null when it has none, or when its success could not be read.</summary>
    public HttpStatusCode? StatusInDoubt => AttemptInDoubt?.Result?.Status is { } status && (int)status is not (>= 200 and < 300) ? status : null;

    /// <summary>Whether the request may be sent once more: it is idempotent, or no attempt can have been handled.</summary>
    public bool MayBeSentAgain => IsIdempotent || Effect == RequestEffect.None;

    /// <summary>
    /// Whether a success comes from a handler or strategy, though requests were sent and none of them succeeded. A handler may
    /// replace the body of a success by one that can be read, except for a POST.
    /// </summary>
    public bool IsSuccessMadeUp => Method != HttpMethod.Get && LastAttempt is { } last && Effect != RequestEffect.Applied
        && !(IsIdempotent && last.Result is { Phase: AttemptPhase.Complete, Status: { } status } && (int)status is >= 200 and < 300);

    /// <summary>
    /// Whether a 404 is what an earlier attempt left behind. Only a deletion of one thing: of several, one may be
    /// missing and the rest still there.
    /// </summary>
    public bool IsDoneBy404 => Method == HttpMethod.Delete && !_hasBody && Effect != RequestEffect.None && !Path.Contains("%2C", StringComparison.OrdinalIgnoreCase);

    public static Call Of(HttpRequestMessage request) =>
        Find(request)
        ?? throw new InvalidOperationException("The request does not belong to a call of a BigCommerceInventoryClient, so it was not sent. A handler that copies requests must copy HttpRequestMessage.Options too.");

    /// <summary>The call of a request; null when it has none.</summary>
    public static Call? Find(HttpRequestMessage request) => request.Options.TryGetValue(RequestKey, out var call) ? call : null;

    public static RequestOptions OptionsOf(HttpRequestMessage request) =>
        request.Options.TryGetValue(OptionsKey, out var options) && options is not null ? options : NoOptions;

    public static Call Of(ResilienceContext context) =>
        context.Properties.TryGetValue(ContextKey, out var call)
            ? call
            : throw new InvalidOperationException("The strategy works only in the pipeline of a BigCommerceInventoryClient.");

    public void AttachTo(ResilienceContext context) => context.Properties.Set(ContextKey, this);

    /// <summary>Begins an attempt. For a POST, throws unless all earlier attempts ended without effect.</summary>
    /// <exception cref="InvalidOperationException">An earlier attempt may have been handled.</exception>
    public Attempt BeginAttempt()
    {
        lock (_lock)
        {
            for (var earlier = IsIdempotent ? null : _last; earlier is not null; earlier = earlier.Earlier)
            {
                if (earlier.Result is not { Effect: RequestEffect.None })
                {
                    throw new InvalidOperationException($"A handler or strategy tried to send {Method} {Path} again, though the first may have been applied. Retries are the client's own: handlers and strategies must not repeat a POST.");
                }
            }

            var attempt = new Attempt(_last, NewToken);
            Volatile.Write(ref _last, attempt);
            return attempt;
        }
    }

    /// <exception cref="InvalidOperationException">The call has ended.</exception>
    public void BeginSending(Attempt attempt)
    {
        lock (_lock)
        {
            if (_isEnded)
            {
                throw new InvalidOperationException($"A handler or strategy tried to send {Method} {Path} after the call had ended, so it was not sent.");
            }

            attempt.BeginSending(Store.Time.GetUtcNow(), ++_attempts);
        }
    }

    /// <summary>Ends the sending: an attempt that a handler or strategy has left running must not send after the caller was told the effect.</summary>
    public void EndSending()
    {
        lock (_lock)
        {
            _isEnded = true;
        }
    }

    /// <summary>The call ends in a success.</summary>
    public void Succeed() => _isSucceeded = true;

    /// <summary>Holds a permit of the rate limiter for the next attempt.</summary>
    public void AddPermit(in QuotaPermit permit)
    {
        lock (_lock)
        {
            _isRateLimited = true;
            if (_permit is { } earlier)
            {
                // Attempts overlap.
                (_furtherPermits ??= new Stack<QuotaPermit>()).Push(earlier);
            }

            _permit = permit;
        }
    }

    /// <summary>Takes a permit that no attempt has taken.</summary>
    /// <returns>Null when there is none.</returns>
    public QuotaPermit? TakeUnusedPermit()
    {
        lock (_lock)
        {
            var permit = _permit;
            _permit = _furtherPermits is { Count: > 0 } further ? further.Pop() : null;
            return permit;
        }
    }

    /// <summary>
    /// The permit for an attempt: the one that the pipeline acquired, or a further one where a handler sends more often than
    /// the pipeline knows. Null in a pipeline without the store's rate limit.
    /// </summary>
    public ValueTask<QuotaPermit?> TakePermitAsync(CancellationToken cancellationToken)
    {
        return !_isRateLimited ? default
            : TakeUnusedPermit() is { } permit ? new ValueTask<QuotaPermit?>(permit)
            : AcquireAnotherAsync(cancellationToken);
    }

    /// <summary>Waits until the store's quota allows one more request.</summary>
    /// <returns>The permit, granted or refused.</returns>
    public async ValueTask<QuotaPermit> AcquirePermitAsync(CancellationToken cancellationToken)
    {
        if (_ticket == 0)
        {
            _ticket = Store.Limiter.NextTicket();
        }

        // Read before queueing: a test clock may advance while AcquireAsync runs.
        var startedAt = Elapsed;
        IsQueued = true;
        var granted = Store.Limiter.AcquireAsync(new QuotaRequest(_ticket, Priority, Store.QuotaReserve, QuotaWaitLeft), cancellationToken);
        if (granted.IsCompletedSuccessfully)
        {
            IsQueued = false;
            QuotaWaited += Elapsed - startedAt;
            return granted.Result;
        }

        Telemetry.BeginQuotaWait(this);
        try
        {
            var permit = await granted.ConfigureAwait(false);
            IsQueued = false;
            return permit;
        }
        finally
        {
            var waited = Elapsed - startedAt;
            QuotaWaited += waited;
            Telemetry.EndQuotaWait(this, waited);
            Log.WaitedForQuota(Store.Logger, Method.Method, Path, waited.TotalMilliseconds, Store.Credentials.StoreHash);
        }
    }

    /// <summary>Whether the call's time lasts for another attempt after that wait.</summary>
    public bool HasTimeFor(TimeSpan wait) => wait < TimeLeft;

    /// <summary>The error that a success without a readable body ends in.</summary>
    public BigCommerceException UnreadableAnswer(HttpStatusCode status, ReadOnlySpan<byte> body, Exception? cause)
    {
        if (!IsIdempotent)
        {
            return OutcomeUnknown($"BigCommerce answered {(int)status}, but with something else than the JSON that the API documents", cause);
        }

        var error = ApiErrorFactory.Describe(this, status, body);
        return new BigCommerceInvalidResponseException(
            error,
            $"BigCommerce answered {(int)status} to {Method} {Path}, but the answer is not the JSON that the API documents. Something between may have replaced or cut it: see Error.Body.",
            cause);
    }

    /// <summary>The error that an answer over the size limit ends in.</summary>
    public BigCommerceException TooLargeAnswer(HttpStatusCode status)
    {
        var limit = Store.Options.MaxResponseBytes;
        return IsIdempotent
            ? new BigCommerceInvalidResponseException(
                ApiErrorFactory.Describe(this, status, default),
                $"The answer to {Method} {Path} is larger than {limit} bytes. If that is right, raise MaxResponseBytes.")
            { IsTooLarge = true }
            : OutcomeUnknown($"BigCommerce answered {(int)status}, but with more than the {limit} bytes that MaxResponseBytes allows", null);
    }

    public BigCommerceEffectUnknownException OutcomeUnknown(string what, Exception? cause) => new(
        $"{Method} {Path} went out at {ApiErrorMessage.Instant(SentAt)}, and {what}. It may or may not have been applied, and sent twice it would be applied twice: the client does not send it again. Read the state it should have changed, and send it again only if it has not. Correlation id {CorrelationId:D}.",
        Method.Method,
        Path,
        SentAt,
        CorrelationId,
        cause);

    /// <summary>The error of a call that cannot wait for quota any longer.</summary>
    public BigCommerceRateLimitException QuotaExhausted(TimeSpan retryAfter)
    {
        var retryAt = retryAfter > TimeSpan.Zero ? Store.Time.GetUtcNow() + retryAfter : (DateTimeOffset?)null;
        var error = ApiErrorFactory.Describe(this, HttpStatusCode.TooManyRequests, default) with { RetryAt = retryAt, RateLimit = Store.Limiter.Quota };
        var until = retryAt is { } at ? $" until {ApiErrorMessage.Instant(at)}" : string.Empty;
        return new BigCommerceRateLimitException(
            error,
            $"{Method} {Path} was not sent{(Attempts > 0 ? " again" : string.Empty)}: the store's quota is used up{until}, and the call has no time left to wait for it. The limits are RequestOptions.MaxRateLimitWait, Timeout, and the client's Resilience:MaxRateLimitWait.");
    }

    private Attempt? AttemptInDoubt
    {
        get
        {
            var attempt = LastAttempt;
            while (attempt is not null && attempt.Effect != RequestEffect.Unknown)
            {
                attempt = attempt.Earlier;
            }

            return attempt;
        }
    }

    private TimeSpan MaxRateLimitWait => Options.MaxRateLimitWait ?? Store.Options.Resilience.MaxRateLimitWait;

    private async ValueTask<QuotaPermit?> AcquireAnotherAsync(CancellationToken cancellationToken)
    {
        var permit = await AcquirePermitAsync(cancellationToken).ConfigureAwait(false);
        return permit.IsGranted ? permit : throw QuotaExhausted(permit.RetryAfter);
    }

    // Position in the limiter's queue; 0 until first queued.
    private long _ticket;
}

using System.Diagnostics;
using System.Net;
using BigCommerce.Inventory.Diagnostics;
using BigCommerce.Inventory.Resilience;
using Polly;

namespace BigCommerce.Inventory.Http;

/// <summary>
/// The state of one call: its settings, its permits and its attempts. Attempts may overlap when a strategy or handler of the
/// application sends the request more than once. Each attempt changes only its own <see cref="Attempt"/>, and
/// <see cref="Effect"/> combines all of them.
/// </summary>
/// <remarks>No code outside of this assembly can reference a call, so its methods lock the call itself.</remarks>
internal sealed class Call
{
    private static readonly HttpRequestOptionsKey<Call> RequestKey = new("BigCommerce.Inventory.Call");
    private static readonly HttpRequestOptionsKey<RequestOptions> OptionsKey = new(RequestOptions.PropertyKey);
    private static readonly ResiliencePropertyKey<Call> ContextKey = new("BigCommerce.Inventory.Call");
    private static readonly RequestOptions NoOptions = new();

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

    // Position in the limiter's queue; 0 until the call first waits for quota.
    private long _ticket;

    public Call(StoreContext store, HttpRequestMessage request, string path)
    {
        Store = store;
        Method = request.Method;
        Path = path;
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

    /// <summary>The path and query, including the store's hash.</summary>
    public string Path { get; }

    /// <summary>The path below the API's root, with placeholders for ids: the operation's name in telemetry.</summary>
    public string Template => _template ??= UrlTemplate.Of(Path.AsSpan(Store.BaseAddress.AbsolutePath.Length));

    public bool IsIdempotent => RetrySafety.IsIdempotent(Method);

    /// <summary>Whether the request is a metafield batch, which the API may apply in part.</summary>
    public bool IsMetafieldBatch => Method != HttpMethod.Get && RequestEffects.IsMetafieldBatch(Path);

    public Guid CorrelationId { get; }

    /// <summary>The call's span; null without a listener.</summary>
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

    /// <summary>Whether the call may wait for quota without a limit. Such waits do not count towards <see cref="TotalTimeout"/>.</summary>
    public bool WaitsForQuotaWithoutLimit => MaxRateLimitWait == Timeout.InfiniteTimeSpan;

    /// <summary>The remaining time that the call may wait for quota.</summary>
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

    /// <summary>The time until the call's timeout; <see cref="TimeSpan.MaxValue"/> without a timeout, negative after it.</summary>
    public TimeSpan TimeLeft => TotalTimeout == Timeout.InfiniteTimeSpan
        ? TimeSpan.MaxValue
        : TotalTimeout - (WaitsForQuotaWithoutLimit ? Elapsed - QuotaWaited : Elapsed);

    /// <summary>Whether the call's timeout ended an attempt.</summary>
    public bool IsTimedOut { get; set; }

    /// <summary>The total time that the call has waited for quota.</summary>
    public TimeSpan QuotaWaited { get; private set; }

    /// <summary>The number of retries. Attempts that follow a 429 or a rejected token are not retries.</summary>
    public int Retries { get; set; }

    /// <summary>The reason for the next attempt, as in telemetry and logs; null when there is no next attempt.</summary>
    public string? RetryReason { get; set; }

    /// <summary>The delay before the next attempt. It is set together with <see cref="RetryReason"/>.</summary>
    public TimeSpan NextDelay { get; set; }

    /// <summary>The token that the provider returned after a 401; null when there is none. It is used for one attempt.</summary>
    public string? NewToken { get; set; }

    /// <summary>The number of attempts that were sent.</summary>
    public int Attempts => Volatile.Read(ref _attempts);

    /// <summary>The attempt that started last; null before the first one.</summary>
    public Attempt? LastAttempt => Volatile.Read(ref _last);

    /// <summary>The last attempt's status code; null when it has none.</summary>
    public HttpStatusCode? LastStatus => LastAttempt?.Result?.Status;

    /// <summary>The rate-limit headers of the last attempt's response.</summary>
    public RateLimitHeaders LastHeaders => LastAttempt?.Result?.Headers ?? default;

    /// <summary>When the last attempt was sent.</summary>
    public DateTimeOffset SentAt => LastAttempt?.SentAt ?? default;

    /// <summary>
    /// The effect of the call, combined from its attempts. The result of a later attempt does not change an unknown effect of
    /// an earlier one. The effect of an attempt in progress is unknown.
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

    /// <summary>Whether the effect of an attempt is unknown.</summary>
    public bool HasAttemptInDoubt => AttemptInDoubt is not null;

    /// <summary>
    /// The status code of the attempt whose effect is unknown; null when it has none, or when it is a success that could not be
    /// read.
    /// </summary>
    public HttpStatusCode? StatusInDoubt =>
        AttemptInDoubt?.Result?.Status is { } status && (int)status is not (>= 200 and < 300) ? status : null;

    /// <summary>Whether the request may be sent again: it is idempotent, or no attempt had an effect.</summary>
    public bool CanBeResent => IsIdempotent || Effect == RequestEffect.None;

    /// <summary>
    /// Whether a handler or strategy returned a success although no attempt succeeded. For idempotent requests a handler may
    /// replace the unreadable body of a success.
    /// </summary>
    public bool IsSuccessNotFromApi => Method != HttpMethod.Get && LastAttempt is { } last && Effect != RequestEffect.Applied
        && !(IsIdempotent && last.Result is { Phase: AttemptPhase.Complete, Status: { } status } && (int)status is >= 200 and < 300);

    /// <summary>
    /// Whether a 404 means that an earlier attempt of this deletion succeeded. It does not for several ids: the API returns 404
    /// if one of them is missing, while the others may still exist.
    /// </summary>
    public bool Is404Success =>
        Method == HttpMethod.Delete
            && !_hasBody
            && Effect != RequestEffect.None
            && !Path.Contains("%2C", StringComparison.OrdinalIgnoreCase);

    public static Call Of(HttpRequestMessage request) =>
        Find(request)
        ?? throw new InvalidOperationException(
            "The request was not sent, because it does not belong to a call of a BigCommerceInventoryClient. A handler that copies requests must copy HttpRequestMessage.Options too.");

    /// <summary>The call of a request; null when it has none.</summary>
    public static Call? Find(HttpRequestMessage request) => request.Options.TryGetValue(RequestKey, out var call) ? call : null;

    public static RequestOptions OptionsOf(HttpRequestMessage request) =>
        request.Options.TryGetValue(OptionsKey, out var options) ? options : NoOptions;

    public static Call Of(ResilienceContext context) =>
        context.Properties.TryGetValue(ContextKey, out var call)
            ? call
            : throw new InvalidOperationException(
                "The strategy works only in the pipeline of a BigCommerceInventoryClient. Add it with ConfigurePipeline.");

    public void AttachTo(ResilienceContext context) => context.Properties.Set(ContextKey, this);

    /// <summary>Starts an attempt.</summary>
    /// <exception cref="InvalidOperationException">
    /// The request is not idempotent, and an earlier attempt had or may have had an effect.
    /// </exception>
    public Attempt BeginAttempt()
    {
        lock (this)
        {
            for (var earlier = IsIdempotent ? null : _last; earlier is not null; earlier = earlier.Earlier)
            {
                if (earlier.Result is not { Effect: RequestEffect.None })
                {
                    throw new InvalidOperationException(
                        $"A handler or strategy tried to send {Method} {Path} again, although the first attempt may have been applied. Only the client retries: handlers and strategies must not repeat a POST.");
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
        lock (this)
        {
            if (_isEnded)
            {
                throw new InvalidOperationException(
                    $"A handler or strategy tried to send {Method} {Path} after the call had ended. The request was not sent.");
            }

            attempt.BeginSending(Store.Time.GetUtcNow(), ++_attempts);
        }
    }

    /// <summary>
    /// Blocks further sends. The caller is about to get the call's effect, and an attempt that a handler left running must not
    /// change it.
    /// </summary>
    public void EndSending()
    {
        lock (this)
        {
            _isEnded = true;
        }
    }

    /// <summary>Records that the call succeeded.</summary>
    public void Succeed() => _isSucceeded = true;

    /// <summary>Stores a permit for the next attempt.</summary>
    public void AddPermit(in QuotaPermit permit)
    {
        lock (this)
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

    /// <summary>Removes a permit that no attempt has taken; null when there is none.</summary>
    public QuotaPermit? TakeUnusedPermit()
    {
        lock (this)
        {
            var permit = _permit;
            _permit = _furtherPermits is { Count: > 0 } further ? further.Pop() : null;
            return permit;
        }
    }

    /// <summary>
    /// Gets the permit for an attempt: the one that the pipeline acquired, or another one when a handler sends the request more
    /// than once. Null in a pipeline without the store's rate limit.
    /// </summary>
    public ValueTask<QuotaPermit?> TakePermitAsync(CancellationToken cancellationToken) =>
        !_isRateLimited ? default
        : TakeUnusedPermit() is { } permit ? new ValueTask<QuotaPermit?>(permit)
        : AcquireAnotherAsync(cancellationToken);

    /// <summary>Waits until the store's quota allows one more request.</summary>
    /// <returns>The permit, granted or denied.</returns>
    public ValueTask<QuotaPermit> AcquirePermitAsync(CancellationToken cancellationToken)
    {
        if (_ticket == 0)
        {
            _ticket = Store.Limiter.NextTicket();
        }

        return Store.Limiter.TryAcquire(Store.QuotaReserve) is { } permit
            ? new ValueTask<QuotaPermit>(permit)
            : WaitForPermitAsync(cancellationToken);
    }

    /// <summary>Whether the call's timeout allows another attempt after that wait.</summary>
    public bool HasTimeFor(TimeSpan wait) => !IsTimedOut && wait < TimeLeft;

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

    private async ValueTask<QuotaPermit> WaitForPermitAsync(CancellationToken cancellationToken)
    {
        // Read the clock before the call: a test clock may advance while AcquireAsync runs.
        var startedAt = Elapsed;
        var granted = Store.Limiter.AcquireAsync(new QuotaRequest(_ticket, Priority, Store.QuotaReserve, QuotaWaitLeft), cancellationToken);
        var hasToWait = !granted.IsCompletedSuccessfully;
        if (hasToWait)
        {
            CallTelemetry.BeginQuotaWait(this);
        }

        try
        {
            return await granted.ConfigureAwait(false);
        }
        finally
        {
            var waited = Elapsed - startedAt;
            QuotaWaited += waited;
            if (hasToWait)
            {
                CallTelemetry.EndQuotaWait(this, waited);
                Log.WaitedForQuota(Store.Logger, Method.Method, Path, waited.TotalMilliseconds, Store.Credentials.StoreHash);
            }
        }
    }

    private async ValueTask<QuotaPermit?> AcquireAnotherAsync(CancellationToken cancellationToken)
    {
        var permit = await AcquirePermitAsync(cancellationToken).ConfigureAwait(false);
        return permit.IsGranted ? permit : throw CallErrors.QuotaExhausted(this, permit.RetryAfter);
    }
}

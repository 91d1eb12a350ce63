using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using BigCommerce.Inventory.Diagnostics;
using BigCommerce.Inventory.Http;
using BigCommerce.Inventory.Resilience;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace BigCommerce.Inventory;

/// <summary>The pipeline that every call runs through, and its parts for pipelines of your own.</summary>
/// <remarks>
/// A pipeline is built for each store when it is first asked for, so what strategies keep (an open circuit) is the
/// store's. The attempts of a call must follow one another: hedging does not go together with it.
/// </remarks>
public static class StorePipeline
{
    /// <summary>
    /// Adds the SDK's own strategies, outermost first: the call's deadline, safe retries, circuit breaker, the store's
    /// rate limit, the attempt's deadline. What is added before runs around all attempts, what is added after around each one.
    /// </summary>
    /// <param name="builder">The pipeline.</param>
    /// <param name="context">The store and its settings.</param>
    /// <returns>The same builder.</returns>
    public static ResiliencePipelineBuilder<HttpResponseMessage> AddStoreDefaults(this ResiliencePipelineBuilder<HttpResponseMessage> builder, StorePipelineContext context)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(context);
        builder
            .AddTimeout(new TimeoutStrategyOptions
            {
                Name = "total",
                TimeoutGenerator = static args => new(CallContext.Of(args.Context).TotalTimeout),
            })
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                Name = "retry",
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = args => new(DecideRetry(CallContext.Of(args.Context), args.Outcome, context.Random)),
                DelayGenerator = static args => new(CallContext.Of(args.Context).NextDelay),
                OnRetry = static args =>
                {
                    NoteRetry(CallContext.Of(args.Context), args.Outcome);
                    return default;
                },
            });

        if (context.Options.CircuitBreaker is { Enabled: true } breaker)
        {
            builder.AddCircuitBreaker(CircuitBreaker(breaker, context));
        }

        return builder
            .AddStoreRateLimiter()
            .AddTimeout(new TimeoutStrategyOptions
            {
                Name = "attempt",
                TimeoutGenerator = static args => new(CallContext.Of(args.Context).AttemptTimeout),
            });
    }

    /// <summary>
    /// Adds the store's rate limit: an attempt waits until the quota allows it, in line with all other callers of the store
    /// in the process. Part of <see cref="AddStoreDefaults"/>; put it inside of what repeats attempts.
    /// </summary>
    /// <param name="builder">The pipeline.</param>
    /// <returns>The same builder.</returns>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Polly validates the options' annotations, and these options have none.")]
    public static ResiliencePipelineBuilder<HttpResponseMessage> AddStoreRateLimiter(this ResiliencePipelineBuilder<HttpResponseMessage> builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddStrategy(static _ => new StoreRateLimiterStrategy(), new RateLimiterStrategyOptions());
    }

    internal static ResiliencePipeline<HttpResponseMessage> Build(StoreContext store, Action<ResiliencePipelineBuilder<HttpResponseMessage>, StorePipelineContext>? configure, Func<double> random)
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { Name = "BigCommerce.Inventory", TimeProvider = store.Time };
        var context = new StorePipelineContext(store, random);
        if (configure is null)
        {
            builder.AddStoreDefaults(context);
        }
        else
        {
            configure(builder, context);
        }

        return builder.Build();
    }

    /// <summary>Decides whether another attempt follows, and after which wait: <see cref="CallContext.NextDelay"/>.</summary>
    private static bool DecideRetry(CallContext call, Outcome<HttpResponseMessage> outcome, Func<double> random)
    {
        var wait = Judge(call, outcome) switch
        {
            AttemptVerdict.RateLimited => WaitForQuota(call),
            AttemptVerdict.Retry => WaitAfterFailure(call, outcome, random),
            _ => outcome.Result is not null && call is { NewToken: not null, NewTokenTried: false } ? TimeSpan.Zero : null,
        };
        call.NextDelay = wait ?? TimeSpan.Zero;
        return wait is { } delay && call.HasTimeFor(delay);
    }

    private static AttemptVerdict Judge(CallContext call, Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Result: { } response } => RetrySafety.Judge(call.Method, response.StatusCode),
        { Exception: HttpRequestException or TimeoutRejectedException or BigCommerceResponseException } => RetrySafety.Judge(call.Method, call.Phase),

        // Bulk work can wait until the store answers again; for a foreground call somebody waits.
        { Exception: BrokenCircuitException } when call.Priority == RequestPriority.Background => AttemptVerdict.Retry,
        _ => AttemptVerdict.Final,
    };

    /// <summary>After a 429 the limiter makes everyone wait, this call too: unless it cannot, and then the answer is the call's end.</summary>
    private static TimeSpan? WaitForQuota(CallContext call)
    {
        var asked = call.LastHeaders.RetryAfter ?? call.LastHeaders.Reset;
        return call.MaxRetries > 0 && (asked is null || asked <= call.MaxServerDelay) && call.Store.Limiter.IsWithin(call.QuotaWaitLeft)
            ? TimeSpan.Zero
            : null;
    }

    private static TimeSpan? WaitAfterFailure(CallContext call, Outcome<HttpResponseMessage> outcome, Func<double> random)
    {
        if (call.Retries >= call.MaxRetries)
        {
            return null;
        }

        var asked = outcome.Exception is BrokenCircuitException open ? open.RetryAfter : call.LastHeaders.RetryAfter;
        return asked <= call.MaxServerDelay || asked is null
            ? asked ?? RetryDelay.Exponential(call.RetryDelay, call.MaxRetryDelay, call.Retries, random())
            : null;
    }

    private static void NoteRetry(CallContext call, Outcome<HttpResponseMessage> outcome)
    {
        var verdict = Judge(call, outcome);
        call.Retries += verdict == AttemptVerdict.Retry ? 1 : 0;

        // An unreadable success counts as in doubt here too, and it was more: done.
        call.MayBeDoneAlready |= verdict == AttemptVerdict.Retry && call.WentOut;
        var reason = verdict == AttemptVerdict.RateLimited ? "quota"
            : verdict != AttemptVerdict.Retry ? "token"
            : outcome.Result is { } response ? ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture)
            : outcome.Exception switch
            {
                TimeoutRejectedException => "timeout",
                BrokenCircuitException => "circuit",
                BigCommerceResponseException => "unreadable",
                _ => "connection",
            };
        Telemetry.Retry(call, reason);
        if (verdict == AttemptVerdict.Retry)
        {
            Log.Retrying(call.Store.Logger, call.Method.Method, call.Path, call.Attempts, reason, call.NextDelay.TotalMilliseconds);
        }
        else if (verdict == AttemptVerdict.Final)
        {
            Log.TokenReplaced(call.Store.Logger, call.Store.Credentials.StoreHash);
        }
    }

    private static CircuitBreakerStrategyOptions<HttpResponseMessage> CircuitBreaker(CircuitBreakerOptions options, StorePipelineContext context)
    {
        var state = new CircuitBreakerStateProvider();
        return new()
        {
            Name = "circuit breaker",
            FailureRatio = options.FailureRatio,
            MinimumThroughput = options.MinimumThroughput,
            SamplingDuration = options.SamplingDuration,
            BreakDuration = options.BreakDuration,
            StateProvider = state,
            ShouldHandle = args => new(args.Outcome switch
            {
                { Result: { } response } => RetrySafety.IsOutage(response.StatusCode),
                { Exception: HttpRequestException or TimeoutRejectedException } => true,

                // The call's own deadline came before the attempt's.
                { Exception: OperationCanceledException } when CallContext.Of(args.Context) is { WentOut: true } call && !call.HasTimeFor(TimeSpan.Zero) => true,

                // A probe that was given up or never went out has shown nothing: the next one finds out.
                { Exception: OperationCanceledException or BigCommerceRateLimitException } => state.CircuitState == CircuitState.HalfOpen,
                _ => false,
            }),
            OnOpened = args =>
            {
                Telemetry.CircuitOpened();
                Log.CircuitOpened(context.Logger, context.StoreHash, args.BreakDuration.TotalMilliseconds);
                return default;
            },
            OnHalfOpened = _ =>
            {
                Log.CircuitProbing(context.Logger, context.StoreHash);
                return default;
            },
            OnClosed = _ =>
            {
                Log.CircuitClosed(context.Logger, context.StoreHash);
                return default;
            },
        };
    }

    private sealed class RateLimiterStrategyOptions : ResilienceStrategyOptions
    {
        public RateLimiterStrategyOptions() => Name = "rate limit";
    }
}

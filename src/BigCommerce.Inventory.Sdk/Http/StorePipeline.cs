using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using BigCommerce.Inventory.Diagnostics;
using BigCommerce.Inventory.Http;
using BigCommerce.Inventory.Resilience;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace BigCommerce.Inventory;

/// <summary>The resilience pipeline of every call, and its parts for custom pipelines.</summary>
/// <remarks>
/// A pipeline is built on first use for each store and each set of settings, so the state of its strategies (an open circuit)
/// belongs to one store. Even if a custom pipeline retries a POST that may have been applied, the client does not send it again.
/// </remarks>
public static class StorePipeline
{
    private const string QuotaReason = "quota";
    private const string TokenReason = "token";

    // Polly ignores a generated timeout of zero or less.
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Adds the default strategies, outermost first: safe retries, the circuit breaker, the store's rate limit, and the timeouts of
    /// the call and of the attempt. Strategies added before them wrap all attempts; strategies added after them wrap each attempt.
    /// </summary>
    /// <param name="builder">The pipeline.</param>
    /// <param name="context">The store and its settings.</param>
    /// <returns>The same builder.</returns>
    public static ResiliencePipelineBuilder<HttpResponseMessage> AddStoreDefaults(
        this ResiliencePipelineBuilder<HttpResponseMessage> builder,
        StorePipelineContext context)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(context);
        builder.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            Name = "retry",
            MaxRetryAttempts = int.MaxValue,
            ShouldHandle = args => new(DecideRetry(Call.Of(args.Context), args.Outcome, context.Random)),
            DelayGenerator = static args => new(Call.Of(args.Context).NextDelay),
            OnRetry = static args =>
            {
                RecordRetry(Call.Of(args.Context));
                return default;
            },
        });

        if (context.Options.CircuitBreaker is { Enabled: true } breaker)
        {
            builder.AddCircuitBreaker(CircuitBreaker(breaker, context));
        }

        // One timer ends an attempt at its own timeout and at the call's. The call's other waits, for quota and before a retry, are
        // limited to the time that the call has left.
        return builder
            .AddStoreRateLimiter()
            .AddTimeout(new TimeoutStrategyOptions
            {
                Name = "timeout",
                TimeoutGenerator = static args => new(NextTimeout(Call.Of(args.Context))),
                OnTimeout = static args =>
                {
                    var call = Call.Of(args.Context);
                    if (args.Timeout != call.AttemptTimeout)
                    {
                        call.IsTimedOut = true;
                    }

                    return default;
                },
            });
    }

    /// <summary>
    /// Adds the store's rate limit: an attempt waits until the quota allows it, in one queue with all other callers of the store
    /// in the process. <see cref="AddStoreDefaults"/> includes it. Add it after strategies that retry, so that each attempt waits.
    /// </summary>
    /// <param name="builder">The pipeline.</param>
    /// <returns>The same builder.</returns>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Polly validates the options' annotations, and these options have none.")]
    public static ResiliencePipelineBuilder<HttpResponseMessage> AddStoreRateLimiter(
        this ResiliencePipelineBuilder<HttpResponseMessage> builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddStrategy(static _ => new StoreRateLimiterStrategy(), new RateLimiterStrategyOptions());
    }

    internal static BuiltPipeline Build(
        StorePipelineContext context,
        TimeProvider time,
        Action<ResiliencePipelineBuilder<HttpResponseMessage>, StorePipelineContext>? configure)
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { Name = "BigCommerce.Inventory", TimeProvider = time };
        if (configure is null)
        {
            builder.AddStoreDefaults(context);
        }
        else
        {
            configure(builder, context);
        }

        return new BuiltPipeline(builder.Build(), context.Circuit);
    }

    /// <summary>The timeout of the next attempt: its own, or the rest of the call's if that is shorter.</summary>
    private static TimeSpan NextTimeout(Call call)
    {
        var attempt = call.AttemptTimeout;
        var left = call.TimeLeft;
        return left == TimeSpan.MaxValue || (attempt != Timeout.InfiniteTimeSpan && attempt < left) ? attempt
            : left > ShortestTimeout ? left
            : ShortestTimeout;
    }

    /// <summary>Decides whether another attempt follows, and sets <see cref="Call.NextDelay"/>.</summary>
    private static bool DecideRetry(Call call, Outcome<HttpResponseMessage> outcome, Func<double> random)
    {
        call.RetryReason = ReasonToRetry(call, outcome);
        var wait = call.RetryReason switch
        {
            null => null,
            QuotaReason => WaitForQuota(call),
            TokenReason => TimeSpan.Zero,
            _ => WaitAfterFailure(call, outcome, random),
        };
        call.NextDelay = wait ?? TimeSpan.Zero;
        return wait is { } delay && call.HasTimeFor(delay);
    }

    /// <summary>Gets the reason to send the request again, as in telemetry and logs; null when there is none.</summary>
    private static string? ReasonToRetry(Call call, Outcome<HttpResponseMessage> outcome)
    {
        if (!call.CanBeResent)
        {
            return null;
        }

        return outcome switch
        {
            { Result.StatusCode: HttpStatusCode.Unauthorized } => call is { NewToken: not null, LastAttempt.NewToken: null }
                ? TokenReason
                : null,
            _ when call.MaxRetryAttempts == 0 => null,
            { Result.StatusCode: HttpStatusCode.TooManyRequests } => QuotaReason,
            { Result: { } response } => RetrySafety.IsTransient(response.StatusCode) ? ((int)response.StatusCode)
                .ToString(CultureInfo.InvariantCulture) : null,
            { Exception: TimeoutRejectedException } => "timeout",
            { Exception: HttpRequestException } => "connection",
            { Exception: BigCommerceInvalidResponseException { IsTooLarge: false } } => "unreadable",

            // Background calls wait until the circuit closes; foreground calls fail fast.
            { Exception: BrokenCircuitException } when call.Priority == RequestPriority.Background => "circuit",
            _ => null,
        };
    }

    /// <summary>After a 429 the next attempt waits in the rate limiter. Returns null when that wait exceeds a limit of the call.</summary>
    private static TimeSpan? WaitForQuota(Call call)
    {
        if (call.WaitsForQuotaWithoutLimit)
        {
            return TimeSpan.Zero;
        }

        var retryAfter = call.LastHeaders.RetryAfter ?? call.LastHeaders.Reset;
        return (retryAfter is null || retryAfter <= call.MaxRetryAfter) && call.Store.Limiter.IsWithin(call.QuotaWaitLeft)
            ? TimeSpan.Zero
            : null;
    }

    private static TimeSpan? WaitAfterFailure(Call call, Outcome<HttpResponseMessage> outcome, Func<double> random)
    {
        if (call.Retries >= call.MaxRetryAttempts)
        {
            return null;
        }

        var retryAfter = outcome.Exception is BrokenCircuitException open ? open.RetryAfter : call.LastHeaders.RetryAfter;
        return retryAfter <= call.MaxRetryAfter || retryAfter is null
            ? retryAfter ?? RetryDelay.Exponential(call.RetryDelay, call.MaxRetryDelay, call.Retries, random())
            : null;
    }

    private static void RecordRetry(Call call)
    {
        var reason = call.RetryReason!;
        CallTelemetry.Retry(call, reason);
        switch (reason)
        {
            case QuotaReason:
                break;
            case TokenReason:
                Log.TokenReplaced(call.Store.Logger, call.Store.Credentials.StoreHash);
                break;
            default:
                call.Retries++;
                Log.Retrying(call.Store.Logger, call.Method.Method, call.Path, call.Attempts, reason, call.NextDelay.TotalMilliseconds);
                break;
        }
    }

    private static CircuitBreakerStrategyOptions<HttpResponseMessage> CircuitBreaker(
        CircuitBreakerOptions options,
        StorePipelineContext context)
    {
        var state = context.Circuit = new CircuitBreakerStateProvider();
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
                { Exception: TimeoutRejectedException } => Call.Of(args.Context) is not { IsTimedOut: true, LastAttempt: null or { IsSending: false } }
                    || state.CircuitState == CircuitState.HalfOpen,
                { Exception: HttpRequestException } => true,

                // A probe that was cancelled or not sent proves nothing: keep the circuit open until the next probe.
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

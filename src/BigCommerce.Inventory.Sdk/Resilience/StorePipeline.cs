using BigCommerce.Inventory.Http;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace BigCommerce.Inventory.Resilience;

/// <summary>The pipeline that every call runs through, outermost first.</summary>
internal static class StorePipeline
{
    public static readonly ResiliencePropertyKey<CallContext> Call = new("BigCommerce.Inventory.Call");

    public static ResiliencePipeline<HttpResponseMessage> Build(TimeProvider time, Func<double> random)
    {
        return new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddTimeout(new TimeoutStrategyOptions
            {
                Name = "total",
                TimeoutGenerator = static args => new(CallOf(args.Context) is var call ? call.Options.Timeout ?? call.Store.Options.Resilience.TotalTimeout : default),
            })
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                Name = "retry",
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = static args => new(ShouldRetry(args)),
                DelayGenerator = args => new(Delay(args, random)),
            })
            .AddTimeout(new TimeoutStrategyOptions
            {
                Name = "attempt",
                TimeoutGenerator = static args => new(CallOf(args.Context) is var call ? call.Options.AttemptTimeout ?? call.Store.Options.Resilience.AttemptTimeout : default),
            })
            .Build();
    }

    private static bool ShouldRetry(RetryPredicateArguments<HttpResponseMessage> args)
    {
        var call = CallOf(args.Context);
        if (args.AttemptNumber >= (call.Options.MaxRetries ?? call.Store.Options.Resilience.MaxRetries))
        {
            return false;
        }

        var verdict = args.Outcome switch
        {
            { Result: { } response } => RetrySafety.Judge(call.Method, response.StatusCode),
            { Exception: HttpRequestException failure } => RetrySafety.Judge(call.Method, failure),
            { Exception: TimeoutRejectedException } when RetrySafety.IsIdempotent(call.Method) => AttemptVerdict.Retry,
            { Exception: BigCommerceResponseException { Error.Body: not null } } => AttemptVerdict.Retry,
            _ => AttemptVerdict.Final,
        };
        if (verdict == AttemptVerdict.RateLimited)
        {
            // Past the cap the caller learns when to come back, instead of waiting.
            return (call.LastHeaders.RetryAfter ?? call.LastHeaders.Reset ?? TimeSpan.Zero) <= call.Store.Options.Resilience.MaxServerDelay;
        }

        return verdict == AttemptVerdict.Retry;
    }

    private static TimeSpan? Delay(RetryDelayGeneratorArguments<HttpResponseMessage> args, Func<double> random)
    {
        var call = CallOf(args.Context);
        var options = call.Store.Options.Resilience;
        if (args.Outcome.Result is { } response)
        {
            var asked = call.LastHeaders.RetryAfter ?? ((int)response.StatusCode == 429 ? call.LastHeaders.Reset : null);
            response.Dispose();
            if (asked is { } wait && wait <= options.MaxServerDelay)
            {
                return wait;
            }
        }

        var baseDelay = call.Method == HttpMethod.Get ? options.ReadRetryDelay : options.WriteRetryDelay;
        return RetryDelay.Exponential(baseDelay, options.MaxRetryDelay, args.AttemptNumber, random());
    }

    private static CallContext CallOf(ResilienceContext context) => context.Properties.GetValue(Call, null!);
}

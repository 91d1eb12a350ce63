using Polly;
using Polly.CircuitBreaker;

namespace BigCommerce.Inventory.Resilience;

/// <summary>The state that the clients of a store share: the rate limiter and the pipelines.</summary>
internal sealed class StoreState(TimeProvider time, Func<double> random, IStorePermits? permits = null)
{
    // Limits the memory of an application that creates different settings for each client.
    internal const int MaxPipelines = 32;

    // One pipeline for each set of settings, the last used one last. A pipeline contains the state of its circuit breaker.
    private readonly List<(object Key, BuiltPipeline Pipeline)> _pipelines = [];

    public StoreRateLimiter Limiter { get; } = new(time, random, permits);

    /// <summary>Gets or builds the pipeline for a set of settings.</summary>
    /// <param name="key">The settings, compared by value.</param>
    /// <param name="build">Builds the pipeline.</param>
    public BuiltPipeline GetPipeline(object key, Func<BuiltPipeline> build)
    {
        lock (_pipelines)
        {
            var at = _pipelines.FindIndex(known => known.Key.Equals(key));
            var pipeline = at < 0 ? build() : _pipelines[at].Pipeline;
            if (at >= 0 || _pipelines.Count == MaxPipelines)
            {
                _pipelines.RemoveAt(Math.Max(at, 0));
            }

            _pipelines.Add((key, pipeline));
            return pipeline;
        }
    }
}

/// <param name="Pipeline">The pipeline.</param>
/// <param name="Circuit">The state of its circuit breaker; null if it has none.</param>
internal sealed record BuiltPipeline(ResiliencePipeline<HttpResponseMessage> Pipeline, CircuitBreakerStateProvider? Circuit);

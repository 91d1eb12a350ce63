using Polly;

namespace BigCommerce.Inventory.Resilience;

/// <summary>What clients of one store share when they reach it in the same way: its rate limiter, and the state of their pipelines.</summary>
internal sealed class StoreState(TimeProvider time, Func<double> random, IStorePermits? permits = null)
{
    // More sets of settings than this come from an application that makes one for each client, and would pile up.
    internal const int MaxPipelines = 32;

    // One for each set of settings: mostly one. The circuit breaker's state is in it. The last used is the last.
    private readonly List<(object Key, ResiliencePipeline<HttpResponseMessage> Pipeline)> _pipelines = [];

    public StoreRateLimiter Limiter { get; } = new(time, random, permits);

    /// <summary>The pipeline of clients with the same settings.</summary>
    /// <param name="key">The settings, compared by value.</param>
    /// <param name="build">Builds the pipeline the first time.</param>
    public ResiliencePipeline<HttpResponseMessage> PipelineFor(object key, Func<ResiliencePipeline<HttpResponseMessage>> build)
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

using Polly;

namespace BigCommerce.Inventory.Resilience;

/// <summary>What clients of one store share when they reach it in the same way: its rate limiter, and the state of their pipelines.</summary>
internal sealed class StoreState(TimeProvider time, Func<double> random)
{
    // One for each set of settings: mostly one. The circuit breaker's state is in it.
    private readonly List<(object Key, ResiliencePipeline<HttpResponseMessage> Pipeline)> _pipelines = [];

    public StoreRateLimiter Limiter { get; } = new(time, random);

    /// <summary>The pipeline of clients with the same settings.</summary>
    /// <param name="key">The settings, compared by value.</param>
    /// <param name="build">Builds the pipeline the first time.</param>
    public ResiliencePipeline<HttpResponseMessage> PipelineFor(object key, Func<ResiliencePipeline<HttpResponseMessage>> build)
    {
        lock (_pipelines)
        {
            foreach (var known in _pipelines)
            {
                if (known.Key.Equals(key))
                {
                    return known.Pipeline;
                }
            }

            var pipeline = build();
            _pipelines.Add((key, pipeline));
            return pipeline;
        }
    }
}

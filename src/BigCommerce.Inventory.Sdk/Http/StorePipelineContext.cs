using BigCommerce.Inventory.Http;
using Microsoft.Extensions.Logging;
using Polly.CircuitBreaker;

namespace BigCommerce.Inventory;

/// <summary>The store and settings that a pipeline is built for.</summary>
public sealed class StorePipelineContext
{
    internal StorePipelineContext(StoreContext store, Func<double> random)
    {
        StoreHash = store.Credentials.StoreHash;
        Options = store.Options.Resilience.Copy();
        Logger = store.Logger;
        Random = random;
    }

    /// <summary>The store's hash.</summary>
    public string StoreHash { get; }

    /// <summary>A copy of the client's settings.</summary>
    public ResilienceOptions Options { get; }

    internal ILogger Logger { get; }

    /// <summary>Returns numbers from 0 to 1, for jitter.</summary>
    internal Func<double> Random { get; }

    /// <summary>The state of the pipeline's circuit breaker; null if it has none.</summary>
    internal CircuitBreakerStateProvider? Circuit { get; set; }

    /// <summary>Returns a text with the store's hash.</summary>
    public override string ToString() => $"pipeline of store {StoreHash}";
}

using BigCommerce.Inventory.Diagnostics;
using BigCommerce.Inventory.Resilience;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;

namespace BigCommerce.Inventory.Http;

/// <summary>
/// The state that all calls of a client share: credentials, settings, and the store's rate limiter and pipeline, which other
/// clients of the store share too.
/// </summary>
internal sealed class StoreContext
{
    private static readonly string Product = "BigCommerce.Inventory.Sdk/" + Telemetry.Version;

    private readonly Transport _transport;
    private readonly StoreState _state;
    private BuiltPipeline? _pipeline;

    /// <param name="credentials">The store's hash and token.</param>
    /// <param name="options">The client's validated settings. They must not change any more.</param>
    /// <param name="transport">The handlers and services for sending requests.</param>
    public StoreContext(StoreCredentials credentials, BigCommerceInventoryOptions options, Transport transport)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        Credentials = credentials;
        Options = options;
        _transport = transport;
        BaseAddress = new Uri($"{options.BaseAddress.AbsoluteUri.TrimEnd('/')}/stores/{credentials.StoreHash}/v3");
        Origin = BaseAddress.GetLeftPart(UriPartial.Authority) + "/";
        UserAgent = options.ApplicationName is { } application ? $"{application} {Product}" : Product;
        QuotaReserve = new QuotaReserve(options.Resilience.RateLimit.ReserveRequests, options.Resilience.RateLimit.ReserveShare);
        _state = transport.Stores.For(BaseAddress, transport.Time, transport.Random, transport.RateLimitCoordinator);
    }

    public StoreCredentials Credentials { get; }

    public BigCommerceInventoryOptions Options { get; }

    public TimeProvider Time => _transport.Time;

    public ILogger Logger => _transport.Logger;

    /// <summary>The base address for the interfaces' paths, without a trailing slash.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The scheme, host and port of <see cref="BaseAddress"/>, with a trailing slash.</summary>
    public string Origin { get; }

    public string UserAgent { get; }

    public StoreRateLimiter Limiter => _state.Limiter;

    /// <summary>The pipeline for every call. Clients of the store with the same settings share it.</summary>
    public ResiliencePipeline<HttpResponseMessage> Pipeline => Built.Pipeline;

    /// <summary>Whether the pipeline's circuit breaker rejects calls.</summary>
    public bool IsCircuitOpen => Built.Circuit?.CircuitState is CircuitState.Open or CircuitState.Isolated;

    /// <summary>The tokens to redact in responses.</summary>
    public SentTokens SentTokens { get; } = new();

    /// <summary>The part of each window that this client does not use.</summary>
    public QuotaReserve QuotaReserve { get; }

    private BuiltPipeline Built => _pipeline ??= _state.GetPipeline(
        (_transport.ConfigurePipeline, Options.Resilience.ToKey()),
        () => StorePipeline.Build(new StorePipelineContext(this, _transport.Random), Time, _transport.ConfigurePipeline));
}

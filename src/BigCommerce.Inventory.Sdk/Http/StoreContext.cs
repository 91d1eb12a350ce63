using BigCommerce.Inventory.Diagnostics;
using BigCommerce.Inventory.Resilience;
using Microsoft.Extensions.Logging;
using Polly;

namespace BigCommerce.Inventory.Http;

/// <summary>What all calls of one client share: the store, its credentials, the client's settings, and the store's state, which other clients share too.</summary>
internal sealed class StoreContext
{
    private static readonly string Product = "BigCommerce.Inventory.Sdk/" + Telemetry.Version;

    private readonly Transport _transport;
    private readonly StoreState _state;
    private ResiliencePipeline<HttpResponseMessage>? _pipeline;

    /// <param name="credentials">The store and its token.</param>
    /// <param name="options">The client's settings, checked, and never changed from here on.</param>
    /// <param name="transport">How requests reach the store.</param>
    public StoreContext(StoreCredentials credentials, BigCommerceInventoryOptions options, Transport transport)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        Credentials = credentials;
        Options = options;
        _transport = transport;
        BaseAddress = new Uri($"{options.BaseAddress.AbsoluteUri.TrimEnd('/')}/stores/{credentials.StoreHash}/v3");
        UserAgent = options.ApplicationName is { } application ? $"{application} {Product}" : Product;
        QuotaReserve = new QuotaReserve(options.Resilience.RateLimit.ReserveRequests, options.Resilience.RateLimit.ReserveShare);
        _state = transport.Stores.For(BaseAddress, transport.Time, transport.Random, transport.RateLimitCoordinator);
    }

    public StoreCredentials Credentials { get; }

    public BigCommerceInventoryOptions Options { get; }

    public TimeProvider Time => _transport.Time;

    public ILogger Logger => _transport.Logger;

    /// <summary>The address that every path of the interfaces is appended to, without a slash at its end.</summary>
    public Uri BaseAddress { get; }

    public string UserAgent { get; }

    public StoreRateLimiter Limiter => _state.Limiter;

    /// <summary>The pipeline of every call, shared by the store's clients with the same settings.</summary>
    public ResiliencePipeline<HttpResponseMessage> Pipeline => _pipeline ??= _state.PipelineFor(
        (_transport.ConfigurePipeline, Options.Resilience.ToKey()),
        () => StorePipeline.Build(new StorePipelineContext(this, _transport.Random), Time, _transport.ConfigurePipeline));

    /// <summary>Tokens to redact from responses.</summary>
    public SentTokens SentTokens { get; } = new();

    /// <summary>What this client leaves of each window to others.</summary>
    public QuotaReserve QuotaReserve { get; }
}

using BigCommerce.Inventory.Http;
using Microsoft.Extensions.Logging;
using Polly;

namespace BigCommerce.Inventory;

/// <summary>What a client without dependency injection is built on: handlers, clock, log, pipeline. Clients that are given the same settings share their handlers.</summary>
public sealed class BigCommerceInventoryClientSettings
{
    private readonly object _lock = new();
    private Transport? _transport;

    /// <summary>
    /// What sends the requests: a primary handler, or a chain of delegating handlers that ends in one. Delegating handlers see
    /// each attempt, without the access token. The client completes the chain, so it must not have sent requests, and must not
    /// be used elsewhere; a primary handler alone may be. Not disposed by the client.
    /// </summary>
    /// <value>The default is null: a <see cref="SocketsHttpHandler"/> that all such clients share.</value>
    /// <remarks>
    /// A primary handler of your own that repeats requests is below the client's control. It can write the body of a POST only
    /// once an attempt; if it copies the body and sends the copy again, the client cannot notice.
    /// </remarks>
    public HttpMessageHandler? HttpHandler { get; init; }

    /// <summary>The clock for every wait and timestamp.</summary>
    /// <value>The default is the system's.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the client logs.</summary>
    /// <value>The default is null: nowhere.</value>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>Builds the store's resilience pipeline: adds strategies around <see cref="StorePipeline.AddStoreDefaults"/>, or others in its place.</summary>
    /// <value>The default is null: the SDK's own.</value>
    public Action<ResiliencePipelineBuilder<HttpResponseMessage>, StorePipelineContext>? ConfigurePipeline { get; init; }

    /// <summary>Whether resilience handlers of other packages stay in <see cref="HttpHandler"/>: those of Microsoft.Extensions.Http.Resilience and Microsoft.Extensions.Http.Polly.</summary>
    /// <value>The default is false: they are removed, because their retries multiply the client's and their timeouts cut its attempts. If they stay, a POST that may have been handled is still not sent twice.</value>
    public bool KeepOtherResilienceHandlers { get; init; }

    /// <summary>Shares the rate limits of stores with other processes.</summary>
    /// <value>The default is null: processes notice each other only through the headers of responses.</value>
    public IRateLimitCoordinator? RateLimitCoordinator { get; init; }

    internal static BigCommerceInventoryClientSettings Default { get; } = new();

    internal Transport Transport
    {
        get
        {
            lock (_lock)
            {
                return _transport ??= new Transport(HttpHandler, TimeProvider, LoggerFactory, ConfigurePipeline, KeepOtherResilienceHandlers, rateLimitCoordinator: RateLimitCoordinator);
            }
        }
    }
}

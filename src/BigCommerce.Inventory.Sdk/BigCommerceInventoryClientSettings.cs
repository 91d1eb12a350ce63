using BigCommerce.Inventory.Http;
using Microsoft.Extensions.Logging;
using Polly;

namespace BigCommerce.Inventory;

/// <summary>
/// Handlers, clock, log and pipeline of clients without dependency injection. Clients with the same settings object share their handlers.
/// </summary>
public sealed class BigCommerceInventoryClientSettings
{
    private readonly object _lock = new();
    private Transport? _transport;

    /// <summary>
    /// Sends the requests: a primary handler, or a chain of delegating handlers that ends in one. Delegating handlers see
    /// each attempt, without the access token. The client changes the chain, so it must be new and must not be used elsewhere. A
    /// primary handler alone may be shared. The client does not dispose it.
    /// </summary>
    /// <value>The default is null: a <see cref="SocketsHttpHandler"/> that all clients without a handler of their own share.</value>
    /// <remarks>
    /// The client cannot control a primary handler that repeats requests. Such a handler can write the body of a POST only
    /// once in each attempt. If it copies the body and sends the copy again, the client does not notice.
    /// </remarks>
    public HttpMessageHandler? HttpHandler { get; init; }

    /// <summary>The clock of all waits and timestamps.</summary>
    /// <value>The default is the system's.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the client logs.</summary>
    /// <value>The default is null: nowhere.</value>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>
    /// Builds the store's resilience pipeline: adds strategies around <see cref="StorePipeline.AddStoreDefaults"/>, or others in its place.
    /// </summary>
    /// <value>The default is null: the SDK's own.</value>
    public Action<ResiliencePipelineBuilder<HttpResponseMessage>, StorePipelineContext>? ConfigurePipeline { get; init; }

    /// <summary>
    /// Whether resilience handlers of other packages stay in <see cref="HttpHandler"/>: those of Microsoft.Extensions.Http.Resilience and
    /// Microsoft.Extensions.Http.Polly.
    /// </summary>
    /// <value>
    /// The default is false: they are removed, because their retries multiply the client's and their timeouts cut its attempts. If they
    /// stay, a POST that may have been handled is still not sent twice.
    /// </value>
    public bool KeepOtherResilienceHandlers { get; init; }

    /// <summary>Shares the rate limits of stores with other processes.</summary>
    /// <value>The default is null: processes detect each other only by the headers of responses.</value>
    public IRateLimitCoordinator? RateLimitCoordinator { get; init; }

    internal static BigCommerceInventoryClientSettings Default { get; } = new();

    internal Transport Transport
    {
        get
        {
            lock (_lock)
            {
                return _transport ??= new Transport(
                    HttpHandler,
                    TimeProvider,
                    LoggerFactory,
                    ConfigurePipeline,
                    KeepOtherResilienceHandlers,
                    rateLimitCoordinator: RateLimitCoordinator);
            }
        }
    }
}

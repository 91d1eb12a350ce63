using System.Net;
using BigCommerce.Inventory.Diagnostics;
using BigCommerce.Inventory.Resilience;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;

namespace BigCommerce.Inventory.Http;

/// <summary>
/// The services that clients share to send requests: the handler chain, the clock, the random source, the logger and the
/// registry of stores.
/// </summary>
internal sealed class Transport
{
    private static readonly Lazy<SocketsHttpHandler> Sockets = new(CreateSockets);

    // Jitter needs no cryptographic randomness.
    private static readonly Random Jitter = new();

    /// <param name="handler">
    /// Delegating handlers that end in a primary handler, or a primary handler alone; null for the shared
    /// <see cref="SocketsHttpHandler"/>.
    /// </param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Creates the logger; null to log nothing.</param>
    /// <param name="configurePipeline">Builds the pipelines; null for the default pipeline.</param>
    /// <param name="keepOtherResilience">Whether to keep the resilience handlers of other packages.</param>
    /// <param name="random">Returns numbers from 0 to 1; null for <see cref="NextRandom"/>.</param>
    /// <param name="rateLimitCoordinator">Shares rate limits with other processes; null if the process is alone.</param>
    public Transport(
        HttpMessageHandler? handler,
        TimeProvider time,
        ILoggerFactory? loggers = null,
        Action<ResiliencePipelineBuilder<HttpResponseMessage>, StorePipelineContext>? configurePipeline = null,
        bool keepOtherResilience = false,
        Func<double>? random = null,
        IRateLimitCoordinator? rateLimitCoordinator = null)
    {
        Time = time;
        RateLimitCoordinator = rateLimitCoordinator;
        Random = random ?? NextRandom;
        Logger = loggers?.CreateLogger(Log.Category) ?? NullLogger.Instance;
        ConfigurePipeline = configurePipeline;
        (Chain, var primary) = HandlerChain.Complete(handler ?? Sockets.Value, keepOtherResilience, Logger);
        Stores = StoreRegistry.In(primary is SocketsHttpHandler or HttpClientHandler ? time : primary);
    }

    /// <summary>The application's handlers, the send gate and the primary handler.</summary>
    public HttpMessageHandler Chain { get; }

    public TimeProvider Time { get; }

    public Func<double> Random { get; }

    public IRateLimitCoordinator? RateLimitCoordinator { get; }

    public ILogger Logger { get; }

    public Action<ResiliencePipelineBuilder<HttpResponseMessage>, StorePipelineContext>? ConfigurePipeline { get; }

    /// <summary>The states of the stores that this transport reaches.</summary>
    public StoreRegistry Stores { get; }

    public static double NextRandom()
    {
        lock (Jitter)
        {
            return Jitter.NextDouble();
        }
    }

    public static SocketsHttpHandler CreateSockets() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Brotli | DecompressionMethods.Deflate,

        // Shorter than the attempt timeout: a connect timeout proves that nothing was sent, so even a POST can be retried.
        ConnectTimeout = TimeSpan.FromSeconds(15),

        // New connections resolve the API's DNS name again.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    };
}

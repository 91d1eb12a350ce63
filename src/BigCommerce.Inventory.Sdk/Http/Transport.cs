using System.Net;
using BigCommerce.Inventory.Diagnostics;
using BigCommerce.Inventory.Resilience;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;

namespace BigCommerce.Inventory.Http;

/// <summary>
/// How clients reach their stores: the handlers that they share, with clock, jitter and log. Clients keep nothing of it but
/// what is in their <see cref="StoreContext"/>.
/// </summary>
internal sealed class Transport
{
    private static readonly Lazy<SocketsHttpHandler> Sockets = new(CreateSockets);

    // Jitter needs no secrecy.
    private static readonly Random Jitter = new();

    /// <param name="handler">Delegating handlers that end in a primary handler, or that alone; null for the sockets that all such clients share.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where messages go; null for nowhere.</param>
    /// <param name="configurePipeline">Builds the pipelines; null for the SDK's own.</param>
    /// <param name="keepOtherResilience">Whether resilience handlers of other packages stay in the chain.</param>
    /// <param name="random">Gives numbers from 0 to 1; null for the system's.</param>
    /// <param name="rateLimitCoordinator">Shares rate limits with other processes; null where the process is alone.</param>
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

    /// <summary>The user's handlers, the send gate, the primary handler.</summary>
    public HttpMessageHandler Chain { get; }

    public TimeProvider Time { get; }

    public Func<double> Random { get; }

    public IRateLimitCoordinator? RateLimitCoordinator { get; }

    public ILogger Logger { get; }

    public Action<ResiliencePipelineBuilder<HttpResponseMessage>, StorePipelineContext>? ConfigurePipeline { get; }

    /// <summary>What is known of the stores that are reached in this way.</summary>
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

        // A connection that takes that long does not come, and an attempt that waits for it has sent nothing yet.
        ConnectTimeout = TimeSpan.FromSeconds(15),

        // So that a change of the API's addresses is noticed.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    };
}

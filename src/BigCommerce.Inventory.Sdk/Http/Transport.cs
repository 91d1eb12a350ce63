using System.Net;
using BigCommerce.Inventory.Diagnostics;
using BigCommerce.Inventory.Resilience;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;

namespace BigCommerce.Inventory.Http;

/// <summary>
/// How clients reach their stores: the handlers that they share, from the pipeline to the sockets, with clock, chance and
/// log. Clients keep nothing of it but what is in their <see cref="StoreContext"/>.
/// </summary>
internal sealed class Transport
{
    private static readonly Lazy<SocketsHttpHandler> Sockets = new(CreateSockets);

    // Jitter needs no secrecy.
    private static readonly Random Jitter = new();

    private Transport(HttpMessageHandler chain, TimeProvider time, Func<double> random, ILogger logger)
    {
        Chain = chain;
        Time = time;
        Random = random;
        Logger = logger;

        var innermost = chain;
        while (innermost is DelegatingHandler { InnerHandler: { } inner })
        {
            innermost = inner;
        }

        Limiters = StoreRateLimiters.In(innermost is SocketsHttpHandler or HttpClientHandler ? time : innermost);
    }

    /// <summary>Resilience, what users add, headers and token, sockets.</summary>
    public HttpMessageHandler Chain { get; }

    public TimeProvider Time { get; }

    public Func<double> Random { get; }

    public ILogger Logger { get; }

    public StoreRateLimiters Limiters { get; }

    /// <summary>The transport of clients without dependency injection. They share one pool of connections.</summary>
    /// <param name="innermost">What sends the requests; null for the shared sockets.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where messages go; null for nowhere.</param>
    /// <param name="configurePipeline">Builds the pipeline; null for the SDK's own.</param>
    /// <param name="random">Gives numbers from 0 to 1.</param>
    public static Transport Create(
        HttpMessageHandler? innermost,
        TimeProvider time,
        ILoggerFactory? loggers = null,
        Action<ResiliencePipelineBuilder<HttpResponseMessage>, StorePipelineContext>? configurePipeline = null,
        Func<double>? random = null)
    {
        innermost ??= Sockets.Value;
        RefuseRedirects(innermost);
        return new Transport(
            new ResilienceHandler(configurePipeline, random ?? NextRandom) { InnerHandler = new AuthHandler { InnerHandler = innermost } },
            time,
            random ?? NextRandom,
            LoggerOf(loggers));
    }

    /// <summary>The transport of clients that a container makes.</summary>
    /// <param name="chain">The handlers, <see cref="ResilienceHandler"/> first.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where messages go; null for nowhere.</param>
    public static Transport FromContainer(HttpMessageHandler chain, TimeProvider time, ILoggerFactory? loggers) =>
        new(chain, time, NextRandom, LoggerOf(loggers));

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

    /// <summary>.NET drops <c>Authorization</c> on a redirect to another host, but not <c>X-Auth-Token</c>: no handler may follow one.</summary>
    /// <exception cref="ArgumentException">The handler follows redirects and is in use already.</exception>
    public static void RefuseRedirects(HttpMessageHandler handler)
    {
        while (handler is DelegatingHandler { InnerHandler: { } inner })
        {
            handler = inner;
        }

        try
        {
            switch (handler)
            {
                case SocketsHttpHandler { AllowAutoRedirect: true } sockets:
                    sockets.AllowAutoRedirect = false;
                    break;
                case HttpClientHandler { AllowAutoRedirect: true } client:
                    client.AllowAutoRedirect = false;
                    break;
            }
        }
        catch (InvalidOperationException exception)
        {
            throw new ArgumentException("The handler follows redirects, and the access token would go with them to any host. Set AllowAutoRedirect = false before its first request.", nameof(handler), exception);
        }
    }

    private static ILogger LoggerOf(ILoggerFactory? loggers) => loggers?.CreateLogger(Log.Category) ?? NullLogger.Instance;
}

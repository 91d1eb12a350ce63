using System.Net;
using BigCommerce.Inventory.Resilience;

namespace BigCommerce.Inventory.Http;

/// <summary>Builds the chain of handlers that clients share: resilience, what users add, headers and token, sockets.</summary>
internal static class Transport
{
    private static readonly Lazy<HttpMessageHandler> Sockets = new(CreateSockets);

    /// <summary>The chain of a client without dependency injection. All of them share one pool of connections.</summary>
    public static HttpMessageHandler CreateChain(HttpMessageHandler? innermost, TimeProvider time) =>
        CreateResilience(time, innermost: new AuthHandler { InnerHandler = innermost ?? Sockets.Value });

    public static DelegatingHandler CreateResilience(TimeProvider time, HttpMessageHandler? innermost = null)
    {
        // Jitter needs no secrecy, and every client its own sequence.
        var random = new Random();
        double Next()
        {
            lock (random)
            {
                return random.NextDouble();
            }
        }

        var handler = new ResilienceHandler(StorePipeline.Build(time, Next));
        if (innermost is not null)
        {
            handler.InnerHandler = innermost;
        }

        return handler;
    }

    public static SocketsHttpHandler CreateSockets() => new()
    {
        // .NET drops Authorization on a redirect to another host, but not X-Auth-Token.
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Brotli | DecompressionMethods.Deflate,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    };
}

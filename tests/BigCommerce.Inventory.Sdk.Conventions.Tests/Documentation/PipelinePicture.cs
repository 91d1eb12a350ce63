using System.Globalization;
using System.Reflection;
using System.Security;
using System.Text;
using BigCommerce.Inventory.Http;
using BigCommerce.Inventory.Testing;
using Microsoft.Extensions.DependencyInjection;
using Polly.Testing;

namespace BigCommerce.Inventory.Tests.Documentation;

/// <summary>Draws the layers of a call, in the order of the registered client.</summary>
internal static class PipelinePicture
{
    private const int Width = 840;
    private const int RowHeight = 46;
    private const int Gap = 16;
    private const int Top = 54;

    // The test fails if a layer has no text here, or if a text has no layer.
    private static readonly Dictionary<string, (string Title, string Text)> Words = new()
    {
        [nameof(CallHandler)] = ("Call", "one span for each call; a failure throws a BigCommerceException"),
        ["retry"] = ("Safe retries", "resend a POST only if the API cannot have processed it"),
        ["circuit breaker"] = ("Circuit breaker", "sends no requests while almost all of them fail"),
        ["rate limit"] = ("The store's rate limit", "one queue for all clients of the store; foreground first"),
        ["timeout"] = ("Timeouts", "AttemptTimeout, and the rest of the call's Timeout"),
        [nameof(YourHandler)] = ("Your handlers", "process each attempt, without the token"),
        [nameof(SendGate)] = ("Send gate", "adds the token; blocks a POST that the API may have processed"),
        [nameof(SocketsHttpHandler)] = ("Connection", "HTTPS, pooled, gzip and Brotli, no redirects"),
    };

    public static string Draw()
    {
        var layers = Layers();
        Assert.Equal(Words.Keys.Order(), layers.Order());

        var height = Top + (layers.Count * (RowHeight + Gap)) + RowHeight + 20;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" font-family="system-ui, 'Segoe UI', Helvetica, Arial, sans-serif" font-size="14">
              <title>The pipeline of a call</title>
              <rect width="{Width}" height="{height}" rx="10" fill="#ffffff" stroke="#d0d7de"/>
              <text x="60" y="34" font-size="15" fill="#57606a">client.Stock, Items, Adjustments, Locations, Metafields</text>

            """);
        for (var i = 0; i < layers.Count; i++)
        {
            var y = Top + (i * (RowHeight + Gap));
            var (title, text) = Words[layers[i]];
            var (fill, stroke) = layers[i] == nameof(YourHandler) ? ("#fff8c5", "#d4a72c") : layers[i]
                .EndsWith("Handler", StringComparison.Ordinal) ? ("#f6f8fa", "#afb8c1") : ("#ddf4ff", "#54aeff");
            svg.Append(CultureInfo.InvariantCulture, $"""
                  <path d="M80 {y - Gap + 2}v{Gap - 6}m-4 -5l4 5l4 -5" fill="none" stroke="#57606a"/>
                  <rect x="60" y="{y}" width="{Width - 160}" height="{RowHeight}" rx="6" fill="{fill}" stroke="{stroke}"/>
                  <text x="76" y="{y + 28}" font-weight="600" fill="#1f2328">{SecurityElement.Escape(title)}</text>
                  <text x="280" y="{y + 28}" fill="#57606a">{SecurityElement.Escape(text)}</text>

                """);
        }

        var first = Top + ((layers.IndexOf("retry") + 1) * (RowHeight + Gap));
        var last = Top + ((layers.Count - 1) * (RowHeight + Gap)) + RowHeight;
        var end = Top + (layers.Count * (RowHeight + Gap));
        svg.Append(CultureInfo.InvariantCulture, $"""
              <path d="M80 {end - Gap + 2}v{Gap - 6}m-4 -5l4 5l4 -5" fill="none" stroke="#57606a"/>
              <text x="76" y="{end + 24}" font-weight="600" fill="#1f2328">BigCommerce</text>
              <path d="M{Width - 92} {first}h10v{last - first}h-10" fill="none" stroke="#54aeff"/>
              <text transform="translate({Width - 62} {(first + last) / 2}) rotate(90)" text-anchor="middle" fill="#0969da">for each attempt</text>
            </svg>

            """);
        return svg.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>
    /// The handlers of a container's client, outermost first, with the strategies in place of the handler that runs them.
    /// </summary>
    private static List<string> Layers()
    {
        var services = new ServiceCollection();
        services.AddBigCommerceInventory(options => (options.StoreHash, options.AccessToken) = ("store-hash", "token"))
            .AddHttpMessageHandler(() => new YourHandler());
        using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<BigCommerceInventoryClient>();
        var http = Read<HttpClient>(client, "_http");
        var layers = new List<string>();
        for (HttpMessageHandler? handler = Read<HttpMessageHandler>(http, "_handler"); handler is not null; handler = Inner(handler))
        {
            switch (handler)
            {
                case CallHandler:
                    layers.Add(nameof(CallHandler));
                    layers.AddRange(Read<StoreContext>(client, "_store").Pipeline.GetPipelineDescriptor().Strategies.Select(
                        strategy => strategy.Options!.Name!));
                    break;
                case var known when Words.ContainsKey(known.GetType().Name):
                    layers.Add(known.GetType().Name);
                    break;
                case var own when own.GetType().Assembly == typeof(BigCommerceInventoryClient).Assembly:
                    Assert.Fail($"{own.GetType().Name} is in no picture.");
                    break;
            }
        }

        return layers;
    }

    private static HttpMessageHandler? Inner(HttpMessageHandler handler) => handler switch
    {
        DelegatingHandler outer => outer.InnerHandler,
        CallHandler call => Read<HttpMessageHandler>(Read<HttpMessageInvoker>(call, "_inner"), "_handler"),
        _ => null,
    };

    private static T Read<T>(object owner, string name)
    {
        for (var type = owner.GetType(); type is not null; type = type.BaseType)
        {
            if (type.GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(owner) is T value)
            {
                return value;
            }
        }

        throw new InvalidOperationException($"{owner.GetType().Name} has no field {name}.");
    }

    private sealed class YourHandler : DelegatingHandler;
}

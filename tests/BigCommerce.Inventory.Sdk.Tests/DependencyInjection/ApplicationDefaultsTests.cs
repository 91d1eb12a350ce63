using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace BigCommerce.Inventory.Tests.DependencyInjection;

/// <summary>
/// The client in an application with the usual defaults for every HttpClient: resilience, service discovery, OpenTelemetry, and handlers
/// that are replaced.
/// </summary>
public sealed class ApplicationDefaultsTests : IDisposable
{
    private readonly ManualTimeProvider _time = new() { AdvanceWhenIdle = true };
    private readonly RecordingLogger _log = new();
    private readonly SpanRecorder _spans = new();

    public void Dispose()
    {
        _log.Dispose();
        _spans.Dispose();
    }

    [Fact]
    public async Task ServiceDefaults_AttemptFails_SendsAndTracesEachAttemptOnce()
    {
        await using var server = new LoopbackServer(
            LoopbackServer.Bytes("502 Bad Gateway", []),
            LoopbackServer.Json("""{"data":[]}"""));
        await using var provider = Services(server.Address).BuildServiceProvider();
        provider.GetRequiredService<TracerProvider>();
        using var request = new Activity("request of the application") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();

        await provider.GetRequiredService<IInventoryItemsApi>().ListAsync();

        Assert.Equal(2, server.Requests.Count);
        var spans = _spans.All.Where(span => span.TraceId == request.TraceId).ToList();
        var call = Assert.Single(spans, span => span.Source.Name == BigCommerceTelemetry.ActivitySourceName);
        Assert.Equal(request.SpanId, call.ParentSpanId);
        var attempts = spans.Where(span => span != call).ToList();
        Assert.Equal(["System.Net.Http", "System.Net.Http"], attempts.Select(span => span.Source.Name));
        Assert.All(attempts, span => Assert.Equal(call.SpanId, span.ParentSpanId));
        Assert.Equal([502, 200], attempts.Select(span => span.GetTagItem("http.response.status_code")));
        Assert.All(
            server.Requests.Zip(attempts),
            sent => Assert.Contains($"traceparent: 00-{request.TraceId}-{sent.Second.SpanId}-", sent.First, StringComparison.Ordinal));
        Assert.All(spans, span => Assert.DoesNotContain(StubHandler.TestToken, SpanRecorder.TextOf(span), StringComparison.Ordinal));
        Assert.Single(_log.Own, entry => entry.Id.Name == "ResilienceHandlersRemoved");
    }

    [Fact]
    public async Task ServiceDiscovery_AddressResolvesToAnotherHost_DoesNotSendTheToken()
    {
        await using var server = new LoopbackServer(LoopbackServer.Json("""{"data":[]}"""));
        await using var provider = Services(
            new Uri("http://localhost/"),
            ("Services:localhost:http:0", server.Address.GetLeftPart(UriPartial.Authority))).BuildServiceProvider();

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => provider.GetRequiredService<IInventoryItemsApi>().ListAsync());

        Assert.Equal(
            $"A handler changed the request's host to {server.Address.Authority}. The request was not sent, because the access token is for localhost only.",
            exception.Message);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task HandlerLifetime_SetForEveryClient_DoesNotReplaceTheClientsHandlers()
    {
        var services = Services(new Uri("https://api.bigcommerce.com/"));
        services.ConfigureHttpClientDefaults(http => http.SetHandlerLifetime(TimeSpan.FromSeconds(1)));
        await using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptionsMonitor<HttpClientFactoryOptions>>();

        Assert.Equal(
            (TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan),
            (options.Get("another").HandlerLifetime, options.Get("BigCommerce.Inventory").HandlerLifetime));
    }

    [Fact]
    public async Task Client_ResolvedFromAScopeThatEnds_KeepsWorking()
    {
        var stub = new StubHandler().Respond("""{"data":[]}""").Respond("""{"data":[]}""");
        var services = Services(new Uri("https://api.bigcommerce.com/"));
        services.AddScoped<InScope>();
        services.AddBigCommerceInventory(accessTokenProvider: static (provider, _) =>
        {
            // The root services, so that the token does not depend on a scope that has ended.
            Assert.NotNull(provider.GetRequiredService<IHttpClientFactory>());
            return ValueTask.FromResult(StubHandler.TestToken);
        }).ConfigurePrimaryHttpMessageHandler(() => stub);
        await using var provider = services.BuildServiceProvider(
            new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        IInventoryItemsApi items;
        Task<Page<InventoryItem>> started;
        await using (var scope = provider.CreateAsyncScope())
        {
            items = scope.ServiceProvider.GetRequiredService<InScope>().Items;
            started = items.ListAsync();
        }

        await started;
        await items.ListAsync();

        Assert.Equal(2, stub.Sent.Count);
        Assert.Same(items, provider.GetRequiredService<IInventoryItemsApi>());
    }

    [Fact]
    public async Task ClientFactory_ThousandStoresAtOnce_KeepsThemApart()
    {
        var sent = new ConcurrentBag<(string Path, string Token)>();
        var handlers = 0;
        var services = new ServiceCollection();
        services.AddBigCommerceInventoryClientFactory().ConfigurePrimaryHttpMessageHandler(() =>
        {
            Interlocked.Increment(ref handlers);
            return new ConcurrentStub(sent);
        });
        await using var provider = services.BuildServiceProvider();
        using var start = new ManualResetEventSlim();
        var calls = Enumerable.Range(0, 1_000).Select(store => Task.Run(async () =>
        {
            start.Wait();
            var factory = provider.GetRequiredService<IBigCommerceInventoryClientFactory>();

            // Each store has two clients, which share its limit.
            var first = factory.CreateClient(new StoreCredentials($"store{store}", $"token-{store}"));
            var second = factory.CreateClient(new StoreCredentials($"store{store}", $"token-{store}"));
            await first.Items.ListAsync();
            return (first.RateLimit!.Remaining, second.RateLimit!.Remaining);
        })).ToList();

        start.Set();
        var limits = await Task.WhenAll(calls);

        Assert.Equal(Enumerable.Range(0, 1_000).Select(store => ((long)store, (long)store)), limits);
        Assert.Equal(
            Enumerable.Range(0, 1_000).Select(store => ($"/stores/store{store}/v3/inventory/items", $"token-{store}")).Order(),
            sent.Order());
        Assert.Equal(1, handlers);
    }

    /// <summary>An application with the defaults that Aspire's template adds to each service.</summary>
    private ServiceCollection Services(Uri address, params (string Key, string Value)[] configuration)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(configuration.Select(entry => KeyValuePair.Create<string, string?>(entry.Key, entry.Value)))
            .Build());
        services.AddSingleton<TimeProvider>(_time);
        services.AddSingleton<ILoggerFactory>(_log);
        services.AddOpenTelemetry()
            .WithMetrics(static metrics => metrics.AddHttpClientInstrumentation().AddMeter(BigCommerceTelemetry.MeterName))
            .WithTracing(tracing => tracing.AddHttpClientInstrumentation()
                .AddSource(BigCommerceTelemetry.ActivitySourceName)
                .AddProcessor(_spans));
        services.AddServiceDiscovery();
        services.ConfigureHttpClientDefaults(static http =>
        {
            http.AddStandardResilienceHandler();
            http.AddServiceDiscovery();
        });
        services.AddBigCommerceInventory(options =>
            (options.StoreHash, options.AccessToken, options.BaseAddress) = ("abc", StubHandler.TestToken, address));
        return services;
    }

    private sealed record InScope(IInventoryItemsApi Items);

    private sealed class ConcurrentStub(ConcurrentBag<(string Path, string Token)> sent) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.AbsolutePath;
            sent.Add((path, request.Headers.GetValues("X-Auth-Token").Single()));
            return Task.FromResult(StubHandler.Response(
                HttpStatusCode.OK,
                """{"data":[]}""",
                "application/json",
                ("X-Rate-Limit-Requests-Left", path.Split('/')[2]["store".Length..]),
                ("X-Rate-Limit-Requests-Quota", "2000"),
                ("X-Rate-Limit-Time-Window-Ms", "30000"),
                ("X-Rate-Limit-Time-Reset-Ms", "20000")));
        }
    }

    private sealed class SpanRecorder : BaseProcessor<Activity>
    {
        public ConcurrentQueue<Activity> All { get; } = new();

        public override void OnEnd(Activity data) => All.Enqueue(data);

        public static string TextOf(Activity span) => string.Join(
            ' ',
            span.TagObjects.Concat(span.Events.SelectMany(happened => happened.Tags))
                .Select(tag => $"{tag.Key}={tag.Value}")
                .Concat(span.Baggage.Select(entry => $"{entry.Key}={entry.Value}"))
                .Append(span.DisplayName)
                .Append(span.StatusDescription)
                .Append(span.TraceStateString));
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Text;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;
using BigCommerce.Inventory.Tests.Webhooks;
using BigCommerce.Inventory.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BigCommerce.Inventory.AspNetCore.Tests;

/// <summary>An application with an endpoint for webhooks, on Kestrel and a free port of the loopback interface.</summary>
internal sealed class WebhookApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new();
    private readonly WebhookSigner _signer = new(WebhookSecret.FromClientSecret(WebhookSamples.ClientSecret));

    private WebhookApp(WebApplication app, ManualTimeProvider time, RecordingLogger log) => (_app, Time, Log) = (app, time, log);

    public ManualTimeProvider Time { get; }

    public RecordingLogger Log { get; }

    /// <summary>The messages of the package, with levels.</summary>
    public IEnumerable<(int Id, LogLevel Level)> Logged =>
        Log.Entries.Where(entry => entry.Category == "BigCommerce.Inventory.Webhooks").Select(entry => (entry.Id.Id, entry.Level));

    /// <summary>The batches that the handler got, failed ones too.</summary>
    public ConcurrentQueue<IReadOnlyList<InventoryWebhookEvent>> Batches { get; } = new();

    /// <summary>The events that were handled without a failure, by product.</summary>
    public ConcurrentQueue<long> Handled { get; } = new();

    /// <summary>Runs after a batch was recorded, instead of success.</summary>
    public Func<IReadOnlyList<InventoryWebhookEvent>, IServiceProvider, CancellationToken, Task> OnBatch { get; set; } =
        static (_, _, _) => Task.CompletedTask;

    public Uri Address => new(_app.Urls.Single());

    public static async Task<WebhookApp> StartAsync(
        Action<InventoryWebhookOptions>? configure = null, Action<IServiceCollection>? services = null, bool advances = true)
    {
        var time = new ManualTimeProvider { AdvanceWhenIdle = advances };
        var log = new RecordingLogger();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddBigCommerceInventoryWebhooks(options =>
        {
            options.ClientSecret = WebhookSamples.ClientSecret;
            configure?.Invoke(options);
        });
        services?.Invoke(builder.Services);
        var app = builder.Build();
        var result = new WebhookApp(app, time, log);
        app.MapBigCommerceInventoryWebhooks("/hooks", result.HandleAsync);
        await app.StartAsync();
        return result;
    }

    /// <summary>A stock event of a product.</summary>
    public static string Body(long product) =>
        $$$"""{"producer":"stores/abc123","hash":"","created_at":1767225600,"store_id":"1","scope":"store/channel/*/inventory/product/stock_changed","data":{"variant_id":1,"product_id":{{{product}}},"location_id":2}}""";

    public Task<HttpStatusCode> DeliverAsync(long product, string? messageId = null) => DeliverAsync(Body(product), messageId);

    public Task<HttpStatusCode> DeliverAsync(string body, string? messageId = null, WebhookSigner? signer = null, bool chunked = false) =>
        SendAsync(Encoding.UTF8.GetBytes(body), messageId ?? Guid.NewGuid().ToString(), signer ?? _signer, chunked);

    public async Task<HttpStatusCode> GetAsync()
    {
        using var response = await _http.GetAsync(new Uri(Address, "hooks"));
        return response.StatusCode;
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => _app.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
        Log.Dispose();
    }

    private async Task<HttpStatusCode> SendAsync(byte[] body, string messageId, WebhookSigner signer, bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, "hooks")) { Content = new ByteArrayContent(body) };
        request.Headers.TransferEncodingChunked = chunked;
        foreach (var (name, value) in signer.Sign(messageId, Time.GetUtcNow(), body))
        {
            request.Headers.Add(name, value);
        }

        using var response = await _http.SendAsync(request);
        Assert.Equal("", await response.Content.ReadAsStringAsync());
        return response.StatusCode;
    }

    private async Task HandleAsync(
        IReadOnlyList<InventoryWebhookEvent> webhooks, IServiceProvider services, CancellationToken cancellationToken)
    {
        Batches.Enqueue(webhooks);
        await OnBatch(webhooks, services, cancellationToken);
        foreach (var webhook in webhooks)
        {
            Handled.Enqueue(ProductOf(webhook));
        }
    }

    public static long ProductOf(InventoryWebhookEvent webhook) => ((ItemWebhookData)webhook.Data).ProductId;
}

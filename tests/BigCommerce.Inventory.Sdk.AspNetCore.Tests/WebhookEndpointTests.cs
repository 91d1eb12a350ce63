using System.Net;
using System.Net.Sockets;
using System.Text;
using BigCommerce.Inventory.Tests.Support;
using BigCommerce.Inventory.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BigCommerce.Inventory.AspNetCore.Tests;

/// <summary>What a delivery gets as response, over a socket.</summary>
public class WebhookEndpointTests
{
    [Fact]
    public async Task Delivery_Genuine_Gets200AndItsEventIsHandled()
    {
        await using var app = await WebhookApp.StartAsync();

        Assert.Equal(HttpStatusCode.OK, await app.DeliverAsync(7));

        await Eventually.HoldsAsync(() => app.Handled.Count == 1);
        var webhook = Assert.Single(Assert.Single(app.Batches));
        Assert.Equal(
            (InventoryWebhookKind.StockChanged, "abc123", new ItemWebhookData { ProductId = 7, VariantId = 1, LocationId = 2 }),
            (webhook.Kind, webhook.StoreHash, webhook.Data));
        Assert.Empty(app.Logged);
    }

    [Fact]
    public async Task Delivery_WrongSignature_Gets401AndIsNotHandled()
    {
        await using var app = await WebhookApp.StartAsync();
        var forger = new WebhookSigner(WebhookSecret.FromClientSecret("a guess"));

        Assert.Equal(HttpStatusCode.Unauthorized, await app.DeliverAsync(WebhookApp.Body(7), signer: forger));
        Assert.Equal(HttpStatusCode.OK, await app.DeliverAsync(8));

        await Eventually.HoldsAsync(() => app.Handled.Count == 1);
        Assert.Equal([8], app.Handled);
        Assert.Equal([(201, LogLevel.Warning)], app.Logged);
    }

    [Fact]
    public async Task Delivery_FurtherSecret_IsAccepted()
    {
        await using var app = await WebhookApp.StartAsync(options => options.FurtherClientSecrets.Add("the former secret"));
        var former = new WebhookSigner(WebhookSecret.FromClientSecret("the former secret"));

        Assert.Equal(HttpStatusCode.OK, await app.DeliverAsync(WebhookApp.Body(7), signer: former));

        await Eventually.HoldsAsync(() => app.Handled.Count == 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Delivery_BodyTooLarge_Gets413(bool chunked)
    {
        await using var app = await WebhookApp.StartAsync(options => options.MaxBodyBytes = 1024);
        var body = WebhookApp.Body(7);
        var largest = body.Insert(1, new string(' ', 1024 - body.Length));

        Assert.Equal(HttpStatusCode.OK, await app.DeliverAsync(largest, chunked: chunked));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await app.DeliverAsync(largest.Insert(1, " "), chunked: chunked));

        await Eventually.HoldsAsync(() => app.Handled.Count == 1);
        Assert.Equal([(202, LogLevel.Warning)], app.Logged);
    }

    [Fact]
    public async Task Delivery_MalformedChunks_Gets400()
    {
        await using var app = await WebhookApp.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(app.Address.Host, app.Address.Port);

        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("POST /hooks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nnot-hex\r\n"));
        using var reader = new StreamReader(stream);

        Assert.Equal("HTTP/1.1 400 Bad Request", await reader.ReadLineAsync());
        Assert.Equal([(202, LogLevel.Warning)], app.Logged);
    }

    // Any other status code would make BigCommerce repeat the delivery for 48 hours and then disable the webhook.
    [Theory]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("""{"scope":"store/inventory/location/updated"}""")]
    public async Task Delivery_SignedButUnreadable_Gets200AndIsLogged(string body)
    {
        await using var app = await WebhookApp.StartAsync();

        Assert.Equal(HttpStatusCode.OK, await app.DeliverAsync(body));

        Assert.Equal([(203, LogLevel.Warning)], app.Logged);
        Assert.Empty(app.Batches);
    }

    [Fact]
    public async Task Delivery_Repeated_IsHandledOnce()
    {
        await using var app = await WebhookApp.StartAsync();

        Assert.Equal(HttpStatusCode.OK, await app.DeliverAsync(7, "message"));
        Assert.Equal(HttpStatusCode.OK, await app.DeliverAsync(7, "message"));
        Assert.Equal(HttpStatusCode.OK, await app.DeliverAsync(8));

        await Eventually.HoldsAsync(() => app.Handled.Contains(8));
        Assert.Equal([7, 8], app.Handled);
    }

    [Fact]
    public async Task Delivery_QueueFull_Gets503AndIsAcceptedLater()
    {
        var release = new TaskCompletionSource();
        await using var app = await WebhookApp.StartAsync(options => (options.QueueCapacity, options.BatchDelay) = (1, TimeSpan.Zero));
        app.OnBatch = (_, _, _) => release.Task;

        Assert.Equal(HttpStatusCode.OK, await app.DeliverAsync(1));
        await Eventually.HoldsAsync(() => app.Batches.Count == 1);
        Assert.Equal(HttpStatusCode.OK, await app.DeliverAsync(2));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await app.DeliverAsync(3, "third"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await app.DeliverAsync(4));
        release.SetResult();
        await Eventually.HoldsAsync(() => app.Handled.Count == 2);
        Assert.Equal(HttpStatusCode.OK, await app.DeliverAsync(3, "third"));

        await Eventually.HoldsAsync(() => app.Handled.Count == 3);
        Assert.Equal([1, 2, 3], app.Handled);

        // Once for all deliveries that met the full queue.
        Assert.Equal([(204, LogLevel.Warning)], app.Logged);
    }

    [Fact]
    public async Task Delivery_OtherMethod_Gets405()
    {
        await using var app = await WebhookApp.StartAsync();

        Assert.Equal(HttpStatusCode.MethodNotAllowed, await app.GetAsync());
    }

    [Fact]
    public async Task Delivery_RegisteredHandler_GetsScopedServices()
    {
        var handled = new List<Scoped>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(handled);
        builder.Services.AddScoped<Scoped>();
        builder.Services.AddBigCommerceInventoryWebhooks<ScopedHandler>(options =>
            (options.ClientSecret, options.BatchDelay, options.MaxBatchSize) = ("secret", TimeSpan.Zero, 1));
        await using var app = builder.Build();
        var endpoint = app.MapBigCommerceInventoryWebhooks("/hooks");
        Assert.IsType<IEndpointConventionBuilder>(endpoint, exactMatch: false);
        await app.StartAsync();
        using var http = new HttpClient();
        var signer = new WebhookSigner(WebhookSecret.FromClientSecret("secret"));

        foreach (var product in new[] { 1, 2 })
        {
            var body = Encoding.UTF8.GetBytes(WebhookApp.Body(product));
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{app.Urls.Single()}/hooks")) { Content = new ByteArrayContent(body) };
            foreach (var (name, value) in signer.Sign($"message-{product}", TimeProvider.System.GetUtcNow(), body))
            {
                request.Headers.Add(name, value);
            }

            using var response = await http.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        await app.StopAsync();
        Assert.Equal([(1, true), (2, true)], handled.Select(scoped => (scoped.Product, scoped.IsDisposed)));
        Assert.NotSame(handled[0], handled[1]);
    }

    private sealed class Scoped : IDisposable
    {
        public long Product { get; set; }

        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    private sealed class ScopedHandler(Scoped scoped, List<Scoped> handled) : IInventoryWebhookHandler
    {
        public Task HandleAsync(IReadOnlyList<InventoryWebhookEvent> webhooks, CancellationToken cancellationToken = default)
        {
            scoped.Product = WebhookApp.ProductOf(Assert.Single(webhooks));
            handled.Add(scoped);
            return Task.CompletedTask;
        }
    }
}

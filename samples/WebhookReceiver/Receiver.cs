using System.Security.Cryptography;
using System.Threading.Channels;
using BigCommerce.Inventory;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Webhooks;

namespace WebhookReceiver;

/// <summary>The web server that receives the events and queues them.</summary>
internal static class Receiver
{
    private static readonly string[] Settings = ["BIGCOMMERCE_STORE_HASH", "BIGCOMMERCE_ACCESS_TOKEN", "BIGCOMMERCE_CLIENT_SECRET"];

    public static async Task<int> RunAsync(bool demo, string urls)
    {
        // 1. Read the settings. If none is set, the sample runs on an emulated store.
        var builder = WebApplication.CreateBuilder();
        var values = Array.ConvertAll(Settings, name => builder.Configuration[name]);
        demo |= values.All(string.IsNullOrWhiteSpace);
        if (!demo && values.Any(string.IsNullOrWhiteSpace))
        {
            Console.Error.WriteLine($"Set all of {string.Join(", ", Settings)}, or none of them for the demo.");
            return 1;
        }

        // 2. Register the client of the real store, or of an emulated store with a random client secret.
        var emulator = new InventoryEmulator();
        var clientSecret = demo ? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)) : values[2]!;
        if (demo)
        {
            builder.Services.AddBigCommerceInventory().UseEmulator(emulator);
        }
        else
        {
            builder.Services.AddBigCommerceInventory(options => (options.StoreHash, options.AccessToken) = (values[0], values[1]));
        }

        builder.WebHost.UseUrls(demo ? "http://127.0.0.1:0" : urls);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 64 * 1024);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);

        var app = builder.Build();
        var client = app.Services.GetRequiredService<BigCommerceInventoryClient>();
        var queue = Channel.CreateBounded<InventoryWebhookEvent>(10_000);
        MapWebhooks(app, client.StoreHash, clientSecret, queue.Writer);
        await app.StartAsync();
        var display = StockDisplay.RunAsync(client, queue.Reader);
        var address = new Uri($"{app.Urls.First()}/webhooks");
        Console.WriteLine($"Listening on {address} for store {client.StoreHash}");

        // 8. Run until Ctrl+C, or until the demo has sent its events.
        var demoEvents = demo ? Demo.SendAsync(address, emulator.GetStore(client.StoreHash), clientSecret) : null;
        await Task.WhenAny(app.WaitForShutdownAsync(), display, demoEvents ?? display);

        // 9. Stop listening first, then process the queue: an event with a 200 response is not delivered again.
        await app.StopAsync();
        queue.Writer.Complete();
        await display;
        if (demoEvents is null)
        {
            return 0;
        }

        Console.WriteLine($"Requests to the store: {emulator.Requests.Count}");
        return await demoEvents ? 0 : 1;
    }

    private static void MapWebhooks(WebApplication app, string storeHash, string clientSecret, ChannelWriter<InventoryWebhookEvent> queue)
    {
        var verifier = new WebhookVerifier(clientSecret);
        var deduplicator = new WebhookDeduplicator();
        app.MapPost("/webhooks", async (HttpRequest request, CancellationToken cancellationToken) =>
        {
            // 3. Verify the unchanged body before it is parsed.
            using var buffer = new MemoryStream();
            try
            {
                await request.Body.CopyToAsync(buffer, cancellationToken);
            }
            catch (BadHttpRequestException exception)
            {
                return Results.StatusCode(exception.StatusCode);
            }

            var body = buffer.ToArray();
            var verification = verifier.Verify(body, name => request.Headers[name]);
            if (!verification.IsValid)
            {
                Console.WriteLine($"Rejected: {verification.Description}");
                return Results.Unauthorized();
            }

            // 4. Ignore events that another delivery would not change: malformed events, events of another store, duplicates.
            if (!InventoryWebhookEvent.TryParse(body, out var webhook)
                || webhook.StoreHash != storeHash
                || !await deduplicator.TryAcceptAsync(webhook, verification.MessageId, cancellationToken))
            {
                return Results.Ok();
            }

            // 5. Queue the event and respond at once, before BigCommerce's timeout. If the queue is full, request another delivery.
            if (!queue.TryWrite(webhook))
            {
                await deduplicator.ForgetAsync(webhook, verification.MessageId, CancellationToken.None);
                return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            }

            return Results.Ok();
        });
    }
}

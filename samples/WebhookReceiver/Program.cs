using System.Security.Cryptography;
using System.Threading.Channels;
using BigCommerce.Inventory;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Webhooks;
using WebhookReceiver;

// Hears by webhook that inventory changed, and shows the new stock. README.md says how to run it.

// 1. Take the settings. Without any, the sample plays the store's part too.
var builder = WebApplication.CreateBuilder([.. args.Where(arg => arg != "--demo")]);
var settings = new[] { "BIGCOMMERCE_STORE_HASH", "BIGCOMMERCE_ACCESS_TOKEN", "BIGCOMMERCE_CLIENT_SECRET" };
var values = Array.ConvertAll(settings, name => builder.Configuration[name]);
var demo = args.Contains("--demo") || values.All(string.IsNullOrWhiteSpace);
if (!demo && values.Any(string.IsNullOrWhiteSpace))
{
    Console.Error.WriteLine($"Set all of {string.Join(", ", settings)}, or none of them for a demo.");
    return 1;
}

// 2. Register the client: of the real store, or of an emulated one with a secret made up for the occasion.
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

builder.WebHost.UseUrls(demo ? "http://127.0.0.1:0" : builder.Configuration["urls"] ?? "http://127.0.0.1:5080");
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 64 * 1024);
builder.Logging.SetMinimumLevel(LogLevel.Warning);

var app = builder.Build();
var client = app.Services.GetRequiredService<BigCommerceInventoryClient>();
var verifier = new WebhookVerifier(clientSecret);
var deduplicator = new WebhookDeduplicator();
var queue = Channel.CreateBounded<InventoryWebhookEvent>(10_000);

app.MapPost("/webhooks", async (HttpRequest request, CancellationToken cancellationToken) =>
{
    // 3. Verify the body byte for byte as it came, before anything reads it.
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
        Console.WriteLine($"Refused: {verification.Description}");
        return Results.Unauthorized();
    }

    // 4. Pass over, with 200, what another delivery would not mend: an unreadable event, another store's, a double.
    if (!InventoryWebhookEvent.TryParse(body, out var webhook)
        || webhook.StoreHash != client.StoreHash
        || !await deduplicator.TryAcceptAsync(webhook, verification.MessageId, cancellationToken))
    {
        return Results.Ok();
    }

    // 5. Queue the event and answer at once: BigCommerce gives up on slow receivers. A full queue asks for another delivery.
    if (!queue.Writer.TryWrite(webhook))
    {
        await deduplicator.ForgetAsync(webhook, verification.MessageId, CancellationToken.None);
        return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }

    return Results.Ok();
});

await app.StartAsync();
var showing = StockDisplay.RunAsync(client, queue.Reader);
var address = new Uri($"{app.Urls.First()}/webhooks");
Console.WriteLine($"Listening on {address} for store {client.StoreHash}");

// 8. Run until Ctrl+C, or until the demo has sent its events.
var demoEvents = demo ? Demo.SendAsync(address, emulator.GetStore(client.StoreHash), clientSecret) : null;
await Task.WhenAny(app.WaitForShutdownAsync(), showing, demoEvents ?? showing);

// 9. Stop listening first, then show what is queued: an event answered with 200 does not come again.
await app.StopAsync();
queue.Writer.Complete();
await showing;
if (demoEvents is null)
{
    return 0;
}

Console.WriteLine($"Requests to the store: {emulator.Requests.Count}");
return await demoEvents ? 0 : 1;

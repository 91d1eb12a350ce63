using System.Security.Cryptography;
using BigCommerce.Inventory;
using BigCommerce.Inventory.Testing;

namespace WebhookReceiver;

/// <summary>The web server that receives the events.</summary>
internal static class Receiver
{
    private static readonly string[] Settings = ["BIGCOMMERCE_STORE_HASH", "BIGCOMMERCE_ACCESS_TOKEN", "BIGCOMMERCE_CLIENT_SECRET"];

    public static async Task<int> RunAsync(bool demo, string urls)
    {
        // 1. Read the settings. If none is set, the sample runs on an emulated store.
        var builder = WebApplication.CreateSlimBuilder();
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

        // 3. Register the handler of the events, and map its endpoint.
        builder.Services.AddBigCommerceInventoryWebhooks<StockDisplay>(options => options.ClientSecret = clientSecret);
        builder.WebHost.UseUrls(demo ? "http://127.0.0.1:0" : urls);
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(console => console.SingleLine = true);
        await using var app = builder.Build();
        app.MapBigCommerceInventoryWebhooks("/webhooks");
        await app.StartAsync();
        var client = app.Services.GetRequiredService<BigCommerceInventoryClient>();
        var address = new Uri($"{app.Urls.First()}/webhooks");
        Console.WriteLine($"Listening on {address} for store {client.StoreHash}");

        // 6. Run until Ctrl+C, or until the demo has sent its events.
        if (!demo)
        {
            await app.WaitForShutdownAsync();
            return 0;
        }

        var isAsExpected = await Demo.SendAsync(address, emulator.GetStore(client.StoreHash), clientSecret);

        // 7. Stop: the server stops listening, and then the handler gets what is queued.
        await app.StopAsync();
        Console.WriteLine($"Requests to the store: {emulator.Requests.Count}");
        return isAsExpected ? 0 : 1;
    }
}

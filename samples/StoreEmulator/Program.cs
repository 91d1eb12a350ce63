using System.CommandLine;
using System.Globalization;
using System.Numerics;
using BigCommerce.Inventory.Testing;
using StoreEmulator;

const double MaxSeconds = 3600;

// Serves an emulated store over HTTP, on the loopback interface only. See README.md.

// 1. Define the options.
var port = Number("--port", "The port; 0 for any free port.", 0, 65535, 5090);
var seed = new Option<string>("--seed")
{
    Description = "The data of the store: demo, empty, or the path of a snapshot.",
    DefaultValueFactory = _ => "demo",
};
var hash = new Option<string>("--store") { Description = "The store hash.", DefaultValueFactory = _ => "demo" };
var token = new Option<string?>("--token") { Description = "The access token that requests must have. Default: not checked." };
var quota = Number("--quota", "The number of requests in 30 seconds.", 1, int.MaxValue, 150);
var latency = Number("--latency", "Seconds until the response.", 0, MaxSeconds, 0);
var delay = Number("--visibility-delay", "Seconds until reads show a write.", 0, MaxSeconds, 0);
var faults = Number("--faults", "The percentage of requests that fail.", 0.0, 100, 0);
var strict = new Option<bool>("--strict")
{
    Description = "Respond with 500 and the list of operations to an unknown request. Without it: 403, like the API.",
};
var command = new RootCommand("Serves the APIs of an emulated BigCommerce store over HTTP, with a page at / that shows its state.")
{
    port, seed, hash, token, quota, latency, delay, faults, strict,
};
command.SetAction(async (parsed, cancellationToken) =>
{
    try
    {
        // 2. Create an emulator with the limits, delays and faults of the options.
        var emulator = new InventoryEmulator(new InventoryEmulatorOptions
        {
            RateLimitQuota = parsed.GetValue(quota),
            Latency = TimeSpan.FromSeconds(parsed.GetValue(latency)),
            VisibilityDelay = TimeSpan.FromSeconds(parsed.GetValue(delay)),
            ThrowOnUnknownRequest = parsed.GetValue(strict),
            MaxRecordedRequests = 1000,
            MaxRecordedBodyBytes = 256 * 1024, // the page shows the rows of a request
        })
        {
            Faults = parsed.GetValue(faults) is > 0 and var percent ? new FaultPlan().AddRandom(percent / 100, Fault.AllDetectable) : null,
        };

        // 3. Seed a store. Other stores are created, empty, by the first request to them.
        var store = emulator.GetStore(parsed.GetValue(hash)!);
        store.AccessToken = parsed.GetValue(token);
        switch (parsed.GetValue(seed))
        {
            case "demo":
                store.SeedDemo();
                break;
            case "empty":
                break;
            case var path:
                store.ImportSnapshot(await File.ReadAllBytesAsync(path!, cancellationToken));
                break;
        }

        // 4. Serve it until Ctrl+C.
        await using var server = EmulatorServer.Create(emulator, parsed.GetValue(port));
        await server.StartAsync(cancellationToken);
        string address = server.Urls.First();
        Console.WriteLine($"Listening on {address}/");
        Console.WriteLine($"API of store {store.Hash}: {address}/stores/{store.Hash}/v3");
        await server.WaitForShutdownAsync(cancellationToken);
        return 0;
    }
    catch (Exception error) when (error is ArgumentException or FormatException or IOException or UnauthorizedAccessException)
    {
        await Console.Error.WriteLineAsync(error.Message);
        return 1;
    }
});
return await command.Parse(args).InvokeAsync();

static Option<T> Number<T>(string name, string description, T min, T max, T defaultValue)
    where T : INumber<T>
{
    var range = FormattableString.Invariant($"{(defaultValue is int ? "an integer" : "a number")} from {min} to {max}");
    return new Option<T>(name)
    {
        Description = $"{description} {char.ToUpperInvariant(range[0])}{range[1..]}.",
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (T.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
            {
                return value;
            }

            result.AddError($"{name} must be {range}, not '{text}'.");
            return defaultValue;
        },
    };
}

using System.CommandLine;
using BigCommerce.Inventory.Testing;
using StoreEmulator;

// Serves an emulated store over HTTP, on the loopback interface only. README.md says what for.

// 1. Say what can be asked for.
var port = new Option<int>("--port") { Description = "The port; 0 for any free one.", DefaultValueFactory = _ => 5090 };
var seed = new Option<string>("--seed") { Description = "What the store holds at first: demo, empty, or the path of a snapshot.", DefaultValueFactory = _ => "demo" };
var hash = new Option<string>("--store") { Description = "The store's hash.", DefaultValueFactory = _ => "demo" };
var token = new Option<string?>("--token") { Description = "The access token that requests must carry. Default: any, or none." };
var quota = new Option<int>("--quota") { Description = "Requests that the store takes in 30 seconds.", DefaultValueFactory = _ => 150 };
var latency = new Option<double>("--latency") { Description = "Seconds until an answer.", DefaultValueFactory = _ => 0 };
var delay = new Option<double>("--visibility-delay") { Description = "Seconds until a write shows in reads.", DefaultValueFactory = _ => 0 };
var faults = new Option<double>("--faults") { Description = "How many requests in a hundred go wrong.", DefaultValueFactory = _ => 0 };
var strict = new Option<bool>("--strict") { Description = "Answer 500, with what was expected, to what is none of the API's operations; otherwise 403, as the API." };
var command = new RootCommand("An emulated BigCommerce store behind HTTP: the Inventory and Locations APIs, and a page at / that shows what happens.")
{
    port, seed, hash, token, quota, latency, delay, faults, strict,
};
command.SetAction(async (parsed, cancellationToken) =>
{
    try
    {
        // 2. Make an emulator, with the limits, delays and faults that were asked for.
        var emulator = new InventoryEmulator(new InventoryEmulatorOptions
        {
            RateLimitQuota = parsed.GetValue(quota),
            Latency = TimeSpan.FromSeconds(parsed.GetValue(latency)),
            VisibilityDelay = TimeSpan.FromSeconds(parsed.GetValue(delay)),
            ThrowOnUnknownRequest = parsed.GetValue(strict),
        })
        {
            Faults = parsed.GetValue(faults) is > 0 and var percent ? new FaultPlan().AddRandom(percent / 100, Fault.AllDetectable) : null,
        };

        // 3. Fill a store. Others come into being, empty, when a request names them.
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
        Console.WriteLine($"The API of store {store.Hash}: {address}/stores/{store.Hash}/v3");
        await server.WaitForShutdownAsync(cancellationToken);
        return 0;
    }
    catch (Exception error) when (error is ArgumentException or OverflowException or FormatException or IOException or UnauthorizedAccessException)
    {
        await Console.Error.WriteLineAsync(error.Message);
        return 1;
    }
});
return await command.Parse(args).InvokeAsync();

using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using StoreFleet;

// Keeps many stores in step with their stock files, on several machines. See README.md.
var stores = Number("--stores", "The number of emulated stores", 1, 1000, 200);
var workers = Number("--workers", "The number of worker processes", 1, 16, 3);
var rows = Number("--rows", "The number of rows in each store's stock file", 1, 2000, 200);
var kill = new Option<bool>("--kill") { Description = "Kill the busiest worker in mid-run, so that others continue its runs." };
var settings = new Option<FileInfo>("--settings") { Description = "A JSON file with settings, besides environment variables." };
settings.AcceptExistingOnly();

var worker = new Command("worker", "Runs one worker on the Redis and the stores of the configuration, until Ctrl+C.") { settings };
worker.SetAction((parsed, cancellationToken) =>
    TryAsync(() => Worker.RunAsync(parsed.GetValue(settings), Console.Out, cancellationToken)));

var root = new RootCommand("Runs a fleet of workers on emulated stores until all stores are in step, and checks their stock.")
{
    stores, workers, rows, kill, worker,
};
root.Validators.Add(result =>
{
    if (result.GetValue(kill) && result.GetResult(workers) is { Tokens: [{ Value: "1" }] })
    {
        result.AddError("--kill needs at least 2 workers.");
    }
});
root.SetAction((parsed, cancellationToken) => TryAsync(() => Demo.RunAsync(
    new DemoOptions(parsed.GetValue(stores), parsed.GetValue(workers), parsed.GetValue(rows), parsed.GetValue(kill)),
    Console.Out,
    cancellationToken)));

// Ctrl+C ends runs after the current request. The timeout leaves time for that and for the report.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(60) });

static async Task<int> TryAsync(Func<Task<int>> run)
{
    try
    {
        return await run();
    }
    catch (Exception error) when (error is OptionsValidationException or InvalidOperationException or ArgumentException or FormatException
        or IOException or UnauthorizedAccessException or RedisException or TimeoutException)
    {
        await Console.Error.WriteLineAsync(error.Message);
        return 1;
    }
    catch (OperationCanceledException)
    {
        return 2;
    }
}

static Option<int> Number(string name, string description, int min, int max, int @default)
{
    return new Option<int>(name)
    {
        Description = $"{description}, {min} to {max}.",
        DefaultValueFactory = _ => @default,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (int.TryParse(text, CultureInfo.InvariantCulture, out int value) && value >= min && value <= max)
            {
                return value;
            }

            result.AddError($"{name} must be an integer from {min} to {max}, not '{text}'.");
            return @default;
        },
    };
}

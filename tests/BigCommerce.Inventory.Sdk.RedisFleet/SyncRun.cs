using System.Globalization;
using System.Text.Json;

namespace BigCommerce.Inventory.RedisFleet;

/// <summary>Processes that sync many stores while they are killed and paused.</summary>
public static class SyncRun
{
    public static async Task PrintAsync(FleetOptions options, TextWriter output)
    {
        await output.WriteLineAsync("| round | kills | pauses | requests | wrong counts | changes applied twice | changes not applied | in doubt | overlapping requests |");
        await output.WriteLineAsync("|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        var redisOptions = options with { RedisPort = GarnetHost.FreePort() };
        using var redis = await QuotaRun.StartRedisAsync(redisOptions);
        for (var round = 1; round <= options.WindowCount; round++)
        {
            await PrintRoundAsync(redisOptions, round, output);
        }
    }

    private static async Task PrintRoundAsync(FleetOptions options, int round, TextWriter output)
    {
        using var server = Child.Self("sync-server");
        options = options with
        {
            Url = await server.ReadLineAsync(),
            Stores = [.. Enumerable.Range(1, options.StoreCount).Select(store => string.Create(CultureInfo.InvariantCulture, $"r{round}s{store}"))],
        };
        var random = new Random(round);
        var workers = options.Callers.Select((_, i) => Start(options, i)).ToList();
        var (kills, pauses) = (0, 0);
        try
        {
            while (!workers.TrueForAll(static worker => worker.Done.IsCompleted))
            {
                await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(1)), Task.WhenAll(workers.Select(static worker => worker.Done)));
                var busy = workers.Where(static worker => !worker.Done.IsCompleted).ToList();
                if (busy.Count == 0)
                {
                    break;
                }

                var victim = busy[random.Next(busy.Count)];
                if (random.Next(3) == 0)
                {
                    // Longer than the lease lasts.
                    pauses++;
                    await victim.Child.SignalAsync("STOP");
                    await Task.Delay(SyncWorker.LeaseDuration * 2);
                    await victim.Child.SignalAsync("CONT");
                }
                else
                {
                    kills++;
                    victim.Child.Dispose();
                    workers[workers.IndexOf(victim)] = Start(options, workers.Count + kills);
                }
            }

            var count = JsonSerializer.Deserialize<SyncCount>(await server.AskAsync($"stores {string.Join(' ', options.Stores)}"))!;
            var unknown = 0L;
            await using var redis = await Worker.ConnectAsync(options.RedisPort);
            foreach (var store in options.Stores)
            {
                unknown += (long)await redis.GetDatabase().StringGetAsync($"done:{store}");
            }

            await output.WriteLineAsync($"| {round} | {kills} | {pauses} | {count.Requests} | {count.Wrong} | {count.Twice} | {count.Missing} | {unknown} | {count.Overlaps} |");
        }
        finally
        {
            workers.ForEach(static worker => worker.Child.Dispose());
        }
    }

    private static (Child Child, Task<string> Done) Start(FleetOptions options, int number)
    {
        var child = Child.Self(["sync-worker", .. (options with { Name = $"w{number}" }).ToArguments()]);
        return (child, child.ReadLineAsync());
    }
}

using System.Text.Json;
using BigCommerce.Inventory.RedisFleet;
using BigCommerce.Inventory.Testing;
using StackExchange.Redis;
using StoreEmulator;

namespace StoreFleet;

/// <summary>The size of the emulated fleet.</summary>
internal sealed record DemoOptions(int StoreCount, int WorkerCount, int RowCount, bool Kill);

/// <summary>An emulated fleet: Redis (Garnet), the stores and the workers, on the loopback interface.</summary>
internal static class Demo
{
    private const int RowsPerRequest = 10;

    // Small and short, so that stores reach the limit within seconds.
    private const int Quota = 15;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync(DemoOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        var emulator = new InventoryEmulator(new InventoryEmulatorOptions
        {
            RateLimitQuota = Quota,
            RateLimitWindow = Window,
            Latency = TimeSpan.FromMilliseconds(20),
            LatencyJitter = TimeSpan.FromMilliseconds(10),
        });
        var folder = Directory.CreateTempSubdirectory("store-fleet-");
        var traffic = new Traffic();
        await using var server = EmulatorServer.Create(emulator, port: 0);
        server.Use(traffic.CountAsync);
        await server.StartAsync(cancellationToken);
        var port = GarnetHost.FreePort();
        using var garnet = GarnetHost.Start(port);

        // Waits are long, because all processes, and Redis in this one, share the processors of one machine.
        var redisServer = $"127.0.0.1:{port},connectTimeout=30000,syncTimeout=30000";
        await using var redis = await ConnectionMultiplexer.ConnectAsync(redisServer);
        var workers = new List<WorkerProcess>();
        try
        {
            Seed(emulator, options, folder);
            var settings = Path.Combine(folder.FullName, "settings.json");
            await File.WriteAllTextAsync(settings, Settings(options, redisServer, server.Urls.First(), folder), cancellationToken);
            workers.AddRange(Enumerable.Range(1, options.WorkerCount).Select(number => new WorkerProcess($"worker-{number}", settings)));
            var screen = new Screen(output, options, workers, traffic, () => DescribeQuota(emulator));
            var results = new SyncResults(redis);
            await screen.ShowAsync(async show =>
            {
                while (!cancellationToken.IsCancellationRequested)
                {
                    var done = await results.ListAsync();
                    show(done);
                    if (done.Count == options.StoreCount)
                    {
                        break;
                    }

                    if (options.Kill && !workers.Any(worker => worker.IsKilled) && IsHalfSent(options, traffic))
                    {
                        workers.MaxBy(worker => traffic.Of(worker.Name).Requests)!.Kill();
                    }

                    if (workers.Find(worker => worker.HasExited && !worker.IsKilled) is { } failed
                        && !cancellationToken.IsCancellationRequested)
                    {
                        throw new InvalidOperationException($"{failed.Name} ended early. {failed.Output}");
                    }

                    await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
                }
            });
            await Task.WhenAll(workers.Select(worker => worker.StopAsync()));
            var last = await results.ListAsync();
            screen.ShowTable(last);
            foreach (var worker in workers)
            {
                await output.WriteLineAsync(worker.IsKilled ? $"{worker.Name}: killed." : worker.Output);
            }

            var exact = CountExact(emulator, options);
            screen.ShowTotals(last, exact);
            return last.Count == options.StoreCount && exact == (long)options.StoreCount * options.RowCount ? 0 : 2;
        }
        finally
        {
            workers.ForEach(worker => worker.Dispose());
            folder.Delete(recursive: true);
        }
    }

    private static string DescribeQuota(InventoryEmulator emulator) =>
        $"{Quota} requests in {Window.TotalSeconds} seconds for each store; "
        + $"used up at {emulator.Stores.Count(store => store.RateLimit.Remaining == 0)} stores";

    private static bool IsHalfSent(DemoOptions options, Traffic traffic) =>
        traffic.Total().Requests * 2 >= options.StoreCount * Math.Ceiling(options.RowCount / (double)RowsPerRequest);

    private static string Store(int number) => $"store-{number:000}";

    private static string Sku(int item) => $"ITEM-{item:0000}";

    private static int Count(int store, int item) => ((store * 31) + (item * 7)) % 500;

    private static void Seed(InventoryEmulator emulator, DemoOptions options, DirectoryInfo folder)
    {
        foreach (var number in Enumerable.Range(1, options.StoreCount))
        {
            var store = emulator.GetStore(Store(number));
            var rows = Enumerable.Range(1, options.RowCount).Select(item => new StockRow(Sku(item), 1, Count(number, item))).ToList();
            rows.ForEach(row => store.AddItem(row.Sku));
            File.WriteAllBytes(
                Path.Combine(folder.FullName, $"{store.Hash}.json"), JsonSerializer.SerializeToUtf8Bytes(rows, JsonSerializerOptions.Web));
        }
    }

    // A lease is longer than an attempt may take.
    private static string Settings(DemoOptions options, string redisServer, string url, DirectoryInfo folder) => JsonSerializer.Serialize(new
    {
        Logging = new { LogLevel = new { Default = "Warning" } },
        BigCommerce = new
        {
            Inventory = new
            {
                BaseAddress = url,
                Resilience = new { AttemptTimeout = "00:00:02" },
                Redis = new { LeaseDuration = "00:00:04", UsualWait = "00:00:00.1", MaxWait = "00:00:01" },
            },
        },
        Fleet = new
        {
            Redis = redisServer,
            StockFolder = folder.FullName,
            Schedule = "*/5 * * * * *",
            RowsPerRequest,
            DashboardPort = 0,
            StopWithInput = true,
            Stores = Enumerable.Range(1, options.StoreCount).ToDictionary(Store, _ => new { AccessToken = "emulated" }),
        },
    });

    private static long CountExact(InventoryEmulator emulator, DemoOptions options) => Enumerable.Range(1, options.StoreCount)
        .Sum(number => (long)Enumerable.Range(1, options.RowCount)
            .Count(item => emulator.GetStore(Store(number)).GetOnHand(1, Sku(item)) == Count(number, item)));
}

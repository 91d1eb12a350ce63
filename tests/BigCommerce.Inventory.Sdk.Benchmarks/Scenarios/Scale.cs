using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using BigCommerce.Inventory.Benchmarks.Data;
using BigCommerce.Inventory.Benchmarks.Measurement;
using BigCommerce.Inventory.Benchmarks.Rivals;
using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.Benchmarks.Scenarios;

/// <summary>Bulk runs of growing length, from a lazy source into the emulator.</summary>
internal static class Scale
{
    private const int Locations = 4;

    public static async Task<IReadOnlyList<Goal>> RunAsync(int items, IReadOnlyList<int> sizes, TextWriter output)
    {
        var emulator = CreateEmulator(items);
        using var client = emulator.CreateClient();
        using var naive = Calls.CreateHttpClient(emulator.BaseAddress, emulator.CreateHandler(), "demo");

        // Warm, and every item has its count everywhere.
        await SetAsync(client, items, items * Locations);
        await SetNaivelyAsync(naive, items, items * Locations);

        Report.WriteTitle(output, "Setting counts, from a lazy source into the emulator");
        Report.WriteRow(output, "", "rows", "rows a second", "CPU a row", "memory in use", "with garbage");
        Report.WriteRow(output, "---", "---:", "---:", "---:", "---:", "---:");
        var runs = new List<Usage>();
        var loop = default(Usage);
        foreach (var rows in sizes)
        {
            runs.Add(await MeasureAsync(() => SetAsync(client, items, rows)));
            Write(output, "**Stock.Set**", rows, runs[^1]);
            loop = await MeasureAsync(() => SetNaivelyAsync(naive, items, rows));
            Write(output, "a loop with HttpClient", rows, loop);
        }

        return
        [
            new(
                Text($"{sizes[^1]:N0} rows against {sizes[0]:N0}: processor time a row"),
                1.25,
                (runs[^1].Cpu / sizes[^1]) / (runs[0].Cpu / sizes[0])),
            new(
                Text($"{sizes[^1]:N0} rows against {sizes[^2]:N0}: memory in use"),
                1.25,
                runs[^1].BytesInUse / (double)runs[^2].BytesInUse),
            new(Text($"{sizes[^1]:N0} rows: microseconds a row"), 0.67, runs[^1].Wall.TotalMicroseconds / sizes[^1]),
            new(Text($"{sizes[^1]:N0} rows: processor time against the loop"), 1.25, runs[^1].Cpu / loop.Cpu),
            new(Text($"{sizes[^1]:N0} rows: memory with garbage, MiB"), 40, runs[^1].PeakBytes / 1024.0 / 1024),
        ];
    }

    private static InventoryEmulator CreateEmulator(int items)
    {
        var emulator = new InventoryEmulator(new InventoryEmulatorOptions
        {
            RateLimitQuota = InventoryEmulatorOptions.UnlimitedQuota,
            MaxRecordedStockChanges = 0,
            MaxRecordedRequests = 0,
        });
        var store = emulator.GetStore();
        for (var id = 2; id <= Locations; id++)
        {
            store.AddLocation($"L{id}", $"Location {id}");
        }

        for (var item = 0; item < items; item++)
        {
            store.AddItem(SampleStock.Sku(item));
        }

        return emulator;
    }

    /// <summary>Location by location, as an export comes. A longer run begins again, later than duplicates are looked for.</summary>
    private static IEnumerable<AbsoluteAdjustment> Rows(int items, int count)
    {
        var skus = Enumerable.Range(0, items).Select(SampleStock.Sku).ToArray();
        for (var row = 0; row < count; row++)
        {
            yield return new AbsoluteAdjustment((row / items % Locations) + 1, ItemKey.Sku(skus[row % items]), row % 1000);
        }
    }

    private static async Task SetAsync(BigCommerceInventoryClient client, int items, int count)
    {
        var report = await client.Stock.Set(Rows(items, count)).RunAsync();
        if (!report.AllApplied || report.AppliedCount != count)
        {
            throw new InvalidOperationException($"{report.AppliedCount} of {count} rows were applied.");
        }
    }

    /// <summary>What one would write without the SDK: no duplicates found, no bad rows set aside, nothing known after a failure.</summary>
    private static async Task SetNaivelyAsync(HttpClient client, int items, int count)
    {
        foreach (var rows in Rows(items, count).Chunk(2000))
        {
            var body = new PlainAdjustments
            {
                Items =
                [
                    .. rows.Select(
                        row => new PlainAdjustment
                        {
                            LocationId = row.LocationId,
                            Sku = row.Item.TryGetSku(out var sku) ? sku : null,
                            Quantity = row.Quantity!.Value,
                        }),
                ],
            };
            using var response = await client.PutAsJsonAsync(Calls.WritePath, body, PlainJsonContext.Default.PlainAdjustments);
            response.EnsureSuccessStatusCode();
        }
    }

    /// <summary>Runs twice: collecting all garbage now and then, to see what is in use, takes its time too.</summary>
    private static async Task<Usage> MeasureAsync(Func<Task> run)
    {
        var inUse = await PeakAsync(run, collect: true, TimeSpan.FromMilliseconds(10));
        var cpu = TimeSpan.Zero;
        var elapsed = TimeSpan.Zero;
        var peak = await PeakAsync(
            async () =>
            {
                var cpuStart = Environment.CpuUsage.TotalTime;
                var start = Stopwatch.GetTimestamp();
                await run();
                (elapsed, cpu) = (Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - cpuStart);
            },
            collect: false,
            TimeSpan.FromMilliseconds(5));
        return new Usage(elapsed, cpu, inUse, peak);
    }

    /// <summary>The most memory during a run, over that before it.</summary>
    private static async Task<long> PeakAsync(Func<Task> run, bool collect, TimeSpan interval)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var peak = 0L;
        using var ended = new CancellationTokenSource();
        var sampling = SampleAsync();
        await run();
        await ended.CancelAsync();
        await sampling;
        return peak;

        async Task SampleAsync()
        {
            using var timer = new PeriodicTimer(interval);
            do
            {
                peak = Math.Max(peak, GC.GetTotalMemory(collect) - before);
                await Task.WhenAny(timer.WaitForNextTickAsync(ended.Token).AsTask());
            }
            while (!ended.IsCancellationRequested);
        }
    }

    private static void Write(TextWriter output, string name, int rows, Usage usage)
    {
        Report.WriteRow(
            output,
            name,
            Text($"{rows:N0}"),
            Text($"{rows / usage.Wall.TotalSeconds:N0}"),
            Text($"{usage.Cpu.TotalMicroseconds / rows:0.00} µs"),
            Text($"{usage.BytesInUse / 1024.0 / 1024:0.0} MiB"),
            Text($"{usage.PeakBytes / 1024.0 / 1024:0.0} MiB"));
        output.Flush();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <param name="Wall">Elapsed time.</param>
    /// <param name="Cpu">Processor time, the emulator's included.</param>
    /// <param name="BytesInUse">The most that was in use on the managed heap, over that before the run.</param>
    /// <param name="PeakBytes">The same with garbage that was not yet collected.</param>
    private readonly record struct Usage(TimeSpan Wall, TimeSpan Cpu, long BytesInUse, long PeakBytes);
}

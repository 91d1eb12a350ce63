using System.Diagnostics;
using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.BulkHost;

/// <summary>
/// What up to 1,000,000 rows cost through the whole client and the emulator: memory above the start (in use, and with what is yet to be
/// collected) and processor time.
/// </summary>
internal static class MemoryAndTime
{
    private const int Items = 25_000;
    private const int Locations = 8;

    public static async Task PrintAsync(TextWriter output)
    {
        // The emulator's own memory is there before the start: every cell has a count, and it keeps no record.
        var emulator = new InventoryEmulator(
            new InventoryEmulatorOptions
            {
                RateLimitQuota = InventoryEmulatorOptions.UnlimitedQuota,
                MaxRecordedRequests = 0,
                MaxRecordedStockChanges = 0,
            });
        var store = emulator.GetStore();
        for (var location = 2; location <= Locations; location++)
        {
            store.AddLocation($"L{location}", $"Location {location}");
        }

        for (var i = 1; i <= Items; i++)
        {
            var item = store.AddItem($"SKU-{i}", variantId: i);
            for (var location = 1; location <= Locations; location++)
            {
                store.SetStock(location, item, 0);
            }
        }

        using var client = emulator.CreateClient();
        await MeasureAsync(client, 20_000);
        foreach (var rows in (int[])[100_000, 500_000, 1_000_000])
        {
            var (live, total, cpu) = await MeasureAsync(client, rows);
            await output.WriteLineAsync($"{rows} {live} {total} {cpu.TotalMilliseconds:0}");
        }
    }

    /// <summary>Runs, and looks at the memory now and then.</summary>
    private static async Task<(long Live, long Total, TimeSpan Cpu)> MeasureAsync(BigCommerceInventoryClient client, int rows)
    {
        var start = GC.GetTotalMemory(forceFullCollection: true);
        var cpuStart = Process.GetCurrentProcess().TotalProcessorTime;
        var live = 0L;
        var total = 0L;
        var requests = 0;
        await foreach (var _ in client.Stock.Set(Stream(rows)).EnumerateAsync())
        {
            total = Math.Max(total, GC.GetTotalMemory(forceFullCollection: false) - start);
            if (requests++ % 25 == 0)
            {
                live = Math.Max(live, GC.GetTotalMemory(forceFullCollection: true) - start);
            }
        }

        return (live, total, Process.GetCurrentProcess().TotalProcessorTime - cpuStart);
    }

    // Keys are made as they are read, as a file's would be.
    private static async IAsyncEnumerable<AbsoluteAdjustment> Stream(int rows)
    {
        await Task.Yield();
        for (var i = 0; i < rows; i++)
        {
            yield return new AbsoluteAdjustment((i % Locations) + 1, ItemKey.Sku($"SKU-{(i / Locations % Items) + 1}"), i % 1000);
        }
    }
}

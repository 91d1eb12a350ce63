using System.Diagnostics;
using System.Globalization;
using BigCommerce.Inventory.Benchmarks.Measurement;
using BigCommerce.Inventory.Benchmarks.Server;

namespace BigCommerce.Inventory.Benchmarks.Scenarios;

/// <summary>Reading many pages from a distance, where waiting is what takes the time.</summary>
internal static class Paging
{
    public static async Task<IReadOnlyList<Goal>> RunAsync(int pages, TimeSpan distance, TextWriter output)
    {
        var used = await ReadAsync(pages, distance, distance, pagesAhead: 0);
        var usedAhead = await ReadAsync(pages, distance, distance, pagesAhead: null);
        var read = await ReadAsync(pages, distance, TimeSpan.Zero, pagesAhead: 0);
        var readAhead = await ReadAsync(pages, distance, TimeSpan.Zero, pagesAhead: null);

        Report.WriteTitle(
            output,
            string.Create(CultureInfo.InvariantCulture, $"Reading {pages} pages, {distance.TotalMilliseconds:0} ms away"));
        Report.WriteRow(output, "", "wall time", "ratio");
        Report.WriteRow(output, "---", "---:", "---:");
        var consumer = string.Create(CultureInfo.InvariantCulture, $"{distance.TotalMilliseconds:0} ms of work a page");
        Report.WriteRow(output, $"{consumer}, one page after the other", Seconds(used), "1.00");
        Report.WriteRow(output, $"{consumer}, **the default**", Seconds(usedAhead), Report.Ratio(usedAhead / used));
        Report.WriteRow(output, "no work, one page after the other", Seconds(read), "1.00");
        Report.WriteRow(output, "no work, **the default**", Seconds(readAhead), Report.Ratio(readAhead / read));
        return
        [
            new("Paging with work of the same length, by default: wall time", 0.55, usedAhead / used),
            new("Paging without work, by default: wall time", 0.15, readAhead / read),
        ];
    }

    private static async Task<TimeSpan> ReadAsync(int pages, TimeSpan distance, TimeSpan work, int? pagesAhead)
    {
        using var store = new SlowStore(pages, distance);
        using var client = new BigCommerceInventoryClient(
            Rivals.Calls.StoreHash,
            Rivals.Calls.Token,
            settings: new() { HttpHandler = store });
        var items = 0;
        var start = Stopwatch.GetTimestamp();
        await foreach (var item in client.Items.EnumerateAsync(new InventoryItemFilter { Limit = SlowStore.ItemsPerPage }, pagesAhead: pagesAhead))
        {
            items++;
            if (items % SlowStore.ItemsPerPage == 0 && work > TimeSpan.Zero)
            {
                await Task.Delay(work);
            }
        }

        var elapsed = Stopwatch.GetElapsedTime(start);
        return items == pages * SlowStore.ItemsPerPage
            ? elapsed
            : throw new InvalidOperationException($"{items} items were read instead of {pages * SlowStore.ItemsPerPage}.");
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s");
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Documentation;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Stock;

/// <summary>Bulk runs in a process of their own.</summary>
public sealed class BulkProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bulk-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("absolute")]
    [InlineData("relative")]
    public async Task BulkRun_KilledThreeTimes_ResumesToTheEnd(string kind)
    {
        const int rows = 6000;
        const int rowsPerRequest = 100;
        const int locations = 4;
        var emulator = new InventoryEmulator(
            new InventoryEmulatorOptions
            {
                RateLimitQuota = InventoryEmulatorOptions.UnlimitedQuota,
                Latency = TimeSpan.FromMilliseconds(10),
            });
        var store = emulator.GetStore();
        for (var location = 2; location <= locations; location++)
        {
            store.AddLocation($"L{location}", $"Location {location}");
        }

        for (var i = 1; i <= rows / locations; i++)
        {
            var item = store.AddItem($"SKU-{i}", variantId: i);
            for (var location = 1; location <= locations; location++)
            {
                store.SetStock(location, item, 1000);
            }
        }

        await using var server = await LoopbackEmulator.StartAsync(emulator);
        foreach (var requests in (int[])[7, 13, 12])
        {
            await KillAfterAsync(requests, ["run", kind, server.Address.AbsoluteUri, rows.ToString(CultureInfo.InvariantCulture), Journal]);
        }

        var sentBefore = emulator.Requests.Count;
        var report = JsonSerializer.Deserialize<Dictionary<string, long>>(
            (await RunToEndAsync("run", kind, server.Address.AbsoluteUri, rows.ToString(CultureInfo.InvariantCulture), Journal))
                .Trim()
                .Split('\n')[^1])!;

        // Every row has a known outcome, and those that were applied before were not sent again.
        Assert.Equal((rows, 0, 0, 0), (report["RowCount"], report["RejectedCount"], report["NotSentCount"], report["MergedCount"]));
        Assert.Equal(rows, report["AppliedCount"] + report["UnknownCount"]);
        Assert.Equal((rows - report["FromJournalCount"]) / rowsPerRequest, emulator.Requests.Count - sentBefore);
        Assert.InRange(report["FromJournalCount"], 30 * rowsPerRequest, rows - rowsPerRequest);

        // Of each of three deaths at most the one request that was in flight was sent again (absolute) or is in doubt (relative),
        // and one in doubt may not even have gone out.
        Assert.InRange(emulator.Requests.Count, (rows / rowsPerRequest) - (kind == "relative" ? 3 : 0), (rows / rowsPerRequest) + 3);
        Assert.InRange(report["UnknownCount"], 0, kind == "relative" ? 3 * rowsPerRequest : 0);
        var changed = 0L;
        foreach (var item in store.Items)
        {
            for (var location = 1; location <= locations; location++)
            {
                var onHand = store.GetOnHand(location, item);
                Assert.True(kind == "absolute" ? onHand == 7 : onHand is 1000 or 1001, $"{item.Sku} at location {location} is {onHand}.");
                changed += onHand == 1000 ? 0 : 1;
            }
        }

        Assert.InRange(changed, report["AppliedCount"], report["AppliedCount"] + report["UnknownCount"]);
    }

    [Fact]
    public async Task BulkRun_MillionRows_UsesConstantMemoryAndLinearTime()
    {
        var lines = (await RunToEndAsync("memory")).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var measured = lines.Select(line => line.Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray())
            .ToList();

        Assert.Equal([100_000L, 500_000, 1_000_000], measured.Select(run => run[0]));
        Assert.All(measured, run => Assert.InRange(run[1], 0, 64L * 1024 * 1024));

        // Ten times the rows: the memory stays, but for what the collector had not yet given back when it was asked.
        Assert.InRange(measured[2][1], 0, 2 * measured[0][1]);

        // Processor time: ten times the rows may take up to twenty times as long, and would take a hundred times if it grew with the
        // square.
        Assert.InRange(measured[2][3], 0, 20 * Math.Max(measured[0][3], 50));
    }

    [Fact]
    public async Task BulkRun_BadRows_CostTheRequestsThatThePageShows() => Assert.Contains(
        $"\n\n{(await RunToEndAsync("requests")).Trim().ReplaceLineEndings("\n")}\n\n",
        MarkdownSnippets.Read("docs/stock.md"),
        StringComparison.Ordinal);

    private string Journal => Path.Combine(_folder, "run.journal");

    private static async Task KillAfterAsync(int requests, string[] arguments)
    {
        using var process = Start(arguments);
        for (var request = 1; request <= requests; request++)
        {
            var line = await process.StandardOutput.ReadLineAsync();
            Assert.True(line == request.ToString(CultureInfo.InvariantCulture), line ?? await process.StandardError.ReadToEndAsync());
        }

        process.Kill();
        await process.WaitForExitAsync();
    }

    private static async Task<string> RunToEndAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return output;
    }

    private static Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "BigCommerce.Inventory.Sdk.BulkHost.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}

using System.Text.Json;

namespace BigCommerce.Inventory.BulkHost;

/// <summary>A run with a journal, for a test to kill: it prints a line after every request, and its report as the last.</summary>
internal static class JournaledRun
{
    public const int Locations = 4;

    public static async Task RunAsync(bool isRelative, Uri url, int rows, string journalPath, TextWriter output)
    {
        using var client = new BigCommerceInventoryClient("demo", "any-token", new BigCommerceInventoryOptions { BaseAddress = url });
        using var journal = new FileBulkJournal(journalPath);
        var options = new BulkOptions { MaxRowsPerRequest = 100, MaxBufferedRows = 1000, Journal = journal, MaxReportedRows = int.MaxValue };
        var report = isRelative
            ? await client.Adjustments.ChangeAsync(Cells(rows).Select(cell => RelativeAdjustment.By(cell.Location, cell.Item, 1)), options, new Lines(output))
            : await client.Adjustments.SetAsync(Cells(rows).Select(cell => new AbsoluteAdjustment(cell.Location, cell.Item, 7)), options, new Lines(output));
        await output.WriteLineAsync(JsonSerializer.Serialize(new { report.Rows, report.Applied, report.Rejected, report.Unknown, report.NotSent, report.Duplicates, report.FromJournal, report.Requests }));
    }

    private static IEnumerable<(long Location, ItemKey Item)> Cells(int rows) =>
        Enumerable.Range(0, rows).Select(i => ((long)(i % Locations) + 1, ItemKey.Variant((i / Locations) + 1)));

    private sealed class Lines(TextWriter output) : IProgress<BulkProgress>
    {
        public void Report(BulkProgress value)
        {
            output.WriteLine(value.Requests);
            output.Flush();
        }
    }
}

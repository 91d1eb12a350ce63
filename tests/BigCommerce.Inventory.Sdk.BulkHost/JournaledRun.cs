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
        var options = new BulkOptions
        {
            MaxRowsPerRequest = 100,
            MaxBufferedRows = 1000,
            Journal = journal,
            MaxReportedRows = int.MaxValue,
            OnProgress = WriteLine,
        };
        BulkReport report = isRelative
            ? await client.Stock.Adjust(Cells(rows).Select(cell => new RelativeAdjustment(cell.Location, cell.Item, 1)), options).RunAsync()
            : await client.Stock.Set(Cells(rows).Select(cell => new AbsoluteAdjustment(cell.Location, cell.Item, 7)), options).RunAsync();
        await output.WriteLineAsync(JsonSerializer.Serialize(
            new
            {
                report.RowCount,
                report.AppliedCount,
                report.RejectedCount,
                report.UnknownCount,
                report.NotSentCount,
                report.MergedCount,
                report.FromJournalCount,
                report.RequestCount,
            }));

        void WriteLine(BulkProgress progress)
        {
            if (progress.RequestCount > 0)
            {
                output.WriteLine(progress.RequestCount);
                output.Flush();
            }
        }
    }

    private static IEnumerable<(long Location, ItemKey Item)> Cells(int rows) =>
        Enumerable.Range(0, rows).Select(i => ((long)(i % Locations) + 1, ItemKey.Variant((i / Locations) + 1)));
}

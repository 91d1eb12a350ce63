using BigCommerce.Inventory;

namespace StockSync;

/// <summary>The meaning of the quantities in a file.</summary>
internal enum SyncMode
{
    /// <summary>The stock on hand: every row is set.</summary>
    Absolute,

    /// <summary>Differences: every row is added to the stock.</summary>
    Relative,

    /// <summary>The stock on hand: the store is read first, and rows that differ are set.</summary>
    Reconcile,
}

/// <summary>The settings of a run.</summary>
internal sealed record SyncOrder(StockFile File, SyncMode Mode, BulkOptions Bulk, bool Verify, bool DryRun);

/// <summary>Sends a stock file to a store.</summary>
internal static class Sync
{
    public static async Task<SyncSummary> RunAsync(
        BigCommerceInventoryClient client,
        SyncOrder order,
        Screen screen,
        CancellationToken cancellationToken)
    {
        // 1. Validate the whole file before the first request, so that an invalid file is not sent in part.
        var rows = order.File.Check(order.Mode == SyncMode.Relative);
        screen.Say($"{Screen.Plural(rows, "row", "rows")} to send.");

        // 2. The API requires location ids, but files have codes. One list of locations maps them.
        var locations = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        await foreach (var location in client.Locations.EnumerateAsync(cancellationToken: cancellationToken))
        {
            locations[location.Code] = location.Id;
        }

        // 3. Send the rows as they are read. A code that the store does not know costs only its own row.
        var ledger = new Ledger(rows);
        var (stock, bulk) = (client.Stock, order.Bulk);
        var counts = ledger.Located(order.File.Rows(), locations).Select(
            row => new AbsoluteAdjustment(row.LocationId!.Value, row.Item, row.Quantity, row.QuantityBackordered) { Tag = row.Tag });
        var differences = ledger.Located(order.File.Rows(), locations).Select(
            row => new RelativeAdjustment(row.LocationId!.Value, row.Item, row.Quantity, row.QuantityBackordered) { Tag = row.Tag });
        switch (order)
        {
            case { Mode: SyncMode.Reconcile }:
                ledger.Add(await screen.ShowProgressAsync(rows, () => ledger.RejectionCount, progress =>
                {
                    var run = stock.Reconcile(
                        counts,
                        new ReconcileOptions { Bulk = bulk with { OnProgress = progress }, WaitUntilVisible = order.Verify });
                    return order.DryRun ? run.PlanAsync(cancellationToken) : run.RunAsync(cancellationToken);
                }));
                break;

            case { Mode: SyncMode.Relative }:
                await SendAsync(progress => stock.Adjust(differences, bulk with { OnProgress = progress }));
                break;

            default:
                await SendAsync(progress => stock.Set(counts, bulk with { OnProgress = progress }));

                // 4. The API is asynchronous: what was applied shows a little later. Read until it does, and never send again.
                if (order is { Verify: true, DryRun: false } && !cancellationToken.IsCancellationRequested)
                {
                    var applied = ledger.Applied(order.File.Rows(), locations);
                    ledger.Add(await stock.WaitUntilVisibleAsync(applied, cancellationToken: cancellationToken));
                }

                break;
        }

        // 5. Report the outcome of every row, and write the rejected rows to a file that can be corrected and sent again.
        var summary = ledger.Close();
        return order.DryRun ? summary : summary with { RejectedFile = WriteRejected(order.File, summary.Rejections, screen) };

        async Task SendAsync<TRow>(Func<Action<BulkProgress>?, BulkRun<TRow>> run)
        {
            if (order.DryRun)
            {
                ledger.Add(await run(null).PlanAsync(cancellationToken));
            }
            else
            {
                ledger.Add(
                    await screen.ShowProgressAsync(rows, () => ledger.RejectionCount, progress => FinishAsync(run(progress).RunAsync(cancellationToken), screen)));
            }
        }
    }

    private static string? WriteRejected(StockFile file, IReadOnlyList<RejectedLine> rejections, Screen screen)
    {
        try
        {
            return file.WriteRejected(rejections);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            screen.Complain($"The file with the rejected rows cannot be written: {exception.Message}");
            return null;
        }
    }

    // A run that ends early still has a report. Only a run that did nothing ends the program with an error.
    private static async Task<BulkReport<TRow>> FinishAsync<TRow>(Task<BulkReport<TRow>> run, Screen screen)
    {
        try
        {
            return await run;
        }
        catch (BulkRunException<TRow> exception) when (exception.Report is { AppliedCount: 0, UnknownCount: 0 })
        {
            throw new BigCommerceException(exception.InnerException!.Message, exception);
        }
        catch (BulkRunException<TRow> exception)
        {
            screen.Complain(exception.Message);
            return exception.Report;
        }
    }
}

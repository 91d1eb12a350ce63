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
    public static async Task<SyncSummary> RunAsync(BigCommerceInventoryClient client, SyncOrder order, Screen screen, CancellationToken cancellationToken)
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
        var (adjustments, bulk) = (client.Adjustments, order.Bulk);
        var counts = ledger.Located(order.File.Rows(), locations).Select(row => new AbsoluteAdjustment(row.LocationId!.Value, row.Item, row.Quantity));
        var differences = ledger.Located(order.File.Rows(), locations).Select(row => RelativeAdjustment.By(row.LocationId!.Value, row.Item, row.Quantity));
        switch (order)
        {
            case { Mode: SyncMode.Reconcile }:
                var options = new ReconcileOptions { Bulk = bulk, Confirm = order.Verify, IsDryRun = order.DryRun };
                var reconciled = await screen.ShowProgressAsync(rows, progress => client.ReconcileAsync(counts, options, progress, cancellationToken));
                ledger.Add(reconciled);
                break;

            case { DryRun: true }:
                ledger.Add(order.Mode == SyncMode.Absolute
                    ? await adjustments.PlanSetAsync(counts, bulk, cancellationToken)
                    : await adjustments.PlanChangeAsync(differences, bulk, cancellationToken));
                break;

            default:
                ledger.Add(await screen.ShowProgressAsync(rows, progress => FinishedAsync(
                    order.Mode == SyncMode.Absolute
                        ? adjustments.SetAsync(counts, bulk, progress, cancellationToken)
                        : adjustments.ChangeAsync(differences, bulk, progress, cancellationToken),
                    screen)));

                // 4. The API is asynchronous: what was applied shows a little later. Read until it does, and never send again.
                if (order.Verify && !cancellationToken.IsCancellationRequested)
                {
                    var applied = ledger.Applied(order.File.Rows(), locations);
                    ledger.Add(await client.Items.WaitUntilVisibleAsync(applied, cancellationToken: cancellationToken));
                }

                break;
        }

        // 5. Say what became of every row.
        return ledger.Close();
    }

    // A run that breaks off still knows what it did; only one that did nothing at all could not run.
    private static async Task<BulkAdjustmentReport> FinishedAsync(Task<BulkAdjustmentReport> run, Screen screen)
    {
        try
        {
            return await run;
        }
        catch (BulkRunException exception) when (exception.Report is { Applied: 0, Unknown: 0 })
        {
            throw new BigCommerceException(exception.InnerException!.Message, exception);
        }
        catch (BulkRunException exception)
        {
            screen.Complain(exception.Message);
            return exception.Report;
        }
    }
}

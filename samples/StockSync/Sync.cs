using BigCommerce.Inventory;

namespace StockSync;

/// <summary>The lesson: a stock file goes to a store.</summary>
internal static class Sync
{
    public static async Task<SyncSummary> RunAsync(BigCommerceInventoryClient client, StockFile file, string reason, bool dryRun, Screen screen, CancellationToken cancellationToken)
    {
        // 1. Look at the whole file before the first request: a broken file must not be half sent.
        var rows = file.Check();
        screen.Say($"{rows:N0} rows to send.");

        // 2. The API takes location ids; files have codes. One short list tells them all.
        var locations = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        await foreach (var location in client.Locations.EnumerateAsync(cancellationToken: cancellationToken))
        {
            locations[location.Code] = location.Id;
        }

        // 3. Turn the rows into adjustments as they are read. A code that the store does not know costs only its own row.
        var lines = new List<int>();
        var rejections = new List<RejectedLine>();
        IEnumerable<AbsoluteAdjustment> Adjustments()
        {
            foreach (var row in file.Rows())
            {
                if (row.LocationId is { } id || locations.TryGetValue(row.LocationCode!, out id))
                {
                    lines.Add(row.Line);
                    yield return new AbsoluteAdjustment(id, row.Item, row.Quantity);
                }
                else
                {
                    rejections.Add(new RejectedLine(row.Line, null, row.Item.ToString(), $"The store has no location with the code {row.LocationCode}."));
                }
            }
        }

        // 4. Send them: grouped by location, at most 2,000 a request, one request after another. Bad rows are set aside.
        var plan = dryRun ? new DryRun() : null;
        var options = new BulkOptions { Reason = reason, MaxReportedRows = int.MaxValue };
        var report = await screen.ShowProgressAsync(rows, progress =>
            FinishedAsync((plan ?? client.Adjustments).SetAsync(Adjustments(), options, progress, cancellationToken), screen));

        // 5. Say what became of every row.
        rejections.AddRange(report.Rejections.Select(rejected =>
            new RejectedLine(lines[(int)rejected.Row.Index], rejected.Row.LocationId, rejected.Row.Item.ToString(), rejected.Message)));
        var summary = SyncSummary.From(report, rows, rejections);
        if (plan is not null)
        {
            screen.ShowPlan(plan, summary);
        }
        else
        {
            screen.ShowSummary(summary);
        }

        return summary;
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

/// <summary>Stands in for the API's adjustments and only notes what would be sent: the helpers work on any implementation.</summary>
internal sealed class DryRun : IInventoryAdjustmentsApi
{
    private readonly List<(int Rows, long[] Locations)> _requests = [];

    public IReadOnlyList<(int Rows, long[] Locations)> Requests => _requests;

    public Task<TransactionResult> SetAbsoluteAsync(AbsoluteAdjustmentRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        _requests.Add((request.Items.Count, [.. request.Items.Select(item => item.LocationId).Distinct()]));
        return Task.FromResult(new TransactionResult());
    }

    public Task<TransactionResult> ChangeRelativeAsync(RelativeAdjustmentRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("This sample sets counts.");
}

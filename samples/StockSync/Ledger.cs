using System.Globalization;
using BigCommerce.Inventory;

namespace StockSync;

/// <summary>Converts the client's reports to lines of the file and counts every row once.</summary>
internal sealed class Ledger(int rows)
{
    private readonly List<RejectedLine> _rejections = [];
    private readonly HashSet<long> _notApplied = [];
    private SyncSummary _summary = new() { Rows = rows };

    public int RejectionCount => _rejections.Count;

    /// <summary>The rows with their location ids. Rows with an unknown location code are rejected.</summary>
    public IEnumerable<StockRow> Located(IEnumerable<StockRow> file, Dictionary<string, long> locations)
    {
        foreach (var row in file)
        {
            if (row.LocationId is { } id || locations.TryGetValue(row.LocationCode!, out id))
            {
                yield return row with { LocationId = id };
            }
            else
            {
                _rejections.Add(new RejectedLine(
                    row.Line,
                    null,
                    row.Item.ToString(),
                    ApiErrorReason.LocationNotFound,
                    $"The store has no location with code {row.LocationCode}."));
            }
        }
    }

    /// <summary>The applied rows; of several rows for an item and location, the last one.</summary>
    public IReadOnlyCollection<AbsoluteAdjustment> Applied(IEnumerable<StockRow> file, Dictionary<string, long> locations)
    {
        var applied = new Dictionary<(long, ItemKey), AbsoluteAdjustment>();
        long index = 0;
        foreach (var row in file)
        {
            if ((row.LocationId is { } id || locations.TryGetValue(row.LocationCode!, out id)) && !_notApplied.Contains(index++))
            {
                applied[(id, row.Item)] = new AbsoluteAdjustment(id, row.Item, row.Quantity, row.QuantityBackordered);
            }
        }

        return applied.Values;
    }

    public void Add<TRow>(BulkReport<TRow> report)
    {
        Reject(report.RejectedRows);
        _notApplied.UnionWith(report.RejectedRows.Select(row => row.Row.Index).Concat(
            report.UnknownRows.Select(row => row.Row.Index)).Concat(report.NotSentRows.Select(row => row.Index)));
        _summary = _summary with
        {
            Applied = report.AppliedCount,
            Unknown = report.UnknownCount,
            Duplicates = report.MergedCount,
            Requests = report.RequestCount,
            Retries = report.RetryCount,
            ElapsedMs = (long)report.Elapsed.TotalMilliseconds,
        };
    }

    public void Add<TRow>(BulkPlan<TRow> plan)
    {
        Reject(plan.RejectedRows);
        _summary = _summary with { IsPlan = true, Applied = plan.PlannedCount, Duplicates = plan.MergedCount, Requests = plan.RequestCount };
    }

    public void Add(ReconcileReport report)
    {
        if (report.Adjustments is { } sent)
        {
            Add(sent);
        }

        _summary = _summary with
        {
            IsPlan = report.Adjustments is null && report.DifferentCount > 0,
            Applied = report.Adjustments?.AppliedCount ?? report.DifferentCount,
            Duplicates = report.MergedCount,
            Unchanged = report.UnchangedCount,
        };
        if (report.Visibility is { } confirmation)
        {
            Add(confirmation);
        }
    }

    public void Add(VisibilityReport visibility) => _summary = _summary with { NotVisible = visibility.MissingRows.Count };

    public SyncSummary Close()
    {
        var summary = _summary with { Rejected = _rejections.Count, Rejections = [.. _rejections.OrderBy(rejection => rejection.Row)] };

        // A run that ends early does not read the rest of the file.
        return summary with
        {
            NotSent = summary.Rows - summary.Applied - summary.Rejected - summary.Unknown - summary.Duplicates - (summary.Unchanged ?? 0),
        };
    }

    private void Reject<TRow>(IEnumerable<RejectedRow<TRow>> rejected) => _rejections.AddRange(rejected.Select(row =>
        new RejectedLine(
            int.Parse(row.Row.Tag!, CultureInfo.InvariantCulture),
            row.Row.LocationId,
            row.Row.Item.ToString(),
            row.Reason,
            row.Message)));
}

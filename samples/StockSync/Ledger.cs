using BigCommerce.Inventory;

namespace StockSync;

/// <summary>Converts the client's reports to lines of the file and counts every row once.</summary>
internal sealed class Ledger(int rows)
{
    private readonly List<int> _lines = [];
    private readonly List<RejectedLine> _rejections = [];
    private readonly HashSet<long> _notApplied = [];
    private SyncSummary _summary = new() { Rows = rows };

    /// <summary>The rows with their location ids. Rows with an unknown location code are rejected.</summary>
    public IEnumerable<StockRow> Located(IEnumerable<StockRow> file, Dictionary<string, long> locations)
    {
        foreach (var row in file)
        {
            if (row.LocationId is { } id || locations.TryGetValue(row.LocationCode!, out id))
            {
                _lines.Add(row.Line);
                yield return row with { LocationId = id };
            }
            else
            {
                _rejections.Add(new RejectedLine(row.Line, null, row.Item.ToString(), $"The store has no location with code {row.LocationCode}."));
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
                applied[(id, row.Item)] = new AbsoluteAdjustment(id, row.Item, row.Quantity);
            }
        }

        return applied.Values;
    }

    public void Add(BulkAdjustmentReport report)
    {
        Reject(report.Rejections);
        _notApplied.UnionWith(report.Rejections.Select(row => row.Row.Index).Concat(report.UnknownRows.Select(row => row.Index)).Concat(report.NotSentRows.Select(row => row.Index)));
        _summary = _summary with
        {
            Applied = report.Applied,
            Unknown = report.Unknown,
            Duplicates = report.Duplicates,
            Requests = report.Requests,
            Retries = report.Retries,
            ElapsedMs = (long)report.Elapsed.TotalMilliseconds,
        };
    }

    public void Add(BulkPlan plan)
    {
        Reject(plan.Rejections);
        _summary = _summary with { IsPlan = true, Applied = plan.ToSend, Duplicates = plan.Duplicates, Requests = plan.Requests };
    }

    public void Add(ReconcileReport report)
    {
        if (report.Adjustments is { } sent)
        {
            Add(sent);
        }

        _summary = _summary with
        {
            IsPlan = report.Adjustments is null && report.Different > 0,
            Applied = report.Adjustments?.Applied ?? report.Different,
            Duplicates = report.Duplicates,
            Unchanged = report.Unchanged,
        };
        if (report.Confirmation is { } confirmation)
        {
            Add(confirmation);
        }
    }

    public void Add(VisibilityReport visibility) => _summary = _summary with { NotVisible = visibility.Missing.Count };

    public SyncSummary Close()
    {
        var summary = _summary with { Rejected = _rejections.Count, Rejections = [.. _rejections.OrderBy(rejection => rejection.Row)] };

        // A run that ends early does not read the rest of the file.
        return summary with { NotSent = summary.Rows - summary.Applied - summary.Rejected - summary.Unknown - summary.Duplicates - (summary.Unchanged ?? 0) };
    }

    private void Reject(IEnumerable<RejectedRow> rejected) => _rejections.AddRange(rejected.Select(row =>
        new RejectedLine(_lines[(int)row.Row.Index], row.Row.LocationId, row.Row.Item.ToString(), row.Message)));
}

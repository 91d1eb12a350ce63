namespace BigCommerce.Inventory;

/// <summary>What a bulk run would send, unless the API refuses rows.</summary>
public sealed record BulkPlan
{
    /// <summary>Rows given.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows that would be sent.</summary>
    public required long ToSend { get; init; }

    /// <summary>Rows that are wrong in themselves and would not be sent.</summary>
    public required long Rejected { get; init; }

    /// <summary>Rows that would be merged into another row of the same item at the same location.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Rows that add up to 0 with the rows merged into them, so that nothing would be sent for them.</summary>
    public long NetZeroCount { get; init; }

    /// <summary>Requests that would be made.</summary>
    public required int Requests { get; init; }

    /// <summary>Rows that would be sent to each location, by the location's id.</summary>
    public required IReadOnlyDictionary<long, long> RowsByLocation { get; init; }

    /// <summary>The rejected rows, and why: the first <see cref="BulkOptions.MaxReportedRows"/>.</summary>
    public IReadOnlyList<RejectedRow> Rejections { get; init; } = [];

    /// <summary>The duplicates, and the row that each would be merged into: the first <see cref="BulkOptions.MaxReportedRows"/>.</summary>
    public IReadOnlyList<DuplicateRow> DuplicateRows { get; init; } = [];

    internal static async Task<BulkPlan> MakeAsync(AdjustmentKind kind, RowSource source, BulkOptions options, CancellationToken cancellationToken)
    {
        var tally = new BulkTally(options.MaxReportedRows, options.TimeProvider, Guid.Empty);
        var byLocation = new SortedDictionary<long, long>();
        var requests = 0;
        await using (source.ConfigureAwait(false))
        {
            var input = new RowReader(source, kind, options, ItemRelation.BySpelling);
            while (!input.IsAtEnd)
            {
                await input.ReadAsync(cancellationToken).ConfigureAwait(false);
                foreach (var batch in input.TakeReady())
                {
                    requests++;
                    foreach (var row in batch.Rows)
                    {
                        byLocation[row.LocationId] = byLocation.GetValueOrDefault(row.LocationId) + 1;
                    }
                }

                if (input.TakeUnsent() is { } unsent)
                {
                    tally.Add(unsent);
                }
            }

            var report = tally.Report(input, isCancelled: false);
            return new BulkPlan
            {
                Rows = report.Rows,
                ToSend = byLocation.Values.Sum(),
                Rejected = report.Rejected,
                Duplicates = report.Duplicates,
                NetZeroCount = report.NetZeroCount,
                Requests = requests,
                RowsByLocation = byLocation,
                Rejections = report.Rejections,
                DuplicateRows = report.DuplicateRows,
            };
        }
    }
}

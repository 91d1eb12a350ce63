namespace BigCommerce.Inventory;

/// <summary>What a bulk run would send if the API rejects nothing.</summary>
/// <typeparam name="TRow">The type of the caller's rows.</typeparam>
public sealed record BulkPlan<TRow>
{
    /// <summary>Rows given.</summary>
    public required long RowCount { get; init; }

    /// <summary>Rows that would be sent.</summary>
    public required long PlannedCount { get; init; }

    /// <summary>Rows that are invalid in themselves and would not be sent.</summary>
    public required long RejectedCount { get; init; }

    /// <summary>Rows that would be merged into another row for the same item at the same location.</summary>
    public required long MergedCount { get; init; }

    /// <summary>Rows that add up to 0 with the rows merged into them, so that nothing would be sent for them.</summary>
    public long NetZeroCount { get; init; }

    /// <summary>Requests that would be made.</summary>
    public required int RequestCount { get; init; }

    /// <summary>How many rows would be sent to each location, by the location's id. A transfer counts at both locations.</summary>
    public required IReadOnlyDictionary<long, long> PlannedCountByLocation { get; init => field = ValueList.Copy(value); }

    /// <summary>The rejected rows, and the reasons: the first <see cref="BulkOptions.MaxReportedRows"/>.</summary>
    public IReadOnlyList<RejectedRow<TRow>> RejectedRows { get; init => field = ValueList.Copy(value); } =
        ValueList<RejectedRow<TRow>>.Empty;

    /// <summary>
    /// The rows that would be merged, and the rows that they would be merged into: the first <see cref="BulkOptions.MaxReportedRows"/>.
    /// </summary>
    public IReadOnlyList<MergedRow<TRow>> MergedRows { get; init => field = ValueList.Copy(value); } = ValueList<MergedRow<TRow>>.Empty;
}

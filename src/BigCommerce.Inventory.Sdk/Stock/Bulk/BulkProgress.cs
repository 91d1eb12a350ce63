namespace BigCommerce.Inventory;

/// <summary>
/// The progress of a bulk run. Reported after every request, when the run pauses, and when a journal gives outcomes of an earlier run.
/// </summary>
public readonly record struct BulkProgress
{
    /// <summary>Rows given; null when the input's length is not known in advance.</summary>
    public long? RowCount { get; init; }

    /// <summary>Rows read from the input.</summary>
    public long ReadCount { get; init; }

    /// <summary>Rows applied.</summary>
    public long AppliedCount { get; init; }

    /// <summary>Rows rejected.</summary>
    public long RejectedCount { get; init; }

    /// <summary>Rows that may or may not have been applied.</summary>
    public long UnknownCount { get; init; }

    /// <summary>Rows that were merged into another row.</summary>
    public long MergedCount { get; init; }

    /// <summary>Rows that add up to 0 with the rows merged into them.</summary>
    public long NetZeroCount { get; init; }

    /// <summary>Rows, also counted above, whose outcome an earlier run decided and <see cref="BulkOptions.Journal"/> recorded.</summary>
    public long FromJournalCount { get; init; }

    /// <summary>Requests made.</summary>
    public int RequestCount { get; init; }

    /// <summary>Time since the run began.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>
    /// When the run sends the next request, while it pauses because the store is unavailable (<see cref="BulkOptions.MaxOutageWait"/>);
    /// null while it works.
    /// </summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>Rows whose outcome is decided.</summary>
    public long DecidedCount => AppliedCount + RejectedCount + UnknownCount + MergedCount + NetZeroCount;
}

namespace BigCommerce.Inventory;

/// <summary>How far a bulk run is. Reported after every request, and when the run pauses.</summary>
public readonly record struct BulkProgress
{
    /// <summary>Rows given; null when the input's length is not known in advance.</summary>
    public long? TotalRows { get; init; }

    /// <summary>Rows read from the input.</summary>
    public long RowsRead { get; init; }

    /// <summary>Rows applied.</summary>
    public long Applied { get; init; }

    /// <summary>Rows rejected.</summary>
    public long Rejected { get; init; }

    /// <summary>Rows in doubt.</summary>
    public long Unknown { get; init; }

    /// <summary>Rows that were merged into another row.</summary>
    public long Duplicates { get; init; }

    /// <summary>Rows that add up to 0 with the rows merged into them.</summary>
    public long NetZeroCount { get; init; }

    /// <summary>Requests made.</summary>
    public int Requests { get; init; }

    /// <summary>Time since the run began.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>When the run sends the next request, while it pauses because the store is unavailable (<see cref="BulkOptions.MaxOutageWait"/>); null while it works.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>Rows whose fate is decided.</summary>
    public long Decided => Applied + Rejected + Unknown + Duplicates + NetZeroCount;
}

namespace BigCommerce.Inventory;

/// <summary>
/// What became of the rows of a bulk run. Every row counts once:
/// <see cref="Applied"/> + <see cref="Rejected"/> + <see cref="Unknown"/> + <see cref="NotSent"/> + <see cref="Duplicates"/> + <see cref="NetZeroCount"/> = <see cref="Rows"/>.
/// </summary>
/// <remarks>The counts are exact. The lists hold the first <see cref="BulkOptions.MaxReportedRows"/> entries each; for all rows of long runs, read the run as a stream of <see cref="BulkRequestResult"/>.</remarks>
public sealed record BulkAdjustmentReport
{
    /// <summary>Rows given: all of them when the input's length is known, else those that were read before the run ended.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows that the API accepted. They show in reads a little later.</summary>
    public required long Applied { get; init; }

    /// <summary>Rows that were refused, by the API or before they were sent.</summary>
    public required long Rejected { get; init; }

    /// <summary>Rows that may or may not have been applied: their request went out, and no clear answer came.</summary>
    public required long Unknown { get; init; }

    /// <summary>Rows that are certainly not applied: the run was cancelled or failed first, or their request is known to have had no effect.</summary>
    public required long NotSent { get; init; }

    /// <summary>Rows that were merged into another row of the same item at the same location: replaced by it (absolute) or added to it (relative).</summary>
    public required long Duplicates { get; init; }

    /// <summary>Rows of a relative run that add up to 0 with the rows merged into them, such as +3 and −3: nothing was sent for them.</summary>
    public long NetZeroCount { get; init; }

    /// <summary>Rows, counted above too, whose fate an earlier run decided and <see cref="BulkOptions.Journal"/> remembered.</summary>
    public long FromJournal { get; init; }

    /// <summary>Requests made, those included that found the bad rows.</summary>
    public required int Requests { get; init; }

    /// <summary>Attempts beyond the first, as far as answers told.</summary>
    public required int Retries { get; init; }

    /// <summary>How long the run took, by the clock of <see cref="BulkOptions.TimeProvider"/>.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Whether the caller cancelled the run before its end.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>The id that every request of the run carried as <c>X-Correlation-Id</c>.</summary>
    public Guid CorrelationId { get; init; }

    /// <summary>The transactions' ids, in the order of the answers.</summary>
    public IReadOnlyList<string> TransactionIds { get; init; } = [];

    /// <summary>The rejected rows, and why.</summary>
    public IReadOnlyList<RejectedRow> Rejections { get; init; } = [];

    /// <summary>The rows in doubt.</summary>
    public IReadOnlyList<BulkRow> UnknownRows { get; init; } = [];

    /// <summary>The rows that were read and are certainly not applied. Rows that were never read are counted in <see cref="NotSent"/> alone.</summary>
    public IReadOnlyList<BulkRow> NotSentRows { get; init; } = [];

    /// <summary>The duplicates, and the row that each was merged into.</summary>
    public IReadOnlyList<DuplicateRow> DuplicateRows { get; init; } = [];

    /// <summary>The rows that add up to 0 with the rows merged into them.</summary>
    public IReadOnlyList<BulkRow> NetZeroRows { get; init; } = [];

    /// <summary>Whether everything that was to be done was done: no row is rejected, unknown or not sent.</summary>
    public bool AllApplied => Rejected == 0 && Unknown == 0 && NotSent == 0;
}

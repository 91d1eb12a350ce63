namespace BigCommerce.Inventory;

/// <summary>What one request of a bulk run decided, or what was decided without one. A row appears in exactly one outcome of a run.</summary>
public sealed record BulkRequestResult
{
    /// <summary>The request's number in the run, from 1; null when no request was needed to decide.</summary>
    public int? RequestNumber { get; init; }

    /// <summary>The transaction's id, when rows were applied and the API named one; null otherwise.</summary>
    public string? TransactionId { get; init; }

    /// <summary>Whether this was decided by an earlier run, and taken from <see cref="BulkOptions.Journal"/>.</summary>
    public bool IsFromJournal { get; init; }

    /// <summary>Rows that the API accepted. They show in reads a little later.</summary>
    public IReadOnlyList<BulkRow> Applied { get; init; } = [];

    /// <summary>Rows that were refused, and why.</summary>
    public IReadOnlyList<RejectedRow> Rejected { get; init; } = [];

    /// <summary>Rows that may or may not have been applied.</summary>
    public IReadOnlyList<BulkRow> Unknown { get; init; } = [];

    /// <summary>Rows that were read and are certainly not applied: the run was cancelled or failed first, or their request is known to have had no effect.</summary>
    public IReadOnlyList<BulkRow> NotSent { get; init; } = [];

    /// <summary>Rows that were merged into another row.</summary>
    public IReadOnlyList<DuplicateRow> Duplicates { get; init; } = [];

    /// <summary>Rows of a relative run that add up to 0 with the rows merged into them, so that nothing was sent for them.</summary>
    public IReadOnlyList<BulkRow> NetZeroRows { get; init; } = [];
}

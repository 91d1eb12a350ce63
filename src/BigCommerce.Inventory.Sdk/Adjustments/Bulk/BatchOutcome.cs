namespace BigCommerce.Inventory;

/// <summary>What one request of a bulk run decided, or what was decided without one. A row appears in exactly one outcome of a run.</summary>
public sealed record BatchOutcome
{
    /// <summary>The request's number in the run, from 1; null when no request was needed to decide.</summary>
    public int? Request { get; init; }

    /// <summary>The transaction's id, when rows were applied and the API named one; null otherwise.</summary>
    public string? TransactionId { get; init; }

    /// <summary>Rows that the API accepted. They show in reads a little later.</summary>
    public IReadOnlyList<BulkRow> Applied { get; init; } = [];

    /// <summary>Rows that were refused, and why.</summary>
    public IReadOnlyList<RejectedRow> Rejected { get; init; } = [];

    /// <summary>Rows that may or may not have been applied.</summary>
    public IReadOnlyList<BulkRow> Unknown { get; init; } = [];

    /// <summary>Rows that were read but not applied, because the run was cancelled or failed.</summary>
    public IReadOnlyList<BulkRow> NotSent { get; init; } = [];

    /// <summary>Rows for which another row speaks.</summary>
    public IReadOnlyList<DuplicateRow> Duplicates { get; init; } = [];

    internal bool IsEmpty => Applied.Count + Rejected.Count + Unknown.Count + NotSent.Count + Duplicates.Count == 0;
}

namespace BigCommerce.Inventory;

/// <summary>
/// The outcomes that one request of a bulk run decided, or that were decided without a request. A row appears in exactly one result of a
/// run.
/// </summary>
/// <typeparam name="TRow">The type of the caller's rows.</typeparam>
public sealed record BulkRequestResult<TRow>
{
    /// <summary>The request's number in the run, from 1; null when the outcomes were decided without a request.</summary>
    public int? RequestNumber { get; init; }

    /// <summary>The transaction's id, when rows were applied and the API returned one; null otherwise.</summary>
    public string? TransactionId { get; init; }

    /// <summary>Whether an earlier run decided this, and <see cref="BulkOptions.Journal"/> recorded it.</summary>
    public bool IsFromJournal { get; init; }

    /// <summary>Rows that the API accepted. Reads show them a little later.</summary>
    public IReadOnlyList<BulkRow<TRow>> AppliedRows { get; init => field = ValueList.Copy(value); } = ValueList<BulkRow<TRow>>.Empty;

    /// <summary>Rows that were rejected, and the reasons.</summary>
    public IReadOnlyList<RejectedRow<TRow>> RejectedRows { get; init => field = ValueList.Copy(value); } =
        ValueList<RejectedRow<TRow>>.Empty;

    /// <summary>Rows that may or may not have been applied, and the causes.</summary>
    public IReadOnlyList<UnknownRow<TRow>> UnknownRows { get; init => field = ValueList.Copy(value); } = ValueList<UnknownRow<TRow>>.Empty;

    /// <summary>
    /// Rows that were read and are certainly not applied: the run was cancelled or failed first, or their request is known to have had no
    /// effect.
    /// </summary>
    public IReadOnlyList<BulkRow<TRow>> NotSentRows { get; init => field = ValueList.Copy(value); } = ValueList<BulkRow<TRow>>.Empty;

    /// <summary>Rows that were merged into another row.</summary>
    public IReadOnlyList<MergedRow<TRow>> MergedRows { get; init => field = ValueList.Copy(value); } = ValueList<MergedRow<TRow>>.Empty;

    /// <summary>Rows of a relative run that add up to 0 with the rows merged into them, so that nothing was sent for them.</summary>
    public IReadOnlyList<BulkRow<TRow>> NetZeroRows { get; init => field = ValueList.Copy(value); } = ValueList<BulkRow<TRow>>.Empty;
}

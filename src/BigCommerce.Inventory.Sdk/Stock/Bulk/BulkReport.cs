using System.Globalization;
using System.Text;

namespace BigCommerce.Inventory;

/// <summary>
/// The counts of a bulk run. Every row counts once: <see cref="AppliedCount"/> + <see cref="RejectedCount"/> + <see cref="UnknownCount"/> +
/// <see cref="NotSentCount"/> + <see cref="MergedCount"/> + <see cref="NetZeroCount"/> = <see cref="RowCount"/>.
/// </summary>
public abstract record BulkReport
{
    /// <summary>Rows given: all of them when the input's length is known, else those that were read before the run ended.</summary>
    public long RowCount { get; init; }

    /// <summary>Rows that the API accepted. Reads show them a little later.</summary>
    public long AppliedCount { get; init; }

    /// <summary>Rows that were rejected, by the API or before they were sent.</summary>
    public long RejectedCount { get; init; }

    /// <summary>
    /// Rows that may or may not have been applied: their request was sent, and no response showed whether it took effect.
    /// </summary>
    public long UnknownCount { get; init; }

    /// <summary>
    /// Rows that are certainly not applied: the run was cancelled or failed first, or their request is known to have had no effect.
    /// </summary>
    public long NotSentCount { get; init; }

    /// <summary>
    /// Rows that were merged into another row for the same item at the same location: replaced by it (absolute, settings) or added to it
    /// (relative).
    /// </summary>
    public long MergedCount { get; init; }

    /// <summary>
    /// Rows of a relative run that add up to 0 with the rows merged into them, such as +3 and −3: nothing was sent for them.
    /// </summary>
    public long NetZeroCount { get; init; }

    /// <summary>Rows, also counted above, whose outcome an earlier run decided and <see cref="BulkOptions.Journal"/> recorded.</summary>
    public long FromJournalCount { get; init; }

    /// <summary>Requests made, including those that isolated bad rows.</summary>
    public int RequestCount { get; init; }

    /// <summary>Attempts beyond the first of each request, as far as known.</summary>
    public int RetryCount { get; init; }

    /// <summary>How long the run took, by the client's clock.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Whether the caller cancelled the run before its end.</summary>
    public bool IsCanceled { get; init; }

    /// <summary>
    /// Whether the run ended before it had read all rows. Where the input's length is known, <see cref="NotSentCount"/> includes the
    /// rows that it did not read.
    /// </summary>
    public bool HasUnreadRows { get; init; }

    /// <summary>The id that every request of the run carried as <c>X-Correlation-Id</c>.</summary>
    public Guid CorrelationId { get; init; }

    /// <summary>The transactions' ids, in the order of the responses: the first <see cref="BulkOptions.MaxReportedRows"/>.</summary>
    public IReadOnlyList<string> TransactionIds { get; init => field = ValueList.Copy(value); } = ValueList<string>.Empty;

    /// <summary>Whether all rows were read and none is rejected, unknown or not sent.</summary>
    public bool AllApplied => RejectedCount == 0 && UnknownCount == 0 && NotSentCount == 0 && !HasUnreadRows;

    /// <summary>The counts in one sentence.</summary>
    internal string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"Of {RowCount} rows, {AppliedCount} are applied, {RejectedCount} rejected, {UnknownCount} unknown, ")
        + string.Create(CultureInfo.InvariantCulture, $"{NotSentCount} not sent, {MergedCount} merged and {NetZeroCount} net zero.");
}

/// <summary>The outcomes of a bulk run's rows.</summary>
/// <typeparam name="TRow">The type of the caller's rows.</typeparam>
/// <remarks>
/// The counts are exact. Each list contains the first <see cref="BulkOptions.MaxReportedRows"/> rows, in the order in which their outcome
/// became known; <see cref="BulkRow{TRow}.Index"/> is their position in the input. <see cref="BulkRun{TRow}.EnumerateAsync"/> returns all
/// rows of long runs.
/// </remarks>
public sealed record BulkReport<TRow> : BulkReport
{
    private const int MaxRowsNamed = 3;

    /// <summary>The rejected rows, and the reasons.</summary>
    public IReadOnlyList<RejectedRow<TRow>> RejectedRows { get; init => field = ValueList.Copy(value); } =
        ValueList<RejectedRow<TRow>>.Empty;

    /// <summary>The rows that may or may not have been applied, and the causes.</summary>
    public IReadOnlyList<UnknownRow<TRow>> UnknownRows { get; init => field = ValueList.Copy(value); } = ValueList<UnknownRow<TRow>>.Empty;

    /// <summary>
    /// The rows that were read and are certainly not applied. Rows that were never read are counted in
    /// <see cref="BulkReport.NotSentCount"/> alone.
    /// </summary>
    public IReadOnlyList<BulkRow<TRow>> NotSentRows { get; init => field = ValueList.Copy(value); } = ValueList<BulkRow<TRow>>.Empty;

    /// <summary>The rows that were merged, and the rows into which they were merged.</summary>
    public IReadOnlyList<MergedRow<TRow>> MergedRows { get; init => field = ValueList.Copy(value); } = ValueList<MergedRow<TRow>>.Empty;

    /// <summary>The rows that add up to 0 with the rows merged into them.</summary>
    public IReadOnlyList<BulkRow<TRow>> NetZeroRows { get; init => field = ValueList.Copy(value); } = ValueList<BulkRow<TRow>>.Empty;

    /// <summary>Throws unless every row was applied, merged or net zero.</summary>
    /// <returns>This report.</returns>
    /// <exception cref="RowsNotAppliedException{TRow}">
    /// Rows are rejected, unknown, not sent or not read. The message has the counts and the first of these rows.
    /// </exception>
    public BulkReport<TRow> EnsureAllApplied() => AllApplied ? this : throw new RowsNotAppliedException<TRow>(this);

    /// <summary>The counts, and the first rejected and unknown rows.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Summary);
        if (HasUnreadRows)
        {
            text.Append(" The run ended before it had read all rows.");
        }

        foreach (var rejected in RejectedRows.Take(MaxRowsNamed))
        {
            text.Append(" Rejected: ").Append(Name(rejected.Row)).Append(": ").Append(rejected.Message);
        }

        foreach (var unknown in UnknownRows.Take(MaxRowsNamed))
        {
            text.Append(" Unknown: ").Append(Name(unknown.Row)).Append(": ").Append(unknown.Cause);
        }

        return text.ToString();
    }

    private static string Name(BulkRow<TRow> row)
    {
        var tag = row.Tag is null ? "" : $" ({row.Tag})";
        var cell = row.Item.Kind == ItemKeyKind.None ? "" : FormattableString.Invariant($", {row.Item} at location {row.LocationId}");
        return FormattableString.Invariant($"row {row.Index}{tag}{cell}");
    }
}

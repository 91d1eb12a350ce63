namespace BigCommerce.Inventory;

/// <summary>
/// A bulk run ended with rows that are rejected, unknown, not sent or not read. <see cref="BulkReport{TRow}.EnsureAllApplied"/> throws it.
/// </summary>
/// <typeparam name="TRow">The type of the caller's rows.</typeparam>
public sealed class RowsNotAppliedException<TRow> : BulkRunException
{
    /// <summary>Creates the exception of a report with rows that are not applied.</summary>
    /// <param name="report">The outcomes of the rows.</param>
    public RowsNotAppliedException(BulkReport<TRow> report)
        : base(Describe(report), report, null) => Report = report;

    /// <summary>The outcomes of the rows.</summary>
    public new BulkReport<TRow> Report { get; }

    private static string Describe(BulkReport<TRow> report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return $"Not all rows are applied. {report}";
    }
}

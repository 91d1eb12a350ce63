namespace BigCommerce.Inventory;

/// <summary>
/// A bulk run could not continue, or <see cref="BulkReport{TRow}.EnsureAllApplied"/> found rows that are not applied. What was applied
/// stays applied: see <see cref="Report"/>. The derived types are <see cref="BulkRunException{TRow}"/> and
/// <see cref="RowsNotAppliedException{TRow}"/>.
/// </summary>
public abstract class BulkRunException : BigCommerceException
{
    private protected BulkRunException(string message, BulkReport report, Exception? innerException)
        : base(message, innerException)
    {
        Report = report;
        Effect = report.UnknownCount > 0 ? RequestEffect.Unknown
            : report.AppliedCount > 0 || report.TransactionIds.Count > 0 ? RequestEffect.Partial
            : RequestEffect.None;
    }

    /// <summary>The counts of the run.</summary>
    public BulkReport Report { get; }
}

/// <summary>
/// A bulk run could not continue. What was applied stays applied: see <see cref="Report"/>. The inner exception is the cause.
/// </summary>
/// <typeparam name="TRow">The type of the caller's rows.</typeparam>
public sealed class BulkRunException<TRow> : BulkRunException
{
    /// <summary>Creates the exception of a run that ended early.</summary>
    /// <param name="report">The outcomes of the rows.</param>
    /// <param name="innerException">Why the run could not continue.</param>
    public BulkRunException(BulkReport<TRow> report, Exception innerException)
        : base(Describe(report, innerException), report, innerException) => Report = report;

    /// <summary>The outcomes of the rows.</summary>
    public new BulkReport<TRow> Report { get; }

    private static string Describe(BulkReport<TRow> report, Exception cause)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(cause);
        return $"The bulk run could not continue. {report.Summary} {cause.Message}";
    }
}

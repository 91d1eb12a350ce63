using System.Globalization;

namespace BigCommerce.Inventory;

/// <summary>A bulk run could not go on. What was done until then is done: see <see cref="Report"/>. The inner exception is the cause.</summary>
public sealed class BulkRunException : BigCommerceException
{
    /// <summary>A run that ended early.</summary>
    /// <param name="report">What became of the rows.</param>
    /// <param name="innerException">Why the run could not go on.</param>
    public BulkRunException(BulkAdjustmentReport report, Exception innerException)
        : base(Describe(report, innerException), innerException)
    {
        Report = report;
        Effect = report.Unknown > 0 ? RequestEffect.Unknown : report.Applied > 0 || report.TransactionIds.Count > 0 ? RequestEffect.Partial : RequestEffect.None;
    }

    /// <summary>What became of the rows.</summary>
    public BulkAdjustmentReport Report { get; }

    private static string Describe(BulkAdjustmentReport report, Exception cause)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(cause);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The bulk run could not go on. Of {report.Rows} rows {report.Applied} are applied, {report.Rejected} rejected, {report.Unknown} unknown, {report.Duplicates} duplicates, {report.NetZeroCount} net zero and {report.NotSent} not sent. {cause.Message}");
    }
}

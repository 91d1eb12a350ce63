using System.Text;

namespace BigCommerce.Inventory;

/// <summary>
/// A bulk run ended with rows that are rejected, unknown, not sent or not read. <see cref="BulkReport{TRow}.EnsureAllApplied"/> throws it.
/// </summary>
/// <typeparam name="TRow">The type of the caller's rows.</typeparam>
public sealed class RowsNotAppliedException<TRow> : BulkRunException
{
    private const int MaxRowsNamed = 3;

    /// <summary>Creates the exception of a report with rows that are not applied.</summary>
    /// <param name="report">The outcomes of the rows.</param>
    public RowsNotAppliedException(BulkReport<TRow> report)
        : base(Describe(report), report, null) => Report = report;

    /// <summary>The outcomes of the rows.</summary>
    public new BulkReport<TRow> Report { get; }

    private static string Describe(BulkReport<TRow> report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var message = new StringBuilder("Not all rows are applied. ").Append(report.Summary);
        if (report.HasUnreadRows)
        {
            message.Append(" The run ended before it had read all rows.");
        }

        foreach (var rejected in report.RejectedRows.Take(MaxRowsNamed))
        {
            message.Append(" Rejected: ").Append(Name(rejected.Row)).Append(": ").Append(rejected.Message);
        }

        foreach (var unknown in report.UnknownRows.Take(MaxRowsNamed))
        {
            message.Append(" Unknown: ").Append(Name(unknown.Row)).Append(": ").Append(unknown.Cause);
        }

        return message.ToString();
    }

    private static string Name(BulkRow<TRow> row)
    {
        var name = FormattableString.Invariant($"row {row.Index}") + (row.Tag is { } tag ? $" ({tag})" : string.Empty);
        return row.Item.Kind == ItemKeyKind.None ? name : name + FormattableString.Invariant($", {row.Item} at location {row.LocationId}");
    }
}

namespace BigCommerce.Inventory;

/// <summary>
/// The guards of a reconciliation found the desired stock implausible, and nothing was sent. <see cref="Report"/> has the differences.
/// </summary>
public sealed class ReconcileRefusedException : BigCommerceException
{
    /// <summary>Creates the exception of a reconciliation that was not started.</summary>
    /// <param name="message">What is implausible, and what to do.</param>
    /// <param name="report">The differences.</param>
    public ReconcileRefusedException(string message, ReconcileReport report)
        : base(message)
    {
        ArgumentNullException.ThrowIfNull(report);
        Report = report;
        Effect = RequestEffect.None;
    }

    /// <summary>The differences.</summary>
    public ReconcileReport Report { get; }
}

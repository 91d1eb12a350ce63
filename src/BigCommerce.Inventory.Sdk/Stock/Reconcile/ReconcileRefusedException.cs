namespace BigCommerce.Inventory;

/// <summary>The guards of a reconciliation found the desired stock implausible: nothing was sent. See <see cref="Report"/> for what would have changed.</summary>
public sealed class ReconcileRefusedException : BigCommerceException
{
    /// <summary>A reconciliation that was not begun.</summary>
    /// <param name="message">What is implausible, and what to do.</param>
    /// <param name="report">What would have changed.</param>
    public ReconcileRefusedException(string message, ReconcileReport report)
        : base(message)
    {
        ArgumentNullException.ThrowIfNull(report);
        Report = report;
        Effect = RequestEffect.None;
    }

    /// <summary>What would have changed.</summary>
    public ReconcileReport Report { get; }
}

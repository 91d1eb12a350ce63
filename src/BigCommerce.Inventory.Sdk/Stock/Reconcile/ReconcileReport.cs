namespace BigCommerce.Inventory;

/// <summary>
/// How a store's stock differed from the desired stock, and what was done about it. Every row counts once:
/// <see cref="UnchangedCount"/> + <see cref="MergedCount"/> + <see cref="InvalidCount"/> + <see cref="DifferentCount"/> =
/// <see cref="RowCount"/>.
/// </summary>
public sealed record ReconcileReport
{
    /// <summary>Rows given.</summary>
    public required long RowCount { get; init; }

    /// <summary>Rows that the store already shows as desired. They are not sent.</summary>
    public required long UnchangedCount { get; init; }

    /// <summary>Rows that were merged into a later row for the same item and location.</summary>
    public required long MergedCount { get; init; }

    /// <summary>Rows that are invalid in themselves and are not sent. <see cref="Adjustments"/> lists them as rejected.</summary>
    public required long InvalidCount { get; init; }

    /// <summary>
    /// Rows that the store does not show as desired. Where several rows may be for one item and the store does not show all of them, all of
    /// them count, and are sent in their order.
    /// </summary>
    public required long DifferentCount { get; init; }

    /// <summary>The different rows, and what the store showed: the first <see cref="BulkOptions.MaxReportedRows"/>.</summary>
    public required IReadOnlyList<StockDifference> DifferentRows { get; init => field = ValueList.Copy(value); }

    /// <summary>Why the guards of <see cref="ReconcileOptions"/> refuse to send the differences; null when they do not.</summary>
    public string? RefusalReason { get; init; }

    /// <summary>
    /// The outcomes of the different and the invalid rows; null when nothing was sent, because it was a plan or nothing differed.
    /// </summary>
    public BulkReport<AbsoluteAdjustment>? Adjustments { get; init; }

    /// <summary>
    /// Whether reads return what was applied; null without <see cref="ReconcileOptions.WaitUntilVisible"/>, or when nothing was applied. A
    /// row that is not visible may become visible later; or something else changed it, or the store did not apply it.
    /// </summary>
    public VisibilityReport? Visibility { get; init; }

    /// <summary>
    /// Whether the store has the desired stock: every row was unchanged, or was applied and, with <see
    /// cref="ReconcileOptions.WaitUntilVisible"/>, is visible.
    /// </summary>
    public bool IsReconciled =>
        InvalidCount == 0 && (DifferentCount == 0 || Adjustments is { AllApplied: true }) && Visibility is null or { AllVisible: true };
}

namespace BigCommerce.Inventory;

/// <summary>
/// How a store's stock differed from what it should be, and what was done about it. Every row counts once:
/// <see cref="Unchanged"/> + <see cref="Duplicates"/> + <see cref="Faulty"/> + <see cref="Different"/> = <see cref="Rows"/>.
/// </summary>
public sealed record ReconcileReport
{
    /// <summary>Rows given.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows whose count the store already shows. They are not sent.</summary>
    public required long Unchanged { get; init; }

    /// <summary>Rows that a later row for the same item and location replaced.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Rows that are wrong in themselves and are not sent. <see cref="Adjustments"/> lists them as rejected.</summary>
    public required long Faulty { get; init; }

    /// <summary>Rows whose count the store does not show. Where several rows may be of one item and the store does not show all their counts, all of them count, and are sent in their order.</summary>
    public required long Different { get; init; }

    /// <summary>The rows whose count the store did not show, and what it showed: the first <see cref="BulkOptions.MaxReportedRows"/>.</summary>
    public required IReadOnlyList<StockDifference> Differences { get; init; }

    /// <summary>What became of the different and the faulty rows; null when nothing was sent, because it was a dry run or all was as it should be.</summary>
    public BulkAdjustmentReport? Adjustments { get; init; }

    /// <summary>Whether what was applied shows; null when <see cref="ReconcileOptions.Confirm"/> was not asked for or nothing was applied. What does not show has drifted: others changed it, or the store did not take it.</summary>
    public VisibilityReport? Confirmation { get; init; }

    /// <summary>Whether the store has every count that it should: all rows agreed, or were applied and, where asked for, confirmed.</summary>
    public bool IsReconciled => Faulty == 0 && (Different == 0 || Adjustments is { AllApplied: true }) && Confirmation is null or { AllVisible: true };
}

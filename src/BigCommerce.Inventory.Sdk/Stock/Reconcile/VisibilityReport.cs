namespace BigCommerce.Inventory;

/// <summary>Whether reads show the expected stock.</summary>
public sealed record VisibilityReport
{
    /// <summary>Rows that were expected.</summary>
    public required long RowCount { get; init; }

    /// <summary>Rows that the store shows as expected.</summary>
    public required long VisibleCount { get; init; }

    /// <summary>
    /// Rows that the store did not show as expected when the time was up, and what it showed. They include rows that a filter cannot name
    /// (a SKU with a comma, or too long for a URL), which are not waited for.
    /// </summary>
    public required IReadOnlyList<StockDifference> MissingRows { get; init => field = ValueList.Copy(value); }

    /// <summary>How long it took, by the client's clock.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Whether every row shows.</summary>
    public bool AllVisible => MissingRows.Count == 0;
}

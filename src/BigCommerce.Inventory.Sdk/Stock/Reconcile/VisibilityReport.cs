namespace BigCommerce.Inventory;

/// <summary>Whether reads return the expected stock.</summary>
public sealed record VisibilityReport
{
    /// <summary>Rows that were expected.</summary>
    public required long RowCount { get; init; }

    /// <summary>Rows that reads return as expected.</summary>
    public required long VisibleCount { get; init; }

    /// <summary>
    /// Rows that reads did not return as expected when the timeout passed, and what they returned. They include rows that a filter cannot
    /// name
    /// (a SKU with a comma, or too long for a URL), which are not waited for.
    /// </summary>
    public required IReadOnlyList<StockDifference> MissingRows { get; init => field = ValueList.Copy(value); }

    /// <summary>How long the wait took, by the client's clock.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Whether every row is visible.</summary>
    public bool AllVisible => MissingRows.Count == 0;
}

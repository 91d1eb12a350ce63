namespace BigCommerce.Inventory;

/// <summary>Whether writes show in reads.</summary>
public sealed record VisibilityReport
{
    /// <summary>Rows waited for.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows that the store shows as expected.</summary>
    public required long Visible { get; init; }

    /// <summary>Rows that it did not show as expected when the time was up, and what it showed. Rows whose key cannot be asked for (a SKU with a comma, or too long for a URL) are among them, and are not waited for.</summary>
    public required IReadOnlyList<StockDifference> Missing { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Whether every row shows.</summary>
    public bool AllVisible => Missing.Count == 0;
}

namespace BigCommerce.Inventory;

/// <summary>What the stock before and after a request shows about it.</summary>
internal enum StockVerdict
{
    /// <summary>The stock does not show it.</summary>
    Undecided,

    Applied,

    NotApplied,
}

/// <summary>Decides from the stock before and after a relative request whether the request took effect. Pure.</summary>
internal static class StockEvidence
{
    /// <summary>
    /// A request is applied completely or not at all, so its rows must agree. Rows that prove nothing, because something else changed
    /// their stock as well, must be the minority.
    /// </summary>
    public static StockVerdict Judge<TRow>(
        IReadOnlyList<BulkRow<TRow>> rows,
        Func<BulkRow<TRow>, int?> before,
        Func<BulkRow<TRow>, int?> after)
    {
        var applied = 0;
        var notApplied = 0;
        var neither = 0;
        foreach (var row in rows)
        {
            // A row that was not read before or after proves nothing, and neither does one that changes only the backordered quantity.
            var seen = before(row) is { } was && after(row) is { } now ? (long?)now - was : null;
            if (row.Quantity is null or 0 || seen is null)
            {
                neither++;
            }
            else if (seen == row.Quantity)
            {
                applied++;
            }
            else if (seen == 0)
            {
                notApplied++;
            }
            else
            {
                neither++;
            }
        }

        return applied > neither && notApplied == 0 ? StockVerdict.Applied
            : notApplied > neither && applied == 0 ? StockVerdict.NotApplied
            : StockVerdict.Undecided;
    }
}

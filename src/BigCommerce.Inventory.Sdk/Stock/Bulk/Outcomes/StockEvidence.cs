namespace BigCommerce.Inventory;

/// <summary>What the stock before and after a request says about it.</summary>
internal enum StockVerdict
{
    /// <summary>It cannot be told.</summary>
    Open,

    Applied,

    NotApplied,
}

/// <summary>Decides from the stock before and after a relative request whether it took effect. Pure.</summary>
internal static class StockEvidence
{
    /// <summary>
    /// A request is applied completely or not at all, so its rows must agree. Rows that prove nothing, because others changed
    /// their stock as well, must be the minority.
    /// </summary>
    public static StockVerdict Judge(IReadOnlyList<BulkRow> rows, Func<BulkRow, int?> before, Func<BulkRow, int?> after)
    {
        var applied = 0;
        var notApplied = 0;
        var neither = 0;
        foreach (var row in rows)
        {
            // What was not read before or after says nothing, and neither do backorders alone.
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
            : StockVerdict.Open;
    }
}

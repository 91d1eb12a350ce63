namespace BigCommerce.Inventory;

/// <summary>
/// Finds the bad rows of a refused request. Rows that the answer names are set aside and the rest is sent again; where it
/// names none, the request is halved. Every step leaves smaller requests, so it always ends. Pure.
/// </summary>
internal static class RowIsolation
{
    /// <summary>What to do with the rows of a refused request.</summary>
    /// <param name="Bad">Rows that are at fault.</param>
    /// <param name="Next">Requests for the rest, in order.</param>
    public readonly record struct Step(IReadOnlyList<BulkRow> Bad, IReadOnlyList<BulkRow[]> Next);

    /// <param name="rows">The rows that were refused together; at least one.</param>
    /// <param name="error">The answer.</param>
    public static Step Next(BulkRow[] rows, ApiError error)
    {
        if (IsSingle(rows))
        {
            return new Step(rows, []);
        }

        if (error.LocationIds.Count > 0 && Array.Exists(rows, row => error.LocationIds.Contains(row.LocationId)))
        {
            return SetAside(rows, row => error.LocationIds.Contains(row.LocationId));
        }

        var named = NamedItems(rows, error.Items);
        if (named.Count == 0)
        {
            return new Step([], Halve(rows));
        }

        if (error.Reason is ApiErrorReason.TrackedByProduct or ApiErrorReason.TrackedByVariant or ApiErrorReason.ItemNotFound)
        {
            // It holds for the item at every location.
            return SetAside(rows, row => named.Contains(row.Item));
        }

        // The rest of the reasons hold at one location, and the answer does not say at which. Nor does it say whether it
        // names an item by the key that was sent, or by another that a second row may have.
        var kinds = rows.GroupBy(row => row.Item.Kind).Select(group => group.ToArray()).ToArray();
        if (kinds.Length > 1)
        {
            return new Step([], kinds);
        }

        var places = rows.Where(row => named.Contains(row.Item)).GroupBy(row => row.Item).ToDictionary(group => group.Key, group => group.Select(row => row.Index).Distinct().Count());
        var step = SetAside(rows, row => places.TryGetValue(row.Item, out var count) && count == 1);
        if (places.Values.All(count => count == 1))
        {
            return step;
        }

        var rest = step.Bad.Count == 0 ? rows : step.Next[0];
        return new Step(step.Bad, SplitByLocation(rest, places));
    }

    private static Step SetAside(BulkRow[] rows, Predicate<BulkRow> isBad)
    {
        var bad = rows.Where(row => isBad(row)).Select(row => row.Index).ToHashSet();
        var rest = Array.FindAll(rows, row => !bad.Contains(row.Index));
        return new Step(Array.FindAll(rows, row => bad.Contains(row.Index)), rest.Length == 0 ? [] : [rest]);
    }

    /// <summary>Sends the items that are named at several locations apart, location by location, and the others together.</summary>
    private static BulkRow[][] SplitByLocation(BulkRow[] rows, Dictionary<ItemKey, int> places)
    {
        var others = Array.FindAll(rows, row => !places.ContainsKey(row.Item));
        var apart = rows.Where(row => places.ContainsKey(row.Item)).GroupBy(row => row.LocationId).Select(group => group.ToArray());
        BulkRow[][] parts = others.Length == 0 ? [.. apart] : [others, .. apart];
        return parts.Length > 1 ? parts : Halve(rows);
    }

    private static BulkRow[][] Halve(BulkRow[] rows)
    {
        var middle = rows.Length / 2;

        // The two legs of a transfer stay together.
        while (rows[middle].Index == rows[middle - 1].Index)
        {
            middle++;
        }

        return [rows[..middle], rows[middle..]];
    }

    private static bool IsSingle(BulkRow[] rows) => Array.TrueForAll(rows, row => row.Index == rows[0].Index);

    /// <summary>The items of the answer that were sent. One whose name may be a longer SKU's cut-off start is not trusted.</summary>
    private static HashSet<ItemKey> NamedItems(BulkRow[] rows, IReadOnlyList<ItemKey> names)
    {
        if (names.Count == 0)
        {
            return [];
        }

        var named = names.ToHashSet();
        named.IntersectWith(rows.Select(row => row.Item));
        if (named.Count == 0)
        {
            return named;
        }

        foreach (var row in rows)
        {
            if (row.Item.TryGetSku(out var sku) && sku.AsSpan().IndexOfAny(",]\n ") >= 0)
            {
                var wholeSku = row.Item;
                named.RemoveWhere(name => name != wholeSku && name.TryGetSku(out var start) && sku.StartsWith(start, StringComparison.Ordinal));
            }
        }

        return named;
    }
}

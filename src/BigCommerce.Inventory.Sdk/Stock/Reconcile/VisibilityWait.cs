namespace BigCommerce.Inventory;

/// <summary>Waits until reads show writes: the API responds to a write before its reads show it.</summary>
internal static class VisibilityWait
{
    public static Task<StockAtLocation?> WaitAsync(
        StockContext store,
        long locationId,
        ItemKey item,
        Func<StockAtLocation, bool> isVisible,
        PollingOptions polling,
        RequestOptions? options,
        CancellationToken cancellationToken)
    {
        if (item.FindFault("call") is { } fault)
        {
            throw new ArgumentException(fault, nameof(item));
        }

        if (!StockReader.CanFilter((locationId, item)))
        {
            throw new ArgumentException(
                $"A filter cannot name {item} at location {locationId}: the location id must be 1 or more, and a SKU must have no comma and fit into a URL. Use the variant id.",
                nameof(item));
        }

        var reader = new StockReader(store.Items, options);
        return polling.UntilThereAsync(
            async token =>
            {
                var levels = await reader.ReadAsync([(locationId, item)], token).ConfigureAwait(false);
                return levels.Find(locationId, item) is { } level && isVisible(level) ? level : null;
            },
            store.Time,
            cancellationToken);
    }

    public static async Task<VisibilityReport> WaitAsync(
        StockContext store,
        IReadOnlyList<StockDifference> expected,
        PollingOptions polling,
        RequestOptions? options,
        CancellationToken cancellationToken)
    {
        var started = store.Time.GetTimestamp();
        var reader = new StockReader(store.Items, options);
        var missing = new Dictionary<(long LocationId, ItemKey Item), StockDifference>(ItemRelation.BySpelling);
        foreach (var row in expected)
        {
            var cell = (row.Desired.LocationId, row.Desired.Item);
            missing[cell] = missing.TryGetValue(cell, out var other) ? Merge(row, other) : row;
        }

        var visible = 0;
        await polling.UntilThereAsync(
            async token =>
            {
                var levels = await reader.ReadAsync(missing.Keys, token).ConfigureAwait(false);
                foreach (var (cell, row) in missing)
                {
                    var seen = levels.Find(cell.LocationId, cell.Item);
                    missing[cell] = row with
                    {
                        Current = seen is null ? null : new StockLevel(seen.TotalInventoryOnHand, seen.QuantityBackordered),
                    };
                }

                // The read can show that several keys name one item.
                foreach (var same in missing.Keys.GroupBy(cell => cell, levels.Relation()).ToList())
                {
                    var merged = same.Select(cell => missing[cell]).Aggregate(Merge);
                    foreach (var cell in same.Where(cell => missing[cell].Index != merged.Index))
                    {
                        missing.Remove(cell);
                    }

                    missing[(merged.Desired.LocationId, merged.Desired.Item)] = merged;
                }

                foreach (var (cell, _) in missing.Where(entry => IsShown(entry.Value)).ToList())
                {
                    missing.Remove(cell);
                    visible++;
                }

                // Rows that a filter cannot name never show.
                return missing.Keys.Any(StockReader.CanFilter) ? null : missing;
            },
            store.Time,
            cancellationToken).ConfigureAwait(false);

        return new VisibilityReport
        {
            RowCount = visible + missing.Count,
            VisibleCount = visible,
            MissingRows = [.. missing.Values.OrderBy(static row => row.Index)],
            Elapsed = store.Time.GetElapsedTime(started),
        };
    }

    public static bool IsShown(StockDifference row) =>
        row.Current is { } current
        && (row.Desired.Quantity is null || row.Desired.Quantity == current.OnHand)
        && (row.Desired.QuantityBackordered is null || row.Desired.QuantityBackordered == current.QuantityBackordered);

    /// <summary>The later row with the fields that only the earlier one sets.</summary>
    private static StockDifference Merge(StockDifference first, StockDifference second)
    {
        var (earlier, later) = first.Index < second.Index ? (first, second) : (second, first);
        return later with
        {
            Desired = later.Desired with
            {
                Quantity = later.Desired.Quantity ?? earlier.Desired.Quantity,
                QuantityBackordered = later.Desired.QuantityBackordered ?? earlier.Desired.QuantityBackordered,
            },
        };
    }
}

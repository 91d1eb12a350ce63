using BigCommerce.Inventory.Http;

namespace BigCommerce.Inventory;

/// <summary>Waiting for writes to show: the API answers before its read side knows. Nothing is ever sent again. OAuth scope: <c>store_inventory_read_only</c>.</summary>
public static class StockVisibilityExtensions
{
    /// <summary>Reads until the store shows the counts, with growing waits (<c>GET /inventory/items</c>, filtered).</summary>
    /// <param name="items">Where stock is read.</param>
    /// <param name="expected">The counts that were set. Of several for an item at a location the last one counts.</param>
    /// <param name="wait">How long to wait; null for the defaults.</param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>What shows and what does not. A count that never shows can mean that others changed the stock since, or that the store did not take it.</returns>
    /// <exception cref="BigCommerceException">A read failed; the type says how.</exception>
    public static Task<VisibilityReport> WaitUntilVisibleAsync(this IInventoryItemsApi items, IEnumerable<AbsoluteAdjustment> expected, PollingOptions? wait = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(expected);
        return WaitAsync(items, [.. expected.Select((row, index) => new StockDifference(index, row, null))], wait ?? new PollingOptions(), ApiFactory.ClockOf(items), options, cancellationToken);
    }

    /// <summary>Reads one item at one location until it shows what is waited for, whatever wrote it (<c>GET /inventory/items</c>, filtered).</summary>
    /// <param name="items">Where stock is read.</param>
    /// <param name="locationId">The location's id.</param>
    /// <param name="item">The item.</param>
    /// <param name="isVisible">Whether what was read is what is waited for: a count, a setting.</param>
    /// <param name="wait">How long to wait; null for the defaults.</param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The item as it shows; null when the time was up first.</returns>
    /// <exception cref="ArgumentException"><paramref name="item"/> or <paramref name="locationId"/> cannot be asked for.</exception>
    /// <exception cref="BigCommerceException">A read failed; the type says how.</exception>
    public static Task<StockAtLocation?> WaitUntilVisibleAsync(this IInventoryItemsApi items, long locationId, ItemKey item, Func<StockAtLocation, bool> isVisible, PollingOptions? wait = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(isVisible);
        if (item.FindFault("call") is { } fault)
        {
            throw new ArgumentException(fault, nameof(item));
        }

        if (!StockReader.CanBeAskedFor((locationId, item)))
        {
            throw new ArgumentException($"{item} at location {locationId} cannot be asked for: the location id must be 1 or more, and a SKU must have no comma and fit into a URL. Use the variant id.", nameof(item));
        }

        var reader = new StockReader(items, options);
        return (wait ?? new PollingOptions()).UntilThereAsync(
            async token =>
            {
                var levels = await reader.ReadAsync([(locationId, item)], token).ConfigureAwait(false);
                return levels.Find(locationId, item) is { } level && isVisible(level) ? level : null;
            },
            ApiFactory.ClockOf(items),
            cancellationToken);
    }

    internal static async Task<VisibilityReport> WaitAsync(IInventoryItemsApi items, IReadOnlyList<StockDifference> expected, PollingOptions wait, TimeProvider time, RequestOptions? options, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var reader = new StockReader(items, options);
        var missing = new Dictionary<(long LocationId, ItemKey Item), StockDifference>(ItemRelation.BySpelling);
        foreach (var row in expected)
        {
            var cell = (row.Desired.LocationId, row.Desired.Item);
            missing[cell] = missing.TryGetValue(cell, out var other) && other.Index > row.Index ? other : row;
        }

        var visible = 0;
        if (missing.Count > 0)
        {
            await wait.UntilThereAsync(
                async token =>
                {
                    var levels = await reader.ReadAsync(missing.Keys, token).ConfigureAwait(false);
                    foreach (var (cell, row) in missing)
                    {
                        var seen = levels.Find(cell.LocationId, cell.Item);
                        missing[cell] = row with { Current = seen is null ? null : new StockReading(seen.TotalInventoryOnHand, seen.QuantityBackordered) };
                    }

                    // Of rows whose keys name one item, as the read shows, the last one counts.
                    foreach (var same in missing.Keys.GroupBy(cell => cell, levels.Relation()).Where(group => group.Skip(1).Any()).ToList())
                    {
                        foreach (var earlier in same.OrderByDescending(cell => missing[cell].Index).Skip(1))
                        {
                            missing.Remove(earlier);
                        }
                    }

                    foreach (var (cell, _) in missing.Where(entry => Shows(entry.Value)).ToList())
                    {
                        missing.Remove(cell);
                        visible++;
                    }

                    // What cannot be asked for never shows.
                    return missing.Keys.Any(StockReader.CanBeAskedFor) ? null : missing;
                },
                time,
                cancellationToken).ConfigureAwait(false);
        }

        return new VisibilityReport
        {
            Rows = visible + missing.Count,
            Visible = visible,
            Missing = [.. missing.Values.OrderBy(row => row.Index)],
            Elapsed = time.GetElapsedTime(started),
        };
    }

    internal static bool Shows(StockDifference row) =>
        row.Current is { } current
        && current.OnHand == row.Desired.Quantity
        && (row.Desired.QuantityBackordered is null || row.Desired.QuantityBackordered == current.Backordered);
}

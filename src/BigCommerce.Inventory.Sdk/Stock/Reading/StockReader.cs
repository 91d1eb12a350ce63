namespace BigCommerce.Inventory;

/// <summary>Reads the stock of given items at given locations.</summary>
internal sealed class StockReader(IInventoryItemsApi items, RequestOptions? options)
{
    private const int UrlCharsForKeys = 6000;

    /// <summary>Reads with filters, in as many requests as the keys need URLs.</summary>
    /// <returns>
    /// The levels found, without items that are not tracked, that a filter cannot name, or whose key names several items.
    /// </returns>
    public async Task<StockLevels> ReadAsync(
        IReadOnlyCollection<(long LocationId, ItemKey Item)> cells,
        CancellationToken cancellationToken)
    {
        var found = new StockLevels(cells);
        foreach (var kind in cells.Where(CanFilter).Select(cell => cell.Item).Distinct().GroupBy(item => item.Kind))
        {
            var filter = new InventoryItemFilter
            {
                Skus = kind.Key == ItemKeyKind.Sku ? [.. kind.Select(Sku)] : null,
                VariantIds = kind.Key == ItemKeyKind.Variant ? [.. kind.Select(Id)] : null,
                ProductIds = kind.Key == ItemKeyKind.Product ? [.. kind.Select(Id)] : null,
                LocationIds = found.LocationIds,
            };
            await ReadAsync(filter, found, cancellationToken).ConfigureAwait(false);
        }

        return found;
    }

    /// <summary>
    /// Reads like <see cref="ReadAsync(IReadOnlyCollection{ValueTuple{long, ItemKey}}, CancellationToken)"/>, or all items of the locations
    /// where that takes fewer requests.
    /// </summary>
    public async Task<StockLevels> ReadFewestAsync(
        IReadOnlyCollection<(long LocationId, ItemKey Item)> cells,
        CancellationToken cancellationToken)
    {
        var keyChars = cells.Where(CanFilter).Select(cell => cell.Item).Distinct().Sum(UrlChars);
        var filtered = (keyChars / UrlCharsForKeys) + 1;
        if (filtered > 2)
        {
            var found = new StockLevels(cells);
            var all = new InventoryItemFilter { LocationIds = found.LocationIds };
            if (await CountPagesAsync(all, cancellationToken).ConfigureAwait(false) < filtered)
            {
                await ReadAsync(all, found, cancellationToken).ConfigureAwait(false);
                return found;
            }
        }

        return await ReadAsync(cells, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Whether a filter can name the item and the location. It cannot name a SKU with a comma, or one that does not fit into a URL.
    /// </summary>
    public static bool CanFilter((long LocationId, ItemKey Item) cell) =>
        cell.LocationId > 0
        && cell.Item.FindFault("row") is null
        && (!cell.Item.TryGetSku(out var sku)
            || (!sku.Contains(',', StringComparison.Ordinal) && UrlChars(cell.Item) <= UrlCharsForKeys / 2));

    private async Task ReadAsync(InventoryItemFilter filter, StockLevels found, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in items.EnumerateAsync(filter, options: options, cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                found.Add(item);
            }
        }
        catch (BigCommerceApiException exception) when (exception.Reason == ApiErrorReason.LocationNotFound
            && filter.LocationIds is not null)
        {
            // One of the locations does not exist. The read without a filter by location finds the stock at the others.
            await ReadAsync(filter with { LocationIds = null }, found, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<int> CountPagesAsync(InventoryItemFilter filter, CancellationToken cancellationToken)
    {
        try
        {
            var page = await items.ListAsync(
                filter with { Page = 1, Limit = FilterValues.MaxPageSize },
                options,
                cancellationToken).ConfigureAwait(false);
            return page.Meta.Pagination?.TotalPages ?? int.MaxValue;
        }
        catch (Exception exception) when (exception is ArgumentException or BigCommerceApiException { Reason: ApiErrorReason.LocationNotFound } or BigCommerceApiException { StatusCode: System.Net.HttpStatusCode.RequestEntityTooLarge })
        {
            return int.MaxValue;
        }
    }

    private static string Sku(ItemKey item) => item.TryGetSku(out var sku) ? sku : string.Empty;

    private static long Id(ItemKey item) => item.TryGetId(out var id) ? id : 0;

    private static int UrlChars(ItemKey item) => item.TryGetSku(out var sku) ? Uri.EscapeDataString(sku).Length + 3 : 11;
}

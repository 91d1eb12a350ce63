namespace BigCommerce.Inventory;

/// <summary>Reads the stock of given items at given locations.</summary>
internal sealed class StockReader(IInventoryItemsApi items, RequestOptions? options)
{
    private const int UrlCharsForKeys = 6000;

    /// <summary>Reads with filters: as many requests as the keys need URLs.</summary>
    /// <returns>The levels found. Missing are items that are not tracked, that cannot be asked for (a SKU with a comma), or whose key names several.</returns>
    public async Task<Dictionary<(long LocationId, ItemKey Item), StockAtLocation>> ReadAsync(IReadOnlyCollection<(long LocationId, ItemKey Item)> cells, CancellationToken cancellationToken)
    {
        var found = new Findings(cells);
        foreach (var kind in cells.Select(cell => cell.Item).Distinct().Where(CanBeAskedFor).GroupBy(item => item.Kind))
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

        return found.Levels;
    }

    /// <summary>Reads like <see cref="ReadAsync(IReadOnlyCollection{ValueTuple{long, ItemKey}}, CancellationToken)"/>, or all items of the locations where that takes fewer requests.</summary>
    public async Task<Dictionary<(long LocationId, ItemKey Item), StockAtLocation>> ReadFewestAsync(IReadOnlyCollection<(long LocationId, ItemKey Item)> cells, CancellationToken cancellationToken)
    {
        var keyChars = cells.Select(cell => cell.Item).Distinct().Where(CanBeAskedFor).Sum(UrlChars);
        var filtered = (keyChars / UrlCharsForKeys) + 1;
        if (filtered > 2)
        {
            var found = new Findings(cells);
            var all = new InventoryItemFilter { LocationIds = found.LocationIds };
            if (await CountPagesAsync(all, cancellationToken).ConfigureAwait(false) < filtered)
            {
                await ReadAsync(all, found, cancellationToken).ConfigureAwait(false);
                return found.Levels;
            }
        }

        return await ReadAsync(cells, cancellationToken).ConfigureAwait(false);
    }

    private async Task ReadAsync(InventoryItemFilter filter, Findings found, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in items.EnumerateAsync(filter, options, cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                found.Add(item);
            }
        }
        catch (BigCommerceApiException exception) when (exception.Reason == ApiErrorReason.LocationNotFound && filter.LocationIds is not null)
        {
            // A location that does not exist has no stock; the others have.
            await ReadAsync(filter with { LocationIds = null }, found, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<int> CountPagesAsync(InventoryItemFilter filter, CancellationToken cancellationToken)
    {
        try
        {
            var page = await items.ListAsync(filter with { Page = 1, Limit = FilterValues.MaxPageSize }, options, cancellationToken).ConfigureAwait(false);
            return page.Meta.Pagination?.TotalPages ?? int.MaxValue;
        }
        catch (Exception exception) when (exception is ArgumentException or BigCommerceApiException { Reason: ApiErrorReason.LocationNotFound } or BigCommerceApiException { Status: System.Net.HttpStatusCode.RequestEntityTooLarge })
        {
            return int.MaxValue;
        }
    }

    private static bool CanBeAskedFor(ItemKey item) => !item.TryGetSku(out var sku) || !sku.Contains(',', StringComparison.Ordinal);

    private static string Sku(ItemKey item) => item.TryGetSku(out var sku) ? sku : string.Empty;

    private static long Id(ItemKey item) => item.TryGetId(out var id) ? id : 0;

    private static int UrlChars(ItemKey item) => item.TryGetSku(out var sku) ? Uri.EscapeDataString(sku).Length + 3 : 11;

    /// <summary>Sorts what is read by the cells that were asked for.</summary>
    private sealed class Findings
    {
        private readonly HashSet<(long LocationId, ItemKey Item)> _wanted;
        private readonly HashSet<(long LocationId, ItemKey Item)> _ambiguous = [];
        private readonly Dictionary<(long LocationId, ItemKey Item), (long VariantId, long ProductId)> _found = [];

        public Findings(IReadOnlyCollection<(long LocationId, ItemKey Item)> cells)
        {
            _wanted = [.. cells];
            LocationIds = [.. cells.Select(cell => cell.LocationId).Distinct().Order()];
        }

        public IReadOnlyList<long> LocationIds { get; }

        public Dictionary<(long LocationId, ItemKey Item), StockAtLocation> Levels { get; } = [];

        public void Add(InventoryItem item)
        {
            foreach (var place in item.Locations)
            {
                if (!string.IsNullOrWhiteSpace(item.Identity.Sku))
                {
                    Add((place.LocationId, ItemKey.Sku(item.Identity.Sku)), item.Identity, place);
                }

                if (item.Identity.VariantId > 0)
                {
                    Add((place.LocationId, ItemKey.Variant(item.Identity.VariantId)), item.Identity, place);
                }

                if (item.Identity.ProductId > 0)
                {
                    Add((place.LocationId, ItemKey.Product(item.Identity.ProductId)), item.Identity, place);
                }
            }
        }

        private void Add((long LocationId, ItemKey Item) cell, ItemIdentity item, StockAtLocation place)
        {
            if (!_wanted.Contains(cell) || _ambiguous.Contains(cell))
            {
                return;
            }

            // A product with several tracked variants has no stock of its own. The same item may come twice: pages shift while they are read.
            if (_found.TryAdd(cell, (item.VariantId, item.ProductId)) || _found[cell] == (item.VariantId, item.ProductId))
            {
                Levels[cell] = place;
            }
            else
            {
                Levels.Remove(cell);
                _ambiguous.Add(cell);
            }
        }
    }
}

namespace BigCommerce.Inventory.Tests.Stock;

/// <summary>Reads the stock of a <see cref="FakeStore"/>, with an optional visibility delay.</summary>
internal sealed class FakeItems(FakeStore store, TimeProvider time) : IInventoryItemsApi
{
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private readonly Dictionary<(long Location, ItemKey Item), int> _old = [];

    /// <summary>The visibility delay: until then, reads return the stock of the first read.</summary>
    public TimeSpan Delay { get; set; }

    public Exception? Failure { get; set; }

    public int Reads { get; private set; }

    /// <summary>The filters of all reads.</summary>
    public List<InventoryItemFilter> Filters { get; } = [];

    /// <summary>Makes the page's pagination from the number of items; null for none.</summary>
    public Func<int, Pagination>? Describe { get; set; }

    public Task<Page<InventoryItem>> ListAsync(
        InventoryItemFilter? filter = null,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        Reads++;
        Filters.Add(filter!);
        if (Failure is not null)
        {
            throw Failure;
        }

        if (_old.Count == 0)
        {
            foreach (var (cell, quantity) in store.Stock)
            {
                _old.Add(cell, quantity);
            }
        }

        var stock = time.GetUtcNow() - _start < Delay ? _old : store.Stock;
        InventoryItem[] found = [.. stock
            .Where(entry => filter!.LocationIds?.Contains(entry.Key.Location) ?? true)
            .GroupBy(entry => entry.Key.Item)
            .Where(item => IsAskedFor(filter!, item.Key))
            .Select(item => new InventoryItem
            {
                Identity = item.Key.TryGetSku(out var sku)
                    ? new ItemIdentity { Sku = sku, ProductId = 1 }
                    : new ItemIdentity { VariantId = item.Key.TryGetId(out var id) ? id : 0, ProductId = 1 },
                Locations =
                [
                    .. item.Select(entry => new StockAtLocation { LocationId = entry.Key.Location, TotalInventoryOnHand = entry.Value }),
                ],
            })];
        var page = found.Skip(((filter!.Page ?? 1) - 1) * (filter.Limit ?? 50)).Take(filter.Limit ?? 50).ToArray();
        return Task.FromResult(
            new Page<InventoryItem> { Data = page, Meta = new PageMeta { Pagination = Describe?.Invoke(found.Length) } });
    }

    public Task<Page<LocationItem>> ListAtLocationAsync(
        long locationId,
        LocationItemFilter? filter = null,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<TransactionResult> UpdateSettingsAsync(
        long locationId,
        ItemSettingsRequest request,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    private static bool IsAskedFor(InventoryItemFilter filter, ItemKey item) =>
        (filter.Skus is null && filter.VariantIds is null && filter.ProductIds is null)
        || (item.TryGetSku(out var sku) && filter.Skus?.Contains(sku, StringComparer.OrdinalIgnoreCase) == true)
        || (item.TryGetId(out var id) && filter.VariantIds?.Contains(id) == true)
        || filter.ProductIds?.Contains(1) == true;
}

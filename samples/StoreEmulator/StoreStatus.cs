using BigCommerce.Inventory.Testing;

namespace StoreEmulator;

/// <summary>The data of the page: the current state of one store and its latest requests.</summary>
internal sealed record StoreStatus(
    string Store,
    IReadOnlyList<string> Stores,
    RateLimitData RateLimit,
    IReadOnlyList<LocationData> Locations,
    int ItemCount,
    int MatchCount,
    int Page,
    int PageCount,
    IReadOnlyList<ItemData> Items,
    int FaultCount,
    IReadOnlyList<RequestData> Requests)
{
    private const int ItemsPerPage = 50;
    private const int MaxRequests = 15;

    public static StoreStatus From(InventoryEmulator emulator, EmulatedStore store, string? search, int page)
    {
        var locations = store.Locations;
        var items = store.Items;
        var matches = string.IsNullOrWhiteSpace(search)
            ? items
            : [.. items.Where(item => item.Sku.Contains(search.Trim(), StringComparison.OrdinalIgnoreCase))];
        var pageCount = Math.Max(1, (matches.Count + ItemsPerPage - 1) / ItemsPerPage);
        page = Math.Clamp(page, 1, pageCount);
        var limit = store.RateLimit;
        return new StoreStatus(
            store.Hash,
            [.. emulator.Stores.Select(known => known.Hash)],
            new RateLimitData(
                limit.Remaining,
                limit.Limit,
                limit.Window!.Value.TotalSeconds,
                (limit.ResetsAt - emulator.TimeProvider.GetUtcNow()).TotalSeconds),
            [.. locations.Select(location => new LocationData(location.Id, location.Code, location.Label, location.Enabled))],
            items.Count,
            matches.Count,
            page,
            pageCount,
            [.. from item in matches.Skip((page - 1) * ItemsPerPage).Take(ItemsPerPage)
                select new ItemData(item.Sku, item.Tracking.ToString(), [.. locations.Select(location => OnHand(store, location, item))])],
            emulator.Faults?.InjectedCount ?? 0,
            [.. emulator.Requests
                .Where(request => request.StoreHash == store.Hash)
                .TakeLast(MaxRequests)
                .Reverse()
                .Select(RequestData.From)]);
    }

    private static int? OnHand(EmulatedStore store, EmulatedLocation location, EmulatedItem item)
    {
        try
        {
            return store.GetOnHand(location.Id, item);
        }
        catch (ArgumentException)
        {
            // A request has deleted the location since the list was read.
            return null;
        }
    }
}

internal sealed record RateLimitData(long Remaining, long Limit, double WindowSeconds, double ResetSeconds);

internal sealed record LocationData(long Id, string Code, string Label, bool Enabled);

internal sealed record ItemData(string Sku, string Tracking, IReadOnlyList<int?> OnHand);

internal sealed record RequestData(
    long Number, DateTimeOffset ReceivedAt, string Method, string Path, int? StatusCode, string? ErrorTitle, string? Fault)
{
    public static RequestData From(RecordedRequest request) => new(
        request.Number,
        request.ReceivedAt,
        request.Method,
        request.PathAndQuery,
        request.StatusCode,
        request.ErrorTitle,
        request.Fault?.ToString());
}

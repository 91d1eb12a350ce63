using BigCommerce.Inventory.Testing;

namespace StoreEmulator;

/// <summary>What the page shows: the truth of one store, and the last requests to it.</summary>
internal sealed record StoreStatus(
    string Store,
    IReadOnlyList<string> Stores,
    RateLimitStatus RateLimit,
    IReadOnlyList<LocationStatus> Locations,
    int ItemCount,
    int MatchCount,
    IReadOnlyList<ItemStatus> Items,
    int FaultCount,
    IReadOnlyList<RequestStatus> Requests)
{
    private const int MaxItems = 50;
    private const int MaxRequests = 15;

    public static StoreStatus Of(InventoryEmulator emulator, EmulatedStore store, string? search)
    {
        var locations = store.Locations;
        var items = store.Items;
        var matches = string.IsNullOrWhiteSpace(search)
            ? items
            : [.. items.Where(item => item.Sku.Contains(search.Trim(), StringComparison.OrdinalIgnoreCase))];
        var limit = store.RateLimit;
        return new StoreStatus(
            store.Hash,
            [.. emulator.Stores.Select(known => known.Hash)],
            new RateLimitStatus(limit.Remaining, limit.Limit, limit.Window.TotalSeconds, limit.ResetIn.TotalSeconds),
            [.. locations.Select(location => new LocationStatus(location.Id, location.Code, location.Label, location.Enabled))],
            items.Count,
            matches.Count,
            [.. matches.Take(MaxItems).Select(item => new ItemStatus(item.Sku, item.Tracking.ToString(), [.. locations.Select(location => OnHand(store, location, item))]))],
            emulator.Faults?.InjectedCount ?? 0,
            [.. emulator.Requests.Where(request => request.Store == store.Hash).TakeLast(MaxRequests).Reverse().Select(RequestStatus.Of)]);
    }

    private static int? OnHand(EmulatedStore store, EmulatedLocation location, EmulatedItem item)
    {
        try
        {
            return store.OnHand(location.Id, item);
        }
        catch (ArgumentException)
        {
            // A request deleted the location in the meantime.
            return null;
        }
    }
}

internal sealed record RateLimitStatus(int RequestsLeft, int Quota, double WindowSeconds, double ResetSeconds);

internal sealed record LocationStatus(long Id, string Code, string Label, bool Enabled);

internal sealed record ItemStatus(string Sku, string Tracking, IReadOnlyList<int?> OnHand);

internal sealed record RequestStatus(long Number, DateTimeOffset At, string Method, string Path, int? Status, string? Title, string? Fault)
{
    public static RequestStatus Of(RecordedRequest request) =>
        new(request.Number, request.At, request.Method, request.PathAndQuery, request.StatusCode, request.Title, request.Fault?.ToString());
}

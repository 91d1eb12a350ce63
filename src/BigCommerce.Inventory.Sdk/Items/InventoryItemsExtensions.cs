namespace BigCommerce.Inventory;

/// <summary>What builds on <see cref="IInventoryItemsApi"/>: streams over all pages. They work on any implementation, mocks included.</summary>
public static class InventoryItemsExtensions
{
    /// <summary>Reads all items with their stock at all locations, page by page (<c>GET /inventory/items</c>).</summary>
    /// <param name="items">The API.</param>
    /// <param name="filter">Which items; null for all. Its page is not used; its limit is the page size, 1,000 when null.</param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="cancellationToken">Stops between items and within requests.</param>
    /// <returns>A stream that sends its first request when it is first read.</returns>
    /// <exception cref="BigCommerceException">While reading: a request failed.</exception>
    public static IAsyncEnumerable<InventoryItem> EnumerateAsync(this IInventoryItemsApi items, InventoryItemFilter? filter = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        var asked = filter ?? new InventoryItemFilter();
        return PageReader.EnumerateAsync(
            (page, limit, token) => items.ListAsync(asked with { Page = page, Limit = limit }, options, token),
            asked.Limit ?? FilterValues.MaxPageSize,
            cancellationToken);
    }

    /// <summary>Reads all items with their stock at one location, page by page (<c>GET /inventory/locations/{location_id}/items</c>).</summary>
    /// <param name="items">The API.</param>
    /// <param name="locationId">The location's id.</param>
    /// <param name="filter">Which items; null for all. Its page is not used; its limit is the page size, 1,000 when null.</param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="cancellationToken">Stops between items and within requests.</param>
    /// <returns>A stream that sends its first request when it is first read.</returns>
    /// <exception cref="BigCommerceNotFoundException">While reading: there is no such location.</exception>
    /// <exception cref="BigCommerceException">While reading: a request failed.</exception>
    public static IAsyncEnumerable<LocationItem> EnumerateAtLocationAsync(this IInventoryItemsApi items, long locationId, LocationItemFilter? filter = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        var asked = filter ?? new LocationItemFilter();
        return PageReader.EnumerateAsync(
            (page, limit, token) => items.ListAtLocationAsync(locationId, asked with { Page = page, Limit = limit }, options, token),
            asked.Limit ?? FilterValues.MaxPageSize,
            cancellationToken);
    }
}

using Refit;

namespace BigCommerce.Inventory;

/// <summary>
/// The stock and the settings of items. OAuth scope: <c>store_inventory_read_only</c> to read, <c>store_inventory</c> to change settings.
/// </summary>
/// <remarks>
/// An item whose stock is not tracked is not returned. There is no path for a single item: filter the list, or use <c>FindAsync</c>.
/// </remarks>
public interface IInventoryItemsApi
{
    /// <summary>
    /// Reads one page of items with their stock at all locations: <c>GET /inventory/items</c>. OAuth scope:
    /// <c>store_inventory_read_only</c>.
    /// </summary>
    /// <param name="filter">Which items and which page; null for the first page of all.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The page; empty past the last one.</returns>
    /// <exception cref="ArgumentException">
    /// The filter's lists are too long for one URL: use <c>EnumerateAsync</c>, which splits them.
    /// </exception>
    /// <exception cref="BigCommerceException">The call failed; see its type.</exception>
    [Get("/inventory/items")]
    Task<Page<InventoryItem>> ListAsync(
        InventoryItemFilter? filter = null,
        [Property(RequestOptions.PropertyKey)] RequestOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads one page of items with their stock at one location: <c>GET /inventory/locations/{location_id}/items</c>. OAuth scope:
    /// <c>store_inventory_read_only</c>.
    /// </summary>
    /// <param name="locationId">The location's id.</param>
    /// <param name="filter">Which items and which page; null for the first page of all.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The page; empty past the last one.</returns>
    /// <exception cref="BigCommerceNotFoundException">There is no such location.</exception>
    /// <exception cref="ArgumentException">
    /// The filter's lists are too long for one URL: use <c>EnumerateAtLocationAsync</c>, which splits them.
    /// </exception>
    /// <exception cref="BigCommerceException">The call failed; see its type.</exception>
    [Get("/inventory/locations/{locationId}/items")]
    Task<Page<LocationItem>> ListAtLocationAsync(
        long locationId,
        LocationItemFilter? filter = null,
        [Property(RequestOptions.PropertyKey)] RequestOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Updates the settings of items at one location: <c>PUT /inventory/locations/{location_id}/items</c>. A setting that is unset keeps
    /// its value. For more rows or locations use <c>client.Stock.UpdateSettings</c>. OAuth scope: <c>store_inventory</c>.
    /// </summary>
    /// <param name="locationId">The location's id.</param>
    /// <param name="request">1 to 2,000 updates.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request that was sent may still take effect.</param>
    /// <returns>The transaction's id.</returns>
    /// <exception cref="BigCommerceValidationException">422: an update is invalid, and none was applied.</exception>
    /// <exception cref="BigCommerceException">Any other failure; see its type.</exception>
    [Put("/inventory/locations/{locationId}/items")]
    Task<TransactionResult> UpdateSettingsAsync(
        long locationId,
        [Body] ItemSettingsRequest request,
        [Property(RequestOptions.PropertyKey)] RequestOptions? options = null,
        CancellationToken cancellationToken = default);
}

using Refit;

namespace BigCommerce.Inventory;

/// <summary>
/// Metafields: data that apps store with locations. OAuth scope: <c>store_locations_read_only</c> to read, <c>store_locations</c> to
/// change.
/// </summary>
public interface ILocationMetafieldsApi
{
    /// <summary>
    /// Reads one page of a location's metafields: <c>GET /inventory/locations/{location_id}/metafields</c>. OAuth scope:
    /// <c>store_locations_read_only</c>.
    /// </summary>
    /// <param name="locationId">The location's id.</param>
    /// <param name="filter">Which metafields and which page; null for the first page of all.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The page; empty past the last one.</returns>
    /// <exception cref="BigCommerceException">The call failed; see its type.</exception>
    [Get("/inventory/locations/{locationId}/metafields")]
    Task<Page<Metafield>> ListAtLocationAsync(
        long locationId,
        MetafieldFilter? filter = null,
        [Property(RequestOptions.PropertyKey)] RequestOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Creates a metafield at a location: <c>POST /inventory/locations/{location_id}/metafields</c>. Not idempotent: sent again only if it
    /// cannot have been handled. OAuth scope: <c>store_locations</c>.
    /// </summary>
    /// <param name="locationId">The location's id.</param>
    /// <param name="metafield">The metafield.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request that was sent may still take effect.</param>
    /// <returns>The metafield with its id.</returns>
    /// <exception cref="BigCommerceConflictException">409: the app already has one with this namespace and key at the location.</exception>
    /// <exception cref="BigCommerceEffectUnknownException">
    /// The request was sent and there was no clear response: the metafield may or may not exist.
    /// </exception>
    /// <exception cref="BigCommerceException">Any other failure; see its type.</exception>
    [Post("/inventory/locations/{locationId}/metafields")]
    Task<MetafieldResponse> CreateAsync(
        long locationId,
        [Body] MetafieldCreate metafield,
        [Property(RequestOptions.PropertyKey)] RequestOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads one metafield: <c>GET /inventory/locations/{location_id}/metafields/{metafield_id}</c>. OAuth scope:
    /// <c>store_locations_read_only</c>.
    /// </summary>
    /// <param name="locationId">The location's id.</param>
    /// <param name="metafieldId">The metafield's id.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The metafield.</returns>
    /// <exception cref="BigCommerceNotFoundException">404: there is no such metafield.</exception>
    /// <exception cref="BigCommerceException">Any other failure; see its type.</exception>
    [Get("/inventory/locations/{locationId}/metafields/{metafieldId}")]
    Task<MetafieldResponse> GetAsync(
        long locationId,
        long metafieldId,
        [Property(RequestOptions.PropertyKey)] RequestOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Updates one metafield: <c>PUT /inventory/locations/{location_id}/metafields/{metafield_id}</c>. Members that are unset keep their
    /// values. OAuth scope: <c>store_locations</c>.
    /// </summary>
    /// <param name="locationId">The location's id.</param>
    /// <param name="metafieldId">The metafield's id.</param>
    /// <param name="metafield">The update.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request that was sent may still take effect.</param>
    /// <returns>The metafield after the update.</returns>
    /// <exception cref="BigCommerceNotFoundException">404: there is no such metafield.</exception>
    /// <exception cref="BigCommerceException">Any other failure; see its type.</exception>
    [Put("/inventory/locations/{locationId}/metafields/{metafieldId}")]
    Task<MetafieldResponse> UpdateAsync(
        long locationId,
        long metafieldId,
        [Body] MetafieldUpdate metafield,
        [Property(RequestOptions.PropertyKey)] RequestOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes one metafield: <c>DELETE /inventory/locations/{location_id}/metafields/{metafield_id}</c>. OAuth scope:
    /// <c>store_locations</c>.
    /// </summary>
    /// <param name="locationId">The location's id.</param>
    /// <param name="metafieldId">The metafield's id.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request that was sent may still take effect.</param>
    /// <returns>A task that completes when the API has deleted it.</returns>
    /// <exception cref="BigCommerceNotFoundException">404: there is no such metafield.</exception>
    /// <exception cref="BigCommerceException">Any other failure; see its type.</exception>
    [Delete("/inventory/locations/{locationId}/metafields/{metafieldId}")]
    Task DeleteAsync(
        long locationId,
        long metafieldId,
        [Property(RequestOptions.PropertyKey)] RequestOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads one page of all locations' metafields: <c>GET /inventory/locations/metafields</c>. OAuth scope:
    /// <c>store_locations_read_only</c>.
    /// </summary>
    /// <param name="filter">Which metafields and which page; null for the first page of all.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The page; empty past the last one.</returns>
    /// <exception cref="BigCommerceException">The call failed; see its type.</exception>
    [Get("/inventory/locations/metafields")]
    Task<Page<Metafield>> ListAsync(
        MetafieldFilter? filter = null,
        [Property(RequestOptions.PropertyKey)] RequestOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Creates several metafields: <c>POST /inventory/locations/metafields</c>. Not idempotent: sent again only if it cannot have been
    /// handled. OAuth scope: <c>store_locations</c>.
    /// </summary>
    /// <param name="metafields">One metafield or more, each with its location.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request that was sent may still take effect.</param>
    /// <returns>The metafields that were created, and why others were not. A partial success is a result, not an exception.</returns>
    /// <exception cref="BigCommerceEffectUnknownException">The request was sent and there was no clear response.</exception>
    /// <exception cref="BigCommerceValidationException">422 without any result: the request as a whole is invalid.</exception>
    /// <exception cref="BigCommerceException">Any other failure; see its type.</exception>
    [Post("/inventory/locations/metafields")]
    Task<MetafieldBatchResponse<Metafield>> CreateBatchAsync(
        [Body] IEnumerable<MetafieldCreateEntry> metafields,
        [Property(RequestOptions.PropertyKey)] RequestOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Updates several metafields: <c>PUT /inventory/locations/metafields</c>. Members that are unset keep their values. OAuth scope:
    /// <c>store_locations</c>.
    /// </summary>
    /// <param name="metafields">One update or more.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request that was sent may still take effect.</param>
    /// <returns>The metafields that were updated, and why others were not. A partial success is a result, not an exception.</returns>
    /// <exception cref="BigCommerceValidationException">422 without any result: the request as a whole is invalid.</exception>
    /// <exception cref="BigCommerceException">Any other failure; see its type.</exception>
    [Put("/inventory/locations/metafields")]
    Task<MetafieldBatchResponse<Metafield>> UpdateBatchAsync(
        [Body] IEnumerable<MetafieldUpdateEntry> metafields,
        [Property(RequestOptions.PropertyKey)] RequestOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes several metafields: <c>DELETE /inventory/locations/metafields</c>, their ids in the body. OAuth scope:
    /// <c>store_locations</c>.
    /// </summary>
    /// <param name="metafieldIds">One id or more.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request that was sent may still take effect.</param>
    /// <returns>The ids that were deleted, and why others were not. A partial success is a result, not an exception.</returns>
    /// <exception cref="BigCommerceValidationException">422 without any result: the request as a whole is invalid.</exception>
    /// <exception cref="BigCommerceException">Any other failure; see its type.</exception>
    [Delete("/inventory/locations/metafields")]
    Task<MetafieldBatchResponse<long>> DeleteBatchAsync(
        [Body] IEnumerable<long> metafieldIds,
        [Property(RequestOptions.PropertyKey)] RequestOptions? options = null,
        CancellationToken cancellationToken = default);
}

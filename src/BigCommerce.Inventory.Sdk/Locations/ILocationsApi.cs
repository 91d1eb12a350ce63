using Refit;

namespace BigCommerce.Inventory;

/// <summary>A store's locations. OAuth scope: <c>store_locations_read_only</c> to read, <c>store_locations</c> to change.</summary>
/// <remarks>
/// At most 100 locations can be active, fewer on smaller plans. There is no path for a single location: filter the
/// list, or use <c>FindAsync</c>. The response to a creation has no ids: <c>CreateAndGetAsync</c> finds the new location by its code.
/// </remarks>
public interface ILocationsApi
{
    /// <summary>Reads one page of locations: <c>GET /inventory/locations</c>. OAuth scope: <c>store_locations_read_only</c>.</summary>
    /// <param name="filter">Which locations and which page; null for the first page of all.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The page; empty past the last one.</returns>
    /// <exception cref="ArgumentException">
    /// The filter's lists are too long for one URL: use <c>EnumerateAsync</c>, which splits them.
    /// </exception>
    /// <exception cref="BigCommerceException">The call failed; see its type.</exception>
    [Get("/inventory/locations")]
    Task<Page<Location>> ListAsync(
        LocationFilter? filter = null,
        [Property(RequestOptions.PropertyKey)] RequestOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Creates locations: <c>POST /inventory/locations</c>. Not idempotent: sent again only if it cannot have been handled. OAuth scope:
    /// <c>store_locations</c>.
    /// </summary>
    /// <param name="locations">One location or more.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request that was sent may still take effect.</param>
    /// <returns>The transaction's id; the API does not return the locations' ids.</returns>
    /// <exception cref="ArgumentException">There is no location, or one cannot be sent; the message names its position.</exception>
    /// <exception cref="BigCommerceEffectUnknownException">
    /// The request was sent and there was no clear response: the locations may or may not exist.
    /// </exception>
    /// <exception cref="BigCommerceValidationException">422: a location is invalid, and none was created.</exception>
    /// <exception cref="BigCommerceException">Any other failure; see its type.</exception>
    [Post("/inventory/locations")]
    Task<TransactionResult> CreateAsync(
        [Body] IEnumerable<LocationCreate> locations,
        [Property(RequestOptions.PropertyKey)] RequestOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Updates locations: <c>PUT /inventory/locations</c>. Members that are unset keep their values. OAuth scope: <c>store_locations</c>.
    /// </summary>
    /// <param name="locations">One update or more.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request that was sent may still take effect.</param>
    /// <returns>The transaction's id.</returns>
    /// <exception cref="ArgumentException">
    /// There is no update, one cannot be sent, or two are for the same location; the message names the positions.
    /// </exception>
    /// <exception cref="BigCommerceValidationException">422: an update is invalid, and none was applied.</exception>
    /// <exception cref="BigCommerceException">Any other failure; see its type.</exception>
    [Put("/inventory/locations")]
    Task<TransactionResult> UpdateAsync(
        [Body] IEnumerable<LocationUpdate> locations,
        [Property(RequestOptions.PropertyKey)] RequestOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>Deletes locations and all stock at them: <c>DELETE /inventory/locations</c>. OAuth scope: <c>store_locations</c>.</summary>
    /// <param name="locations">Which ones: <see cref="LocationDeletion.WithAllTheirStock"/>.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request that was sent may still take effect.</param>
    /// <returns>The transaction's id; null inside if the response has no body.</returns>
    /// <exception cref="BigCommerceNotFoundException">404: there is no such location.</exception>
    /// <exception cref="BigCommerceValidationException">
    /// 422: a location has orders or is a shipping origin; <see cref="BigCommerceApiException.Reason"/> says which.
    /// </exception>
    /// <exception cref="BigCommerceException">Any other failure; see its type.</exception>
    [Delete("/inventory/locations")]
    Task<TransactionResult> DeleteAsync(
        LocationDeletion locations,
        [Property(RequestOptions.PropertyKey)] RequestOptions? options = null,
        CancellationToken cancellationToken = default);
}

using Refit;

namespace BigCommerce.Inventory;

/// <summary>A store's locations. OAuth scope: <c>store_locations_read_only</c> to read, <c>store_locations</c> to change.</summary>
/// <remarks>
/// At most 100 locations can be active, fewer on smaller plans. There is no path for a single location: filter the
/// list, or use <c>FindAsync</c>. Creating answers without ids: <c>CreateAndGetAsync</c> finds the new location by its code.
/// </remarks>
public interface ILocationsApi
{
    /// <summary>Reads one page of locations: <c>GET /inventory/locations</c>. OAuth scope: <c>store_locations_read_only</c>.</summary>
    /// <param name="filter">Which locations and which page; null for the first page of all.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The page; empty past the last one.</returns>
    /// <exception cref="ArgumentException">The filter's lists make a URL that gateways refuse: use <c>EnumerateAsync</c>, which splits them.</exception>
    /// <exception cref="BigCommerceException">The call failed; the type says how.</exception>
    [Get("/inventory/locations")]
    Task<Page<Location>> ListAsync(LocationFilter? filter = null, [Property(RequestOptions.PropertyKey)] RequestOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Creates locations: <c>POST /inventory/locations</c>. Not idempotent: resent only when it cannot have been handled. OAuth scope: <c>store_locations</c>.</summary>
    /// <param name="locations">One location or more.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request already on its way may still take effect.</param>
    /// <returns>The transaction's id; the API does not tell the locations' ids.</returns>
    /// <exception cref="BigCommerceEffectUnknownException">The request went out and no clear answer came: the locations may or may not exist.</exception>
    /// <exception cref="BigCommerceValidationException">422: a location is wrong, and none was created.</exception>
    /// <exception cref="BigCommerceException">Any other failure; the type says which.</exception>
    [Post("/inventory/locations")]
    Task<TransactionResult> CreateAsync([Body] Batch<LocationCreate> locations, [Property(RequestOptions.PropertyKey)] RequestOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Changes locations: <c>PUT /inventory/locations</c>. Members left unset keep their values. OAuth scope: <c>store_locations</c>.</summary>
    /// <param name="locations">One change or more.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request already on its way may still take effect.</param>
    /// <returns>The transaction's id.</returns>
    /// <exception cref="BigCommerceValidationException">422: a change is wrong, and none was made.</exception>
    /// <exception cref="BigCommerceException">Any other failure; the type says which.</exception>
    [Put("/inventory/locations")]
    Task<TransactionResult> UpdateAsync([Body] Batch<LocationUpdate> locations, [Property(RequestOptions.PropertyKey)] RequestOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes locations and all stock at them: <c>DELETE /inventory/locations</c>. OAuth scope: <c>store_locations</c>.</summary>
    /// <param name="locations">Which ones: <see cref="LocationDeletion.WithAllTheirStock"/>.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request already on its way may still take effect.</param>
    /// <returns>The transaction's id; null inside where the store answers without a body.</returns>
    /// <exception cref="BigCommerceNotFoundException">404: there is no such location.</exception>
    /// <exception cref="BigCommerceValidationException">422: a location has orders or is a shipping origin; <see cref="BigCommerceApiException.Reason"/> says which.</exception>
    /// <exception cref="BigCommerceException">Any other failure; the type says which.</exception>
    [Delete("/inventory/locations")]
    Task<TransactionResult> DeleteAsync(LocationDeletion locations, [Property(RequestOptions.PropertyKey)] RequestOptions? options = null, CancellationToken cancellationToken = default);
}

namespace BigCommerce.Inventory;

/// <summary>What builds on <see cref="ILocationsApi"/>. It works on any implementation, mocks included.</summary>
public static class LocationsExtensions
{
    /// <summary>Reads all locations, page by page (<c>GET /inventory/locations</c>).</summary>
    /// <param name="locations">The API.</param>
    /// <param name="filter">Which locations; null for all. Its page is not used; its limit is the page size, 1,000 when null.</param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="cancellationToken">Stops between locations and within requests.</param>
    /// <returns>A stream that sends its first request when it is first read.</returns>
    /// <exception cref="BigCommerceException">While reading: a request failed.</exception>
    public static IAsyncEnumerable<Location> EnumerateAsync(this ILocationsApi locations, LocationFilter? filter = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(locations);
        var asked = filter ?? new LocationFilter();
        return PageReader.EnumerateAsync(
            (page, limit, token) => locations.ListAsync(asked with { Page = page, Limit = limit }, options, token),
            asked.Limit ?? FilterValues.MaxPageSize,
            cancellationToken);
    }
}

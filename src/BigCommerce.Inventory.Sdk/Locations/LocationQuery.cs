namespace BigCommerce.Inventory;

/// <summary>
/// A query for locations, built step by step and read like any stream:
/// <c>client.Locations.Query().Active().OfType(LocationType.Physical)</c>. Immutable: each method returns a new query.
/// </summary>
/// <remarks>The conditions narrow each other. A condition that is set again replaces the earlier one.</remarks>
public sealed class LocationQuery : PagedSequence<Location>
{
    private readonly ILocationsApi _locations;
    private readonly RequestOptions? _options;

    internal LocationQuery(ILocationsApi locations, LocationFilter filter, RequestOptions? options)
    {
        _locations = locations;
        Filter = filter;
        _options = options;
    }

    /// <summary>The filter that the query stands for.</summary>
    public LocationFilter Filter { get; }

    /// <summary>Only active locations.</summary>
    public LocationQuery Active() => With(Filter with { IsActive = true });

    /// <summary>Only inactive locations.</summary>
    public LocationQuery Inactive() => With(Filter with { IsActive = false });

    /// <summary>Only the store's default location.</summary>
    public LocationQuery Default() => With(Filter with { IsDefault = true });

    /// <summary>Only locations that are not the store's default.</summary>
    public LocationQuery NotDefault() => With(Filter with { IsDefault = false });

    /// <summary>Only locations whose stock another system manages.</summary>
    public LocationQuery ManagedExternally() => With(Filter with { ManagedByExternalSource = true });

    /// <summary>Only locations whose stock no other system manages.</summary>
    public LocationQuery NotManagedExternally() => With(Filter with { ManagedByExternalSource = false });

    /// <summary>Only locations that shoppers see.</summary>
    public LocationQuery VisibleOnStorefront() => With(Filter with { StorefrontVisibility = true });

    /// <summary>Only locations that shoppers do not see.</summary>
    public LocationQuery HiddenFromStorefront() => With(Filter with { StorefrontVisibility = false });

    /// <summary>Only locations of these types.</summary>
    /// <param name="types">One type or more.</param>
    /// <exception cref="ArgumentException">There is no type.</exception>
    public LocationQuery OfType(params IEnumerable<LocationType> types) => With(Filter with { TypeIds = [.. types] });

    /// <summary>Only locations with these ids.</summary>
    /// <param name="locationIds">One id or more; any number.</param>
    /// <exception cref="ArgumentException">There is no id, or one is below 1.</exception>
    public LocationQuery WithIds(params IEnumerable<long> locationIds) => With(Filter with { LocationIds = [.. locationIds] });

    /// <summary>Only locations with these codes.</summary>
    /// <param name="codes">One code or more; any number.</param>
    /// <exception cref="ArgumentException">
    /// There is no code, or one is blank or contains a comma, which the API's filters do not support.
    /// </exception>
    public LocationQuery WithCodes(params IEnumerable<string> codes) => With(Filter with { LocationCodes = [.. codes] });

    /// <inheritdoc/>
    public override IAsyncEnumerable<SequencePage<Location>> AsPages(string? continuationToken = null, int? pageSize = null) =>
        Stream().AsPages(continuationToken, pageSize);

    /// <inheritdoc/>
    public override IAsyncEnumerator<Location> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        Stream().GetAsyncEnumerator(cancellationToken);

    private PagedSequence<Location> Stream() => _locations.EnumerateAsync(Filter, _options);

    private LocationQuery With(LocationFilter filter) => new(_locations, filter, _options);
}

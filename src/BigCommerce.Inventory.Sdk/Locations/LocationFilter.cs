using System.Text.Json.Serialization;
using BigCommerce.Inventory.Serialization;
using Refit;

namespace BigCommerce.Inventory;

/// <summary>Which locations to read, and which page. A member left null does not narrow the result.</summary>
/// <remarks><inheritdoc cref="InventoryItemFilter" path="/remarks/node()"/></remarks>
public sealed record LocationFilter
{
    /// <summary>Only these locations, by id.</summary>
    [AliasAs("location_id:in"), Query(CollectionFormat.Csv)]
    public IReadOnlyList<long>? LocationIds { get; init => field = FilterValues.Ids(value); }

    /// <summary>Only these locations, by code. A code with a comma cannot be asked for: use the id.</summary>
    [AliasAs("location_code:in"), Query(CollectionFormat.Csv)]
    public IReadOnlyList<string>? LocationCodes { get; init => field = FilterValues.Texts(value); }

    /// <summary>Only locations of these kinds.</summary>
    [AliasAs("type_id:in"), Query(CollectionFormat.Csv)]
    public IReadOnlyList<LocationType>? TypeIds { get; init => field = FilterValues.Values(value); }

    /// <summary>Only the store's default location, or only the others. Newer documentation no longer lists this filter.</summary>
    [AliasAs("is_default")]
    public bool? IsDefault { get; init; }

    /// <summary>Only locations that another system is, or is not, the master of.</summary>
    [AliasAs("managed_by_external_source")]
    public bool? ManagedByExternalSource { get; init; }

    /// <summary>Only active locations, or only the others.</summary>
    [AliasAs("is_active")]
    public bool? IsActive { get; init; }

    /// <summary>Only locations that shoppers see, or only the others.</summary>
    [AliasAs("storefront_visibility")]
    public bool? StorefrontVisibility { get; init; }

    /// <summary>The page, from 1; null for the first.</summary>
    [AliasAs("page")]
    public int? Page { get; init => field = FilterValues.Page(value); }

    /// <summary>Locations a page, 1 to 1,000; null for the API's default.</summary>
    [AliasAs("limit")]
    public int? Limit { get; init => field = FilterValues.Limit(value); }

    /// <summary>The requests that together ask for this.</summary>
    internal IReadOnlyList<LocationFilter> Split()
    {
        var shares = FilterSplitter.Share((int)FilterSplitter.Length(TypeIds), FilterSplitter.Length(LocationIds), FilterSplitter.Length(LocationCodes));
        var parts =
            from locationIds in FilterSplitter.Cut(LocationIds, shares[0])
            from locationCodes in FilterSplitter.Cut(LocationCodes, shares[1])
            select this with { LocationIds = locationIds, LocationCodes = locationCodes };
        return [.. parts];
    }
}

/// <summary>Which locations to delete. Stock goes with a location, so the name of the only way to build one says so.</summary>
[JsonConverter(typeof(InventoryJsonConverter))]
public sealed record LocationDeletion
{
    private LocationDeletion(IReadOnlyList<long> locationIds) => LocationIds = locationIds;

    /// <summary>The locations to delete.</summary>
    [AliasAs("location_id:in"), Query(CollectionFormat.Csv)]
    public IReadOnlyList<long> LocationIds { get; }

    /// <summary>Names locations to delete together with all stock they hold. There is no way back.</summary>
    /// <param name="locationIds">One id or more; not 1, which the API never deletes.</param>
    /// <exception cref="ArgumentException">There is no id, one below 1, location 1, or one twice.</exception>
    public static LocationDeletion WithAllTheirStock(params IReadOnlyList<long> locationIds)
    {
        ArgumentNullException.ThrowIfNull(locationIds);
        if (locationIds.Count == 0)
        {
            throw new ArgumentException("Name at least one location to delete.", nameof(locationIds));
        }

        if (locationIds.Contains(1))
        {
            throw new ArgumentException("Location 1 is the store's first location and cannot be deleted. Leave it out.", nameof(locationIds));
        }

        return locationIds.Distinct().Count() == locationIds.Count
            ? new LocationDeletion(FilterValues.Ids(locationIds, nameof(locationIds))!)
            : throw new ArgumentException("A location is named twice. Check the list: nothing brings a deleted location back.", nameof(locationIds));
    }
}

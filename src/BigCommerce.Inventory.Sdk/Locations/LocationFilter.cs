using Refit;

namespace BigCommerce.Inventory;

/// <summary>Which locations to read, and which page. A member that is null does not narrow the result.</summary>
/// <remarks><inheritdoc cref="InventoryItemFilter" path="/remarks/node()"/></remarks>
public sealed record LocationFilter
{
    /// <summary>Only these locations, by id.</summary>
    [AliasAs("location_id:in"), Query(CollectionFormat.Csv)]
    public IReadOnlyList<long>? LocationIds { get; init => field = FilterValues.Ids(value); }

    /// <summary>Only these locations, by code. The filter does not support a code with a comma: use the id.</summary>
    [AliasAs("location_code:in"), Query(CollectionFormat.Csv)]
    public IReadOnlyList<string>? LocationCodes { get; init => field = FilterValues.Texts(value); }

    /// <summary>Only locations of these types.</summary>
    [AliasAs("type_id:in"), Query(CollectionFormat.Csv)]
    public IReadOnlyList<LocationType>? TypeIds { get; init => field = FilterValues.Values(value); }

    /// <summary>Only the store's default location, or only the others. Newer documentation no longer lists this filter.</summary>
    [AliasAs("is_default")]
    public bool? IsDefault { get; init; }

    /// <summary>Only locations whose stock another system manages, or only the others.</summary>
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

    /// <summary>Locations per page, 1 to 1,000; null for the API's default.</summary>
    [AliasAs("limit")]
    public int? Limit { get; init => field = FilterValues.Limit(value); }

    /// <summary>The filters of the requests that together read this.</summary>
    internal IReadOnlyList<LocationFilter> Split()
    {
        var shares = FilterSplitter.Share(
            (int)FilterSplitter.Length(TypeIds),
            FilterSplitter.Length(LocationIds),
            FilterSplitter.Length(LocationCodes));
        var parts =
            from locationIds in FilterSplitter.Cut(LocationIds, shares[0])
            from locationCodes in FilterSplitter.Cut(LocationCodes, shares[1])
            select this with { LocationIds = locationIds, LocationCodes = locationCodes };
        return [.. parts];
    }

    internal string Hash() =>
        ContinuationToken.Hash(
            "locations",
            LocationIds,
            LocationCodes,
            TypeIds,
            IsDefault,
            ManagedByExternalSource,
            IsActive,
            StorefrontVisibility);
}

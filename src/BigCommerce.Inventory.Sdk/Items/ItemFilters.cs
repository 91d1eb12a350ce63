using Refit;

namespace BigCommerce.Inventory;

/// <summary>Which items to read at all locations, and which page. A member left null does not narrow the result.</summary>
/// <remarks>
/// Lists travel in the URL. <see cref="InventoryItemsExtensions.EnumerateAsync(IInventoryItemsApi, InventoryItemFilter?, RequestOptions?, int, CancellationToken)"/>
/// splits one that is too long for a URL over several requests; a single page refuses it.
/// The members check what they are given and throw an <see cref="ArgumentException"/> that says what to do: for a
/// list that is empty (which would read everything) or holds a blank value, a comma or an id below 1, and for a page or limit out of range.
/// </remarks>
public sealed record InventoryItemFilter
{
    /// <summary>Only these SKUs. A SKU with a comma cannot be asked for: use its variant id.</summary>
    [AliasAs("sku:in"), Query(CollectionFormat.Csv)]
    public IReadOnlyList<string>? Skus { get; init => field = FilterValues.Texts(value); }

    /// <summary>Only these variants.</summary>
    [AliasAs("variant_id:in"), Query(CollectionFormat.Csv)]
    public IReadOnlyList<long>? VariantIds { get; init => field = FilterValues.Ids(value); }

    /// <summary>Only these products.</summary>
    [AliasAs("product_id:in"), Query(CollectionFormat.Csv)]
    public IReadOnlyList<long>? ProductIds { get; init => field = FilterValues.Ids(value); }

    /// <summary>Stock at these locations only, by id.</summary>
    [AliasAs("location_id:in"), Query(CollectionFormat.Csv)]
    public IReadOnlyList<long>? LocationIds { get; init => field = FilterValues.Ids(value); }

    /// <summary>Stock at these locations only, by code.</summary>
    [AliasAs("location_code:in"), Query(CollectionFormat.Csv)]
    public IReadOnlyList<string>? LocationCodes { get; init => field = FilterValues.Texts(value); }

    /// <summary>The page, from 1; null for the first.</summary>
    [AliasAs("page")]
    public int? Page { get; init => field = FilterValues.Page(value); }

    /// <summary>Items a page, 1 to 1,000; null for the API's default.</summary>
    [AliasAs("limit")]
    public int? Limit { get; init => field = FilterValues.Limit(value); }

    /// <summary>
    /// The requests that together ask for this: each group holds parts of the items, and within a group each filter the same
    /// items at a part of the locations.
    /// </summary>
    internal IReadOnlyList<IReadOnlyList<InventoryItemFilter>> Split()
    {
        var shares = FilterSplitter.Share(
            taken: 0,
            FilterSplitter.Length(Skus),
            FilterSplitter.Length(VariantIds),
            FilterSplitter.Length(ProductIds),
            FilterSplitter.Length(LocationIds),
            FilterSplitter.Length(LocationCodes));
        var groups =
            from skus in FilterSplitter.Cut(Skus, shares[0])
            from variantIds in FilterSplitter.Cut(VariantIds, shares[1])
            from productIds in FilterSplitter.Cut(ProductIds, shares[2])
            select (
                from locationIds in FilterSplitter.Cut(LocationIds, shares[3])
                from locationCodes in FilterSplitter.Cut(LocationCodes, shares[4])
                select this with { Skus = skus, VariantIds = variantIds, ProductIds = productIds, LocationIds = locationIds, LocationCodes = locationCodes }).ToArray();
        return [.. groups];
    }
}

/// <summary>Which items to read at one location, and which page. A member left null does not narrow the result.</summary>
/// <remarks><inheritdoc cref="InventoryItemFilter" path="/remarks/node()"/></remarks>
public sealed record LocationItemFilter
{
    /// <summary>Only these SKUs. A SKU with a comma cannot be asked for: use its variant id.</summary>
    [AliasAs("sku:in"), Query(CollectionFormat.Csv)]
    public IReadOnlyList<string>? Skus { get; init => field = FilterValues.Texts(value); }

    /// <summary>Only these variants.</summary>
    [AliasAs("variant_id:in"), Query(CollectionFormat.Csv)]
    public IReadOnlyList<long>? VariantIds { get; init => field = FilterValues.Ids(value); }

    /// <summary>Only these products.</summary>
    [AliasAs("product_id:in"), Query(CollectionFormat.Csv)]
    public IReadOnlyList<long>? ProductIds { get; init => field = FilterValues.Ids(value); }

    /// <summary>The page, from 1; null for the first.</summary>
    [AliasAs("page")]
    public int? Page { get; init => field = FilterValues.Page(value); }

    /// <summary>Items a page, 1 to 1,000; null for the API's default.</summary>
    [AliasAs("limit")]
    public int? Limit { get; init => field = FilterValues.Limit(value); }

    /// <summary>The requests that together ask for this.</summary>
    internal IReadOnlyList<LocationItemFilter> Split()
    {
        var shares = FilterSplitter.Share(taken: 0, FilterSplitter.Length(Skus), FilterSplitter.Length(VariantIds), FilterSplitter.Length(ProductIds));
        var parts =
            from skus in FilterSplitter.Cut(Skus, shares[0])
            from variantIds in FilterSplitter.Cut(VariantIds, shares[1])
            from productIds in FilterSplitter.Cut(ProductIds, shares[2])
            select this with { Skus = skus, VariantIds = variantIds, ProductIds = productIds };
        return [.. parts];
    }
}

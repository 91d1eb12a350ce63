using Refit;

namespace BigCommerce.Inventory;

/// <summary>Which items to read at all locations, and which page. A member that is null does not narrow the result.</summary>
/// <remarks>
/// Lists are part of the URL.
/// <see cref="InventoryItemsExtensions.EnumerateAsync(IInventoryItemsApi, InventoryItemFilter?, int?, RequestOptions?, CancellationToken)"/>
/// splits a list that is too long for a URL over several requests; a request for a single page throws an <see cref="ArgumentException"/>.
/// The members throw an <see cref="ArgumentException"/> that says what to do: for a list that is empty (which would read everything) or
/// contains a blank value, a comma or an id below 1, and for a page or limit out of range.
/// </remarks>
public sealed record InventoryItemFilter
{
    /// <summary>Only these SKUs. The filter does not support a SKU with a comma: use its variant id.</summary>
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

    /// <summary>Items per page, 1 to 1,000; null for the API's default.</summary>
    [AliasAs("limit")]
    public int? Limit { get; init => field = FilterValues.Limit(value); }

    /// <summary>
    /// The filters of the requests that together read this. Each group selects a part of the items; within a group each filter selects the
    /// same items at a part of the locations.
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
                select this with
                {
                    Skus = skus,
                    VariantIds = variantIds,
                    ProductIds = productIds,
                    LocationIds = locationIds,
                    LocationCodes = locationCodes,
                }).ToArray();
        return [.. groups];
    }

    internal string Hash() => ContinuationToken.Hash("items", Skus, VariantIds, ProductIds, LocationIds, LocationCodes);
}

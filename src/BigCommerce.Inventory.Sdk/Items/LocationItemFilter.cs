using Refit;

namespace BigCommerce.Inventory;

/// <summary>Which items to read at one location, and which page. A member that is null does not narrow the result.</summary>
/// <remarks><inheritdoc cref="InventoryItemFilter" path="/remarks/node()"/></remarks>
public sealed record LocationItemFilter
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

    /// <summary>The page, from 1; null for the first.</summary>
    [AliasAs("page")]
    public int? Page { get; init => field = FilterValues.Page(value); }

    /// <summary>Items per page, 1 to 1,000; null for the API's default.</summary>
    [AliasAs("limit")]
    public int? Limit { get; init => field = FilterValues.Limit(value); }

    /// <summary>The filters of the requests that together read this.</summary>
    internal IReadOnlyList<LocationItemFilter> Split()
    {
        var shares = FilterSplitter.Share(
            taken: 0,
            FilterSplitter.Length(Skus),
            FilterSplitter.Length(VariantIds),
            FilterSplitter.Length(ProductIds));
        var parts =
            from skus in FilterSplitter.Cut(Skus, shares[0])
            from variantIds in FilterSplitter.Cut(VariantIds, shares[1])
            from productIds in FilterSplitter.Cut(ProductIds, shares[2])
            select this with { Skus = skus, VariantIds = variantIds, ProductIds = productIds };
        return [.. parts];
    }

    internal string Hash(long locationId) => ContinuationToken.Hash("location items", locationId, Skus, VariantIds, ProductIds);
}

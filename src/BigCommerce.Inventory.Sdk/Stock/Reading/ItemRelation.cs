namespace BigCommerce.Inventory;

/// <summary>
/// Decides whether two keys may name the same item; nothing else decides it. SKUs are compared without letter case and surrounding
/// blanks, because the API's reads match them so. Keys of different kinds can be the same where a read has shown it. It is not known
/// whether the API's writes distinguish such SKUs. This relation therefore separates and orders rows, and compares stock. Rows are
/// merged only when their keys are equal (<see cref="ItemKey.Equals(ItemKey)"/>).
/// </summary>
internal sealed class ItemRelation : IEqualityComparer<ItemKey>, IEqualityComparer<(long LocationId, ItemKey Item)>
{
    /// <summary>The relation that the keys alone show.</summary>
    public static readonly ItemRelation BySpelling = new(null);

    private readonly IReadOnlyDictionary<ItemKey, ItemKey>? _variants;

    /// <param name="variants">
    /// The variant that a read found for a key, compared <see cref="BySpelling"/>; null when nothing was read.
    /// </param>
    public ItemRelation(IReadOnlyDictionary<ItemKey, ItemKey>? variants) => _variants = variants;

    public bool Equals(ItemKey x, ItemKey y)
    {
        var first = VariantOf(x);
        var second = VariantOf(y);
        return first.TryGetSku(out var sku) && second.TryGetSku(out var other)
            ? sku.AsSpan().Trim().Equals(other.AsSpan().Trim(), StringComparison.OrdinalIgnoreCase)
            : first == second;
    }

    public int GetHashCode(ItemKey obj)
    {
        var key = VariantOf(obj);
        return key.TryGetSku(out var sku) ? string.GetHashCode(sku.AsSpan().Trim(), StringComparison.OrdinalIgnoreCase) : key.GetHashCode();
    }

    public bool Equals((long LocationId, ItemKey Item) x, (long LocationId, ItemKey Item) y) =>
        x.LocationId == y.LocationId && Equals(x.Item, y.Item);

    public int GetHashCode((long LocationId, ItemKey Item) obj) => HashCode.Combine(obj.LocationId, GetHashCode(obj.Item));

    private ItemKey VariantOf(ItemKey key) => _variants is not null && _variants.TryGetValue(key, out var variant) ? variant : key;
}

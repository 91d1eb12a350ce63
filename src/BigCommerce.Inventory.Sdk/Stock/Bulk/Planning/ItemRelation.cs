namespace BigCommerce.Inventory;

/// <summary>
/// Whether two keys may name the same item: the one place that decides it. SKUs are compared without letter case and the blanks
/// around them, because reads find them so; keys of different kinds may be the same where a read has shown it. Whether the API's
/// writes tell such SKUs apart is not known. So this relation serves to keep rows apart and in order, to compare and to guard;
/// rows are merged only when their keys are equal (<see cref="ItemKey.Equals(ItemKey)"/>).
/// </summary>
internal sealed class ItemRelation : IEqualityComparer<ItemKey>, IEqualityComparer<(long LocationId, ItemKey Item)>
{
    /// <summary>The relation as far as the keys alone show it.</summary>
    public static readonly ItemRelation BySpelling = new(null);

    private readonly IReadOnlyDictionary<ItemKey, ItemKey>? _shown;

    /// <param name="shown">The variant that a read has found for a key, compared <see cref="BySpelling"/>; null when nothing was read.</param>
    public ItemRelation(IReadOnlyDictionary<ItemKey, ItemKey>? shown) => _shown = shown;

    public bool Equals(ItemKey x, ItemKey y)
    {
        var first = Shown(x);
        var second = Shown(y);
        return first.TryGetSku(out var sku) && second.TryGetSku(out var other)
            ? sku.AsSpan().Trim().Equals(other.AsSpan().Trim(), StringComparison.OrdinalIgnoreCase)
            : first == second;
    }

    public int GetHashCode(ItemKey obj)
    {
        var key = Shown(obj);
        return key.TryGetSku(out var sku) ? string.GetHashCode(sku.AsSpan().Trim(), StringComparison.OrdinalIgnoreCase) : key.GetHashCode();
    }

    public bool Equals((long LocationId, ItemKey Item) x, (long LocationId, ItemKey Item) y) => x.LocationId == y.LocationId && Equals(x.Item, y.Item);

    public int GetHashCode((long LocationId, ItemKey Item) obj) => HashCode.Combine(obj.LocationId, GetHashCode(obj.Item));

    private ItemKey Shown(ItemKey key) => _shown is not null && _shown.TryGetValue(key, out var shown) ? shown : key;
}

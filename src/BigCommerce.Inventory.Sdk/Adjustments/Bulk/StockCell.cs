namespace BigCommerce.Inventory;

/// <summary>One item at one location. SKUs compare without letter case, so that what may be the same item is taken for the same.</summary>
internal readonly struct StockCell(long locationId, ItemKey item) : IEquatable<StockCell>
{
    private readonly long _locationId = locationId;
    private readonly ItemKey _item = item;

    public bool Equals(StockCell other)
    {
        if (_locationId != other._locationId || _item.Kind != other._item.Kind)
        {
            return false;
        }

        return _item.TryGetSku(out var sku) && other._item.TryGetSku(out var otherSku)
            ? string.Equals(sku, otherSku, StringComparison.OrdinalIgnoreCase)
            : _item == other._item;
    }

    public override bool Equals(object? obj) => obj is StockCell other && Equals(other);

    public override int GetHashCode() => _item.TryGetSku(out var sku)
        ? HashCode.Combine(_locationId, sku.GetHashCode(StringComparison.OrdinalIgnoreCase))
        : HashCode.Combine(_locationId, _item);
}

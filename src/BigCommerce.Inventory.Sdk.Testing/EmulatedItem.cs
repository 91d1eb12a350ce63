using BigCommerce.Inventory.Testing.State;

namespace BigCommerce.Inventory.Testing;

/// <summary>An item that an emulated store sells: the variant of a product, or a product as a whole. Names the item in the store's methods.</summary>
public sealed class EmulatedItem
{
    internal EmulatedItem(string sku, long variantId, long? skuId, Product product)
    {
        Sku = sku;
        VariantId = variantId;
        SkuId = skuId;
        Product = product;
    }

    /// <summary>The stock keeping unit, unique in its store.</summary>
    public string Sku { get; }

    /// <summary>The id of the variant; of the base variant when the product is counted as a whole.</summary>
    public long VariantId { get; }

    /// <summary>The id of the product.</summary>
    public long ProductId => Product.Id;

    /// <summary>The id the older Catalog API knows the SKU by; <see langword="null"/> for a base variant.</summary>
    public long? SkuId { get; }

    /// <summary>The level at which the product's stock is counted.</summary>
    public ItemTracking Tracking => Product.Tracking;

    internal Product Product { get; }

    /// <summary>The stock by location slot; null where the item never had a count nor settings of its own.</summary>
    internal StockCell?[] Cells { get; private set; } = [];

    /// <summary>Whether the API lists the item: it is tracked, and it is the variant that stands for the product if that is counted as a whole.</summary>
    internal bool IsListed => Tracking == ItemTracking.Variant || (Tracking == ItemTracking.Product && Product.Variants[0] == this);

    /// <summary>The SKU with the ids, as failure messages name the item.</summary>
    /// <returns>For example <c>RE-130 (variant 78, product 130)</c>.</returns>
    public override string ToString() => FormattableString.Invariant($"{Sku} (variant {VariantId}, product {ProductId})");

    internal StockLevel LevelAt(StoreLocation location) => CellAt(location)?.Level.Truth ?? StockLevel.Uncounted;

    internal StockLevel VisibleLevelAt(StoreLocation location, long nowTicks) => CellAt(location)?.Level.VisibleAt(nowTicks) ?? StockLevel.Uncounted;

    internal StockCell? CellAt(StoreLocation location) => location.Slot < Cells.Length ? Cells[location.Slot] : null;

    internal void RemoveCell(StoreLocation location)
    {
        if (location.Slot < Cells.Length)
        {
            Cells[location.Slot] = null;
        }
    }

    internal StockCell GetOrAddCell(StoreLocation location)
    {
        if (location.Slot >= Cells.Length)
        {
            var grown = new StockCell?[Math.Max(location.Slot + 1, Math.Min(4, Cells.Length * 2))];
            Cells.CopyTo(grown, 0);
            Cells = grown;
        }

        return Cells[location.Slot] ??= new StockCell();
    }
}

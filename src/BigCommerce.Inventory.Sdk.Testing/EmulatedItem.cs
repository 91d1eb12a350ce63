using BigCommerce.Inventory.Testing.State;

namespace BigCommerce.Inventory.Testing;

/// <summary>A variant in the catalog of an emulated store. The store's methods accept it wherever they need an item.</summary>
public sealed class EmulatedItem
{
    internal EmulatedItem(string sku, long variantId, long? skuId, Product product)
    {
        Sku = sku;
        VariantId = variantId;
        SkuId = skuId;
        Product = product;
    }

    /// <summary>The stock keeping unit, unique in the store.</summary>
    public string Sku { get; }

    /// <summary>The id of the variant; the base variant if stock is tracked by product.</summary>
    public long VariantId { get; }

    /// <summary>The id of the product.</summary>
    public long ProductId => Product.Id;

    /// <summary>The id of the SKU in the older Catalog API; <see langword="null"/> for a base variant.</summary>
    public long? SkuId { get; }

    /// <summary>The level at which the product's stock is tracked.</summary>
    public InventoryTracking Tracking => Product.Tracking;

    internal Product Product { get; }

    /// <summary>The stock by location slot; null where the item has neither a count nor settings.</summary>
    internal StockCell?[] Cells { get; private set; } = [];

    /// <summary>Whether the API lists the item. If stock is tracked by product, only the base variant is listed.</summary>
    internal bool IsListed =>
        Tracking == InventoryTracking.Variant || (Tracking == InventoryTracking.Product && Product.Variants[0] == this);

    /// <summary>The SKU and the ids.</summary>
    /// <returns>For example <c>RE-130 (variant 78, product 130)</c>.</returns>
    public override string ToString() => FormattableString.Invariant($"{Sku} (variant {VariantId}, product {ProductId})");

    internal EmulatedStock LevelAt(StoreLocation location) => CellAt(location)?.Level.Current ?? EmulatedStock.Uncounted;

    internal EmulatedStock VisibleLevelAt(StoreLocation location, long nowTicks) =>
        CellAt(location)?.Level.VisibleAt(nowTicks) ?? EmulatedStock.Uncounted;

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
            var grown = new StockCell?[location.Slot + 1];
            Cells.CopyTo(grown, 0);
            Cells = grown;
        }

        return Cells[location.Slot] ??= new StockCell();
    }
}

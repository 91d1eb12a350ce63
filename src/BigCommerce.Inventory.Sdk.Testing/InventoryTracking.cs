namespace BigCommerce.Inventory.Testing;

/// <summary>The level at which a product's stock is tracked: the Catalog API's <c>inventory_tracking</c>.</summary>
public enum InventoryTracking
{
    /// <summary>Stock is not tracked. The API does not list the item and rejects adjustments.</summary>
    None,

    /// <summary>The product has one stock for all its variants. Its identity is the product id or the SKU of the base variant.</summary>
    Product,

    /// <summary>Each variant has its own stock. Its identity is the SKU or the variant id.</summary>
    Variant,
}

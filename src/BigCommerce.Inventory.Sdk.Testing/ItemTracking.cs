namespace BigCommerce.Inventory.Testing;

/// <summary>The level at which a product's stock is counted.</summary>
public enum ItemTracking
{
    /// <summary>Each variant has its own stock; it is addressed by SKU or variant id.</summary>
    Variant,

    /// <summary>The product has one stock for all its variants; it is addressed by product id, or by the SKU of the product itself.</summary>
    Product,

    /// <summary>Stock is not tracked: the API does not list the item and refuses to adjust it.</summary>
    None,
}

namespace BigCommerce.Inventory.Webhooks;

/// <summary>The kind of an <see cref="InventoryWebhookEvent"/>, derived from its scope.</summary>
public enum InventoryWebhookKind
{
    /// <summary>This version does not recognize the scope: see <see cref="InventoryWebhookEvent.Scope"/>.</summary>
    Unknown = 0,

    /// <summary>The stock of an item at a location changed. Your own writes cause this event too.</summary>
    StockChanged = 1,

    /// <summary>An order reduced the stock of an item at a location to its warning level. Adjustments do not cause this event.</summary>
    LowStockReached = 2,

    /// <summary>An order reduced the stock of an item at a location to zero. Adjustments do not cause this event.</summary>
    OutOfStockReached = 3,

    /// <summary>The safety stock, the warning level or another setting of an item at a location changed.</summary>
    SettingsChanged = 4,

    /// <summary>The backordered quantity of an item at a location reached its limit.</summary>
    BackorderLimitReached = 5,

    /// <summary>A location was created.</summary>
    LocationCreated = 6,

    /// <summary>A location was changed, enabled or disabled.</summary>
    LocationUpdated = 7,

    /// <summary>A metafield of a location was created.</summary>
    LocationMetafieldCreated = 8,

    /// <summary>A metafield of a location was changed.</summary>
    LocationMetafieldUpdated = 9,

    /// <summary>A metafield of a location was deleted.</summary>
    LocationMetafieldDeleted = 10,

    /// <summary>The stock of a product that is tracked by product changed: a legacy event without a location.</summary>
    ProductInventoryUpdated = 11,

    /// <summary>An order changed the stock of a product that is tracked by product: a legacy event without a location.</summary>
    ProductInventoryOrderUpdated = 12,

    /// <summary>The stock of a variant changed: a legacy event without a location.</summary>
    SkuInventoryUpdated = 13,

    /// <summary>An order changed the stock of a variant: a legacy event without a location.</summary>
    SkuInventoryOrderUpdated = 14,
}

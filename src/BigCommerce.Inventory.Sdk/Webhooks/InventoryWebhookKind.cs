namespace BigCommerce.Inventory.Webhooks;

/// <summary>What happened, read from the scope of an <see cref="InventoryWebhookEvent"/>.</summary>
public enum InventoryWebhookKind
{
    /// <summary>Something this version of the library does not know; <see cref="InventoryWebhookEvent.Scope"/> says what.</summary>
    Unknown = 0,

    /// <summary>The stock of an item changed at a location, whoever changed it: your own writes are reported too.</summary>
    StockChanged = 1,

    /// <summary>An order brought the stock of an item at a location down to its warning level. Adjustments never cause it.</summary>
    LowStockReached = 2,

    /// <summary>An order brought the stock of an item at a location down to zero. Adjustments never cause it.</summary>
    OutOfStockReached = 3,

    /// <summary>Safety stock, warning level or another setting of an item changed at a location.</summary>
    SettingsChanged = 4,

    /// <summary>As many of an item are backordered at a location as its limit allows.</summary>
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

    /// <summary>The stock of a product that is counted as a whole changed: an event of the older vocabulary, without a location.</summary>
    ProductInventoryUpdated = 11,

    /// <summary>An order changed the stock of a product that is counted as a whole: an event of the older vocabulary, without a location.</summary>
    ProductInventoryOrderUpdated = 12,

    /// <summary>The stock of a variant changed: an event of the older vocabulary, without a location.</summary>
    SkuInventoryUpdated = 13,

    /// <summary>An order changed the stock of a variant: an event of the older vocabulary, without a location.</summary>
    SkuInventoryOrderUpdated = 14,
}

namespace BigCommerce.Inventory.Webhooks;

/// <summary>The scopes to subscribe to when a webhook is created (<c>POST /v3/hooks</c>).</summary>
/// <remarks>
/// All channels share the stock, so the scopes of items are for all channels (<c>*</c>). A change causes one event in either case.
/// </remarks>
public static class InventoryWebhookScopes
{
    /// <summary>Stock changed at a location: <see cref="InventoryWebhookKind.StockChanged"/>.</summary>
    public const string StockChanged = "store/channel/*/inventory/product/stock_changed";

    /// <summary>An order reduced stock to the warning level: <see cref="InventoryWebhookKind.LowStockReached"/>.</summary>
    public const string LowStockReached = "store/channel/*/inventory/product/low_stock_reached";

    /// <summary>An order reduced stock to zero: <see cref="InventoryWebhookKind.OutOfStockReached"/>.</summary>
    public const string OutOfStockReached = "store/channel/*/inventory/product/out_of_stock_reached";

    /// <summary>Item settings changed at a location: <see cref="InventoryWebhookKind.SettingsChanged"/>.</summary>
    public const string SettingsChanged = "store/channel/*/inventory/product/settings_changed";

    /// <summary>The backorder limit was reached: <see cref="InventoryWebhookKind.BackorderLimitReached"/>.</summary>
    public const string BackorderLimitReached = "store/channel/*/inventory/product/backorder_limit_reached";

    /// <summary>A location was created: <see cref="InventoryWebhookKind.LocationCreated"/>.</summary>
    public const string LocationCreated = "store/inventory/location/created";

    /// <summary>A location was changed: <see cref="InventoryWebhookKind.LocationUpdated"/>.</summary>
    public const string LocationUpdated = "store/inventory/location/updated";

    /// <summary>A metafield of a location was created: <see cref="InventoryWebhookKind.LocationMetafieldCreated"/>.</summary>
    public const string LocationMetafieldCreated = "store/inventory/location/metafield/created";

    /// <summary>A metafield of a location was changed: <see cref="InventoryWebhookKind.LocationMetafieldUpdated"/>.</summary>
    public const string LocationMetafieldUpdated = "store/inventory/location/metafield/updated";

    /// <summary>A metafield of a location was deleted: <see cref="InventoryWebhookKind.LocationMetafieldDeleted"/>.</summary>
    public const string LocationMetafieldDeleted = "store/inventory/location/metafield/deleted";

    /// <summary>
    /// The legacy scope for the stock of a product that is tracked by product:
    /// <see cref="InventoryWebhookKind.ProductInventoryUpdated"/>.
    /// </summary>
    public const string ProductInventoryUpdated = "store/product/inventory/updated";

    /// <summary>
    /// The legacy scope for orders of a product that is tracked by product:
    /// <see cref="InventoryWebhookKind.ProductInventoryOrderUpdated"/>.
    /// </summary>
    public const string ProductInventoryOrderUpdated = "store/product/inventory/order/updated";

    /// <summary>The legacy scope for the stock of a variant: <see cref="InventoryWebhookKind.SkuInventoryUpdated"/>.</summary>
    public const string SkuInventoryUpdated = "store/sku/inventory/updated";

    /// <summary>The legacy scope for orders of a variant: <see cref="InventoryWebhookKind.SkuInventoryOrderUpdated"/>.</summary>
    public const string SkuInventoryOrderUpdated = "store/sku/inventory/order/updated";

    /// <summary>Gets the kind and the channel of a scope.</summary>
    /// <param name="scope">The scope of an event.</param>
    /// <param name="channelId">The channel; null for all channels and for scopes without a channel.</param>
    internal static InventoryWebhookKind Classify(string scope, out long? channelId)
    {
        channelId = null;
        switch (scope.Split('/'))
        {
            case ["store", "channel", var channel, "inventory", "product", var change] when TryReadChannel(channel, out channelId):
                return change switch
                {
                    "stock_changed" => InventoryWebhookKind.StockChanged,
                    "low_stock_reached" => InventoryWebhookKind.LowStockReached,
                    "out_of_stock_reached" => InventoryWebhookKind.OutOfStockReached,
                    "settings_changed" => InventoryWebhookKind.SettingsChanged,
                    "backorder_limit_reached" => InventoryWebhookKind.BackorderLimitReached,
                    _ => InventoryWebhookKind.Unknown,
                };
            default:
                return scope switch
                {
                    LocationCreated => InventoryWebhookKind.LocationCreated,
                    LocationUpdated => InventoryWebhookKind.LocationUpdated,
                    LocationMetafieldCreated => InventoryWebhookKind.LocationMetafieldCreated,
                    LocationMetafieldUpdated => InventoryWebhookKind.LocationMetafieldUpdated,
                    LocationMetafieldDeleted => InventoryWebhookKind.LocationMetafieldDeleted,
                    ProductInventoryUpdated => InventoryWebhookKind.ProductInventoryUpdated,
                    ProductInventoryOrderUpdated => InventoryWebhookKind.ProductInventoryOrderUpdated,
                    SkuInventoryUpdated => InventoryWebhookKind.SkuInventoryUpdated,
                    SkuInventoryOrderUpdated => InventoryWebhookKind.SkuInventoryOrderUpdated,
                    _ => InventoryWebhookKind.Unknown,
                };
        }
    }

    private static bool TryReadChannel(string text, out long? channelId)
    {
        channelId = LenientNumber.TryParse(text, out var id) ? id : null;
        return channelId is not null || text == "*";
    }
}

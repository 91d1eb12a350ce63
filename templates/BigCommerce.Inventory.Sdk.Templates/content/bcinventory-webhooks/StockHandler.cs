using BigCommerce.Inventory;
using BigCommerce.Inventory.AspNetCore;
using BigCommerce.Inventory.Webhooks;

/// <summary>Handles the events of a burst. If it throws, it gets the same events again, so handling them twice must be harmless.</summary>
public sealed partial class StockHandler(IInventoryItemsApi items, ILogger<StockHandler> logger) : IInventoryWebhookHandler
{
    public async Task HandleAsync(IReadOnlyList<InventoryWebhookEvent> webhooks, CancellationToken cancellationToken = default)
    {
        // An event has ids but no quantities: read the stock of all changed products with one filter.
        long[] products = [.. webhooks.Select(webhook => webhook.Data).OfType<ItemWebhookData>().Select(item => item.ProductId).Distinct()];
        if (products.Length == 0)
        {
            return;
        }

        await foreach (var item in items.EnumerateAsync(new InventoryItemFilter { ProductIds = products }, cancellationToken: cancellationToken))
        {
            LogStock(item.Identity.Sku, item.Locations.Sum(location => location.AvailableToSell));
        }
    }

    [LoggerMessage(LogLevel.Information, "{Sku}: {Quantity} to sell")]
    private partial void LogStock(string? sku, long quantity);
}

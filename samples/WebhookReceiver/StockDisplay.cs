using BigCommerce.Inventory;
using BigCommerce.Inventory.AspNetCore;
using BigCommerce.Inventory.Webhooks;

namespace WebhookReceiver;

/// <summary>Shows the new stock. If it throws, it gets the same events again.</summary>
internal sealed class StockDisplay(BigCommerceInventoryClient client) : IInventoryWebhookHandler
{
    public async Task HandleAsync(IReadOnlyList<InventoryWebhookEvent> webhooks, CancellationToken cancellationToken = default)
    {
        // 4. Merge the events of a burst: many events for one stock level need one read. An app on several stores gets the events of all.
        var changed = new HashSet<ItemWebhookData>();
        foreach (var webhook in webhooks.Where(webhook => webhook.StoreHash == client.StoreHash))
        {
            if (webhook.Data is ItemWebhookData item)
            {
                changed.Add(item);
            }
            else
            {
                Console.WriteLine($"{webhook.Kind} ({webhook.Scope}): {webhook.Data}");
            }
        }

        if (changed.Count == 0)
        {
            return;
        }

        // 5. Read all of them with one filtered request. Only events for a whole product have no variant id.
        var byVariant = changed.All(item => item.VariantId is not null);
        var items = client.Items.EnumerateAsync(
            new InventoryItemFilter
            {
                VariantIds = byVariant ? [.. changed.Select(item => item.VariantId!.Value).Distinct()] : null,
                ProductIds = byVariant ? null : [.. changed.Select(item => item.ProductId).Distinct()],
                LocationIds = [.. changed.Select(item => item.LocationId).Distinct()],
            },
            cancellationToken: cancellationToken);
        Console.WriteLine($"Stock levels changed: {changed.Count}");
        await foreach (var item in items)
        {
            foreach (var stock in item.Locations)
            {
                var (name, toSell, onHand) = (stock.LocationName, stock.AvailableToSell, stock.TotalInventoryOnHand);
                Console.WriteLine($"  {item.Identity.Sku,-16} {name,-24} {toSell,5} to sell {onHand,5} on hand");
            }
        }
    }
}

using System.Threading.Channels;
using BigCommerce.Inventory;
using BigCommerce.Inventory.Webhooks;

namespace WebhookReceiver;

/// <summary>Merges bursts of events into few reads.</summary>
internal static class StockDisplay
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(BigCommerceInventoryClient client, ChannelReader<InventoryWebhookEvent> queue)
    {
        var changed = new HashSet<ItemWebhookData>();
        while (await queue.WaitToReadAsync())
        {
            // 6. Wait for the rest of a burst, then merge it: many events for one stock level need one read.
            await Task.Delay(Pause, TimeProvider.System);
            while (queue.TryRead(out var webhook))
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

            // 7. Read after the de-duplication window: an event that looked like a duplicate may have been a second change.
            await Task.Delay(Pause, TimeProvider.System);
            try
            {
                await ShowAsync(client, changed);
                changed.Clear();
            }
            catch (BigCommerceException exception)
            {
                Console.WriteLine($"Could not read the stock. It is read again with the next burst. {exception.Message}");
            }
        }
    }

    private static async Task ShowAsync(BigCommerceInventoryClient client, HashSet<ItemWebhookData> changed)
    {
        if (changed.Count == 0)
        {
            return;
        }

        // One filtered request reads all items. Only events for a whole product have no variant id.
        var byVariant = changed.All(item => item.VariantId is not null);
        var items = client.Items.EnumerateAsync(new InventoryItemFilter
        {
            VariantIds = byVariant ? [.. changed.Select(item => item.VariantId!.Value).Distinct()] : null,
            ProductIds = byVariant ? null : [.. changed.Select(item => item.ProductId).Distinct()],
            LocationIds = [.. changed.Select(item => item.LocationId).Distinct()],
        });
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

using System.Collections.Concurrent;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BigCommerce.Inventory.AspNetCore.Tests;

/// <summary>The code of the package's page, compiled and run.</summary>
public class ReadmeTests
{
    private readonly InventoryEmulator _emulator = new();

    [Fact]
    public async Task ReadmeWebhooks_Always_MapsTheEndpoint()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton<StockTable>().UseEmulator(_emulator);
        #region hosted-webhooks
        builder.Services.AddBigCommerceInventory();
        builder.Services.AddBigCommerceInventoryWebhooks<StockHandler>();

        var app = builder.Build();
        app.MapBigCommerceInventoryWebhooks("/hooks");
        #endregion
        #region webhook-delegate
        app.MapBigCommerceInventoryWebhooks("/hooks/locations", async (webhooks, services, cancellationToken) =>
        {
            foreach (var location in webhooks.Select(webhook => webhook.Data).OfType<LocationWebhookData>())
            {
                await services.GetRequiredService<LocationCache>().RemoveAsync(location.LocationId, cancellationToken);
            }
        });
        #endregion

        await using (app)
        {
            Assert.Equal(
                ["/hooks", "/hooks/locations"],
                ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).Cast<RouteEndpoint>().Select(endpoint => endpoint.RoutePattern.RawText));
        }
    }

    [Fact]
    public async Task ReadmeHandler_Events_ReadsTheItemsOnce()
    {
        var store = _emulator.GetStore();
        store.SeedDemo();
        var item = store.GetItem("GER-0001");
        var table = new StockTable();
        using var client = _emulator.CreateClient();
        var webhook = InventoryWebhookEvent.Parse(System.Text.Encoding.UTF8.GetBytes(WebhookApp.Body(item.ProductId)));

        await new StockHandler(client.Items, table).HandleAsync([webhook, webhook]);

        Assert.Equal("GER-0001", Assert.Single(table.Items).Key);
        Assert.Single(_emulator.Requests);
    }

    [Fact]
    public async Task ReadmeHealthChecks_EmulatedStores_AreHealthy()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.UseEmulator(_emulator);
        builder.Services.Configure<BigCommerceInventoryOptions>("eu", options => options.StoreHash = "eu-store");
        #region health-checks
        builder.Services.AddBigCommerceInventory();
        builder.Services.AddBigCommerceInventory("eu");
        builder.Services.AddHealthChecks()
            .AddBigCommerceInventory()
            .AddBigCommerceInventory("eu", tags: ["ready"]);

        var app = builder.Build();
        app.MapHealthChecks("/health");
        #endregion

        await using (app)
        {
            var report = await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
            Assert.Equal(
                [("bigcommerce-inventory", HealthStatus.Healthy), ("bigcommerce-inventory-eu", HealthStatus.Healthy)],
                report.Entries.Select(entry => (entry.Key, entry.Value.Status)).OrderBy(entry => entry.Key));
        }
    }

    [Fact]
    public async Task ReadmeRead_LocationsOnly_IsHealthy()
    {
        _emulator.GetStore().Scopes = OAuthScopes.LocationsReadOnly;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddBigCommerceInventory().UseEmulator(_emulator);
        #region health-check-read
        builder.Services.AddHealthChecks().AddBigCommerceInventory(configure: options =>
            options.Read = (client, settings, cancellationToken) => client.Locations.ListAsync(null, settings, cancellationToken));
        #endregion
        await using var app = builder.Build();

        Assert.Equal(HealthStatus.Healthy, (await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status);
    }

    #region webhook-handler
    public sealed class StockHandler(IInventoryItemsApi items, StockTable table) : IInventoryWebhookHandler
    {
        public async Task HandleAsync(IReadOnlyList<InventoryWebhookEvent> webhooks, CancellationToken cancellationToken = default)
        {
            long[] products = [.. webhooks.Select(webhook => webhook.Data).OfType<ItemWebhookData>().Select(item => item.ProductId).Distinct()];
            if (products.Length == 0)
            {
                return;
            }

            var filter = new InventoryItemFilter { ProductIds = products };
            await foreach (var item in items.EnumerateAsync(filter, cancellationToken: cancellationToken))
            {
                table.Update(item);
            }
        }
    }
    #endregion

    public sealed class StockTable
    {
        public ConcurrentDictionary<string, InventoryItem> Items { get; } = new();

        public void Update(InventoryItem item) => Items[item.Identity.Sku!] = item;
    }

    public sealed class LocationCache
    {
        private readonly HashSet<long> _locations = [];

        public Task RemoveAsync(long locationId, CancellationToken cancellationToken)
        {
            _locations.Remove(locationId);
            return Task.CompletedTask;
        }
    }
}

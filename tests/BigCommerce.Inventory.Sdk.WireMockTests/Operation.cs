using BigCommerce.Inventory.WireMockTests.Server;

namespace BigCommerce.Inventory.WireMockTests;

/// <summary>One of the 18 operations, and the call that sends the request of its <c>success.json</c>.</summary>
/// <param name="Name">The folder of its mappings.</param>
/// <param name="Scope">The OAuth scope that the call needs.</param>
/// <param name="Call">The call.</param>
internal sealed record Operation(string Name, string Scope, Func<BigCommerceInventoryClient, RequestOptions?, Task> Call)
{
    /// <summary>The verb in capitals.</summary>
    public string Method => RequestLine.Split(' ')[0];

    /// <summary>The verb and the URL below <c>/stores/{hash}/v3</c>.</summary>
    public string RequestLine { get; } = MappingFiles.Exchanges(Name, MappingFiles.Success)[0].Request;

    /// <summary>All operations, in the order of the API's documentation.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("absolute-adjustment", "store_inventory", (client, options) => client.Adjustments.SetAbsoluteAsync(
            new([new(1, ItemKey.Sku("RE-130"), 30), new(1, ItemKey.Variant(78), 12), new(2, ItemKey.Product(111), 7)], "Nightly ERP sync"),
            options)),
        new("relative-adjustment", "store_inventory", (client, options) => client.Adjustments.AdjustRelativeAsync(
            new(
                [
                    new RelativeAdjustment(1, ItemKey.Sku("RE-130"), -2),
                    new RelativeAdjustment(1, ItemKey.Variant(78), 5),
                    new RelativeAdjustment(2, ItemKey.Product(111), -1),
                ],
                "Sales of the day"),
            options)),
        new("list-items", "store_inventory_read_only", (client, options) => client.Items.ListAsync(null, options)),
        new("list-location-items", "store_inventory_read_only", (client, options) => client.Items.ListAtLocationAsync(2, null, options)),
        new("update-item-settings", "store_inventory", (client, options) => client.Items.UpdateSettingsAsync(
            2,
            new(
            [
                new(ItemKey.Sku("RE-130"))
                {
                    SafetyStock = 5,
                    IsInStock = true,
                    WarningLevel = 10,
                    BinPickingNumber = "A-12",
                    BackorderLimit = 20,
                },
                new(ItemKey.Variant(79)) { WarningLevel = 0 },
                new(ItemKey.Product(120)) { IsInStock = false },
            ]),
            options)),
        new(
            "create-locations",
            "store_locations",
            (client, options) => client.Locations.CreateAsync([Data.CentralStore, Data.Outlet], options)),
        new("list-locations", "store_locations_read_only", (client, options) => client.Locations.ListAsync(null, options)),
        new("update-locations", "store_locations", (client, options) => client.Locations.UpdateAsync(
            [Data.CentralLocation.ToUpdate() with { Code = "BIGC-2" }, new LocationUpdate { Id = 3, Enabled = false }], options)),
        new(
            "delete-locations",
            "store_locations",
            (client, options) => client.Locations.DeleteAsync(LocationDeletion.WithAllTheirStock(2, 3), options)),
        new(
            "list-location-metafields",
            "store_locations_read_only",
            (client, options) => client.Metafields.ListAtLocationAsync(2, null, options)),
        new("create-metafield", "store_locations", (client, options) => client.Metafields.CreateAsync(2, Data.NewDock, options)),
        new("get-metafield", "store_locations_read_only", (client, options) => client.Metafields.GetAsync(2, 42, options)),
        new(
            "update-metafield",
            "store_locations",
            (client, options) => client.Metafields.UpdateAsync(2, 42, new() { Value = "8" }, options)),
        new("delete-metafield", "store_locations", (client, options) => client.Metafields.DeleteAsync(2, 42, options)),
        new("list-metafields", "store_locations_read_only", (client, options) => client.Metafields.ListAsync(null, options)),
        new(
            "create-metafields",
            "store_locations",
            (client, options) => client.Metafields.CreateBatchAsync([Data.NewDockAt2, Data.NewGateAt3], options)),
        new(
            "update-metafields",
            "store_locations",
            (client, options) => client.Metafields.UpdateBatchAsync(Data.MetafieldChanges, options)),
        new("delete-metafields", "store_locations", (client, options) => client.Metafields.DeleteBatchAsync([42, 43], options)),
    ];

    /// <summary>The operation with that folder.</summary>
    public static Operation Named(string name) => All.Single(operation => operation.Name == name);
}

namespace BigCommerce.Inventory.Tests.Support;

/// <summary>One call of each of the 18 operations, with a response that the API gives to it.</summary>
internal static class EveryOperation
{
    private const string Transaction = """{"transaction_id":"cac4fd4c-c45b-4bb0-8d5d-2c1a1b9e1f6c"}""";
    private const string Pagination = """{"pagination":{"total":1,"count":1,"per_page":50,"current_page":1,"total_pages":1,"links":{"current":"?page=1&limit=50"}}}""";
    private const string Settings = """{"safety_stock":1,"is_in_stock":true,"warning_level":2,"bin_picking_number":"A1","backorder_limit":null,"backorder_message":{"id":1,"name":"n","message":"m","is_default":true,"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}}""";
    private const string Metafield = """{"id":42,"key":"hours","value":"9-5","namespace":"app","permission_set":"app_only","description":"d","resource_type":"location","resource_id":2,"date_created":"2026-01-01T00:00:00+00:00","date_modified":"2026-01-01T00:00:00+00:00","owner_client_id":"c"}""";
    private const string Location = """{"id":2,"code":"BC-2","label":"Central","description":"","managed_by_external_source":false,"type_id":"PHYSICAL","enabled":true,"operating_hours":{"sunday":{"open":true,"opening":"08:00","closing":"16:00"}},"time_zone":"America/Chicago","created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00","address":{"address1":"1 Main St","address2":"","city":"Austin","state":"Texas","zip":"78701","country_code":"US","email":"a@example.test","phone":"1","geo_coordinates":{"latitude":30.25,"longitude":"-97.75"}},"storefront_visibility":true,"special_hours":[{"label":"Eve","date":"2026-12-24","open":true,"opening":"08:00","closing":"12:30","all_day":false,"annual":true}]}""";

    private static readonly AbsoluteAdjustmentRequest Absolute = new([new(1, ItemKey.Sku("RE-130"), 30)], "stocktaking");

    private static readonly LocationCreate NewLocation = new()
    {
        Code = "BC-2",
        Label = "Central",
        ManagedByExternalSource = false,
        TypeId = LocationType.Physical,
        TimeZone = "America/Chicago",
        Address = new()
        {
            Address1 = "1 Main St",
            City = "Austin",
            State = "Texas",
            Zip = "78701",
            Email = "a@example.test",
            CountryCode = "US",
            GeoCoordinates = new(30.25, -97.75),
        },
    };

    public static Operation Named(string name) => All.Single(operation => operation.Name == name);

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("PUT absolute", (c, o, t) => c.Adjustments.SetAbsoluteAsync(Absolute, o, t), Transaction),
        new(
            "POST relative",
            (c, o, t) => c.Adjustments.AdjustRelativeAsync(new([new RelativeAdjustment(1, ItemKey.Variant(79), -3)]), o, t),
            Transaction),
        new(
            "GET items",
            (c, o, t) => c.Items.ListAsync(new() { Skus = ["RE-130"] }, o, t),
            $$$"""{"data":[{"identity":{"sku":"RE-130","variant_id":79,"product_id":120,"sku_id":null},"locations":[{"location_id":1,"location_code":"BC-1","location_name":"Default","available_to_sell":9,"total_inventory_onhand":10,"qty_backordered":0,"location_enabled":true,"settings":{{{Settings}}} }]}],"meta":{{{Pagination}}}}"""),
        new(
            "GET location's items",
            (c, o, t) => c.Items.ListAtLocationAsync(1, null, o, t),
            $$$"""{"data":[{"identity":{"sku":"RE-130","variant_id":79,"product_id":120},"available_to_sell":9,"total_inventory_onhand":10,"settings":{{{Settings}}} }],"meta":{{{Pagination}}}}"""),
        new(
            "PUT location's items",
            (c, o, t) => c.Items.UpdateSettingsAsync(1, new([new(ItemKey.Sku("RE-130")) { SafetyStock = 1 }]), o, t),
            Transaction),
        new("POST locations", (c, o, t) => c.Locations.CreateAsync([NewLocation], o, t), Transaction),
        new("GET locations", (c, o, t) => c.Locations.ListAsync(null, o, t), $$$"""{"data":[{{{Location}}}],"meta":{{{Pagination}}}}"""),
        new("PUT locations", (c, o, t) => c.Locations.UpdateAsync([new() { Id = 2, Label = "West" }], o, t), Transaction),
        new("DELETE locations", (c, o, t) => c.Locations.DeleteAsync(LocationDeletion.WithAllTheirStock(2), o, t), Transaction),
        new(
            "GET location's metafields",
            (c, o, t) => c.Metafields.ListAtLocationAsync(2, null, o, t),
            $$$"""{"data":[{{{Metafield}}}],"meta":{"pagination":{"total":1},"cursor_pagination":{"count":1,"per_page":50,"start_cursor":"a","end_cursor":"b","links":[]} } }"""),
        new(
            "POST metafield",
            (c, o, t) => c.Metafields.CreateAsync(
                2,
                new() { PermissionSet = PermissionSet.AppOnly, Namespace = "app", Key = "hours", Value = "9-5" },
                o,
                t),
            $$$"""{"data":{{{Metafield}}},"meta":{}}"""),
        new("GET metafield", (c, o, t) => c.Metafields.GetAsync(2, 42, o, t), $$$"""{"data":{{{Metafield}}},"meta":[]}"""),
        new(
            "PUT metafield",
            (c, o, t) => c.Metafields.UpdateAsync(2, 42, new() { Value = "9-6" }, o, t),
            $$$"""{"data":{{{Metafield}}},"meta":{}}"""),
        new("DELETE metafield", (c, o, t) => c.Metafields.DeleteAsync(2, 42, o, t), ""),
        new(
            "GET metafields",
            (c, o, t) => c.Metafields.ListAsync(new() { Keys = ["hours"] }, o, t),
            $$$"""{"data":[{{{Metafield}}}],"meta":{{{Pagination}}}}"""),
        new(
            "POST metafields",
            (c, o, t) => c.Metafields.CreateBatchAsync(
                [new() { ResourceId = 2, PermissionSet = PermissionSet.Read, Namespace = "app", Key = "k", Value = "v" }],
                o,
                t),
            $$$"""{"data":[{{{Metafield}}}],"errors":[],"meta":{"total":1,"success":1,"failed":0}}"""),
        new(
            "PUT metafields",
            (c, o, t) => c.Metafields.UpdateBatchAsync([new() { Id = 42, Key = "k2" }], o, t),
            $$$"""{"data":[{{{Metafield}}}],"errors":[{"status":409,"title":"t","type":"u","errors":{"1":"m"}}],"meta":{"total":2,"success":1,"failed":1}}"""),
        new(
            "DELETE metafields",
            (c, o, t) => c.Metafields.DeleteBatchAsync([42, 43], o, t),
            """{"data":[42,"43"],"errors":[],"meta":[]}"""),
    ];
}

/// <param name="Name">The verb and the resource.</param>
/// <param name="Call">Makes the call.</param>
/// <param name="Response">The body of a successful response.</param>
internal sealed record Operation(
    string Name,
    Func<BigCommerceInventoryClient, RequestOptions?, CancellationToken, Task> Call,
    string Response)
{
    public override string ToString() => Name;
}

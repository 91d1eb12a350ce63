using System.Globalization;
using System.Net;
using System.Text;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Http;

/// <summary>The exact request of every operation. It is the same in every culture.</summary>
public class WireTableTests
{
    private const string Base = "https://api.bigcommerce.com/stores/abc/v3";

    private const string OneMetafield = """{"data":{"id":42}}""";

    private static readonly Operation[] Table =
    [
        new("IInventoryAdjustmentsApi.SetAbsoluteAsync", c => c.Adjustments.SetAbsoluteAsync(new([new(1, ItemKey.Sku("RE-130"), 30), new(2, ItemKey.Variant(79), 0, 4), new(2, ItemKey.Product(120), 7)], "Zählung <b>")),
            "PUT /inventory/adjustments/absolute",
            """{"reason":"Z\u00E4hlung \u003Cb\u003E","items":[{"location_id":1,"sku":"RE-130","quantity":30},{"location_id":2,"variant_id":79,"quantity":0,"qty_backordered":4},{"location_id":2,"product_id":120,"quantity":7}]}"""),
        new("IInventoryAdjustmentsApi.AdjustRelativeAsync", c => c.Adjustments.AdjustRelativeAsync(new([new RelativeAdjustment(1, ItemKey.Sku("RE-130"), -3), RelativeAdjustment.Backordered(1, ItemKey.Variant(79), 2)])),
            "POST /inventory/adjustments/relative",
            """{"items":[{"location_id":1,"sku":"RE-130","quantity":-3},{"location_id":1,"variant_id":79,"qty_backordered":2}]}"""),

        new("IInventoryItemsApi.ListAsync", c => c.Items.ListAsync(), "GET /inventory/items"),
        new("IInventoryItemsApi.ListAsync", c => c.Items.ListAsync(new() { Limit = 1000, Page = 2, LocationCodes = ["BC-1"], LocationIds = [1, 2], ProductIds = [120], VariantIds = [79, 80], Skus = ["RE-130", "ÄÖ 1&2=3?", "a/b:c+d%'(*)"] }),
            "GET /inventory/items?sku%3Ain=RE-130%2C%C3%84%C3%96%201%262%3D3%3F%2Ca%2Fb%3Ac%2Bd%25%27%28%2A%29&variant_id%3Ain=79%2C80&product_id%3Ain=120&location_id%3Ain=1%2C2&location_code%3Ain=BC-1&page=2&limit=1000"),
        new(
            "IInventoryItemsApi.ListAtLocationAsync",
            c => c.Items.ListAtLocationAsync(9_000_000_000),
            "GET /inventory/locations/9000000000/items"),
        new("IInventoryItemsApi.ListAtLocationAsync", c => c.Items.ListAtLocationAsync(2, new() { Skus = ["RE-130"], VariantIds = [79], ProductIds = [120, 121], Page = 3, Limit = 50 }),
            "GET /inventory/locations/2/items?sku%3Ain=RE-130&variant_id%3Ain=79&product_id%3Ain=120%2C121&page=3&limit=50"),
        new("IInventoryItemsApi.UpdateSettingsAsync", c => c.Items.UpdateSettingsAsync(2, new([new(ItemKey.Sku("RE-130")) { SafetyStock = 1, IsInStock = true, BackorderLimit = null }, new(ItemKey.Product(120)) { WarningLevel = 5, BinPickingNumber = "A1" }])),
            "PUT /inventory/locations/2/items",
            """{"settings":[{"identity":{"sku":"RE-130"},"safety_stock":1,"is_in_stock":true,"backorder_limit":null},{"identity":{"product_id":120},"warning_level":5,"bin_picking_number":"A1"}]}"""),

        new("ILocationsApi.ListAsync", c => c.Locations.ListAsync(), "GET /inventory/locations"),
        new("ILocationsApi.ListAsync", c => c.Locations.ListAsync(new() { LocationIds = [1, 2], LocationCodes = ["BC-1", "BC-2"], TypeIds = [LocationType.Physical, LocationType.Virtual], IsDefault = true, ManagedByExternalSource = false, IsActive = true, StorefrontVisibility = false, Page = 1, Limit = 250 }),
            "GET /inventory/locations?location_id%3Ain=1%2C2&location_code%3Ain=BC-1%2CBC-2&type_id%3Ain=PHYSICAL%2CVIRTUAL&is_default=true&managed_by_external_source=false&is_active=true&storefront_visibility=false&page=1&limit=250"),
        new("ILocationsApi.CreateAsync", c => c.Locations.CreateAsync([new()
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
                    Email = "a@example.com",
                    CountryCode = "US",
                    GeoCoordinates = new(30.25, -97.75),
                },
                SpecialHours = [new() { Label = "Eve", Date = new(2026, 12, 24), Open = true, Opening = new(8, 0), Closing = new(12, 30) }],
            }]),
            "POST /inventory/locations",
            """[{"code":"BC-2","label":"Central","managed_by_external_source":false,"type_id":"PHYSICAL","time_zone":"America/Chicago","address":{"address1":"1 Main St","city":"Austin","state":"Texas","zip":"78701","email":"a@example.com","geo_coordinates":{"latitude":30.25,"longitude":-97.75},"country_code":"US"},"special_hours":[{"label":"Eve","date":"2026-12-24","open":true,"opening":"08:00","closing":"12:30","all_day":false,"annual":false}]}]"""),
        new("ILocationsApi.UpdateAsync", c => c.Locations.UpdateAsync([new() { Id = 2, Label = "West", Description = "", Enabled = false }]),
            "PUT /inventory/locations",
            """[{"id":2,"label":"West","description":"","enabled":false}]"""),
        new(
            "ILocationsApi.DeleteAsync",
            c => c.Locations.DeleteAsync(LocationDeletion.WithAllTheirStock(2, 3)),
            "DELETE /inventory/locations?location_id%3Ain=2%2C3"),

        new(
            "ILocationMetafieldsApi.ListAtLocationAsync",
            c => c.Metafields.ListAtLocationAsync(2),
            "GET /inventory/locations/2/metafields"),
        new(
            "ILocationMetafieldsApi.ListAtLocationAsync",
            c => c.Metafields.ListAtLocationAsync(2, new() { Key = "hours", Namespace = "app", Page = 2, Limit = 250 }),
            "GET /inventory/locations/2/metafields?page=2&limit=250&key=hours&namespace=app"),
        new("ILocationMetafieldsApi.CreateAsync", c => c.Metafields.CreateAsync(2, new() { PermissionSet = PermissionSet.AppOnly, Namespace = "app", Key = "hours", Value = "9-5" }),
            "POST /inventory/locations/2/metafields",
            """{"permission_set":"app_only","namespace":"app","key":"hours","value":"9-5"}""",
            OneMetafield),
        new(
            "ILocationMetafieldsApi.GetAsync",
            c => c.Metafields.GetAsync(2, 42),
            "GET /inventory/locations/2/metafields/42",
            Response: OneMetafield),
        new(
            "ILocationMetafieldsApi.UpdateAsync",
            c => c.Metafields.UpdateAsync(2, 42, new() { Value = "9-6" }),
            "PUT /inventory/locations/2/metafields/42",
            """{"value":"9-6"}""",
            OneMetafield),
        new("ILocationMetafieldsApi.DeleteAsync", c => c.Metafields.DeleteAsync(2, 42), "DELETE /inventory/locations/2/metafields/42"),
        new("ILocationMetafieldsApi.ListAsync", c => c.Metafields.ListAsync(new()
            {
                Keys = ["a", "b"],
                Namespaces = ["n"],
                Direction = SortDirection.Descending,
                IncludeFields = ["key", "value"],
                CreatedFrom = new DateTimeOffset(2024, 5, 14, 9, 34, 0, TimeSpan.FromHours(2)),
                CreatedTo = new DateTimeOffset(2024, 5, 15, 0, 0, 0, TimeSpan.Zero),
                ModifiedFrom = new DateTimeOffset(2024, 5, 16, 23, 59, 59, TimeSpan.Zero),
                ModifiedTo = new DateTimeOffset(2024, 12, 31, 23, 0, 0, TimeSpan.FromHours(-5)),
                After = "eyJpZCI6MX0=",
            }),
            "GET /inventory/locations/metafields?key%3Ain=a%2Cb&namespace%3Ain=n&direction=desc&include_fields=key%2Cvalue&date_created%3Amin=2024-05-14T07%3A34%3A00&date_created%3Amax=2024-05-15T00%3A00%3A00&date_modified%3Amin=2024-05-16T23%3A59%3A59&date_modified%3Amax=2025-01-01T04%3A00%3A00&after=eyJpZCI6MX0%3D"),
        new("ILocationMetafieldsApi.CreateBatchAsync", c => c.Metafields.CreateBatchAsync([new() { ResourceId = 2, PermissionSet = PermissionSet.Read, Namespace = "app", Key = "k", Value = "v", Description = "d" }]),
            "POST /inventory/locations/metafields",
            """[{"resource_id":2,"permission_set":"read","namespace":"app","key":"k","value":"v","description":"d"}]"""),
        new(
            "ILocationMetafieldsApi.UpdateBatchAsync",
            c => c.Metafields.UpdateBatchAsync([new() { Id = 42, Key = "k2" }]),
            "PUT /inventory/locations/metafields",
            """[{"id":42,"key":"k2"}]"""),
        new(
            "ILocationMetafieldsApi.DeleteBatchAsync",
            c => c.Metafields.DeleteBatchAsync([42, 43]),
            "DELETE /inventory/locations/metafields",
            "[42,43]"),
    ];

    public static TheoryData<int, string, string> Rows()
    {
        var rows = new TheoryData<int, string, string>();
        foreach (var culture in new[] { "", "de-DE", "tr-TR" })
        {
            for (var row = 0; row < Table.Length; row++)
            {
                rows.Add(row, Table[row].Method, culture);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Request_EveryRowInEveryCulture_IsSentExactly(int row, string method, string culture)
    {
        var operation = Table[row];
        Assert.Equal(operation.Method, method);
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        byte[]? body = null;
        string[] headers = [];
        long? length = null;
        var stub = new StubHandler().Respond(async (request, cancellationToken) =>
        {
            body = request.Content is null ? null : await request.Content.ReadAsByteArrayAsync(cancellationToken);
            length = request.Content?.Headers.ContentLength;
            headers = [.. request.Headers.Select(header => header.Key).Order(StringComparer.Ordinal)];
            return StubHandler.Response(HttpStatusCode.OK, operation.Response, "application/json");
        });
        using var client = stub.Client(storeHash: "abc");

        await operation.Call(client);

        var sent = Assert.Single(stub.Sent);
        Assert.Equal(operation.Request, $"{sent.Method} {sent.Url[Base.Length..]}");
        Assert.StartsWith(Base, sent.Url, StringComparison.Ordinal);

        // A request without a body gets an empty one, because the socket handler would otherwise retry it.
        Assert.Equal(operation.Body ?? string.Empty, Encoding.UTF8.GetString(body!));
        Assert.Equal(body!.Length, length);
        Assert.Equal(["Accept", "User-Agent", "X-Auth-Token", "X-Correlation-Id"], headers);
        Assert.Equal(operation.Body is null ? null : "application/json", sent.Headers.GetValueOrDefault("Content-Type"));
    }

    [Fact]
    public void WireTable_Always_HoldsEveryOperation()
    {
        Type[] interfaces =
        [
            typeof(IInventoryItemsApi),
            typeof(IInventoryAdjustmentsApi),
            typeof(ILocationsApi),
            typeof(ILocationMetafieldsApi),
        ];

        var methods = interfaces.SelectMany(api => api.GetMethods().Select(method => $"{api.Name}.{method.Name}"))
            .Order(StringComparer.Ordinal);

        Assert.Equal(methods, Table.Select(row => row.Method).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(18, methods.Count());
    }

    private sealed record Operation(
        string Method,
        Func<BigCommerceInventoryClient, Task> Call,
        string Request,
        string? Body = null,
        string Response = "{}");
}

using System.Text.Json.Nodes;
using BigCommerce.Inventory.Testing;
using Xunit;

namespace BigCommerce.Inventory.Tests.Emulator;

public sealed class ItemReadTests : IDisposable
{
    private readonly EmulatorHarness _emulator = new();
    private readonly EmulatedStore _store;

    public ItemReadTests()
    {
        _store = _emulator.Store;
        _store.AddLocation("SHOP", "The shop");
        _store.AddItem("RE-130", variantId: 78, productId: 130);
        _store.AddItem("RE-131", variantId: 79, productId: 130, skuId: 17);
        _store.AddItem("MUG", variantId: 106, productId: 113, tracking: InventoryTracking.Product);
        _store.AddItem("GIFT", variantId: 107, productId: 114, tracking: InventoryTracking.None);
        _store.SetStock(1, "RE-130", 30, safetyStock: 4);
    }

    public void Dispose() => _emulator.Dispose();

    [Fact]
    public async Task ListItems_AtAllLocations_ReturnsEveryField()
    {
        var reply = await _emulator.GetAsync("inventory/items?sku:in=RE-130");

        Assert.Equal(200, reply.Status);
        Assert.Equal("application/json", reply.MediaType);
        reply.AssertBody("""
            {
              "data": [{
                "identity": {"sku": "RE-130", "variant_id": 78, "product_id": 130},
                "locations": [
                  {
                    "location_id": 1, "location_code": "BC-LOCATION-1", "location_name": "Default location",
                    "available_to_sell": 26, "total_inventory_onhand": 30, "qty_backordered": 0, "location_enabled": true,
                    "settings": {
                      "safety_stock": 4, "is_in_stock": true, "warning_level": 0, "bin_picking_number": "",
                      "backorder_limit": 0, "backorder_message": null
                    }
                  },
                  {
                    "location_id": 2, "location_code": "SHOP", "location_name": "The shop",
                    "available_to_sell": 0, "total_inventory_onhand": 0, "qty_backordered": 0, "location_enabled": true,
                    "settings": {
                      "safety_stock": 0, "is_in_stock": true, "warning_level": 0, "bin_picking_number": "",
                      "backorder_limit": 0, "backorder_message": null
                    }
                  }
                ]
              }],
              "meta": {"pagination": {
                "total": 1, "count": 1, "per_page": 50, "current_page": 1, "total_pages": 1,
                "links": {"current": "?sku:in=RE-130&limit=50&page=1"}
              }}
            }
            """);
    }

    [Fact]
    public async Task ListAtLocation_OneItem_ReturnsEveryField()
    {
        var reply = await _emulator.GetAsync("inventory/locations/1/items?variant_id:in=78");

        reply.AssertBody("""
            {
              "data": [{
                "identity": {"sku": "RE-130", "variant_id": 78, "product_id": 130},
                "available_to_sell": 26, "total_inventory_onhand": 30, "qty_backordered": 0,
                "settings": {
                  "safety_stock": 4, "is_in_stock": true, "warning_level": 0, "bin_picking_number": "",
                  "backorder_limit": 0, "backorder_message": null
                }
              }],
              "meta": {"pagination": {
                "total": 1, "count": 1, "per_page": 50, "current_page": 1, "total_pages": 1,
                "links": {"current": "?variant_id:in=78&limit=50&page=1"}
              }}
            }
            """);
    }

    [Fact]
    public async Task SkuId_BaseVariantWithWriteNullSkuIds_IsNull()
    {
        using var emulator = new EmulatorHarness(options => options.WriteNullSkuIds = true);
        emulator.Store.AddItem("A", variantId: 1, productId: 2);
        emulator.Store.AddItem("B", variantId: 3, productId: 4, skuId: 17);

        var items = (await emulator.GetAsync("inventory/items")).Json["data"]!.AsArray();

        Assert.Equal(
            ["""{"sku":"A","variant_id":1,"product_id":2,"sku_id":null}""", """{"sku":"B","variant_id":3,"product_id":4,"sku_id":17}"""],
            items.Select(item => item!["identity"]!.ToJsonString()));
    }

    [Theory]
    [InlineData("0", 26)]
    [InlineData("10", 36)]
    [InlineData("2147483647", 2147483673)]
    [InlineData("null", 2147483673)]
    public async Task AvailableToSell_BackorderLimit_ExceedsOnHandLessSafetyStock(string limit, long expected)
    {
        await _emulator.PutAsync(
            "inventory/locations/1/items",
            $$"""{"settings":[{"identity":{"sku":"RE-130"},"backorder_limit":{{limit}}}]}""");

        var item = (await _emulator.GetAsync("inventory/locations/1/items?sku:in=RE-130")).Json["data"]![0]!;

        Assert.Equal((30, expected), (item["total_inventory_onhand"]!.GetValue<int>(), item["available_to_sell"]!.GetValue<long>()));
    }

    [Fact]
    public async Task AvailableToSell_BackordersTaken_AreNotAddedAgain()
    {
        await _emulator.PutAsync("inventory/locations/1/items", """{"settings":[{"identity":{"sku":"RE-130"},"backorder_limit":10}]}""");
        await _emulator.AbsoluteAsync("""[{"location_id":1,"sku":"RE-130","quantity":0,"qty_backordered":7}]""");

        var item = (await _emulator.GetAsync("inventory/locations/1/items?sku:in=RE-130")).Json["data"]![0]!;

        Assert.Equal(-1, item["available_to_sell"]!.GetValue<int>());
    }

    [Fact]
    public async Task ListItems_StoreWithoutBackorders_OmitsTheirFields()
    {
        using var emulator = new EmulatorHarness(options => options.BackordersEnabled = false);
        emulator.Store.AddItem("A");

        string body = (await emulator.GetAsync("inventory/items")).Body;

        Assert.DoesNotContain("backorder", body, StringComparison.Ordinal);
        Assert.Contains("\"bin_picking_number\":\"\"}", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AvailableToSell_StoreWithoutBackorders_IgnoresTheBackorderLimit()
    {
        using var emulator = new EmulatorHarness(options => options.BackordersEnabled = false);
        emulator.Store.AddItem("A");
        emulator.Store.SetStock(1, "A", 5);
        await emulator.PutAsync("inventory/locations/1/items", """{"settings":[{"identity":{"sku":"A"},"backorder_limit":10}]}""");

        var item = (await emulator.GetAsync("inventory/locations/1/items")).Json["data"]![0]!;

        Assert.Equal(5, item["available_to_sell"]!.GetValue<int>());
    }

    [Fact]
    public async Task ListItems_UntrackedOrExtraVariants_AreLeftOut()
    {
        _store.AddItem("MUG-RED", variantId: 108, productId: 113, tracking: InventoryTracking.Product);

        Assert.Equal(["RE-130", "RE-131", "MUG"], await SkusAsync("inventory/items"));
        Assert.Equal(["RE-130", "RE-131", "MUG"], await SkusAsync("inventory/locations/2/items"));
        Assert.Empty(await SkusAsync("inventory/items?sku:in=GIFT,MUG-RED"));
    }

    [Theory]
    [InlineData("sku:in=MUG,RE-130", new[] { "RE-130", "MUG" })]
    [InlineData("sku%3Ain=MUG%2CRE-130", new[] { "RE-130", "MUG" })]
    [InlineData("sku:in=mug", new string[0])]
    [InlineData("variant_id:in=79,79,5", new[] { "RE-131" })]
    [InlineData("product_id:in=130", new[] { "RE-130", "RE-131" })]
    [InlineData("product_id:in=130,5", new[] { "RE-130", "RE-131" })]
    [InlineData("product_id:in=130&sku:in=RE-131,MUG", new[] { "RE-131" })]
    public async Task ListItems_Filters_ReturnMatchingItems(string query, string[] expected)
    {
        Assert.Equal(expected, await SkusAsync("inventory/items?" + query));
        Assert.Equal(expected, await SkusAsync("inventory/locations/1/items?" + query));
    }

    [Fact]
    public async Task Filter_PlusSign_IsASpaceUnlessEncoded()
    {
        _store.AddItem("A+B");
        _store.AddItem("A B");

        Assert.Equal(["A B"], await SkusAsync("inventory/items?sku:in=A+B"));
        Assert.Equal(["A+B"], await SkusAsync("inventory/items?sku:in=A%2BB"));
    }

    [Theory]
    [InlineData("location_id:in=2", "[2]")]
    [InlineData("location_code:in=BC-LOCATION-1,NONE", "[1]")]
    [InlineData("location_id:in=1,2&location_code:in=SHOP", "[2]")]
    public async Task ListItems_LocationFilters_ReturnMatchingLocations(string query, string expected)
    {
        var data = (await _emulator.GetAsync("inventory/items?sku:in=MUG&" + query)).Json["data"]!;

        Assert.Equal(
            expected,
            "[" + string.Join(',', data[0]!["locations"]!.AsArray().Select(location => location!["location_id"]!.ToString())) + "]");
    }

    [Fact]
    public async Task ListItems_NoMatchingLocation_ReturnsNoItems()
    {
        var reply = await _emulator.GetAsync("inventory/items?location_id:in=9");

        Assert.Equal(
            """{"data":[],"meta":{"pagination":{"total":0,"count":0,"per_page":50,"current_page":1,"total_pages":1,"links":{"current":"?location_id:in=9&limit=50&page=1"}}}}""",
            reply.Body);
    }

    [Fact]
    public async Task ListItems_Pages_HaveNoGapOrOverlap()
    {
        for (int i = 1; i <= 22; i++)
        {
            _store.AddItem($"P-{i:00}");
        }

        List<string> seen = [];
        for (int page = 1; page <= 4; page++)
        {
            seen.AddRange(await SkusAsync($"inventory/items?limit=8&page={page}"));
        }

        Assert.Equal(["RE-130", "RE-131", "MUG", .. Enumerable.Range(1, 22).Select(i => $"P-{i:00}")], seen);
        var middle = (await _emulator.GetAsync("inventory/items?page=2&limit=8")).Json;
        Assert.Equal("25, 8, 8, 2, 4, ?limit=8&page=1, ?limit=8&page=2, ?limit=8&page=3", Pagination(middle));
        var last = (await _emulator.GetAsync("inventory/locations/1/items?page=4&limit=8")).Json;
        Assert.Equal("25, 1, 8, 4, 4, ?limit=8&page=3, ?limit=8&page=4, none", Pagination(last));
        var past = (await _emulator.GetAsync("inventory/items?page=5&limit=8")).Json;
        Assert.Equal("25, 0, 8, 5, 4, ?limit=8&page=4, ?limit=8&page=5, none", Pagination(past));
        Assert.Empty(past["data"]!.AsArray());
        var full = (await _emulator.GetAsync("inventory/items?page=5&limit=5")).Json;
        Assert.Equal("25, 5, 5, 5, 5, ?limit=5&page=4, ?limit=5&page=5, none", Pagination(full));
        Assert.Empty(await SkusAsync("inventory/items?page=2147483647&limit=1000"));
    }

    [Fact]
    public async Task ListItems_AnyInsertionOrder_SortsByVariantId()
    {
        Assert.Equal(["RE-130", "RE-131", "MUG"], await SkusAsync("inventory/items"));
        _store.AddItem("FIRST", variantId: 3);

        Assert.Equal(["FIRST", "RE-130", "RE-131", "MUG"], await SkusAsync("inventory/items"));
    }

    [Fact]
    public async Task Limit_AboveMaxPageSize_IsLowered()
    {
        using var emulator = new EmulatorHarness(options => options.MaxPageSize = 250);
        emulator.Store.AddItem("A");

        var reply = await emulator.GetAsync("inventory/items?limit=1000");

        Assert.Equal(200, reply.Status);
        Assert.Equal(250, reply.Json["meta"]!["pagination"]!["per_page"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("inventory/items")]
    [InlineData("inventory/locations/1/items")]
    [InlineData("inventory/locations")]
    public async Task Limit_AboveMaximumWithRejectOversizedPages_Returns413(string path)
    {
        using var emulator = new EmulatorHarness(options => options.RejectOversizedPages = true);

        Assert.Equal(200, (await emulator.GetAsync(path + "?limit=1000")).Status);
        var reply = await emulator.GetAsync(path + "?limit=1001");

        Assert.Equal(413, reply.Status);
        Assert.Equal("The limit of 1001 is above the maximum of 1000.", reply.Title);
    }

    [Theory]
    [InlineData("page=0", "page")]
    [InlineData("page=-1", "page")]
    [InlineData("page=two", "page")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=", "limit")]
    [InlineData("variant_id:in=a", "variant_id:in")]
    [InlineData("product_id:in=1,,2", "product_id:in")]
    [InlineData("location_id:in=%201", "location_id:in")]
    public async Task ListItems_InvalidFilterValue_IsRefused(string query, string filter)
    {
        var reply = await _emulator.GetAsync("inventory/items?" + query);

        Assert.Equal(422, reply.Status);
        Assert.Equal($"The filter {filter} has an invalid value.", reply.Title);
    }

    [Theory]
    [InlineData("inventory/items?colour=red", "The filter(s): colour are not valid filter parameter(s).")]
    [InlineData("inventory/items?is_active=true&x=1&page=1", "The filter(s): is_active, x are not valid filter parameter(s).")]
    [InlineData("inventory/items?&page=2", "The filter(s):  are not valid filter parameter(s).")]
    [InlineData("inventory/items?=2", "The filter(s):  are not valid filter parameter(s).")]
    [InlineData("inventory/items?page=2&", "The filter(s):  are not valid filter parameter(s).")]
    [InlineData("inventory/locations/1/items?location_id:in=1", "The filter(s): location_id:in are not valid filter parameter(s).")]
    [InlineData("inventory/locations?sku:in=A", "The filter(s): sku:in are not valid filter parameter(s).")]
    public async Task ListItems_UnknownFilter_IsRefused(string path, string title)
    {
        var reply = await _emulator.GetAsync(path);

        Assert.Equal(422, reply.Status);
        Assert.Equal("application/problem+json", reply.MediaType);
        Assert.Equal(title, reply.Title);
    }

    [Fact]
    public async Task ListAtLocation_UnknownLocation_Returns404()
    {
        var reply = await _emulator.GetAsync("inventory/locations/7/items");

        Assert.Equal(404, reply.Status);
        Assert.Equal("application/problem+json", reply.MediaType);
        Assert.Equal("Location not found, identities: [7]", reply.Title);
    }

    private static string Pagination(JsonNode response)
    {
        var pagination = response["meta"]!["pagination"]!;
        string[] numbers = ["total", "count", "per_page", "current_page", "total_pages"];
        string[] links = ["previous", "current", "next"];
        return string.Join(
            ", ",
            [
                .. numbers.Select(name => pagination[name]!.ToString()),
                .. links.Select(name => pagination["links"]![name]?.GetValue<string>() ?? "none")]);
    }

    private async Task<string[]> SkusAsync(string path) =>
        [.. (await _emulator.GetAsync(path)).Json["data"]!.AsArray().Select(item => item!["identity"]!["sku"]!.GetValue<string>())];
}

using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Items;

public class ItemStreamTests
{
    // Two location codes of this length do not fit into one URL.
    private static readonly string West = new('W', 4000);
    private static readonly string East = new('E', 4000);

    [Fact]
    public async Task EnumerateAsync_RowMovedToTheNextPage_ComesOnce()
    {
        var stub = new StubHandler()
            .Respond("""{"data":[{"identity":{"variant_id":1}},{"identity":{"variant_id":2}}],"meta":{"pagination":{"total_pages":3}}}""")
            .Respond("""{"data":[{"identity":{"variant_id":2}},{"identity":{"sku":"A"}}],"meta":{"pagination":{"total_pages":3}}}""")
            .Respond(
                """{"data":[{"identity":{"sku":"A"}},{"identity":{"variant_id":3}},{"identity":{}},{"identity":{}}],"meta":{"pagination":{"total_pages":3}}}""");
        using var client = stub.Client();

        var identities = new List<ItemIdentity>();
        await foreach (var item in client.Items.EnumerateAsync(new() { Limit = 2 }))
        {
            identities.Add(item.Identity);
        }

        Assert.Equal(
            [new() { VariantId = 1 }, new() { VariantId = 2 }, new() { Sku = "A" }, new() { VariantId = 3 }, new(), new()],
            identities);
    }

    [Fact]
    public async Task EnumerateAsync_SeveralPages_ReadsThemInTheLargestSize()
    {
        var stub = new StubHandler()
            .Respond(
                """{"data":[{"identity":{"variant_id":1}},{"identity":{"variant_id":2}}],"meta":{"pagination":{"per_page":1000,"total_pages":2}}}""")
            .Respond("""{"data":[{"identity":{"variant_id":3}}],"meta":{"pagination":{"per_page":1000,"total_pages":2}}}""");
        using var client = stub.Client(storeHash: "abc");

        var items = await client.Items.EnumerateAsync(new InventoryItemFilter { LocationIds = [2], Page = 7 }).ToListAsync();

        Assert.Equal([1L, 2, 3], items.Select(item => item.Identity.VariantId));
        Assert.Equal(
            ["/inventory/items?location_id%3Ain=2&page=1&limit=1000", "/inventory/items?location_id%3Ain=2&page=2&limit=1000"],
            stub.Sent.Select(sent => sent.Url["https://api.bigcommerce.com/stores/abc/v3".Length..]));
    }

    [Fact]
    public async Task EnumerateAtLocationAsync_FilterWithLimit_UsesItAndLeavesTheFilterUnchanged()
    {
        var stub = new StubHandler().Respond("""{"data":[],"meta":{}}""").Respond("""{"data":[],"meta":{}}""");
        using var client = stub.Client(storeHash: "abc");
        var filter = new LocationItemFilter { Skus = ["a"], Page = 3, Limit = 40 };
        var copy = filter with { };

        await client.Items.EnumerateAtLocationAsync(5, filter).ToListAsync();

        Assert.Equal(copy, filter);
        Assert.EndsWith("/inventory/locations/5/items?sku%3Ain=a&page=1&limit=40", Assert.Single(stub.Sent).Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EnumerateAsync_ItemInTwoPiecesOfAList_ComesOnce()
    {
        // The store ignores case, so both pieces return the first item.
        var stub = new StubHandler();
        for (var i = 0; i < 2; i++)
        {
            stub.Respond(
                $$"""{"data":[{"identity":{"sku":"re-1","variant_id":1,"product_id":9} },{"identity":{"sku":"x{{i}}","variant_id":{{i + 2}},"product_id":9} },{"identity":[]}],"meta":{} }""");
        }

        using var client = stub.Client();
        var skus = Enumerable.Range(0, 1001).Select(i => $"s{i}").ToArray();

        var items = await client.Items.EnumerateAtLocationAsync(1, new LocationItemFilter { Skus = skus }).ToListAsync();

        Assert.Equal([1L, 2, 0, 3, 0], items.Select(item => item.Identity.VariantId));
    }

    [Fact]
    public async Task EnumerateAsync_LocationsInPieces_MergesEachItem()
    {
        var stub = new StubHandler()
            .Respond(Page(Item(1, (10, 5), (11, 6)), Item(2, (10, 7))))
            .Respond(Page(Item(3, (20, 1)), Item(1, (20, 8), (11, 6))));
        using var client = stub.Client();

        var items = await client.Items.EnumerateAsync(new InventoryItemFilter { LocationCodes = [West, East] }).ToListAsync();

        Assert.Equal(2, stub.Sent.Count);
        Assert.Contains($"location_code%3Ain={West}&", stub.Sent[0].Url, StringComparison.Ordinal);
        Assert.Contains($"location_code%3Ain={East}&", stub.Sent[1].Url, StringComparison.Ordinal);
        Assert.Equal(
            ["1: 10=5 11=6 20=8", "2: 10=7", "3: 20=1"],
            items.Select(
                item =>
                    $"{item.Identity.VariantId}: {string.Join(' ', item.Locations.Select(place => $"{place.LocationId}={place.AvailableToSell}"))}"));
    }

    [Fact]
    public async Task EnumerateAsync_SkusAndLocationsInPieces_ReadsEveryCombination()
    {
        var stub = new StubHandler()
            .Respond(Page(Item(1, (10, 5))))
            .Respond(Page(Item(1, (20, 6))))
            .Respond(Page(Item(2, (10, 7))))
            .Respond(Page(Item(1, (20, 6)), Item(2, (20, 8))));
        using var client = stub.Client(storeHash: "abc");

        var items = await client.Items.EnumerateAsync(
            new InventoryItemFilter
            {
                VariantIds = [.. Enumerable.Range(1, 1001).Select(id => (long)id)],
                LocationCodes = [West, East],
            }).ToListAsync();

        Assert.Equal(4, stub.Sent.Count);
        Assert.Equal(
            ["1: 10=5 20=6", "2: 10=7 20=8"],
            items.Select(
                item =>
                    $"{item.Identity.VariantId}: {string.Join(' ', item.Locations.Select(place => $"{place.LocationId}={place.AvailableToSell}"))}"));
    }

    private static string Page(params string[] items) =>
        $$"""{"data":[{{string.Join(',', items)}}],"meta":{"pagination":{"total_pages":1} } }""";

    private static string Item(long variantId, params (long Id, int Stock)[] places) =>
        $$"""{"identity":{"variant_id":{{variantId}}},"locations":[{{string.Join(',', places.Select(Place))}}]}""";

    private static string Place((long Id, int Stock) place) => $$"""{"location_id":{{place.Id}},"available_to_sell":{{place.Stock}}}""";
}

using System.Net;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Items;

public class FindItemTests
{
    [Theory]
    [InlineData("sku", "sku%3Ain=RE-130")]
    [InlineData("variant", "variant_id%3Ain=79")]
    [InlineData("product", "product_id%3Ain=120")]
    public async Task Find_EveryKindOfKey_ReturnsTheItem(string kind, string query)
    {
        var stub = new StubHandler()
            .Respond(
                """{"data":[{"identity":{"sku":"RE-130","variant_id":79,"product_id":120},"locations":[{"location_id":1}]}],"meta":{}}""")
            .Respond("""{"data":[{"identity":{"sku":"RE-130","variant_id":79,"product_id":120},"available_to_sell":3}],"meta":{}}""");
        using var client = stub.Client(storeHash: "abc");
        var key = kind switch { "sku" => ItemKey.Sku("RE-130"), "variant" => ItemKey.Variant(79), _ => ItemKey.Product(120) };

        var item = await client.Items.FindAsync(key);
        var there = await client.Items.FindAtLocationAsync(2, key);

        Assert.Single(item!.Locations);
        Assert.Equal(3, there!.AvailableToSell);
        Assert.Equal(
            [
                $"https://api.bigcommerce.com/stores/abc/v3/inventory/items?{query}",
                $"https://api.bigcommerce.com/stores/abc/v3/inventory/locations/2/items?{query}"],
            stub.Sent.Select(sent => sent.Url));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""[{"identity":{"sku":"RE-1301","variant_id":80,"product_id":121}}]""")]
    public async Task Find_NoItem_ReturnsNull(string data)
    {
        var stub = new StubHandler().Respond($$"""{"data":{{data}},"meta":{} }""").Respond($$"""{"data":{{data}},"meta":{} }""");
        using var client = stub.Client();

        Assert.Null(await client.Items.FindAsync(ItemKey.Sku("RE-130")));
        Assert.Null(await client.Items.FindAtLocationAsync(2, ItemKey.Variant(79)));
    }

    [Fact]
    public async Task Find_SkusThatDifferInCase_PrefersTheExactOne()
    {
        var stub = new StubHandler()
            .Respond("""{"data":[{"identity":{"sku":"re-130","variant_id":1}},{"identity":{"sku":"RE-130","variant_id":2}}]}""")
            .Respond("""{"data":[{"identity":{"sku":"x","variant_id":3}},{"identity":{"sku":"re-130","variant_id":1}}]}""");
        using var client = stub.Client(storeHash: "abc");

        Assert.Equal(2, (await client.Items.FindAsync(ItemKey.Sku("RE-130")))!.Identity.VariantId);
        Assert.Equal(1, (await client.Items.FindAsync(ItemKey.Sku("RE-130")))!.Identity.VariantId);
    }

    [Fact]
    public async Task Find_ProductWithSeveralVariants_Throws()
    {
        var stub = new StubHandler().Respond(
            """{"data":[{"identity":{"variant_id":1,"product_id":120}},{"identity":{"variant_id":2,"product_id":120}}]}""");
        using var client = stub.Client();

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => client.Items.FindAsync(ItemKey.Product(120)));

        Assert.Equal(
            "The store tracks 2 variants of product_id 120. Use the variant id or SKU of one, or read all with a filter on ProductIds.",
            exception.Message);
    }

    [Fact]
    public async Task Find_SkuWithAComma_ThrowsWithTheAlternative()
    {
        var stub = new StubHandler();
        using var client = stub.Client();

        var comma = await Assert.ThrowsAsync<ArgumentException>(() => client.Items.FindAsync(ItemKey.Sku("A,B")));
        Assert.StartsWith(
            "'A,B' contains a comma, and the API's list filters cannot escape one. Use the id instead (a variant id for a SKU, a location id for a code).",
            comma.Message,
            StringComparison.Ordinal);
        var unset = await Assert.ThrowsAsync<ArgumentException>(() => client.Items.FindAtLocationAsync(1, default));
        Assert.StartsWith(
            "The item is unset. Use ItemKey.Sku, ItemKey.Variant or ItemKey.Product.",
            unset.Message,
            StringComparison.Ordinal);
        Assert.Empty(stub.Sent);
    }

    [Fact]
    public async Task FindAtLocation_UnknownLocation_Throws()
    {
        var stub = new StubHandler().Respond(HttpStatusCode.NotFound, """{"status":404,"title":"Location not found, identities: [9]"}""");
        using var client = stub.Client();

        var exception = await Assert.ThrowsAsync<BigCommerceNotFoundException>(
            () => client.Items.FindAtLocationAsync(9, ItemKey.Variant(1)));

        Assert.Equal([9], exception.Error.LocationIds);
    }
}

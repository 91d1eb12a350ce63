using System.Text;
using System.Text.Json.Nodes;
using BigCommerce.Inventory.Testing;
using Xunit;

namespace BigCommerce.Inventory.Tests.Emulator;

public sealed class SeedingTests : IDisposable
{
    private readonly EmulatorHarness _emulator = new();
    private readonly EmulatedStore _store;

    public SeedingTests() => _store = _emulator.Store;

    public void Dispose() => _emulator.Dispose();

    [Fact]
    public void Ids_NotGiven_AreCounted()
    {
        Assert.Equal(2, _store.AddLocation("A", "A"));
        Assert.Equal(40, _store.AddLocation("B", "B", id: 40));
        Assert.Equal(41, _store.AddLocation("C", "C"));
        var first = _store.AddItem("X");
        var given = _store.AddItem("Y", variantId: 78, productId: 130, skuId: 5);
        var next = _store.AddItem("Z");

        Assert.Equal(
            [(1L, 1L, null), (78L, 130L, 5L), (79L, 131L, null)],
            new[] { first, given, next }.Select(item => (item.VariantId, item.ProductId, item.SkuId)));
        Assert.Equal("Y (variant 78, product 130)", given.ToString());
        Assert.Equal([first, given, next], _store.Items);
    }

    [Fact]
    public void Add_ExistingKey_Throws()
    {
        _store.AddItem("X", variantId: 7, productId: 70);

        Assert.Equal(
            "The store already has the item X (variant 7, product 70). Use a unique SKU and variant id.",
            Assert.Throws<ArgumentException>(() => _store.AddItem("X")).Message);
        Assert.Throws<ArgumentException>(() => _store.AddItem("Y", variantId: 7));
        Assert.Equal(
            "Product 70 has tracking Variant. Use the same tracking for all its variants.",
            Assert.Throws<ArgumentException>(() => _store.AddItem("Y", productId: 70, tracking: InventoryTracking.Product)).Message);
        Assert.StartsWith(
            "The store already has location 1 with code 'BC-LOCATION-1'. Use a unique code and id.",
            Assert.Throws<ArgumentException>(() => _store.AddLocation("BC-LOCATION-1", "Twice")).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _store.AddLocation("NEW", "Twice", id: 1));
        _store.AddMetafield(1, "n", "k", "v");
        Assert.Throws<ArgumentException>(() => _store.AddMetafield(1, "n", "k", "v"));
    }

    [Fact]
    public void AddItem_SkuOfOneItemAndVariantOfAnother_NamesTheItemWithTheSku()
    {
        _store.AddItem("X", variantId: 7);
        _store.AddItem("Y", variantId: 8);

        Assert.StartsWith(
            "The store already has the item X (variant 7, ",
            Assert.Throws<ArgumentException>(() => _store.AddItem("X", variantId: 8)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddItem_InAnyOrder_ItemsAreListedByVariant()
    {
        foreach (long variant in (long[])[10, 7, 20, 15])
        {
            _store.AddItem($"V{variant}", variantId: variant);
        }

        var reply = await _emulator.GetAsync("inventory/items");
        Assert.Equal(
            [7L, 10L, 15L, 20L],
            reply.Json["data"]!.AsArray().Select(item => item!["identity"]!["variant_id"]!.GetValue<long>()));
    }

    [Fact]
    public void GetOnHand_UnknownItemOrLocation_ThrowsWithItsName()
    {
        _store.AddItem("X");

        Assert.StartsWith(
            "The store has no item with SKU 'Y'. Add it first.",
            Assert.Throws<ArgumentException>(() => _store.GetOnHand(1, "Y")).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "The store has no location 9. Add it first.",
            Assert.Throws<ArgumentException>(() => _store.GetOnHand(9, "X")).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "The store has no item with variant_id 9. Add it first.",
            Assert.Throws<ArgumentException>(() => _store.GetItem(ItemKey.Variant(9))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void GetItem_EveryKindOfKey_FindsTheItem()
    {
        var item = _store.AddItem("X", variantId: 7, productId: 70);

        Assert.All([ItemKey.Sku("X"), ItemKey.Variant(7), ItemKey.Product(70)], key => Assert.Same(item, _store.GetItem(key)));
        Assert.Same(item, _store.GetItem("X"));
    }

    [Fact]
    public void Locations_InUse_ShowWhatPreventsDeletion()
    {
        _store.AddLocation("A", "Shop", enabled: false);
        _store.SetOpenOrderCount(2, 3);

        Assert.Equal(
            [
                new EmulatedLocation(1, "BC-LOCATION-1", "Default location", "PHYSICAL", true, true, 0),
                new EmulatedLocation(2, "A", "Shop", "PHYSICAL", false, false, 3)],
            _store.Locations);
    }

    [Fact]
    public async Task Snapshot_ExportThenImport_RestoresEverything()
    {
        await FillAsync();
        byte[] snapshot = _store.ExportSnapshot();

        var copy = _emulator.Emulator.GetStore("copy").ImportSnapshot(snapshot);

        Assert.Equal(Encoding.UTF8.GetString(snapshot), Encoding.UTF8.GetString(copy.ExportSnapshot()));
        Assert.Equal(_store.Locations, copy.Locations);
        Assert.Equal(_store.Metafields, copy.Metafields);
        foreach (string path in (string[])["inventory/items", "inventory/locations", "inventory/locations/metafields"])
        {
            Assert.Equal((await _emulator.GetAsync(path)).Body, (await _emulator.GetAsync("/stores/copy/v3/" + path)).Body);
        }

        Assert.Null(copy.GetOnHand(1, "B"));
        Assert.Empty(copy.GetStockChanges());
        Assert.Equal(4, copy.AddLocation("NEXT", "Next"));
        Assert.Equal(9, copy.AddItem("NEXT").VariantId);
        Assert.Equal(2, copy.AddMetafield(1, "n", "next", "v"));
    }

    [Fact]
    public async Task Snapshot_BaseVariantWithTheHigherId_StaysTheBaseVariant()
    {
        _store.AddItem("MUG", variantId: 107, productId: 113, tracking: InventoryTracking.Product);
        _store.AddItem("MUG-RED", variantId: 106, productId: 113, tracking: InventoryTracking.Product);

        _emulator.Emulator.GetStore("copy").ImportSnapshot(_store.ExportSnapshot());

        var items = (await _emulator.GetAsync("/stores/copy/v3/inventory/items")).Json["data"]!.AsArray();
        Assert.Equal(["MUG"], items.Select(item => (string)item!["identity"]!["sku"]!));
    }

    [Fact]
    public async Task ImportSnapshot_LocationWithAnEmptyObject_IsWrittenAsAnArray()
    {
        using var emulator = new EmulatorHarness(options => options.WriteEmptyObjectsAsArrays = true);
        var snapshot = JsonNode.Parse(_store.ExportSnapshot())!;
        snapshot["locations"]![0]!["location"]!["operating_hours"] = new JsonObject();

        emulator.Store.ImportSnapshot(Encoding.UTF8.GetBytes(snapshot.ToJsonString()));

        // The contract, which the harness checks, has no array there.
        string body = await emulator.Http.GetStringAsync("inventory/locations");
        Assert.Equal("[]", JsonNode.Parse(body)!["data"]![0]!["operating_hours"]!.ToJsonString());
    }

    [Fact]
    public void ExportSnapshot_Times_HaveTheirZone()
    {
        _store.AddMetafield(1, "n", "k", "v");

        Assert.Equal(
            "2026-01-01T00:00:00+00:00",
            (string?)JsonNode.Parse(_store.ExportSnapshot())!["metafields"]![0]!["date_created"]);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{")]
    [InlineData("""{"format":"other/1"}""")]
    [InlineData("""{"format":"bigcommerce-inventory-emulator/1","locations":[{}],"items":[],"metafields":[]}""")]
    [InlineData("""{"format":"bigcommerce-inventory-emulator/1","locations":[{"location":{"id":1}}],"items":[],"metafields":[]}""")]
    [InlineData(
        """{"format":"bigcommerce-inventory-emulator/1","locations":[],"items":[{"sku":"A","variant_id":1,"product_id":1,"sku_id":null,"tracking":"Variant","stock":[{"location_id":1}]}],"metafields":[]}""")]
    [InlineData(
        """{"format":"bigcommerce-inventory-emulator/1","locations":[],"items":[{"sku":"A","variant_id":1,"product_id":1,"sku_id":null,"tracking":"Sometimes","stock":[]}],"metafields":[]}""")]
    public void ImportSnapshot_OtherContent_Throws(string json)
    {
        Assert.Throws<FormatException>(() => _store.ImportSnapshot(Encoding.UTF8.GetBytes(json)));
    }

    [Fact]
    public async Task Scopes_Missing_Returns403()
    {
        _store.AddItem("A");
        async Task<string> StatusesAsync(OAuthScopes scopes)
        {
            _store.Scopes = scopes;
            int[] statuses =
            [
                (await _emulator.GetAsync("inventory/items")).Status,
                (await _emulator.AbsoluteAsync("""[{"location_id":1,"sku":"A","quantity":1}]""")).Status,
                (await _emulator.GetAsync("inventory/locations")).Status,
                (await _emulator.PutAsync("inventory/locations", """[{"id":1,"label":"x"}]""")).Status,
                (await _emulator.PostAsync(
                    "inventory/locations",
                    """[{"label":"x","managed_by_external_source":true,"type_id":"VIRTUAL","time_zone":"Etc/UTC"}]""")).Status,
            ];
            return string.Join(' ', statuses);
        }

        Assert.Equal("200 200 200 200 200", await StatusesAsync(OAuthScopes.All));
        Assert.Equal("403 403 403 403 403", await StatusesAsync(OAuthScopes.None));
        Assert.Equal("200 403 200 403 403", await StatusesAsync(OAuthScopes.InventoryReadOnly | OAuthScopes.LocationsReadOnly));
        Assert.Equal("200 200 403 403 403", await StatusesAsync(OAuthScopes.Inventory));
        Assert.Equal("403 403 200 200 200", await StatusesAsync(OAuthScopes.Locations));
    }

    private async Task FillAsync()
    {
        _store.AddLocation("A", "Ä Shop", enabled: false);
        _store.AddLocation("GONE", "Gone");
        _store.SetOpenOrderCount(2, 3);
        _store.AddItem("A", variantId: 7, productId: 70, skuId: 4);
        _store.AddItem("B", variantId: 8, productId: 80, tracking: InventoryTracking.Product);
        _store.SetStock(1, "A", 30, safetyStock: 4).SetStock(2, "A", -2);
        _store.AddMetafield(1, "n", "k", "v", "read", ownerClientId: "another");
        await _emulator.PutAsync(
            "inventory/locations/1/items",
            """{"settings":[{"identity":{"sku":"A"},"is_in_stock":false,"warning_level":5,"bin_picking_number":"B-12","backorder_limit":null}]}""");
        await _emulator.AbsoluteAsync("""[{"location_id":1,"sku":"A","quantity":31,"qty_backordered":2}]""");
        _emulator.Time.Advance(TimeSpan.FromHours(1));
        await _emulator.PutAsync("inventory/locations", """[{"id":1,"special_hours":[{"label":"x","date":"2022-09-29","open":true}]}]""");
    }
}

using BigCommerce.Inventory.Testing;
using Xunit;

namespace BigCommerce.Inventory.Tests.Emulator;

public sealed class AdjustmentRulesTests : IDisposable
{
    private const string TypeUrl = "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes";

    private readonly EmulatorHarness _emulator = new();
    private readonly EmulatedStore _store;

    public AdjustmentRulesTests()
    {
        _store = _emulator.Store;
        _store.AddLocation("SHOP", "The shop");
        _store.AddItem("RE-130", variantId: 78, productId: 130);
        _store.AddItem("RE-131", variantId: 79, productId: 131);
        _store.AddItem("MUG", variantId: 106, productId: 113, tracking: InventoryTracking.Product);
        _store.SetStock(1, "RE-130", 30).SetStock(2, "RE-130", 5).SetStock(1, "MUG", 7);
    }

    public void Dispose() => _emulator.Dispose();

    [Fact]
    public async Task Absolute_BySkuVariantAndProduct_SetsCounts()
    {
        var reply = await _emulator.AbsoluteAsync("""
            [{"location_id":1,"sku":"RE-130","quantity":12},{"location_id":2,"variant_id":79,"quantity":4},{"location_id":1,"product_id":113,"quantity":0}]
            """);

        Assert.Equal(200, reply.Status);
        Assert.Equal("application/json", reply.MediaType);
        Assert.Equal($$"""{"transaction_id":"{{_emulator.Emulator.Requests[0].TransactionId}}"}""", reply.Body);
        Assert.Equal(12, _store.GetOnHand(1, "RE-130"));
        Assert.Equal(5, _store.GetOnHand(2, "RE-130"));
        Assert.Equal(4, _store.GetOnHand(2, "RE-131"));
        Assert.Null(_store.GetOnHand(1, "RE-131"));
        Assert.Equal(0, _store.GetOnHand(1, "MUG"));
    }

    [Fact]
    public async Task Absolute_UnknownMembers_AreIgnored()
    {
        var reply = await _emulator.PutAsync(
            "inventory/adjustments/absolute",
            """{"note":{},"items":[{"location_id":1,"note":{"sku":"MUG"},"sku":"RE-130","quantity":12,"tag":7},{"location_id":2,"variant_id":78,"quantity":9}]}""");

        Assert.Equal(200, reply.Status);
        Assert.Equal((12, 9), (_store.GetOnHand(1, "RE-130"), _store.GetOnHand(2, "RE-130")));
    }

    [Fact]
    public async Task Relative_PositiveAndNegative_AddsAndSubtracts()
    {
        var reply = await _emulator.RelativeAsync(
            """[{"location_id":1,"sku":"RE-130","quantity":-2},{"location_id":2,"sku":"RE-130","quantity":2}]""");

        Assert.Equal(200, reply.Status);
        Assert.Equal(28, _store.GetOnHand(1, "RE-130"));
        Assert.Equal(7, _store.GetOnHand(2, "RE-130"));
    }

    [Fact]
    public async Task Adjustments_SameCellTwice_LastAbsoluteWinsAndRelativesAddUp()
    {
        await _emulator.AbsoluteAsync("""[{"location_id":1,"sku":"RE-130","quantity":3},{"location_id":1,"variant_id":78,"quantity":9}]""");
        await _emulator.RelativeAsync(
            """[{"location_id":1,"sku":"RE-130","quantity":-4},{"location_id":1,"sku":"RE-130","quantity":-5}]""");

        _store.GetStockChanges(1, "RE-130").AssertDeltas(-27, 6, -4, -5);
        Assert.Equal(0, _store.GetOnHand(1, "RE-130"));
    }

    [Theory]
    [InlineData(
        """{"location_id":1,"variant_id":106,"quantity":1}""",
        "[Item with variant_id 106 is tracked by product, please update stock by product id]")]
    [InlineData(
        """{"location_id":1,"product_id":130,"quantity":1}""",
        "[Item with product_id 130 is tracked by variant, please update stock by variant id]")]
    [InlineData("""{"location_id":1,"sku":"NO-SUCH","quantity":1}""", "Items not found, identities: [sku NO-SUCH]")]
    [InlineData(
        """{"location_id":1,"variant_id":9,"quantity":1},{"location_id":1,"product_id":8,"quantity":1}""",
        "Items not found, identities: [variant_id 9, product_id 8]")]
    [InlineData(
        """{"location_id":3,"sku":"RE-130","quantity":1},{"location_id":9,"sku":"RE-130","quantity":1},{"location_id":3,"sku":"RE-131","quantity":1}""",
        "Location not found, identities: [3,9]")]
    public async Task Adjustments_OneBadRow_RejectsTheWholeRequest(string bad, string title)
    {
        foreach (string row in (string[])["absolute", "relative"])
        {
            string items = $$"""[{"location_id":1,"sku":"RE-130","quantity":1},{{bad}}]""";
            var reply = row == "absolute" ? await _emulator.AbsoluteAsync(items) : await _emulator.RelativeAsync(items);

            Assert.Equal(422, reply.Status);
            Assert.Equal("application/problem+json", reply.MediaType);
            reply.AssertBody($$"""{"status": 422, "title": "{{title}}", "type": "{{TypeUrl}}", "errors": {} }""");
        }

        _store.GetStockChanges().AssertDeltas();
    }

    [Fact]
    public async Task Relative_ItemWithoutACount_IsRefused()
    {
        var reply = await _emulator.RelativeAsync(
            """[{"location_id":1,"sku":"RE-130","quantity":1},{"location_id":2,"product_id":113,"quantity":1},{"location_id":1,"variant_id":79,"quantity":1}]""");

        Assert.Equal(422, reply.Status);
        Assert.Equal("Items with identity: [product_id 113, variant_id 79] requires absolute adjustment before relative", reply.Title);
        Assert.Equal(30, _store.GetOnHand(1, "RE-130"));
    }

    [Fact]
    public async Task Relative_BelowSafetyStock_IsRefused()
    {
        _store.SetStock(1, "RE-130", 10, safetyStock: 4);

        var tooMuch = await _emulator.RelativeAsync(
            """[{"location_id":2,"sku":"RE-130","quantity":1},{"location_id":1,"sku":"RE-130","quantity":-5},{"location_id":1,"sku":"RE-130","quantity":-2}]""");
        Assert.Equal(422, tooMuch.Status);
        Assert.Equal("Items with identity: [sku RE-130] have insufficient stock", tooMuch.Title);
        Assert.Equal(5, _store.GetOnHand(2, "RE-130"));

        var justEnough = await _emulator.RelativeAsync("""[{"location_id":1,"sku":"RE-130","quantity":-6}]""");
        Assert.Equal(200, justEnough.Status);
        Assert.Equal(4, _store.GetOnHand(1, "RE-130"));
    }

    [Fact]
    public async Task Absolute_DisabledLocation_IsRefused()
    {
        long closed = _store.AddLocation("CLOSED", "Closed", enabled: false);

        var reply = await _emulator.AbsoluteAsync(
            $$"""[{"location_id":1,"sku":"RE-130","quantity":1},{"location_id":{{closed}},"sku":"RE-130","quantity":1}]""");

        Assert.Equal(422, reply.Status);
        Assert.Equal("Location is disabled, identities: [3]", reply.Title);
        Assert.Equal(30, _store.GetOnHand(1, "RE-130"));
    }

    [Fact]
    public async Task Absolute_UntrackedItem_IsRefused()
    {
        _store.AddItem("GIFT-CARD", tracking: InventoryTracking.None);

        var reply = await _emulator.AbsoluteAsync("""[{"location_id":1,"sku":"GIFT-CARD","quantity":1}]""");

        Assert.Equal("[Item with sku GIFT-CARD is not tracked, please enable inventory tracking for it]", reply.Title);
    }

    [Fact]
    public async Task Absolute_SkuOfAProductTrackedItem_AcceptsOnlyTheBaseSku()
    {
        _store.AddItem("MUG-RED", variantId: 107, productId: 113, tracking: InventoryTracking.Product);

        Assert.Equal(200, (await _emulator.AbsoluteAsync("""[{"location_id":1,"sku":"MUG","quantity":3}]""")).Status);
        var reply = await _emulator.AbsoluteAsync("""[{"location_id":1,"sku":"MUG-RED","quantity":4}]""");

        Assert.Equal("[Item with sku MUG-RED is tracked by product, please update stock by product id]", reply.Title);
        Assert.Equal(3, _store.GetOnHand(1, "MUG"));
    }

    [Fact]
    public async Task Relative_Zero_IsRefused()
    {
        var reply = await _emulator.RelativeAsync("""[{"location_id":1,"sku":"RE-130","quantity":0}]""");

        Assert.Equal(422, reply.Status);
        Assert.Equal("quantity: must be greater than 0", reply.Title);
    }

    [Fact]
    public async Task Absolute_NegativeCount_IsRefused()
    {
        var reply = await _emulator.AbsoluteAsync("""[{"location_id":1,"sku":"RE-130","quantity":-1}]""");

        Assert.Equal(422, reply.Status);
        Assert.Equal("quantity: must be greater than or equal to 0", reply.Title);
    }

    [Theory]
    [InlineData("""[]""", "", "error.expected.jsobject")]
    [InlineData("""{}""", "items", "error.path.missing")]
    [InlineData("""{"items":{}}""", "items", "error.expected.jsarray")]
    [InlineData("""{"items":[7]}""", "items[0]", "error.expected.jsobject")]
    [InlineData("""{"reason":7,"items":[{"location_id":1,"sku":"RE-130","quantity":1}]}""", "reason", "error.expected.jsstring")]
    [InlineData("""{"items":[{"location_id":"1","sku":"RE-130","quantity":1}]}""", "items[0].location_id", "error.expected.jsnumber")]
    [InlineData("""{"items":[{"sku":"RE-130","quantity":1}]}""", "items[0].location_id", "error.path.missing")]
    [InlineData("""{"items":[{"location_id":1,"sku":"RE-130"}]}""", "items[0].quantity", "error.path.missing")]
    [InlineData("""{"items":[{"location_id":1,"sku":"RE-130","quantity":1.5}]}""", "items[0].quantity", "error.expected.int")]
    [InlineData("""{"items":[{"location_id":1,"sku":130,"quantity":1}]}""", "items[0].sku", "error.expected.jsstring")]
    [InlineData("""{"items":[{"location_id":1,"sku":null,"quantity":1}]}""", "items[0].sku", "error.expected.jsstring")]
    [InlineData("""{"items":[{"location_id":null,"sku":"RE-130","quantity":1}]}""", "items[0].location_id", "error.expected.jsnumber")]
    [InlineData("""{"items":[{"location_id":1,"sku":"RE-130","quantity":null}]}""", "items[0].quantity", "error.expected.jsnumber")]
    [InlineData(
        """{"items":[{"location_id":1,"sku":"RE-130","quantity":1,"qty_backordered":null}]}""",
        "items[0].qty_backordered",
        "error.expected.jsnumber")]
    [InlineData("""{"reason":null,"items":[{"location_id":1,"sku":"RE-130","quantity":1}]}""", "reason", "error.expected.jsstring")]
    public async Task Absolute_BodyOfWrongShape_NamesThePath(string body, string path, string message)
    {
        var reply = await _emulator.PutAsync("inventory/adjustments/absolute", body);

        Assert.Equal(422, reply.Status);
        Assert.Equal("JSON data is missing or invalid", reply.Title);
        Assert.Equal($$"""{"{{path}}":"{{message}}"}""", reply.Json["errors"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"location_id":1,"sku":"RE-130","variant_id":78,"quantity":1}""")]
    [InlineData("""{"location_id":1,"quantity":1}""")]
    public async Task Absolute_RowWithoutExactlyOneIdentity_IsRefused(string row)
    {
        var reply = await _emulator.AbsoluteAsync($$"""[{"location_id":1,"sku":"RE-131","quantity":1},{{row}}]""");

        Assert.Equal(422, reply.Status);
        Assert.Equal("Payload contains invalid fields", reply.Title);
        Assert.Equal(
            """{"item.1.identity":"Exactly one identity must be specified: sku, variant_id or product_id"}""",
            reply.Json["errors"]!.ToJsonString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"items\":[")]
    [InlineData("{\"items\":[{\"location_id\":1,\"sku\":\"\\ud800\",\"quantity\":1}]}")]
    [InlineData("{} {}")]
    public async Task Absolute_BodyThatIsNotJson_Returns400(string body)
    {
        var reply = await _emulator.PutAsync("inventory/adjustments/absolute", body);

        Assert.Equal(400, reply.Status);
        Assert.Equal("application/json", reply.MediaType);
        Assert.Equal($$"""{"status":400,"title":"Input is invalid","type":"{{TypeUrl}}","detail":"Syntax error"}""", reply.Body);
        Assert.Equal("Input is invalid", _emulator.Emulator.Requests[0].ErrorTitle);
    }

    [Fact]
    public async Task Absolute_MoreThan2000Rows_IsRefused()
    {
        string rows = string.Join(',', Enumerable.Range(1, 2000).Select(i => $$"""{"location_id":1,"sku":"RE-130","quantity":{{i}}}"""));

        Assert.Equal(200, (await _emulator.AbsoluteAsync($"[{rows}]")).Status);
        Assert.Equal(2000, _store.GetOnHand(1, "RE-130"));

        // The rows above the maximum are not checked.
        foreach (string row in (string[])["""{"location_id":1,"sku":"RE-130","quantity":2001}""", "{}"])
        {
            var reply = await _emulator.AbsoluteAsync($"[{rows},{row}]");
            Assert.Equal(422, reply.Status);
            Assert.Equal("""{"items":"must not have more than 2000 items"}""", reply.Json["errors"]!.ToJsonString());
        }

        Assert.Equal(2000, _store.GetOnHand(1, "RE-130"));
    }

    [Fact]
    public async Task Absolute_NoRows_IsRefused()
    {
        var reply = await _emulator.AbsoluteAsync("[]");

        Assert.Equal(422, reply.Status);
        Assert.Equal("""{"items":"must not be empty"}""", reply.Json["errors"]!.ToJsonString());
    }

    [Fact]
    public async Task Absolute_AboveTheStockLimit_Returns200AndChangesNothing()
    {
        _store.AddItem("SHIRT-S", productId: 500);
        _store.AddItem("SHIRT-M", productId: 500);
        _store.SetStock(1, "SHIRT-S", 2_000_000_000);

        var fits = await _emulator.AbsoluteAsync(
            """[{"location_id":1,"sku":"SHIRT-M","quantity":147483647},{"location_id":2,"sku":"SHIRT-M","quantity":2147483647}]""");
        Assert.Equal(200, fits.Status);
        Assert.Equal(147_483_647, _store.GetOnHand(1, "SHIRT-M"));

        var overflow = await _emulator.AbsoluteAsync(
            """[{"location_id":1,"sku":"RE-130","quantity":1},{"location_id":1,"sku":"SHIRT-M","quantity":147483648}]""");
        Assert.Equal(200, overflow.Status);
        Assert.NotNull(overflow.Json["transaction_id"]);
        Assert.Equal(147_483_647, _store.GetOnHand(1, "SHIRT-M"));
        Assert.Equal(30, _store.GetOnHand(1, "RE-130"));

        Assert.Equal(200, (await _emulator.RelativeAsync("""[{"location_id":1,"sku":"SHIRT-M","quantity":1}]""")).Status);
        Assert.Equal(200, (await _emulator.AbsoluteAsync("""[{"location_id":1,"sku":"RE-130","quantity":99999999999}]""")).Status);
        Assert.Equal(147_483_647, _store.GetOnHand(1, "SHIRT-M"));
        Assert.Equal(30, _store.GetOnHand(1, "RE-130"));
    }

    [Fact]
    public async Task Relative_AboveTheStockLimitInBetween_Returns200AndChangesNothing()
    {
        var reply = await _emulator.RelativeAsync(
            """[{"location_id":1,"sku":"RE-130","quantity":2147483647},{"location_id":1,"sku":"RE-130","quantity":1},{"location_id":1,"sku":"RE-130","quantity":-2147483647}]""");

        Assert.Equal(200, reply.Status);
        Assert.Equal(30, _store.GetOnHand(1, "RE-130"));
    }

    [Fact]
    public async Task Absolute_LargeCountsTwice_AreNotAdded()
    {
        for (int i = 0; i < 2; i++)
        {
            var reply = await _emulator.AbsoluteAsync(
                """[{"location_id":1,"sku":"RE-130","quantity":2147483647,"qty_backordered":2147483647},{"location_id":1,"sku":"RE-130","quantity":2000000000,"qty_backordered":2000000000}]""");
            Assert.Equal(200, reply.Status);
        }

        Assert.Equal(2_000_000_000, _store.GetOnHand(1, "RE-130"));
        Assert.Equal(2_000_000_000, await BackorderedAsync());
    }

    [Fact]
    public async Task Absolute_BackorderedAboveTheLimit_IsRefused()
    {
        var reply = await _emulator.AbsoluteAsync("""[{"location_id":1,"sku":"RE-130","quantity":1,"qty_backordered":2147483648}]""");

        Assert.Equal((422, "qty_backordered: must be greater than or equal to 0"), (reply.Status, reply.Title));
    }

    [Fact]
    public async Task Relative_BackorderedToZero_IsAccepted()
    {
        await _emulator.AbsoluteAsync("""[{"location_id":1,"sku":"RE-130","quantity":3,"qty_backordered":5}]""");
        var reply = await _emulator.RelativeAsync("""[{"location_id":1,"sku":"RE-130","qty_backordered":-5}]""");

        Assert.Equal(200, reply.Status);
        Assert.Equal(0, await BackorderedAsync());
    }

    [Fact]
    public async Task Relative_StockIsBelowSafetyStockAndNothingIsTaken_IsAccepted()
    {
        _store.SetStock(1, "RE-130", 1, safetyStock: 4);

        Assert.Equal(200, (await _emulator.RelativeAsync("""[{"location_id":1,"sku":"RE-130","quantity":1}]""")).Status);
        Assert.Equal(2, _store.GetOnHand(1, "RE-130"));
    }

    [Fact]
    public async Task Absolute_BelowSafetyStock_IsAccepted()
    {
        _store.SetStock(1, "RE-130", 10, safetyStock: 4);

        Assert.Equal(200, (await _emulator.AbsoluteAsync("""[{"location_id":1,"sku":"RE-130","quantity":2}]""")).Status);
        Assert.Equal(2, _store.GetOnHand(1, "RE-130"));
    }

    [Fact]
    public async Task Relative_SeveralMistakes_TheFirstCheckDecides()
    {
        long closed = _store.AddLocation("CLOSED", "Closed", enabled: false);
        var mistakes = new (string Query, string Row, string Title)[]
        {
            ("?page=1", string.Empty, "The filter(s): page are not valid filter parameter(s)."),
            (string.Empty, """{"location_id":9,"sku":"RE-130","quantity":1}""", "Location not found, identities: [9]"),
            (string.Empty, """{"location_id":1,"sku":"NO-SUCH","quantity":1}""", "Items not found, identities: [sku NO-SUCH]"),
            (string.Empty, $$"""{"location_id":{{closed}},"sku":"RE-130","quantity":1}""", "Location is disabled, identities: [3]"),
            (string.Empty, """{"location_id":1,"sku":"RE-131","quantity":1}""", "Items with identity: [sku RE-131] requires absolute adjustment before relative"),
            (string.Empty, """{"location_id":1,"sku":"RE-130","quantity":-99}""", "Items with identity: [sku RE-130] have insufficient stock"),
        };

        for (int i = 0; i < mistakes.Length; i++)
        {
            string rows = string.Join(',', mistakes[i..].Select(mistake => mistake.Row).Where(row => row.Length > 0).Reverse());
            var reply = await _emulator.PostAsync("inventory/adjustments/relative" + mistakes[i].Query, $$"""{"reason":"sale","items":[{{rows}}]}""");

            Assert.Equal((422, mistakes[i].Title), (reply.Status, reply.Title));
        }
    }

    [Fact]
    public async Task Absolute_UnknownFilterOrLocationAndANegativeCount_TheFirstCheckDecides()
    {
        const string Body = """{"reason":"count","items":[{"location_id":9,"sku":"RE-130","quantity":-1}]}""";

        var filter = await _emulator.PutAsync("inventory/adjustments/absolute?page=1", Body);
        var count = await _emulator.PutAsync("inventory/adjustments/absolute", Body);

        Assert.Equal("The filter(s): page are not valid filter parameter(s).", filter.Title);
        Assert.StartsWith("quantity: ", count.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Absolute_LongSku_IsFound()
    {
        string sku = new('S', 300);
        _store.AddItem(sku);

        Assert.Equal(200, (await _emulator.AbsoluteAsync($$"""[{"location_id":1,"sku":"{{sku}}","quantity":2}]""")).Status);
        Assert.Equal(2, _store.GetOnHand(1, sku));
    }

    [Fact]
    public async Task StockChanges_OfOneStock_HaveNoOtherItemOrLocation()
    {
        await _emulator.AbsoluteAsync(
            """[{"location_id":1,"sku":"RE-130","quantity":31},{"location_id":2,"sku":"RE-130","quantity":7},{"location_id":1,"sku":"RE-131","quantity":3}]""");

        _store.GetStockChanges(1, "RE-130").AssertDeltas(1);
    }

    [Fact]
    public async Task TransactionIds_OfManyRequests_AreMostlyUuids()
    {
        var ids = new List<string>();
        for (int i = 0; i < 100; i++)
        {
            var reply = await _emulator.RelativeAsync("""[{"location_id":1,"sku":"RE-130","quantity":1}]""");
            ids.Add(reply.Json["transaction_id"]!.GetValue<string>());
        }

        Assert.Distinct(ids);
        Assert.InRange(ids.Count(id => Guid.TryParse(id, out _)), 60, 90);
    }

    [Fact]
    public async Task TransactionIds_TheSameSeed_AreRepeatable()
    {
        static async Task<string> FirstAsync(int seed)
        {
            using var emulator = new EmulatorHarness(options => options.Seed = seed);
            emulator.Store.AddItem("A");
            await emulator.AbsoluteAsync("""[{"location_id":1,"sku":"A","quantity":1}]""");
            return emulator.Emulator.Requests[0].TransactionId!;
        }

        Assert.Equal(await FirstAsync(3), await FirstAsync(3));
        Assert.NotEqual(await FirstAsync(3), await FirstAsync(4));
    }

    [Fact]
    public async Task Absolute_AboveTheStockLimitWithRejectStockOverflow_Returns422()
    {
        using var emulator = new EmulatorHarness(options => options.RejectStockOverflow = true);
        emulator.Store.AddItem("A");

        var reply = await emulator.AbsoluteAsync("""[{"location_id":1,"sku":"A","quantity":2147483648}]""");

        Assert.Equal(422, reply.Status);
        Assert.Equal("quantity: must be less than or equal to 2147483647", reply.Title);
        Assert.Null(emulator.Store.GetOnHand(1, "A"));
    }

    [Fact]
    public async Task QuantityBackordered_AbsoluteThenRelative_IsSetThenAdded()
    {
        await _emulator.AbsoluteAsync("""[{"location_id":1,"sku":"RE-130","quantity":3,"qty_backordered":5}]""");
        var reply = await _emulator.RelativeAsync("""[{"location_id":1,"sku":"RE-130","qty_backordered":-2}]""");

        Assert.Equal(200, reply.Status);
        var item = (await _emulator.GetAsync("inventory/items?sku:in=RE-130&location_id:in=1")).Json["data"]![0]!["locations"]![0]!;
        Assert.Equal(3, item["qty_backordered"]!.GetValue<int>());
        Assert.Equal(3, item["total_inventory_onhand"]!.GetValue<int>());
        _store.GetStockChanges(1, "RE-130").AssertDeltas(-27);

        var below = await _emulator.RelativeAsync("""[{"location_id":1,"sku":"RE-130","qty_backordered":-4}]""");
        Assert.Equal("qty_backordered: must be greater than or equal to 0", below.Title);
    }

    [Fact]
    public async Task StockChanges_OfAnAdjustment_NameTransactionRequestAndReason()
    {
        await _emulator.GetAsync("inventory/locations");
        _emulator.Time.Advance(TimeSpan.FromSeconds(5));
        var reply = await _emulator.RelativeAsync("""[{"location_id":1,"sku":"RE-130","quantity":-2}]""");

        var effect = Assert.Single(_store.GetStockChanges(1, "RE-130"));
        Assert.Equal(
            new StockChange(
                ManualTimeProvider.DefaultStart.AddSeconds(5),
                StockChangeKind.RelativeAdjustment,
                1,
                _store.GetItem("RE-130"),
                30,
                28,
                reply.Json["transaction_id"]!.GetValue<string>(),
                2,
                "sale"),
            effect);
        Assert.Equal(-2, effect.Delta);
        Assert.Equal(
            $"00:00:05.000 RelativeAdjustment RE-130 at location 1: 30 -> 28 (request #2, transaction {effect.TransactionId})",
            effect.ToString());
    }

    [Fact]
    public async Task StockChangeAssertions_Failed_ListTheChangesSeen()
    {
        await _emulator.AbsoluteAsync("""[{"location_id":2,"sku":"RE-131","quantity":4}]""");

        var error = Assert.Throws<EmulatorAssertionException>(() => _store.GetStockChanges(2, "RE-131").AssertDeltas(4, -1));

        string id = _emulator.Emulator.Requests[0].TransactionId!;
        Assert.Equal(
            $"Expected stock changes of +4, -1.{Environment.NewLine}Actual stock changes:{Environment.NewLine}  00:00:00.000 AbsoluteAdjustment RE-131 at location 2: not counted -> 4 (request #1, transaction {id})",
            error.Message);
        error = Assert.Throws<EmulatorAssertionException>(() => _store.GetStockChanges(1, "MUG").AssertDeltas(1));
        Assert.Equal($"Expected stock changes of +1.{Environment.NewLine}Actual stock changes: none.", error.Message);
        error = Assert.Throws<EmulatorAssertionException>(() => _store.GetStockChanges(2, "RE-131").AssertDeltas());
        Assert.StartsWith($"Expected no stock changes.{Environment.NewLine}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sell_MoreThanOnHand_GoesBelowZeroAndIsRecorded()
    {
        _store.Sell(2, "RE-130", 8);

        Assert.Equal(-3, _store.GetOnHand(2, "RE-130"));
        var effect = Assert.Single(_store.GetStockChanges(2, "RE-130"));
        Assert.Equal("00:00:00.000 Sale RE-130 at location 2: 5 -> -3", effect.ToString());
    }

    [Fact]
    public void Sell_ReturnAboveTheRangeOfInt_Throws()
    {
        _store.SetStock(1, "RE-130", int.MaxValue);

        Assert.Throws<OverflowException>(() => _store.Sell(1, "RE-130", -1));

        Assert.Equal(int.MaxValue, _store.GetOnHand(1, "RE-130"));
    }

    [Fact]
    public async Task GetStockChanges_RecordsDropped_Throws()
    {
        using var emulator = new EmulatorHarness(options => options.MaxRecordedStockChanges = 2);
        emulator.Store.AddItem("A");
        emulator.Store.AddItem("B");
        await emulator.AbsoluteAsync(
            """[{"location_id":1,"sku":"A","quantity":1},{"location_id":1,"sku":"B","quantity":2},{"location_id":1,"sku":"B","quantity":3}]""");

        emulator.Store.GetStockChanges(1, "B").AssertDeltas(2, 1);
        var error = Assert.Throws<InvalidOperationException>(() => emulator.Store.GetStockChanges(1, "A"));
        Assert.Equal("Older stock changes were removed from the log. Increase MaxRecordedStockChanges.", error.Message);
        Assert.Throws<InvalidOperationException>(() => emulator.Store.GetStockChanges());
    }

    private async Task<int> BackorderedAsync()
    {
        var reply = await _emulator.GetAsync("inventory/items?sku:in=RE-130&location_id:in=1");
        return reply.Json["data"]![0]!["locations"]![0]!["qty_backordered"]!.GetValue<int>();
    }
}

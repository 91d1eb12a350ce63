using System.Globalization;
using System.Text;
using BigCommerce.Inventory.Webhooks;
using Xunit;
using static BigCommerce.Inventory.Tests.Webhooks.WebhookSamples;

namespace BigCommerce.Inventory.Tests.Webhooks;

public class InventoryWebhookEventTests
{
    [Fact]
    public void Parse_StockChanged_ReadsEveryMember()
    {
        var webhook = Parse(StockChanged);

        Assert.Equal(InventoryWebhookKind.StockChanged, webhook.Kind);
        Assert.Equal("store/channel/*/inventory/product/stock_changed", webhook.Scope);
        Assert.Null(webhook.ChannelId);
        Assert.Equal("abc123", webhook.StoreHash);
        Assert.Equal(1234567890, webhook.StoreId);
        Assert.Equal(new DateTimeOffset(2023, 4, 27, 19, 44, 0, TimeSpan.Zero), webhook.CreatedAt);
        Assert.Equal("996ea203c939d05ca667a515ef2f029976d6df80", webhook.Hash);
        Assert.Equal(new ItemWebhookData { ProductId = 113, VariantId = 127, LocationId = 2 }, webhook.Data);
    }

    [Theory]
    [InlineData("stock_changed", InventoryWebhookKind.StockChanged, InventoryWebhookScopes.StockChanged)]
    [InlineData("low_stock_reached", InventoryWebhookKind.LowStockReached, InventoryWebhookScopes.LowStockReached)]
    [InlineData("out_of_stock_reached", InventoryWebhookKind.OutOfStockReached, InventoryWebhookScopes.OutOfStockReached)]
    [InlineData("settings_changed", InventoryWebhookKind.SettingsChanged, InventoryWebhookScopes.SettingsChanged)]
    [InlineData("backorder_limit_reached", InventoryWebhookKind.BackorderLimitReached, InventoryWebhookScopes.BackorderLimitReached)]
    public void Parse_EveryItemScope_IsKnownForAllOrOneChannel(string change, InventoryWebhookKind kind, string scope)
    {
        var forAll = Parse(Body(scope, """{"product_id":113,"variant_id":127,"location_id":2}"""));
        var forOne = Parse(
            Body($"store/channel/664179/inventory/product/{change}", """{"product_id":113,"variant_id":127,"location_id":2}"""));

        Assert.Equal(kind, forAll.Kind);
        Assert.Null(forAll.ChannelId);
        Assert.Equal(kind, forOne.Kind);
        Assert.Equal(664179, forOne.ChannelId);
        Assert.Equal(new ItemWebhookData { ProductId = 113, VariantId = 127, LocationId = 2 }, forOne.Data);
    }

    [Theory]
    [InlineData(InventoryWebhookScopes.LocationCreated, InventoryWebhookKind.LocationCreated)]
    [InlineData(InventoryWebhookScopes.LocationUpdated, InventoryWebhookKind.LocationUpdated)]
    public void Parse_LocationScopes_NameTheLocation(string scope, InventoryWebhookKind kind)
    {
        var webhook = Parse(Body(scope, """{"location_id":2}"""));

        Assert.Equal(kind, webhook.Kind);
        Assert.Equal(new LocationWebhookData { LocationId = 2 }, webhook.Data);
    }

    [Theory]
    [InlineData(InventoryWebhookScopes.LocationMetafieldCreated, InventoryWebhookKind.LocationMetafieldCreated)]
    [InlineData(InventoryWebhookScopes.LocationMetafieldUpdated, InventoryWebhookKind.LocationMetafieldUpdated)]
    [InlineData(InventoryWebhookScopes.LocationMetafieldDeleted, InventoryWebhookKind.LocationMetafieldDeleted)]
    public void Parse_MetafieldScopes_NameMetafieldAndLocation(string scope, InventoryWebhookKind kind)
    {
        var full = Parse(Body(scope, """{"metafield_id":10,"resource_id":"1","namespace":"opening","key":"sunday","type":"metafield"}"""));
        var bare = Parse(Body(scope, """{"metafield_id":10,"resource_id":1}"""));

        Assert.Equal(kind, full.Kind);
        Assert.Equal(new LocationMetafieldWebhookData { MetafieldId = 10, LocationId = 1, Namespace = "opening" }, full.Data);
        Assert.Equal(new LocationMetafieldWebhookData { MetafieldId = 10, LocationId = 1 }, bare.Data);
    }

    [Theory]
    [InlineData(
        "store/product/inventory/updated",
        InventoryWebhookKind.ProductInventoryUpdated,
        InventoryWebhookScopes.ProductInventoryUpdated)]
    [InlineData(
        "store/product/inventory/order/updated",
        InventoryWebhookKind.ProductInventoryOrderUpdated,
        InventoryWebhookScopes.ProductInventoryOrderUpdated)]
    [InlineData("store/sku/inventory/updated", InventoryWebhookKind.SkuInventoryUpdated, InventoryWebhookScopes.SkuInventoryUpdated)]
    [InlineData(
        "store/sku/inventory/order/updated",
        InventoryWebhookKind.SkuInventoryOrderUpdated,
        InventoryWebhookScopes.SkuInventoryOrderUpdated)]
    public void OlderScope_WithIds_IsTyped(string scope, InventoryWebhookKind kind, string constant)
    {
        var product = Parse(Body(scope, """{"type":"product","id":206,"inventory":{"product_id":206,"method":"absolute","value":5}}"""));
        var sku = Parse(
            Body(scope, """{"type":"sku","id":461,"inventory":{"product_id":"206","method":"relative","value":-1,"variant_id":509}}"""));
        var bare = Parse(Body(scope, """{"type":"product","id":206}"""));

        Assert.Equal((kind, constant), (product.Kind, product.Scope));
        Assert.Equal(new CatalogStockWebhookData { ProductId = 206 }, product.Data);
        Assert.Equal(new CatalogStockWebhookData { ProductId = 206, VariantId = 509 }, sku.Data);
        Assert.Equal(new CatalogStockWebhookData { ProductId = 206 }, bare.Data);
    }

    [Fact]
    public void OlderScope_TwoProductIds_TakesTheOneOfTheInventory() => Assert.Equal(
        new CatalogStockWebhookData { ProductId = 206 },
        Parse(Body(InventoryWebhookScopes.ProductInventoryUpdated, """{"type":"product","id":461,"inventory":{"product_id":206}}""")).Data);

    [Theory]
    [InlineData("""{"type":"sku","id":461}""")]
    [InlineData("""{"id":461}""")]
    [InlineData("""{"product":{"sku":"RE-130"}}""")]
    [InlineData("[206]")]
    [InlineData("null")]
    public void OlderScope_WithoutAProduct_KeepsItsData(string data)
    {
        var webhook = Parse(Body(InventoryWebhookScopes.SkuInventoryUpdated, data));

        Assert.Equal(InventoryWebhookKind.SkuInventoryUpdated, webhook.Kind);
        Assert.Equal(new UnknownWebhookData { Json = data }, webhook.Data);
    }

    [Fact]
    public void OlderScope_WithoutData_KeepsNull() =>
        Assert.Equal(
            new UnknownWebhookData { Json = "null" },
            Parse("""{"scope":"store/sku/inventory/updated","producer":"stores/abc123"}""").Data);

    [Theory]
    [InlineData("store/channel/*/inventory/product/qty_backordered_changed")]
    [InlineData("store/channel/*/inventory/product/STOCK_CHANGED")]
    [InlineData("store/channel//inventory/product/stock_changed")]
    [InlineData("store/channel/one/inventory/product/stock_changed")]
    [InlineData("store/channel/*/inventory/product/stock_changed/again")]
    [InlineData("store/inventory/location/deleted")]
    [InlineData("store/inventory/location/*")]
    [InlineData("store/order/created")]
    [InlineData("something else entirely")]
    public void Parse_UnknownScope_KeepsScopeAndData(string scope)
    {
        var webhook = Parse(Body(scope, """{"product_id": 113, "qty":[1, {"a":null}]}"""));

        Assert.Equal(InventoryWebhookKind.Unknown, webhook.Kind);
        Assert.Equal(scope, webhook.Scope);
        Assert.Null(webhook.ChannelId);
        Assert.Equal("abc123", webhook.StoreHash);
        Assert.Equal(new UnknownWebhookData { Json = """{"product_id": 113, "qty":[1, {"a":null}]}""" }, webhook.Data);
    }

    [Theory]
    [InlineData("\"text\"")]
    [InlineData("[1,2]")]
    [InlineData("17")]
    [InlineData("null")]
    public void Parse_UnknownScope_KeepsAnyData(string data) =>
        Assert.Equal(new UnknownWebhookData { Json = data }, Parse(Body("store/new", data)).Data);

    [Fact]
    public void Parse_UnknownScopeWithoutData_KeepsNull() =>
        Assert.Equal(new UnknownWebhookData { Json = "null" }, Parse("""{"scope":"store/new","producer":"stores/abc123"}""").Data);

    [Theory]
    [InlineData("""{"product_id":"113","variant_id":"127","location_id":"2"}""")]
    [InlineData("""{"product_id":113.0,"variant_id":1.27e2,"location_id":" 2 "}""")]
    [InlineData("""{"location_id":2,"new_field":{"deep":[{"location_id":9}]},"variant_id":127,"type":"product","product_id":113}""")]
    [InlineData("""{"product_id":1,"product_id":113,"variant_id":127,"location_id":2}""")]
    [InlineData("""{"product\u005fid":113,"variant_id":127,"location_id":"\u0032"}""")]
    public void Parse_IdsInAnyForm_AreRead(string data) =>
        Assert.Equal(
            new ItemWebhookData { ProductId = 113, VariantId = 127, LocationId = 2 },
            Parse(Body(InventoryWebhookScopes.StockChanged, data)).Data);

    [Theory]
    [InlineData("""{"product_id":113,"location_id":2}""")]
    [InlineData("""{"product_id":113,"variant_id":null,"location_id":2}""")]
    [InlineData("""{"product_id":113,"variant_id":0,"location_id":2}""")]
    [InlineData("""{"product_id":113,"variant_id":{},"location_id":2}""")]
    public void Parse_ProductWithoutVariant_HasNoVariantId(string data) =>
        Assert.Equal(new ItemWebhookData { ProductId = 113, LocationId = 2 }, Parse(Body(InventoryWebhookScopes.StockChanged, data)).Data);

    [Theory]
    [InlineData("1682624640", "1234567890")]
    [InlineData("\"1682624640\"", "1234567890")]
    [InlineData("1682624640.0", "\"1234567890\"")]
    public void Parse_EnvelopeInAnyFormAndOrder_IsRead(string createdAt, string storeId)
    {
        var webhook = Parse($$"""
            { "data": {"location_id": 2}, "new": [[], {"scope": "no"}], "created_at": {{createdAt}}, "store_id": {{storeId}},
              "scope": "store/inventory/location/created", "producer": "stores/abc123" }

            """);

        Assert.Equal(new DateTimeOffset(2023, 4, 27, 19, 44, 0, TimeSpan.Zero), webhook.CreatedAt);
        Assert.Equal(1234567890, webhook.StoreId);
        Assert.Equal(new LocationWebhookData { LocationId = 2 }, webhook.Data);
    }

    [Theory]
    [InlineData("9223372036854775807.0", long.MaxValue)]
    [InlineData("9223372036854775808.0", null)]
    [InlineData("-9223372036854775808.0", long.MinValue)]
    [InlineData("-9223372036854775809.0", null)]
    public void Parse_StoreIdWithAFraction_IsReadUpToTheLimitsOfLong(string storeId, long? expected) => Assert.Equal(
        expected,
        Parse($$"""{"store_id":{{storeId}},"scope":"store/new","producer":"stores/abc123"}""").StoreId);

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("\"\"")]
    [InlineData("\"yesterday\"")]
    [InlineData("1682624640.5")]
    [InlineData("-1")]
    [InlineData("253402300800")]
    [InlineData("1e400")]
    [InlineData("[1682624640]")]
    [InlineData("{\"seconds\":1682624640}")]
    public void Parse_InformativeMemberUnreadable_IsNull(string value)
    {
        var webhook = Parse(
            $$"""{"created_at": {{value}},"hash":17,"scope":"store/inventory/location/created","producer":"stores/abc123","data":{"location_id":2} }""");

        Assert.Null(webhook.CreatedAt);
        Assert.Null(webhook.StoreId);
        Assert.Null(webhook.Hash);
    }

    [Theory]
    [InlineData(0, "1970-01-01T00:00:00Z")]
    [InlineData(253_402_300_799, "9999-12-31T23:59:59Z")]
    public void Parse_FirstAndLastTime_AreRead(long createdAt, string expected)
    {
        var webhook = Parse(
            $$"""{"created_at": {{createdAt}},"hash":17,"scope":"store/inventory/location/created","producer":"stores/abc123","data":{"location_id":2} }""");

        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), webhook.CreatedAt);
    }

    [Fact]
    public void Parse_ByteOrderMark_IsSkipped()
    {
        byte[] body = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(StockChanged)];

        Assert.Equal(Parse(StockChanged), InventoryWebhookEvent.Parse(body));
    }

    [Theory]
    [InlineData("", "The webhook's body is not valid JSON (line 1, byte 1).")]
    [InlineData("<html>", "The webhook's body is not valid JSON (line 1, byte 1).")]
    [InlineData("{\n  \"scope\": oops }", "The webhook's body is not valid JSON (line 2, byte 12).")]
    [InlineData("""{"scope":"store/new","producer":"stores/abc123","data":{""", "The webhook's body is not valid JSON (line 1, byte 57).")]
    [InlineData("""{"scope":"store/new","producer":"stores/abc123"}{}""", "The webhook's body is not valid JSON (line 1, byte 49).")]
    [InlineData("[]", "The webhook's body is not a JSON object.")]
    [InlineData("null", "The webhook's body is not a JSON object.")]
    [InlineData("\"text\"", "The webhook's body is not a JSON object.")]
    [InlineData("{}", "The webhook's body has no \"scope\".")]
    [InlineData("""{"scope":" ","producer":"stores/abc123"}""", "The webhook's body has no \"scope\".")]
    [InlineData("""{"scope":["store/new"],"producer":"stores/abc123"}""", "The webhook's body has no \"scope\".")]
    [InlineData("""{"scope":"store/new"}""", "The webhook's body has no \"producer\" of the form \"stores/{store hash}\".")]
    [InlineData(
        """{"scope":"store/new","producer":"stores/"}""",
        "The webhook's body has no \"producer\" of the form \"stores/{store hash}\".")]
    [InlineData(
        """{"scope":"store/new","producer":"abc123"}""",
        "The webhook's body has no \"producer\" of the form \"stores/{store hash}\".")]
    [InlineData(
        """{"scope":"store/inventory/location/created","producer":"stores/abc123"}""",
        "The webhook's body has no object \"data\".")]
    [InlineData(
        """{"scope":"store/inventory/location/created","producer":"stores/abc123","data":[{"location_id":2}]}""",
        "The webhook's body has no object \"data\".")]
    [InlineData(
        """{"scope":"store/inventory/location/created","producer":"stores/abc123","data":{"location_id":"two"}}""",
        "The webhook's \"data\" has no usable \"location_id\".")]
    [InlineData(
        """{"scope":"store/inventory/location/created","producer":"stores/abc123","data":{"location_id":0}}""",
        "The webhook's \"data\" has no usable \"location_id\".")]
    [InlineData(
        """{"scope":"store/inventory/location/created","producer":"stores/abc123","data":{"location_id":2.5}}""",
        "The webhook's \"data\" has no usable \"location_id\".")]
    [InlineData(
        """{"scope":"store/inventory/location/created","producer":"stores/abc123","data":{"location_id":9223372036854775808}}""",
        "The webhook's \"data\" has no usable \"location_id\".")]
    [InlineData(
        """{"scope":"store/inventory/location/metafield/deleted","producer":"stores/abc123","data":{}}""",
        "The webhook's \"data\" has no usable \"metafield_id\".")]
    [InlineData(
        """{"scope":"store/inventory/location/metafield/deleted","producer":"stores/abc123","data":{"metafield_id":10,"resource_id":"9f1b"}}""",
        "The webhook's \"data\" has no usable \"resource_id\".")]
    [InlineData(
        """{"scope":"store/channel/*/inventory/product/stock_changed","producer":"stores/abc123","data":{"variant_id":127}}""",
        "The webhook's \"data\" has no usable \"product_id\".")]
    [InlineData(
        """{"scope":"store/channel/*/inventory/product/stock_changed","producer":"stores/abc123","data":{"product_id":113,"variant_id":127}}""",
        "The webhook's \"data\" has no usable \"location_id\".")]
    [InlineData("""{"scope":"\ud800","producer":"stores/abc123"}""", "The webhook's body contains text that is not valid Unicode.")]
    public void Parse_NotAnEvent_ThrowsWithTheReason(string body, string message)
    {
        var utf8 = Encoding.UTF8.GetBytes(body);

        var exception = Assert.Throws<WebhookFormatException>(() => InventoryWebhookEvent.Parse(utf8));

        Assert.Equal(message, exception.Message);
        Assert.IsAssignableFrom<FormatException>(exception);
        Assert.False(InventoryWebhookEvent.TryParse(utf8, out var webhook));
        Assert.Null(webhook);
    }

    [Fact]
    public void Parse_TooDeep_Throws()
    {
        var body = Encoding.UTF8.GetBytes(Body("store/new", new string('[', 100_000) + new string(']', 100_000)));

        Assert.StartsWith(
            "The webhook's body is not valid JSON",
            Assert.Throws<WebhookFormatException>(() => InventoryWebhookEvent.Parse(body)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Parse_DamagedBody_ReturnsAnEventOrThrowsWebhookFormatException()
    {
        var random = new Random(20260102);
        var bodies = new[]
        {
            StockChanged,
            Body(
                InventoryWebhookScopes.LocationMetafieldCreated,
                """{"metafield_id":10,"resource_id":"1","namespace":"a\u00e9\ud83d\ude00"}"""),
            Body("store/new", """{"a":[1,2.5,{"b":"\"\\"}]}"""),
        };
        int events = 0, refused = 0;

        for (var i = 0; i < 50_000; i++)
        {
            var body = Encoding.UTF8.GetBytes(bodies[i % bodies.Length]);
            for (var damage = random.Next(1, 4); damage > 0 && body.Length > 0; damage--)
            {
                var at = random.Next(body.Length);
                body = random.Next(4) switch
                {
                    0 => body[..at],
                    1 => [.. body[..at], .. body[(at + 1)..]],
                    2 => [.. body[..at], (byte)random.Next(256), .. body[at..]],
                    _ => [.. body[..at], (byte)"{}[]\",:\\u0-.e"[random.Next(13)], .. body[(at + 1)..]],
                };
            }

            if (InventoryWebhookEvent.TryParse(body, out var webhook))
            {
                Assert.Equal(webhook, InventoryWebhookEvent.Parse(body));
                events++;
            }
            else
            {
                Assert.Throws<WebhookFormatException>(() => InventoryWebhookEvent.Parse(body));
                refused++;
            }
        }

        Assert.Equal(50_000, events + refused);
        Assert.InRange(events, 1_000, 49_000);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void Parse_EveryCulture_ReadsTheSame(string culture)
    {
        var expected = Parse(StockChanged);

        InCulture(culture, () =>
        {
            Assert.Equal(expected, Parse(StockChanged));
            Assert.Equal(
                new ItemWebhookData { ProductId = 113, VariantId = 127, LocationId = 2 },
                Parse(Body(
                    "store/channel/7/inventory/product/stock_changed",
                    """{"product_id":"113","variant_id":127.0,"location_id":"2"}""")).Data);
            Assert.Equal(
                "The webhook's body is not valid JSON (line 1, byte 1).",
                Assert.Throws<WebhookFormatException>(() => Parse("")).Message);
        });
    }

    [Fact]
    public void Constructor_ByHand_DerivesKindAndChannel()
    {
        var made = new InventoryWebhookEvent
        {
            Scope = "store/channel/7/inventory/product/low_stock_reached",
            StoreHash = "abc123",
            Data = new ItemWebhookData { ProductId = 113, VariantId = 127, LocationId = 2 },
        };

        Assert.Equal(InventoryWebhookKind.LowStockReached, made.Kind);
        Assert.Equal(7, made.ChannelId);
        Assert.Equal(
            made,
            Parse(
                """{"producer":"stores/abc123","scope":"store/channel/7/inventory/product/low_stock_reached","data":{"variant_id":127,"product_id":113,"location_id":2}}"""));
        Assert.Equal(
            (InventoryWebhookKind.LocationCreated, null),
            (made with { Scope = InventoryWebhookScopes.LocationCreated }) is var copy ? (copy.Kind, copy.ChannelId) : default);
        Assert.Throws<ArgumentNullException>("value", () => made with { Scope = null! });
    }

    private static InventoryWebhookEvent Parse(string body) => InventoryWebhookEvent.Parse(Encoding.UTF8.GetBytes(body));

    private static string Body(string scope, string data) =>
        $$"""{"producer":"stores/abc123","hash":"e0c298b8","created_at":1682624640,"store_id":"1234567890","scope":"{{scope}}","data":{{data}}}""";
}

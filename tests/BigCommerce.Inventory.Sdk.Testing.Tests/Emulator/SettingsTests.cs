using BigCommerce.Inventory.Testing;
using Xunit;

namespace BigCommerce.Inventory.Tests.Emulator;

public sealed class SettingsTests : IDisposable
{
    private const string Path = "inventory/locations/1/items";

    private readonly EmulatorHarness _emulator = new();

    public SettingsTests()
    {
        _emulator.Store.AddItem("A", variantId: 7, productId: 70);
        _emulator.Store.AddItem("B", variantId: 8, productId: 80, tracking: InventoryTracking.Product);
        _emulator.Store.SetStock(1, "A", 10);
    }

    public void Dispose() => _emulator.Dispose();

    [Fact]
    public async Task UpdateSettings_SettingOmitted_KeepsItsValue()
    {
        await _emulator.PutAsync(
            Path,
            """{"settings":[{"identity":{"sku":"A"},"safety_stock":3,"is_in_stock":false,"warning_level":5,"bin_picking_number":"B-12","backorder_limit":20}]}""");
        Assert.Equal(
            """27 {"safety_stock":3,"is_in_stock":false,"warning_level":5,"bin_picking_number":"B-12","backorder_limit":20,"backorder_message":null}""",
            await ReadAsync("A"));

        var reply = await _emulator.PutAsync(Path, """{"settings":[{"identity":{"variant_id":7},"safety_stock":4}]}""");
        Assert.Equal(200, reply.Status);
        Assert.NotNull(reply.Json["transaction_id"]);
        Assert.Equal(
            """26 {"safety_stock":4,"is_in_stock":false,"warning_level":5,"bin_picking_number":"B-12","backorder_limit":20,"backorder_message":null}""",
            await ReadAsync("A"));
    }

    [Fact]
    public async Task UpdateSettings_BackorderLimitNullOrOmitted_IsUnlimitedOrUnchanged()
    {
        await _emulator.PutAsync(Path, """{"settings":[{"identity":{"product_id":80},"backorder_limit":null}]}""");
        Assert.Contains("\"backorder_limit\":null", await ReadAsync("B"), StringComparison.Ordinal);

        await _emulator.PutAsync(Path, """{"settings":[{"identity":{"product_id":80},"warning_level":1}]}""");
        Assert.Contains("\"backorder_limit\":null", await ReadAsync("B"), StringComparison.Ordinal);

        await _emulator.PutAsync(Path, """{"settings":[{"identity":{"product_id":80},"backorder_limit":0}]}""");
        Assert.Contains("\"backorder_limit\":0", await ReadAsync("B"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UpdateSettings_VisibilityDelay_ShowsLaterAndChangesNoStock()
    {
        using var emulator = new EmulatorHarness(options => options.VisibilityDelay = TimeSpan.FromSeconds(3));
        emulator.Store.AddItem("A");

        await emulator.PutAsync(Path, """{"settings":[{"identity":{"sku":"A"},"safety_stock":3}]}""");

        Assert.Null(emulator.Store.GetOnHand(1, "A"));
        Assert.Equal(0, (await emulator.GetAsync(Path)).Json["data"]![0]!["available_to_sell"]!.GetValue<int>());
        emulator.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(-3, (await emulator.GetAsync(Path)).Json["data"]![0]!["available_to_sell"]!.GetValue<int>());
    }

    [Fact]
    public async Task UpdateSettings_UnknownMembers_AreIgnored()
    {
        var reply = await _emulator.PutAsync(
            Path,
            """{"settings":[{"identity":{"sku":"A","note":{"variant_id":8},"tag":1},"warning_level":9,"note":[1]},{"identity":{"product_id":80},"warning_level":4}]}""");

        Assert.Equal(200, reply.Status);
        Assert.Contains("\"warning_level\":9", await ReadAsync("A"), StringComparison.Ordinal);
        Assert.Contains("\"warning_level\":4", await ReadAsync("B"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UpdateSettings_UnknownFilterAndUnknownItem_TheFilterIsRefused()
    {
        var reply = await _emulator.PutAsync(Path + "?page=1", """{"settings":[{"identity":{"sku":"NO-SUCH"},"safety_stock":1}]}""");

        Assert.Equal((422, "The filter(s): page are not valid filter parameter(s)."), (reply.Status, reply.Title));
    }

    [Fact]
    public async Task UpdateSettings_RowWithoutASetting_IsRefused()
    {
        var reply = await _emulator.PutAsync(Path, """{"settings":[{"identity":{"sku":"A"}}]}""");

        Assert.Equal(422, reply.Status);
        reply.AssertBody("""
            {
              "status": 422,
              "title": "Payload contains invalid fields",
              "type": "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes",
              "errors": {"setting.0.settings": "At least one setting must be specified: warning_level, is_in_stock or safety_stock"}
            }
            """);
    }

    [Theory]
    [InlineData(
        """{"identity":{"sku":"A"},"safety_stock":-1}""",
        "Payload contains invalid fields",
        """{"setting.1.safety_stock":"must be between 0 and 2147483647"}""")]
    [InlineData(
        """{"identity":{"sku":"A","variant_id":7},"safety_stock":1}""",
        "Payload contains invalid fields",
        """{"setting.1.identity":"Exactly one identity must be specified: sku, variant_id or product_id"}""")]
    [InlineData(
        """{"safety_stock":1}""",
        "Payload contains invalid fields",
        """{"setting.1.identity":"Exactly one identity must be specified: sku, variant_id or product_id"}""")]
    [InlineData(
        """{"identity":{"sku":"A"},"safety_stock":null,"warning_level":1}""",
        "JSON data is missing or invalid",
        """{"settings[1].safety_stock":"error.expected.jsnumber"}""")]
    [InlineData(
        """{"identity":{"sku":"A"},"warning_level":null,"safety_stock":1}""",
        "JSON data is missing or invalid",
        """{"settings[1].warning_level":"error.expected.jsnumber"}""")]
    [InlineData(
        """{"identity":{"sku":"A"},"is_in_stock":null,"warning_level":1}""",
        "JSON data is missing or invalid",
        """{"settings[1].is_in_stock":"error.expected.jsboolean"}""")]
    [InlineData(
        """{"identity":{"sku":"A"},"is_in_stock":"yes"}""",
        "JSON data is missing or invalid",
        """{"settings[1].is_in_stock":"error.expected.jsboolean"}""")]
    [InlineData(
        """{"identity":"A","warning_level":1}""",
        "JSON data is missing or invalid",
        """{"settings[1].identity":"error.expected.jsobject"}""")]
    [InlineData(
        """{"identity":{"sku":"A"},"bin_picking_number":7}""",
        "JSON data is missing or invalid",
        """{"settings[1].bin_picking_number":"error.expected.jsstring"}""")]
    [InlineData(
        """{"identity":{"sku":"A"},"bin_picking_number":null,"warning_level":1}""",
        "JSON data is missing or invalid",
        """{"settings[1].bin_picking_number":"error.expected.jsstring"}""")]
    [InlineData("""{"identity":{"sku":"C"},"warning_level":1}""", "Items not found, identities: [sku C]", "{}")]
    [InlineData(
        """{"identity":{"variant_id":8},"warning_level":1}""",
        "[Item with variant_id 8 is tracked by product, please update stock by product id]",
        "{}")]
    public async Task UpdateSettings_OneBadRow_RejectsTheWholeRequest(string row, string title, string errors)
    {
        var reply = await _emulator.PutAsync(Path, $$"""{"settings":[{"identity":{"sku":"A"},"warning_level":9},{{row}}]}""");

        Assert.Equal((422, title, errors), (reply.Status, reply.Title, reply.Json["errors"]!.ToJsonString()));
        Assert.Contains("\"warning_level\":0", await ReadAsync("A"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[]""", """{"":"error.expected.jsobject"}""")]
    [InlineData("""{}""", """{"settings":"error.path.missing"}""")]
    [InlineData("""{"settings":{}}""", """{"settings":"error.expected.jsarray"}""")]
    public async Task UpdateSettings_BodyOfWrongShape_NamesThePath(string body, string errors)
    {
        var reply = await _emulator.PutAsync(Path, body);

        Assert.Equal((422, "JSON data is missing or invalid", errors), (reply.Status, reply.Title, reply.Json["errors"]!.ToJsonString()));
    }

    [Fact]
    public async Task UpdateSettings_UnknownLocation_IsRefused()
    {
        var reply = await _emulator.PutAsync("inventory/locations/9/items", """{"settings":[{"identity":{"sku":"A"},"safety_stock":3}]}""");

        Assert.Equal((422, "Location not found, identities: [9]"), (reply.Status, reply.Title));
    }

    [Fact]
    public async Task UpdateSettings_MoreThan2000Rows_IsRefused()
    {
        static string Rows(int count) =>
            $$"""{"settings":[{{string.Join(',', Enumerable.Repeat("""{"identity":{"sku":"A"},"warning_level":2}""", count))}}]}""";

        Assert.Equal(200, (await _emulator.PutAsync(Path, Rows(2000))).Status);
        var reply = await _emulator.PutAsync(Path, Rows(2001));

        Assert.Equal((422, """{"settings":"must not have more than 2000 items"}"""), (reply.Status, reply.Json["errors"]!.ToJsonString()));
    }

    private async Task<string> ReadAsync(string sku)
    {
        var item = (await _emulator.GetAsync($"{Path}?sku:in={sku}")).Json["data"]![0]!;
        return $"{item["available_to_sell"]} {item["settings"]!.ToJsonString()}";
    }
}

using System.Text;
using System.Text.Json;
using BigCommerce.Inventory.Serialization;

namespace BigCommerce.Inventory.Tests.Serialization;

/// <summary>The item page reader either reads exactly what the serializer reads, or returns null.</summary>
public class ItemPageReaderTests
{
    private const string Page = """
        {"data":[
          {"identity":{"sku":"RE-130","variant_id":79,"product_id":120,"sku_id":null},
           "locations":[
             {"location_id":1,"location_code":"BC-1","location_name":"Lager K\u00f6ln","available_to_sell":-9,"total_inventory_onhand":10,"qty_backordered":3,"location_enabled":false,
              "settings":{"safety_stock":19,"is_in_stock":false,"warning_level":2,"bin_picking_number":"A \"1\"","backorder_limit":7,
                "backorder_message":{"id":5,"name":"later","message":"In a week","is_default":true,"created_at":"2026-03-01T00:00:00Z"}}},
             {"location_id":2,"location_code":"","location_name":null,"available_to_sell":null,"total_inventory_onhand":0}]},
          {"identity":[],"locations":[]},
          {}],
         "meta":{"pagination":{"total":3,"total_pages":1,"links":[]}}}
        """;

    [Fact]
    public void TryRead_InventoryItems_ReadsEveryMember()
    {
        var page = TryRead<InventoryItem>(Page);

        Assert.NotNull(page);
        Assert.Equal(3, page.Data.Count);
        Assert.Equal(new ItemIdentity { Sku = "RE-130", VariantId = 79, ProductId = 120 }, page.Data[0].Identity);
        Assert.Equal(
            [
                new StockAtLocation
                {
                    LocationId = 1,
                    LocationCode = "BC-1",
                    LocationName = "Lager Köln",
                    AvailableToSell = -9,
                    TotalInventoryOnHand = 10,
                    QuantityBackordered = 3,
                    LocationEnabled = false,
                    Settings = new ItemSettings
                    {
                        SafetyStock = 19,
                        IsInStock = false,
                        WarningLevel = 2,
                        BinPickingNumber = "A \"1\"",
                        BackorderLimit = 7,
                        BackorderMessage = new BackorderMessage
                        {
                            Id = 5,
                            Name = "later",
                            Message = "In a week",
                            IsDefault = true,
                            CreatedAt = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero),
                        },
                    },
                },
                new StockAtLocation { LocationId = 2 },
            ],
            page.Data[0].Locations);
        Assert.Equal(ItemIdentity.Unknown, page.Data[1].Identity);
        Assert.Empty(page.Data[1].Locations);
        Assert.Equal(ItemIdentity.Unknown, page.Data[2].Identity);
        Assert.Empty(page.Data[2].Locations);
        Assert.Equal(new Pagination { Total = 3, TotalPages = 1 }, page.Meta.Pagination);
    }

    [Fact]
    public void TryRead_LocationItems_ReadsEveryMember()
    {
        var page = TryRead<LocationItem>("""
            {"data":[{"identity":{"sku":null,"variant_id":79,"product_id":120,"sku_id":8},"available_to_sell":1,"total_inventory_onhand":2,"qty_backordered":3,"settings":{"safety_stock":4}}],"meta":[]}
            """);

        Assert.NotNull(page);
        Assert.Equal(
            new LocationItem
            {
                Identity = new ItemIdentity { VariantId = 79, ProductId = 120, SkuId = 8 },
                AvailableToSell = 1,
                TotalInventoryOnHand = 2,
                QuantityBackordered = 3,
                Settings = new ItemSettings { SafetyStock = 4 },
            },
            Assert.Single(page.Data));
        Assert.Equal(new PageMeta(), page.Meta);
    }

    [Theory]
    [InlineData(
        """{"meta":{},"data":[{"locations":[{"settings":{"warning_level":5,"safety_stock":0},"location_id":3}],"identity":{"sku_id":1,"sku":"a"}}]}""",
        "any order")]
    [InlineData(
        """{"data":[{"new":1.5e3,"locations":[{"new":[{"a":[null,{}]}],"location_id":3,"settings":{"new":"\u0041","warning_level":5}}],"identity":{"new":true,"sku":"a","sku_id":1}}],"new":{"x":-0.1}}""",
        "unknown members")]
    [InlineData(
        "{ \"data\"\t:\r\n[ { \"identity\" : { \"sku\" : \"a\" , \"sku_id\" : 1 } , \"locations\" : [ { \"location_id\" : 3 , \"settings\" : { \"warning_level\" : 5 } } ] } ] } \n",
        "spaces")]
    [InlineData(
        "{\"data\": [{\"identity\": {\"sku\":\t\"a\", \"sku_id\": 1}, \"locations\":\n[{\"location_id\":\n3, \"settings\": {\"warning_level\": 5}}]}]}",
        "spaces after punctuation")]
    [InlineData(
        """{"data":[{"identity":{"sku":"b"},"identity":{"sku":"a","sku_id":1},"locations":[],"locations":[{"location_id":9,"location_id":3,"settings":[],"settings":{"warning_level":5}}]}]}""",
        "members that come twice")]
    public void TryRead_OtherSpellings_ReadsThem(string json, string spelling)
    {
        var page = TryRead<InventoryItem>(json);

        Assert.True(page is not null, spelling);
        var item = Assert.Single(page.Data);
        Assert.Equal(new ItemIdentity { Sku = "a", SkuId = 1 }, item.Identity);
        Assert.Equal(
            new StockAtLocation { LocationId = 3, Settings = new ItemSettings { WarningLevel = 5 } },
            Assert.Single(item.Locations));
    }

    [Fact]
    public void TryRead_MetaInAnotherOrder_ReadsEveryMember()
    {
        var meta = TryRead<InventoryItem>("""
            {"data":[],"meta":{"cursor_pagination":{"end_cursor":"b"},"pagination":{"links":{"next":"?page=2"},"total":3}}}
            """)!.Meta;

        Assert.Equal(new CursorPagination { EndCursor = "b" }, meta.CursorPagination);
        Assert.Equal(new Pagination { Total = 3, Links = new PageLinks { Next = "?page=2" } }, meta.Pagination);
    }

    [Theory]
    [InlineData("""{"d\u0061ta":[]}""")]
    [InlineData("""{"data":[null]}""")]
    [InlineData("""{"data":[[]]}""")]
    [InlineData("""{"data":null}""")]
    [InlineData("""{"data":[{"identity":{"variant_id":"79"}}]}""")]
    [InlineData("""{"data":[{"identity":{"variant_id":79.0}}]}""")]
    [InlineData("""{"data":[{"identity":{"variant_id":7e1}}]}""")]
    [InlineData("""{"data":[{"identity":{"variant_id":-9223372036854775808}}]}""")]
    [InlineData("""{"data":[{"identity":{"sku":130}}]}""")]
    [InlineData("""{"data":[{"locations":[{"location_enabled":1}]}]}""")]
    public void TryRead_UnusualValues_ReturnsNull(string json)
    {
        Assert.Null(TryRead<InventoryItem>(json));
        Assert.NotNull(JsonSerializer.Deserialize(json, WireJson.TypeInfo<Page<InventoryItem>>())!.Data);
    }

    [Theory]
    [InlineData("2147483648", 2147483648, int.MaxValue)]
    [InlineData("-2147483649", -2147483649, int.MinValue)]
    [InlineData("9223372036854775807", long.MaxValue, int.MaxValue)]
    [InlineData("-9223372036854775807", -long.MaxValue, int.MinValue)]
    public void Number_Of64Bits_IsReadWithoutTheSerializer(string number, long expected, int endOfRange)
    {
        var place = Assert.Single(TryRead<InventoryItem>($$"""
            {"data":[{"locations":[{"available_to_sell":{{number}},"total_inventory_onhand":{{number}},"qty_backordered":{{number}}}]}]}
            """)!.Data[0].Locations);

        Assert.Equal(
            (expected, endOfRange, endOfRange),
            (place.AvailableToSell, place.TotalInventoryOnHand, place.QuantityBackordered!.Value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"data":[]} {}""")]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"data":[],}""")]
    [InlineData("""{"data":[{},]}""")]
    [InlineData("""{"data":[{}""")]
    [InlineData("""{"data":[{},""")]
    [InlineData("""{"data":[{"identity":{"variant_id": """)]
    [InlineData("""{"data":[{"identity":{"variant_id":7""")]
    [InlineData("""{"data":[{"identity":{"sku":"RE""")]
    [InlineData("""{"data":[{"identity":{"sku":"RE\""")]
    [InlineData("""{"data":[{"identity":{"sku":"\u00"}}]}""")]
    [InlineData("""{"data":[{"identity":{"sku":"\ud800"}}]}""")]
    [InlineData("""{"data":[{"locations":[{"location_code":"\x"}]}]}""")]
    [InlineData("""{"data":[{"identity":{"variant_id":079}}]}""")]
    [InlineData("""{"data":[{"identity":{"variant_id":-}}]}""")]
    [InlineData("""{"data":[{"identity":{"variant_id":7x}}]}""")]
    [InlineData("""{"data":[{"identity":{"sku" "RE"}}]}""")]
    [InlineData("""{"data":[{"locations":[{"available_to_sell":9223372036854775808}]}]}""")]
    [InlineData("""{"data":[{"locations":[{"location_code":"a"},{"location_code":"a"},{"location_code":"a}]}]}""")]
    [InlineData("""{"data":[{"locations":[{"location_enabled":trueish}]}]}""")]
    [InlineData("""{"data":[{"locations":[{"location_enabled":nul}]}]}""")]
    [InlineData("""{"data":[],"x":[1,}""")]
    [InlineData("{\"data\":[{\"identity\":{\"sku\":\"a\nb\"}}]}")]
    [InlineData("""/* none */{"data":[]}""")]
    public void TryRead_InvalidJson_ReturnsNull(string json) => Assert.Null(TryRead<InventoryItem>(json));

    [Fact]
    public void TryRead_InvalidUtf8_ReturnsNull()
    {
        byte[] json = [.. """{"data":[{"identity":{"sku":" """u8, 0xC3, .. "\"}}]}"u8];

        Assert.Null(ItemPageReader.TryRead(typeof(Page<InventoryItem>), json));
    }

    [Fact]
    public void TryRead_OtherType_ReturnsNull() => Assert.Null(ItemPageReader.TryRead(typeof(Page<Location>), """{"data":[]}"""u8));

    [Theory]
    [InlineData("BC-1", "Köln")]
    [InlineData("\\u0042C-1", "K\\u00f6ln")]
    [InlineData("B", "")]
    public void TryRead_RepeatedText_SharesOneString(string code, string name)
    {
        var location = $$"""{"location_code":"{{code}}","location_name":"{{name}}"}""";
        var page = TryRead<InventoryItem>($$"""{"data":[{"locations":[{{location}},{{location}}]},{"locations":[{{location}}]}]}""")!;

        var locations = page.Data.SelectMany(item => item.Locations).ToArray();
        Assert.Equal(3, locations.Length);
        Assert.All(locations, place => Assert.Same(locations[0].LocationCode, place.LocationCode));
        Assert.All(locations, place => Assert.Same(locations[0].LocationName, place.LocationName));
    }

    [Theory]
    [InlineData("A1", "B1")]
    [InlineData("BC-LOCATION-1", "BC-LOCATION-2")]
    public void TryRead_TwoTextsByTurns_SharesOneStringForEach(string first, string second)
    {
        var pair = $$"""{"location_code":"{{first}}"},{"location_code":"{{second}}"}""";
        var locations = TryRead<InventoryItem>($$"""{"data":[{"locations":[{{pair}},{{pair}}]}]}""")!.Data[0].Locations;

        Assert.Equal([first, second, first, second], locations.Select(place => place.LocationCode));
        Assert.Same(locations[0].LocationCode, locations[2].LocationCode);
        Assert.Same(locations[1].LocationCode, locations[3].LocationCode);
    }

    [Fact]
    public void TryRead_LongPageAfterALongerOne_ReadsItsOwnTexts()
    {
        TryRead<InventoryItem>(Page("A", 4000));

        var page = TryRead<InventoryItem>(Page("B", 3000))!;

        Assert.Equal(Enumerable.Range(0, 3000).Select(number => $"B{number}"), page.Data[0].Locations.Select(place => place.LocationCode));

        static string Page(string prefix, int count) =>
            $$"""{"data":[{"locations":[{{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"location_code":"{{prefix}}{{i}}"}"""))}}]}]}""";
    }

    [Fact]
    public void TryRead_ShortPage_AllocatesLittleMoreThanItsItems()
    {
        var json = Encoding.UTF8.GetBytes("""{"data":[{"identity":{"sku":"a"},"locations":[{"location_id":1,"settings":{"safety_stock":1}}]}]}""");

        var allocated = Enumerable.Range(0, 5).Min(_ => Allocated(() => ItemPageReader.TryRead(typeof(Page<InventoryItem>), json)));

        Assert.InRange(allocated, 0, 4 * 1024);
    }

    [Fact]
    public void TryRead_LongPage_AllocatesLittleMoreThanItsItems()
    {
        // Each item has stock at the same locations.
        var stock = string.Join(',', Enumerable.Range(1, 4).Select(id => $$$"""
            {"location_id":{{{id}}},"location_code":"BC-LOCATION-{{{id}}}","location_name":"Location {{{id}}}","available_to_sell":4,"settings":{"safety_stock":1}}
            """));
        var items = string.Join(',', Enumerable.Repeat($$"""{"identity":{"sku":"RE-130"},"locations":[{{stock}}]}""", 200));
        var json = Encoding.UTF8.GetBytes($$"""{"data":[{{items}}]}""");
        var page = (Page<InventoryItem>)ItemPageReader.TryRead(typeof(Page<InventoryItem>), json)!;

        var copied = Enumerable.Range(0, 5).Min(_ => Allocated(() => Copy(page.Data)));
        var allocated = Enumerable.Range(0, 5).Min(_ => Allocated(() => ItemPageReader.TryRead(typeof(Page<InventoryItem>), json)));

        Assert.InRange(allocated, 0, copied + (8 * 1024));

        static InventoryItem[] Copy(IReadOnlyList<InventoryItem> items)
        {
            var location = new LocationAtStock { Id = 1, Code = "BC-LOCATION-1", Name = "Location 1", IsEnabled = true };
            var copies = new InventoryItem[items.Count];
            for (var i = 0; i < copies.Length; i++)
            {
                var places = new StockAtLocation[items[i].Locations.Count];
                for (var j = 0; j < places.Length; j++)
                {
                    places[j] = new StockAtLocation(location) { AvailableToSell = 4, Settings = items[i].Locations[j].Settings };
                }

                copies[i] = new InventoryItem
                {
                    Identity = items[i].Identity with { Sku = new string('a', items[i].Identity.Sku!.Length) },
                    Locations = new ValueArray<StockAtLocation>(places),
                };
            }

            return copies;
        }
    }

    [Fact]
    public void TryRead_ManyTexts_KeepsThemApart()
    {
        string[] codes = [.. Enumerable.Range(0, 2000).Select(number => $"C{number}")];
        var page = TryRead<InventoryItem>(
            $$"""{"data":[{"locations":[{{string.Join(',', codes.Select(code => $$"""{"location_code":"{{code}}"}"""))}}]}]}""")!;

        Assert.Equal(codes, page.Data[0].Locations.Select(place => place.LocationCode));
    }

    [Fact]
    public void TryRead_RepeatedSettings_SharesOneRecord()
    {
        var page = TryRead<LocationItem>("""
            {"data":[{"settings":{"safety_stock":1,"warning_level":2}},{"settings":{"safety_stock":1,"warning_level":2}},{"settings":{"safety_stock":1,"warning_level":23}}]}
            """)!;

        Assert.Same(page.Data[0].Settings, page.Data[1].Settings);
        Assert.Equal([2, 2, 23], page.Data.Select(item => item.Settings.WarningLevel));
    }

    [Fact]
    public void TryRead_SettingsRepeatedLater_SharesOneRecord()
    {
        var stock = Enumerable.Range(0, 300).Select(
            i => $$$"""{"location_id":{{{i}}},"settings":{"safety_stock":{{{i % 3}}},"backorder_message":{"id":{{{i % 2}}}},"warning_level":7}}""");
        var locations = TryRead<InventoryItem>($$$"""{"data":[{"locations":[{{{string.Join(',', stock)}}}]}],"meta":{}}""")!.Data[0].Locations;

        for (var i = 0; i < 300; i++)
        {
            var settings = locations[i].Settings;
            Assert.Equal((i % 3, i % 2, 7), (settings.SafetyStock, (int)settings.BackorderMessage!.Id, settings.WarningLevel));
        }

        Assert.Same(locations[0].Settings, locations[6].Settings);
    }

    [Fact]
    public void TryRead_SettingsThatOftenRepeat_AreSharedToTheEnd()
    {
        // One of three is different each time.
        var page = Settings(Enumerable.Range(0, 3000).Select(i => i % 3 == 0 ? 100 + i : i % 3));

        Assert.Equal(100 + 2997, page[2997].SafetyStock);
        Assert.Same(page[2995], page[2998]);
        Assert.Same(page[2996], page[2999]);
    }

    [Fact]
    public void TryRead_SettingsThatSeldomRepeat_AreNotLookedFor()
    {
        var page = Settings([.. Enumerable.Range(0, 300), 1, 2, 1, 2]);

        Assert.Equal([1, 2, 1, 2], page[300..].Select(settings => settings.SafetyStock));
        Assert.NotSame(page[300], page[302]);
        Assert.NotSame(page[301], page[303]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(200)]
    public void TryRead_CopyOfAnEntryChanged_LeavesTheOthers(int items)
    {
        var entries = Enumerable.Repeat(
            """{"locations":[{"location_id":1,"location_code":"A","location_name":"B","available_to_sell":4,"total_inventory_onhand":5}]}""",
            items);
        var page = TryRead<InventoryItem>($$$"""{"data":[{{{string.Join(',', entries)}}}],"meta":{}}""")!.Data;
        var stock = new StockAtLocation { LocationId = 1, LocationCode = "A", LocationName = "B", AvailableToSell = 4, TotalInventoryOnHand = 5 };
        var first = page[0].Locations[0];

        var changed = first with { LocationId = 2, LocationCode = "C", LocationName = "D", LocationEnabled = false };

        Assert.Equal((2, "C", "D", false, 4), (changed.LocationId, changed.LocationCode, changed.LocationName, changed.LocationEnabled, changed.AvailableToSell));
        Assert.Equal(5, changed.TotalInventoryOnHand);
        Assert.All(page, item => Assert.Equal(stock, Assert.Single(item.Locations)));
        Assert.Equal(first, first with { });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(9)]
    public void TryRead_AnyNumberOfLocations_IsAListOfThem(int count)
    {
        var stock = Enumerable.Range(1, count).Select(id => $$$"""{"location_id":{{{id}}}}""");
        var locations = TryRead<InventoryItem>($$$"""{"data":[{"locations":[{{{string.Join(',', stock)}}}]}],"meta":{}}""")!.Data[0].Locations;

        Assert.Equal(count, locations.Count);
        Assert.Equal(Enumerable.Range(1, count), locations.Select(location => (int)location.LocationId));
        Assert.Equal(Enumerable.Range(1, count), Enumerable.Range(0, count).Select(i => (int)locations[i].LocationId));
        Assert.ThrowsAny<Exception>(() => locations[count]);
        IReadOnlyList<StockAtLocation> same = [.. locations];
        Assert.Equal(new InventoryItem { Locations = same }, new InventoryItem { Locations = locations });
    }

    [Fact]
    public void TryRead_MembersMissing_HasTheSerializersDefaults()
    {
        const string Json = """{"data":[{"locations":[{"settings":{}}]}]}""";

        var read = TryRead<InventoryItem>(Json)!.Data[0].Locations[0];
        var generated = JsonSerializer.Deserialize(Json, WireJson.TypeInfo<Page<InventoryItem>>())!.Data[0].Locations[0];

        Assert.Equal(new StockAtLocation(), read);
        Assert.Equal(new StockAtLocation(), generated);
        Assert.Equal((true, true), (read.LocationEnabled, read.Settings.IsInStock));
    }

    private static ItemSettings[] Settings(IEnumerable<int> safetyStocks)
    {
        var items = safetyStocks.Select(stock => $$$"""{"settings":{"safety_stock":{{{stock}}}}}""");
        return [.. TryRead<LocationItem>($$$"""{"data":[{{{string.Join(',', items)}}}]}""")!.Data.Select(item => item.Settings)];
    }

    private static long Allocated(Func<object?> run)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        GC.KeepAlive(run());
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static Page<T>? TryRead<T>(string json) => (Page<T>?)ItemPageReader.TryRead(typeof(Page<T>), Encoding.UTF8.GetBytes(json));
}

using System.Globalization;
using System.Text.Json;

namespace BigCommerce.Inventory.Tests.Serialization;

/// <summary>Unusual forms of values that the API or an intermediary is known to send.</summary>
public class LenientReadingTests
{
    [Theory]
    [InlineData("7", 7)]
    [InlineData("\"7\"", 7)]
    [InlineData("-3", -3)]
    [InlineData("\" -3 \"", -3)]
    [InlineData("7.0", 7)]
    [InlineData("\"7.0\"", 7)]
    [InlineData("7e0", 7)]
    [InlineData("null", 0)]
    [InlineData("\"\"", 0)]
    [InlineData("[]", 0)]
    public void Integer_AnyForm_IsRead(string json, int expected) =>
        Assert.Equal(expected, Item($$"""{"total_inventory_onhand":{{json}}}""").TotalInventoryOnHand);

    [Theory]
    [InlineData("7.5")]
    [InlineData("\"seven\"")]
    [InlineData("true")]
    [InlineData("9223372036854775808")]
    [InlineData("1e400")]
    public void Integer_InvalidNumber_Throws(string json) =>
        Assert.ThrowsAny<Exception>(() => Item($$"""{"total_inventory_onhand":{{json}}}"""));

    [Theory]
    [InlineData("2147483648", int.MaxValue)]
    [InlineData("9223372036854775807", int.MaxValue)]
    [InlineData("\"2147483648\"", int.MaxValue)]
    [InlineData("3e9", int.MaxValue)]
    [InlineData("-2147483649", int.MinValue)]
    [InlineData("-9223372036854775808", int.MinValue)]
    public void Int32Member_NumberOf64Bits_ReadsAsEndOfRange(string json, int expected)
    {
        var item = Item(
            $$$"""{"total_inventory_onhand":{{{json}}},"qty_backordered":{{{json}}},"settings":{"safety_stock":{{{json}}},"warning_level":{{{json}}},"backorder_limit":{{{json}}}}}""");

        Assert.Equal((expected, expected), (item.TotalInventoryOnHand, item.QuantityBackordered));
        Assert.Equal(new ItemSettings { SafetyStock = expected, WarningLevel = expected, BackorderLimit = expected }, item.Settings);
    }

    [Theory]
    [InlineData("2147483648", 2147483648)]
    [InlineData("-2147483649", -2147483649)]
    [InlineData("999999999999999999", 999999999999999999)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775807", -long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("\"9223372036854775807\"", long.MaxValue)]
    public void AvailableToSell_NumberOf64Bits_ReadsExactly(string json, long expected)
    {
        Assert.Equal(expected, Item($$"""{"available_to_sell":{{json}}}""").AvailableToSell);
        Assert.Equal(
            expected,
            Wire.Read<Page<InventoryItem>>(
                $$"""{"data":[{"locations":[{"available_to_sell":{{json}}}]}]}""").Data[0].Locations[0].AvailableToSell);
    }

    [Theory]
    [InlineData("null", null)]
    [InlineData("\"\"", null)]
    [InlineData("[]", null)]
    [InlineData("0", 0)]
    [InlineData("\"20\"", 20)]
    public void BackorderLimit_NullOrZero_Differ(string json, int? expected) =>
        Assert.Equal(expected, Item($$$"""{"settings":{"backorder_limit":{{{json}}}}}""").Settings.BackorderLimit);

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("1", true)]
    [InlineData("0", false)]
    [InlineData("\"1\"", true)]
    [InlineData("\"0\"", false)]
    [InlineData("\"true\"", true)]
    [InlineData("\"FALSE\"", false)]
    [InlineData("null", false)]
    [InlineData("\"\"", false)]
    public void Boolean_AnyForm_IsRead(string json, bool expected) =>
        Assert.Equal(expected, Location($$"""{"managed_by_external_source":{{json}}}""").ManagedByExternalSource);

    [Theory]
    [InlineData("""{"enabled":null,"storefront_visibility":null}""", true)]
    [InlineData("{}", true)]
    [InlineData("""{"enabled":"0","storefront_visibility":0}""", false)]
    [InlineData("""{"enabled":false,"storefront_visibility":"false"}""", false)]
    public void Boolean_TrueByDefault_IsRead(string json, bool expected)
    {
        var location = Location(json);

        Assert.Equal((expected, expected), (location.Enabled, location.StorefrontVisibility));
    }

    [Fact]
    public void Settings_MissingOrEmpty_HaveTheDefaults()
    {
        var expected = new ItemSettings { SafetyStock = 0, IsInStock = true, WarningLevel = 0 };

        Assert.Equal(expected, Item("""{"settings":[]}""").Settings);
        Assert.Equal(expected, Item("""{"settings":null}""").Settings);
        Assert.Equal(
            expected,
            Item(
                """{"settings":{"is_in_stock":null,"safety_stock":null,"warning_level":null,"bin_picking_number":null,"backorder_message":null}}""").Settings);
        Assert.Equal(expected, Item("{}").Settings);
        Assert.Equal(expected with { SafetyStock = 3 }, Item("""{"settings":{"safety_stock":3}}""").Settings);
        Assert.True(
            Assert.Single(
                Wire.Read<Page<InventoryItem>>("""{"data":[{"locations":[{"location_id":1}]}]}""").Data[0].Locations).LocationEnabled);
        Assert.Null(Item("""{"settings":{"backorder_message":[]}}""").Settings.BackorderMessage);
    }

    [Fact]
    public void IdsAndTexts_EitherForm_AreRead()
    {
        var identity = Item("""{"identity":{"sku":130,"variant_id":"78","product_id":"120","sku_id":"9"}}""").Identity;

        Assert.Equal(new ItemIdentity { Sku = "130", VariantId = 78, ProductId = 120, SkuId = 9 }, identity);
        Assert.Equal("12", Item("""{"settings":{"bin_picking_number":12}}""").Settings.BinPickingNumber);
        Assert.Equal([42L, 43], Wire.Read<MetafieldBatchResponse<long>>("""{"data":["42",43]}""").Data);
        Assert.Equal(
            (42, 7),
            Wire.Read<MetafieldResponse>("""{"data":{"id":"42","resource_id":"7"}}""").Data is var metafield
                ? (metafield.Id, metafield.ResourceId)
                : default);
    }

    [Theory]
    [InlineData("\"2022-05-30T12:18:02Z\"", "2022-05-30T12:18:02+00:00")]
    [InlineData("\"2022-05-30T12:18:02\"", "2022-05-30T12:18:02+00:00")]
    [InlineData("\"2022-05-30T12:18:02.5+02:00\"", "2022-05-30T12:18:02.5+02:00")]
    [InlineData("\"2022-05-30 12:18:02\"", "2022-05-30T12:18:02+00:00")]
    [InlineData("\"2022-05-30\"", "2022-05-30T00:00:00+00:00")]
    [InlineData("\"Mon, 30 May 2022 12:18:02 +0000\"", "2022-05-30T12:18:02+00:00")]
    [InlineData("\"0000-00-00 00:00:00\"", null)]
    [InlineData("\"-0001-11-30T00:00:00+00:00\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    [InlineData("{}", null)]
    public void Instant_AnyForm_IsReadInEveryCulture(string json, string? expected) => InCultures(() =>
        Assert.Equal(
            expected is null ? null : DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture),
            Location($$"""{"created_at":{{json}}}""").CreatedAt));

    [Theory]
    [InlineData("\"2022-09-29\"", 2022, 9, 29)]
    [InlineData("\"2022-09-29T00:00:00Z\"", 2022, 9, 29)]
    [InlineData("\"2022-09-29 23:59:59\"", 2022, 9, 29)]
    [InlineData("\"soon\"", 1, 1, 1)]
    [InlineData("null", 1, 1, 1)]
    public void Date_AnyForm_IsReadInEveryCulture(string json, int year, int month, int day) => InCultures(() =>
        Assert.Equal(
            new DateOnly(year, month, day),
            Location($$"""{"special_hours":[{"label":"x","date":{{json}},"open":true}]}""").SpecialHours[0].Date));

    [Theory]
    [InlineData("\"08:30\"", "08:30")]
    [InlineData("\"8:30\"", "08:30")]
    [InlineData("\"08:30:59\"", "08:30")]
    [InlineData("\"24:00\"", "00:00")]
    [InlineData("\"24:00:00\"", "00:00")]
    [InlineData("\"late\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    public void Time_AnyForm_IsReadInEveryCulture(string json, string? expected) => InCultures(() =>
        Assert.Equal(
            expected,
            Location(
                "{\"operating_hours\":{\"monday\":{\"open\":true,\"opening\":" + json + "}}}").OperatingHours!.Monday.Opening?.ToString("HH:mm", CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("""{"latitude":40.5,"longitude":-73.25}""", 40.5, -73.25)]
    [InlineData("""{"latitude":"40.5","longitude":"-73.25"}""", 40.5, -73.25)]
    [InlineData("""{"latitude":90,"longitude":180,"altitude":{"m":3}}""", 90.0, 180.0)]
    [InlineData("""{"latitude":-90,"longitude":-180}""", -90.0, -180.0)]
    [InlineData("""{"latitude":91,"longitude":0}""", null, null)]
    [InlineData("""{"latitude":-90.5,"longitude":0}""", null, null)]
    [InlineData("""{"latitude":0,"longitude":180.5}""", null, null)]
    [InlineData("""{"latitude":0,"longitude":-180.5}""", null, null)]
    [InlineData("""{"latitude":"40,5","longitude":"1"}""", null, null)]
    [InlineData("""{"latitude":40.5}""", null, null)]
    [InlineData("""{"latitude":null,"longitude":null}""", null, null)]
    [InlineData("[]", null, null)]
    [InlineData("null", null, null)]
    public void Coordinates_AnyForm_AreReadInEveryCulture(string json, double? latitude, double? longitude) => InCultures(() =>
    {
        var address = Location($$$"""{"address":{"geo_coordinates":{{{json}}},"city":"New York"}}""").Address!;

        Assert.Equal((latitude, longitude), (address.GeoCoordinates?.Latitude, address.GeoCoordinates?.Longitude));
        Assert.Equal("New York", address.City);
    });

    [Fact]
    public void Location_EveryMemberNull_HasTheDefaults()
    {
        var location = Location("""
            {"id":null,"code":null,"label":null,"description":null,"managed_by_external_source":null,"type_id":null,"enabled":null,"operating_hours":null,"time_zone":null,
             "created_at":null,"updated_at":null,"address":null,"storefront_visibility":null,"special_hours":null}
            """);
        Assert.Equivalent(new Location(), location, strict: true);

        location = Location("""
            {"operating_hours":{"sunday":null,"monday":{"open":null,"opening":null,"closing":null}},"special_hours":[null,{"label":null,"date":null,"open":null},{}],
             "address":{"address1":null,"address2":null,"city":null,"state":null,"zip":null,"email":null,"phone":null,"geo_coordinates":null,"country_code":null}}
            """);
        Assert.Equal(new OperatingHours(), location.OperatingHours);
        Assert.Equal(new LocationAddress(), location.Address);
        var unset = new SpecialHours { Label = "", Date = default, Open = false };
        Assert.Equal([unset, unset], location.SpecialHours);

        var item = Wire.Read<Page<InventoryItem>>(
            """{"data":[null,{"identity":null,"locations":[null,{"location_id":null,"location_code":null,"location_name":null,"settings":null}]},{"locations":null}],"meta":null}""");
        Assert.Equal(2, item.Data.Count);
        Assert.Equal(new StockAtLocation(), Assert.Single(item.Data[0].Locations));
        Assert.Empty(item.Data[1].Locations);
        Assert.Null(item.Meta.Pagination);

        var metafield = Wire.Read<MetafieldResponse>("""
            {"data":{"id":null,"key":null,"value":null,"namespace":null,"permission_set":null,"description":null,"resource_type":null,"resource_id":null,"date_created":null,"date_modified":null,"owner_client_id":null},"meta":null}
            """).Data;
        Assert.Equal(new Metafield(), metafield);

        var response = Wire.Read<MetafieldBatchResponse<Metafield>>(
            """{"data":[null],"errors":[null,{"status":null,"title":null,"errors":null}],"meta":null}""");
        Assert.Empty(response.Data);
        Assert.Empty(Assert.Single(response.Errors).Errors);
        Assert.Null(response.Meta.TotalCount);
        Assert.Empty(Wire.Read<MetafieldBatchResponse<long>>("""{"data":null,"errors":null}""").Errors);
        Assert.Null(Wire.Read<TransactionResult>("""{"transaction_id":null}""").TransactionId);
    }

    [Theory]
    [InlineData("""{"data":[],"meta":[]}""")]
    [InlineData("""{"data":[],"meta":{}}""")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":[],"meta":{"pagination":[],"cursor_pagination":[]}}""")]
    public void Meta_EmptyObjectAsArray_IsRead(string json)
    {
        var page = Wire.Read<Page<Metafield>>(json);

        Assert.Empty(page.Data);
        Assert.Null(page.Meta.Pagination);
        Assert.Null(page.Meta.CursorPagination);
    }

    [Fact]
    public void NestedObject_EmptyAsArray_IsRead()
    {
        var location = Location("""{"operating_hours":{"monday":[]},"address":[],"special_hours":[[]]}""");
        Assert.Equal(DayHours.Closed, location.OperatingHours!.Monday);
        Assert.Null(location.Address);
        Assert.Empty(location.SpecialHours);
        Assert.Null(Location("""{"operating_hours":[]}""").OperatingHours);

        Assert.Equal(new ItemIdentity(), Item("""{"identity":[]}""").Identity);
        Assert.Null(Wire.Read<Page<Location>>("""{"data":[],"meta":{"pagination":{"links":[]}}}""").Meta.Pagination!.Links);
        var error = Assert.Single(
            Wire.Read<MetafieldBatchResponse<long>>("""{"data":[],"errors":[{"status":422,"errors":[]}],"meta":[]}""").Errors);
        Assert.Empty(error.Errors);
    }

    [Fact]
    public void UnknownMembersAndValues_InAResponse_AreKeptOrIgnored()
    {
        var location = Location(
            """{"id":2,"type_id":"LOCKER","pickup":{"rooms":[1,{"a":[]}]},"operating_hours":{"holiday":{"open":true},"monday":{"open":true,"break":"12:00"}}}""");
        Assert.Equal(new LocationType("LOCKER"), location.TypeId);
        Assert.True(location.OperatingHours!.Monday.Open);
        Wire.AssertSameJson(
            """[{"id":2,"type_id":"LOCKER"}]""",
            Wire.Write<IEnumerable<LocationUpdate>>([new() { Id = 2, TypeId = location.TypeId }]));

        var metafield = Wire.Read<MetafieldResponse>("""{"data":{"permission_set":"write_once","x":1},"extra":true}""").Data;
        Assert.Equal("write_once", metafield.PermissionSet.Value);
        Wire.AssertSameJson(
            """{"permission_set":"write_once"}""",
            Wire.Write(new MetafieldUpdate { PermissionSet = metafield.PermissionSet }));
    }

    [Theory]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"data":"none"}""")]
    [InlineData("[]")]
    public void Page_WithoutAList_Throws(string json) => Assert.Throws<JsonException>(() => Wire.Read<Page<Location>>(json));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":null}""")]
    public void Metafield_ResponseWithoutOne_Throws(string json) => Assert.ThrowsAny<Exception>(() => Wire.Read<MetafieldResponse>(json));

    private static Location Location(string json) => Assert.Single(Wire.Read<Page<Location>>($$"""{"data":[{{json}}]}""").Data);

    private static LocationItem Item(string json) => Assert.Single(Wire.Read<Page<LocationItem>>($$"""{"data":[{{json}}]}""").Data);

    private static void InCultures(Action test)
    {
        foreach (var culture in new[] { "", "de-DE", "tr-TR", "ar-SA" })
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            test();
        }
    }
}

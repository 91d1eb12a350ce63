namespace BigCommerce.Inventory.Tests.Serialization;

/// <summary>
/// One document for each model with every documented property: each is read into a member, and writable members are
/// written unchanged.
/// </summary>
public class RoundTripTests
{
    private const string Settings = """
        {"safety_stock":2,"is_in_stock":false,"warning_level":5,"bin_picking_number":"A-12","backorder_limit":20,
         "backorder_message":{"id":3,"name":"Two weeks","message":"Ships in two weeks","is_default":true,"created_at":"2026-03-01T08:00:00Z","updated_at":"2026-03-02T09:30:00Z"}}
        """;

    private const string Pagination = """
        {"total":246,"count":1,"per_page":5,"current_page":3,"total_pages":50,"links":{"previous":"?limit=5&page=2","current":"?limit=5&page=3","next":"?limit=5&page=4"}}
        """;

    private const string CursorPagination = """
        {"count":1,"per_page":50,"start_cursor":"aWQ6Nw==","end_cursor":"aWQ6OQ==","links":{"previous":"?before=aWQ6Nw%3D%3D","current":"?page=1","next":"?after=aWQ6OQ%3D%3D"}}
        """;

    private const string OperatingHours = """
        {"sunday":{"open":false,"opening":"08:00","closing":"16:00"},"monday":{"open":true,"opening":"08:01","closing":"16:01"},
         "tuesday":{"open":true,"opening":"08:02","closing":"16:02"},"wednesday":{"open":true,"opening":"08:03","closing":"16:03"},
         "thursday":{"open":true,"opening":"08:04","closing":"16:04"},"friday":{"open":true,"opening":"08:05","closing":"23:59"},
         "saturday":{"open":true,"opening":"00:00","closing":"00:00"}}
        """;

    private const string SpecialHours = """
        [{"label":"Thanksgiving","date":"2022-09-29","open":true,"opening":"09:00","closing":"13:30","all_day":false,"annual":true},
         {"label":"Stocktaking","date":"2024-02-29","open":false,"opening":"00:00","closing":"00:00","all_day":true,"annual":false}]
        """;

    private const string Address = """
        {"address1":"5th Ave","address2":"Floor 2","city":"New York","state":"NY","zip":"10021","email":"contact@example.com","phone":"800-555-0198",
         "geo_coordinates":{"latitude":40.774378,"longitude":-73.9653178},"country_code":"US"}
        """;

    private const string WritableLocation = $$"""
        "code":"BIGC-1","label":"Central store","description":"Central shop of the world","managed_by_external_source":true,"type_id":"PHYSICAL",
        "enabled":false,"operating_hours":{{OperatingHours}},"time_zone":"Etc/GMT+12","address":{{Address}},"storefront_visibility":false,"special_hours":{{SpecialHours}}
        """;

    private const string WritableMetafield = """
        "permission_set":"read_and_sf_access","namespace":"Sales Department","key":"Staff Name","value":"Ronaldo","description":"Name of Staff Member"
        """;

    private const string Metafield = $$"""
        {"id":42,{{WritableMetafield}},"resource_type":"location","resource_id":7,"date_created":"2022-04-14T23:06:45Z","date_modified":"2022-09-08T04:18:55Z","owner_client_id":"asdf"}
        """;

    [Fact]
    public void InventoryItemPage_RoundTrip_KeepsEveryMember() => AssertRoundTrip<Page<InventoryItem>>($$"""
        {"data":[{"identity":{"sku":"RE-130","variant_id":79,"product_id":120,"sku_id":42},
          "locations":[{"location_id":1,"location_code":"BC-LOCATION-1","location_name":"Default location","available_to_sell":9,"total_inventory_onhand":11,
            "qty_backordered":4,"location_enabled":false,"settings":{{Settings}}}]}],
         "meta":{"pagination":{{Pagination}} } }
        """);

    [Fact]
    public void LocationItemPage_RoundTrip_KeepsEveryMember() => AssertRoundTrip<Page<LocationItem>>($$"""
        {"data":[{"identity":{"sku":"RE-130","variant_id":79,"product_id":120},"available_to_sell":-1,"total_inventory_onhand":1,"qty_backordered":4,"settings":{{Settings}}}],
         "meta":{"pagination":{{Pagination}} } }
        """);

    [Fact]
    public void LocationPage_RoundTrip_KeepsEveryMember() => AssertRoundTrip<Page<Location>>($$"""
        {"data":[{"id":2,{{WritableLocation}},"created_at":"2022-05-30T12:18:02Z","updated_at":"2022-05-31T13:19:03Z"}],"meta":{"pagination":{{Pagination}} } }
        """);

    [Fact]
    public void MetafieldPage_RoundTrip_KeepsEveryMember() => AssertRoundTrip<Page<Metafield>>($$"""
        {"data":[{{Metafield}}],"meta":{"pagination":{{Pagination}},"cursor_pagination":{{CursorPagination}} } }
        """);

    [Fact]
    public void MetafieldResponse_RoundTrip_KeepsEveryMember() => AssertRoundTrip<MetafieldResponse>($$"""{"data":{{Metafield}}}""");

    [Fact]
    public void MetafieldBatchResponse_RoundTrip_KeepsEveryMember() => AssertRoundTrip<MetafieldBatchResponse<Metafield>>($$"""
        {"data":[{{Metafield}}],"errors":[{"status":422,"title":"Bulk operation has failed","type":"https://example.com","errors":{"1":"Unauthorized to delete","2":"Metafield does not exist"} }],
         "meta":{"total":3,"success":1,"failed":2} }
        """);

    [Fact]
    public void MetafieldDeleteResponse_RoundTrip_KeepsEveryMember() =>
        AssertRoundTrip<MetafieldBatchResponse<long>>("""{"data":[123,124],"errors":[],"meta":{"total":2,"success":2,"failed":0}}""");

    [Fact]
    public void TransactionResult_RoundTrip_KeepsEveryMember() =>
        AssertRoundTrip<TransactionResult>("""{"transaction_id":"not-a-uuid/1"}""");

    [Fact]
    public void ToUpdate_LocationRead_WritesTheSameMembers()
    {
        var location = Wire.Read<Page<Location>>(
            $$"""{"data":[{"id":2,{{WritableLocation}},"created_at":"2022-05-30T12:18:02Z","updated_at":"2022-05-30T12:18:02Z"}]}""").Data[0];

        Wire.AssertSameJson($$"""[{"id":2,{{WritableLocation}}}]""", Wire.Write<IEnumerable<LocationUpdate>>([location.ToUpdate()]));
    }

    [Fact]
    public void LocationCreate_EveryMember_IsWritten()
    {
        var read = Wire.Read<Page<Location>>($$"""{"data":[{"id":2,{{WritableLocation}}}]}""").Data[0];
        var create = new LocationCreate
        {
            Code = read.Code,
            Label = read.Label,
            Description = read.Description,
            ManagedByExternalSource = read.ManagedByExternalSource,
            TypeId = read.TypeId,
            Enabled = read.Enabled,
            OperatingHours = read.OperatingHours,
            TimeZone = read.TimeZone,
            Address = new LocationCreateAddress
            {
                Address1 = read.Address!.Address1!,
                Address2 = read.Address.Address2,
                City = read.Address.City!,
                State = read.Address.State!,
                Zip = read.Address.Zip!,
                Email = read.Address.Email!,
                Phone = read.Address.Phone,
                GeoCoordinates = read.Address.GeoCoordinates!,
                CountryCode = read.Address.CountryCode!,
            },
            StorefrontVisibility = read.StorefrontVisibility,
            SpecialHours = read.SpecialHours,
        };

        Wire.AssertSameJson($$"""[{{{WritableLocation}}}]""", Wire.Write<IEnumerable<LocationCreate>>([create]));
    }

    [Fact]
    public void MetafieldWrites_EveryMember_IsWritten()
    {
        var read = Wire.Read<MetafieldResponse>($$"""{"data":{{Metafield}}}""").Data;

        Wire.AssertSameJson($$"""{{{WritableMetafield}}}""", Wire.Write(new MetafieldCreate
        {
            PermissionSet = read.PermissionSet,
            Namespace = read.Namespace,
            Key = read.Key,
            Value = read.Value,
            Description = read.Description,
        }));
        Wire.AssertSameJson($$"""[{"resource_id":7,{{WritableMetafield}}}]""", Wire.Write<IEnumerable<MetafieldCreateEntry>>([new MetafieldCreateEntry
        {
            ResourceId = read.ResourceId,
            PermissionSet = read.PermissionSet,
            Namespace = read.Namespace,
            Key = read.Key,
            Value = read.Value,
            Description = read.Description,
        }]));
        var update = new MetafieldUpdate
        {
            PermissionSet = read.PermissionSet,
            Namespace = read.Namespace,
            Key = read.Key,
            Value = read.Value,
            Description = read.Description!,
        };
        Wire.AssertSameJson($$"""{{{WritableMetafield}}}""", Wire.Write(update));
        Wire.AssertSameJson($$"""[{"id":42,{{WritableMetafield}}}]""", Wire.Write<IEnumerable<MetafieldUpdateEntry>>([new MetafieldUpdateEntry
        {
            Id = read.Id,
            PermissionSet = update.PermissionSet,
            Namespace = update.Namespace,
            Key = update.Key,
            Value = update.Value,
            Description = update.Description,
        }]));
    }

    [Fact]
    public void ItemSettingsUpdate_EveryMember_IsWritten()
    {
        var read = Wire.Read<Page<LocationItem>>($$"""{"data":[{"settings":{{Settings}}}]}""").Data[0].Settings;
        ItemSettingsUpdate Update(ItemKey item) => new(item)
        {
            SafetyStock = read.SafetyStock,
            IsInStock = read.IsInStock,
            WarningLevel = read.WarningLevel,
            BinPickingNumber = read.BinPickingNumber!,
            BackorderLimit = read.BackorderLimit,
        };
        const string Rest = "\"safety_stock\":2,\"is_in_stock\":false,\"warning_level\":5,\"bin_picking_number\":\"A-12\",\"backorder_limit\":20";

        var json = Wire.Write(
            new ItemSettingsRequest([Update(ItemKey.Sku("RE-130")), Update(ItemKey.Variant(79)), Update(ItemKey.Product(120))]));

        Wire.AssertSameJson(
            $$"""{"settings":[{"identity":{"sku":"RE-130"},{{Rest}}},{"identity":{"variant_id":79},{{Rest}}},{"identity":{"product_id":120},{{Rest}}}]}""",
            json);
    }

    [Fact]
    public void AdjustmentRequests_EveryMember_IsWritten()
    {
        Wire.AssertSameJson(
            """{"reason":"r","items":[{"location_id":1,"sku":"a","quantity":10,"qty_backordered":2},{"location_id":1,"variant_id":78,"quantity":0},{"location_id":1,"product_id":120,"quantity":2147483647}]}""",
            Wire.Write(new AbsoluteAdjustmentRequest(
                [new(1, ItemKey.Sku("a"), 10, 2), new(1, ItemKey.Variant(78), 0), new(1, ItemKey.Product(120), int.MaxValue)],
                "r")));
        Wire.AssertSameJson(
            """{"reason":"r","items":[{"location_id":1,"sku":"a","quantity":-2,"qty_backordered":3},{"location_id":1,"variant_id":78,"qty_backordered":-1},{"location_id":1,"product_id":130,"quantity":5}]}""",
            Wire.Write(new RelativeAdjustmentRequest(
                [
                    new RelativeAdjustment(1, ItemKey.Sku("a"), -2, 3),
                    RelativeAdjustment.Backordered(1, ItemKey.Variant(78), -1),
                    new RelativeAdjustment(1, ItemKey.Product(130), 5)],
                "r")));
    }

    [Fact]
    public void Update_AbsentOrNull_Differ()
    {
        Wire.AssertSameJson(
            """{"settings":[{"identity":{"sku":"a"},"backorder_limit":null}]}""",
            Wire.Write(new ItemSettingsRequest([new(ItemKey.Sku("a")) { BackorderLimit = null }])));
        Wire.AssertSameJson(
            """[{"id":2,"description":""}]""",
            Wire.Write<IEnumerable<LocationUpdate>>([new() { Id = 2, Description = "" }]));
        Wire.AssertSameJson("""[{"id":2,"enabled":false}]""", Wire.Write<IEnumerable<LocationUpdate>>([new() { Id = 2, Enabled = false }]));
    }

    private static void AssertRoundTrip<T>(string document) => Wire.AssertSameJson(document, Wire.Write(Wire.Read<T>(document)));
}

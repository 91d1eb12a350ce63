using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using BigCommerce.Inventory.Testing;
using Xunit;

namespace BigCommerce.Inventory.Tests.Emulator;

public sealed class LocationTests : IDisposable
{
    private const string Path = "inventory/locations";

    private const string Address = """
        {
          "address1": "5th Ave", "city": "New York", "state": "NY", "zip": "10021", "email": "contact@example.com",
          "geo_coordinates": {"latitude": 40.774378, "longitude": -73.9653178}, "country_code": "US"
        }
        """;

    private const string Minimal = $$"""
        {"code": "BIGC-1", "label": "Central store", "managed_by_external_source": false, "type_id": "PHYSICAL", "time_zone": "Etc/UTC", "address": {{Address}} }
        """;

    private readonly EmulatorHarness _emulator = new();

    public void Dispose() => _emulator.Dispose();

    [Fact]
    public async Task NewStore_Always_HasLocation1()
    {
        var data = (await _emulator.GetAsync(Path)).Json["data"]!.AsArray();

        Assert.Equal(
            (1L, "BC-LOCATION-1", "Default location"),
            ((long)data.Single()!["id"]!, (string)data[0]!["code"]!, (string)data[0]!["label"]!));
    }

    [Fact]
    public async Task Create_OnlyRequiredFields_UsesTheApisDefaults()
    {
        _emulator.Time.Advance(TimeSpan.FromSeconds(65));

        var reply = await _emulator.PostAsync(Path, $"[{Minimal}]");

        Assert.Equal((200, "application/json"), (reply.Status, reply.MediaType));
        Assert.Equal(["transaction_id"], reply.Json.AsObject().Select(member => member.Key));
        var created = (await _emulator.GetAsync(Path + "?location_code:in=BIGC-1")).Json["data"]![0]!;
        const string closed = """{"open":false,"opening":"00:00","closing":"00:00"}""";
        Assert.Equal(
            Compact($$"""
            {
              "id": 2, "code": "BIGC-1", "label": "Central store", "description": "", "managed_by_external_source": false, "type_id": "PHYSICAL", "enabled": true,
              "operating_hours": {
                "sunday": {{closed}}, "monday": {{closed}}, "tuesday": {{closed}}, "wednesday": {{closed}}, "thursday": {{closed}}, "friday": {{closed}}, "saturday": {{closed}}
              },
              "time_zone": "Etc/UTC", "created_at": "2026-01-01T00:01:05Z", "updated_at": "2026-01-01T00:01:05Z",
              "address": {
                "address1": "5th Ave", "address2": "", "city": "New York", "state": "NY", "zip": "10021", "email": "contact@example.com", "phone": "",
                "geo_coordinates": {"latitude": 40.774378, "longitude": -73.9653178}, "country_code": "US"
              },
              "storefront_visibility": true, "special_hours": []
            }
            """),
            created.ToJsonString());
    }

    [Fact]
    public async Task Create_EveryField_IsKept()
    {
        await _emulator.PostAsync(Path, """
            [{
              "code": "X", "label": "Store", "description": "By the park", "managed_by_external_source": true, "type_id": "VIRTUAL", "enabled": false, "time_zone": "Europe/Berlin",
              "operating_hours": {"monday": {"open": true, "opening": "08:00", "closing": "16:00"}},
              "storefront_visibility": false,
              "special_hours": [
                {"label": "Thanksgiving", "date": "2022-09-29", "open": true, "opening": "09:00", "closing": "12:00", "all_day": true, "annual": true},
                {"label": "Closed", "date": "2022-10-01", "open": false}
              ]
            }]
            """);

        var created = (await _emulator.GetAsync(Path + "?location_id:in=2")).Json["data"]![0]!;
        Assert.Equal("""{"open":true,"opening":"08:00","closing":"16:00"}""", created["operating_hours"]!["monday"]!.ToJsonString());
        Assert.Equal(
            """[{"label":"Thanksgiving","date":"2022-09-29","open":true,"opening":"09:00","closing":"12:00","all_day":true,"annual":true},{"label":"Closed","date":"2022-10-01","open":false,"opening":"00:00","closing":"00:00","all_day":false,"annual":false}]""",
            created["special_hours"]!.ToJsonString());
        Assert.Equal(
            ("By the park", true, "VIRTUAL", false, "Europe/Berlin", false),
            (
                (string)created["description"]!,
                (bool)created["managed_by_external_source"]!,
                (string)created["type_id"]!,
                (bool)created["enabled"]!,
                (string)created["time_zone"]!,
                (bool)created["storefront_visibility"]!));
        Assert.DoesNotContain("address", created.AsObject().Select(member => member.Key));
    }

    [Fact]
    public async Task CreateOrUpdate_ObjectInsteadOfArray_IsRefused()
    {
        foreach (string method in (string[])["POST", "PUT"])
        {
            var reply = await _emulator.SendAsync(method, Path, Minimal);

            Assert.Equal((422, "application/problem+json"), (reply.Status, reply.MediaType));
            reply.AssertBody("""
                {
                  "status": 422, "title": "JSON data is missing or invalid",
                  "type": "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes", "errors": {"": "error.expected.jsarray"}
                }
                """);
        }
    }

    [Theory]
    [InlineData("label", null, "error.path.missing")]
    [InlineData("managed_by_external_source", null, "error.path.missing")]
    [InlineData("type_id", null, "error.path.missing")]
    [InlineData("time_zone", null, "error.path.missing")]
    [InlineData("address", null, "error.path.missing")]
    [InlineData("label", "7", "error.expected.jsstring")]
    [InlineData("label", "null", "error.expected.jsstring")]
    [InlineData("description", "null", "error.expected.jsstring")]
    [InlineData("enabled", "null", "error.expected.jsboolean")]
    [InlineData("special_hours", "null", "error.expected.jsarray")]
    [InlineData("operating_hours", "null", "error.expected.jsobject")]
    [InlineData("address", "null", "error.expected.jsobject")]
    [InlineData("address.address2", "null", "error.expected.jsstring")]
    [InlineData("address.phone", "null", "error.expected.jsstring")]
    [InlineData("enabled", "\"yes\"", "error.expected.jsboolean")]
    [InlineData("address", "[]", "error.expected.jsobject")]
    [InlineData("operating_hours", "[]", "error.expected.jsobject")]
    [InlineData("special_hours", "{}", "error.expected.jsarray")]
    [InlineData("address.address1", null, "error.path.missing")]
    [InlineData("address.city", null, "error.path.missing")]
    [InlineData("address.state", null, "error.path.missing")]
    [InlineData("address.zip", null, "error.path.missing")]
    [InlineData("address.email", null, "error.path.missing")]
    [InlineData("address.geo_coordinates", null, "error.path.missing")]
    [InlineData("address.geo_coordinates.latitude", null, "error.path.missing")]
    [InlineData("address.geo_coordinates.longitude", "\"8\"", "error.expected.jsnumber")]
    [InlineData("address.country_code", null, "error.path.missing")]
    public async Task Create_FieldMissingOrOfWrongKind_IsNamed(string path, string? value, string message)
    {
        await RefusedAsync(With(path, value), "JSON data is missing or invalid", $"[1].{path}", message);
    }

    [Theory]
    [InlineData("label", "\"\"", "must not be empty")]
    [InlineData("type_id", "\"SHOP\"", "must be PHYSICAL or VIRTUAL")]
    [InlineData("code", "\"BC-LOCATION-1\"", "must be unique")]
    [InlineData("address.country_code", "\"Germany\"", "must be an ISO 3166-1 code")]
    [InlineData("address.email", "\"nobody\"", "must be an email address")]
    [InlineData("address.geo_coordinates.latitude", "90.5", "must be between -90 and 90")]
    [InlineData("address.geo_coordinates.longitude", "-181", "must be between -180 and 180")]
    public async Task Create_InvalidValue_IsNamed(string path, string value, string message)
    {
        await RefusedAsync(With(path, value), "Payload contains invalid fields", $"location.1.{path}", message);
    }

    [Theory]
    [InlineData(
        "operating_hours",
        """{"monday":{"open":true,"opening":"8am"}}""",
        "Payload contains invalid fields",
        "location.1.operating_hours.monday.opening",
        "must be a time such as 08:00")]
    [InlineData(
        "special_hours",
        """[{"label":"x","date":"29.9.2022","open":true}]""",
        "Payload contains invalid fields",
        "location.1.special_hours[0].date",
        "must be a date such as 2022-09-29")]
    [InlineData(
        "special_hours",
        """[{"label":"x","open":true}]""",
        "JSON data is missing or invalid",
        "[1].special_hours[0].date",
        "error.path.missing")]
    [InlineData(
        "special_hours",
        """[{"date":"2022-09-29","open":true}]""",
        "JSON data is missing or invalid",
        "[1].special_hours[0].label",
        "error.path.missing")]
    [InlineData("special_hours", """[7]""", "JSON data is missing or invalid", "[1].special_hours[0]", "error.expected.jsobject")]
    public async Task Create_InvalidHours_AreRefused(string path, string value, string title, string key, string message)
    {
        await RefusedAsync(With(path, value), title, key, message);
    }

    [Theory]
    [InlineData("latitude", "90")]
    [InlineData("latitude", "-90")]
    [InlineData("longitude", "180")]
    [InlineData("longitude", "-180")]
    public async Task Create_CoordinateAtItsLimit_IsAccepted(string name, string value)
    {
        var reply = await _emulator.PostAsync(Path, $"[{With("address.geo_coordinates." + name, value)}]");

        Assert.Equal(200, reply.Status);
    }

    [Fact]
    public async Task Create_SeveralLocations_CountsTheirIdsUp()
    {
        await _emulator.PostAsync(Path, $"[{With("code", "\"A\"")},{With("code", "\"B\"")},{With("code", "\"C\"")}]");

        Assert.Equal(
            [(2L, "A"), (3L, "B"), (4L, "C")],
            _emulator.Store.Locations.Skip(1).Select(location => (location.Id, location.Code)));
    }

    [Fact]
    public async Task Create_TwoWithTheSameCode_IsRefused()
    {
        var reply = await _emulator.PostAsync(Path, $"[{Minimal},{Minimal}]");

        Assert.Equal("""{"location.1.code":"must be unique"}""", reply.Json["errors"]!.ToJsonString());
    }

    [Fact]
    public async Task Create_WithoutACode_GetsOne()
    {
        await _emulator.PostAsync(Path, $"[{With("code", null)}]");

        Assert.Equal("BC-LOCATION-2", _emulator.Store.Locations[1].Code);
    }

    [Fact]
    public async Task Update_SomeFields_ChangesOnlyThose()
    {
        await _emulator.PostAsync(Path, $"[{Minimal}]");
        var before = (await _emulator.GetAsync(Path + "?location_id:in=2")).Json["data"]![0]!;
        _emulator.Time.Advance(TimeSpan.FromHours(1));

        var reply = await _emulator.PutAsync(
            Path,
            """[{"id":2,"label":"Renamed","description":"","address":{"phone":"555","country_code":"USA"}}]""");

        Assert.Equal(200, reply.Status);
        var after = (await _emulator.GetAsync(Path + "?location_id:in=2")).Json["data"]![0]!;
        before["label"] = "Renamed";
        before["address"]!["phone"] = "555";
        before["address"]!["country_code"] = "USA";
        before["updated_at"] = "2026-01-01T01:00:00Z";
        Assert.Equal(before.ToJsonString(), after.ToJsonString());
    }

    [Fact]
    public async Task Update_PartialWeek_ReplacesTheWeek()
    {
        await _emulator.PutAsync(Path, """[{"id":1,"operating_hours":{"monday":{"open":true,"opening":"08:00","closing":"16:00"}}}]""");
        await _emulator.PutAsync(Path, """[{"id":1,"operating_hours":{"friday":{"open":true,"opening":"09:00","closing":"12:00"}}}]""");

        var hours = (await _emulator.GetAsync(Path)).Json["data"]![0]!["operating_hours"]!;
        Assert.False((bool)hours["monday"]!["open"]!);
        Assert.True((bool)hours["friday"]!["open"]!);
    }

    [Theory]
    [InlineData("""{"label":"x"}""", "JSON data is missing or invalid", "[0].id", "error.path.missing")]
    [InlineData("""{"id":"1","label":"x"}""", "JSON data is missing or invalid", "[0].id", "error.expected.jsnumber")]
    [InlineData(
        """{"id":1,"address":{"phone":"555"}}""",
        "JSON data is missing or invalid",
        "[0].address.country_code",
        "error.path.missing")]
    [InlineData("""{"id":2,"label":"y"}""", "Payload contains invalid fields", "location.1.id", "must be unique")]
    [InlineData("""{"id":1,"code":"OTHER"}""", "Payload contains invalid fields", "location.1.code", "must be unique")]
    public async Task Update_InvalidRow_ChangesNothing(string row, string title, string key, string message)
    {
        _emulator.Store.AddLocation("OTHER", "Other");

        var reply = await _emulator.PutAsync(Path, $$"""[{{row}},{"id":2,"label":"changed"}]""");

        Assert.Equal((422, title), (reply.Status, reply.Title));
        Assert.Equal(message, (string)reply.Json["errors"]![key]!);
        Assert.Equal("Other", _emulator.Store.Locations[1].Label);
    }

    [Fact]
    public async Task Update_TwoLocationsSwapCodes_Succeeds()
    {
        _emulator.Store.AddLocation("OTHER", "Other");

        var reply = await _emulator.PutAsync(Path, """[{"id":1,"code":"OTHER"},{"id":2,"code":"BC-LOCATION-1"}]""");

        Assert.Equal(200, reply.Status);
        Assert.Equal(["OTHER", "BC-LOCATION-1"], _emulator.Store.Locations.Select(location => location.Code));
    }

    [Fact]
    public async Task Update_UnknownLocations_IsRefused()
    {
        var reply = await _emulator.PutAsync(Path, """[{"id":1,"label":"x"},{"id":9,"label":"x"},{"id":8,"label":"x"}]""");

        Assert.Equal((422, "Location not found, identities: [9,8]"), (reply.Status, reply.Title));
        Assert.Equal("Default location", _emulator.Store.Locations[0].Label);
    }

    [Fact]
    public async Task Create_AboveMaxActiveLocations_Returns507()
    {
        using var emulator = new EmulatorHarness(options => options.MaxActiveLocations = 2);
        emulator.Store.AddLocation("OFF", "Off", enabled: false);
        Assert.Equal(200, (await emulator.PostAsync(Path, $"[{Minimal}]")).Status);

        var created = await emulator.PostAsync(Path, $"[{With("code", "\"NEXT\"")}]");
        Assert.Equal((507, "The maximum of 2 active locations is exceeded."), (created.Status, created.Title));
        Assert.Equal(507, (await emulator.PutAsync(Path, """[{"id":2,"enabled":true}]""")).Status);
        Assert.Equal(200, (await emulator.PutAsync(Path, """[{"id":2,"enabled":true},{"id":3,"enabled":false}]""")).Status);
        Assert.Equal(3, emulator.Store.Locations.Count);
    }

    [Fact]
    public async Task Update_StoreSeededAboveMaxActiveLocations_ChangesOtherFields()
    {
        using var emulator = new EmulatorHarness(options => options.MaxActiveLocations = 1);
        emulator.Store.AddLocation("SHOP", "The shop");

        Assert.Equal(200, (await emulator.PutAsync(Path, """[{"id":2,"label":"Renamed"}]""")).Status);
        Assert.Equal("Renamed", emulator.Store.Locations[1].Label);
    }

    [Fact]
    public async Task List_NewLocationByCode_IsFoundOnceVisible()
    {
        using var emulator = new EmulatorHarness(options => options.VisibilityDelay = TimeSpan.FromSeconds(4));

        await emulator.PostAsync(Path, $"[{Minimal}]");

        Assert.Equal("[]", (await emulator.GetAsync(Path + "?location_code:in=BIGC-1")).Data);
        emulator.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(2, (int)(await emulator.GetAsync(Path + "?location_code:in=BIGC-1")).Json["data"]![0]!["id"]!);
    }

    [Theory]
    [InlineData("", "1,2,3,4")]
    [InlineData("location_id:in=2,4", "2,4")]
    [InlineData("location_code:in=B,NONE", "3")]
    [InlineData("type_id:in=VIRTUAL", "4")]
    [InlineData("type_id:in=PHYSICAL,VIRTUAL", "1,2,3,4")]
    [InlineData("is_active=true", "1,3,4")]
    [InlineData("is_active=false", "2")]
    [InlineData("is_default=true", "1")]
    [InlineData("is_default=false", "2,3,4")]
    [InlineData("managed_by_external_source=true", "4")]
    [InlineData("storefront_visibility=false", "4")]
    [InlineData("is_active=true&location_id:in=2,3", "3")]
    [InlineData("limit=2&page=2", "3,4")]
    public async Task List_Filters_ReturnMatchingLocations(string query, string expected)
    {
        await SeedAsync(_emulator);

        var reply = await _emulator.GetAsync($"{Path}{(query.Length > 0 ? "?" : "")}{query}");

        Assert.Equal(expected, string.Join(',', reply.Json["data"]!.AsArray().Select(location => location!["id"]!.ToString())));
    }

    [Theory]
    [InlineData("is_active=True", "is_active")]
    [InlineData("storefront_visibility=1", "storefront_visibility")]
    [InlineData("location_id:in=x", "location_id:in")]
    public async Task List_InvalidFilterValue_IsRefused(string query, string filter)
    {
        var reply = await _emulator.GetAsync($"{Path}?{query}");

        Assert.Equal((422, $"The filter {filter} has an invalid value."), (reply.Status, reply.Title));
    }

    [Fact]
    public async Task Delete_Location_RemovesItsStockAndMetafields()
    {
        long shop = _emulator.Store.AddLocation("SHOP", "The shop");
        _emulator.Store.AddItem("A");
        _emulator.Store.SetStock(shop, "A", 10).SetStock(1, "A", 3);
        _emulator.Store.AddMetafield(shop, "n", "k", "v");

        var reply = await _emulator.DeleteAsync(Path + "?location_id:in=2");

        Assert.Equal(200, reply.Status);
        Assert.NotNull(reply.Json["transaction_id"]);
        Assert.Equal([1L], _emulator.Store.Locations.Select(location => location.Id));
        Assert.Empty(_emulator.Store.Metafields);
        Assert.Equal(
            "1",
            string.Join(
                ',',
                (await _emulator.GetAsync("inventory/items")).Json["data"]![0]!["locations"]!.AsArray()
                    .Select(location => location!["location_id"]!.ToString())));
        Assert.Equal(404, (await _emulator.GetAsync("inventory/locations/2/items")).Status);
        Assert.Equal(
            "Location not found, identities: [2]",
            (await _emulator.AbsoluteAsync("""[{"location_id":2,"sku":"A","quantity":1}]""")).Title);
        Assert.Equal(3L, _emulator.Store.AddLocation("SHOP", "The shop again"));
        Assert.Null(_emulator.Store.GetOnHand(3, "A"));
    }

    [Theory]
    [InlineData(1, "Location can't be deleted. Default location is set as a shipping origin for this store and can't be deleted.")]
    [InlineData(3, "Location can't be deleted. Warehouse is set as a shipping origin for this store and can't be deleted.")]
    [InlineData(4, "Location with associated orders can't be deleted. Outlet is associated with 2 order(s) and can't be deleted by now.")]
    public async Task Delete_LocationInUse_RefusesTheWholeRequest(int id, string title)
    {
        _emulator.Store.AddLocation("SHOP", "The shop");
        _emulator.Store.SetShippingOrigin(_emulator.Store.AddLocation("WH", "Warehouse"));
        _emulator.Store.SetOpenOrderCount(_emulator.Store.AddLocation("OUT", "Outlet"), 2);
        _emulator.Store.SetShippingOrigin(1, false);

        var reply = await _emulator.DeleteAsync(string.Create(CultureInfo.InvariantCulture, $"{Path}?location_id:in=2,{id}"));

        Assert.Equal((422, "application/problem+json", title), (reply.Status, reply.MediaType, reply.Title));
        Assert.Equal(4, _emulator.Store.Locations.Count);
    }

    [Fact]
    public async Task Delete_ReadsShowItLater_ShowTheLocationWithoutStock()
    {
        using var emulator = new EmulatorHarness(options => options.VisibilityDelay = TimeSpan.FromSeconds(2));
        emulator.Store.AddLocation("SHOP", "The shop");
        emulator.Store.AddItem("A");
        emulator.Store.AddItem("NEVER-COUNTED");
        emulator.Store.AddItem("COUNTED-ELSEWHERE");
        emulator.Store.SetStock(2, "A", 5).SetStock(1, "COUNTED-ELSEWHERE", 3);
        emulator.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(200, (await emulator.DeleteAsync(Path + "?location_id:in=2")).Status);

        var items = await emulator.GetAsync("inventory/items?sku:in=A&location_id:in=2");
        Assert.Equal(0, items.Json["data"]![0]!["locations"]![0]!["total_inventory_onhand"]!.GetValue<int>());
        Assert.Equal(3, emulator.Store.GetOnHand(1, "COUNTED-ELSEWHERE"));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    public async Task Write_UnknownFilterAndAnInvalidRow_TheFilterIsRefused(string method)
    {
        var reply = await _emulator.SendAsync(method, Path + "?page=1", """[{"label":5}]""");

        Assert.Equal((422, "The filter(s): page are not valid filter parameter(s)."), (reply.Status, reply.Title));
    }

    [Fact]
    public async Task Delete_WithoutFilterOrUnknownLocation_IsRefused()
    {
        _emulator.Store.AddLocation("SHOP", "The shop");

        var missing = await _emulator.DeleteAsync(Path);
        Assert.Equal((422, "The filter(s): location_id:in are required."), (missing.Status, missing.Title));
        var unknown = await _emulator.DeleteAsync(Path + "?location_id:in=2,9");
        Assert.Equal((404, "Location not found, identities: [9]"), (unknown.Status, unknown.Title));
        var filter = await _emulator.DeleteAsync(Path + "?location_code:in=SHOP");
        Assert.Equal("The filter(s): location_code:in are not valid filter parameter(s).", filter.Title);
        Assert.Equal(2, _emulator.Store.Locations.Count);
    }

    [Fact]
    public async Task UseNewerSpecification_Locations_FollowIt()
    {
        using var emulator = new EmulatorHarness(options => options.UseNewerSpecification = true);
        await SeedAsync(emulator);
        await emulator.PutAsync(Path, """[{"id":1,"special_hours":[{"label":"x","date":"2022-09-29","open":true}]}]""");

        var location = (await emulator.GetAsync(Path + "?location_id:in=1")).Json["data"]![0]!;
        Assert.Equal("""{"latitude":"30.2672","longitude":"-97.7431"}""", location["address"]!["geo_coordinates"]!.ToJsonString());
        Assert.Equal("2026-01-01T00:00:00", (string)location["created_at"]!);
        Assert.Equal("2022-09-29", (string)location["special_hours"]![0]!["date"]!);
        Assert.Single((await emulator.GetAsync(Path + "?is_default=true")).Json["data"]!.AsArray());

        var deleted = await emulator.DeleteAsync(Path + "?location_id:in=2");
        Assert.Equal((204, ""), (deleted.Status, deleted.Body));
        Assert.NotNull(emulator.Emulator.Requests[^1].TransactionId);
        Assert.Equal([1L, 3L, 4L], emulator.Store.Locations.Select(entry => entry.Id));
    }

    [Theory]
    [InlineData("true", """{"latitude":"40.5","longitude":"-73.25"}""", 200)]
    [InlineData("true", """{"latitude":40.5,"longitude":-73.25}""", 200)]
    [InlineData("true", """{"latitude":"north","longitude":"-73.25"}""", 422)]
    [InlineData("true", """{"latitude":"91","longitude":"-73.25"}""", 422)]
    [InlineData("false", """{"latitude":"40.5","longitude":"-73.25"}""", 422)]
    public async Task UseNewerSpecification_CoordinatesAsText_AreAccepted(string newerForms, string coordinates, int status)
    {
        using var emulator = new EmulatorHarness(options => options.UseNewerSpecification = newerForms == "true");

        var reply = await emulator.PutAsync(Path, $$"""[{"id":1,"address":{"geo_coordinates":{{coordinates}},"country_code":"US"} }]""");

        Assert.Equal(status, reply.Status);
        if (status == 200)
        {
            var shown = (await emulator.GetAsync(Path)).Json["data"]![0]!["address"]!["geo_coordinates"]!;
            Assert.Equal("""{"latitude":"40.5","longitude":"-73.25"}""", shown.ToJsonString());

            // A snapshot does not depend on the specification, so it always has numbers.
            Assert.Contains(
                """{"latitude":40.5,"longitude":-73.25}""",
                Encoding.UTF8.GetString(emulator.Store.ExportSnapshot()),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task IgnoredWriteFault_CreateUpdateDelete_ChangeNothing()
    {
        _emulator.Store.AddLocation("SHOP", "The shop");
        _emulator.Emulator.Faults = new FaultPlan().Add(Fault.IgnoredWrite(), times: 3);

        Assert.Equal(200, (await _emulator.PostAsync(Path, $"[{Minimal}]")).Status);
        Assert.Equal(200, (await _emulator.PutAsync(Path, """[{"id":2,"label":"x"}]""")).Status);
        Assert.Equal(200, (await _emulator.DeleteAsync(Path + "?location_id:in=2")).Status);

        Assert.Equal(["Default location", "The shop"], _emulator.Store.Locations.Select(location => location.Label));
    }

    private static async Task SeedAsync(EmulatorHarness emulator)
    {
        emulator.Store.AddLocation("A", "A", enabled: false);
        emulator.Store.AddLocation("B", "B");
        var reply = await emulator.PostAsync(
            Path,
            """[{"code":"V","label":"V","managed_by_external_source":true,"type_id":"VIRTUAL","time_zone":"Etc/UTC","storefront_visibility":false}]""");
        Assert.Equal(200, reply.Status);
    }

    private static string Compact(string json) => JsonNode.Parse(json)!.ToJsonString();

    /// <summary>The minimal location with one value changed or removed.</summary>
    private static string With(string path, string? value)
    {
        var location = JsonNode.Parse(Minimal)!.AsObject();
        string[] names = path.Split('.');
        var parent = names[..^1].Aggregate((JsonNode)location, (node, name) => node[name]!).AsObject();
        parent.Remove(names[^1]);
        if (value is not null)
        {
            parent[names[^1]] = JsonNode.Parse(value);
        }

        return location.ToJsonString();
    }

    private async Task RefusedAsync(string bad, string title, string key, string message)
    {
        string good = With("code", "\"GOOD\"");

        var reply = await _emulator.PostAsync(Path, $"[{good},{bad}]");

        Assert.Equal((422, title), (reply.Status, reply.Title));
        Assert.Equal([key], reply.Json["errors"]!.AsObject().Select(error => error.Key));
        Assert.Equal(message, (string)reply.Json["errors"]![key]!);
        Assert.Single(_emulator.Store.Locations);
    }
}

using System.Text.Json.Nodes;
using BigCommerce.Inventory.Testing;
using Xunit;

namespace BigCommerce.Inventory.Tests.Emulator;

public sealed class MetafieldTests : IDisposable
{
    private const string OfOne = "inventory/locations/1/metafields";
    private const string OfAll = "inventory/locations/metafields";
    private const string Hours = """{"namespace":"headquarters","key":"status","value":"upcoming","permission_set":"app_only","description":"Planned"}""";

    private readonly EmulatorHarness _emulator = new();

    public void Dispose() => _emulator.Dispose();

    [Fact]
    public async Task Create_EveryField_IsReturned()
    {
        _emulator.Time.Advance(TimeSpan.FromSeconds(9));

        var reply = await _emulator.PostAsync(OfOne, Hours);

        Assert.Equal((200, "application/json"), (reply.Status, reply.MediaType));
        const string whole = """
            {
              "data": {
                "id": 1, "key": "status", "value": "upcoming", "namespace": "headquarters", "permission_set": "app_only", "description": "Planned",
                "resource_type": "location", "resource_id": 1,
                "date_created": "2026-01-01T00:00:09+00:00", "date_modified": "2026-01-01T00:00:09+00:00", "owner_client_id": "emulated-client"
              },
              "meta": {}
            }
            """;
        reply.AssertBody(whole);
        (await _emulator.GetAsync(OfOne + "/1")).AssertBody(whole);
    }

    [Fact]
    public async Task Update_SomeFields_ChangesOnlyThose()
    {
        await _emulator.PostAsync(OfOne, Hours);
        _emulator.Time.Advance(TimeSpan.FromSeconds(30));

        var reply = await _emulator.PutAsync(OfOne + "/1", """{"value":"open","permission_set":"read"}""");

        Assert.Equal(200, reply.Status);
        Assert.Equal(
            """{"id":1,"key":"status","value":"open","namespace":"headquarters","permission_set":"read","description":"Planned","resource_type":"location","resource_id":1,"date_created":"2026-01-01T00:00:00\u002B00:00","date_modified":"2026-01-01T00:00:30\u002B00:00","owner_client_id":"emulated-client"}""",
            reply.Json["data"]!.ToJsonString());
        Assert.Equal("open", Assert.Single(_emulator.Store.Metafields).Value);
    }

    [Fact]
    public async Task Update_EveryField_IsKept()
    {
        await _emulator.PostAsync(OfOne, Hours);

        var reply = await _emulator.PutAsync(
            OfOne + "/1",
            """{"namespace":"branch","key":"state","value":"open","permission_set":"write","description":"Now"}""");

        Assert.Equal(
            new EmulatedMetafield(1, 1, "branch", "state", "open", "write", "Now", "emulated-client"),
            Assert.Single(_emulator.Store.Metafields));
        Assert.Equal(200, reply.Status);
    }

    [Fact]
    public async Task Delete_Metafield_RemovesIt()
    {
        await _emulator.PostAsync(OfOne, Hours);

        var reply = await _emulator.DeleteAsync(OfOne + "/1");

        Assert.Equal((204, "", null), (reply.Status, reply.Body, reply.MediaType));
        Assert.Equal(404, (await _emulator.DeleteAsync(OfOne + "/1")).Status);
        Assert.Empty(_emulator.Store.Metafields);
    }

    [Theory]
    [InlineData("GET", OfOne + "/7", "The resource was not found.")]
    [InlineData("PUT", OfOne + "/7", "The resource was not found.")]
    [InlineData("DELETE", OfOne + "/7", "The resource was not found.")]
    [InlineData("GET", "inventory/locations/2/metafields/1", "The resource was not found.")]
    [InlineData("GET", "inventory/locations/9/metafields/1", "Location not found, identities: [9]")]
    [InlineData("GET", "inventory/locations/9/metafields", "Location not found, identities: [9]")]
    public async Task Metafield_Unknown_Returns404(string method, string path, string title)
    {
        _emulator.Store.AddLocation("SHOP", "The shop");
        _emulator.Store.AddMetafield(1, "n", "k", "v");

        var reply = await _emulator.SendAsync(method, path, method is "PUT" or "POST" ? Hours : null);

        Assert.Equal((404, "application/json", title), (reply.Status, reply.MediaType, reply.Title));
    }

    [Fact]
    public async Task Create_AtAnUnknownLocation_IsRefusedWithAListedStatus()
    {
        var reply = await _emulator.PostAsync("inventory/locations/9/metafields", Hours);

        Assert.Equal((422, "application/json", "Location not found, identities: [9]"), (reply.Status, reply.MediaType, reply.Title));
    }

    [Fact]
    public async Task Create_WithADescriptionOfNull_IsRefused()
    {
        var reply = await _emulator.PostAsync(OfOne, Hours.Replace("\"Planned\"", "null", StringComparison.Ordinal));

        Assert.Equal((422, """{"description":"error.expected.jsstring"}"""), (reply.Status, reply.Json["errors"]!.ToJsonString()));
    }

    [Fact]
    public async Task Update_WithAWrongField_IsRefusedWithAListedStatus()
    {
        await _emulator.PostAsync(OfOne, Hours);

        var reply = await _emulator.PutAsync(OfOne + "/1", """{"key":""}""");

        Assert.Equal(
            (400, "application/json", "Input is invalid", "key: must be 1 to 64 characters long"),
            (reply.Status, reply.MediaType, reply.Title, (string)reply.Json["detail"]!));
    }

    [Fact]
    public async Task Create_DuplicateKey_Returns409()
    {
        await _emulator.PostAsync(OfOne, Hours);
        await _emulator.PostAsync(OfOne, Hours.Replace("status", "other", StringComparison.Ordinal));

        var created = await _emulator.PostAsync(OfOne, Hours);
        Assert.Equal((409, "application/json"), (created.Status, created.MediaType));
        Assert.Equal(["status", "title", "type"], created.Json.AsObject().Select(member => member.Key));
        Assert.Equal(
            "The metafield conflicts with another one: its client id, namespace, key, resource type and resource id must be unique together.",
            created.Title);
        Assert.Equal(409, (await _emulator.PutAsync(OfOne + "/2", """{"key":"status"}""")).Status);
        Assert.Equal(200, (await _emulator.PutAsync(OfOne + "/1", """{"key":"status"}""")).Status);

        _emulator.Store.AddLocation("SHOP", "The shop");
        Assert.Equal(200, (await _emulator.PostAsync("inventory/locations/2/metafields", Hours)).Status);
        _emulator.Store.ClientId = "another";
        Assert.Equal(200, (await _emulator.PostAsync(OfOne, Hours)).Status);
    }

    [Theory]
    [InlineData("namespace", null, "error.path.missing")]
    [InlineData("key", null, "error.path.missing")]
    [InlineData("value", null, "error.path.missing")]
    [InlineData("permission_set", null, "error.path.missing")]
    [InlineData("namespace", "65", "must be 1 to 64 characters long")]
    [InlineData("key", "0", "must be 1 to 64 characters long")]
    [InlineData("key", "65", "must be 1 to 64 characters long")]
    [InlineData("value", "0", "must be 1 to 65535 characters long")]
    [InlineData("value", "65536", "must be 1 to 65535 characters long")]
    [InlineData("description", "256", "must be 0 to 255 characters long")]
    [InlineData("permission_set", "3", "must be one of app_only, read, write, read_and_sf_access, write_and_sf_access")]
    public async Task Create_FieldMissingOrTooLong_IsNamed(string field, string? length, string message)
    {
        var metafield = JsonNode.Parse(Hours)!.AsObject();
        metafield.Remove(field);
        if (length is not null)
        {
            metafield[field] = new string('x', int.Parse(length, System.Globalization.CultureInfo.InvariantCulture));
        }

        var reply = await _emulator.PostAsync(OfOne, metafield.ToJsonString());

        Assert.Equal((422, "application/json", "JSON data is missing or invalid"), (reply.Status, reply.MediaType, reply.Title));
        Assert.Equal($$"""{"{{field}}":"{{message}}"}""", reply.Json["errors"]!.ToJsonString());
        Assert.Empty(_emulator.Store.Metafields);
    }

    [Fact]
    public async Task Create_LongestValues_AreAccepted()
    {
        string x(int length) => new('x', length);

        var reply = await _emulator.PostAsync(
            OfOne,
            $$"""{"namespace":"{{x(64)}}","key":"{{x(64)}}","value":"{{x(65535)}}","description":"{{x(255)}}","permission_set":"write_and_sf_access"}""");

        Assert.Equal(200, reply.Status);
    }

    [Theory]
    [InlineData("POST", OfOne, 422, "errors", """{"":"error.expected.jsobject"}""")]
    [InlineData("PUT", OfOne + "/1", 400, "detail", "\"error.expected.jsobject\"")]
    public async Task CreateOrUpdate_BodyIsNotAnObject_IsRefused(string method, string path, int status, string member, string message)
    {
        _emulator.Store.AddMetafield(1, "n", "k", "v");

        var array = await _emulator.SendAsync(method, path, "[]");
        Assert.Equal((status, message), (array.Status, array.Json[member]!.ToJsonString()));
        var broken = await _emulator.SendAsync(method, path, "{");
        Assert.Equal((400, "Input is invalid", "Syntax error"), (broken.Status, broken.Title, (string)broken.Json["detail"]!));
    }

    [Fact]
    public async Task Metafields_OfAnotherApp_FollowTheirPermissionSet()
    {
        foreach (string permissionSet in (string[])["app_only", "read", "write", "read_and_sf_access", "write_and_sf_access"])
        {
            _emulator.Store.AddMetafield(1, "n", permissionSet, "v", permissionSet, ownerClientId: "another");
        }

        Assert.Equal("read,write,read_and_sf_access,write_and_sf_access", await KeysAsync(OfOne));
        Assert.Equal([404, 403, 200, 403, 200], await StatusesAsync("PUT", """{"value":"new"}"""));
        Assert.Equal([404, 403, 204, 403, 204], await StatusesAsync("DELETE", null));

        async Task<List<int>> StatusesAsync(string method, string? body)
        {
            List<int> statuses = [];
            for (int id = 1; id <= 5; id++)
            {
                statuses.Add((await _emulator.SendAsync(method, $"{OfOne}/{id}", body)).Status);
            }

            return statuses;
        }
    }

    [Fact]
    public async Task Batch_FullSuccess_ReturnsEveryMetafield()
    {
        _emulator.Store.AddLocation("SHOP", "The shop");
        string second = Hours.Replace("{", "{\"resource_id\":2,", StringComparison.Ordinal);
        string first = Hours.Replace("{", "{\"resource_id\":1,", StringComparison.Ordinal);

        var created = await _emulator.PostAsync(OfAll, $"[{first},{second}]");
        Assert.Equal((200, "application/json"), (created.Status, created.MediaType));
        Assert.Equal("1@1,2@2", Ids(created));
        Assert.Equal(
            """[] {"total":2,"success":2,"failed":0}""",
            $"{created.Json["errors"]!.ToJsonString()} {created.Json["meta"]!.ToJsonString()}");

        // An id may be a string (older API description) or a number (newer one).
        var updated = await _emulator.PutAsync(OfAll, """[{"id":"1","value":"a"},{"id":2,"value":"b"}]""");
        Assert.Equal((200, "1@1,2@2"), (updated.Status, Ids(updated)));
        Assert.Equal(["a", "b"], _emulator.Store.Metafields.Select(metafield => metafield.Value));

        var deleted = await _emulator.DeleteAsync(OfAll, "[2,1]");
        deleted.AssertBody("""{"data":[2,1],"errors":[],"meta":{"total":2,"success":2,"failed":0}}""");
        Assert.Empty(_emulator.Store.Metafields);

        static string Ids(EmulatorReply reply) =>
            string.Join(',', reply.Json["data"]!.AsArray().Select(metafield => $"{metafield!["id"]}@{metafield["resource_id"]}"));
    }

    [Fact]
    public async Task Batch_PartialSuccess_Returns422WithData()
    {
        _emulator.Store.AddMetafield(1, "headquarters", "status", "v");
        _emulator.Store.AddMetafield(1, "n", "theirs", "v", "read", ownerClientId: "another");
        string good = """{"resource_id":1,"namespace":"n","key":"good","value":"v","permission_set":"read"}""";

        var created = await _emulator.PostAsync(
            OfAll,
            $$"""[{{Hours.Replace("{", "{\"resource_id\":1,", StringComparison.Ordinal)}},{{good}},{"resource_id":9,"namespace":"n","key":"k","value":"v","permission_set":"read"},{"resource_id":1,"namespace":"n"},7]""");
        Assert.Equal((422, "application/json"), (created.Status, created.MediaType));
        Assert.Equal("good", created.Json["data"]!.AsArray().Single()!["key"]!.GetValue<string>());
        Assert.Equal(
            """[{"status":422,"title":"Bulk operation has failed","type":"https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes","errors":{"0":"Metafield with this client id, namespace, key and resource already exists","2":"Location does not exist","3":"key: error.path.missing; value: error.path.missing; permission_set: error.path.missing","4":"namespace: error.path.missing; key: error.path.missing; value: error.path.missing; permission_set: error.path.missing"}}]""",
            created.Json["errors"]!.ToJsonString());
        Assert.Equal("""{"total":5,"success":1,"failed":4}""", created.Json["meta"]!.ToJsonString());

        var updated = await _emulator.PutAsync(
            OfAll,
            """[{"id":1,"value":"new"},{"id":2,"value":"new"},{"id":99,"value":"new"},{"value":"new"},{"id":1,"value":""}]""");
        Assert.Equal(422, updated.Status);
        Assert.Equal("new", updated.Json["data"]!.AsArray().Single()!["value"]!.GetValue<string>());
        Assert.Equal(
            """{"2":"Unauthorized to update","99":"Metafield does not exist","3":"id: error.path.missing","1":"value: must be 1 to 65535 characters long"}""",
            updated.Json["errors"]![0]!["errors"]!.ToJsonString());

        var deleted = await _emulator.DeleteAsync(OfAll, """[1,2,99,"x"]""");
        Assert.Equal(422, deleted.Status);
        Assert.Equal("[1]", deleted.Data);
        Assert.Equal(
            """{"2":"Unauthorized to delete","99":"Metafield does not exist","3":"error.expected.jsnumber"}""",
            deleted.Json["errors"]![0]!["errors"]!.ToJsonString());
        Assert.Equal("""{"total":4,"success":1,"failed":3}""", deleted.Json["meta"]!.ToJsonString());
        Assert.Equal(["theirs", "good"], _emulator.Store.Metafields.Select(metafield => metafield.Key));
    }

    [Fact]
    public async Task Batch_UpdateOfAnUnknownMetafieldWithAnInvalidField_NamesTheField()
    {
        var reply = await _emulator.PutAsync(OfAll, """[{"id":99,"value":""}]""");

        Assert.Equal(
            """{"99":"value: must be 1 to 65535 characters long"}""",
            reply.Json["errors"]![0]!["errors"]!.ToJsonString());
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Batch_BodyIsNotAnArray_IsRefused(string method)
    {
        var reply = await _emulator.SendAsync(method, OfAll, "{}");

        Assert.Equal(
            (422, "JSON data is missing or invalid", """{"":"error.expected.jsarray"}"""),
            (reply.Status, reply.Title, reply.Json["errors"]!.ToJsonString()));
        Assert.Equal(400, (await _emulator.SendAsync(method, OfAll, "[")).Status);
    }

    [Fact]
    public async Task IgnoredWriteFault_CreateUpdateDelete_ChangeNothing()
    {
        _emulator.Store.AddMetafield(1, "n", "k", "v");
        _emulator.Emulator.Faults = new FaultPlan().Add(Fault.IgnoredWrite(), times: int.MaxValue);

        await _emulator.PostAsync(OfOne, Hours);
        await _emulator.PutAsync(OfOne + "/1", """{"value":"x"}""");
        await _emulator.DeleteAsync(OfOne + "/1");
        await _emulator.PostAsync(OfAll, $"[{Hours.Replace("{", "{\"resource_id\":1,", StringComparison.Ordinal)}]");
        await _emulator.PutAsync(OfAll, """[{"id":1,"value":"x"}]""");
        await _emulator.DeleteAsync(OfAll, "[1]");

        Assert.Equal("v", Assert.Single(_emulator.Store.Metafields).Value);
    }

    [Fact]
    public async Task List_Page_ReturnsPagesAndCursors()
    {
        Seed(7);

        var reply = await _emulator.GetAsync(OfOne + "?limit=3&page=2");

        Assert.Equal("k4,k5,k6", Keys(reply));
        Assert.Equal(
            Compact("""
            {
              "pagination": {
                "total": 7, "count": 3, "per_page": 3, "current_page": 2, "total_pages": 3,
                "links": {"previous": "?limit=3&page=1", "current": "?limit=3&page=2", "next": "?limit=3&page=3"}
              },
              "cursor_pagination": {
                "count": 3, "per_page": 3, "start_cursor": "aWQ6NA==", "end_cursor": "aWQ6Ng==",
                "links": {"previous": "?limit=3&before=aWQ6NA%3D%3D", "current": "?limit=3", "next": "?limit=3&after=aWQ6Ng%3D%3D"}
              }
            }
            """),
            reply.Json["meta"]!.ToJsonString());
    }

    [Theory]
    [InlineData("", "k1,k2,k3 k4,k5,k6 k7")]
    [InlineData("&direction=desc", "k7,k6,k5 k4,k3,k2 k1")]
    public async Task List_Cursors_LeadForwardAndBack(string direction, string expected)
    {
        Seed(7);
        List<EmulatorReply> pages = [await _emulator.GetAsync($"{OfAll}?limit=3{direction}")];
        while ((string?)pages[^1].Json["meta"]!["cursor_pagination"]!["links"]!["next"] is not null)
        {
            Assert.InRange(pages.Count, 1, 3);
            pages.Add(await _emulator.GetAsync($"{OfAll}?limit=3{direction}&page=9&after={Cursor(pages[^1], "end_cursor")}"));
        }

        Assert.Equal(expected, string.Join(' ', pages.Select(Keys)));
        Assert.Equal(1, (int)pages[2].Json["meta"]!["pagination"]!["current_page"]!);
        Assert.Null(pages[0].Json["meta"]!["cursor_pagination"]!["links"]!["previous"]);
        var back = await _emulator.GetAsync($"{OfAll}?limit=3{direction}&before={Cursor(pages[2], "start_cursor")}");
        Assert.Equal(Keys(pages[1]), Keys(back));
        var start = await _emulator.GetAsync($"{OfAll}?limit=5{direction}&before={Cursor(pages[1], "start_cursor")}");
        Assert.Equal(Keys(pages[0]), Keys(start));
        Assert.Equal("", Keys(await _emulator.GetAsync($"{OfAll}?limit=3{direction}&after={Cursor(pages[2], "end_cursor")}")));

        static string Cursor(EmulatorReply page, string name) =>
            Uri.EscapeDataString((string)page.Json["meta"]!["cursor_pagination"]![name]!);
    }

    [Fact]
    public async Task List_CursorAfterChanges_ContinuesAtTheSamePlace()
    {
        Seed(5);
        string cursor = Uri.EscapeDataString(
            (string)(await _emulator.GetAsync($"{OfAll}?limit=2")).Json["meta"]!["cursor_pagination"]!["end_cursor"]!);

        await _emulator.DeleteAsync(OfOne + "/2");

        Assert.Equal("k3,k4", await KeysAsync($"{OfAll}?limit=2&after={cursor}"));
    }

    [Theory]
    [InlineData("before=aWQ6NA==&after=aWQ6NA==", "The before and after parameters cannot be used together.")]
    [InlineData("after=xyz", "The filter after has an invalid value.")]
    [InlineData("direction=up", "The filter direction has an invalid value.")]
    [InlineData("include_fields=colour", "The filter include_fields has an invalid value.")]
    [InlineData("date_created:min=yesterday", "The filter date_created:min has an invalid value.")]
    [InlineData("resource_id=1", "The filter(s): resource_id are not valid filter parameter(s).")]
    public async Task List_InvalidQuery_IsRefused(string query, string title)
    {
        var reply = await _emulator.GetAsync($"{OfAll}?{query}");

        Assert.Equal((422, title), (reply.Status, reply.Title));
    }

    [Theory]
    [InlineData("key=k1", "k1,k1")]
    [InlineData("key:in=k1,k3", "k1,k3,k1")]
    [InlineData("namespace=m", "k1")]
    [InlineData("namespace:in=m,n&key=k2", "k2")]
    [InlineData("key=k2&key:in=k1", "")]
    [InlineData("date_created:min=2026-01-02", "k2,k3,k1")]
    [InlineData("date_created:max=2026-01-02", "k1,k2")]
    [InlineData("date_created:min=2026-01-02T00:00:01", "k3,k1")]
    [InlineData("date_modified:min=2026-01-05", "k1")]
    [InlineData("date_modified:max=2026-01-04T23:59:59", "k2,k3,k1")]
    [InlineData("date_modified:max=2026-01-05", "k1,k2,k3,k1")]
    public async Task List_Filters_ReturnMatchingMetafields(string query, string expected)
    {
        long shop = _emulator.Store.AddLocation("SHOP", "The shop");
        _emulator.Store.AddMetafield(1, "n", "k1", "v");
        _emulator.Time.Advance(TimeSpan.FromDays(1));
        _emulator.Store.AddMetafield(1, "n", "k2", "v");
        _emulator.Time.Advance(TimeSpan.FromDays(1));
        _emulator.Store.AddMetafield(1, "n", "k3", "v");
        _emulator.Store.AddMetafield(shop, "m", "k1", "v");
        _emulator.Time.Advance(TimeSpan.FromDays(2));
        await _emulator.PutAsync(OfOne + "/1", """{"value":"new"}""");

        Assert.Equal(expected, await KeysAsync($"{OfAll}?{query}"));
    }

    [Fact]
    public async Task ListAtLocation_Metafields_ReturnsOnlyItsOwn()
    {
        long shop = _emulator.Store.AddLocation("SHOP", "The shop");
        _emulator.Store.AddMetafield(1, "n", "one", "v");
        _emulator.Store.AddMetafield(shop, "n", "two", "v");

        Assert.Equal("one", await KeysAsync(OfOne));
        Assert.Equal("two", await KeysAsync("inventory/locations/2/metafields"));
        Assert.Equal("one,two", await KeysAsync(OfAll));
    }

    [Fact]
    public async Task List_IncludeFields_ReturnsThoseAndTheId()
    {
        _emulator.Store.AddMetafield(1, "n", "k", "v");

        Assert.Equal(
            """[{"id":1,"key":"k","resource_id":1}]""",
            (await _emulator.GetAsync(OfAll + "?include_fields=resource_id,key")).Data);
    }

    [Fact]
    public async Task List_UseNewerSpecification_HasNoCursorsOrZones()
    {
        using var emulator = new EmulatorHarness(options => options.UseNewerSpecification = true);
        emulator.Store.AddMetafield(1, "n", "k", "v");

        var reply = await emulator.GetAsync(OfAll);

        Assert.Equal(["pagination"], reply.Json["meta"]!.AsObject().Select(member => member.Key));
        Assert.Equal("2026-01-01T00:00:00", (string)reply.Json["data"]![0]!["date_created"]!);
        Assert.Equal(200, (await emulator.GetAsync(OfAll + "?after=aWQ6NA==")).Status);
    }

    [Fact]
    public async Task EmptyObjects_WithWriteEmptyObjectsAsArrays_AreArrays()
    {
        using var emulator = new EmulatorHarness(options => options.WriteEmptyObjectsAsArrays = true);

        Assert.Equal("[]", (await emulator.PostAsync(OfOne, Hours)).Json["meta"]!.ToJsonString());
        Assert.Equal("[]", (await emulator.GetAsync("inventory/locations/9/items")).Json["errors"]!.ToJsonString());
        Assert.Equal("[]", (await emulator.GetAsync("inventory/items")).Data);
    }

    [Fact]
    public async Task WriteEmptyObjectsAsArrays_OtherResponses_KeepTheirContent()
    {
        using var emulator = new EmulatorHarness(options => options.WriteEmptyObjectsAsArrays = true);
        emulator.Store.AddItem("A");
        emulator.Store.AddItem("B");

        var items = await emulator.GetAsync("inventory/items");
        Assert.Equal(["A", "B"], items.Json["data"]!.AsArray().Select(item => (string)item!["identity"]!["sku"]!));
        emulator.Emulator.Faults = new FaultPlan().Add(Fault.Html()).Add(Fault.EmptyBody());
        Assert.StartsWith("<html>", (await emulator.GetAsync("inventory/items")).Body, StringComparison.Ordinal);
        Assert.Equal("", (await emulator.GetAsync("inventory/items")).Body);
    }

    private void Seed(int count)
    {
        for (int i = 1; i <= count; i++)
        {
            _emulator.Store.AddMetafield(1, "n", $"k{i}", "v");
        }
    }

    private async Task<string> KeysAsync(string path) => Keys(await _emulator.GetAsync(path));

    private static string Keys(EmulatorReply reply) =>
        string.Join(',', reply.Json["data"]!.AsArray().Select(metafield => (string)metafield!["key"]!));

    private static string Compact(string json) => JsonNode.Parse(json)!.ToJsonString();
}

using System.Text.Json.Nodes;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Contract;

namespace BigCommerce.Inventory.Tests.Emulator;

/// <summary>
/// The emulator's responses have exactly the members that the API documents. If BigCommerce's OpenAPI files are available
/// (<see cref="OpenApiFiles.AtHand"/>), the tables here are compared with them too.
/// </summary>
public sealed class ResponseShapeTests : IDisposable
{
    private const string Inventory = "inventory.v3.yml";
    private const string Locations = "locations.v3.yml";

    private const string Settings = "settings.safety_stock settings.is_in_stock settings.warning_level settings.bin_picking_number";
    private const string Item = $"identity.sku identity.variant_id identity.product_id identity.sku_id {AtLocation}";
    private const string AtLocation =
        "locations[].location_id locations[].location_code locations[].location_name locations[].available_to_sell locations[].total_inventory_onhand locations[].location_enabled "
        + "locations[].settings.safety_stock locations[].settings.is_in_stock locations[].settings.warning_level locations[].settings.bin_picking_number";

    private const string LocationItem = $"identity.sku identity.variant_id identity.product_id available_to_sell total_inventory_onhand {Settings}";
    private static readonly string[] Days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    private const string Location =
        "id code label description managed_by_external_source type_id enabled time_zone created_at updated_at "
        + "address.address1 address.address2 address.city address.state address.zip address.email address.phone "
        + "address.geo_coordinates.latitude address.geo_coordinates.longitude address.country_code storefront_visibility "
        + "special_hours[].label special_hours[].date special_hours[].open special_hours[].opening special_hours[].closing special_hours[].all_day special_hours[].annual";

    private const string Metafield =
        "id key value namespace permission_set description resource_type resource_id date_created date_modified owner_client_id";

    private const string Pagination = "total count per_page current_page total_pages links.previous links.current links.next";
    private const string CursorPagination = "count per_page start_cursor end_cursor links.previous links.current links.next";

    private readonly EmulatorHarness _emulator = new(options => options.BackordersEnabled = false);

    public ResponseShapeTests()
    {
        _emulator.Store.AddLocation("SHOP", "The shop");
        for (int i = 1; i <= 3; i++)
        {
            _emulator.Store.AddItem($"A{i}", skuId: i);
            _emulator.Store.AddMetafield(1, "n", $"k{i}", "v");
        }
    }

    public void Dispose() => _emulator.Dispose();

    [Fact]
    public async Task ListItems_Response_HasTheDocumentedMembers() =>
        AssertMembers(Inventory, "ItemResponse", Item, (await _emulator.GetAsync("inventory/items")).Json["data"]![0]!);

    [Fact]
    public async Task ListAtLocation_Response_HasTheDocumentedMembers() =>
        AssertMembers(
            Inventory,
            "LocationItemsResponse",
            LocationItem,
            (await _emulator.GetAsync("inventory/locations/1/items")).Json["data"]![0]!);

    [Fact]
    public async Task ListLocations_Response_HasTheDocumentedMembers()
    {
        await _emulator.PutAsync("inventory/locations", """[{"id":1,"special_hours":[{"label":"x","date":"2022-09-29","open":true}]}]""");
        string week = string.Join(' ', Days.Select(day => Prefixed($"operating_hours.{day}", "open opening closing")));

        AssertMembers(
            Locations,
            "LocationResponse",
            $"{Location} {week}",
            (await _emulator.GetAsync("inventory/locations")).Json["data"]![0]!);
    }

    [Fact]
    public async Task ListMetafields_Response_HasTheDocumentedMembers() =>
        AssertMembers(Locations, "Metafield", Metafield, (await _emulator.GetAsync("inventory/locations/metafields")).Json["data"]![0]!);

    [Fact]
    public async Task PageMeta_OfItemsAndLocations_HasTheDocumentedMembers()
    {
        foreach (string path in (string[])["inventory/items", "inventory/locations/1/items", "inventory/locations/metafields"])
        {
            var pagination = (await _emulator.GetAsync(path + "?limit=1&page=2")).Json["meta"]!["pagination"]!;
            AssertMembers(
                Inventory,
                "Meta",
                Prefixed("pagination", Pagination),
                new JsonObject { ["pagination"] = pagination.DeepClone() });
            AssertMembers(Locations, "Pagination", Pagination, pagination);
        }
    }

    [Fact]
    public async Task PageMeta_OfMetafields_HasTheDocumentedMembers() =>
        AssertMembers(
            Locations,
            "CollectionMeta",
            $"{Prefixed("pagination", Pagination)} {Prefixed("cursor_pagination", CursorPagination)}",
            (await _emulator.GetAsync("inventory/locations/metafields?limit=1&page=2")).Json["meta"]!);

    [Fact]
    public async Task MetafieldBatch_PartialSuccess_HasTheDocumentedMembers()
    {
        var saved = await _emulator.PutAsync("inventory/locations/metafields", """[{"id":1,"value":"x"},{"id":9,"value":"x"}]""");
        AssertMembers(
            Locations,
            "MetaFieldCollectionResponsePartialSuccess_POST_PUT",
            $"{Prefixed("data[]", Metafield)} errors[].status errors[].title errors[].type errors[].errors meta.total meta.success meta.failed",
            WithoutKeys(saved.Json, "errors", 0, "errors"));

        var deleted = await _emulator.DeleteAsync("inventory/locations/metafields", "[1,9]");
        AssertMembers(
            Locations,
            "MetaFieldCollectionResponsePartialSuccess_DELETE",
            "data[] errors[].status errors[].title errors[].type errors[].errors meta.total meta.success meta.failed",
            WithoutKeys(deleted.Json, "errors", 0, "errors"));
    }

    [Fact]
    public async Task MetafieldBatch_FullSuccess_HasTheDocumentedMembers()
    {
        const string counts = "meta.total meta.success meta.failed";
        foreach (var saved in (EmulatorReply[])
        [
            await _emulator.PostAsync(
                "inventory/locations/metafields",
                """[{"resource_id":1,"permission_set":"read","namespace":"n","key":"new","value":"x"}]"""),
            await _emulator.PutAsync("inventory/locations/metafields", """[{"id":1,"value":"x"}]"""),
        ])
        {
            // The API documents the meta of a page for this one, and counts for all other batches.
            AssertMembers(null, "", $"{Prefixed("data[]", Metafield)} errors {counts}", saved.Json);
        }

        AssertMembers(
            Locations,
            "MetaFieldCollectionDeleteResponseSuccess",
            $"data[] errors[] {counts}",
            WithEmptyElement((await _emulator.DeleteAsync("inventory/locations/metafields", "[1]")).Json, "errors"));
    }

    [Fact]
    public async Task GetMetafield_Response_HasTheDocumentedMembers()
    {
        foreach (var reply in (EmulatorReply[])
        [
            await _emulator.GetAsync("inventory/locations/1/metafields/1"),
            await _emulator.PutAsync("inventory/locations/1/metafields/1", """{"value":"x"}"""),
            await _emulator.PostAsync(
                "inventory/locations/1/metafields",
                """{"permission_set":"read","namespace":"n","key":"new","value":"x"}"""),
        ])
        {
            Assert.Equal(["data", "meta"], reply.Json.AsObject().Select(member => member.Key));
            AssertMembers(Locations, "Metafield", Metafield, reply.Json["data"]!);
        }
    }

    [Fact]
    public async Task WritesAndErrors_Responses_HaveTheDocumentedMembers()
    {
        AssertMembers(
            Inventory,
            "SimpleTransactionResponse",
            "transaction_id",
            (await _emulator.AbsoluteAsync("""[{"location_id":1,"sku":"A1","quantity":1}]""")).Json);
        AssertMembers(
            Inventory,
            "ErrorResponse",
            "status title type errors",
            (await _emulator.AbsoluteAsync("""[{"location_id":1,"sku":"B","quantity":1}]""")).Json);
        AssertMembers(
            Locations,
            "ErrorResponse",
            "status title type errors",
            (await _emulator.GetAsync("inventory/locations/1/metafields/9")).Json);
    }

    [Fact]
    public async Task ListItems_StoreWithBackorders_HasTheirMembers()
    {
        using var emulator = new EmulatorHarness();
        emulator.Store.AddItem("A");

        AssertMembers(
            null,
            "",
            $"{LocationItem} qty_backordered settings.backorder_limit settings.backorder_message",
            (await emulator.GetAsync("inventory/locations/1/items")).Json["data"]![0]!);
    }

    private static void AssertMembers(string? file, string schema, string expected, JsonNode response)
    {
        string[] members = [.. expected.Split(' ').Order(StringComparer.Ordinal)];
        if (file is not null && OpenApiFiles.AtHand is { } files)
        {
            Assert.Equal(files.Members(file, schema).Order(StringComparer.Ordinal), members);
        }

        Assert.Equal(members, Members(response, "").Distinct().Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Members(JsonNode? node, string path) => node switch
    {
        JsonObject { Count: > 0 } members => members.SelectMany(
            member => Members(member.Value, path.Length == 0 ? member.Key : $"{path}.{member.Key}")),
        JsonArray { Count: > 0 } elements => elements.SelectMany(element => Members(element, path + "[]")),
        _ => [path],
    };

    private static string Prefixed(string prefix, string members) =>
        string.Join(' ', members.Split(' ').Select(member => $"{prefix}.{member}"));

    /// <summary>Writes an empty list as the API documents a list without an element schema.</summary>
    private static JsonNode WithEmptyElement(JsonNode response, string list)
    {
        Assert.Empty(response[list]!.AsArray());
        response[list] = new JsonArray(new JsonObject());
        return response;
    }

    /// <summary>Empties an object whose keys are ids of the request.</summary>
    private static JsonNode WithoutKeys(JsonNode response, string list, int index, string name)
    {
        response[list]![index]![name] = new JsonObject();
        return response;
    }
}

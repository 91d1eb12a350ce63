using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BigCommerce.Inventory.Testing.State;

/// <summary>A location in the API's JSON format. Immutable: an update creates a new document.</summary>
internal sealed class LocationDocument
{
    public static readonly string[] Days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    private static readonly string[] RequiredMembers =
    [
        "id", "code", "label", "description", "managed_by_external_source", "type_id", "enabled", "operating_hours", "time_zone",
        "created_at", "updated_at", "storefront_visibility", "special_hours",
    ];

    private static readonly string[] ScalarMembers =
        ["code", "label", "description", "managed_by_external_source", "type_id", "enabled", "time_zone", "storefront_visibility"];

    private LocationDocument(JsonObject body)
    {
        Body = body;
        Id = body["id"]!.GetValue<long>();
        Code = body["code"]!.GetValue<string>();
        Label = body["label"]!.GetValue<string>();
        TypeId = body["type_id"]!.GetValue<string>();
        Enabled = body["enabled"]!.GetValue<bool>();
        ManagedByExternalSource = body["managed_by_external_source"]!.GetValue<bool>();
        StorefrontVisibility = body["storefront_visibility"]!.GetValue<bool>();
    }

    /// <summary>The members in the order of the API's responses. A virtual location may have no address.</summary>
    public JsonObject Body { get; }

    public long Id { get; }

    public string Code { get; }

    public string Label { get; }

    public string TypeId { get; }

    public bool Enabled { get; }

    public bool ManagedByExternalSource { get; }

    public bool StorefrontVisibility { get; }

    /// <summary>Restores a location from the body of a snapshot.</summary>
    /// <exception cref="InvalidOperationException">A member is missing or has the wrong JSON type.</exception>
    public static LocationDocument Restore(JsonObject body) =>
        RequiredMembers.FirstOrDefault(name => !body.ContainsKey(name)) is { } missing
            ? throw new InvalidOperationException($"A location has no member '{missing}'.")
            : new LocationDocument(body);

    /// <summary>Creates a location from validated fields. Missing fields get the API's defaults.</summary>
    public static LocationDocument Create(long id, JsonObject fields, DateTimeOffset now)
    {
        var body = new JsonObject
        {
            ["id"] = id,
            ["code"] = fields["code"]?.DeepClone() ?? FormattableString.Invariant($"BC-LOCATION-{id}"),
            ["label"] = fields["label"]!.DeepClone(),
            ["description"] = fields["description"]?.DeepClone() ?? "",
            ["managed_by_external_source"] = fields["managed_by_external_source"]?.DeepClone() ?? false,
            ["type_id"] = fields["type_id"]?.DeepClone() ?? "PHYSICAL",
            ["enabled"] = fields["enabled"]?.DeepClone() ?? true,
            ["operating_hours"] = OperatingHours(fields["operating_hours"] as JsonObject),
            ["time_zone"] = fields["time_zone"]?.DeepClone() ?? "Etc/UTC",
            ["created_at"] = Timestamp(now),
            ["updated_at"] = Timestamp(now),
        };
        if (fields["address"] is JsonObject address)
        {
            body["address"] = Address(address, null);
        }

        body["storefront_visibility"] = fields["storefront_visibility"]?.DeepClone() ?? true;
        body["special_hours"] = SpecialHours(fields["special_hours"] as JsonArray);
        return new LocationDocument(body);
    }

    /// <summary>Creates a location with valid values for the fields that are not given.</summary>
    public static LocationDocument CreateSample(long id, string code, string label, bool enabled, DateTimeOffset now)
    {
        var fields = new JsonObject
        {
            ["code"] = code,
            ["label"] = label,
            ["enabled"] = enabled,
            ["time_zone"] = "America/Chicago",
            ["address"] = new JsonObject
            {
                ["address1"] = "1 Main Street",
                ["city"] = "Austin",
                ["state"] = "TX",
                ["zip"] = "78701",
                ["email"] = "stock@example.com",
                ["phone"] = "800-555-0198",
                ["geo_coordinates"] = new JsonObject { ["latitude"] = 30.2672, ["longitude"] = -97.7431 },
                ["country_code"] = "US",
            },
        };
        return Create(id, fields, now);
    }

    /// <summary>Applies validated fields. A field that is missing in the request, or in its address, keeps its value.</summary>
    public LocationDocument Update(JsonObject fields, DateTimeOffset now)
    {
        var body = (JsonObject)Body.DeepClone();
        foreach (string name in ScalarMembers)
        {
            if (fields.TryGetPropertyValue(name, out var value))
            {
                body[name] = value!.DeepClone();
            }
        }

        // Whether the API merges a partial week is not documented. Here it replaces the whole week.
        if (fields["operating_hours"] is JsonObject hours)
        {
            body["operating_hours"] = OperatingHours(hours);
        }

        if (fields["address"] is JsonObject address)
        {
            body["address"] = Address(address, body["address"] as JsonObject);
        }

        if (fields["special_hours"] is JsonArray special)
        {
            body["special_hours"] = SpecialHours(special);
        }

        body["updated_at"] = Timestamp(now);
        return new LocationDocument(body);
    }

    /// <summary>The body in the format of the newer specification: coordinates are strings, timestamps have no time zone.</summary>
    public JsonObject ToNewerSpecification()
    {
        var body = (JsonObject)Body.DeepClone();
        foreach (string name in (ReadOnlySpan<string>)["created_at", "updated_at"])
        {
            body[name] = body[name]!.GetValue<string>().TrimEnd('Z');
        }

        if (body["address"]?["geo_coordinates"] is JsonObject coordinates)
        {
            foreach (string name in (ReadOnlySpan<string>)["latitude", "longitude"])
            {
                coordinates[name] = coordinates[name]!.ToString();
            }
        }

        return body;
    }

    private static string Timestamp(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static JsonObject OperatingHours(JsonObject? week)
    {
        var all = new JsonObject();
        foreach (string day in Days)
        {
            var hours = week?[day] as JsonObject;
            all[day] = new JsonObject
            {
                ["open"] = hours?["open"]?.DeepClone() ?? false,
                ["opening"] = hours?["opening"]?.DeepClone() ?? "00:00",
                ["closing"] = hours?["closing"]?.DeepClone() ?? "00:00",
            };
        }

        return all;
    }

    private static JsonObject Address(JsonObject given, JsonObject? previous)
    {
        var all = new JsonObject();
        foreach (string name in (ReadOnlySpan<string>)["address1", "address2", "city", "state", "zip", "email", "phone"])
        {
            all[name] = (given.ContainsKey(name) ? given[name] : previous?[name])?.DeepClone() ?? "";
        }

        if ((given["geo_coordinates"] ?? previous?["geo_coordinates"]) is { } coordinates)
        {
            all["geo_coordinates"] = new JsonObject
            {
                ["latitude"] = Degrees(coordinates["latitude"]!),
                ["longitude"] = Degrees(coordinates["longitude"]!),
            };
        }

        all["country_code"] = given["country_code"]!.DeepClone();
        return all;
    }

    /// <summary>Converts a coordinate to a number. The newer specification also accepts strings.</summary>
    private static JsonNode Degrees(JsonNode given) => given.GetValueKind() == JsonValueKind.String
        ? double.Parse(given.GetValue<string>(), NumberStyles.Float, CultureInfo.InvariantCulture)
        : given.DeepClone();

    private static JsonArray SpecialHours(JsonArray? given)
    {
        var all = new JsonArray();
        foreach (var day in given ?? [])
        {
            all.Add((JsonNode)new JsonObject
            {
                ["label"] = day!["label"]!.DeepClone(),
                ["date"] = day["date"]!.DeepClone(),
                ["open"] = day["open"]!.DeepClone(),
                ["opening"] = day["opening"]?.DeepClone() ?? "00:00",
                ["closing"] = day["closing"]?.DeepClone() ?? "00:00",
                ["all_day"] = day["all_day"]?.DeepClone() ?? false,
                ["annual"] = day["annual"]?.DeepClone() ?? false,
            });
        }

        return all;
    }
}

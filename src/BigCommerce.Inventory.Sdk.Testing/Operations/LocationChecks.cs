using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigCommerce.Inventory.Testing.State;

namespace BigCommerce.Inventory.Testing.Operations;

/// <summary>Validates the fields of a location in a create or update request.</summary>
internal readonly ref struct LocationChecks(Payload payload, int index, bool isNew, bool allowsCoordinatesAsText)
{
    public void Check(JsonObject fields)
    {
        CheckKind(fields, "code", "", JsonValueKind.String, isRequired: false);
        CheckKind(fields, "label", "", JsonValueKind.String, isNew);
        CheckKind(fields, "description", "", JsonValueKind.String, isRequired: false);
        CheckKind(fields, "managed_by_external_source", "", JsonValueKind.True, isNew);
        CheckKind(fields, "type_id", "", JsonValueKind.String, isNew);
        CheckKind(fields, "enabled", "", JsonValueKind.True, isRequired: false);
        CheckKind(fields, "time_zone", "", JsonValueKind.String, isNew);
        CheckKind(fields, "storefront_visibility", "", JsonValueKind.True, isRequired: false);
        CheckNotEmpty(fields, "code");
        CheckNotEmpty(fields, "label");
        CheckNotEmpty(fields, "time_zone");
        string? type = Text(fields, "type_id");
        if (type is not (null or "PHYSICAL" or "VIRTUAL"))
        {
            Wrong("type_id", "must be PHYSICAL or VIRTUAL");
        }

        if (CheckKind(fields, "address", "", JsonValueKind.Object, isNew && type != "VIRTUAL"))
        {
            CheckAddress((JsonObject)fields["address"]!, isNew && type != "VIRTUAL");
        }

        if (CheckKind(fields, "operating_hours", "", JsonValueKind.Object, isRequired: false))
        {
            var week = (JsonObject)fields["operating_hours"]!;
            foreach (string day in LocationDocument.Days)
            {
                if (CheckKind(week, day, "operating_hours.", JsonValueKind.Object, isRequired: false))
                {
                    CheckDay((JsonObject)week[day]!, $"operating_hours.{day}.", isSpecial: false);
                }
            }
        }

        if (CheckKind(fields, "special_hours", "", JsonValueKind.Array, isRequired: false))
        {
            var days = (JsonArray)fields["special_hours"]!;
            for (int i = 0; i < days.Count; i++)
            {
                if (days[i] is JsonObject day)
                {
                    CheckDay(day, FormattableString.Invariant($"special_hours[{i}]."), isSpecial: true);
                }
                else
                {
                    payload.WrongShape(index, FormattableString.Invariant($"special_hours[{i}]"), "error.expected.jsobject");
                }
            }
        }
    }

    private void CheckAddress(JsonObject address, bool isComplete)
    {
        const string path = "address.";
        foreach (string name in (ReadOnlySpan<string>)["address1", "city", "state", "zip", "email"])
        {
            CheckKind(address, name, path, JsonValueKind.String, isComplete);
        }

        CheckKind(address, "address2", path, JsonValueKind.String, isRequired: false);
        CheckKind(address, "phone", path, JsonValueKind.String, isRequired: false);
        if (CheckKind(address, "country_code", path, JsonValueKind.String, isRequired: true)
            && Text(address, "country_code") is not { Length: 2 or 3 })
        {
            Wrong("address.country_code", "must be an ISO 3166-1 code");
        }

        if (Text(address, "email") is { } email && !email.Contains('@', StringComparison.Ordinal))
        {
            Wrong("address.email", "must be an email address");
        }

        if (CheckKind(address, "geo_coordinates", path, JsonValueKind.Object, isComplete))
        {
            CheckCoordinate((JsonObject)address["geo_coordinates"]!, "latitude", 90);
            CheckCoordinate((JsonObject)address["geo_coordinates"]!, "longitude", 180);
        }
    }

    private void CheckCoordinate(JsonObject coordinates, string name, int limit)
    {
        bool isText = allowsCoordinatesAsText && coordinates[name]?.GetValueKind() == JsonValueKind.String;
        if (CheckKind(coordinates, name, "address.geo_coordinates.", isText ? JsonValueKind.String : JsonValueKind.Number, isRequired: true)
            && !(Degrees(coordinates[name]!) <= limit))
        {
            Wrong("address.geo_coordinates." + name, FormattableString.Invariant($"must be between -{limit} and {limit}"));
        }
    }

    private void CheckDay(JsonObject day, string path, bool isSpecial)
    {
        CheckKind(day, "open", path, JsonValueKind.True, isSpecial);
        foreach (string name in (ReadOnlySpan<string>)["opening", "closing"])
        {
            if (CheckKind(day, name, path, JsonValueKind.String, isRequired: false)
                && !TimeOnly.TryParseExact(Text(day, name), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            {
                Wrong(path + name, "must be a time such as 08:00");
            }
        }

        if (isSpecial)
        {
            CheckKind(day, "label", path, JsonValueKind.String, isRequired: true);
            CheckKind(day, "all_day", path, JsonValueKind.True, isRequired: false);
            CheckKind(day, "annual", path, JsonValueKind.True, isRequired: false);
            if (CheckKind(day, "date", path, JsonValueKind.String, isRequired: true)
                && !DateOnly.TryParseExact(Text(day, "date"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            {
                Wrong(path + "date", "must be a date such as 2022-09-29");
            }
        }
    }

    /// <summary>Whether the member exists and has the JSON type; for booleans pass <see cref="JsonValueKind.True"/>.</summary>
    private bool CheckKind(JsonObject parent, string name, string path, JsonValueKind kind, bool isRequired)
    {
        if (!parent.TryGetPropertyValue(name, out var value))
        {
            if (isRequired)
            {
                payload.WrongShape(index, path + name, "error.path.missing");
            }

            return false;
        }

        var actual = value?.GetValueKind() ?? JsonValueKind.Null;
        if ((actual == JsonValueKind.False ? JsonValueKind.True : actual) == kind)
        {
            return true;
        }

        payload.WrongShape(index, path + name, kind switch
        {
            JsonValueKind.String => "error.expected.jsstring",
            JsonValueKind.Number => "error.expected.jsnumber",
            JsonValueKind.True => "error.expected.jsboolean",
            JsonValueKind.Array => "error.expected.jsarray",
            _ => "error.expected.jsobject",
        });
        return false;
    }

    private void CheckNotEmpty(JsonObject fields, string name)
    {
        if (Text(fields, name) is "")
        {
            Wrong(name, "must not be empty");
        }
    }

    private void Wrong(string path, string message) =>
        payload.WrongField(FormattableString.Invariant($"location.{index}.{path}"), message);

    private static string? Text(JsonObject parent, string name) =>
        parent[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>The absolute value of a coordinate; NaN for a text that is not a number.</summary>
    private static double Degrees(JsonNode value) =>
        double.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double degrees)
            ? Math.Abs(degrees)
            : double.NaN;
}

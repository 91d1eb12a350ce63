using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace BigCommerce.Inventory.Tests.Contract;

/// <summary>
/// Finds where a value deviates from an OpenAPI schema. Stricter than the schema: an additional member is a deviation, unless
/// the schema has no members.
/// </summary>
internal static partial class SchemaCheck
{
    /// <summary>The deviations, as <c>settings[].safety_stock: missing</c>. The positions in lists are left out.</summary>
    public static IEnumerable<string> Find(IOpenApiSchema schema, JsonNode? value, string path = "")
    {
        if (schema.OneOf is { Count: > 0 } alternatives)
        {
            // Report the alternative with the fewest deviations.
            return alternatives.Select(alternative => Find(alternative, value, path).ToArray()).MinBy(deviations => deviations.Length)!;
        }

        var type = schema.Type ?? (schema.AllOf is { Count: > 0 } ? JsonSchemaType.Object : null);
        return type is null ? []
            : !IsOf(type.Value, value) ? [$"{path}: {Kind(value)} in place of {type.Value.ToString().ToLowerInvariant()}"]
            : value switch
            {
                JsonObject members => FindInObject(schema, members, path),
                JsonArray elements => elements.SelectMany(element => Find(schema.Items!, element, path + "[]")).Distinct(),
                _ => FindInScalar(schema, value!, path),
            };
    }

    private static IEnumerable<string> FindInObject(IOpenApiSchema schema, JsonObject members, string path)
    {
        var properties = OpenApiFiles.Properties(schema).DistinctBy(property => property.Key).ToDictionary();
        foreach (var name in (schema.AllOf ?? []).SelectMany(part => part.Required ?? new HashSet<string>()).Concat(schema.Required ?? new HashSet<string>()))
        {
            if (!members.ContainsKey(name))
            {
                yield return $"{Below(path, name)}: missing";
            }
        }

        foreach (var (name, value) in members)
        {
            var below = Below(path, name);
            if (properties.TryGetValue(name, out var property))
            {
                foreach (var deviation in Find(property, value, below))
                {
                    yield return deviation;
                }
            }
            else if (properties.Count > 0)
            {
                yield return $"{below}: not described";
            }
        }
    }

    private static IEnumerable<string> FindInScalar(IOpenApiSchema schema, JsonNode value, string path)
    {
        if (schema.Enum is { Count: > 0 } values && !values.Any(allowed => JsonNode.DeepEquals(allowed, value)))
        {
            yield return $"{path}: none of the listed values";
        }

        if (value.GetValueKind() == JsonValueKind.Number)
        {
            var number = decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);
            if ((Bound(schema.Minimum) is { } min && number < min) || (Bound(schema.Maximum) is { } max && number > max))
            {
                yield return $"{path}: out of range";
            }
        }
        else if (value.GetValueKind() == JsonValueKind.String)
        {
            var text = value.GetValue<string>();
            if (text.Length < schema.MinLength || text.Length > schema.MaxLength)
            {
                yield return $"{path}: of the wrong length";
            }

            if (schema.Format switch
            {
                "date-time" => !Instant().IsMatch(text),
                "date" => !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
                "email" => !text.Contains('@', StringComparison.Ordinal),
                _ => false,
            })
            {
                yield return $"{path}: no {schema.Format}";
            }
        }
    }

    public static bool IsOf(JsonSchemaType type, JsonNode? value) => value?.GetValueKind() switch
    {
        null => type.HasFlag(JsonSchemaType.Null),
        JsonValueKind.Object => type.HasFlag(JsonSchemaType.Object),
        JsonValueKind.Array => type.HasFlag(JsonSchemaType.Array),
        JsonValueKind.String => type.HasFlag(JsonSchemaType.String),
        JsonValueKind.Number => type.HasFlag(JsonSchemaType.Number)
            || (type.HasFlag(JsonSchemaType.Integer)
                && long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)),
        _ => type.HasFlag(JsonSchemaType.Boolean),
    };

    public static decimal? Bound(string? bound) =>
        bound is null ? null : decimal.Parse(bound, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string Below(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Kind(JsonNode? value) => value?.GetValueKind().ToString().ToLowerInvariant() ?? "null";

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")]
    private static partial Regex Instant();
}

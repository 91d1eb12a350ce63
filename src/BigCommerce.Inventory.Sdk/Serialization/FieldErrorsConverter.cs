using System.Collections.ObjectModel;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BigCommerce.Inventory.Serialization;

/// <summary>
/// Flattens the API's <c>errors</c> object into one message for each field. Nested names are joined with dots, lists with
/// semicolons.
/// </summary>
internal sealed class FieldErrorsConverter : JsonConverter<IReadOnlyDictionary<string, string>?>
{
    // Every nested field repeats the names of its parents. Without a limit, the result could grow quadratically with the response.
    private const int MaxPrefixLength = 256;

    public override IReadOnlyDictionary<string, string>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return Flatten(document.RootElement);
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, string>? value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (field, problem) in value ?? ReadOnlyDictionary<string, string>.Empty)
        {
            writer.WriteString(field, problem);
        }

        writer.WriteEndObject();
    }

    public static IReadOnlyDictionary<string, string> Flatten(JsonElement errors)
    {
        var fields = new Dictionary<string, StringBuilder>(StringComparer.Ordinal);
        Add(fields, string.Empty, errors);
        return fields.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);
    }

    private static void Add(Dictionary<string, StringBuilder> fields, string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    Add(fields, Join(name, member.Name), member.Value);
                }

                break;
            case JsonValueKind.Array:
                var position = 0;
                foreach (var element in value.EnumerateArray())
                {
                    // Strings are messages of the field itself. Objects in a list get their position as a name.
                    var isNested = element.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
                    Add(fields, isNested ? Join(name, position.ToString(CultureInfo.InvariantCulture)) : name, element);
                    position++;
                }

                break;
            case JsonValueKind.Null or JsonValueKind.Undefined:
                break;
            default:
                var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
                if (fields.TryGetValue(name, out var earlier))
                {
                    earlier.Append("; ").Append(text);
                }
                else
                {
                    fields.Add(name, new StringBuilder(text));
                }

                break;
        }
    }

    private static string Join(string name, string member) => name.Length == 0 ? member : $"{Prefix(name)}.{member}";

    private static string Prefix(string name) => name.Length <= MaxPrefixLength ? name : $"{name.AsSpan(0, MaxPrefixLength)}…";
}

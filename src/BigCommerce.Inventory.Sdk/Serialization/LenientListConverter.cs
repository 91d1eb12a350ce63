using System.Text.Json;
using System.Text.Json.Serialization;

namespace BigCommerce.Inventory.Serialization;

/// <summary>Reads a list and omits entries that are null, or empty objects in the form <c>[]</c>. Null is read as an empty list.</summary>
internal sealed class LenientListConverter<T> : JsonConverter<IReadOnlyList<T>>
{
    public override bool HandleNull => true;

    public override IReadOnlyList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return ValueList<T>.Empty;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("Expected a list.");
        }

        var converter = (JsonConverter<T>)options.GetTypeInfo(typeof(T)).Converter;
        var entries = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType is JsonTokenType.Null or JsonTokenType.StartArray)
            {
                reader.Skip();
            }
            else if (converter.Read(ref reader, typeof(T), options) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return new ValueArray<T>([.. entries]);
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T> value, JsonSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNullValue();
            return;
        }

        var converter = (JsonConverter<T>)options.GetTypeInfo(typeof(T)).Converter;
        writer.WriteStartArray();
        foreach (var entry in value)
        {
            converter.Write(writer, entry, options);
        }

        writer.WriteEndArray();
    }
}

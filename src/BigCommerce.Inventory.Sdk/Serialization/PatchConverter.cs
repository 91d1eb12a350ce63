using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace BigCommerce.Inventory.Serialization;

/// <summary>Reads and writes the value of a member that is set. The member's ignore condition leaves unset ones out.</summary>
internal sealed class PatchConverter<T> : JsonConverter<Patch<T>>
{
    private JsonTypeInfo<T>? _typeInfo;

    public override bool HandleNull => true;

    public override Patch<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(JsonSerializer.Deserialize(ref reader, TypeInfo(options))!);

    public override void Write(Utf8JsonWriter writer, Patch<T> value, JsonSerializerOptions options)
    {
        if (!value.IsSet)
        {
            // Null or 0 in its place would change the member when the JSON is read.
            throw new JsonException("An unset Patch cannot be written. Mark the member with [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)].");
        }

        if (value.Value is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            JsonSerializer.Serialize(writer, value.Value, TypeInfo(options));
        }
    }

    private JsonTypeInfo<T> TypeInfo(JsonSerializerOptions options)
    {
        if (_typeInfo is null)
        {
            // A generated context does not look behind this converter, so it may lack the value's type.
            if (!options.TryGetTypeInfo(typeof(T), out var typeInfo))
            {
                var completed = new JsonSerializerOptions(options)
                {
                    TypeInfoResolver = JsonTypeInfoResolver.Combine(options.TypeInfoResolver, WireJsonContext.Default),
                };
                typeInfo = completed.GetTypeInfo(typeof(T));
            }

            _typeInfo = (JsonTypeInfo<T>)typeInfo;
        }

        return _typeInfo;
    }
}

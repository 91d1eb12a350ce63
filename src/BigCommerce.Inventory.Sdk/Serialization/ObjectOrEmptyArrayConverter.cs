using System.Text.Json;
using System.Text.Json.Serialization;

namespace BigCommerce.Inventory.Serialization;

/// <summary>Reads an object that the API sends as <c>[]</c> when it is empty. Any value other than an object is read as null.</summary>
internal sealed class ObjectOrEmptyArrayConverter<T> : JsonConverter<T?>
    where T : class
{
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            return Converter(options).Read(ref reader, typeof(T), options);
        }

        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options) =>
        Converter(options).Write(writer, value!, options);

    // Use the type's converter directly: the serializer would first scan the value for its end.
    private static JsonConverter<T> Converter(JsonSerializerOptions options) => (JsonConverter<T>)options.GetTypeInfo(typeof(T)).Converter;
}

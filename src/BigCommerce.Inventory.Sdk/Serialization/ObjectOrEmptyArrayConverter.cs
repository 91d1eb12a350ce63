using System.Text.Json;
using System.Text.Json.Serialization;

namespace BigCommerce.Inventory.Serialization;

/// <summary>Reads an object that the API may send as <c>[]</c> when it is empty. Anything but an object reads as null.</summary>
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

    public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options) => Converter(options).Write(writer, value!, options);

    // The serializer would scan each value to its end before it reads it; the type's own converter does not.
    private static JsonConverter<T> Converter(JsonSerializerOptions options) => (JsonConverter<T>)options.GetTypeInfo(typeof(T)).Converter;
}

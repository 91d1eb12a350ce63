using System.Text.Json;
using System.Text.Json.Serialization;

namespace BigCommerce.Inventory.Serialization;

/// <summary>A string enumeration that preserves unknown values.</summary>
internal interface IExtensibleValue<TSelf>
    where TSelf : struct, IExtensibleValue<TSelf>
{
    string Value { get; }

    static abstract TSelf Create(string value);
}

/// <summary>Converts an <see cref="IExtensibleValue{TSelf}"/>. Null and blank strings are read as the default value.</summary>
internal sealed class ExtensibleValueConverter<T> : JsonConverter<T>
    where T : struct, IExtensibleValue<T>
{
    public override bool HandleNull => true;

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = LenientText.Read(ref reader);
        return string.IsNullOrWhiteSpace(text) ? default : T.Create(text);
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace BigCommerce.Inventory.Serialization;

/// <summary>A text that has known values and can hold others.</summary>
internal interface IExtensibleValue<TSelf>
    where TSelf : struct, IExtensibleValue<TSelf>
{
    string Value { get; }

    static abstract TSelf Create(string value);
}

/// <summary>Reads and writes such a text. Null and blank read as unset.</summary>
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

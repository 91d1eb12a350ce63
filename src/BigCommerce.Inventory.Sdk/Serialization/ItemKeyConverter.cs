using System.Text.Json;
using System.Text.Json.Serialization;

namespace BigCommerce.Inventory.Serialization;

/// <summary>An item's identity on its own, as the settings body nests it.</summary>
internal sealed class ItemKeyConverter : JsonConverter<ItemKey>
{
    public override ItemKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Item keys are only written.");

    public override void Write(Utf8JsonWriter writer, ItemKey value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        if (value.TryGetSku(out var sku))
        {
            writer.WriteString("sku"u8, sku);
        }
        else if (value.TryGetId(out var id))
        {
            writer.WriteNumber(value.Kind == ItemKeyKind.Variant ? "variant_id"u8 : "product_id"u8, id);
        }

        writer.WriteEndObject();
    }
}

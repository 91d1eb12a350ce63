using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BigCommerce.Inventory.Serialization;

/// <summary>An item key as an object with one of three members. An unset key is an empty object.</summary>
internal sealed class ItemKeyConverter : JsonConverter<ItemKey>
{
    private const string Sku = "Sku";
    private const string VariantId = "VariantId";
    private const string ProductId = "ProductId";

    public override ItemKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("An item key must be an object.");
        }

        var key = default(ItemKey);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var kind = InventoryJsonConverter.IsAt(ref reader, Sku, options) ? ItemKeyKind.Sku
                : InventoryJsonConverter.IsAt(ref reader, VariantId, options) ? ItemKeyKind.Variant
                : InventoryJsonConverter.IsAt(ref reader, ProductId, options) ? ItemKeyKind.Product
                : ItemKeyKind.None;
            reader.Read();
            if (kind == ItemKeyKind.None || reader.TokenType == JsonTokenType.Null)
            {
                reader.Skip();
                continue;
            }

            if (key.Kind != ItemKeyKind.None)
            {
                throw new JsonException("An item key must have one of SKU, variant id and product id, not two.");
            }

            key = kind switch
            {
                ItemKeyKind.Sku => ItemKey.Sku(reader.GetString()!),
                ItemKeyKind.Variant => ItemKey.Variant(ReadId(ref reader, options)),
                _ => ItemKey.Product(ReadId(ref reader, options)),
            };
        }

        return key;
    }

    public override void Write(Utf8JsonWriter writer, ItemKey value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        if (value.TryGetSku(out var sku))
        {
            writer.WriteString(InventoryJsonConverter.NameOf(Sku, options), sku);
        }
        else if (value.TryGetId(out var id))
        {
            writer.WriteNumber(InventoryJsonConverter.NameOf(value.Kind == ItemKeyKind.Variant ? VariantId : ProductId, options), id);
        }

        writer.WriteEndObject();
    }

    private static long ReadId(ref Utf8JsonReader reader, JsonSerializerOptions options) =>
        reader.TokenType != JsonTokenType.String || !options.NumberHandling.HasFlag(JsonNumberHandling.AllowReadingFromString) ? reader.GetInt64()
        : long.TryParse(reader.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) ? id
        : throw new JsonException("The id of an item key must be a whole number.");
}

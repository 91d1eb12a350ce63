using System.Text.Json;
using System.Text.Json.Serialization;

namespace BigCommerce.Inventory.Serialization;

/// <summary>Property names that the adjustment and settings bodies share, encoded once.</summary>
internal static class ItemNames
{
    public static readonly JsonEncodedText LocationId = JsonEncodedText.Encode("location_id");
    public static readonly JsonEncodedText Sku = JsonEncodedText.Encode("sku");
    public static readonly JsonEncodedText VariantId = JsonEncodedText.Encode("variant_id");
    public static readonly JsonEncodedText ProductId = JsonEncodedText.Encode("product_id");
    public static readonly JsonEncodedText Quantity = JsonEncodedText.Encode("quantity");
    public static readonly JsonEncodedText QuantityBackordered = JsonEncodedText.Encode("qty_backordered");

    public static void WriteKey(Utf8JsonWriter writer, ItemKey key)
    {
        if (key.TryGetSku(out var sku))
        {
            writer.WriteString(Sku, sku);
        }
        else if (key.TryGetId(out var id))
        {
            writer.WriteNumber(key.Kind == ItemKeyKind.Variant ? VariantId : ProductId, id);
        }
    }
}

internal sealed class AbsoluteAdjustmentConverter : JsonConverter<AbsoluteAdjustment>
{
    public override AbsoluteAdjustment Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Adjustments are only written.");

    public override void Write(Utf8JsonWriter writer, AbsoluteAdjustment value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber(ItemNames.LocationId, value.LocationId);
        ItemNames.WriteKey(writer, value.Item);
        writer.WriteNumber(ItemNames.Quantity, value.Quantity);
        if (value.QuantityBackordered is { } backordered)
        {
            writer.WriteNumber(ItemNames.QuantityBackordered, backordered);
        }

        writer.WriteEndObject();
    }
}

internal sealed class RelativeAdjustmentConverter : JsonConverter<RelativeAdjustment>
{
    public override RelativeAdjustment Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Adjustments are only written.");

    public override void Write(Utf8JsonWriter writer, RelativeAdjustment value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber(ItemNames.LocationId, value.LocationId);
        ItemNames.WriteKey(writer, value.Item);
        if (value.Quantity is { } quantity)
        {
            writer.WriteNumber(ItemNames.Quantity, quantity);
        }

        if (value.QuantityBackordered is { } backordered)
        {
            writer.WriteNumber(ItemNames.QuantityBackordered, backordered);
        }

        writer.WriteEndObject();
    }
}

/// <summary>An item's identity on its own, as the settings body nests it.</summary>
internal sealed class ItemKeyConverter : JsonConverter<ItemKey>
{
    public override ItemKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Item keys are only written.");

    public override void Write(Utf8JsonWriter writer, ItemKey value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        ItemNames.WriteKey(writer, value);
        writer.WriteEndObject();
    }
}

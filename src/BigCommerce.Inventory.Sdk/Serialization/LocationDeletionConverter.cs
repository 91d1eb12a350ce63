using System.Text.Json;
using System.Text.Json.Serialization;

namespace BigCommerce.Inventory.Serialization;

/// <summary>
/// A deletion as an object with the list of its locations. Reading checks the list as <see cref="LocationDeletion.WithAllTheirStock"/>
/// does.
/// </summary>
internal sealed class LocationDeletionConverter : JsonConverter<LocationDeletion>
{
    public override LocationDeletion Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A deletion must be an object.");
        }

        var ids = new List<long>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isList = InventoryJsonConverter.IsAt(ref reader, nameof(LocationDeletion.LocationIds), options);
            reader.Read();
            if (!isList || reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                ids.Add(reader.GetInt64());
            }
        }

        return LocationDeletion.WithAllTheirStock(ids);
    }

    public override void Write(Utf8JsonWriter writer, LocationDeletion value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteStartArray(InventoryJsonConverter.NameOf(nameof(LocationDeletion.LocationIds), options));
        foreach (var id in value.LocationIds)
        {
            writer.WriteNumberValue(id);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BigCommerce.Inventory.Serialization;

/// <summary>
/// Reads coordinates from numbers or strings. Incomplete or invalid coordinates are read as null, so that the rest of the page
/// can be read.
/// </summary>
internal sealed class GeoCoordinatesConverter : JsonConverter<GeoCoordinates?>
{
    public override GeoCoordinates? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        double? latitude = null, longitude = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isLatitude = reader.ValueTextEquals("latitude"u8);
            var isLongitude = reader.ValueTextEquals("longitude"u8);
            reader.Read();
            var text = LenientText.Read(ref reader);
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees))
            {
                latitude = isLatitude ? degrees : latitude;
                longitude = isLongitude ? degrees : longitude;
            }
        }

        return latitude is >= -90 and <= 90 && longitude is >= -180 and <= 180 ? new GeoCoordinates(latitude.Value, longitude.Value) : null;
    }

    public override void Write(Utf8JsonWriter writer, GeoCoordinates? value, JsonSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteNumber("latitude"u8, value.Latitude);
        writer.WriteNumber("longitude"u8, value.Longitude);
        writer.WriteEndObject();
    }
}

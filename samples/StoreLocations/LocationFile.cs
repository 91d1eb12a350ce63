using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using BigCommerce.Inventory;

namespace StoreLocations;

/// <summary>The JSON file of export and import: an array of locations with the API's member names.</summary>
internal static partial class LocationFile
{
    // Generated, so that the sample can be compiled ahead of time.
    private static readonly LocationJson Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new TimeConverter() },
    });

    public static string Write(IReadOnlyList<Location> locations) => JsonSerializer.Serialize(locations, Json.IReadOnlyListLocation);

    /// <exception cref="LocationFileException">The file is not an array, or an entry is invalid. The message has its position.</exception>
    public static IReadOnlyList<LocationCreate> Read(string path, string text)
    {
        try
        {
            var entries = JsonSerializer.Deserialize(text, Json.ListJsonElement) ?? [];
            return [.. entries.Select((entry, index) => Read(path, entry, index + 1))];
        }
        catch (JsonException exception)
        {
            throw new LocationFileException($"{path} is not a JSON array of locations. {exception.Message}");
        }
    }

    private static LocationCreate Read(string path, JsonElement entry, int number)
    {
        try
        {
            var location = entry.Deserialize(Json.LocationCreate) ?? throw new JsonException("The entry is null.");
            return location.Code is null ? throw new JsonException("The entry has no code. Locations are identified by code.") : location;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new LocationFileException($"{path}, entry {number}: {exception.Message}");
        }
    }

    [JsonSerializable(typeof(IReadOnlyList<Location>))]
    [JsonSerializable(typeof(List<JsonElement>))]
    [JsonSerializable(typeof(LocationCreate))]
    private sealed partial class LocationJson : JsonSerializerContext;

    private sealed class TimeConverter : JsonConverter<TimeOnly>
    {
        public override TimeOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TimeOnly.TryParse(reader.GetString(), CultureInfo.InvariantCulture, out var time)
                ? time
                : throw new JsonException("A time must have the format 08:00.");

        public override void Write(Utf8JsonWriter writer, TimeOnly value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString("HH:mm", CultureInfo.InvariantCulture));
    }
}

/// <summary>The file is invalid. The message has the reason.</summary>
internal sealed class LocationFileException(string message) : Exception(message);

using System.Text.Json.Serialization;

namespace BigCommerce.Inventory.Serialization;

/// <summary>
/// The source-generated serialization of request and response bodies. <see cref="ItemPageReader"/> and
/// <see cref="AdjustmentWriter"/> replace it for large and frequent bodies.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(LenientStringConverter),
        typeof(LenientInt32Converter),
        typeof(LenientInt64Converter),
        typeof(LenientNullableInt32Converter),
        typeof(LenientNullableInt64Converter),
        typeof(LenientBooleanConverter),
        typeof(LenientDateTimeOffsetConverter),
        typeof(LenientDateOnlyConverter),
        typeof(LenientTimeOnlyConverter),
        typeof(GeoCoordinatesConverter),
        typeof(FieldErrorsConverter),
        typeof(LenientListConverter<InventoryItem>),
        typeof(LenientListConverter<StockAtLocation>),
        typeof(LenientListConverter<LocationItem>),
        typeof(LenientListConverter<Location>),
        typeof(LenientListConverter<SpecialHours>),
        typeof(LenientListConverter<Metafield>),
        typeof(LenientListConverter<MetafieldBatchError>),
        typeof(LenientListConverter<long>),
    ])]
[JsonSerializable(typeof(TransactionResult))]
[JsonSerializable(typeof(ItemSettingsRequest))]
[JsonSerializable(typeof(Page<InventoryItem>))]
[JsonSerializable(typeof(Page<LocationItem>))]
[JsonSerializable(typeof(Page<Location>))]
[JsonSerializable(typeof(IEnumerable<LocationCreate>))]
[JsonSerializable(typeof(IEnumerable<LocationUpdate>))]
[JsonSerializable(typeof(Page<Metafield>))]
[JsonSerializable(typeof(MetafieldResponse))]
[JsonSerializable(typeof(MetafieldCreate))]
[JsonSerializable(typeof(MetafieldUpdate))]
[JsonSerializable(typeof(IEnumerable<MetafieldCreateEntry>))]
[JsonSerializable(typeof(IEnumerable<MetafieldUpdateEntry>))]
[JsonSerializable(typeof(MetafieldBatchResponse<Metafield>))]
[JsonSerializable(typeof(MetafieldBatchResponse<long>))]
[JsonSerializable(typeof(IEnumerable<long>))]
[JsonSerializable(typeof(int?))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(LocationType))]
[JsonSerializable(typeof(PermissionSet))]
[JsonSerializable(typeof(OperatingHours))]
[JsonSerializable(typeof(GeoCoordinates))]
[JsonSerializable(typeof(LocationUpdateAddress))]
[JsonSerializable(typeof(IReadOnlyList<SpecialHours>))]
internal sealed partial class WireJsonContext : JsonSerializerContext;

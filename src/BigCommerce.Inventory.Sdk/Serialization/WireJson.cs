using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace BigCommerce.Inventory.Serialization;

/// <summary>
/// The options of <see cref="WireJsonContext"/>: how the API's JSON differs from the public types. The types have no attributes for
/// it, so that an application's own JSON follows the application's options.
/// </summary>
internal static class WireJson
{
    private static readonly Dictionary<Type, JsonConverter> ObjectConverters = new()
    {
        [typeof(ItemIdentity)] = new ObjectOrEmptyArrayConverter<ItemIdentity>(),
        [typeof(ItemSettings)] = new ObjectOrEmptyArrayConverter<ItemSettings>(),
        [typeof(BackorderMessage)] = new ObjectOrEmptyArrayConverter<BackorderMessage>(),
        [typeof(OperatingHours)] = new ObjectOrEmptyArrayConverter<OperatingHours>(),
        [typeof(DayHours)] = new ObjectOrEmptyArrayConverter<DayHours>(),
        [typeof(LocationAddress)] = new ObjectOrEmptyArrayConverter<LocationAddress>(),
        [typeof(PageMeta)] = new ObjectOrEmptyArrayConverter<PageMeta>(),
        [typeof(Pagination)] = new ObjectOrEmptyArrayConverter<Pagination>(),
        [typeof(CursorPagination)] = new ObjectOrEmptyArrayConverter<CursorPagination>(),
        [typeof(PageLinks)] = new ObjectOrEmptyArrayConverter<PageLinks>(),
        [typeof(MetafieldBatchCounts)] = new ObjectOrEmptyArrayConverter<MetafieldBatchCounts>(),
    };

    private static readonly TrueByDefaultConverter TrueByDefault = new();

    public static JsonSerializerOptions Options { get; } = Create();

    public static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    /// <summary>Creates new options. Only tests need more than <see cref="Options"/>.</summary>
    internal static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(WireJsonContext.Default.Options)
        {
            PropertyNamingPolicy = new ApiNames(),
            TypeInfoResolver = WireJsonContext.Default.WithAddedModifier(static type => Array.ForEach([.. type.Properties], SetConverter)),
        };
        options.MakeReadOnly();
        return options;
    }

    private static void SetConverter(JsonPropertyInfo property)
    {
        if (ObjectConverters.TryGetValue(property.PropertyType, out var converter))
        {
            property.CustomConverter = converter;
        }
        else if (property.PropertyType == typeof(bool)
            && property.Name is "enabled" or "is_in_stock" or "location_enabled" or "storefront_visibility")
        {
            property.CustomConverter = TrueByDefault;
        }
    }

    /// <summary>Snake case, apart from names that the API spells in its own way.</summary>
    private sealed class ApiNames : JsonNamingPolicy
    {
        public override string ConvertName(string name) => name switch
        {
            nameof(StockAtLocation.TotalInventoryOnHand) => "total_inventory_onhand",
            nameof(StockAtLocation.QuantityBackordered) => "qty_backordered",
            nameof(ItemSettingsUpdate.Item) => "identity",
            nameof(MetafieldBatchError.StatusCode) => "status",
            nameof(MetafieldBatchCounts.TotalCount) => "total",
            nameof(MetafieldBatchCounts.SuccessCount) => "success",
            nameof(MetafieldBatchCounts.FailedCount) => "failed",
            _ => SnakeCaseLower.ConvertName(name),
        };
    }
}

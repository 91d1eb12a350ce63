using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BigCommerce.Inventory.Serialization;

/// <summary>
/// Reads and writes the public types that System.Text.Json cannot handle by their members. Public for generated
/// <see cref="JsonSerializerContext"/>s, which use it by itself. Applications need not name it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class InventoryJsonConverter : JsonConverterFactory
{
    // A table, so that nothing is built by reflection in applications that are compiled ahead of time.
    private static readonly Dictionary<Type, Func<JsonConverter>> Converters = new()
    {
        [typeof(ItemKey)] = static () => new ItemKeyConverter(),
        [typeof(LocationDeletion)] = static () => new LocationDeletionConverter(),
        [typeof(LocationType)] = static () => new ExtensibleValueConverter<LocationType>(),
        [typeof(PermissionSet)] = static () => new ExtensibleValueConverter<PermissionSet>(),
        [typeof(SortDirection)] = static () => new ExtensibleValueConverter<SortDirection>(),
        [typeof(Patch<int>)] = static () => new PatchConverter<int>(),
        [typeof(Patch<int?>)] = static () => new PatchConverter<int?>(),
        [typeof(Patch<bool>)] = static () => new PatchConverter<bool>(),
        [typeof(Patch<string>)] = static () => new PatchConverter<string>(),
        [typeof(Patch<LocationType>)] = static () => new PatchConverter<LocationType>(),
        [typeof(Patch<PermissionSet>)] = static () => new PatchConverter<PermissionSet>(),
        [typeof(Patch<OperatingHours>)] = static () => new PatchConverter<OperatingHours>(),
        [typeof(Patch<GeoCoordinates>)] = static () => new PatchConverter<GeoCoordinates>(),
        [typeof(Patch<LocationUpdateAddress>)] = static () => new PatchConverter<LocationUpdateAddress>(),
        [typeof(Patch<IReadOnlyList<SpecialHours>>)] = static () => new PatchConverter<IReadOnlyList<SpecialHours>>(),
    };

    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => Converters.ContainsKey(typeToConvert);

    /// <inheritdoc/>
    public override JsonConverter? CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        Converters.TryGetValue(typeToConvert, out var create) ? create() : null;

    /// <summary>A member's name under the naming policy of the options.</summary>
    internal static string NameOf(string member, JsonSerializerOptions options) =>
        options.PropertyNamingPolicy?.ConvertName(member) ?? member;

    /// <summary>Whether the reader is at the member, by the options' naming policy and letter case.</summary>
    internal static bool IsAt(ref Utf8JsonReader reader, string member, JsonSerializerOptions options)
    {
        var name = NameOf(member, options);
        return reader.ValueTextEquals(name)
            || (options.PropertyNameCaseInsensitive && string.Equals(reader.GetString(), name, StringComparison.OrdinalIgnoreCase));
    }
}

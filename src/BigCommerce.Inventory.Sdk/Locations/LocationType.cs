using System.Text.Json.Serialization;
using BigCommerce.Inventory.Serialization;

namespace BigCommerce.Inventory;

/// <summary>The type of a location. Values that this version does not know are preserved.</summary>
[JsonConverter(typeof(InventoryJsonConverter))]
public readonly struct LocationType : IExtensibleValue<LocationType>, IEquatable<LocationType>, IFormattable
{
    private readonly string? _value;

    /// <summary>Creates a type from its name in the API.</summary>
    /// <param name="value">The name, such as <c>PHYSICAL</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> is null or blank.</exception>
    public LocationType(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        _value = value;
    }

    /// <summary>A location with an address.</summary>
    public static LocationType Physical { get; } = new("PHYSICAL");

    /// <summary>A pool of stock without an address.</summary>
    public static LocationType Virtual { get; } = new("VIRTUAL");

    /// <summary>The name in the API; empty if unset.</summary>
    public string Value => _value ?? string.Empty;

    static LocationType IExtensibleValue<LocationType>.Create(string value) => new(value);

    /// <inheritdoc/>
    public bool Equals(LocationType other) => string.Equals(Value, other.Value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LocationType other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Value);

    /// <summary>The name in the API.</summary>
    public override string ToString() => Value;

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => Value;

    /// <summary>Whether two types are equal, ignoring letter case.</summary>
    public static bool operator ==(LocationType left, LocationType right) => left.Equals(right);

    /// <summary>Whether two types differ.</summary>
    public static bool operator !=(LocationType left, LocationType right) => !left.Equals(right);
}

using System.Text.Json.Serialization;
using BigCommerce.Inventory.Serialization;

namespace BigCommerce.Inventory;

/// <summary>The order of a list. Values that this version does not know are preserved.</summary>
[JsonConverter(typeof(InventoryJsonConverter))]
public readonly struct SortDirection : IExtensibleValue<SortDirection>, IEquatable<SortDirection>, IFormattable
{
    private readonly string? _value;

    /// <summary>Creates a direction from its name in the API.</summary>
    /// <param name="value">The name, such as <c>asc</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> is null or blank.</exception>
    public SortDirection(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        _value = value;
    }

    /// <summary>Smallest first.</summary>
    public static SortDirection Ascending { get; } = new("asc");

    /// <summary>Largest first.</summary>
    public static SortDirection Descending { get; } = new("desc");

    /// <summary>The name in the API; empty if unset.</summary>
    public string Value => _value ?? string.Empty;

    static SortDirection IExtensibleValue<SortDirection>.Create(string value) => new(value);

    /// <inheritdoc/>
    public bool Equals(SortDirection other) => string.Equals(Value, other.Value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SortDirection other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Value);

    /// <summary>The name in the API.</summary>
    public override string ToString() => Value;

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => Value;

    /// <summary>Whether two directions are equal, ignoring letter case.</summary>
    public static bool operator ==(SortDirection left, SortDirection right) => left.Equals(right);

    /// <summary>Whether two directions differ.</summary>
    public static bool operator !=(SortDirection left, SortDirection right) => !left.Equals(right);
}

using System.Text.Json.Serialization;
using BigCommerce.Inventory.Serialization;

namespace BigCommerce.Inventory;

/// <summary>Who may read and write a metafield. Values that this version does not know are preserved.</summary>
[JsonConverter(typeof(InventoryJsonConverter))]
public readonly struct PermissionSet : IExtensibleValue<PermissionSet>, IEquatable<PermissionSet>, IFormattable
{
    private readonly string? _value;

    /// <summary>Creates a permission set from its name in the API.</summary>
    /// <param name="value">The name, such as <c>app_only</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> is null or blank.</exception>
    public PermissionSet(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        _value = value;
    }

    /// <summary>Only the app that owns it may read and write it.</summary>
    public static PermissionSet AppOnly { get; } = new("app_only");

    /// <summary>Other apps may read it.</summary>
    public static PermissionSet Read { get; } = new("read");

    /// <summary>Other apps may read and write it.</summary>
    public static PermissionSet Write { get; } = new("write");

    /// <summary>Other apps and the storefront may read it.</summary>
    public static PermissionSet ReadAndStorefrontAccess { get; } = new("read_and_sf_access");

    /// <summary>Other apps may read and write it; the storefront may read it.</summary>
    public static PermissionSet WriteAndStorefrontAccess { get; } = new("write_and_sf_access");

    /// <summary>The name in the API; empty if unset.</summary>
    public string Value => _value ?? string.Empty;

    static PermissionSet IExtensibleValue<PermissionSet>.Create(string value) => new(value);

    /// <inheritdoc/>
    public bool Equals(PermissionSet other) => string.Equals(Value, other.Value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PermissionSet other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Value);

    /// <summary>The name in the API.</summary>
    public override string ToString() => Value;

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => Value;

    /// <summary>Whether two sets are equal, ignoring letter case.</summary>
    public static bool operator ==(PermissionSet left, PermissionSet right) => left.Equals(right);

    /// <summary>Whether two sets differ.</summary>
    public static bool operator !=(PermissionSet left, PermissionSet right) => !left.Equals(right);
}

using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using BigCommerce.Inventory.Serialization;

namespace BigCommerce.Inventory;

/// <summary>
/// A member of a partial update. Unset keeps the store's value; set sends the new value. Null is a value where
/// <typeparamref name="T"/> allows it. A plain value converts implicitly.
/// </summary>
/// <typeparam name="T">The member's type.</typeparam>
/// <remarks>
/// As JSON it is its value. Members of this type must be left out where they are unset, as those of the SDK's records are.
/// </remarks>
[JsonConverter(typeof(InventoryJsonConverter))]
public readonly record struct Patch<T>
{
    private readonly T _value;

    /// <summary>A member that is sent with this value.</summary>
    /// <param name="value">The new value.</param>
    public Patch(T value)
    {
        _value = value;
        IsSet = true;
    }

    /// <summary>Whether the member is sent.</summary>
    public bool IsSet { get; }

    /// <summary>The new value; the type's default while unset.</summary>
    public T? Value => IsSet ? _value : default;

    /// <summary>Sets the member to a value.</summary>
    /// <param name="value">The new value.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "The constructor is the named alternative.")]
    public static implicit operator Patch<T>(T value) => new(value);

    /// <summary>The value, or <c>(unset)</c>.</summary>
    public override string ToString() => IsSet ? _value?.ToString() ?? "null" : "(unset)";
}

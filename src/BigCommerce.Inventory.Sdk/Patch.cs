using System.Diagnostics.CodeAnalysis;

namespace BigCommerce.Inventory;

/// <summary>
/// A member of a partial update: unset keeps the store's value, set sends the new one, and null, where <typeparamref name="T"/>
/// allows it, is a value like any other. Assign a plain value: it converts by itself.
/// </summary>
/// <typeparam name="T">The member's type.</typeparam>
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

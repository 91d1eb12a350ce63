using System.Globalization;
using System.Runtime.CompilerServices;
using BigCommerce.Inventory.Http;

namespace BigCommerce.Inventory;

/// <summary>A metafield to create at a location.</summary>
/// <remarks>
/// The members throw an <see cref="ArgumentException"/> for a string that is too short or too long, and for a permission set that is unset.
/// </remarks>
public record MetafieldCreate
{
    /// <summary>Who may read and write it.</summary>
    public required PermissionSet PermissionSet { get; init => field = MetafieldText.Check(value); }

    /// <summary>The namespace in which the key is unique, 1 to 64 characters.</summary>
    public required string Namespace { get; init => field = MetafieldText.Check(value, 1, MetafieldText.MaxName); }

    /// <summary>Its name within the namespace, 1 to 64 characters.</summary>
    public required string Key { get; init => field = MetafieldText.Check(value, 1, MetafieldText.MaxName); }

    /// <summary>Its value, 1 to 65,535 characters.</summary>
    public required string Value { get; init => field = MetafieldText.Check(value, 1, MetafieldText.MaxValue); }

    /// <summary>A description, 0 to 255 characters; null for none.</summary>
    public string? Description { get; init => field = value is null ? null : MetafieldText.Check(value, 0, MetafieldText.MaxDescription); }

    /// <summary>
    /// The update that gives a metafield these values; null if nothing differs. A description that is null keeps the metafield's.
    /// </summary>
    internal MetafieldUpdateEntry? ChangesTo(Metafield current)
    {
        var update = new MetafieldUpdateEntry
        {
            Id = current.Id,
            PermissionSet = PermissionSet != current.PermissionSet ? PermissionSet : default(Patch<PermissionSet>),
            Value = Value != current.Value ? Value : default(Patch<string>),
            Description = Description is not null && Description != current.Description ? Description : default(Patch<string>),
        };
        return update.ChangesSomething ? update : null;
    }
}

/// <summary>A metafield to create in a batch, with the location that it belongs to.</summary>
public sealed record MetafieldCreateEntry : MetafieldCreate, IRequestEntry
{
    /// <summary>The id of the location, 1 or more.</summary>
    public required long ResourceId { get; init => field = FilterValues.Id(value); }

    string? IRequestEntry.Subject => string.Create(
        CultureInfo.InvariantCulture,
        $"the key '{Key}' in the namespace '{Namespace}' at location {ResourceId}");

    string? IRequestEntry.FindFault() => null;
}

/// <summary>Checks the values of a metafield to create or update.</summary>
internal static class MetafieldText
{
    public const int MaxName = 64;
    public const int MaxValue = 65_535;
    public const int MaxDescription = 255;

    public static string Check(string value, int min, int max, [CallerMemberName] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(value, name);

        // A pair of surrogates counts as one character.
        var length = value.Length <= max ? value.Length : value.EnumerateRunes().Count();
        return length >= min && length <= max
            ? value
            : throw new ArgumentException($"{name} must have {min} to {max} characters, not {length}.", name);
    }

    public static PermissionSet Check(PermissionSet value, [CallerMemberName] string? name = null) =>
        value.Value.Length > 0 ? value : throw new ArgumentException($"{name} is unset. Use one such as PermissionSet.AppOnly.", name);

    public static Patch<string> Check(Patch<string> value, int min, int max, [CallerMemberName] string? name = null) =>
        value.IsSet ? Check(value.Value!, min, max, name) : value;
}

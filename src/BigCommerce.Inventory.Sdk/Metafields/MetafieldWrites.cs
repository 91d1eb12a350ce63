using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace BigCommerce.Inventory;

/// <summary>A metafield to create at a location.</summary>
/// <remarks>The members throw an <see cref="ArgumentException"/> for a text that is too short or too long, and for a permission set that is unset.</remarks>
public record MetafieldCreate
{
    /// <summary>Who may read and write it.</summary>
    public required PermissionSet PermissionSet { get; init => field = MetafieldText.Check(value); }

    /// <summary>The group that the key is unique in, 1 to 64 characters.</summary>
    public required string Namespace { get; init => field = MetafieldText.Check(value, 1, MetafieldText.MaxName); }

    /// <summary>Its name within the namespace, 1 to 64 characters.</summary>
    public required string Key { get; init => field = MetafieldText.Check(value, 1, MetafieldText.MaxName); }

    /// <summary>Its value, 1 to 65,535 characters.</summary>
    public required string Value { get; init => field = MetafieldText.Check(value, 1, MetafieldText.MaxValue); }

    /// <summary>A description, 0 to 255 characters; null for none.</summary>
    public string? Description { get; init => field = value is null ? null : MetafieldText.Check(value, 0, MetafieldText.MaxDescription); }
}

/// <summary>One of several metafields to create, with the location it belongs to.</summary>
public sealed record MetafieldBatchCreate : MetafieldCreate, IRequestEntry
{
    /// <summary>The id of the location, 1 or more.</summary>
    public required long ResourceId { get; init => field = FilterValues.Id(value); }

    string? IRequestEntry.Subject => string.Create(CultureInfo.InvariantCulture, $"the key '{Key}' in the namespace '{Namespace}' at location {ResourceId}");

    string? IRequestEntry.FindFault() => null;
}

/// <summary>A partial update of a metafield: a member left unset keeps its value.</summary>
/// <remarks><inheritdoc cref="MetafieldCreate" path="/remarks/node()"/></remarks>
public record MetafieldUpdate : IRequestEntry
{
    /// <summary>Who may read and write it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<PermissionSet> PermissionSet { get; init => field = value.IsSet ? MetafieldText.Check(value.Value) : value; }

    /// <summary>The group that the key is unique in, 1 to 64 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Namespace { get; init => field = MetafieldText.Check(value, 1, MetafieldText.MaxName); }

    /// <summary>Its name within the namespace, 1 to 64 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Key { get; init => field = MetafieldText.Check(value, 1, MetafieldText.MaxName); }

    /// <summary>Its value, 1 to 65,535 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Value { get; init => field = MetafieldText.Check(value, 1, MetafieldText.MaxValue); }

    /// <summary>A description, 0 to 255 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Description { get; init => field = MetafieldText.Check(value, 0, MetafieldText.MaxDescription); }

    internal bool ChangesSomething => PermissionSet.IsSet || Namespace.IsSet || Key.IsSet || Value.IsSet || Description.IsSet;

    string? IRequestEntry.Subject => Subject;

    private protected virtual string? Subject => null;

    string? IRequestEntry.FindFault() => ChangesSomething
        ? null
        : "The update changes nothing. Set at least one of PermissionSet, Namespace, Key, Value and Description.";
}

/// <summary>One of several metafields to update.</summary>
public sealed record MetafieldBatchUpdate : MetafieldUpdate
{
    /// <summary>The metafield to change, 1 or more.</summary>
    public required long Id { get; init => field = FilterValues.Id(value); }

    private protected override string? Subject => string.Create(CultureInfo.InvariantCulture, $"metafield {Id}");
}

internal static class MetafieldText
{
    public const int MaxName = 64;
    public const int MaxValue = 65_535;
    public const int MaxDescription = 255;

    public static string Check(string value, int min, int max, [CallerMemberName] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(value, name);

        // Counted as people count: a pair of surrogates is one character.
        var length = value.Length <= max ? value.Length : value.EnumerateRunes().Count();
        return length >= min && length <= max
            ? value
            : throw new ArgumentException($"{name} takes {min} to {max} characters, not {length}.", name);
    }

    public static PermissionSet Check(PermissionSet value, [CallerMemberName] string? name = null) =>
        value.Value.Length > 0 ? value : throw new ArgumentException($"{name} is unset. Use one such as PermissionSet.AppOnly.", name);

    public static Patch<string> Check(Patch<string> value, int min, int max, [CallerMemberName] string? name = null) =>
        value.IsSet ? Check(value.Value!, min, max, name) : value;
}

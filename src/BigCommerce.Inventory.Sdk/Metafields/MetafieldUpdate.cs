using System.Globalization;
using System.Text.Json.Serialization;
using BigCommerce.Inventory.Http;

namespace BigCommerce.Inventory;

/// <summary>A partial update of a metafield: a member that is unset keeps its value.</summary>
/// <remarks><inheritdoc cref="MetafieldCreate" path="/remarks/node()"/></remarks>
public record MetafieldUpdate : IRequestEntry
{
    /// <summary>Who may read and write it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<PermissionSet> PermissionSet { get; init => field = value.IsSet ? MetafieldText.Check(value.Value) : value; }

    /// <summary>The namespace in which the key is unique, 1 to 64 characters.</summary>
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

/// <summary>An update of a metafield in a batch.</summary>
public sealed record MetafieldUpdateEntry : MetafieldUpdate
{
    /// <summary>The id of the metafield, 1 or more.</summary>
    public required long Id { get; init => field = FilterValues.Id(value); }

    private protected override string? Subject => string.Create(CultureInfo.InvariantCulture, $"metafield {Id}");
}

using System.Text.Json.Nodes;
using BigCommerce.Inventory.Testing.State;

namespace BigCommerce.Inventory.Testing.Operations;

/// <summary>The writable fields of a metafield in a request; null for a missing field.</summary>
internal readonly record struct MetafieldFields(string? Namespace, string? Key, string? Value, string? PermissionSet, string? Description)
{
    private static readonly string[] PermissionSets = ["app_only", "read", "write", "read_and_sf_access", "write_and_sf_access"];

    /// <summary>Reads the fields and adds their errors to <paramref name="errors"/>.</summary>
    public static MetafieldFields Read(JsonObject row, bool isNew, Dictionary<string, string> errors)
    {
        string? Text(string name, int min, int max, bool isRequired)
        {
            if (!row.TryGetPropertyValue(name, out var node))
            {
                if (isRequired)
                {
                    errors.TryAdd(name, "error.path.missing");
                }

                return null;
            }

            if (node is not JsonValue value || !value.TryGetValue(out string? text))
            {
                errors.TryAdd(name, "error.expected.jsstring");
                return null;
            }

            if (text.Length < min || text.Length > max)
            {
                errors.TryAdd(name, FormattableString.Invariant($"must be {min} to {max} characters long"));
            }

            return text;
        }

        var fields = new MetafieldFields(
            Text("namespace", 1, 64, isNew),
            Text("key", 1, 64, isNew),
            Text("value", 1, 65535, isNew),
            Text("permission_set", 0, int.MaxValue, isNew),
            Text("description", 0, 255, isRequired: false));
        if (fields.PermissionSet is { } permissionSet && !PermissionSets.Contains(permissionSet))
        {
            errors.TryAdd("permission_set", $"must be one of {string.Join(", ", PermissionSets)}");
        }

        return fields;
    }

    public StoredMetafield Create(long id, long locationId, string owner, DateTimeOffset now) => new(id, locationId, owner, now)
    {
        Namespace = Namespace!,
        Key = Key!,
        Value = Value!,
        PermissionSet = PermissionSet!,
        Description = Description ?? "",
    };

    public StoredMetafield ApplyTo(StoredMetafield metafield, DateTimeOffset now) => metafield with
    {
        Namespace = Namespace ?? metafield.Namespace,
        Key = Key ?? metafield.Key,
        Value = Value ?? metafield.Value,
        PermissionSet = PermissionSet ?? metafield.PermissionSet,
        Description = Description ?? metafield.Description,
        Modified = now,
    };
}

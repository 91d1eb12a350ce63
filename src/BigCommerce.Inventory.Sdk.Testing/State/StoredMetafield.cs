namespace BigCommerce.Inventory.Testing.State;

/// <summary>A metafield of a location. Immutable: an update replaces it.</summary>
internal sealed record StoredMetafield(long Id, long LocationId, string Owner, DateTimeOffset Created)
{
    public required string Namespace { get; init; }

    public required string Key { get; init; }

    public required string Value { get; init; }

    public required string PermissionSet { get; init; }

    public string Description { get; init; } = "";

    public DateTimeOffset Modified { get; init; } = Created;

    public bool IsReadableBy(string client) => Owner == client || PermissionSet != "app_only";

    public bool IsWritableBy(string client) => Owner == client || PermissionSet is "write" or "write_and_sf_access";
}

namespace BigCommerce.Inventory.Testing;

/// <summary>A metafield of an emulated store's location, as it truly stands now.</summary>
/// <param name="Id">The id.</param>
/// <param name="LocationId">The location.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="Key">The key, unique in its namespace for its owner and location.</param>
/// <param name="Value">The value.</param>
/// <param name="PermissionSet">Who may read and write it, such as <c>app_only</c>.</param>
/// <param name="Description">The description; empty when it has none.</param>
/// <param name="OwnerClientId">The client id of the app that created it.</param>
public sealed record EmulatedMetafield(
    long Id, long LocationId, string Namespace, string Key, string Value, string PermissionSet, string Description, string OwnerClientId);

namespace BigCommerce.Inventory.Testing;

/// <summary>The current state of a location's metafield.</summary>
/// <param name="Id">The id.</param>
/// <param name="LocationId">The id of the location.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="Key">The key, unique per namespace, owner and location.</param>
/// <param name="Value">The value.</param>
/// <param name="PermissionSet">The read and write permissions, such as <c>app_only</c>.</param>
/// <param name="Description">The description; empty if there is none.</param>
/// <param name="OwnerClientId">The client id of the app that created it.</param>
public sealed record EmulatedMetafield(
    long Id, long LocationId, string Namespace, string Key, string Value, string PermissionSet, string Description, string OwnerClientId);

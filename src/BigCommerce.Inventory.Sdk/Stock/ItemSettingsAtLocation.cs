namespace BigCommerce.Inventory;

/// <summary>An item's settings at a location, as they were read.</summary>
/// <param name="LocationId">The location's id.</param>
/// <param name="Identity">The item.</param>
/// <param name="Settings">The settings.</param>
public sealed record ItemSettingsAtLocation(long LocationId, ItemIdentity Identity, ItemSettings Settings);

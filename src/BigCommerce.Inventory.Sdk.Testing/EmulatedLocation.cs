namespace BigCommerce.Inventory.Testing;

/// <summary>A location of an emulated store, as it truly stands now.</summary>
/// <param name="Id">The id.</param>
/// <param name="Code">The code, unique in its store.</param>
/// <param name="Label">The label.</param>
/// <param name="TypeId"><c>PHYSICAL</c> or <c>VIRTUAL</c>.</param>
/// <param name="Enabled">Whether its stock can be changed.</param>
/// <param name="IsShippingOrigin">Whether it is a shipping origin, and so cannot be deleted.</param>
/// <param name="OpenOrders">The orders that are open there; above 0, it cannot be deleted.</param>
public sealed record EmulatedLocation(long Id, string Code, string Label, string TypeId, bool Enabled, bool IsShippingOrigin, int OpenOrders);

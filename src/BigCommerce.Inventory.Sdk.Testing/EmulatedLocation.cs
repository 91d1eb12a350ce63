namespace BigCommerce.Inventory.Testing;

/// <summary>The current state of a location of an emulated store.</summary>
/// <param name="Id">The id.</param>
/// <param name="Code">The code, unique in the store.</param>
/// <param name="Label">The label.</param>
/// <param name="TypeId"><c>PHYSICAL</c> or <c>VIRTUAL</c>.</param>
/// <param name="Enabled">Whether its stock can be adjusted.</param>
/// <param name="IsShippingOrigin">Whether it is a shipping origin. A shipping origin cannot be deleted.</param>
/// <param name="OpenOrderCount">The number of open orders. A location with open orders cannot be deleted.</param>
public sealed record EmulatedLocation(
    long Id, string Code, string Label, string TypeId, bool Enabled, bool IsShippingOrigin, int OpenOrderCount);

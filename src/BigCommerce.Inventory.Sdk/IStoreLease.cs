namespace BigCommerce.Inventory;

/// <summary>
/// An exclusive right to change a store, which a process can lose: see <see cref="RequestOptions.Lease"/>. The package
/// <c>BigCommerce.Inventory.Sdk.Redis</c> has one.
/// </summary>
public interface IStoreLease
{
    /// <summary>
    /// Whether the lease is held now, by the holder's own clock. Once false, it stays false. It is read immediately before each request is
    /// sent, so it must not wait.
    /// </summary>
    bool IsHeld { get; }
}

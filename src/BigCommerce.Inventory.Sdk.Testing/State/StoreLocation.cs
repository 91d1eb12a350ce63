namespace BigCommerce.Inventory.Testing.State;

/// <summary>A location with what hangs on it. Its slot is where items keep their stock for it.</summary>
internal sealed class StoreLocation(long id, int slot)
{
    public Eventual<LocationDocument?> Document = new(null);

    public long Id { get; } = id;

    public int Slot { get; } = slot;

    public bool IsShippingOrigin { get; set; }

    public int OpenOrders { get; set; }

    /// <summary>A location is there until it is deleted; readers may see it for longer, or not yet.</summary>
    public bool Exists => Document.Truth is not null;
}

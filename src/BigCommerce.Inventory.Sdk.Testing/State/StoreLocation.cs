namespace BigCommerce.Inventory.Testing.State;

/// <summary>A location and its state. The slot is the index of its stock in <see cref="EmulatedItem.Cells"/>.</summary>
internal sealed class StoreLocation(long id, int slot)
{
    public EventualValue<LocationDocument?> Document = new(null);

    public long Id { get; } = id;

    public int Slot { get; } = slot;

    public bool IsShippingOrigin { get; set; }

    public int OpenOrderCount { get; set; }

    /// <summary>Whether the location is created and not deleted. Visibility to readers may lag behind.</summary>
    public bool Exists => Document.Current is not null;
}

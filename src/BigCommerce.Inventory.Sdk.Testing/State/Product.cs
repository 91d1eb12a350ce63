namespace BigCommerce.Inventory.Testing.State;

/// <summary>A product and its variants; the base variant is the first.</summary>
internal sealed class Product(long id, InventoryTracking tracking)
{
    public long Id { get; } = id;

    public InventoryTracking Tracking { get; } = tracking;

    // An array instead of a list saves memory: a store may have a million products, most of them with one variant.
    public EmulatedItem[] Variants { get; private set; } = [];

    public void Add(EmulatedItem variant) => Variants = [.. Variants, variant];
}

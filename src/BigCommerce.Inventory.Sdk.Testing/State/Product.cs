namespace BigCommerce.Inventory.Testing.State;

/// <summary>A product and its variants, the base variant first.</summary>
internal sealed class Product(long id, ItemTracking tracking)
{
    public long Id { get; } = id;

    public ItemTracking Tracking { get; } = tracking;

    // An array, not a list: a store may hold a million products, and nearly all have one variant.
    public EmulatedItem[] Variants { get; private set; } = [];

    public void Add(EmulatedItem variant) => Variants = [.. Variants, variant];
}

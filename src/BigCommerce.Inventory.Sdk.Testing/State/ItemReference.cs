using System.Globalization;

namespace BigCommerce.Inventory.Testing.State;

/// <summary>The identity in a row of a request, and its item; the item is null if the store does not have it.</summary>
internal readonly record struct ItemReference(ItemKeyKind Kind, long Id, string? Sku, EmulatedItem? Item)
{
    /// <summary>Whether the item's stock is tracked at the level of the identity.</summary>
    public bool IsAtTrackedLevel => Kind switch
    {
        ItemKeyKind.Product => Item!.Tracking == InventoryTracking.Product,
        ItemKeyKind.Variant => Item!.Tracking == InventoryTracking.Variant,
        // If stock is tracked by product, only the SKU of the base variant refers to the product.
        _ => Item!.IsListed,
    };

    /// <summary>The identity in the format of the API's error titles.</summary>
    /// <returns>For example <c>variant_id 106</c>.</returns>
    public override string ToString() => Kind switch
    {
        ItemKeyKind.Sku => $"sku {Item?.Sku ?? Sku}",
        ItemKeyKind.Variant => string.Create(CultureInfo.InvariantCulture, $"variant_id {Id}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"product_id {Id}"),
    };
}

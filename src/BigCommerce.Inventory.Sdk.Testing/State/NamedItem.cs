using System.Globalization;

namespace BigCommerce.Inventory.Testing.State;

/// <summary>How a request names an item.</summary>
internal enum IdentityKind
{
    Sku,
    Variant,
    Product,
}

/// <summary>The identity that a row of a request gives, with the item behind it if the store knows one.</summary>
internal readonly record struct NamedItem(IdentityKind Kind, long Id, string? Sku, EmulatedItem? Item)
{
    /// <summary>Whether the item's stock is counted at the level that the identity names.</summary>
    public bool IsAtTrackedLevel => Kind switch
    {
        IdentityKind.Product => Item!.Tracking == ItemTracking.Product,
        IdentityKind.Variant => Item!.Tracking == ItemTracking.Variant,
        // The SKU of a product counted as a whole names the product; the SKUs of its further variants do not.
        _ => Item!.IsListed,
    };

    /// <summary>The identity as the API's titles show it.</summary>
    /// <returns>For example <c>variant_id 106</c>.</returns>
    public override string ToString() => Kind switch
    {
        IdentityKind.Sku => $"sku {Item?.Sku ?? Sku}",
        IdentityKind.Variant => string.Create(CultureInfo.InvariantCulture, $"variant_id {Id}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"product_id {Id}"),
    };
}

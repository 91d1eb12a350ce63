namespace BigCommerce.Inventory;

/// <summary>Which of the three identities an <see cref="ItemKey"/> holds.</summary>
public enum ItemKeyKind
{
    /// <summary>No identity: an <see cref="ItemKey"/> that was never set. Every operation refuses it.</summary>
    None = 0,

    /// <summary>A stock keeping unit, as text.</summary>
    Sku = 1,

    /// <summary>The id of a variant: for products whose stock is tracked by variant.</summary>
    Variant = 2,

    /// <summary>The id of a product: for products without variants, whose stock is tracked by product.</summary>
    Product = 3,
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using BigCommerce.Inventory.Serialization;

namespace BigCommerce.Inventory;

/// <summary>
/// Names one inventory item by exactly one of SKU, variant id or product id. The API refuses an item with two
/// identities or none, so this type cannot hold two, and an unset key is refused before anything is sent.
/// </summary>
/// <remarks>
/// A key holds what it is given and never throws: in a bulk run a blank SKU or an id below 1 costs its row alone, and a single
/// request throws an <see cref="ArgumentException"/> before anything is sent.
/// <para/>
/// Two keys are equal when kind and value are equal; SKUs are compared ordinally. Keys of different kinds are never
/// equal, even where they name the same item in the store: the client cannot know that they do.
/// </remarks>
[JsonConverter(typeof(InventoryJsonConverter))]
public readonly struct ItemKey : IEquatable<ItemKey>
{
    private static readonly object VariantMark = new();
    private static readonly object ProductMark = new();

    // The SKU, or a mark for the kind of id. A field for the kind would enlarge every row, and runs and requests hold many rows.
    private readonly object? _skuOrMark;
    private readonly long _id;

    private ItemKey(object skuOrMark, long id)
    {
        _skuOrMark = skuOrMark;
        _id = id;
    }

    /// <summary>Which identity this key holds.</summary>
    /// <value><see cref="ItemKeyKind.None"/> only for <c>default(ItemKey)</c>.</value>
    public ItemKeyKind Kind => _skuOrMark switch
    {
        null => ItemKeyKind.None,
        string => ItemKeyKind.Sku,
        _ => ReferenceEquals(_skuOrMark, VariantMark) ? ItemKeyKind.Variant : ItemKeyKind.Product,
    };

    /// <summary>The SKU or the id as text; empty when unset. <see cref="Kind"/> says which it is.</summary>
    public string Value => _skuOrMark switch
    {
        null => string.Empty,
        string sku => sku,
        _ => _id.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Names an item by its SKU.</summary>
    /// <param name="sku">The SKU exactly as the store has it. One that is null, empty or blank is refused when it is used.</param>
    public static ItemKey Sku(string sku) => new(sku ?? string.Empty, 0);

    /// <summary>Names an item by the id of its variant.</summary>
    /// <param name="variantId">The variant's id, 1 or more. A smaller one is refused when it is used.</param>
    public static ItemKey Variant(long variantId) => new(VariantMark, variantId);

    /// <summary>Names an item by the id of its product.</summary>
    /// <param name="productId">The product's id, 1 or more. A smaller one is refused when it is used.</param>
    public static ItemKey Product(long productId) => new(ProductMark, productId);

    /// <summary>Gives the SKU, if this key holds one.</summary>
    /// <param name="sku">The SKU; null when the key is of another kind.</param>
    /// <returns>True when the key is of kind <see cref="ItemKeyKind.Sku"/>.</returns>
    public bool TryGetSku([NotNullWhen(true)] out string? sku)
    {
        sku = _skuOrMark as string;
        return sku is not null;
    }

    /// <summary>Gives the variant or product id, if this key holds one; <see cref="Kind"/> says which.</summary>
    /// <param name="id">The id; 0 when the key is a SKU or unset.</param>
    /// <returns>True when the key is of kind <see cref="ItemKeyKind.Variant"/> or <see cref="ItemKeyKind.Product"/>.</returns>
    public bool TryGetId(out long id)
    {
        id = _id;
        return _skuOrMark is not (null or string);
    }

    /// <summary>What is wrong with this key, in a sentence; null when it can be sent.</summary>
    /// <param name="subject">What holds the key, such as <c>row</c>.</param>
    internal string? FindFault(string subject) => Kind switch
    {
        ItemKeyKind.None => $"The {subject} names no item. Give a SKU, a variant id or a product id.",
        ItemKeyKind.Sku => string.IsNullOrWhiteSpace((string?)_skuOrMark) ? $"The {subject} has a blank SKU." : null,
        ItemKeyKind.Variant => _id < 1 ? "The variant id must be 1 or more." : null,
        _ => _id < 1 ? "The product id must be 1 or more." : null,
    };

    /// <inheritdoc/>
    public bool Equals(ItemKey other) =>
        _id == other._id
        && (ReferenceEquals(_skuOrMark, other._skuOrMark)
            || (_skuOrMark is string sku && other._skuOrMark is string otherSku && string.Equals(sku, otherSku, StringComparison.Ordinal)));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ItemKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _skuOrMark is string sku ? sku.GetHashCode(StringComparison.Ordinal) : HashCode.Combine(Kind, _id);

    /// <summary>The key in the API's words: <c>sku RE-130</c>, <c>variant_id 106</c>, <c>product_id 113</c>; empty when unset.</summary>
    public override string ToString() => Kind switch
    {
        ItemKeyKind.Sku => $"sku {_skuOrMark}",
        ItemKeyKind.Variant => string.Create(CultureInfo.InvariantCulture, $"variant_id {_id}"),
        ItemKeyKind.Product => string.Create(CultureInfo.InvariantCulture, $"product_id {_id}"),
        _ => string.Empty,
    };

    /// <summary>Whether two keys are of the same kind and value.</summary>
    public static bool operator ==(ItemKey left, ItemKey right) => left.Equals(right);

    /// <summary>Whether two keys differ in kind or value.</summary>
    public static bool operator !=(ItemKey left, ItemKey right) => !left.Equals(right);
}

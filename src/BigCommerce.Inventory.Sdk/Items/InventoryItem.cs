using System.Text.Json.Serialization;

namespace BigCommerce.Inventory;

/// <summary>One item with its stock and settings at every location asked for.</summary>
public sealed record InventoryItem
{
    /// <summary>Which item this is: its SKU, variant and product.</summary>
    public ItemIdentity Identity { get; init => field = value ?? ItemIdentity.Unknown; } = ItemIdentity.Unknown;

    /// <summary>The item's stock, location by location; empty when the API named none.</summary>
    public IReadOnlyList<StockAtLocation> Locations { get; init => field = ValueList.Copy(value); } = ValueList<StockAtLocation>.Empty;
}

/// <summary>The identities of one item, as the API reads them back.</summary>
public sealed record ItemIdentity
{
    internal static readonly ItemIdentity Unknown = new();

    /// <summary>The SKU; null when the item has none.</summary>
    public string? Sku { get; init; }

    /// <summary>The variant's id; 0 when the API gave none.</summary>
    public long VariantId { get; init; }

    /// <summary>The product's id; 0 when the API gave none.</summary>
    public long ProductId { get; init; }

    /// <summary>The SKU's id in the V2 Catalog API; null for a base variant and where the API does not say (a read at one location).</summary>
    public long? SkuId { get; init; }

    /// <summary>Whether <paramref name="key"/> names this item.</summary>
    /// <param name="key">A SKU (compared ordinally), a variant id or a product id.</param>
    public bool Matches(ItemKey key) =>
        key.TryGetSku(out var sku) ? string.Equals(sku, Sku, StringComparison.Ordinal)
        : key.TryGetId(out var id) && id == (key.Kind == ItemKeyKind.Variant ? VariantId : ProductId);
}

/// <summary>One item's stock and settings at one location, as part of an <see cref="InventoryItem"/>.</summary>
public sealed record StockAtLocation
{
    // A parameter because generated JSON readers overwrite what is only initialized.

    /// <summary>An item without stock at a location.</summary>
    /// <param name="locationEnabled">Whether the location is enabled. JSON that lacks the member means true.</param>
    public StockAtLocation(bool locationEnabled = true) => LocationEnabled = locationEnabled;

    /// <summary>The location's id.</summary>
    public long LocationId { get; init; }

    /// <summary>The location's code; empty when the API gave none.</summary>
    public string LocationCode { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>The location's label; empty when the API gave none.</summary>
    public string LocationName { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>
    /// Units that can be sold, as the API calculates them: on hand less safety stock where backorders are off. Negative after
    /// overselling.
    /// </summary>
    /// <remarks>
    /// With backorders on, the backorder limit and the backordered quantity are part of it by a formula that BigCommerce does
    /// not publish. The figure can then exceed <see cref="TotalInventoryOnHand"/>, and with a large or no limit the 32-bit
    /// range. Don't calculate it.
    /// </remarks>
    public long AvailableToSell { get; init; }

    /// <summary>
    /// Units on hand, gross: safety stock is included. Negative after overselling. A store holds at most 2,147,483,647 of a
    /// product at a location; a figure outside the 32-bit range reads as the end of the range.
    /// </summary>
    public int TotalInventoryOnHand { get; init; }

    /// <summary>Units sold on backorder; null when the store does not use backorders.</summary>
    public int? QuantityBackordered { get; init; }

    /// <summary>Whether the location is enabled; true when the API does not say. Stock at a disabled location cannot be changed.</summary>
    public bool LocationEnabled { get; init; }

    /// <summary>The item's settings at this location.</summary>
    public ItemSettings Settings { get; init => field = value ?? ItemSettings.Default; } = ItemSettings.Default;
}

/// <summary>One item's stock and settings at the location that was asked for.</summary>
public sealed record LocationItem
{
    /// <summary>Which item this is. <see cref="ItemIdentity.SkuId"/> is never given here.</summary>
    public ItemIdentity Identity { get; init => field = value ?? ItemIdentity.Unknown; } = ItemIdentity.Unknown;

    /// <summary>
    /// Units that can be sold, as the API calculates them: on hand less safety stock where backorders are off. Negative after
    /// overselling.
    /// </summary>
    /// <remarks>
    /// With backorders on, the backorder limit and the backordered quantity are part of it by a formula that BigCommerce does
    /// not publish. The figure can then exceed <see cref="TotalInventoryOnHand"/>, and with a large or no limit the 32-bit
    /// range. Don't calculate it.
    /// </remarks>
    public long AvailableToSell { get; init; }

    /// <summary>
    /// Units on hand, gross: safety stock is included. Negative after overselling. A store holds at most 2,147,483,647 of a
    /// product at a location; a figure outside the 32-bit range reads as the end of the range.
    /// </summary>
    public int TotalInventoryOnHand { get; init; }

    /// <summary>Units sold on backorder; null when the store does not use backorders.</summary>
    public int? QuantityBackordered { get; init; }

    /// <summary>The item's settings at this location.</summary>
    public ItemSettings Settings { get; init => field = value ?? ItemSettings.Default; } = ItemSettings.Default;
}

/// <summary>How the store treats one item at one location.</summary>
public sealed record ItemSettings
{
    internal static readonly ItemSettings Default = new();

    // A parameter because generated JSON readers overwrite what is only initialized.

    /// <summary>The API's defaults.</summary>
    /// <param name="isInStock">Whether the item can be bought, whatever its quantity. JSON that lacks the member means true.</param>
    public ItemSettings(bool isInStock = true) => IsInStock = isInStock;

    /// <summary>Units held back from sale. 0 by default.</summary>
    public int SafetyStock { get; init; }

    /// <summary>Whether the item can be bought, whatever its quantity. True by default.</summary>
    public bool IsInStock { get; init; }

    /// <summary>The quantity below which the store owner is told. 0 by default.</summary>
    public int WarningLevel { get; init; }

    /// <summary>Where the item lies in the warehouse; null or empty when not set.</summary>
    public string? BinPickingNumber { get; init; }

    /// <summary>
    /// How many units may be sold on backorder; null means without limit, or that the store does not use backorders. A limit
    /// outside the 32-bit range reads as the end of the range.
    /// </summary>
    public int? BackorderLimit { get; init; }

    /// <summary>What a shopper is told about a backorder; null when none is set. Read-only.</summary>
    public BackorderMessage? BackorderMessage { get; init; }
}

/// <summary>A text that the store shows for items on backorder.</summary>
public sealed record BackorderMessage
{
    /// <summary>The message's id.</summary>
    public long Id { get; init; }

    /// <summary>The message's name in the control panel; null when not given.</summary>
    public string? Name { get; init; }

    /// <summary>The text that shoppers see; null when not given.</summary>
    public string? Message { get; init; }

    /// <summary>Whether this is the store's default message.</summary>
    public bool IsDefault { get; init; }

    /// <summary>When it was created; null when not given or not readable.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last changed; null when not given or not readable.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}

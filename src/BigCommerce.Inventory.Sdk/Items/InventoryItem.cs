using System.Text.Json.Serialization;

namespace BigCommerce.Inventory;

/// <summary>One item with its stock and settings at every location that was requested.</summary>
public sealed record InventoryItem
{
    /// <summary>Which item this is: its SKU, variant and product.</summary>
    public ItemIdentity Identity { get; init => field = value ?? ItemIdentity.Unknown; } = ItemIdentity.Unknown;

    /// <summary>The item's stock at each location; empty if the API returned none.</summary>
    public IReadOnlyList<StockAtLocation> Locations { get; init => field = ValueList.Copy(value); } = ValueList<StockAtLocation>.Empty;
}

/// <summary>The identities of one item.</summary>
public sealed record ItemIdentity
{
    internal static readonly ItemIdentity Unknown = new();

    /// <summary>The SKU; null if the item has none.</summary>
    public string? Sku { get; init; }

    /// <summary>The variant's id; 0 if the API gave none.</summary>
    public long VariantId { get; init; }

    /// <summary>The product's id; 0 if the API gave none.</summary>
    public long ProductId { get; init; }

    /// <summary>The SKU's id in the V2 Catalog API; null for a base variant, and in reads at one location.</summary>
    public long? SkuId { get; init; }

    /// <summary>Whether <paramref name="key"/> identifies this item.</summary>
    /// <param name="key">A SKU (compared ordinally), a variant id or a product id.</param>
    public bool Matches(ItemKey key) =>
        key.TryGetSku(out var sku) ? string.Equals(sku, Sku, StringComparison.Ordinal)
        : key.TryGetId(out var id) && id == (key.Kind == ItemKeyKind.Variant ? VariantId : ProductId);
}

/// <summary>One item's stock and settings at one location, as part of an <see cref="InventoryItem"/>.</summary>
public sealed record StockAtLocation
{
    // The reader of pages gives one object to all items at the location. A copy gets its own, so that it can be changed.
    private readonly LocationAtStock _location;

    // A parameter because generated JSON readers overwrite what is only initialized.

    /// <summary>An item without stock at a location.</summary>
    /// <param name="locationEnabled">Whether the location is enabled. JSON that lacks the member means true.</param>
    public StockAtLocation(bool locationEnabled = true)
        : this(new LocationAtStock { IsEnabled = locationEnabled })
    {
    }

    internal StockAtLocation(LocationAtStock location) => _location = location;

    private StockAtLocation(StockAtLocation original)
    {
        _location = original._location with { };
        AvailableToSell = original.AvailableToSell;
        TotalInventoryOnHand = original.TotalInventoryOnHand;
        QuantityBackordered = original.QuantityBackordered;
        Settings = original.Settings;
    }

    /// <summary>The location's id.</summary>
    public long LocationId { get => _location.Id; init => _location.Id = value; }

    /// <summary>The location's code; empty if the API gave none.</summary>
    public string LocationCode { get => _location.Code; init => _location.Code = value ?? string.Empty; }

    /// <summary>The location's label; empty if the API gave none.</summary>
    public string LocationName { get => _location.Name; init => _location.Name = value ?? string.Empty; }

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

    /// <summary>Units sold on backorder; null if the store does not use backorders.</summary>
    public int? QuantityBackordered { get; init; }

    /// <summary>Whether the location is enabled; true if the API does not tell. Stock at a disabled location cannot be changed.</summary>
    public bool LocationEnabled { get => _location.IsEnabled; init => _location.IsEnabled = value; }

    /// <summary>The item's settings at this location.</summary>
    public ItemSettings Settings { get; init => field = value ?? ItemSettings.Default; } = ItemSettings.Default;
}

/// <summary>One item's stock and settings at the location that was requested.</summary>
public sealed record LocationItem
{
    /// <summary>Which item this is. <see cref="ItemIdentity.SkuId"/> is always null here.</summary>
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

    /// <summary>Units sold on backorder; null if the store does not use backorders.</summary>
    public int? QuantityBackordered { get; init; }

    /// <summary>The item's settings at this location.</summary>
    public ItemSettings Settings { get; init => field = value ?? ItemSettings.Default; } = ItemSettings.Default;
}

/// <summary>The settings of one item at one location.</summary>
public sealed record ItemSettings
{
    internal static readonly ItemSettings Default = new();

    // A nullable integer takes 8 bytes more with the other members.
    private readonly bool _hasBackorderLimit;
    private readonly int _backorderLimit;

    // A parameter because generated JSON readers overwrite what is only initialized.

    /// <summary>The API's defaults.</summary>
    /// <param name="isInStock">Whether the item can be bought, whatever its quantity. JSON that lacks the member means true.</param>
    public ItemSettings(bool isInStock = true) => IsInStock = isInStock;

    /// <summary>Units held back from sale. 0 by default.</summary>
    public int SafetyStock { get; init; }

    /// <summary>Whether the item can be bought, whatever its quantity. True by default.</summary>
    public bool IsInStock { get; init; }

    /// <summary>The quantity below which the store owner is notified. 0 by default.</summary>
    public int WarningLevel { get; init; }

    /// <summary>The item's place in the warehouse; null or empty if not set.</summary>
    public string? BinPickingNumber { get; init; }

    /// <summary>
    /// How many units may be sold on backorder; null means no limit, or that the store does not use backorders. A limit
    /// outside the 32-bit range reads as the end of the range.
    /// </summary>
    public int? BackorderLimit
    {
        get => _hasBackorderLimit ? _backorderLimit : null;
        init => (_hasBackorderLimit, _backorderLimit) = (value is not null, value ?? 0);
    }

    /// <summary>The message that shoppers see for a backorder; null if none is set. Read-only.</summary>
    public BackorderMessage? BackorderMessage { get; init; }
}

/// <summary>A text that the store shows for items on backorder.</summary>
public sealed record BackorderMessage
{
    /// <summary>The message's id.</summary>
    public long Id { get; init; }

    /// <summary>The message's name in the control panel; null if absent.</summary>
    public string? Name { get; init; }

    /// <summary>The text that shoppers see; null if absent.</summary>
    public string? Message { get; init; }

    /// <summary>Whether this is the store's default message.</summary>
    public bool IsDefault { get; init; }

    /// <summary>When it was created; null if absent or not readable.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last changed; null if absent or not readable.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}

using System.Text.Json.Serialization;

namespace BigCommerce.Inventory.Webhooks;

/// <summary>
/// What an event is about: ids only. Quantities and values never come with an event; read them from the API.
/// The type follows from the kind of the event.
/// </summary>
[JsonDerivedType(typeof(ItemWebhookData), "item")]
[JsonDerivedType(typeof(LocationWebhookData), "location")]
[JsonDerivedType(typeof(LocationMetafieldWebhookData), "locationMetafield")]
[JsonDerivedType(typeof(CatalogStockWebhookData), "catalogStock")]
[JsonDerivedType(typeof(UnknownWebhookData), "unknown")]
public abstract record InventoryWebhookData
{
    private protected InventoryWebhookData()
    {
    }
}

/// <summary>An item at a location: the data of every event whose scope ends in <c>inventory/product/…</c>.</summary>
public sealed record ItemWebhookData : InventoryWebhookData
{
    /// <summary>The product.</summary>
    public required long ProductId { get; init; }

    /// <summary>The variant.</summary>
    /// <value>Null when the event names none, or 0: the product as a whole.</value>
    public long? VariantId { get; init; }

    /// <summary>The location whose stock or settings changed.</summary>
    public required long LocationId { get; init; }
}

/// <summary>
/// A location: the data of <see cref="InventoryWebhookKind.LocationCreated"/> and <see cref="InventoryWebhookKind.LocationUpdated"/>.
/// </summary>
public sealed record LocationWebhookData : InventoryWebhookData
{
    /// <summary>The location.</summary>
    public required long LocationId { get; init; }
}

/// <summary>A metafield of a location: the data of the three <c>LocationMetafield…</c> kinds.</summary>
public sealed record LocationMetafieldWebhookData : InventoryWebhookData
{
    /// <summary>The metafield. After <see cref="InventoryWebhookKind.LocationMetafieldDeleted"/> it can no longer be read.</summary>
    public required long MetafieldId { get; init; }

    /// <summary>The location it belongs to: <c>resource_id</c> in the event, a string there.</summary>
    public required long LocationId { get; init; }

    /// <summary>The metafield's namespace.</summary>
    /// <value>Null when the event does not name it.</value>
    public string? Namespace { get; init; }
}

/// <summary>A product or variant whose stock changed: the data of the four kinds of the older vocabulary, which know no locations.</summary>
public sealed record CatalogStockWebhookData : InventoryWebhookData
{
    /// <summary>The product.</summary>
    public required long ProductId { get; init; }

    /// <summary>The variant.</summary>
    /// <value>Null when the event names none: the product as a whole.</value>
    public long? VariantId { get; init; }
}

/// <summary>
/// The data of an event of <see cref="InventoryWebhookKind.Unknown"/> kind, and of the older vocabulary where it names no product: kept
/// as it came.
/// </summary>
public sealed record UnknownWebhookData : InventoryWebhookData
{
    /// <summary>The event's <c>data</c> as JSON text, exactly as it was sent; <c>null</c> when it has none.</summary>
    public required string Json { get; init; }
}

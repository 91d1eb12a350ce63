using System.Text.Json.Serialization;

namespace BigCommerce.Inventory.Webhooks;

/// <summary>
/// The ids of the resource that an event is about. Events do not contain quantities or values: read them from the API.
/// The kind of the event determines the type.
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
    /// <value>Null when the event contains none, or 0: then the event is about the product as a whole.</value>
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

    /// <summary>The location of the metafield: <c>resource_id</c> in the event, where it is a string.</summary>
    public required long LocationId { get; init; }

    /// <summary>The metafield's namespace.</summary>
    /// <value>Null when the event does not contain it.</value>
    public string? Namespace { get; init; }
}

/// <summary>A product or variant whose stock changed: the data of the four legacy kinds, which have no location.</summary>
public sealed record CatalogStockWebhookData : InventoryWebhookData
{
    /// <summary>The product.</summary>
    public required long ProductId { get; init; }

    /// <summary>The variant.</summary>
    /// <value>Null when the event contains none: then the event is about the product as a whole.</value>
    public long? VariantId { get; init; }
}

/// <summary>
/// The unparsed data of an event of the kind <see cref="InventoryWebhookKind.Unknown"/>, and of a legacy event without a product id.
/// </summary>
public sealed record UnknownWebhookData : InventoryWebhookData
{
    /// <summary>The event's <c>data</c> as JSON, exactly as it was sent; the text <c>null</c> when the event has none.</summary>
    public required string Json { get; init; }
}

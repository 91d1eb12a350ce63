using System.Diagnostics.CodeAnalysis;

namespace BigCommerce.Inventory.Webhooks;

/// <summary>An event about inventory or locations that BigCommerce posts to a webhook's destination.</summary>
/// <remarks>
/// <para>
/// Events are delivered at least once, in any order, and often twice within a second. An event reports that a value changed, but not
/// the value. Read the current values, for many events with one filtered request.
/// </para>
/// <para>Trust an event only after <see cref="WebhookVerifier"/> has verified its body.</para>
/// </remarks>
/// <example>
/// <code>
/// switch (InventoryWebhookEvent.Parse(body))
/// {
///     case { Kind: InventoryWebhookKind.StockChanged, Data: ItemWebhookData item }:
///         Refresh(item.LocationId, item.ProductId, item.VariantId);
///         break;
///     case { Data: LocationWebhookData location }:
///         RefreshLocation(location.LocationId);
///         break;
///     case { Data: UnknownWebhookData unknown } webhook:
///         logger.LogInformation("Webhook {Scope}: {Data}", webhook.Scope, unknown.Json);
///         break;
/// }
/// </code>
/// </example>
public sealed record InventoryWebhookEvent
{
    private readonly long? _channelId;

    /// <summary>The scope exactly as it was sent, such as <c>store/channel/*/inventory/product/stock_changed</c>.</summary>
    public required string Scope
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
            Kind = InventoryWebhookScopes.Classify(value, out _channelId);
        }
    }

    /// <summary>The kind of the event, derived from <see cref="Scope"/>.</summary>
    /// <value><see cref="InventoryWebhookKind.Unknown"/> for scopes that this version does not recognize.</value>
    public InventoryWebhookKind Kind { get; private init; }

    /// <summary>The channel in <see cref="Scope"/>.</summary>
    /// <value>Null for all channels (<c>*</c>) and for scopes without a channel.</value>
    public long? ChannelId => _channelId;

    /// <summary>The hash of the event's store, as in API paths.</summary>
    public required string StoreHash { get; init; }

    /// <summary>The store's numeric id.</summary>
    /// <value>Null when the event does not contain it.</value>
    public long? StoreId { get; init; }

    /// <summary>When the event was created, in UTC with a resolution of one second.</summary>
    /// <value>Null when the event does not contain it.</value>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>BigCommerce's checksum of the data. It does not authenticate the event, because anyone can compute it.</summary>
    /// <value>Null when the event has none.</value>
    public string? Hash { get; init; }

    /// <summary>The ids of the changed resource.</summary>
    public required InventoryWebhookData Data { get; init; }

    /// <summary>Parses the body of a webhook.</summary>
    /// <param name="utf8Json">The body: a JSON object in UTF-8.</param>
    /// <returns>The event. Unknown scopes have <see cref="UnknownWebhookData"/>; unknown fields are ignored.</returns>
    /// <exception cref="WebhookFormatException">
    /// The body is not JSON, or a required field is missing. The message names the field.
    /// </exception>
    public static InventoryWebhookEvent Parse(ReadOnlySpan<byte> utf8Json) =>
        InventoryWebhookReader.TryRead(utf8Json, out var webhook, out var problem)
            ? webhook
            : throw new WebhookFormatException(problem);

    /// <summary>Parses the body of a webhook without throwing.</summary>
    /// <param name="utf8Json">The body: a JSON object in UTF-8.</param>
    /// <param name="webhook">The event; null when the body is invalid.</param>
    /// <returns>False if <see cref="Parse"/> would throw.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8Json, [NotNullWhen(true)] out InventoryWebhookEvent? webhook) =>
        InventoryWebhookReader.TryRead(utf8Json, out webhook, out _);
}

using System.Diagnostics.CodeAnalysis;

namespace BigCommerce.Inventory.Webhooks;

/// <summary>An event about inventory or locations, as BigCommerce posts it to a webhook's destination.</summary>
/// <remarks>
/// <para>
/// Delivery is at least once, unordered and often doubled within a second. An event says that something changed, not what it is now:
/// read the present value, for many events with one filtered call.
/// </para>
/// <para>Trust an event only after <see cref="WebhookVerifier"/> has verified the body it was read from.</para>
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

    /// <summary>What happened, read from <see cref="Scope"/>.</summary>
    /// <value><see cref="InventoryWebhookKind.Unknown"/> for scopes that this version does not know.</value>
    public InventoryWebhookKind Kind { get; private init; }

    /// <summary>The channel that <see cref="Scope"/> names.</summary>
    /// <value>Null for all channels (<c>*</c>) and for scopes without a channel.</value>
    public long? ChannelId => _channelId;

    /// <summary>The hash of the store that the event comes from, as in its API path.</summary>
    public required string StoreHash { get; init; }

    /// <summary>The store's number.</summary>
    /// <value>Null when the event does not say it.</value>
    public long? StoreId { get; init; }

    /// <summary>When the event was made, in whole seconds, UTC.</summary>
    /// <value>Null when the event does not say it.</value>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>BigCommerce's checksum of the data. It proves nothing: anyone can compute it.</summary>
    /// <value>Null when the event has none.</value>
    public string? Hash { get; init; }

    /// <summary>The ids of what changed.</summary>
    public required InventoryWebhookData Data { get; init; }

    /// <summary>Reads an event from the body of a webhook.</summary>
    /// <param name="utf8Json">The body: a JSON object in UTF-8.</param>
    /// <returns>The event; unknown scopes come with <see cref="UnknownWebhookData"/>, unknown fields are passed over.</returns>
    /// <exception cref="WebhookFormatException">
    /// The body is not an event: it is not JSON, or a field is missing without which the event means nothing. The message names it.
    /// </exception>
    public static InventoryWebhookEvent Parse(ReadOnlySpan<byte> utf8Json) =>
        InventoryWebhookReader.TryRead(utf8Json, out var webhook, out var problem)
            ? webhook
            : throw new WebhookFormatException(problem);

    /// <summary>Reads an event from the body of a webhook, without throwing.</summary>
    /// <param name="utf8Json">The body: a JSON object in UTF-8.</param>
    /// <param name="webhook">The event; null when the body is not one.</param>
    /// <returns>False where <see cref="Parse"/> would throw.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8Json, [NotNullWhen(true)] out InventoryWebhookEvent? webhook) =>
        InventoryWebhookReader.TryRead(utf8Json, out webhook, out _);
}

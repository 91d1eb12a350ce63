using System.Security.Cryptography;
using System.Text;

namespace BigCommerce.Inventory.Webhooks;

/// <summary>
/// Recognizes events that were delivered before: repeated deliveries by their message id, and doubled events, which come
/// within a second under another id, by their content.
/// </summary>
/// <remarks>
/// <para>
/// Remembers in this process, or in <see cref="WebhookDeduplicatorOptions.Memory"/> together with other processes. Handling an event
/// twice must stay harmless: what is forgotten, after a restart or for lack of space, is not recognized.
/// </para>
/// <para>Safe to use from several threads: of two doubles that arrive at once, one is accepted.</para>
/// </remarks>
public sealed class WebhookDeduplicator
{
    private readonly IWebhookMemory _memory;
    private readonly TimeSpan _messageWindow;
    private readonly TimeSpan _contentWindow;

    /// <summary>Creates a de-duplicator that remembers nothing yet, but for what its memory holds.</summary>
    /// <param name="options">How long and how much to remember; null for the defaults. Copied: later changes to it have no effect.</param>
    /// <exception cref="ArgumentException">There is no clock.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A window or the capacity is out of its range.</exception>
    public WebhookDeduplicator(WebhookDeduplicatorOptions? options = null)
    {
        options ??= new WebhookDeduplicatorOptions();
        ArgumentNullException.ThrowIfNull(options.TimeProvider);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.MessageWindow, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ContentWindow, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Capacity, 1);

        _messageWindow = options.MessageWindow;
        _contentWindow = options.ContentWindow;
        _memory = options.Memory ?? new ProcessWebhookMemory(options.Capacity, options.TimeProvider);
    }

    /// <summary>Accepts an event the first time it is seen, and remembers it.</summary>
    /// <param name="webhook">The event.</param>
    /// <param name="messageId">
    /// <see cref="WebhookVerificationResult.MessageId"/> of the delivery; null or empty when there is none, then only the content counts.
    /// </param>
    /// <param name="cancellationToken">Stops waiting for a shared memory. The event may be remembered then: forget it.</param>
    /// <returns>True for a new event; false for one that was accepted before and can be passed over.</returns>
    public async ValueTask<bool> TryAcceptAsync(InventoryWebhookEvent webhook, string? messageId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(webhook);

        // A repeated delivery does not start a content window of its own.
        return (string.IsNullOrEmpty(messageId) || await _memory.TryAddAsync(MessageKey(messageId), _messageWindow, cancellationToken).ConfigureAwait(false))
            && (_contentWindow == TimeSpan.Zero || await _memory.TryAddAsync(ContentKey(webhook), _contentWindow, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Forgets an event that was accepted but could not be taken on, so that its repeated delivery is accepted.</summary>
    /// <param name="webhook">The event.</param>
    /// <param name="messageId">The message id it was accepted with, if any.</param>
    /// <param name="cancellationToken">Stops waiting for a shared memory.</param>
    /// <returns>Completes when it is forgotten.</returns>
    /// <remarks>Call it before answering outside 2xx: BigCommerce then delivers the message again.</remarks>
    public async ValueTask ForgetAsync(InventoryWebhookEvent webhook, string? messageId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(webhook);

        if (!string.IsNullOrEmpty(messageId))
        {
            await _memory.RemoveAsync(MessageKey(messageId), cancellationToken).ConfigureAwait(false);
        }

        await _memory.RemoveAsync(ContentKey(webhook), cancellationToken).ConfigureAwait(false);
    }

    private static string MessageKey(string messageId) => $"message:{Hash(messageId)}";

    // A record's text has all its members.
    private static string ContentKey(InventoryWebhookEvent webhook) => $"content:{Hash($"{webhook.StoreHash}\n{webhook.Scope}\n{webhook.Data}")}";

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

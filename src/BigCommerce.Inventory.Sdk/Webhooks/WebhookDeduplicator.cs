using System.Security.Cryptography;
using System.Text;

namespace BigCommerce.Inventory.Webhooks;

/// <summary>
/// Detects events that were delivered before. Repeated deliveries have the same message id. Duplicate events, which arrive within
/// a second with different message ids, have the same content.
/// </summary>
/// <remarks>
/// <para>
/// Events are remembered in this process, or in <see cref="WebhookDeduplicatorOptions.Memory"/> together with other processes. Handling
/// an event twice must stay harmless, because duplicates of events that are no longer remembered are not detected.
/// </para>
/// <para>Thread-safe: of two duplicates that arrive concurrently, one is accepted.</para>
/// </remarks>
public sealed class WebhookDeduplicator
{
    private readonly IWebhookMemory _memory;
    private readonly TimeSpan _messageWindow;
    private readonly TimeSpan _contentWindow;

    /// <summary>Creates a de-duplicator.</summary>
    /// <param name="options">The windows and the memory; null for the defaults. They are copied: later changes have no effect.</param>
    /// <exception cref="ArgumentException">The clock is null.</exception>
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

    /// <summary>Accepts an event on its first delivery, and remembers it.</summary>
    /// <param name="webhook">The event.</param>
    /// <param name="messageId">
    /// The <see cref="WebhookVerificationResult.MessageId"/> of the delivery. If it is null or empty, only the content is compared.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait for a shared memory. The event may be remembered then: forget it.</param>
    /// <returns>True for a new event; false for a duplicate, which can be ignored.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="webhook"/> is null.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<bool> TryAcceptAsync(InventoryWebhookEvent webhook, string? messageId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(webhook);

        // A repeated delivery must not restart the content window.
        return (string.IsNullOrEmpty(messageId)
                || await _memory.TryAddAsync(MessageKey(messageId), _messageWindow, cancellationToken).ConfigureAwait(false))
            && (_contentWindow == TimeSpan.Zero
                || await _memory.TryAddAsync(ContentKey(webhook), _contentWindow, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Forgets an accepted event that could not be handled, so that its next delivery is accepted.</summary>
    /// <param name="webhook">The event.</param>
    /// <param name="messageId">The message id of the accepted delivery, if any.</param>
    /// <param name="cancellationToken">Cancels the wait for a shared memory.</param>
    /// <returns>Completes when the event is forgotten.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="webhook"/> is null.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <remarks>Call it before you return a status code other than 2xx: BigCommerce then delivers the message again.</remarks>
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

    // The text of a record contains all its members.
    private static string ContentKey(InventoryWebhookEvent webhook) =>
        $"content:{Hash($"{webhook.StoreHash}\n{webhook.Scope}\n{webhook.Data}")}";

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

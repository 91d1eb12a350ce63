namespace BigCommerce.Inventory.Webhooks;

/// <summary>Where a <see cref="WebhookDeduplicator"/> remembers events. Implement it to share the memory with other processes.</summary>
public interface IWebhookMemory
{
    /// <summary>Remembers a key, unless it is remembered already. Of two calls at once with the same key, one returns true.</summary>
    /// <param name="key">The key: printable ASCII, at most 100 characters.</param>
    /// <param name="window">How long to remember it; more than zero.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>True if the key was not remembered.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask<bool> TryAddAsync(string key, TimeSpan window, CancellationToken cancellationToken = default);

    /// <summary>Forgets a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Completes when it is forgotten.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask RemoveAsync(string key, CancellationToken cancellationToken = default);
}

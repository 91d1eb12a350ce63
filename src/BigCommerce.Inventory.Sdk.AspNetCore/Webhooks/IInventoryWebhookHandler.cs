using BigCommerce.Inventory.Webhooks;

namespace BigCommerce.Inventory.AspNetCore;

/// <summary>Handles the webhook events of an endpoint, in the background.</summary>
/// <remarks>
/// Register it with <c>services.AddBigCommerceInventoryWebhooks&lt;THandler&gt;()</c>. Each batch gets an instance of its own, from a scope
/// of its own.
/// </remarks>
public interface IInventoryWebhookHandler
{
    /// <summary>Handles a batch of events.</summary>
    /// <param name="webhooks">
    /// The events, at least one, in the order of their arrival. Those of a burst come together, so that one read serves them all. An app on
    /// several stores gets the events of all of them.
    /// </param>
    /// <param name="cancellationToken">Cancelled when the host stops and its shutdown timeout is over.</param>
    /// <returns>Completes when the events are handled.</returns>
    /// <exception cref="Exception">
    /// Any exception means that the batch is not handled. The same batch is handed over again, so handling an event twice must be harmless.
    /// </exception>
    Task HandleAsync(IReadOnlyList<InventoryWebhookEvent> webhooks, CancellationToken cancellationToken = default);
}

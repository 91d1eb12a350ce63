using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using BigCommerce.Inventory.Webhooks;

namespace BigCommerce.Inventory.AspNetCore;

/// <summary>Handles a batch of events with the services of its scope.</summary>
internal delegate Task WebhookHandler(
    IReadOnlyList<InventoryWebhookEvent> webhooks, IServiceProvider services, CancellationToken cancellationToken);

/// <param name="Event">The event.</param>
/// <param name="MessageId">The id of its message.</param>
/// <param name="Handler">The handler of the endpoint that received it.</param>
/// <param name="ReceivedAt">When it was received, as a timestamp of the clock.</param>
internal sealed record QueuedWebhook(InventoryWebhookEvent Event, string MessageId, WebhookHandler Handler, long ReceivedAt);

/// <summary>The events that were received and are not handled yet.</summary>
internal sealed class WebhookQueue(int capacity)
{
    private readonly Channel<QueuedWebhook> _channel = Channel.CreateBounded<QueuedWebhook>(capacity);

    /// <summary>Adds an event.</summary>
    /// <returns>False when the queue is full or the host stops.</returns>
    public bool TryAdd(QueuedWebhook webhook)
    {
        // Counted first, because a reader may take the event at once.
        WebhookTelemetry.Queued.Add(1);
        if (_channel.Writer.TryWrite(webhook))
        {
            return true;
        }

        WebhookTelemetry.Queued.Add(-1);
        return false;
    }

    public bool TryTake([NotNullWhen(true)] out QueuedWebhook? webhook)
    {
        if (!_channel.Reader.TryRead(out webhook))
        {
            return false;
        }

        WebhookTelemetry.Queued.Add(-1);
        return true;
    }

    /// <summary>Waits for an event.</summary>
    /// <returns>False after <see cref="Complete"/>, when the queue is empty.</returns>
    public ValueTask<bool> WaitAsync() => _channel.Reader.WaitToReadAsync(CancellationToken.None);

    /// <summary>Accepts no further events.</summary>
    public void Complete() => _channel.Writer.TryComplete();
}

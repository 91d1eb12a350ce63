using System.Buffers;
using BigCommerce.Inventory.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BigCommerce.Inventory.AspNetCore;

/// <summary>
/// Receives deliveries: verifies, parses and queues them. Every status code other than 2xx makes BigCommerce repeat the delivery for 48
/// hours and then disable the webhook, so only deliveries that may succeed later get one.
/// </summary>
internal sealed class WebhookReceiver(
    InventoryWebhookOptions options, WebhookDeduplicator deduplicator, WebhookQueue queue, TimeProvider time, ILogger logger)
{
    private readonly WebhookVerifier _verifier = options.CreateVerifier(time);

    // Whether the last delivery met a full queue. Logged once, not for each delivery of a burst.
    private int _isFull;

    public async Task ReceiveAsync(HttpContext context, WebhookHandler handler)
    {
        var (statusCode, result) = await ReceiveAsync(context.Request, handler).ConfigureAwait(false);
        WebhookTelemetry.Delivered(result);
        context.Response.StatusCode = statusCode;
    }

    private async Task<(int StatusCode, string Result)> ReceiveAsync(HttpRequest request, WebhookHandler handler)
    {
        byte[] body;
        try
        {
            body = await ReadAsync(request).ConfigureAwait(false);
        }
        catch (BadHttpRequestException exception)
        {
            Log.NotRead(logger, exception.StatusCode, exception.Message);
            return (exception.StatusCode, exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? "too_large" : "invalid_request");
        }

        var verification = _verifier.Verify(body, name => request.Headers[name]);
        if (!verification.IsValid)
        {
            Log.Rejected(logger, verification.Description);
            return (StatusCodes.Status401Unauthorized, "rejected");
        }

        InventoryWebhookEvent webhook;
        try
        {
            webhook = InventoryWebhookEvent.Parse(body);
        }
        catch (WebhookFormatException exception)
        {
            // Another delivery would have the same body.
            Log.Unreadable(logger, verification.MessageId, exception.Message);
            return (StatusCodes.Status200OK, "unreadable");
        }

        // From here on the event is processed even if the sender closes the connection.
        if (!await deduplicator.TryAcceptAsync(webhook, verification.MessageId, CancellationToken.None).ConfigureAwait(false))
        {
            return (StatusCodes.Status200OK, "duplicate");
        }

        if (queue.TryAdd(new QueuedWebhook(webhook, verification.MessageId, handler, time.GetTimestamp())))
        {
            Volatile.Write(ref _isFull, 0);
            return (StatusCodes.Status200OK, "accepted");
        }

        await deduplicator.ForgetAsync(webhook, verification.MessageId, CancellationToken.None).ConfigureAwait(false);
        if (Interlocked.Exchange(ref _isFull, 1) == 0)
        {
            Log.QueueFull(logger, options.QueueCapacity);
        }

        return (StatusCodes.Status503ServiceUnavailable, "queue_full");
    }

    private async Task<byte[]> ReadAsync(HttpRequest request)
    {
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(request.HttpContext.RequestAborted).ConfigureAwait(false);
            if (read.Buffer.Length > options.MaxBodyBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                throw new BadHttpRequestException("Request body too large.", StatusCodes.Status413PayloadTooLarge);
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}

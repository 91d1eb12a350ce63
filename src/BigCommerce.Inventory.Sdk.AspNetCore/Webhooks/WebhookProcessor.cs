using BigCommerce.Inventory.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BigCommerce.Inventory.AspNetCore;

/// <summary>
/// Hands the queued events to their handlers. When the host stops, it hands over what is queued; what is left at the end of the shutdown
/// timeout is forgotten by the de-duplicator, so that a repeated delivery of it counts as new.
/// </summary>
internal sealed class WebhookProcessor(
    InventoryWebhookOptions options,
    WebhookDeduplicator deduplicator,
    WebhookQueue queue,
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILogger logger) : IHostedService, IDisposable
{
    // How long a cancelled handler may take to end.
    private static readonly TimeSpan AbortGrace = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborted = new();
    private Task _running = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = Task.WhenAll(Enumerable.Range(0, options.MaxConcurrency).Select(_ => Task.Run(RunAsync, CancellationToken.None)));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Complete();
        await _stopping.CancelAsync().ConfigureAwait(false);
        try
        {
            await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await _aborted.CancelAsync().ConfigureAwait(false);
            var rest = new List<QueuedWebhook>();
            while (queue.TryTake(out var webhook))
            {
                rest.Add(webhook);
            }

            await GiveBackAsync(rest).ConfigureAwait(false);
            await Task.WhenAny(_running, Task.Delay(AbortGrace, time, CancellationToken.None)).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _aborted.Dispose();
    }

    private async Task RunAsync()
    {
        while (await queue.WaitAsync().ConfigureAwait(false))
        {
            foreach (var batch in (await TakeAsync().ConfigureAwait(false)).GroupBy(static webhook => webhook.Handler))
            {
                await HandleAsync(batch.Key, [.. batch], options.MaxAttempts).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Takes the events of a burst.</summary>
    private async Task<List<QueuedWebhook>> TakeAsync()
    {
        var batch = new List<QueuedWebhook>();
        if (queue.TryTake(out var webhook))
        {
            batch.Add(webhook);
            await WaitForBatchDelayAsync(webhook).ConfigureAwait(false);
            while (batch.Count < options.MaxBatchSize && queue.TryTake(out webhook))
            {
                batch.Add(webhook);
            }

            await WaitForBatchDelayAsync(batch[^1]).ConfigureAwait(false);
        }

        return batch;
    }

    private Task WaitForBatchDelayAsync(QueuedWebhook webhook) => DelayAsync(options.BatchDelay - time.GetElapsedTime(webhook.ReceivedAt));

    /// <summary>Waits, unless the host stops.</summary>
    private async Task DelayAsync(TimeSpan delay)
    {
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// Hands a batch over until the handler succeeds, within limits. Then each event is handed over alone, so that one event that the handler
    /// cannot process does not cost the others. Never throws.
    /// </summary>
    private async Task HandleAsync(WebhookHandler handler, IReadOnlyList<QueuedWebhook> batch, int maxAttempts)
    {
        for (var attempt = 1; !_aborted.IsCancellationRequested; attempt++)
        {
            if (await TryHandleAsync(handler, batch).ConfigureAwait(false) is not { } failure)
            {
                return;
            }

            if (_aborted.IsCancellationRequested)
            {
                break;
            }

            if (attempt < maxAttempts && !_stopping.IsCancellationRequested)
            {
                var delay = options.DelayAfter(attempt);
                Log.HandlerFailed(logger, batch.Count, attempt, delay.TotalMilliseconds, failure);
                await DelayAsync(delay).ConfigureAwait(false);
                continue;
            }

            if (batch.Count > 1)
            {
                Log.HandlerFailed(logger, batch.Count, attempt, 0, failure);
                foreach (var webhook in batch)
                {
                    await HandleAsync(handler, [webhook], maxAttempts: 1).ConfigureAwait(false);
                }

                return;
            }

            WebhookTelemetry.Handled(1, "dropped");
            Log.Dropped(logger, batch[0].Event.Scope, batch[0].Event.StoreHash, batch[0].MessageId, failure);
            await ForgetAsync(batch).ConfigureAwait(false);
            return;
        }

        await GiveBackAsync(batch).ConfigureAwait(false);
    }

    private async Task<Exception?> TryHandleAsync(WebhookHandler handler, IReadOnlyList<QueuedWebhook> batch)
    {
        try
        {
            var scope = scopes.CreateAsyncScope();
            await using (scope.ConfigureAwait(false))
            {
                await handler([.. batch.Select(static webhook => webhook.Event)], scope.ServiceProvider, _aborted.Token).ConfigureAwait(false);
            }

            WebhookTelemetry.Handled(batch.Count, "handled");
            return null;
        }
#pragma warning disable CA1031 // The handler is the application's code and may throw any exception. The caller logs it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception;
        }
    }

    private async Task GiveBackAsync(IReadOnlyList<QueuedWebhook> webhooks)
    {
        if (webhooks.Count > 0)
        {
            WebhookTelemetry.Handled(webhooks.Count, "abandoned");
            Log.Abandoned(logger, webhooks.Count);
            await ForgetAsync(webhooks).ConfigureAwait(false);
        }
    }

    private async Task ForgetAsync(IReadOnlyList<QueuedWebhook> webhooks)
    {
        foreach (var webhook in webhooks)
        {
            try
            {
                await deduplicator.ForgetAsync(webhook.Event, webhook.MessageId, CancellationToken.None).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // The memory may be the application's and throw any exception, which must not end the processing of other events.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Log.NotForgotten(logger, webhook.MessageId, exception);
            }
        }
    }
}

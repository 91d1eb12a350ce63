using System.Collections.Concurrent;
using System.Net;
using BigCommerce.Inventory.Tests.Support;
using BigCommerce.Inventory.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BigCommerce.Inventory.AspNetCore.Tests;

/// <summary>When events reach the handler, and what happens when it fails or the host stops.</summary>
public class WebhookProcessingTests
{
    [Fact]
    public async Task Burst_WithinTheBatchDelay_IsOneBatchAfterTheDelayOfItsLastEvent()
    {
        await using var app = await WebhookApp.StartAsync(advances: false);

        await app.DeliverAsync(1);
        await Eventually.HoldsAsync(() => app.Time.NextTimerDueIn == TimeSpan.FromSeconds(1));
        app.Time.Advance(TimeSpan.FromMilliseconds(600));
        await app.DeliverAsync(2);
        app.Time.Advance(TimeSpan.FromMilliseconds(400));

        // The burst is taken after the delay of its first event. It is handed over after that of its last event.
        await Eventually.HoldsAsync(() => app.Time.NextTimerDueIn == TimeSpan.FromMilliseconds(600));
        Assert.Empty(app.Batches);
        app.Time.Advance(TimeSpan.FromMilliseconds(600));

        await Eventually.HoldsAsync(() => app.Handled.Count == 2);
        Assert.Equal([1, 2], Assert.Single(app.Batches).Select(WebhookApp.ProductOf));
    }

    [Fact]
    public async Task Burst_LargerThanABatch_IsDivided()
    {
        await using var app = await WebhookApp.StartAsync(options => options.MaxBatchSize = 2, advances: false);

        foreach (var product in Enumerable.Range(1, 5))
        {
            await app.DeliverAsync(product);
        }

        await Eventually.HoldsAsync(() => app.Time.ActiveTimerCount == 1);
        app.Time.Advance(TimeSpan.FromSeconds(1));

        await Eventually.HoldsAsync(() => app.Handled.Count == 5);
        Assert.Equal([2, 2, 1], app.Batches.Select(batch => batch.Count));
    }

    [Fact]
    public async Task Batches_MaxConcurrencyTwo_AreHandledAtTheSameTime()
    {
        var bothAreHere = new TaskCompletionSource();
        await using var app = await WebhookApp.StartAsync(options => (options.MaxConcurrency, options.MaxBatchSize) = (2, 1));
        app.OnBatch = (_, _, _) =>
        {
            if (app.Batches.Count == 2)
            {
                bothAreHere.TrySetResult();
            }

            return bothAreHere.Task;
        };

        await app.DeliverAsync(1);
        await app.DeliverAsync(2);

        await Eventually.HoldsAsync(() => app.Handled.Count == 2);
    }

    [Fact]
    public async Task Handler_FailsTwice_GetsTheBatchAgainWithGrowingDelays()
    {
        await using var app = await WebhookApp.StartAsync();
        var times = new ConcurrentQueue<TimeSpan>();
        app.OnBatch = (_, _, _) =>
        {
            times.Enqueue(app.Time.Elapsed);
            return times.Count <= 2 ? throw new InvalidOperationException("database away") : Task.CompletedTask;
        };

        await app.DeliverAsync(1);
        await app.DeliverAsync(2);

        await Eventually.HoldsAsync(() => app.Handled.Count >= 2);
        var first = times.First();
        Assert.Equal([TimeSpan.Zero, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(6)], times.Take(3).Select(time => time - first));
        Assert.Equal([(205, LogLevel.Warning), (205, LogLevel.Warning)], app.Logged);
        Assert.Contains("database away", app.Log.Entries.First(entry => entry.Id.Id == 205).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handler_FailsForOneEvent_TheOthersAreHandledAndItIsDroppedAndForgotten()
    {
        await using var app = await WebhookApp.StartAsync(
            options => (options.MaxAttempts, options.BatchDelay) = (3, TimeSpan.FromSeconds(10)), advances: false);
        app.OnBatch = (webhooks, _, _) =>
            webhooks.Any(webhook => WebhookApp.ProductOf(webhook) == 2) ? throw new InvalidOperationException("no such product") : Task.CompletedTask;

        foreach (var product in new[] { 1, 2, 3 })
        {
            await app.DeliverAsync(product, $"message-{product}");
        }

        await Eventually.HoldsAsync(() => app.Time.ActiveTimerCount == 1);
        app.Time.AdvanceWhenIdle = true;
        await Eventually.HoldsAsync(() => app.Logged.Contains((206, LogLevel.Error)) && app.Handled.Count == 2);

        Assert.Equal([1, 3], app.Handled);
        Assert.Equal([3, 3, 3, 1, 1, 1], app.Batches.Select(batch => batch.Count));
        Assert.Contains("message-2", app.Log.Entries.Single(entry => entry.Id.Id == 206).Text, StringComparison.Ordinal);

        // Another delivery of the message counts as new.
        app.OnBatch = static (_, _, _) => Task.CompletedTask;
        Assert.Equal(HttpStatusCode.OK, await app.DeliverAsync(2, "message-2"));
        await Eventually.HoldsAsync(() => app.Handled.Count == 3);
    }

    [Fact]
    public async Task Stop_EventsQueued_HandsThemOverWithoutDelay()
    {
        await using var app = await WebhookApp.StartAsync(options => options.BatchDelay = TimeSpan.FromMinutes(1), advances: false);
        await app.DeliverAsync(1);
        await app.DeliverAsync(2);

        await app.StopAsync();

        Assert.Equal([1, 2], app.Handled);
        Assert.Empty(app.Logged);
    }

    [Fact]
    public async Task Stop_HandlerKeepsFailing_EndsWithoutDelay()
    {
        await using var app = await WebhookApp.StartAsync(options => options.BatchDelay = TimeSpan.Zero, advances: false);
        app.OnBatch = static (_, _, _) => throw new InvalidOperationException("database away");
        await app.DeliverAsync(1);
        await Eventually.HoldsAsync(() => app.Time.ActiveTimerCount == 1);

        await app.StopAsync();

        Assert.Equal([(205, LogLevel.Warning), (206, LogLevel.Error)], app.Logged);
        Assert.Equal(2, app.Batches.Count);
    }

    [Fact]
    public async Task Stop_ShutdownTimeout_CancelsTheHandlerAndForgetsWhatIsLeft()
    {
        var memory = new RecordingMemory();
        await using var app = await WebhookApp.StartAsync(
            options => options.BatchDelay = TimeSpan.Zero, services => services.AddSingleton<IWebhookMemory>(memory), advances: false);
        app.OnBatch = static (_, _, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
        await app.DeliverAsync(1);
        await Eventually.HoldsAsync(() => app.Batches.Count == 1);
        await app.DeliverAsync(2);
        Assert.Equal(4, memory.Keys.Count);

        using var timeout = new CancellationTokenSource();
        var stopping = app.StopAsync(timeout.Token);
        await timeout.CancelAsync();
        await Record.ExceptionAsync(() => stopping);

        Assert.Empty(memory.Keys);
        Assert.Empty(app.Handled);
        Assert.Equal([(207, LogLevel.Warning), (207, LogLevel.Warning)], app.Logged);
    }

    [Fact]
    public async Task Instruments_Deliveries_CountResultsAndOutcomes()
    {
        using var telemetry = new TelemetryListener();
        await using var app = await WebhookApp.StartAsync();

        await app.DeliverAsync(1, "message");
        await app.DeliverAsync(1, "message");
        await Eventually.HoldsAsync(() => app.Handled.Count == 1);
        await app.StopAsync();

        // Other tests of the process may add to the counts.
        Assert.Contains(telemetry.Measurements, m => Is(m, "deliveries", "result", "accepted"));
        Assert.Contains(telemetry.Measurements, m => Is(m, "deliveries", "result", "duplicate"));
        Assert.Contains(telemetry.Measurements, m => Is(m, "events", "outcome", "handled"));
        Assert.Contains(telemetry.Measurements, m => m.Instrument == "bigcommerce.inventory.webhook.queued" && m.Value == -1);

        static bool Is(Measurement measurement, string instrument, string tag, string value) =>
            measurement.Instrument == $"bigcommerce.inventory.webhook.{instrument}"
                && Equals(measurement.Tags.GetValueOrDefault($"bigcommerce.webhook.{tag}"), value);
    }

    private sealed class RecordingMemory : IWebhookMemory
    {
        public ConcurrentDictionary<string, TimeSpan> Keys { get; } = new();

        public ValueTask<bool> TryAddAsync(string key, TimeSpan window, CancellationToken cancellationToken = default) =>
            new(Keys.TryAdd(key, window));

        public ValueTask RemoveAsync(string key, CancellationToken cancellationToken = default)
        {
            Keys.TryRemove(key, out _);
            return default;
        }
    }
}

using System.Diagnostics.Metrics;

namespace BigCommerce.Inventory.AspNetCore;

/// <summary>The package's instruments, on the meter <see cref="BigCommerceTelemetry.MeterName"/>.</summary>
internal static class WebhookTelemetry
{
    private static readonly Meter Meter = new(BigCommerceTelemetry.MeterName);

    public static readonly UpDownCounter<long> Queued = Meter.CreateUpDownCounter<long>(
        "bigcommerce.inventory.webhook.queued", "{event}", "Webhook events that wait for the handler.");

    private static readonly Counter<long> Deliveries = Meter.CreateCounter<long>(
        "bigcommerce.inventory.webhook.deliveries", "{delivery}", "Deliveries of webhooks, by result.");

    private static readonly Counter<long> Events = Meter.CreateCounter<long>(
        "bigcommerce.inventory.webhook.events", "{event}", "Webhook events that left the queue, by outcome.");

    public static void Delivered(string result) => Deliveries.Add(1, new KeyValuePair<string, object?>("bigcommerce.webhook.result", result));

    public static void Handled(int events, string outcome) =>
        Events.Add(events, new KeyValuePair<string, object?>("bigcommerce.webhook.outcome", outcome));
}

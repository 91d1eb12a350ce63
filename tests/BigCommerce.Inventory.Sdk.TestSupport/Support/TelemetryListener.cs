using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace BigCommerce.Inventory.Tests.Support;

/// <summary>Listens to the process's spans and instruments. Tests run in parallel, so filter by your own store or operation.</summary>
internal sealed class TelemetryListener : IDisposable
{
    private readonly ActivityListener _spans;
    private readonly MeterListener _instruments = new();

    /// <param name="everything">Whether to listen to every source in the process, not only to the SDK's.</param>
    public TelemetryListener(bool everything = false)
    {
        _spans = new ActivityListener
        {
            ShouldListenTo = source => everything || source.Name == BigCommerceTelemetry.ActivitySourceName,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_spans);
        _instruments.InstrumentPublished = (instrument, listener) =>
        {
            if (everything || instrument.Meter.Name == BigCommerceTelemetry.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _instruments.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _instruments.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _instruments.Start();
    }

    public ConcurrentQueue<Activity> Spans { get; } = new();

    public ConcurrentQueue<Measurement> Measurements { get; } = new();

    public void Dispose()
    {
        _spans.Dispose();
        _instruments.Dispose();
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        Measurements.Enqueue(new Measurement(
            instrument.Name,
            value,
            tags.ToArray().ToDictionary(),
            Activity.Current?.GetTagItem("bigcommerce.store_hash") as string));
}

/// <param name="Store">The store of the current call; null outside calls.</param>
internal sealed record Measurement(string Instrument, double Value, IReadOnlyDictionary<string, object?> Tags, string? Store);

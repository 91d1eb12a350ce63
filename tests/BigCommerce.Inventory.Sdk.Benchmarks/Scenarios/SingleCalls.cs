using System.Diagnostics;
using System.Diagnostics.Metrics;
using BigCommerce.Inventory.Benchmarks.Measurement;
using BigCommerce.Inventory.Benchmarks.Rivals;
using BigCommerce.Inventory.Benchmarks.Server;
using Polly;

namespace BigCommerce.Inventory.Benchmarks.Scenarios;

/// <summary>One call, from the arguments to the objects, by the SDK and by its rivals.</summary>
internal static class SingleCalls
{
    private static readonly SdkVariant[] Variants =
    [
        new("the SDK without strategies: its pipeline empty", static (_, _) => { }),
        new("the SDK, traced and metered", static (builder, context) => builder.AddStoreDefaults(context), static () => new TelemetryOn()),
    ];

    public static Comparison ReadPage(Transport transport)
    {
        var title = $"Reading a page of 1,000 items × 2 locations ({StoreResponses.Page.Length / 1024} KiB), {transport.Name}";
        return Compare(title, static rival => rival.ReadPageAsync(), transport) with
        {
            MaxCpuRatio = transport.IsInProcess ? 0.30 : 0.60,
            MaxBytesRatio = 0.55,
        };
    }

    public static Comparison WriteBatch(Transport transport)
    {
        var title = $"Writing a batch of 2,000 rows, {transport.Name}";
        return Compare(
            title,
            static rival => rival.WriteBatchAsync(),
            transport) with
        { MaxCpuRatio = transport.IsInProcess ? 0.55 : 0.65 };
    }

    public static Comparison FindItem(Transport transport)
    {
        var title = $"A small call: one item by its SKU, {transport.Name}";
        return Compare(
            title,
            static rival => rival.FindItemAsync(),
            transport,
            Variants) with
        { MaxCpuRatio = transport.IsInProcess ? 1.35 : 1.15, MaxBytesRatio = transport.IsInProcess ? 1.25 : null };
    }

    private static Comparison Compare(
        string title,
        Func<IRival, Task<long>> operation,
        Transport transport,
        params IEnumerable<SdkVariant> variants) =>
        new(
            title,
            [
                .. AllRivals.On(operation, transport.Address, transport.CreateHandler),
                .. variants.Select(variant => variant.On(operation, transport))]);

    /// <summary>The SDK set up in another way, to show what its parts cost.</summary>
    /// <param name="Name">What the table calls it.</param>
    /// <param name="ConfigurePipeline">Builds its pipeline.</param>
    /// <param name="Surroundings">What is there while it runs.</param>
    private sealed record SdkVariant(
        string Name,
        Action<ResiliencePipelineBuilder<HttpResponseMessage>, StorePipelineContext> ConfigurePipeline,
        Func<IDisposable>? Surroundings = null)
    {
        public Contender On(Func<IRival, Task<long>> operation, Transport transport)
        {
            var rival = new SdkRival(transport.Address, transport.CreateHandler(), ConfigurePipeline);
            return new Contender(Name, () => operation(rival), rival, Surroundings);
        }
    }

    /// <summary>Somebody listens to all spans and instruments of the SDK.</summary>
    private sealed class TelemetryOn : IDisposable
    {
        private readonly ActivityListener _spans = new()
        {
            ShouldListenTo = static source => source.Name == BigCommerceTelemetry.ActivitySourceName,
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
        };

        private readonly MeterListener _instruments = new()
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == BigCommerceTelemetry.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };

        public TelemetryOn()
        {
            ActivitySource.AddActivityListener(_spans);
            _instruments.SetMeasurementEventCallback<double>(static (_, _, _, _) => { });
            _instruments.SetMeasurementEventCallback<long>(static (_, _, _, _) => { });
            _instruments.Start();
        }

        public void Dispose()
        {
            _spans.Dispose();
            _instruments.Dispose();
        }
    }
}

using System.Diagnostics.Metrics;

namespace BigCommerce.Inventory.Redis;

/// <summary>The package's instruments, on the meter <see cref="BigCommerceTelemetry.MeterName"/>.</summary>
internal static class RedisTelemetry
{
    private static readonly Meter Meter = new(BigCommerceTelemetry.MeterName);

    public static readonly Counter<long> Scripts = Meter.CreateCounter<long>(
        "bigcommerce.inventory.redis.scripts", "{script}", "Scripts sent to Redis to share rate limits.");

    public static readonly Histogram<double> ScriptDuration = Meter.CreateHistogram<double>(
        "bigcommerce.inventory.redis.script.duration",
        "s",
#if NET9_0_OR_GREATER
        "How long Redis takes to reply to them.",
        tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 1] });
#else
        "How long Redis takes to reply to them.");
#endif

    public static readonly UpDownCounter<long> Away = Meter.CreateUpDownCounter<long>(
        "bigcommerce.inventory.redis.away", "{store}", "Stores whose rate limit is not shared for now.");
}

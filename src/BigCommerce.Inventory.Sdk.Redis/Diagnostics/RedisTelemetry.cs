using System.Diagnostics.Metrics;

namespace BigCommerce.Inventory.Redis;

/// <summary>The package's instruments, on the meter <see cref="BigCommerceTelemetry.MeterName"/>.</summary>
internal static class RedisTelemetry
{
    private static readonly Meter Meter = new(BigCommerceTelemetry.MeterName);

    public static readonly Counter<long> Scripts = Meter.CreateCounter<long>(
        "bigcommerce.inventory.redis.scripts", "{script}", "Scripts sent to Redis to share rate limits.");

    public static readonly Histogram<double> ScriptDuration = Meter.CreateHistogram<double>(
        "bigcommerce.inventory.redis.script.duration", "s", "How long Redis takes to reply to them.");

    public static readonly UpDownCounter<long> Away = Meter.CreateUpDownCounter<long>(
        "bigcommerce.inventory.redis.away", "{store}", "Stores whose rate limit is not shared for now.");
}

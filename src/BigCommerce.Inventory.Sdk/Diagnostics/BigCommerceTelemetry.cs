namespace BigCommerce.Inventory;

/// <summary>
/// The names of the SDK's telemetry sources, for <c>tracing.AddSource(BigCommerceTelemetry.ActivitySourceName)</c> and
/// <c>metrics.AddMeter(BigCommerceTelemetry.MeterName)</c>.
/// </summary>
public static class BigCommerceTelemetry
{
    /// <summary>
    /// The name of the <see cref="System.Diagnostics.ActivitySource"/>. Each call is a client span with an event for each attempt
    /// and each wait for quota. A bulk run is a span with those of its calls below it.
    /// </summary>
    public const string ActivitySourceName = "BigCommerce.Inventory";

    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string MeterName = "BigCommerce.Inventory";
}

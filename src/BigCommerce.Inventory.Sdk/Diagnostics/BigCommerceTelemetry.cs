namespace BigCommerce.Inventory;

/// <summary>The names under which the SDK's telemetry is listened to: <c>tracing.AddSource(BigCommerceTelemetry.SourceName)</c>, <c>metrics.AddMeter(BigCommerceTelemetry.MeterName)</c>.</summary>
public static class BigCommerceTelemetry
{
    /// <summary>The name of the <see cref="System.Diagnostics.ActivitySource"/>: one client span a call, with an event for each attempt and each wait for quota.</summary>
    public const string SourceName = "BigCommerce.Inventory";

    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string MeterName = "BigCommerce.Inventory";
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;

namespace BigCommerce.Inventory.Diagnostics;

/// <summary>
/// The SDK's activity source and instruments. Names and tags follow OpenTelemetry's HTTP conventions where these define them.
/// </summary>
internal static class Telemetry
{
    public static readonly string Version =
        typeof(Telemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    internal static readonly ActivitySource Source = new(BigCommerceTelemetry.ActivitySourceName, Version);
    private static readonly Meter Meter = new(BigCommerceTelemetry.MeterName, Version);

    internal static readonly Histogram<double> CallDuration = Meter.CreateHistogram<double>(
        "bigcommerce.inventory.call.duration", "s", "Duration of calls, including waits and retries.");

    internal static readonly Counter<long> Attempts = Meter.CreateCounter<long>(
        "bigcommerce.inventory.attempts", "{attempt}", "Number of requests sent.");

    internal static readonly Counter<long> Retries = Meter.CreateCounter<long>(
        "bigcommerce.inventory.retries", "{retry}", "Number of retries, by reason.");

    internal static readonly Histogram<double> QuotaWait = Meter.CreateHistogram<double>(
        "bigcommerce.inventory.quota.wait.duration",
        "s",
        "Duration of waits for the store's quota. Requests that did not wait are not recorded.");

    internal static readonly UpDownCounter<long> QuotaWaiting = Meter.CreateUpDownCounter<long>(
        "bigcommerce.inventory.quota.waiting", "{request}", "Number of requests that are waiting for the store's quota.");

    internal static readonly Counter<long> CircuitOpenings = Meter.CreateCounter<long>(
        "bigcommerce.inventory.circuit.openings", "{opening}", "Number of times that a store's circuit breaker opened.");

    internal static readonly Counter<long> BulkRows = Meter.CreateCounter<long>(
        "bigcommerce.inventory.bulk.rows", "{row}", "Rows of bulk runs, by outcome.");

    public static void CircuitOpened() => CircuitOpenings.Add(1);

    /// <summary>Counts rows whose outcome is decided.</summary>
    /// <param name="kind">What the run does: <c>absolute</c>, <c>relative</c>, <c>transfer</c>, <c>settings</c>.</param>
    /// <param name="result">The outcomes.</param>
    public static void RowsDecided<TRow>(string kind, BulkRequestResult<TRow> result)
    {
        if (!BulkRows.Enabled)
        {
            return;
        }

        Count("applied", result.AppliedRows.Count);
        Count("rejected", result.RejectedRows.Count);
        Count("unknown", result.UnknownRows.Count);
        Count("not_sent", result.NotSentRows.Count);
        Count("merged", result.MergedRows.Count);
        Count("net_zero", result.NetZeroRows.Count);

        void Count(string outcome, int rows)
        {
            if (rows > 0)
            {
                BulkRows.Add(rows, new TagList { { "bigcommerce.bulk.kind", kind }, { "bigcommerce.bulk.outcome", outcome } });
            }
        }
    }
}

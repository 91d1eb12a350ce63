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

#if NET9_0_OR_GREATER
    // In seconds. The defaults of OpenTelemetry are for milliseconds. .NET 8 has no advice.
    private static readonly InstrumentAdvice<double> Buckets = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300],
    };
#endif

    internal static readonly Histogram<double> CallDuration = CreateDuration(
        "bigcommerce.inventory.call.duration", "Duration of calls, including waits and retries.");

    internal static readonly Counter<long> Attempts = Meter.CreateCounter<long>(
        "bigcommerce.inventory.attempts", "{attempt}", "Number of requests sent.");

    internal static readonly Counter<long> Retries = Meter.CreateCounter<long>(
        "bigcommerce.inventory.retries", "{retry}", "Number of retries, by reason.");

    internal static readonly Histogram<double> QuotaWait = CreateDuration(
        "bigcommerce.inventory.quota.wait.duration",
        "Duration of waits for the store's quota. Requests that did not wait are not recorded.");

    internal static readonly UpDownCounter<long> QuotaWaiting = Meter.CreateUpDownCounter<long>(
        "bigcommerce.inventory.quota.waiting", "{request}", "Number of requests that are waiting for the store's quota.");

    internal static readonly Counter<long> CircuitOpenings = Meter.CreateCounter<long>(
        "bigcommerce.inventory.circuit.openings", "{opening}", "Number of times that a store's circuit breaker opened.");

    internal static readonly Counter<long> BulkRows = Meter.CreateCounter<long>(
        "bigcommerce.inventory.bulk.rows", "{row}", "Rows of bulk runs, by outcome.");

    /// <summary>Starts the span of a bulk run; null without a listener. The caller's current span stays the same.</summary>
    public static Activity? StartRun(string kind, Guid correlationId)
    {
        var current = Activity.Current;
        var span = Source.StartActivity($"bulk {kind}");
        Activity.Current = current;
        return span?.SetTag("bigcommerce.bulk.kind", kind).SetTag("bigcommerce.correlation_id", correlationId);
    }

    /// <summary>Ends the span of a bulk run.</summary>
    public static void EndRun(Activity span, BulkReport report, Exception? failure)
    {
        span.SetTag("bigcommerce.bulk.rows", report.RowCount)
            .SetTag("bigcommerce.bulk.rows.applied", report.AppliedCount)
            .SetTag("bigcommerce.bulk.rows.rejected", report.RejectedCount)
            .SetTag("bigcommerce.bulk.rows.unknown", report.UnknownCount)
            .SetTag("bigcommerce.bulk.rows.not_sent", report.NotSentCount)
            .SetTag("bigcommerce.bulk.requests", report.RequestCount);
        if (failure is not null)
        {
            span.SetTag("error.type", failure.GetType().FullName).SetStatus(ActivityStatusCode.Error, failure.Message);
        }

        var current = Activity.Current;
        span.Dispose();
        Activity.Current = current;
    }

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

    private static Histogram<double> CreateDuration(string name, string description) =>
#if NET9_0_OR_GREATER
        Meter.CreateHistogram(name, "s", description, tags: null, Buckets);
#else
        Meter.CreateHistogram<double>(name, "s", description);
#endif
}

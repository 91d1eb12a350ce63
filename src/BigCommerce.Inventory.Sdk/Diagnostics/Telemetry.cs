using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using BigCommerce.Inventory.Http;

namespace BigCommerce.Inventory.Diagnostics;

/// <summary>
/// The SDK's spans and instruments, after OpenTelemetry's conventions for HTTP where they name something. Costs nothing
/// while nobody listens.
/// </summary>
internal static class Telemetry
{
    public static readonly string Version =
        typeof(Telemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    private static readonly ActivitySource Source = new(BigCommerceTelemetry.SourceName, Version);
    private static readonly Meter Meter = new(BigCommerceTelemetry.MeterName, Version);

    private static readonly Histogram<double> CallDuration = Meter.CreateHistogram<double>(
        "bigcommerce.inventory.call.duration", "s", "How long calls take, waits and retries included.");

    private static readonly Counter<long> Attempts = Meter.CreateCounter<long>(
        "bigcommerce.inventory.attempts", "{attempt}", "Requests sent.");

    private static readonly Counter<long> Retries = Meter.CreateCounter<long>(
        "bigcommerce.inventory.retries", "{retry}", "Requests that are sent again, by reason.");

    private static readonly Histogram<double> QuotaWait = Meter.CreateHistogram<double>(
        "bigcommerce.inventory.quota.wait.duration", "s", "How long requests wait for the store's quota. Those that need not wait are not counted.");

    private static readonly UpDownCounter<long> QuotaWaiting = Meter.CreateUpDownCounter<long>(
        "bigcommerce.inventory.quota.waiting", "{request}", "Requests that wait for the store's quota.");

    private static readonly Counter<long> CircuitOpenings = Meter.CreateCounter<long>(
        "bigcommerce.inventory.circuit.openings", "{opening}", "How often a store's circuit opened.");

    private static readonly Counter<long> BulkRows = Meter.CreateCounter<long>(
        "bigcommerce.inventory.bulk.rows", "{row}", "Rows of bulk runs, by outcome.");

    /// <summary>Opens the call's span; null when nobody listens.</summary>
    public static Activity? StartCall(Call call)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var span = Source.StartActivity($"{call.Method} {call.Template}", ActivityKind.Client);
        if (span is { IsAllDataRequested: true })
        {
            var address = call.Store.BaseAddress;
            span.SetTag("http.request.method", call.Method.Method)
                .SetTag("url.template", call.Template)
                .SetTag("url.full", address.GetLeftPart(UriPartial.Authority) + call.Path)
                .SetTag("server.address", address.Host)
                .SetTag("server.port", address.Port)
                .SetTag("bigcommerce.store_hash", call.Store.Credentials.StoreHash)
                .SetTag("bigcommerce.correlation_id", call.CorrelationId);
        }

        return span;
    }

    /// <summary>Closes the call's span and counts the call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="span">What <see cref="StartCall"/> returned.</param>
    /// <param name="status">The last answer's status; null when none came.</param>
    /// <param name="failure">What the call ends in; null for success.</param>
    public static void EndCall(Call call, Activity? span, int? status, Exception? failure)
    {
        if (span is null && !CallDuration.Enabled)
        {
            return;
        }

        var errorType = failure is null ? null : status is >= 300 ? status.Value.ToString(CultureInfo.InvariantCulture) : failure.GetType().FullName;
        if (CallDuration.Enabled)
        {
            CallDuration.Record(call.Elapsed.TotalSeconds, Tags(call, status, errorType));
        }

        if (span is { IsAllDataRequested: true })
        {
            span.SetTag("http.response.status_code", status)
                .SetTag("http.request.resend_count", call.Attempts > 1 ? call.Attempts - 1 : null)
                .SetTag("error.type", errorType);
            if (failure is not null)
            {
                span.SetStatus(ActivityStatusCode.Error, failure.Message);
            }
        }

        span?.Dispose();
    }

    /// <summary>One attempt is over.</summary>
    /// <param name="call">The call.</param>
    /// <param name="number">The attempt's number in the call, from 1.</param>
    /// <param name="elapsed">How long it took.</param>
    /// <param name="result">How it ended; null when no response came.</param>
    /// <param name="errorType">How it failed; null when it was answered whole.</param>
    public static void Attempt(Call call, int number, TimeSpan elapsed, AttemptResult? result, string? errorType)
    {
        var status = (int?)result?.Status;
        if (Attempts.Enabled)
        {
            Attempts.Add(1, Tags(call, status, errorType));
        }

        if (call.Span is { IsAllDataRequested: true } span)
        {
            var tags = new ActivityTagsCollection
            {
                { "http.request.resend_count", number - 1 },
                { "bigcommerce.attempt.duration", elapsed.TotalSeconds },
            };
            Add(tags, "http.response.status_code", status);
            Add(tags, "error.type", errorType);
            Add(tags, "bigcommerce.quota.remaining", result?.Headers.Remaining);
            span.AddEvent(new ActivityEvent("attempt", tags: tags));
        }
    }

    public static void Retry(Call call, string reason)
    {
        if (Retries.Enabled)
        {
            Retries.Add(1, new TagList { { "http.request.method", call.Method.Method }, { "url.template", call.Template }, { "bigcommerce.retry.reason", reason } });
        }
    }

    public static void BeginQuotaWait(Call call) => QuotaWaiting.Add(1, Priority(call.Priority));

    public static void EndQuotaWait(Call call, TimeSpan waited)
    {
        QuotaWaiting.Add(-1, Priority(call.Priority));
        QuotaWait.Record(waited.TotalSeconds, Priority(call.Priority));
        if (call.Span is { IsAllDataRequested: true } span)
        {
            span.AddEvent(new ActivityEvent("quota_wait", tags: new ActivityTagsCollection { { "bigcommerce.quota.wait.duration", waited.TotalSeconds } }));
        }
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

    private static KeyValuePair<string, object?> Priority(RequestPriority priority) =>
        new("bigcommerce.priority", priority == RequestPriority.Background ? "background" : "foreground");

    private static TagList Tags(Call call, int? status, string? errorType)
    {
        var tags = new TagList { { "http.request.method", call.Method.Method }, { "url.template", call.Template } };
        if (status is not null)
        {
            tags.Add("http.response.status_code", status);
        }

        if (errorType is not null)
        {
            tags.Add("error.type", errorType);
        }

        return tags;
    }

    private static void Add(ActivityTagsCollection tags, string name, object? value)
    {
        if (value is not null)
        {
            tags.Add(name, value);
        }
    }
}

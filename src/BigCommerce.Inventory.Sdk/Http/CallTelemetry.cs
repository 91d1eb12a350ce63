using System.Diagnostics;
using System.Globalization;
using BigCommerce.Inventory.Diagnostics;

namespace BigCommerce.Inventory.Http;

/// <summary>Records a call's span, events and measurements. Does nothing without a listener.</summary>
internal static class CallTelemetry
{
    /// <summary>Starts the call's span; null without a listener.</summary>
    public static Activity? StartCall(Call call)
    {
        if (!Telemetry.Source.HasListeners())
        {
            return null;
        }

        var span = Telemetry.Source.StartActivity($"{call.Method} {call.Template}", ActivityKind.Client);
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

    /// <summary>Ends the call's span and records its duration.</summary>
    /// <param name="call">The call.</param>
    /// <param name="span">The result of <see cref="StartCall"/>.</param>
    /// <param name="status">The last response's status code; null when there was none.</param>
    /// <param name="failure">The exception that the call ends in; null for success.</param>
    public static void EndCall(Call call, Activity? span, int? status, Exception? failure)
    {
        var errorType = failure is null
            ? null
            : status is >= 300
            ? status.Value.ToString(CultureInfo.InvariantCulture)
            : failure.GetType().FullName;
        if (Telemetry.CallDuration.Enabled)
        {
            Telemetry.CallDuration.Record(call.Elapsed.TotalSeconds, Tags(call, status, errorType));
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

    /// <summary>Records an attempt that has ended.</summary>
    /// <param name="call">The call.</param>
    /// <param name="number">The attempt's number in the call, starting at 1.</param>
    /// <param name="startedAt">When it was sent, as a timestamp of the client's clock.</param>
    /// <param name="result">The attempt's result; null when no response arrived.</param>
    /// <param name="errorType">The kind of failure; null for a success.</param>
    public static void Attempt(Call call, int number, long startedAt, AttemptResult? result, string? errorType)
    {
        var status = (int?)result?.Status;
        if (Telemetry.Attempts.Enabled)
        {
            Telemetry.Attempts.Add(1, Tags(call, status, errorType));
        }

        if (call.Span is { IsAllDataRequested: true } span)
        {
            var tags = new ActivityTagsCollection
            {
                ["http.request.resend_count"] = number - 1,
                ["bigcommerce.attempt.duration"] = call.Store.Time.GetElapsedTime(startedAt).TotalSeconds,

                // The collection ignores null.
                ["http.response.status_code"] = status,
                ["error.type"] = errorType,
                ["bigcommerce.quota.remaining"] = result?.Headers.Remaining,
            };
            span.AddEvent(new ActivityEvent("attempt", tags: tags));
        }
    }

    public static void Retry(Call call, string reason)
    {
        if (Telemetry.Retries.Enabled)
        {
            Telemetry.Retries.Add(
                1,
                new TagList
                {
                    { "http.request.method", call.Method.Method },
                    { "url.template", call.Template },
                    { "bigcommerce.retry.reason", reason },
                });
        }
    }

    public static void BeginQuotaWait(Call call) => Telemetry.QuotaWaiting.Add(1, Priority(call.Priority));

    public static void EndQuotaWait(Call call, TimeSpan waited)
    {
        Telemetry.QuotaWaiting.Add(-1, Priority(call.Priority));
        Telemetry.QuotaWait.Record(waited.TotalSeconds, Priority(call.Priority));
        if (call.Span is { IsAllDataRequested: true } span)
        {
            span.AddEvent(new ActivityEvent(
                "quota_wait",
                tags: new ActivityTagsCollection { { "bigcommerce.quota.wait.duration", waited.TotalSeconds } }));
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
}

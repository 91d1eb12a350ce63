using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using Microsoft.Extensions.Logging;

namespace BigCommerce.Inventory.Tests.Support;

/// <summary>Records everything that an application might print: logs with scopes, spans, measurements, events and exceptions.</summary>
internal sealed class LeakNet : IDisposable
{
    private readonly EventSources _events = new();
    private readonly TelemetryListener _telemetry = new(everything: true);
    private readonly ConcurrentQueue<string> _printed = new();

    public RecordingLogger Log { get; } = new();

    /// <summary>Everything recorded so far.</summary>
    public IReadOnlyList<string> Texts =>
    [
        .. _printed,
        .. Log.Entries.Select(entry => $"log: {entry.Text}"),
        .. _telemetry.Spans.Select(
            span =>
                $"span: {span.Source.Name} {span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)} {string.Join(' ', span.Baggage)}"),
        .. from span in _telemetry.Spans from happened in span.Events select $"span event: {span.Source.Name} {happened.Name} {string.Join(' ', happened.Tags)}",
        .. _telemetry.Measurements.Select(measurement => $"measurement: {measurement.Instrument} {string.Join(' ', measurement.Tags)}"),
        .. _events.Texts,
    ];

    /// <summary>The texts that contain one of the secrets, ignoring case.</summary>
    public IReadOnlyList<string> Holding(params IEnumerable<string> secrets) =>
        [.. Texts.Where(text => secrets.Any(secret => text.Contains(secret, StringComparison.OrdinalIgnoreCase)))];

    public void Print(string what, object? value) => _printed.Enqueue($"{what}: {value}");

    public void Print(ResponseInfo info)
    {
        Print("callback", info);
        foreach (var (name, values) in info.Headers)
        {
            Print($"callback header {name}", string.Join(',', values));
        }
    }

    public void Print(Exception exception)
    {
        Print("exception", exception);
        for (var one = exception; one is not null; one = one.InnerException)
        {
            foreach (var property in one.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0))
            {
                Print($"exception.{property.Name}", property.GetValue(one));
            }

            if (one is BigCommerceApiException { Error: var error })
            {
                foreach (var property in typeof(ApiError).GetProperties())
                {
                    Print(
                        $"error.{property.Name}",
                        property.GetValue(error) is System.Collections.IEnumerable and not string and var list
                            ? string.Join(' ', list.Cast<object>())
                            : property.GetValue(error));
                }
            }

            foreach (var key in one.Data.Keys)
            {
                Print($"exception.Data {key}", one.Data[key]);
            }
        }
    }

    public void Dispose()
    {
        _events.Dispose();
        _telemetry.Dispose();
        Log.Dispose();
    }

    /// <summary>The process's event sources: .NET's HTTP, the HTTP client factory, logging, dependency injection, and the tests'.</summary>
    private sealed class EventSources : EventListener
    {
        public ConcurrentQueue<string> Texts { get; } = new();

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name.StartsWith("System.Net", StringComparison.Ordinal)
                || eventSource.Name.StartsWith("Microsoft-Extensions", StringComparison.Ordinal)
                || eventSource.Name.StartsWith("BigCommerce", StringComparison.Ordinal))
            {
                EnableEvents(eventSource, EventLevel.LogAlways);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData) =>

            // The base constructor calls this before the queue exists.
            Texts?.Enqueue($"event: {eventData.EventName} {string.Join(' ', eventData.Payload ?? (IReadOnlyCollection<object?>)[])}");
    }
}

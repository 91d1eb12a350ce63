using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BigCommerce.Inventory.AspNetCore;
using BigCommerce.Inventory.Redis;
using BigCommerce.Inventory.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace BigCommerce.Inventory.Tests.Documentation;

/// <summary>
/// The dashboard and the page on telemetry use the names that OpenTelemetry's exporter for Prometheus gives to the instruments and tags.
/// </summary>
public sealed partial class DashboardTests(DashboardTests.Exported exported) : IClassFixture<DashboardTests.Exported>
{
    private const string Page = "docs/telemetry.md";

    // Labels that the exporter adds to every metric, and the bound of a histogram's bucket.
    private static readonly string[] LabelsOfTheExporter = ["otel_scope_name", "otel_scope_version", "le"];

    private static JsonNode Dashboard => JsonNode.Parse(MarkdownSnippets.Read("docs/grafana-dashboard.json"))!;

    private static string[] Queries => [.. Dashboard["panels"]!.AsArray().SelectMany(panel => panel!["targets"]!.AsArray()).Select(target => (string)target!["expr"]!)];

    [Fact]
    public void DashboardAndAlerts_Queries_UseExportedMetricsWithTheirLabels()
    {
        var alerts = MarkdownSnippets.Rows(Page, "condition", "meaning").Select(row => row[0].Trim('`')).ToArray();
        Assert.Equal((6, 16), (alerts.Length, Queries.Length));

        foreach (var query in Queries.Concat(alerts))
        {
            var metric = Assert.Single(Metric().Matches(query)).Value;
            Assert.True(exported.Labels.ContainsKey(metric), $"{metric} is not exported: {string.Join(", ", exported.Labels.Keys)}");
            foreach (var label in Labels(query))
            {
                Assert.True(exported.Labels[metric].Contains(label), $"{metric} has no label {label}: {string.Join(", ", exported.Labels[metric])}");
            }
        }
    }

    [Fact]
    public void Dashboard_Queries_CoverEveryInstrument() => Assert.Equal(
        exported.Labels.Keys.Select(WithoutSuffix).Distinct().Order(),
        Queries.Select(query => WithoutSuffix(Metric().Match(query).Value)).Distinct().Order());

    [Fact]
    public void TelemetryPage_Panels_AreThoseOfTheDashboard() => Assert.Equal(
        Dashboard["panels"]!.AsArray().Select(panel => ((string)panel!["title"]!, (string)panel["description"]!)),
        MarkdownSnippets.Rows(Page, "panel", "shows").Select(row => (row[0], row[1])));

    [Fact]
    public void TelemetryPage_Tags_AreTheExportedLabels()
    {
        foreach (var row in MarkdownSnippets.Rows(Page, "instrument", "what it counts", "tags"))
        {
            var metric = row[0].Trim('`').Replace('.', '_');
            var labels = exported.Labels
                .Where(known => known.Key == metric || known.Key == $"{metric}_total" || known.Key == $"{metric}_seconds_count")
                .SelectMany(known => known.Value)
                .Except(LabelsOfTheExporter);

            Assert.Equal(
                row[2].Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(tag => tag.Trim('`').Replace('.', '_')).Order(),
                labels.Order());
        }
    }

    private static string WithoutSuffix(string metric) => Suffix().Replace(metric, "");

    private static IEnumerable<string> Labels(string query) =>
        By().Matches(query).SelectMany(by => by.Groups["labels"].Value.Split(", "))
            .Concat(Matcher().Matches(query).Select(matcher => matcher.Groups["label"].Value));

    [GeneratedRegex("bigcommerce_inventory_[a-z_]+")]
    private static partial Regex Metric();

    [GeneratedRegex("_(bucket|count|sum)$")]
    private static partial Regex Suffix();

    [GeneratedRegex(@"by \((?<labels>[^)]+)\)")]
    private static partial Regex By();

    [GeneratedRegex("""[{,](?<label>\w+)!?=""")]
    private static partial Regex Matcher();

    /// <summary>The metrics of a run with every kind of measurement, as Prometheus reads them: each with its labels.</summary>
    public sealed partial class Exported : IAsyncLifetime
    {
        public Dictionary<string, HashSet<string>> Labels { get; } = [];

        public async ValueTask InitializeAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Services.AddOpenTelemetry().WithMetrics(
                metrics => metrics.AddMeter(BigCommerceTelemetry.MeterName).AddPrometheusExporter());
            await using var app = builder.Build();
            app.MapPrometheusScrapingEndpoint();
            await app.StartAsync();
            await MeasureAsync();

            using var http = new HttpClient();
            var address = app.Urls.Single();
            var text = await http.GetStringAsync(new Uri($"{address}/metrics"));
            foreach (var series in Series().Matches(text).Where(series => series.Groups["name"].Value.StartsWith("bigcommerce_", StringComparison.Ordinal)))
            {
                var name = series.Groups["name"].Value;
                if (!Labels.TryGetValue(name, out var labels))
                {
                    Labels.Add(name, labels = []);
                }

                labels.UnionWith(Label().Matches(series.Groups["labels"].Value).Select(label => label.Groups[1].Value));
            }
        }

        public ValueTask DisposeAsync() => default;

        private static async Task MeasureAsync()
        {
            // A wait for quota, a 429, a retry, a rejected row, and failures until the circuit breaker opens.
            var emulator = new InventoryEmulator(new() { TimeProvider = new ManualTimeProvider { AdvanceWhenIdle = true }, RateLimitQuota = 2 })
            {
                Faults = new FaultPlan().Add(Fault.StatusCode(503), EmulatorOperation.ListLocations).Add(Fault.RateLimited(), EmulatorOperation.ListItems),
            };
            emulator.GetStore().SeedDemo();
            using (var client = emulator.CreateClient())
            {
                await client.Locations.ListAsync();
                await client.Items.ListAsync();
                var report = await client.Stock.Absolute("count").Set(1, ItemKey.Sku("NO-SUCH-SKU"), 1).RunAsync();
                Assert.Equal(1, report.RejectedCount);
            }

            var failing = new InventoryEmulator(new() { TimeProvider = new ManualTimeProvider { AdvanceWhenIdle = true } })
            {
                Faults = new FaultPlan().AddRandom(1, [Fault.StatusCode(500)]),
            };
            using (var client = failing.CreateClient())
            {
                for (var i = 0; i < 6; i++)
                {
                    await Assert.ThrowsAnyAsync<BigCommerceException>(() => client.Locations.ListAsync());
                }
            }

            // The tests of these packages cause real measurements.
            RedisTelemetry.Scripts.Add(1);
            RedisTelemetry.ScriptDuration.Record(0.001);
            RedisTelemetry.Away.Add(0);
            WebhookTelemetry.Delivered("accepted");
            WebhookTelemetry.Queued.Add(0);
            WebhookTelemetry.Handled(1, "handled");
        }

        [GeneratedRegex(@"^(?<name>[a-z_]+)(?:\{(?<labels>[^\n]*)\})? ", RegexOptions.Multiline)]
        private static partial Regex Series();

        [GeneratedRegex("""(\w+)="(?:[^"\\]|\\.)*",?""")]
        private static partial Regex Label();
    }
}

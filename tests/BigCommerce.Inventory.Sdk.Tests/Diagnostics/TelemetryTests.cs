using System.Diagnostics;
using System.Net;
using BigCommerce.Inventory.Diagnostics;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;
using Microsoft.Extensions.Logging;

namespace BigCommerce.Inventory.Tests.Diagnostics;

/// <summary>Spans and instruments are process-wide, so each test filters by its own store.</summary>
public sealed class TelemetryTests : IDisposable
{
    private readonly ManualTimeProvider _time = new() { AdvanceWhenIdle = true };
    private readonly StubHandler _stub = new();
    private readonly RecordingLogger _log = new();
    private readonly TelemetryListener _telemetry = new();

    public void Dispose()
    {
        _stub.Dispose();
        _log.Dispose();
        _telemetry.Dispose();
    }

    [Fact]
    public async Task Span_CallWithRetries_HasAttemptsAndWaits()
    {
        _stub.Respond(HttpStatusCode.BadGateway)
            .Respond(HttpStatusCode.TooManyRequests, "", headers: ("Retry-After", "3"))
            .Respond(
                HttpStatusCode.OK,
                """{"data":[]}""",
                headers: [
                    ("X-Rate-Limit-Requests-Left", "7"),
                    ("X-Rate-Limit-Requests-Quota", "150"),
                    ("X-Rate-Limit-Time-Reset-Ms", "9000")]);
        using var client = Client("spans");
        var correlationId = Guid.NewGuid();

        await client.Items.ListAtLocationAsync(
            12,
            new LocationItemFilter { Skus = ["A"] },
            new RequestOptions { CorrelationId = correlationId });

        var span = Assert.Single(_telemetry.Spans, span => Equals(span.GetTagItem("bigcommerce.store_hash"), "spans"));
        Assert.Equal("GET /inventory/locations/{location_id}/items", span.DisplayName);
        Assert.Equal(ActivityKind.Client, span.Kind);
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["http.request.method"] = "GET",
                ["url.template"] = "/inventory/locations/{location_id}/items",
                ["url.full"] = "https://api.bigcommerce.com/stores/spans/v3/inventory/locations/12/items?sku%3Ain=A",
                ["server.address"] = "api.bigcommerce.com",
                ["server.port"] = 443,
                ["bigcommerce.store_hash"] = "spans",
                ["bigcommerce.correlation_id"] = correlationId,
                ["http.response.status_code"] = 200,
                ["http.request.resend_count"] = 2,
            },
            span.TagObjects.ToDictionary());
        Assert.Equal(["attempt", "attempt", "quota_wait", "attempt"], span.Events.Select(happened => happened.Name));
        Assert.Equal(
            [502, 429, 200],
            span.Events.Where(happened => happened.Name == "attempt")
                .Select(attempt => attempt.Tags.ToDictionary()["http.response.status_code"]));
        Assert.Equal(
            [0, 1, 2],
            span.Events.Where(happened => happened.Name == "attempt")
                .Select(attempt => attempt.Tags.ToDictionary()["http.request.resend_count"]));
        Assert.Equal("502", span.Events.First().Tags.ToDictionary()["error.type"]);
        Assert.False(span.Events.Last().Tags.ToDictionary().ContainsKey("error.type"));
        Assert.Equal(7L, span.Events.Last().Tags.ToDictionary()["bigcommerce.quota.remaining"]);
        Assert.Equal(3d, span.Events.Single(happened => happened.Name == "quota_wait").Tags.Single().Value);
    }

    [Fact]
    public async Task Span_AttemptThatTakesTooLong_HasATimeout()
    {
        _stub.Fail(new TaskCanceledException("The connection took too long.", new TimeoutException()));
        using var client = Client("slow");

        await Assert.ThrowsAnyAsync<BigCommerceException>(() => ChangeAsync(client));

        var span = Assert.Single(_telemetry.Spans, span => Equals(span.GetTagItem("bigcommerce.store_hash"), "slow"));
        Assert.Equal("timeout", span.Events.Single().Tags.ToDictionary()["error.type"]);
    }

    [Fact]
    public async Task Span_FailedCall_HasTheError()
    {
        _stub.Respond(HttpStatusCode.NotFound, """{"title":"No such metafield."}""")
            .Respond(HttpStatusCode.MultipleChoices)
            .Fail(new HttpRequestException(HttpRequestError.ResponseEnded, "reset"));
        using var client = Client("failures");

        await Assert.ThrowsAsync<BigCommerceNotFoundException>(() => client.Metafields.GetAsync(1, 2));
        await Assert.ThrowsAsync<BigCommerceApiException>(() => client.Metafields.GetAsync(1, 2));
        await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(() => ChangeAsync(client));

        var spans = _telemetry.Spans.Where(span => Equals(span.GetTagItem("bigcommerce.store_hash"), "failures")).ToList();
        Assert.Equal(
            ["404", "300", "BigCommerce.Inventory.BigCommerceEffectUnknownException"],
            spans.Select(span => span.GetTagItem("error.type")));
        Assert.All(
            spans,
            span => Assert.Equal((ActivityStatusCode.Error, null), (span.Status, span.GetTagItem("http.request.resend_count"))));
        Assert.Contains("No such metafield", spans[0].StatusDescription!, StringComparison.Ordinal);
        Assert.Null(spans[2].GetTagItem("http.response.status_code"));
        Assert.Equal("System.Net.Http.HttpRequestException", spans[2].Events.Single().Tags.ToDictionary()["error.type"]);
    }

    [Fact]
    public async Task Instruments_CallsWithRetries_CountThem()
    {
        _stub.Respond(HttpStatusCode.BadGateway)
            .Respond(HttpStatusCode.TooManyRequests, "", headers: ("Retry-After", "3"))
            .Respond("""{"data":[]}""")
            .Respond(HttpStatusCode.Conflict, "{}");
        using var client = Client("instruments");
        await client.Metafields.ListAtLocationAsync(1, null, new RequestOptions { Priority = RequestPriority.Background });
        await Assert.ThrowsAsync<BigCommerceConflictException>(
            () => client.Metafields.UpdateAsync(1, 2, new MetafieldUpdate { Value = "x" }));

        var own = _telemetry.Measurements.Where(m => m.Store == "instruments").ToList();
        var list = own.Where(m => Equals(m.Tags.GetValueOrDefault("url.template"), "/inventory/locations/{location_id}/metafields"))
            .ToList();
        var duration = Assert.Single(list, m => m.Instrument == "bigcommerce.inventory.call.duration");
        Assert.InRange(duration.Value, 3.25, 3.5);
        Assert.Equal(200, duration.Tags["http.response.status_code"]);
        Assert.Equal(
            [502, 429, 200],
            list.Where(m => m.Instrument == "bigcommerce.inventory.attempts").Select(m => m.Tags["http.response.status_code"]));
        Assert.Equal(
            ["502", "quota"],
            list.Where(m => m.Instrument == "bigcommerce.inventory.retries").Select(m => m.Tags["bigcommerce.retry.reason"]));

        var update = own.Last(m => m.Instrument == "bigcommerce.inventory.call.duration");
        Assert.Equal(
            (409, "409", "PUT"),
            (update.Tags["http.response.status_code"], update.Tags["error.type"], update.Tags["http.request.method"]));

        var wait = Assert.Single(own, m => m.Instrument == "bigcommerce.inventory.quota.wait.duration");
        Assert.Equal((3, "background"), (wait.Value, wait.Tags["bigcommerce.priority"]));
        Assert.Equal([1, -1], own.Where(m => m.Instrument == "bigcommerce.inventory.quota.waiting").Select(m => m.Value));
    }

    [Fact]
    public async Task Instruments_CallWithoutAPriority_IsForeground()
    {
        _stub.Respond(HttpStatusCode.TooManyRequests, "", headers: ("Retry-After", "3")).Respond("""{"data":[]}""");
        using var client = Client("foreground");

        await client.Items.ListAsync();

        Assert.Equal(
            ["foreground", "foreground", "foreground"],
            _telemetry.Measurements.Where(m => m.Store == "foreground" && m.Tags.ContainsKey("bigcommerce.priority"))
                .Select(m => m.Tags["bigcommerce.priority"]));
    }

    [Fact]
    public async Task LogMessages_Each_HaveTheirIdAndLevel()
    {
        _stub.Respond(HttpStatusCode.BadGateway)
            .Respond(HttpStatusCode.TooManyRequests, "", headers: ("Retry-After", "3"))
            .Respond("""{"data":[]}""")
            .Respond(HttpStatusCode.NotFound, """{"title":"Gone"}""")
            .Respond(HttpStatusCode.UnprocessableEntity, """{"title":"Wrong"}""")
            .Respond(HttpStatusCode.GatewayTimeout);
        using var client = Client("messages");

        await client.Items.ListAsync(options: new RequestOptions { RetryDelay = TimeSpan.Zero });
        await Assert.ThrowsAsync<BigCommerceNotFoundException>(() => client.Items.ListAtLocationAsync(9));
        await Assert.ThrowsAsync<BigCommerceValidationException>(() => ChangeAsync(client));
        await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(() => ChangeAsync(client));

        Assert.Equal(
            [
                (4, LogLevel.Trace, "GET /stores/messages/v3/inventory/items: attempt 1 starts"),
                (5, LogLevel.Warning, "GET /stores/messages/v3/inventory/items: attempt 1 failed (502); next attempt in 0 ms"),
                (4, LogLevel.Trace, "GET /stores/messages/v3/inventory/items: attempt 2 starts"),
                (6, LogLevel.Warning, "Store messages returned 429: the client sends it no request for 3000 ms"),
                (7, LogLevel.Debug, "GET /stores/messages/v3/inventory/items waited 3000 ms for the quota of store messages"),
                (4, LogLevel.Trace, "GET /stores/messages/v3/inventory/items: attempt 3 starts"),
                (1, LogLevel.Debug, "GET /stores/messages/v3/inventory/items returned 200 in 3000 ms (3 attempts)"),
                (4, LogLevel.Trace, "GET /stores/messages/v3/inventory/locations/9/items: attempt 1 starts"),
                (
                    2,
                    LogLevel.Debug,
                    "GET /stores/messages/v3/inventory/locations/9/items failed after 0 ms (1 attempts): BigCommerce returned 404 (NotFound) for GET /stores/messages/v3/inventory/locations/9/items: Gone."),
                (4, LogLevel.Trace, "POST /stores/messages/v3/inventory/adjustments/relative: attempt 1 starts"),
                (
                    2,
                    LogLevel.Debug,
                    "POST /stores/messages/v3/inventory/adjustments/relative failed after 0 ms (1 attempts): BigCommerce returned 422 (UnprocessableEntity) for POST /stores/messages/v3/inventory/adjustments/relative: Wrong."),
                (4, LogLevel.Trace, "POST /stores/messages/v3/inventory/adjustments/relative: attempt 1 starts"),
            ],
            _log.Own.SkipLast(1).Select(entry => (entry.Id.Id, entry.Level, entry.Text.Split(" Method=")[0].Split(" StoreHash=")[0])));
        var unknown = _log.Own.Last();
        Assert.Equal((3, LogLevel.Warning), (unknown.Id.Id, unknown.Level));
        Assert.StartsWith(
            "POST /stores/messages/v3/inventory/adjustments/relative was sent at 2026-01-01T00:00:03.0000000+00:00 and may or may not have been applied (correlation id ",
            unknown.Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Span_BulkRun_HasTheSpansOfItsRequestsBelowIt()
    {
        _stub.Respond("""{"transaction_id":"a"}""").Respond("""{"transaction_id":"b"}""");
        using var client = Client("runs");
        using var own = new ActivitySource("tests.runs");
        using var listener = new TelemetryListener(everything: true);
        AbsoluteAdjustment[] rows = [new(1, ItemKey.Sku("A"), 1), new(2, ItemKey.Sku("A"), 1)];

        using (var caller = own.StartActivity("nightly sync"))
        {
            Assert.NotNull(caller);
            var run = client.Stock.Set(rows, new BulkOptions { MaxRowsPerRequest = 1 }).EnumerateAsync();
            await foreach (var result in run)
            {
                // The run's span is not the current one in the caller's code.
                Assert.Same(caller, Activity.Current);
                Assert.Single(result.AppliedRows);
            }

            Assert.Same(caller, Activity.Current);
            var span = Assert.Single(listener.Spans, span => span.DisplayName == "bulk absolute" && span.ParentSpanId == caller.SpanId);
            var calls = listener.Spans.Where(call => Equals(call.GetTagItem("bigcommerce.store_hash"), "runs")).ToList();
            Assert.Equal([span.SpanId, span.SpanId], calls.Select(call => call.ParentSpanId));
            Assert.All(calls, call => Assert.Equal(span.GetTagItem("bigcommerce.correlation_id"), call.GetTagItem("bigcommerce.correlation_id")));
            Assert.Equal((2L, 2L, 2), (span.GetTagItem("bigcommerce.bulk.rows"), span.GetTagItem("bigcommerce.bulk.rows.applied"), span.GetTagItem("bigcommerce.bulk.requests")));
            Assert.Equal(ActivityStatusCode.Unset, span.Status);
        }
    }

    [Fact]
    public async Task Span_FailedBulkRun_HasTheError()
    {
        _stub.Respond(HttpStatusCode.Unauthorized, "{}");
        using var client = Client("failed-runs");
        using var own = new ActivitySource("tests.failed-runs");
        using var listener = new TelemetryListener(everything: true);
        using var caller = own.StartActivity("nightly sync");

        await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(
            () => client.Stock.Set([new AbsoluteAdjustment(1, ItemKey.Sku("A"), 1)]).RunAsync());

        var span = Assert.Single(listener.Spans, span => span.DisplayName == "bulk absolute" && span.ParentSpanId == caller!.SpanId);
        Assert.Equal(
            (ActivityStatusCode.Error, typeof(BigCommerceAuthenticationException).FullName, 1L),
            (span.Status, span.GetTagItem("error.type"), span.GetTagItem("bigcommerce.bulk.rows.not_sent")));
    }

    // OpenTelemetry's instrumentation of HttpClient shows the spans of .NET's own handler, one for each attempt.
    [Fact]
    public async Task Span_HttpHandlerOfDotNet_IsBelowTheCall()
    {
        await using var server = new LoopbackServer(
            LoopbackServer.Bytes("502 Bad Gateway", []), LoopbackServer.Json("""{"data":[]}"""));
        using var listener = new TelemetryListener(everything: true);
        using var client = new BigCommerceInventoryClient(
            "nesting",
            StubHandler.TestToken,
            new BigCommerceInventoryOptions { BaseAddress = server.Address },
            new() { TimeProvider = _time });

        await client.Items.ListAsync();

        var call = Assert.Single(listener.Spans, span => Equals(span.GetTagItem("bigcommerce.store_hash"), "nesting"));
        Assert.Equal(
            [502, 200],
            listener.Spans.Where(span => span.ParentSpanId == call.SpanId && span.Source.Name == "System.Net.Http")
                .Select(span => span.GetTagItem("http.response.status_code")));
    }

    [Fact]
    public void Histograms_Always_HaveBucketsFrom5MillisecondsTo300Seconds() => Assert.All(
        [Telemetry.CallDuration, Telemetry.QuotaWait],
        histogram =>
        {
            var buckets = histogram.Advice!.HistogramBucketBoundaries!;
            Assert.Equal((0.005, 300), (buckets[0], buckets[^1]));
            Assert.Equal(buckets.Order(), buckets);
        });

    private static Task<TransactionResult> ChangeAsync(BigCommerceInventoryClient client) =>
        client.Adjustments.AdjustRelativeAsync(new RelativeAdjustmentRequest([new RelativeAdjustment(1, ItemKey.Sku("RE-130"), -1)]));

    private BigCommerceInventoryClient Client(string store) =>
        new(store, StubHandler.TestToken, settings: new() { HttpHandler = _stub, TimeProvider = _time, LoggerFactory = _log });
}

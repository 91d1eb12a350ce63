using System.Net.Http.Headers;
using System.Text;
using BigCommerce.Inventory.Testing;
using Xunit;

namespace BigCommerce.Inventory.Tests.Emulator;

/// <summary>Behavior of all requests: rate limits, headers, tokens, paths and the request record.</summary>
public sealed class TransportTests
{
    [Fact]
    public async Task Response_Always_HasRateLimitHeaders()
    {
        using var emulator = new EmulatorHarness();
        emulator.Time.Advance(TimeSpan.FromMilliseconds(12_400));

        foreach (var (path, status, left) in ((string, int, string)[])[("inventory/items", 200, "149"), ("inventory/items?x=1", 422, "148"), ("inventory/nothing", 403, "147")])
        {
            var reply = await emulator.GetAsync(path);

            Assert.Equal(status, reply.Status);
            Assert.Equal(left, reply.Header("X-Rate-Limit-Requests-Left"));
            Assert.Equal("150", reply.Header("X-Rate-Limit-Requests-Quota"));
            Assert.Equal("30000", reply.Header("X-Rate-Limit-Time-Window-Ms"));
            Assert.Equal("17600", reply.Header("X-Rate-Limit-Time-Reset-Ms"));
            Assert.Equal(
                emulator.Time.GetUtcNow().AddTicks(-(emulator.Time.GetUtcNow().Ticks % TimeSpan.TicksPerSecond)).ToString("R"),
                reply.Headers.GetValues("Date").Single());
        }
    }

    [Fact]
    public async Task RateLimit_QuotaUsed_Returns429UntilTheWindowEnds()
    {
        using var emulator = new EmulatorHarness(
            options => (options.RateLimitQuota, options.RateLimitWindow) = (3, TimeSpan.FromSeconds(10)));
        emulator.Store.AddItem("A");
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(200, (await emulator.GetAsync("inventory/items")).Status);
        }

        emulator.Time.Advance(TimeSpan.FromMilliseconds(9_999.5));
        var refused = await emulator.AbsoluteAsync("""[{"location_id":1,"sku":"A","quantity":1}]""");
        Assert.Equal(429, refused.Status);
        Assert.Equal("application/json", refused.MediaType);
        Assert.Equal("Too Many Requests", refused.Title);
        Assert.Equal(
            ("0", "3", "10000", "1"),
            (
                refused.Header("X-Rate-Limit-Requests-Left"),
                refused.Header("X-Rate-Limit-Requests-Quota"),
                refused.Header("X-Rate-Limit-Time-Window-Ms"),
                refused.Header("X-Rate-Limit-Time-Reset-Ms")));
        Assert.Null(emulator.Store.GetOnHand(1, "A"));

        emulator.Time.Advance(TimeSpan.FromMilliseconds(0.5));
        var accepted = await emulator.GetAsync("inventory/items");
        Assert.Equal(
            (200, "2", "10000"),
            (accepted.Status, accepted.Header("X-Rate-Limit-Requests-Left"), accepted.Header("X-Rate-Limit-Time-Reset-Ms")));
    }

    [Fact]
    public async Task RateLimit_TwoStores_CountApart()
    {
        using var emulator = new EmulatorHarness(options => options.RateLimitQuota = 1);

        Assert.Equal(200, (await emulator.GetAsync("inventory/items")).Status);
        Assert.Equal(429, (await emulator.GetAsync("inventory/items")).Status);
        Assert.Equal(200, (await emulator.GetAsync("/stores/other/v3/inventory/items")).Status);
        Assert.Equal(
            new RateLimitStatus
            {
                Remaining = 0,
                Limit = 1,
                Window = TimeSpan.FromSeconds(30),
                ResetsAt = ManualTimeProvider.DefaultStart.AddSeconds(30),
            },
            emulator.Store.RateLimit);
        Assert.Equal(0, emulator.Store.OtherAppRequestCount);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(3)]
    public void OtherApp_FixedNumberOfRequests_UsesThemInEveryWindowUpToTheQuota(int quota)
    {
        var time = new ManualTimeProvider();
        var emulator = new InventoryEmulator(
            new InventoryEmulatorOptions { TimeProvider = time, RateLimitQuota = quota, OtherApp = new OtherAppTraffic(4, 4) });

        for (int window = 0; window < 3; window++)
        {
            Assert.Equal(quota, emulator.GetStore().RateLimit.Remaining);
            time.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
            Assert.Equal(
                (Math.Max(quota - 4, 0), Math.Min(quota, 4)),
                (emulator.GetStore().RateLimit.Remaining, emulator.GetStore().OtherAppRequestCount));
            time.Advance(TimeSpan.FromTicks(1));
        }
    }

    [Fact]
    public void OtherApp_EveryWindow_UsesPartOfTheQuota()
    {
        static List<(long Remaining, int OtherApp)> Watch(int seed, int requests)
        {
            var time = new ManualTimeProvider();
            var emulator = new InventoryEmulator(
                new InventoryEmulatorOptions { TimeProvider = time, Seed = seed, OtherApp = new OtherAppTraffic(20, 60) });
            using var http = new HttpClient(emulator.CreateHandler()) { BaseAddress = emulator.BaseAddress };
            List<(long Remaining, int OtherApp)> readings = [];
            for (int second = 0; second < 90; second++)
            {
                for (int i = 0; i < requests; i++)
                {
                    Assert.True(http.GetAsync(new Uri("stores/demo/v3/inventory/items", UriKind.Relative)).IsCompletedSuccessfully);
                }

                time.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
                readings.Add((emulator.GetStore().RateLimit.Remaining, emulator.GetStore().OtherAppRequestCount));
                time.Advance(TimeSpan.FromTicks(1));
            }

            return readings;
        }

        var idle = Watch(seed: 3, requests: 0);
        int[] used = [idle[29].OtherApp, idle[59].OtherApp, idle[89].OtherApp];
        Assert.All(used, count => Assert.InRange(count, 20, 60));
        Assert.InRange(idle[15].OtherApp, idle[0].OtherApp + 1, idle[29].OtherApp - 1);
        Assert.Equal(150 - used[0], idle[29].Remaining);
        Assert.Equal(idle.Select(reading => reading.OtherApp), Watch(seed: 3, requests: 2).Select(reading => reading.OtherApp));
        Assert.NotEqual(idle.Select(reading => reading.OtherApp), Watch(seed: 4, requests: 0).Select(reading => reading.OtherApp));
    }

    [Fact]
    public void OtherApp_LastTickOfTheWindow_HasSentEveryRequest()
    {
        var time = new ManualTimeProvider();
        var store = new InventoryEmulator(new InventoryEmulatorOptions
        {
            TimeProvider = time,
            RateLimitQuota = InventoryEmulatorOptions.UnlimitedQuota,
            RateLimitWindow = TimeSpan.FromMilliseconds(1),
            OtherApp = new OtherAppTraffic(100_000, 100_000),
        }).GetStore();

        // With about 10 requests per tick, some are sent at the last tick.
        time.Advance(TimeSpan.FromMilliseconds(1) - TimeSpan.FromTicks(1));

        Assert.Equal(100_000, store.OtherAppRequestCount);
    }

    [Fact]
    public void OtherApp_TwoStores_SendsRequestsAtOtherTimes()
    {
        var time = new ManualTimeProvider();
        var emulator = new InventoryEmulator(
            new InventoryEmulatorOptions { TimeProvider = time, OtherApp = new OtherAppTraffic(20, 60) });
        var (first, second) = (emulator.GetStore("first"), emulator.GetStore("second"));
        List<(int First, int Second)> readings = [];
        for (int i = 0; i < 300; i++)
        {
            readings.Add((first.OtherAppRequestCount, second.OtherAppRequestCount));
            time.Advance(TimeSpan.FromSeconds(0.1));
        }

        Assert.NotEqual(readings.Select(reading => reading.First), readings.Select(reading => reading.Second));
    }

    [Fact]
    public async Task Locations_MoreConcurrentRequestsThanAllowed_Returns429()
    {
        using var emulator = new EmulatorHarness(
            options => (options.MaxConcurrentLocationRequests, options.Latency) = (2, TimeSpan.FromSeconds(1)));

        var first = emulator.GetAsync("inventory/locations");
        var second = emulator.GetAsync("inventory/locations");
        var third = emulator.GetAsync("inventory/locations");
        var other = emulator.GetAsync("inventory/items");
        AdvanceByLatency();

        Assert.Equal([200, 200, 429, 200], (await Task.WhenAll(first, second, third, other)).Select(reply => reply.Status));
        Assert.Equal("147", (await third).Header("X-Rate-Limit-Requests-Left"));
        var later = emulator.GetAsync("inventory/locations");
        AdvanceByLatency();
        Assert.Equal(200, (await later).Status);

        // FakeTimeProvider sets the time before it fires a timer, so the wait that follows begins at the end of the advance.
        void AdvanceByLatency()
        {
            emulator.Time.Advance(TimeSpan.FromSeconds(0.5));
            emulator.Time.Advance(TimeSpan.FromSeconds(0.5));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Requests_WithLatency_RecordTheirDuration(bool isReset)
    {
        using var emulator = new EmulatorHarness(options => options.Latency = TimeSpan.FromSeconds(2));
        emulator.Emulator.Faults = isReset ? new FaultPlan().Add(Fault.ConnectionReset()) : null;

        var request = emulator.GetAsync("inventory/items");
        Assert.Null(emulator.Emulator.Requests[0].Duration);
        emulator.Time.Advance(TimeSpan.FromSeconds(1));
        if (isReset)
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => request);
        }
        else
        {
            emulator.Time.Advance(TimeSpan.FromSeconds(1));
            await request;
        }

        Assert.Equal(TimeSpan.FromSeconds(isReset ? 1 : 2), emulator.Emulator.Requests[0].Duration);
    }

    [Fact]
    public async Task Latency_OfAWrite_PassesHalfBeforeTheEffect()
    {
        using var emulator = new EmulatorHarness(options => options.Latency = TimeSpan.FromSeconds(2));
        emulator.Store.AddItem("A");

        var sending = emulator.AbsoluteAsync("""[{"location_id":1,"sku":"A","quantity":1}]""");
        emulator.Time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Null(emulator.Store.GetOnHand(1, "A"));
        emulator.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(1, emulator.Store.GetOnHand(1, "A"));
        Assert.False(sending.IsCompleted);
        emulator.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(200, (await sending).Status);
    }

    [Fact]
    public async Task Jitter_TheSameSeed_IsRepeatable()
    {
        static async Task<TimeSpan[]> RunAsync(int seed)
        {
            var time = new ManualTimeProvider { AdvanceWhenIdle = true };
            using var emulator = new EmulatorHarness(options =>
                (
                    options.TimeProvider,
                    options.Latency,
                    options.LatencyJitter,
                    options.Seed) = (time, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), seed));
            var times = new TimeSpan[20];
            for (int i = 0; i < times.Length; i++)
            {
                var before = time.Elapsed;
                await emulator.GetAsync("inventory/items");
                times[i] = time.Elapsed - before;
            }

            return times;
        }

        var times = await RunAsync(5);
        Assert.All(times, time => Assert.InRange(time, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)));
        Assert.Equal(20, times.Distinct().Count());
        Assert.Equal(times, await RunAsync(5));
        Assert.NotEqual(times, await RunAsync(6));
    }

    [Theory]
    [InlineData("GET", "inventory/items/78")]
    [InlineData("GET", "inventory/locations/1")]
    [InlineData("PUT", "inventory/items")]
    [InlineData("GET", "inventory/adjustments/absolute")]
    [InlineData("PATCH", "inventory/locations")]
    [InlineData("GET", "inventory/locations/x/items")]
    [InlineData("GET", "inventory/locations/1/metafields/x")]
    [InlineData("GET", "catalog/products")]
    [InlineData("GET", "/stores/demo/v2/orders")]
    [InlineData("GET", "/stores//v3/inventory/items")]
    [InlineData("GET", "/")]
    public async Task Request_UnknownPath_Returns403(string method, string path)
    {
        using var emulator = new EmulatorHarness();

        var reply = await emulator.SendAsync(method, path);

        Assert.Equal(403, reply.Status);
        Assert.Equal("application/json", reply.MediaType);
        Assert.Equal("You don't have a required scope to access the endpoint", reply.Title);
    }

    [Fact]
    public async Task ThrowOnUnknownRequest_UnknownPath_ThrowsWithWhatWasExpected()
    {
        using var emulator = new EmulatorHarness(options => options.ThrowOnUnknownRequest = true);

        var error = await Assert.ThrowsAsync<EmulatorAssertionException>(() => emulator.GetAsync("inventory/items/78?x=1"));

        Assert.StartsWith(
            "The request matches no operation of the API: #1 00:00:00.000 demo GET /inventory/items/78?x=1",
            error.Message,
            StringComparison.Ordinal);
        Assert.Contains("PUT    /inventory/adjustments/absolute", error.Message, StringComparison.Ordinal);
        Assert.Contains("DELETE /inventory/locations/metafields", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AccessToken_SetOnTheStore_RejectsOthers()
    {
        using var emulator = new EmulatorHarness();
        emulator.Store.AccessToken = "right";

        Task<EmulatorReply> SendAsync(string? token) => emulator.SendAsync("GET", "inventory/items", null, request =>
        {
            if (token is not null)
            {
                request.Headers.Add("X-Auth-Token", token);
            }
        });

        Assert.Equal(401, (await SendAsync(null)).Status);
        Assert.Equal("Unauthorized", (await SendAsync("wrong")).Title);
        Assert.Equal(200, (await SendAsync("right")).Status);
        Assert.DoesNotContain("right", emulator.Emulator.Requests.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_OtherMediaType_IsRefused()
    {
        using var emulator = new EmulatorHarness();
        emulator.Store.AddItem("A");
        const string body = """{"items":[{"location_id":1,"sku":"A","quantity":1}]}""";

        var xml = await emulator.SendAsync(
            "PUT",
            "inventory/adjustments/absolute",
            null,
            request => request.Content = new StringContent(body, Encoding.UTF8, "application/xml"));
        Assert.Equal((415, "Unsupported Media Type"), (xml.Status, xml.Title));

        var csv = await emulator.SendAsync(
            "GET",
            "inventory/items",
            null,
            request => request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/csv")));
        Assert.Equal((406, "Not Acceptable"), (csv.Status, csv.Title));

        foreach (string types in (string[])["application/json", "application/*", "*/*", "text/csv, application/json"])
        {
            var accepted = await emulator.SendAsync(
                "PUT",
                "inventory/adjustments/absolute",
                body,
                request => request.Headers.Accept.ParseAdd(types));
            Assert.Equal(200, accepted.Status);
        }
    }

    [Fact]
    public async Task Request_UrlTooLong_Returns414()
    {
        using var emulator = new EmulatorHarness(options => options.MaxUrlLength = 200);

        var reply = await emulator.GetAsync("inventory/items?sku:in=" + new string('A', 200));

        Assert.Equal((414, "text/html"), (reply.Status, reply.MediaType));
        Assert.Equal(["Date"], reply.Headers.Select(header => header.Key));
        int rest = 200 - (emulator.Http.BaseAddress!.OriginalString + "inventory/items?sku:in=").Length;
        Assert.Equal(200, (await emulator.GetAsync("inventory/items?sku:in=" + new string('A', rest))).Status);
        Assert.Equal(414, (await emulator.GetAsync("inventory/items?sku:in=" + new string('A', rest + 1))).Status);
    }

    [Fact]
    public void BaseAddress_TwoEmulators_Differ()
    {
        var first = new InventoryEmulator();
        var second = new InventoryEmulator();

        Assert.NotEqual(first.BaseAddress, second.BaseAddress);
        Assert.Equal(Uri.UriSchemeHttps, first.BaseAddress.Scheme);
        Assert.EndsWith(".localhost", first.BaseAddress.Host, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stores_InOneEmulator_AreIndependent()
    {
        using var emulator = new EmulatorHarness();
        emulator.Store.AddItem("A");
        emulator.Emulator.GetStore("north").AddItem("A");

        await emulator.PutAsync(
            "/stores/north/v3/inventory/adjustments/absolute",
            """{"items":[{"location_id":1,"sku":"A","quantity":7}]}""");

        Assert.Null(emulator.Store.GetOnHand(1, "A"));
        Assert.Equal(7, emulator.Emulator.GetStore("north").GetOnHand(1, "A"));
        Assert.Equal(["demo", "north"], emulator.Emulator.Stores.Select(store => store.Hash));
        Assert.Same(emulator.Store, emulator.Emulator.GetStore("demo"));
    }

    [Theory]
    [InlineData("https://proxy.example/bigcommerce/stores/demo/v3/inventory/items")]
    [InlineData("https://proxy.example/v3/stores/v3/v3/inventory/items")]
    public async Task Request_PrefixBeforeStores_IsIgnored(string url)
    {
        using var emulator = new EmulatorHarness();

        Assert.Equal(200, (await emulator.GetAsync(url)).Status);
        Assert.Equal("/inventory/items", emulator.Emulator.Requests[0].PathAndQuery);
    }

    [Fact]
    public async Task Request_ToNoStore_IsRecordedWithItsWholePath()
    {
        using var emulator = new EmulatorHarness();

        await emulator.GetAsync("/v3/inventory/items?page=2");

        Assert.Equal("/v3/inventory/items?page=2", emulator.Emulator.Requests[0].PathAndQuery);
    }

    [Fact]
    public async Task Requests_Recorded_HaveEverythingButTheToken()
    {
        using var emulator = new EmulatorHarness(options => options.MaxRecordedBodyBytes = 10);
        emulator.Time.Advance(TimeSpan.FromSeconds(3));

        await emulator.SendAsync("PUT", "inventory/adjustments/absolute?x=%2C", """{"items":[]}""", request =>
        {
            request.Headers.Add("X-Auth-Token", "secret");
            request.Headers.Add("X-Correlation-Id", "6f1c2c9e-0000-4000-8000-000000000001");
        });

        var request = Assert.Single(emulator.Emulator.Requests);
        Assert.Equal(1, request.Number);
        Assert.Equal(ManualTimeProvider.DefaultStart.AddSeconds(3), request.ReceivedAt);
        Assert.Equal("demo", request.StoreHash);
        Assert.Equal(EmulatorOperation.SetAbsolute, request.Operation);
        Assert.Equal("PUT", request.Method);
        Assert.Equal("/inventory/adjustments/absolute?x=%2C", request.PathAndQuery);
        Assert.Equal("""{"items":[""", request.BodyText);
        Assert.Equal(12, request.BodyLength);
        Assert.Equal("6f1c2c9e-0000-4000-8000-000000000001", request.CorrelationId);
        Assert.Equal(422, request.StatusCode);
        Assert.Equal("Payload contains invalid fields", request.ErrorTitle);
        Assert.Null(request.TransactionId);
        Assert.Equal(
            "#1 00:00:03.000 demo PUT /inventory/adjustments/absolute?x=%2C (12 bytes) -> 422 \"Payload contains invalid fields\"",
            request.ToString());
    }

    [Fact]
    public async Task Requests_MoreThanMaxRecorded_KeepsTheNewest()
    {
        using var emulator = new EmulatorHarness(options => options.MaxRecordedRequests = 3);
        for (int page = 1; page <= 8; page++)
        {
            await emulator.GetAsync($"inventory/items?page={page}");
        }

        Assert.Equal([6, 7, 8], emulator.Emulator.Requests.Select(request => request.Number));
    }

    [Fact]
    public async Task Requests_MaxRecordedIsZero_KeepsNone()
    {
        using var emulator = new EmulatorHarness(options => options.MaxRecordedRequests = 0);

        Assert.Equal(200, (await emulator.GetAsync("inventory/items")).Status);

        Assert.Empty(emulator.Emulator.Requests);
    }

    [Fact]
    public async Task RequestAssertions_Failed_ListTheRequestsSeen()
    {
        using var emulator = new EmulatorHarness();
        await emulator.GetAsync("inventory/items");
        await emulator.GetAsync("inventory/locations?x=1");
        var requests = emulator.Emulator.Requests;
        string seen = $"{Environment.NewLine}Actual requests:{Environment.NewLine}  #1 00:00:00.000 demo GET /inventory/items -> 200{Environment.NewLine}  #2 00:00:00.000 demo GET /inventory/locations?x=1 -> 422 \"The filter(s): x are not valid filter parameter(s).\"";

        requests.AssertCount(2).AssertOperations(EmulatorOperation.ListItems, EmulatorOperation.ListLocations).AssertStatusCodes(200, 422);
        requests.ForOperations(EmulatorOperation.ListLocations).AssertCount(1).AssertStatusCodes(422);
        Assert.Equal(
            "Expected 3 requests, actual 2." + seen,
            Assert.Throws<EmulatorAssertionException>(() => requests.AssertCount(3)).Message);
        Assert.Equal(
            "Expected the operations ListItems." + seen,
            Assert.Throws<EmulatorAssertionException>(() => requests.AssertOperations(EmulatorOperation.ListItems)).Message);
        Assert.Equal(
            "Expected the status codes 200, none." + seen,
            Assert.Throws<EmulatorAssertionException>(() => requests.AssertStatusCodes(200, null)).Message);
        Assert.Equal(
            $"Expected 1 request, actual 0.{Environment.NewLine}Actual requests: none.",
            Assert.Throws<EmulatorAssertionException>(() => requests.ForOperations(EmulatorOperation.GetMetafield).AssertCount(1)).Message);
    }

    [Fact]
    public async Task RequestAssertions_LongList_ShowsItsEnd()
    {
        using var emulator = new EmulatorHarness();
        for (int i = 0; i < 40; i++)
        {
            await emulator.GetAsync("inventory/items");
        }

        string message = Assert.Throws<EmulatorAssertionException>(() => emulator.Emulator.Requests.AssertCount(0)).Message;

        Assert.StartsWith(
            $"Expected 0 requests, actual 40.{Environment.NewLine}Actual requests:{Environment.NewLine}  #1 ",
            message,
            StringComparison.Ordinal);

        for (int i = 0; i < 5; i++)
        {
            await emulator.GetAsync("inventory/items");
        }

        message = Assert.Throws<EmulatorAssertionException>(() => emulator.Emulator.Requests.AssertCount(0)).Message;

        Assert.StartsWith(
            $"Expected 0 requests, actual 45.{Environment.NewLine}Actual requests: the last 40 of 45:{Environment.NewLine}  #6 ",
            message,
            StringComparison.Ordinal);
        Assert.EndsWith("#45 00:00:00.000 demo GET /inventory/items -> 200", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_Invalid_AreRefusedWithEveryMistake()
    {
        var error = Assert.Throws<ArgumentException>(() => new InventoryEmulator(new InventoryEmulatorOptions
        {
            RateLimitQuota = 0,
            OtherApp = new OtherAppTraffic(5, 4),
            VisibilityDelay = TimeSpan.FromSeconds(-1),
            MaxPageSize = 0,
        }));

        Assert.Equal(
            "The emulator's options are invalid: RateLimitQuota must be at least 1. OtherApp must have a minimum of at least 0 and a maximum of at least the minimum. "
            + "VisibilityDelay must not be negative. MaxPageSize must be at least 1.",
            error.Message);
    }

    [Fact]
    public void Options_AtTheirLimits_AreAccepted()
    {
        var emulator = new InventoryEmulator(new InventoryEmulatorOptions
        {
            RateLimitQuota = 1,
            RateLimitWindow = TimeSpan.FromMilliseconds(1),
            OtherApp = new OtherAppTraffic(0, 0),
            VisibilityDelay = TimeSpan.Zero,
            Latency = TimeSpan.Zero,
            LatencyJitter = TimeSpan.Zero,
            MaxPageSize = 1,
            DefaultPageSize = 1,
            MaxActiveLocations = 1,
            MaxConcurrentLocationRequests = 1,
            MaxUrlLength = 1,
            MaxRecordedRequests = 0,
            MaxRecordedBodyBytes = 0,
            MaxRecordedStockChanges = 0,
        });

        Assert.Empty(emulator.Requests);
    }

    [Fact]
    public async Task Options_ChangedAfterConstruction_HaveNoEffect()
    {
        var options = new InventoryEmulatorOptions { RateLimitQuota = 7 };
        var emulator = new InventoryEmulator(options);
        options.RateLimitQuota = 8;
        using var http = new HttpClient(emulator.CreateHandler());

        using var response = await http.GetAsync(new Uri(emulator.BaseAddress, "stores/demo/v3/inventory/items"));

        Assert.Equal("7", response.Headers.GetValues("X-Rate-Limit-Requests-Quota").Single());
    }

    [Fact]
    public async Task Request_CancelledBefore_HasNoEffect()
    {
        using var emulator = new EmulatorHarness();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => emulator.Http.GetAsync(new Uri("inventory/items", UriKind.Relative), cancelled.Token));

        Assert.Empty(emulator.Emulator.Requests);
    }
}

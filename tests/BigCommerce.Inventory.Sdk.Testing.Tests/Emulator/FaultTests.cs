using System.Net.Sockets;
using System.Text.Json;
using BigCommerce.Inventory.Testing;
using Xunit;

namespace BigCommerce.Inventory.Tests.Emulator;

public sealed class FaultTests : IDisposable
{
    private const string Sale = """[{"location_id":1,"sku":"A","quantity":-1}]""";

    private readonly EmulatorHarness _emulator = new();
    private readonly EmulatedStore _store;

    public FaultTests()
    {
        _store = _emulator.Store;
        _store.AddItem("A");
        _store.SetStock(1, "A", 10);
    }

    public void Dispose() => _emulator.Dispose();

    [Fact]
    public async Task Faults_NoPlan_InjectsNothing()
    {
        Assert.Null(_emulator.Emulator.Faults);
        Assert.Equal(200, (await _emulator.RelativeAsync(Sale)).Status);
        Assert.Null(_emulator.Emulator.Requests[0].Fault);
    }

    [Theory]
    [InlineData(false, 10)]
    [InlineData(true, 9)]
    public async Task StatusCodeFault_BeforeOrAfterEffect_AppliesAccordingly(bool after, int onHand)
    {
        Inject(after ? Fault.StatusCode(500).AfterEffect() : Fault.StatusCode(500));

        var reply = await _emulator.RelativeAsync(Sale);

        Assert.Equal(500, reply.Status);
        Assert.Equal("InternalServerError", reply.Title);
        Assert.Equal("149", reply.Header("X-Rate-Limit-Requests-Left"));
        Assert.Equal(onHand, _store.GetOnHand(1, "A"));
        var request = Assert.Single(_emulator.Emulator.Requests);
        Assert.Equal(500, request.StatusCode);
        Assert.Equal(after, request.TransactionId is not null);
        Assert.EndsWith(
            after
                ? "-> 500 \"InternalServerError\" [status code 500 after the effect]"
                : "-> 500 \"InternalServerError\" [status code 500]",
            request.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task StatusCodeFault_AnyBody_IsSentAsGiven()
    {
        Inject(Fault.StatusCode(503, "Down for maintenance.", "text/plain"), Fault.StatusCode(409, ""));

        var maintenance = await _emulator.GetAsync("inventory/items");
        Assert.Equal((503, "Down for maintenance.", "text/plain"), (maintenance.Status, maintenance.Body, maintenance.MediaType));
        var conflict = await _emulator.GetAsync("inventory/items");
        Assert.Equal((409, "", null), (conflict.Status, conflict.Body, conflict.MediaType));
    }

    [Fact]
    public async Task RateLimitedFault_GivenValues_SetsTheHeaders()
    {
        Inject(Fault.RateLimited(), Fault.RateLimited(remaining: 5, retryAfter: TimeSpan.FromSeconds(1.5)));

        var exhausted = await _emulator.GetAsync("inventory/items");
        Assert.Equal(429, exhausted.Status);
        Assert.Equal("0", exhausted.Header("X-Rate-Limit-Requests-Left"));
        Assert.Equal("30000", exhausted.Header("X-Rate-Limit-Time-Reset-Ms"));
        Assert.DoesNotContain("X-Retry-After", exhausted.Headers.Select(header => header.Key));

        var positive = await _emulator.GetAsync("inventory/items");
        Assert.Equal(("5", "2"), (positive.Header("X-Rate-Limit-Requests-Left"), positive.Header("X-Retry-After")));
    }

    [Fact]
    public async Task RateLimitedFault_RequestToNoStore_HasNoRateLimitHeaders()
    {
        Inject(Fault.RateLimited());

        var reply = await _emulator.GetAsync("/");

        Assert.Equal((429, "Too Many Requests"), (reply.Status, reply.Title));
        Assert.Equal(["Date"], reply.Headers.Select(header => header.Key));
    }

    [Fact]
    public async Task RateLimitedWithoutHeadersFault_Response_HasNoHeadersOrBody()
    {
        Inject(Fault.RateLimitedWithoutHeaders());

        var reply = await _emulator.GetAsync("inventory/items");

        Assert.Equal((429, ""), (reply.Status, reply.Body));
        Assert.Equal(["Date"], reply.Headers.Select(header => header.Key));
    }

    [Fact]
    public async Task HtmlFault_Response_IsAGatewayPage()
    {
        Inject(Fault.Html(), Fault.Html(200));

        var reply = await _emulator.GetAsync("inventory/items");

        Assert.Equal((502, "text/html"), (reply.Status, reply.MediaType));
        Assert.Equal("<html><head><title>502 BadGateway</title></head><body><h1>502 BadGateway</h1></body></html>", reply.Body);
        Assert.DoesNotContain("X-Rate-Limit-Requests-Left", reply.Headers.Select(header => header.Key));
        Assert.Equal((200, "text/html"), ((await _emulator.GetAsync("inventory/items")) is var ok ? ok.Status : 0, ok.MediaType));
    }

    [Fact]
    public async Task RedirectFault_Response_HasTheLocation()
    {
        Inject(Fault.Redirect(new Uri("https://elsewhere.example/x")));

        var reply = await _emulator.GetAsync("inventory/items");

        Assert.Equal(302, reply.Status);
        Assert.Equal("https://elsewhere.example/x", reply.Header("Location"));
    }

    [Fact]
    public async Task BodyFaults_EmptyOrTruncatedJson_ReturnThatBody()
    {
        string whole = (await _emulator.GetAsync("inventory/items")).Body;
        Inject(Fault.EmptyBody(), Fault.TruncatedJson());

        var empty = await _emulator.GetAsync("inventory/items");
        Assert.Equal((200, "", 0L), (empty.Status, empty.Body, empty.ContentHeaders.ContentLength));

        var cut = await _emulator.GetAsync("inventory/items");
        Assert.Equal(200, cut.Status);
        Assert.Equal(whole[..(whole.Length / 2)], cut.Body);
        Assert.ThrowsAny<JsonException>(() => cut.Json);
    }

    [Fact]
    public async Task TruncatedBodyFault_WhileRead_BreaksOff()
    {
        string whole = (await _emulator.GetAsync("inventory/items")).Body;
        Inject(Fault.TruncatedBody(), Fault.TruncatedBody(), Fault.TruncatedBody());

        var buffered = await Assert.ThrowsAsync<HttpRequestException>(() => _emulator.GetAsync("inventory/items"));
        Assert.Equal(HttpRequestError.ResponseEnded, buffered.HttpRequestError);

        using var streamed = await _emulator.Http.GetAsync(
            new Uri("inventory/items", UriKind.Relative),
            HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(whole.Length, streamed.Content.Headers.ContentLength);
        await using var stream = await streamed.Content.ReadAsStreamAsync();
        Assert.False(stream.CanWrite);
        byte[] buffer = new byte[whole.Length];
        await stream.ReadExactlyAsync(buffer.AsMemory(0, whole.Length / 2));
        var error = await Assert.ThrowsAsync<HttpIOException>(async () => await stream.ReadExactlyAsync(buffer));
        Assert.Equal(HttpRequestError.ResponseEnded, error.HttpRequestError);

        using var copied = await _emulator.Http.GetAsync(
            new Uri("inventory/items", UriKind.Relative),
            HttpCompletionOption.ResponseHeadersRead);
        using var copy = new MemoryStream();
        await using var source = await copied.Content.ReadAsStreamAsync();
        await Assert.ThrowsAsync<HttpIOException>(() => source.CopyToAsync(copy));
        Assert.Equal(whole.Length / 2, copy.Length);
    }

    [Fact]
    public async Task TruncatedBodyFault_ResponseWithoutBody_IsComplete()
    {
        _store.AddMetafield(1, "n", "k", "v");
        Inject(Fault.TruncatedBody());

        var reply = await _emulator.DeleteAsync("inventory/locations/1/metafields/1");

        Assert.Equal((204, ""), (reply.Status, reply.Body));
    }

    [Fact]
    public async Task TruncatedJsonFault_OnAWrite_TakesEffect()
    {
        Inject(Fault.TruncatedJson());

        await _emulator.RelativeAsync(Sale);

        Assert.Equal(9, _store.GetOnHand(1, "A"));
    }

    [Fact]
    public async Task ConnectionRefusedFault_OnAWrite_HasNoEffect()
    {
        Inject(Fault.ConnectionRefused());

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => _emulator.RelativeAsync(Sale));

        Assert.Equal(HttpRequestError.ConnectionError, error.HttpRequestError);
        Assert.Equal(SocketError.ConnectionRefused, Assert.IsType<SocketException>(error.InnerException).SocketErrorCode);
        Assert.Equal(10, _store.GetOnHand(1, "A"));
        Assert.Equal(150, _store.RateLimit.Remaining);
        Assert.EndsWith(
            "-> no response [connection refused]",
            Assert.Single(_emulator.Emulator.Requests).ToString(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 10)]
    [InlineData(true, 9)]
    public async Task ConnectionFaults_BeforeOrAfterEffect_ApplyAccordingly(bool after, int onHand)
    {
        Inject(after ? Fault.ConnectionReset().AfterEffect() : Fault.ConnectionReset());
        var reset = await Assert.ThrowsAsync<HttpRequestException>(() => _emulator.RelativeAsync(Sale));
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(reset.InnerException!.InnerException).SocketErrorCode);
        Assert.Equal(onHand, _store.GetOnHand(1, "A"));
        Assert.Equal(after, _emulator.Emulator.Requests[0].TransactionId is not null);

        _store.SetStock(1, "A", 10);
        Inject(after ? Fault.ConnectionClosed().AfterEffect() : Fault.ConnectionClosed());
        var closed = await Assert.ThrowsAsync<HttpRequestException>(() => _emulator.RelativeAsync(Sale));
        Assert.Equal(HttpRequestError.ResponseEnded, closed.HttpRequestError);
        Assert.Equal(onHand, _store.GetOnHand(1, "A"));

        Assert.Equal(148, _store.RateLimit.Remaining);
        _emulator.Emulator.Requests.AssertStatusCodes(null, null);
    }

    [Fact]
    public async Task DelayedFault_OnVirtualTime_WaitsOnTheClock()
    {
        Inject(Fault.Delayed(TimeSpan.FromSeconds(8)));

        var sending = _emulator.RelativeAsync(Sale);
        _emulator.Time.Advance(TimeSpan.FromSeconds(7.9));
        Assert.False(sending.IsCompleted);
        Assert.Equal(10, _store.GetOnHand(1, "A"));
        _emulator.Time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(200, (await sending).Status);
        Assert.Equal(9, _store.GetOnHand(1, "A"));
    }

    [Theory]
    [InlineData(false, 10)]
    [InlineData(true, 9)]
    public async Task NoResponseFault_CallerCancels_EndsTheRequest(bool after, int onHand)
    {
        Inject(after ? Fault.NoResponse().AfterEffect() : Fault.NoResponse());
        using var patience = new CancellationTokenSource(TimeSpan.FromDays(30), _emulator.Time);
        using var request = new HttpRequestMessage(HttpMethod.Post, "inventory/adjustments/relative")
        {
            Content = new StringContent($$"""{"items":{{Sale}}}""", System.Text.Encoding.UTF8, "application/json"),
        };

        var sending = _emulator.Http.SendAsync(request, patience.Token);
        _emulator.Time.Advance(TimeSpan.FromDays(29));
        Assert.False(sending.IsCompleted);
        _emulator.Time.Advance(TimeSpan.FromDays(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal(onHand, _store.GetOnHand(1, "A"));
    }

    [Fact]
    public async Task NoResponseFault_AdvanceWhenIdle_EndsAtTheDeadline()
    {
        var time = new ManualTimeProvider { AdvanceWhenIdle = true };
        using var emulator = new EmulatorHarness(options => options.TimeProvider = time);
        emulator.Emulator.Faults = new FaultPlan().Add(Fault.NoResponse());
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10), time);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => emulator.Http.GetAsync(new Uri("inventory/items", UriKind.Relative), deadline.Token));

        Assert.Equal(TimeSpan.FromSeconds(10), time.Elapsed);
    }

    [Fact]
    public async Task IgnoredWriteFault_OnAWrite_Returns200AndChangesNothing()
    {
        Inject(Fault.IgnoredWrite(), Fault.IgnoredWrite());

        var reply = await _emulator.RelativeAsync(Sale);
        Assert.Equal(200, reply.Status);
        Assert.NotNull(reply.Json["transaction_id"]);
        Assert.Equal(10, _store.GetOnHand(1, "A"));

        // Invalid requests are still rejected.
        Assert.Equal(422, (await _emulator.RelativeAsync("""[{"location_id":1,"sku":"B","quantity":-1}]""")).Status);
    }

    [Theory]
    [InlineData(MetaShape.EmptyObject, "{}")]
    [InlineData(MetaShape.EmptyArray, "[]")]
    [InlineData(MetaShape.Missing, null)]
    [InlineData(MetaShape.OnlyCurrentLink, """{"pagination":{"links":{"current":"?limit=1"}}}""")]
    public async Task MissingPaginationFault_EachShape_ReplacesTheMeta(MetaShape form, string? expected)
    {
        Inject(Fault.MissingPagination(form));

        var reply = await _emulator.GetAsync("inventory/items?limit=1");

        Assert.Equal("A", reply.Json["data"]![0]!["identity"]!["sku"]!.GetValue<string>());
        Assert.Equal(expected, reply.Json["meta"]?.ToJsonString().Replace("\\u0026page=1", "", StringComparison.Ordinal));
        Assert.Equal(expected is not null, reply.Json.AsObject().ContainsKey("meta"));
    }

    [Fact]
    public async Task MissingPaginationFault_ResponseWithoutMeta_ChangesNothing()
    {
        Inject(Fault.MissingPagination(MetaShape.Missing));

        Assert.NotNull((await _emulator.RelativeAsync(Sale)).Json["transaction_id"]);
    }

    [Fact]
    public async Task FaultPlan_NthAndTimes_CountMatchingRequests()
    {
        _emulator.Emulator.Faults = new FaultPlan()
            .Add(Fault.StatusCode(500), EmulatorOperation.AdjustRelative, nth: 2)
            .Add(Fault.StatusCode(503), EmulatorOperation.ListItems, nth: 2, times: 2)
            .Add(
                Fault.StatusCode(504),
                when: request => request.PathAndQuery.Contains("page=9", StringComparison.Ordinal),
                times: int.MaxValue);

        List<int> statuses = [];
        foreach (string path in (string[])["items", "-", "items", "-", "items", "items", "-", "items?page=9", "items?page=9", "locations"])
        {
            statuses.Add((path == "-" ? await _emulator.RelativeAsync(Sale) : await _emulator.GetAsync("inventory/" + path)).Status);
        }

        Assert.Equal([200, 200, 503, 500, 503, 200, 200, 504, 504, 200], statuses);
        Assert.Equal(5, _emulator.Emulator.Faults.InjectedCount);
    }

    [Fact]
    public async Task FaultPlan_RandomWithTheSameSeed_IsRepeatable()
    {
        async Task<List<int>> RunAsync(int seed)
        {
            using var emulator = new EmulatorHarness(options => options.RateLimitQuota = InventoryEmulatorOptions.UnlimitedQuota);
            emulator.Emulator.Faults = new FaultPlan(seed).AddRandom(
                0.2,
                [Fault.StatusCode(500), Fault.StatusCode(503)],
                EmulatorOperation.ListLocations);
            List<int> statuses = [];
            for (int i = 0; i < 500; i++)
            {
                statuses.Add((await emulator.GetAsync("inventory/locations")).Status);
            }

            Assert.Equal(200, (await emulator.GetAsync("inventory/items")).Status);
            return statuses;
        }

        var first = await RunAsync(7);
        Assert.Equal(first, await RunAsync(7));
        Assert.NotEqual(first, await RunAsync(8));
        Assert.InRange(first.Count(status => status != 200), 70, 130);
        Assert.Equal([200, 500, 503], first.Distinct().Order());
    }

    [Fact]
    public async Task AllDetectable_EachFault_IsInjected()
    {
        foreach (var fault in Fault.AllDetectable)
        {
            Inject(fault);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5), _emulator.Time);
            var sending = _emulator.Http.GetAsync(new Uri("inventory/items", UriKind.Relative), patience.Token);
            _emulator.Time.Advance(TimeSpan.FromSeconds(5));
            try
            {
                using var response = await sending;
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
            {
            }

            Assert.Equal(1, _emulator.Emulator.Faults!.InjectedCount);
        }

        Assert.Equal(
            ["429", "429", "429 without headers", "HTML with status code 502", "HTML with status code 502 after the effect",
             "connection closed", "connection closed after the effect", "connection refused",
             "connection reset", "connection reset after the effect", "delayed by 00:00:03", "empty body",
             "missing pagination (EmptyArray)",
             "missing pagination (EmptyObject)",
             "missing pagination (Missing)",
             "missing pagination (OnlyCurrentLink)",
             "no response", "no response after the effect",
             "status code 500", "status code 500 after the effect", "status code 503", "status code 504 after the effect",
             "truncated JSON", "truncated body"],
            Fault.AllDetectable.Select(fault => fault.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Faults_InvalidArguments_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Fault.StatusCode(200));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FaultPlan().Add(Fault.NoResponse(), nth: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FaultPlan().AddRandom(1.5, [Fault.NoResponse()]));
        Assert.Throws<ArgumentException>(() => new FaultPlan().AddRandom(0.5, []));
        Assert.Equal(
            "The fault 'connection refused' prevents the effect of a request. Use it without AfterEffect.",
            Assert.Throws<InvalidOperationException>(() => Fault.ConnectionRefused().AfterEffect()).Message);
    }

    private void Inject(params Fault[] faults)
    {
        _emulator.Emulator.Faults = new FaultPlan();
        foreach (var fault in faults)
        {
            _emulator.Emulator.Faults.Add(fault);
        }
    }
}

using System.Net;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Resilience;

public sealed class CircuitBreakerTests : IDisposable
{
    private static readonly RequestOptions Once = new() { MaxRetryAttempts = 0 };

    private readonly ManualTimeProvider _time = new();
    private readonly RecordingLogger _log = new();
    private bool _isDown = true;
    private int _requests;

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Circuit_StoreDoesNotRespond_OpensThenClosesWhenItDoes()
    {
        using var client = Client("down");
        for (var i = 0; i < 10; i++)
        {
            await Assert.ThrowsAsync<BigCommerceApiException>(() => client.Items.ListAsync(options: Once));
        }

        var exception = await Assert.ThrowsAsync<BigCommerceCircuitOpenException>(() => client.Items.ListAsync());

        Assert.Equal(10, _requests);
        Assert.True(client.IsCircuitOpen);
        Assert.Equal(ManualTimeProvider.DefaultStart.AddSeconds(15), exception.RetryAt);
        Assert.Equal(
            "GET /stores/down/v3/inventory/items was not sent: almost every recent request to store down failed, and the circuit breaker is open. The limits are the client's Resilience:CircuitBreaker options.",
            exception.Message);

        _time.Advance(TimeSpan.FromSeconds(15));
        _isDown = false;
        Assert.Empty((await client.Items.ListAsync(options: Once)).Data);
        Assert.False(client.IsCircuitOpen);
        Assert.Equal(
            ["CircuitOpened", "CircuitProbing", "CircuitClosed"],
            _log.Own.Select(entry => entry.Id.Name).Where(name => name!.StartsWith("Circuit", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Circuit_OpenForAPost_ThrowsCircuitOpen()
    {
        using var client = Client("down");
        for (var i = 0; i < 10; i++)
        {
            await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(() => ChangeAsync(client));
        }

        await Assert.ThrowsAsync<BigCommerceCircuitOpenException>(() => ChangeAsync(client));
    }

    [Fact]
    public async Task Circuit_OpenForBackgroundCalls_Waits()
    {
        _time.AdvanceWhenIdle = true;
        using var client = Client("down");
        for (var i = 0; i < 10; i++)
        {
            await Assert.ThrowsAsync<BigCommerceApiException>(() => client.Items.ListAsync(options: Once));
        }

        _isDown = false;
        Assert.Empty((await client.Items.ListAsync(options: new RequestOptions { Priority = RequestPriority.Background })).Data);
        Assert.Equal(TimeSpan.FromSeconds(15), _time.Elapsed);
    }

    [Fact]
    public async Task Circuit_OpenForOneStore_DoesNotAffectOthers()
    {
        var network = new Network(this);
        using var down = Client("down", network);
        using var other = Client("other", network);
        for (var i = 0; i < 10; i++)
        {
            await Assert.ThrowsAsync<BigCommerceApiException>(() => down.Items.ListAsync(options: Once));
        }

        _isDown = false;
        await Assert.ThrowsAsync<BigCommerceCircuitOpenException>(() => down.Items.ListAsync());
        Assert.Empty((await other.Items.ListAsync()).Data);
    }

    [Theory]
    [InlineData(422)]
    [InlineData(429)]
    [InlineData(501)]
    [InlineData(507)]
    public async Task Circuit_ErrorsOfOneRequest_DoNotCount(int status)
    {
        _time.AdvanceWhenIdle = true;
        var stub = new StubHandler();
        for (var i = 0; i < 12; i++)
        {
            stub.Respond((HttpStatusCode)status, "{}", headers: ("Retry-After", "0"));
        }

        using var client = stub.Client(_time, Options(enabled: true));
        for (var i = 0; i < 12; i++)
        {
            Assert.Equal(
                (HttpStatusCode)status,
                (await Assert.ThrowsAnyAsync<BigCommerceApiException>(() => client.Items.ListAsync(options: Once))).StatusCode);
        }
    }

    [Fact]
    public async Task Circuit_Disabled_NeverOpens()
    {
        using var client = Client("down", enabled: false);
        for (var i = 0; i < 100; i++)
        {
            await Assert.ThrowsAsync<BigCommerceApiException>(() => client.Items.ListAsync(options: Once));
        }

        Assert.Equal(100, _requests);
    }

    private static BigCommerceInventoryOptions Options(bool enabled) =>
        new() { Resilience = { CircuitBreaker = { Enabled = enabled, MinimumThroughput = 10 } } };

    private static Task<TransactionResult> ChangeAsync(BigCommerceInventoryClient client) =>
        client.Adjustments.AdjustRelativeAsync(new RelativeAdjustmentRequest([new RelativeAdjustment(1, ItemKey.Sku("RE-130"), -1)]));

    private BigCommerceInventoryClient Client(string store, Network? network = null, bool enabled = true) =>
        new(
            store,
            StubHandler.TestToken,
            Options(enabled),
            new() { HttpHandler = network ?? new Network(this), TimeProvider = _time, LoggerFactory = _log });

    private sealed class Network(CircuitBreakerTests test) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            test._requests++;
            await (request.Content?.CopyToAsync(Stream.Null, cancellationToken) ?? Task.CompletedTask);
            return test._isDown
                ? StubHandler.Response(HttpStatusCode.BadGateway, "<html>", "text/html")
                : StubHandler.Response(HttpStatusCode.OK, """{"data":[]}""", "application/json");
        }
    }

    [Fact]
    public async Task Circuit_TimeoutsOfShortCalls_OpenIt()
    {
        var time = new ManualTimeProvider();
        using var stub = new StubHandler();
        using var client = stub.Client(time, Breaker(), storeHash: "abc");
        for (var call = 0; call < 4; call++)
        {
            stub.Respond(async (_, token) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, time, token);
                return null!;
            });
            var hanging = client.Items.ListAsync(options: new RequestOptions { Timeout = TimeSpan.FromSeconds(2) });
            time.Advance(TimeSpan.FromSeconds(2.1));
            await Assert.ThrowsAsync<BigCommerceTimeoutException>(() => hanging);
        }

        await Assert.ThrowsAsync<BigCommerceCircuitOpenException>(() => client.Items.ListAsync());
    }

    [Fact]
    public async Task Circuit_TimeoutsBeforeSending_DoNotCount()
    {
        var time = new ManualTimeProvider();
        using var stub = new StubHandler().Respond("""{"data":[]}""");
        var token = new TaskCompletionSource<string>();
        using var client = new BigCommerceInventoryClient(
            StoreCredentials.FromProvider("abc", _ => new ValueTask<string>(token.Task)),
            Breaker(),
            settings: new() { HttpHandler = stub, TimeProvider = time });
        for (var call = 0; call < 4; call++)
        {
            var hanging = client.Items.ListAsync(options: new RequestOptions { Timeout = TimeSpan.FromSeconds(2) });
            time.Advance(TimeSpan.FromSeconds(2.1));
            await Assert.ThrowsAsync<BigCommerceTimeoutException>(() => hanging);
        }

        Assert.False(client.IsCircuitOpen);
        token.SetResult(StubHandler.TestToken);
        Assert.Empty((await client.Items.ListAsync()).Data);
    }

    public static TheoryData<Exception, bool> Failures => new()
    {
        { new HttpRequestException(HttpRequestError.ConnectionError, "refused"), true },
        { new NotSupportedException("A handler's own."), false },
    };

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public async Task Circuit_Exceptions_CountIfTheConnectionFailed(Exception failure, bool opens)
    {
        using var stub = new StubHandler();
        using var client = stub.Client(new ManualTimeProvider(), Breaker(), storeHash: "abc");
        for (var call = 0; call < 4; call++)
        {
            stub.Fail(failure);
            await Assert.ThrowsAnyAsync<Exception>(() => client.Items.ListAsync());
        }

        Assert.Equal(opens, client.IsCircuitOpen);
    }

    [Fact]
    public async Task Circuit_ProbeNotSent_DoesNotCloseIt()
    {
        var time = new ManualTimeProvider();
        using var stub = new StubHandler();
        using var client = stub.Client(time, Breaker(), storeHash: "abc");
        for (var left = 3; left >= 0; left--)
        {
            stub.Respond(
                HttpStatusCode.ServiceUnavailable,
                "{}",
                "application/json",
                ("X-Rate-Limit-Requests-Quota", "4"),
                ("X-Rate-Limit-Requests-Left", $"{left}"),
                ("X-Rate-Limit-Time-Window-Ms", "30000"),
                ("X-Rate-Limit-Time-Reset-Ms", "20000"));
            await Assert.ThrowsAsync<BigCommerceUnavailableException>(() => client.Items.ListAsync());
        }

        time.Advance(TimeSpan.FromSeconds(6));
        await Assert.ThrowsAsync<BigCommerceRateLimitException>(
            () => client.Items.ListAsync(options: new RequestOptions { MaxRateLimitWait = TimeSpan.Zero }));

        await Assert.ThrowsAsync<BigCommerceCircuitOpenException>(() => client.Items.ListAsync());
        Assert.Equal(4, stub.Sent.Count);
    }

    private static BigCommerceInventoryOptions Breaker() => new()
    {
        Resilience =
        {
            MaxRetryAttempts = 0,
            CircuitBreaker = { MinimumThroughput = 4, FailureRatio = 0.5, BreakDuration = TimeSpan.FromSeconds(5) },
        },
    };
}

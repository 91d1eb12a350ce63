using System.Net;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Http;

public sealed class TokenTests : IDisposable
{
    private readonly ManualTimeProvider _time = new() { AdvanceWhenIdle = true };
    private readonly StubHandler _stub = new();
    private readonly RecordingLogger _log = new();

    public void Dispose()
    {
        _stub.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Token_RejectedWith401_IsRefreshedOnceForEveryVerb()
    {
        _stub.Respond(HttpStatusCode.Unauthorized).Respond("""{"transaction_id":"t"}""");
        var asked = new List<string?>();
        using var client = Client(request =>
        {
            asked.Add(request.RejectedToken);
            return ValueTask.FromResult(request.RejectedToken is null ? "old-token" : "new-token");
        });

        // This includes POST and calls without retries, because a 401 has no effect.
        await client.Adjustments.AdjustRelativeAsync(
            new RelativeAdjustmentRequest([new RelativeAdjustment(1, ItemKey.Sku("RE-130"), -1)]),
            new RequestOptions { MaxRetryAttempts = 0 });

        Assert.Equal(["old-token", "new-token"], _stub.Sent.Select(sent => sent.Headers["X-Auth-Token"]));
        Assert.Equal([null, null, "old-token"], asked);
        Assert.Equal(
            "Store abc rejected the access token; the token provider returned another one",
            Assert.Single(_log.Own, entry => entry.Id.Name == "TokenReplaced").Text.Split(" StoreHash=")[0]);
    }

    [Fact]
    public async Task Token_ReplacedMeanwhile_IsUsedWithoutRefresh()
    {
        var tokens = new Queue<string>(["old-token", "new-token"]);
        _stub.Respond(HttpStatusCode.Unauthorized).Respond("""{"data":[]}""");
        using var client = Client(
            request => ValueTask.FromResult(
                request.RejectedToken is null ? tokens.Dequeue() : throw new InvalidOperationException("asked to refresh")));

        await client.Items.ListAsync();

        Assert.Equal("new-token", _stub.Sent[1].Headers["X-Auth-Token"]);
    }

    [Fact]
    public async Task Token_RefreshReturnsTheSameOrIsRejectedAgain_Throws()
    {
        _stub.Respond(HttpStatusCode.Unauthorized).Respond(HttpStatusCode.Unauthorized).Respond(HttpStatusCode.Unauthorized);
        using var stubborn = Client(_ => ValueTask.FromResult("old-token"));
        await Assert.ThrowsAsync<BigCommerceAuthenticationException>(() => stubborn.Items.ListAsync());
        Assert.Single(_stub.Sent);

        var number = 0;
        using var restless = Client(_ => ValueTask.FromResult($"token-{number++}"));
        await Assert.ThrowsAsync<BigCommerceAuthenticationException>(() => restless.Items.ListAsync());
        Assert.Equal(3, _stub.Sent.Count);
    }

    [Fact]
    public async Task Token_Fixed_IsNotRetried()
    {
        _stub.Respond(HttpStatusCode.Unauthorized);
        using var client = _stub.Client(_time);

        await Assert.ThrowsAsync<BigCommerceAuthenticationException>(() => client.Items.ListAsync());
    }

    [Fact]
    public async Task Token_ManyRejectedCalls_RefreshOnce()
    {
        var refreshes = 0;
        var token = "old-token";
        var network = new ByToken("new-token");
        using var client = Client(
            async request =>
            {
                if (request.RejectedToken is not null)
                {
                    refreshes++;
                    await Task.Yield();
                    token = "new-token";
                }

                return token;
            },
            network);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => client.Items.ListAsync())));

        Assert.Equal(1, refreshes);
    }

    [Fact]
    public async Task TokenProvider_Throws_SendsNothing()
    {
        using var broken = Client(_ => throw new InvalidOperationException("the vault is shut"));
        var exception = await Assert.ThrowsAsync<BigCommerceException>(() => broken.Items.ListAsync());
        Assert.Equal("The token provider of store abc failed or returned no usable token: see the inner exception.", exception.Message);
        Assert.Equal("the vault is shut", Assert.IsType<InvalidOperationException>(exception.InnerException).Message);

        using var wrong = Client(_ => ValueTask.FromResult("secret\r\nX-Injected: 1"));
        exception = await Assert.ThrowsAsync<BigCommerceException>(() => wrong.Items.ListAsync());
        Assert.DoesNotContain("secret", exception.ToString(), StringComparison.Ordinal);
        Assert.Empty(_stub.Sent);
    }

    [Fact]
    public async Task TokenProvider_Call_GetsItsCancellationToken()
    {
        using var cancellation = new CancellationTokenSource();
        using var client = Client(async request =>
        {
            await cancellation.CancelAsync();
            request.CancellationToken.ThrowIfCancellationRequested();
            return "never";
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.Items.ListAsync(cancellationToken: cancellation.Token));
    }

    [Fact]
    public async Task TokenProvider_IgnoresTheCancellationToken_DoesNotDelayTheEndOfTheCall()
    {
        var never = new TaskCompletionSource<string>();
        using var client = Client(_ => new ValueTask<string>(never.Task));
        using var cancellation = new CancellationTokenSource();

        var cancelled = client.Items.ListAsync(cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));

        var timedOut = client.Items.ListAsync(options: new RequestOptions { Timeout = TimeSpan.FromSeconds(20) });
        _time.Advance(TimeSpan.FromSeconds(20));
        await Assert.ThrowsAsync<BigCommerceTimeoutException>(() => timedOut.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Empty(_stub.Sent);
    }

    private BigCommerceInventoryClient Client(Func<AccessTokenRequest, ValueTask<string>> provider, HttpMessageHandler? network = null) =>
        new(
            StoreCredentials.FromProvider("abc", provider),
            settings: new() { HttpHandler = network ?? _stub, TimeProvider = _time, LoggerFactory = _log });

    private sealed class ByToken(string good) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(StubHandler.Response(
                request.Headers.GetValues("X-Auth-Token").Single() == good ? HttpStatusCode.OK : HttpStatusCode.Unauthorized,
                """{"data":[]}""",
                "application/json"));
    }
}

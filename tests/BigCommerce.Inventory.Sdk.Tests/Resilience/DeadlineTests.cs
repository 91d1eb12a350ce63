using System.Net;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;
using Polly;
using Polly.Timeout;

namespace BigCommerce.Inventory.Tests.Resilience;

/// <summary>Timeouts and cancellation at every point where a call can wait.</summary>
public sealed class DeadlineTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly StubHandler _stub = new();

    public void Dispose() => _stub.Dispose();

    [Fact]
    public async Task AttemptTimeout_IdempotentCall_Retries()
    {
        _time.AdvanceWhenIdle = true;
        _stub.Respond(NeverAsync).Respond("""{"data":[]}""");
        using var client = _stub.Client(_time, storeHash: "abc");
        var call = client.Items.ListAsync(
            options: new RequestOptions { AttemptTimeout = TimeSpan.FromSeconds(4), RetryDelay = TimeSpan.Zero });

        await AdvanceAsync(4);

        Assert.Empty((await call).Data);
        Assert.Equal(TimeSpan.FromSeconds(4), _time.Elapsed);
    }

    [Fact]
    public async Task AttemptTimeout_Post_ThrowsEffectUnknown()
    {
        _stub.Respond(NeverAsync);
        using var client = _stub.Client(_time, storeHash: "abc");
        var call = ChangeAsync(client, new RequestOptions { AttemptTimeout = TimeSpan.FromSeconds(4) });

        await AdvanceAsync(4);

        await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(() => call);
        Assert.Single(_stub.Sent);
    }

    [Fact]
    public async Task Timeout_PostInFlight_ThrowsEffectUnknown()
    {
        _stub.Respond(NeverAsync);
        using var client = _stub.Client(_time, storeHash: "abc");
        var call = ChangeAsync(client, new RequestOptions { Timeout = TimeSpan.FromSeconds(4) });

        await AdvanceAsync(4);

        await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(() => call);
    }

    [Fact]
    public async Task Timeout_Get_ThrowsWithAttemptsAndDuration()
    {
        _stub.Respond(NeverAsync);
        using var client = _stub.Client(_time, storeHash: "abc");
        var call = client.Locations.ListAsync(options: new RequestOptions { Timeout = TimeSpan.FromSeconds(4) });

        await AdvanceAsync(4);

        var exception = await Assert.ThrowsAsync<BigCommerceTimeoutException>(() => call);
        Assert.StartsWith(
            "GET /stores/abc/v3/inventory/locations received no response in time (1 attempt, 4 s).",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timeout_DuringTheSecondAttempt_EndsTheCall()
    {
        _stub.Respond(NeverAsync).Respond(NeverAsync);
        using var client = _stub.Client(_time, storeHash: "abc");
        var call = client.Locations.ListAsync(options: new RequestOptions
        {
            Timeout = TimeSpan.FromSeconds(10),
            AttemptTimeout = TimeSpan.FromSeconds(6),
            RetryDelay = TimeSpan.Zero,
        });

        await AdvanceAsync(6);
        await Eventually.HoldsAsync(() => _stub.Sent.Count > 1);
        await AdvanceAsync(4);

        var exception = await Assert.ThrowsAsync<BigCommerceTimeoutException>(() => call);
        Assert.Contains("(2 attempts, 10 s)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timeout_CallThatWaitedForQuota_IncludesTheWait()
    {
        _stub.Respond(HttpStatusCode.TooManyRequests, "", headers: ("Retry-After", "40")).Respond(NeverAsync);
        using var client = _stub.Client(_time, storeHash: "abc");
        var call = client.Locations.ListAsync(options: new RequestOptions
        {
            Timeout = TimeSpan.FromSeconds(60),
            AttemptTimeout = TimeSpan.FromSeconds(30),
        });

        await AdvanceAsync(40);
        await Eventually.HoldsAsync(() => _stub.Sent.Count > 1);
        await AdvanceAsync(20);

        var exception = await Assert.ThrowsAsync<BigCommerceTimeoutException>(
            () => call.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Contains("(2 attempts, 60 s)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timeout_PassedBeforeTheAttempt_EndsItAfterTenMilliseconds()
    {
        _stub.Respond(NeverAsync);
        using var client = new BigCommerceInventoryClient("abc", StubHandler.TestToken, settings: new()
        {
            HttpHandler = _stub,
            TimeProvider = _time,
            ConfigurePipeline = (pipeline, context) => pipeline
                .AddTimeout(new TimeoutStrategyOptions
                {
                    TimeoutGenerator = _ =>
                    {
                        _time.Advance(TimeSpan.FromSeconds(4));
                        return new(TimeSpan.FromHours(1));
                    },
                })
                .AddStoreDefaults(context),
        });
        var call = client.Locations.ListAsync(options: new RequestOptions { Timeout = TimeSpan.FromSeconds(4) });
        await Eventually.HoldsAsync(() => _stub.Sent.Count > 0);

        _time.Advance(TimeSpan.FromMilliseconds(10));

        await Assert.ThrowsAsync<BigCommerceTimeoutException>(
            () => call.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(120)]
    public async Task Timeout_WhileQueuedForQuota_SaysThatNothingWasSent(int timeoutSeconds)
    {
        // Until a response tells the quota, four requests may be in flight.
        using var client = _stub.Client(_time, storeHash: "abc");
        for (var i = 0; i < 4; i++)
        {
            _stub.Respond(NeverAsync);
        }

        using var end = new CancellationTokenSource();
        var others = Enumerable.Range(0, 4)
            .Select(_ => client.Locations.ListAsync(options: new RequestOptions { AttemptTimeout = Timeout.InfiniteTimeSpan }, cancellationToken: end.Token))
            .ToArray();
        await Eventually.HoldsAsync(() => _stub.Sent.Count == 4);
        var call = ChangeAsync(client, new RequestOptions { Timeout = TimeSpan.FromSeconds(timeoutSeconds) });

        await AdvanceAsync(timeoutSeconds);

        var exception = await Assert.ThrowsAsync<BigCommerceRateLimitException>(() => call);
        Assert.Equal(RequestEffect.None, exception.Effect);
        Assert.Null(exception.RetryAt);
        Assert.Equal(4, _stub.Sent.Count);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(others));
    }

    [Fact]
    public async Task AttemptTimeout_EndlessBody_Retries()
    {
        _time.AdvanceWhenIdle = true;
        _stub.Respond((_, _) => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new EndlessStream()) }))
            .Respond("""{"data":[]}""");
        using var client = _stub.Client(_time, storeHash: "abc");
        var call = client.Items.ListAsync(
            options: new RequestOptions { AttemptTimeout = TimeSpan.FromSeconds(9), RetryDelay = TimeSpan.Zero });

        await AdvanceAsync(9);

        Assert.Empty((await call).Data);
        Assert.Equal(2, _stub.Sent.Count);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(60)]
    public async Task RetryAfter_NotBeforeTheDeadline_ThrowsAtOnce(int timeout)
    {
        _stub.Respond(HttpStatusCode.ServiceUnavailable, "", headers: ("Retry-After", "60"));
        using var client = _stub.Client(_time, storeHash: "abc");

        var exception = await Assert.ThrowsAsync<BigCommerceUnavailableException>(
            () => client.Items.ListAsync(options: new RequestOptions { Timeout = TimeSpan.FromSeconds(timeout) }));

        Assert.Equal(ManualTimeProvider.DefaultStart.AddMinutes(1), exception.Error.RetryAt);
        Assert.Equal(TimeSpan.Zero, _time.Elapsed);
    }

    [Fact]
    public async Task QuotaWait_BeyondTheDeadline_ThrowsAtOnce()
    {
        _stub.Respond(HttpStatusCode.TooManyRequests, "", headers: ("Retry-After", "60"));
        using var client = _stub.Client(_time, storeHash: "abc");

        var exception = await Assert.ThrowsAsync<BigCommerceRateLimitException>(
            () => ChangeAsync(client, new RequestOptions { Timeout = TimeSpan.FromSeconds(30) }));

        Assert.Equal(ManualTimeProvider.DefaultStart.AddMinutes(1), exception.RetryAt);
        Assert.Equal(TimeSpan.Zero, _time.Elapsed);
    }

    [Theory]
    [InlineData("attempt")]
    [InlineData("body")]
    [InlineData("retry")]
    [InlineData("quota")]
    public async Task Cancellation_DuringAnyWait_EndsTheCall(string wait)
    {
        _ = wait switch
        {
            "attempt" => _stub.Respond(NeverAsync),
            "body" => _stub.Respond((_, _) => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new EndlessStream()) })),
            "retry" => _stub.Respond(HttpStatusCode.BadGateway),
            _ => _stub.Respond(HttpStatusCode.TooManyRequests, "", headers: ("Retry-After", "60")),
        };
        using var client = _stub.Client(_time, storeHash: "abc");
        using var cancellation = new CancellationTokenSource();
        var call = client.Items.ListAsync(cancellationToken: cancellation.Token);
        await Eventually.HoldsAsync(() => _stub.Sent.Count > 0);

        await cancellation.CancelAsync();

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(cancellation.Token, exception.CancellationToken);
        Assert.Single(_stub.Sent);
    }

    [Fact]
    public async Task HandlersTimeout_TaskCanceled_IsAFailureNotACancellation()
    {
        _time.AdvanceWhenIdle = true;
        _stub.Fail(new TaskCanceledException("a proxy's timeout"))
            .Respond("""{"data":[]}""")
            .Fail(new TaskCanceledException("a proxy's timeout"));
        using var client = _stub.Client(_time, storeHash: "abc");

        Assert.Empty((await client.Items.ListAsync()).Data);
        await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(() => ChangeAsync(client));
    }

    private static async Task<HttpResponseMessage> NeverAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var never = new TaskCompletionSource<HttpResponseMessage>();
        await using var cancelled = cancellationToken.Register(() => never.TrySetCanceled(cancellationToken));
        return await never.Task;
    }

    private static Task<TransactionResult> ChangeAsync(BigCommerceInventoryClient client, RequestOptions? options = null) =>
        client.Adjustments.AdjustRelativeAsync(
            new RelativeAdjustmentRequest([new RelativeAdjustment(1, ItemKey.Sku("RE-130"), -1)]),
            options);

    /// <summary>Waits until the request is sent, and then advances time.</summary>
    private async Task AdvanceAsync(int seconds)
    {
        await Eventually.HoldsAsync(() => _stub.Sent.Count > 0);

        _time.Advance(TimeSpan.FromSeconds(seconds));
    }

    /// <summary>Returns a byte, and then blocks until it is cancelled.</summary>
    private sealed class EndlessStream : MemoryStream
    {
        private bool _hasGiven;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!_hasGiven)
            {
                _hasGiven = true;
                buffer.Span[0] = (byte)'{';
                return 1;
            }

            var never = new TaskCompletionSource<int>();
            await using var cancelled = cancellationToken.Register(() => never.TrySetCanceled(cancellationToken));
            return await never.Task;
        }
    }
}

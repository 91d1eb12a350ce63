using System.Net;
using BigCommerce.Inventory.Http;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Resilience;

/// <summary>What the client retries, when, and which exception it throws otherwise. On virtual time.</summary>
public sealed class RetryTests : IDisposable
{
    private readonly ManualTimeProvider _time = new() { AdvanceWhenIdle = true };
    private readonly StubHandler _stub = new();

    public void Dispose() => _stub.Dispose();

    [Theory]
    [InlineData(408)]
    [InlineData(499)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(520)]
    public async Task Post_ErrorAfterItMayBeHandled_IsNotRetried(int status)
    {
        _stub.Respond((HttpStatusCode)status, """{"title":"It broke."}""");
        using var client = _stub.Client(_time, storeHash: "abc");
        var correlationId = Guid.Parse("8f6d35b0-5d0c-4f3c-9a0a-0d7b7c2f9f11");

        var exception = await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(
            () => ChangeAsync(client, new RequestOptions { CorrelationId = correlationId }));

        Assert.Single(_stub.Sent);
        Assert.Equal("POST", exception.Method);
        Assert.Equal("/stores/abc/v3/inventory/adjustments/relative", exception.Path);
        Assert.Equal(ManualTimeProvider.DefaultStart, exception.SentAt);
        Assert.Equal(correlationId, exception.CorrelationId);
        Assert.Equal((HttpStatusCode)status, Assert.IsAssignableFrom<BigCommerceApiException>(exception.InnerException).StatusCode);
        Assert.Equal(
            $"POST /stores/abc/v3/inventory/adjustments/relative was sent at 2026-01-01T00:00:00.000Z, and BigCommerce returned {status}. It may or may not have been applied. The client does not send it again, because it could be applied twice. Read the current state, and send the request again only if it was not applied. Correlation id 8f6d35b0-5d0c-4f3c-9a0a-0d7b7c2f9f11.",
            exception.Message);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(422)]
    [InlineData(501)]
    [InlineData(507)]
    public async Task ClientError_EveryVerb_IsNotRetried(int status)
    {
        _stub.Respond((HttpStatusCode)status, "{}").Respond((HttpStatusCode)status, "{}").Respond((HttpStatusCode)status, "{}");
        using var client = _stub.Client(_time, storeHash: "abc");

        Assert.Equal((HttpStatusCode)status, (await Assert.ThrowsAnyAsync<BigCommerceApiException>(() => ChangeAsync(client))).StatusCode);
        Assert.Equal((HttpStatusCode)status, (await Assert.ThrowsAnyAsync<BigCommerceApiException>(() => SetAsync(client))).StatusCode);
        Assert.Equal(
            (HttpStatusCode)status,
            (await Assert.ThrowsAnyAsync<BigCommerceApiException>(() => client.Items.ListAsync())).StatusCode);
        Assert.Equal(3, _stub.Sent.Count);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    public async Task Redirect_EveryVerb_IsFinalAndLeavesWritesUnknown(int status)
    {
        _stub.Respond((HttpStatusCode)status, "{}").Respond((HttpStatusCode)status, "{}").Respond((HttpStatusCode)status, "{}");
        using var client = _stub.Client(_time, storeHash: "abc");

        var unsafeWrite = await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(() => ChangeAsync(client));
        Assert.Equal(RequestEffect.Unknown, unsafeWrite.Effect);
        Assert.Contains($", and BigCommerce returned {status}. ", unsafeWrite.Message, StringComparison.Ordinal);
        var write = await Assert.ThrowsAsync<BigCommerceApiException>(() => SetAsync(client));
        var read = await Assert.ThrowsAsync<BigCommerceApiException>(() => client.Items.ListAsync());

        Assert.Equal(((HttpStatusCode)status, RequestEffect.Unknown), (write.StatusCode, write.Effect));
        Assert.Equal(((HttpStatusCode)status, RequestEffect.None), (read.StatusCode, read.Effect));
        Assert.Equal(3, _stub.Sent.Count);
    }

    [Fact]
    public async Task Post_429OrNeverSent_IsRetried()
    {
        _stub.Respond(HttpStatusCode.TooManyRequests, "", headers: ("X-Retry-After", "3"))
            .Fail(new HttpRequestException(HttpRequestError.ConnectionError, "refused"))
            .Respond("""{"transaction_id":"t"}""");
        using var client = _stub.Client(_time, storeHash: "abc");

        var result = await ChangeAsync(client, new RequestOptions { MaxRetryAttempts = 1 });

        Assert.Equal("t", result.TransactionId);
        Assert.Equal(3, _stub.Sent.Count);
        Assert.Equal([_stub.Sent[0].Body, null, _stub.Sent[0].Body], _stub.Sent.Select(sent => sent.Body));
    }

    [Theory]
    [InlineData(HttpRequestError.Unknown)]
    [InlineData(HttpRequestError.ResponseEnded)]
    [InlineData(HttpRequestError.InvalidResponse)]
    public async Task Post_ConnectionBroke_IsNotRetried(HttpRequestError error)
    {
        _stub.Fail(new HttpRequestException(error, "reset"));
        using var client = _stub.Client(_time, storeHash: "abc");

        var exception = await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(() => ChangeAsync(client));

        Assert.Contains(", and no response proves its effect. It may or may not", exception.Message, StringComparison.Ordinal);
        Assert.IsType<HttpRequestException>(exception.InnerException);
        Assert.Single(_stub.Sent);
    }

    [Fact]
    public async Task Post_BodyNeverRequested_IsRetried()
    {
        var network = new NeverAsksForTheBody(failures: 2);
        using var client = new BigCommerceInventoryClient(
            "abc",
            StubHandler.TestToken,
            settings: new() { HttpHandler = network, TimeProvider = _time });

        Assert.Equal("t", (await ChangeAsync(client)).TransactionId);
        Assert.Equal(3, network.Requests);
    }

    [Fact]
    public async Task Put_Unavailable_IsRetriedToTheLimit()
    {
        for (var i = 0; i < 5; i++)
        {
            _stub.Respond(HttpStatusCode.ServiceUnavailable, "down");
        }

        using var client = _stub.Client(_time, storeHash: "abc");

        var exception = await Assert.ThrowsAsync<BigCommerceUnavailableException>(() => SetAsync(client));

        Assert.Equal(5, _stub.Sent.Count);
        Assert.Equal(5, exception.Error.AttemptCount);
        Assert.Contains("The platform may be in maintenance, or the store may be suspended.", exception.Message, StringComparison.Ordinal);

        // 2 + 4 + 8 + 16 seconds, each halved at most.
        Assert.InRange(_time.Elapsed, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task RetryDelay_Reads_IsShorterThanForWrites()
    {
        _stub.Respond(HttpStatusCode.InternalServerError).Respond("""{"data":[]}""");
        using var client = _stub.Client(_time, storeHash: "abc");

        await client.Items.ListAsync();

        Assert.InRange(_time.Elapsed, TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(0.5));
    }

    [Theory]
    [InlineData(0, 0.25)]
    [InlineData(1, 0.5)]
    public async Task RetryDelay_RandomNumber_IsHalfToWhole(double random, double seconds)
    {
        _stub.Respond(HttpStatusCode.InternalServerError).Respond("""{"data":[]}""");
        using var client = new BigCommerceInventoryClient(
            new StoreCredentials("abc", StubHandler.TestToken),
            new BigCommerceInventoryOptions(),
            new Transport(_stub, _time, random: () => random));

        await client.Items.ListAsync();

        Assert.Equal(TimeSpan.FromSeconds(seconds), _time.Elapsed);
    }

    [Fact]
    public async Task MaxRetryDelay_OfACall_CapsTheDelay()
    {
        _stub.Respond(HttpStatusCode.InternalServerError).Respond("""{"data":[]}""");
        using var client = _stub.Client(_time, storeHash: "abc");

        await client.Items.ListAsync(
            options: new RequestOptions { RetryDelay = TimeSpan.FromSeconds(10), MaxRetryDelay = TimeSpan.FromSeconds(1) });

        Assert.InRange(_time.Elapsed, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task QuotaWaits_SeveralInACall_DoNotCountAsRetries()
    {
        _stub.Respond(
            HttpStatusCode.TooManyRequests,
            "",
            headers: [("X-Rate-Limit-Time-Reset-Ms", "1500"), ("X-Rate-Limit-Requests-Left", "0"), ("X-Rate-Limit-Requests-Quota", "150")])
            .Respond(HttpStatusCode.BadGateway, "<html>")
            .Respond(HttpStatusCode.TooManyRequests, "", headers: ("Retry-After", "2"))
            .Respond(HttpStatusCode.TooManyRequests)
            .Respond("""{"data":[]}""");
        using var client = _stub.Client(_time, storeHash: "abc");

        await client.Items.ListAsync(options: new RequestOptions { MaxRetryAttempts = 1 });

        Assert.Equal(5, _stub.Sent.Count);
    }

    [Theory]
    [InlineData("X-Rate-Limit-Time-Reset-Ms", "1500", 1.5)]
    [InlineData("X-Retry-After", "2", 2)]
    [InlineData("Retry-After", "3", 3)]
    [InlineData("Retry-After", "Thu, 01 Jan 2026 00:00:04 GMT", 4)]
    public async Task Wait_After429_IsWhatTheHeadersSay(string header, string value, double seconds)
    {
        _stub.Respond(HttpStatusCode.TooManyRequests, "", headers: (header, value)).Respond("""{"data":[]}""");
        using var client = _stub.Client(_time, storeHash: "abc");

        await client.Items.ListAsync();

        Assert.Equal(TimeSpan.FromSeconds(seconds), _time.Elapsed);
    }

    [Fact]
    public async Task Wait_After429WithBothHeaders_IsTheRetryAfter()
    {
        _stub.Respond(HttpStatusCode.TooManyRequests, "", headers: [("Retry-After", "5"), ("X-Rate-Limit-Time-Reset-Ms", "3600000")])
            .Respond("""{"data":[]}""");
        using var client = _stub.Client(_time, storeHash: "abc");

        await client.Items.ListAsync();

        Assert.Equal(TimeSpan.FromSeconds(5), _time.Elapsed);
    }

    [Theory]
    [InlineData(429, "5", 5d)]
    [InlineData(429, null, 9d)]
    [InlineData(503, "5", 5d)]
    [InlineData(503, null, null)]
    public async Task RetryAt_ErrorResponse_IsTheRetryAfterAndForA429ElseTheReset(int status, string? retryAfter, double? seconds)
    {
        (string, string)[] reset = [("X-Rate-Limit-Time-Reset-Ms", "9000")];
        _stub.Respond((HttpStatusCode)status, "", headers: retryAfter is null ? reset : [.. reset, ("Retry-After", retryAfter)]);
        using var client = _stub.Client(_time, storeHash: "abc");

        var exception = await Assert.ThrowsAnyAsync<BigCommerceApiException>(
            () => client.Items.ListAsync(options: new RequestOptions { MaxRetryAttempts = 0 }));

        Assert.Equal(seconds is { } wait ? ManualTimeProvider.DefaultStart.AddSeconds(wait) : null, exception.Error.RetryAt);
    }

    [Fact]
    public async Task Wait_After503_IsWhatTheHeadersSay()
    {
        _stub.Respond(HttpStatusCode.ServiceUnavailable, "", headers: ("Retry-After", "7")).Respond("""{"data":[]}""");
        using var client = _stub.Client(_time, storeHash: "abc");

        await client.Items.ListAsync();

        Assert.Equal(TimeSpan.FromSeconds(7), _time.Elapsed);
    }

    [Theory]
    [InlineData(429, "X-Rate-Limit-Time-Reset-Ms", "3600000")]
    [InlineData(429, "Retry-After", "3600")]
    [InlineData(503, "Retry-After", "3600")]
    public async Task RetryAfter_BeyondTheCap_ThrowsWithRetryAt(int status, string header, string value)
    {
        _stub.Respond((HttpStatusCode)status, "", headers: (header, value));
        using var client = _stub.Client(_time, storeHash: "abc");

        var exception = await Assert.ThrowsAnyAsync<BigCommerceApiException>(
            () => client.Items.ListAsync(options: new RequestOptions { Timeout = Timeout.InfiniteTimeSpan }));

        Assert.Equal((HttpStatusCode)status, exception.StatusCode);
        Assert.Equal(ManualTimeProvider.DefaultStart.AddHours(1), exception.Error.RetryAt);
        Assert.Equal(TimeSpan.Zero, _time.Elapsed);
        Assert.Single(_stub.Sent);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task RetryAfter_EqualToTheCap_IsWaitedFor(int status)
    {
        _stub.Respond((HttpStatusCode)status, "", headers: ("Retry-After", "7")).Respond("""{"data":[]}""");
        using var client = _stub.Client(_time, storeHash: "abc");

        await client.Items.ListAsync(options: new RequestOptions { MaxRetryAfter = TimeSpan.FromSeconds(7) });

        Assert.Equal(TimeSpan.FromSeconds(7), _time.Elapsed);
    }

    [Fact]
    public async Task MaxRetryAfter_OfACall_RaisesTheCap()
    {
        _stub.Respond(HttpStatusCode.ServiceUnavailable, "", headers: ("Retry-After", "3600")).Respond("""{"data":[]}""");
        using var client = _stub.Client(_time, storeHash: "abc");

        await client.Items.ListAsync(
            options: new RequestOptions { MaxRetryAfter = TimeSpan.FromHours(2), Timeout = Timeout.InfiniteTimeSpan });

        Assert.Equal(TimeSpan.FromHours(1), _time.Elapsed);
    }

    [Fact]
    public async Task MaxRetryAttempts_Zero_SendsEachRequestOnce()
    {
        _stub.Respond(HttpStatusCode.TooManyRequests, "", headers: ("Retry-After", "1")).Respond(HttpStatusCode.BadGateway);
        using var client = _stub.Client(_time, storeHash: "abc");
        var once = new RequestOptions { MaxRetryAttempts = 0 };

        var limited = await Assert.ThrowsAsync<BigCommerceRateLimitException>(() => client.Items.ListAsync(options: once));
        Assert.Equal(ManualTimeProvider.DefaultStart.AddSeconds(1), limited.RetryAt);
        Assert.Equal(
            HttpStatusCode.BadGateway,
            (await Assert.ThrowsAsync<BigCommerceApiException>(() => client.Items.ListAsync(options: once))).StatusCode);
        Assert.Equal(2, _stub.Sent.Count);
    }

    [Fact]
    public async Task Endless429_WithRetryAfterZero_EndsWithinTheQuotaWait()
    {
        for (var i = 0; i < 20; i++)
        {
            _stub.Respond(HttpStatusCode.TooManyRequests, "", headers: ("Retry-After", "0"));
        }

        using var client = _stub.Client(_time, storeHash: "abc");

        var exception = await Assert.ThrowsAsync<BigCommerceRateLimitException>(() => client.Items.ListAsync());

        Assert.InRange(_stub.Sent.Count, 6, 9);
        Assert.InRange(_time.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(2));
        Assert.Equal(_stub.Sent.Count, exception.Error.AttemptCount);
    }

    [Fact]
    public async Task MaxRateLimitWait_ShorterThanTheKnownWait_SendsNothing()
    {
        // This clock stands still: the client must not wait at all.
        var time = new ManualTimeProvider();
        _stub.Respond(
            HttpStatusCode.OK,
            """{"data":[]}""",
            headers: [
                ("X-Rate-Limit-Requests-Left", "0"),
                ("X-Rate-Limit-Requests-Quota", "150"),
                ("X-Rate-Limit-Time-Reset-Ms", "20000")]);
        using var client = _stub.Client(time, storeHash: "abc");
        await client.Items.ListAsync();

        var exception = await Assert.ThrowsAsync<BigCommerceRateLimitException>(
            () => ChangeAsync(client, new RequestOptions { MaxRateLimitWait = TimeSpan.FromSeconds(10) }));

        Assert.Single(_stub.Sent);
        Assert.Equal(ManualTimeProvider.DefaultStart.AddMilliseconds(20_001), exception.RetryAt);
        Assert.Equal(150, exception.Error.RateLimit!.Limit);
        Assert.StartsWith(
            "POST /stores/abc/v3/inventory/adjustments/relative was not sent: the store's quota is exhausted until 2026-01-01T00:00:20.001Z, and the call has no time left to wait for it.",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Responses_Replaced_AreDisposedOnce()
    {
        var responses = new List<CountingResponse>();
        foreach (var status in new[] { HttpStatusCode.BadGateway, HttpStatusCode.TooManyRequests, HttpStatusCode.InternalServerError, HttpStatusCode.NotFound })
        {
            var response = new CountingResponse(status);
            responses.Add(response);
            _stub.Respond((_, _) => Task.FromResult<HttpResponseMessage>(response));
        }

        using var client = _stub.Client(_time, storeHash: "abc");

        await Assert.ThrowsAsync<BigCommerceNotFoundException>(() => client.Items.ListAsync());

        Assert.Equal([1, 1, 1, 1], responses.Select(response => response.Disposals));
    }

    [Fact]
    public async Task SuccessWithUnreadableBody_Get_IsRetriedAndPostIsInDoubt()
    {
        _stub.Respond("<html>log in</html>").Respond("""{"data":[""").Respond("""{"data":[]}""").Respond("<html>log in</html>");
        using var client = _stub.Client(_time, storeHash: "abc");

        Assert.Empty((await client.Items.ListAsync()).Data);
        var exception = await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(() => ChangeAsync(client));

        Assert.Contains("BigCommerce returned 200, but the body is not the documented JSON", exception.Message, StringComparison.Ordinal);
        Assert.Equal(4, _stub.Sent.Count);
    }

    [Fact]
    public async Task Delete_404AfterAnAttemptInDoubt_Succeeds()
    {
        var log = new RecordingLogger();
        _stub.Respond(HttpStatusCode.GatewayTimeout).Respond(HttpStatusCode.NotFound)
            .Fail(new HttpRequestException(HttpRequestError.ResponseEnded, "reset")).Respond(HttpStatusCode.NotFound);
        using var client = new BigCommerceInventoryClient(
            "abc",
            StubHandler.TestToken,
            settings: new() { HttpHandler = _stub, TimeProvider = _time, LoggerFactory = log });

        await client.Metafields.DeleteAsync(1, 2);
        var deletion = await client.Locations.DeleteAsync(LocationDeletion.WithAllTheirStock(2));

        Assert.Null(deletion.TransactionId);
        Assert.Equal(4, _stub.Sent.Count);
        Assert.Equal(2, log.Own.Count(entry => entry.Id.Name == "DeletionConfirmed"));
    }

    [Fact]
    public async Task Delete_404AfterAttemptsWithoutEffect_Throws()
    {
        _stub.Respond(HttpStatusCode.NotFound)
            .Respond(HttpStatusCode.TooManyRequests, "", headers: ("Retry-After", "1")).Respond(HttpStatusCode.NotFound)
            .Fail(new HttpRequestException(HttpRequestError.ConnectionError, "refused")).Respond(HttpStatusCode.NotFound)

            // With several ids, one may be missing while the others still exist.
            .Respond(HttpStatusCode.GatewayTimeout).Respond(HttpStatusCode.NotFound)
            .Respond(HttpStatusCode.GatewayTimeout).Respond(HttpStatusCode.NotFound);
        using var client = _stub.Client(_time, storeHash: "abc");

        await Assert.ThrowsAsync<BigCommerceNotFoundException>(() => client.Metafields.DeleteAsync(1, 2));
        await Assert.ThrowsAsync<BigCommerceNotFoundException>(() => client.Metafields.DeleteAsync(1, 2));
        await Assert.ThrowsAsync<BigCommerceNotFoundException>(() => client.Metafields.DeleteAsync(1, 2));
        await Assert.ThrowsAsync<BigCommerceNotFoundException>(
            () => client.Locations.DeleteAsync(LocationDeletion.WithAllTheirStock(2, 3)));
        await Assert.ThrowsAsync<BigCommerceNotFoundException>(() => client.Metafields.DeleteBatchAsync([1, 2]));
    }

    private static Task<TransactionResult> ChangeAsync(BigCommerceInventoryClient client, RequestOptions? options = null) =>
        client.Adjustments.AdjustRelativeAsync(
            new RelativeAdjustmentRequest([new RelativeAdjustment(1, ItemKey.Sku("RE-130"), -1)]),
            options);

    private static Task<TransactionResult> SetAsync(BigCommerceInventoryClient client, RequestOptions? options = null) =>
        client.Adjustments.SetAbsoluteAsync(new AbsoluteAdjustmentRequest([new(1, ItemKey.Sku("RE-130"), 5)]), options);

    private sealed class CountingResponse(HttpStatusCode status) : HttpResponseMessage(status)
    {
        public int Disposals { get; private set; }

        protected override void Dispose(bool disposing)
        {
            Disposals++;
            base.Dispose(disposing);
        }
    }

    private sealed class NeverAsksForTheBody(int failures) : HttpMessageHandler
    {
        public int Requests { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (++Requests <= failures)
            {
                // The connection pool does this when connecting takes too long.
                throw new TaskCanceledException("The connection could not be established.", new TimeoutException());
            }

            await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
            return StubHandler.Response(HttpStatusCode.OK, """{"transaction_id":"t"}""", "application/json");
        }
    }
}

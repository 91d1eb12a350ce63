using System.Net;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Polly;

namespace BigCommerce.Inventory.Tests.Http;

/// <summary>Users' handlers, strategies and callbacks, and what they cannot break.</summary>
public sealed class UserHandlerTests : IDisposable
{
    private readonly ManualTimeProvider _time = new() { AdvanceWhenIdle = true };
    private readonly StubHandler _stub = new();

    public void Dispose() => _stub.Dispose();

    [Fact]
    public async Task Handler_EachAttempt_SeesItWithoutTheToken()
    {
        _stub.Respond(HttpStatusCode.BadGateway).Respond("""{"data":[]}""");
        var seen = new List<HttpStatusCode>();
        await using var services = Services(async (request, next) =>
        {
            Assert.DoesNotContain("X-Auth-Token", request.Headers.Select(header => header.Key));
            Assert.Contains("X-Correlation-Id", request.Headers.Select(header => header.Key));
            var response = await next(request);
            Assert.DoesNotContain("X-Auth-Token", response.RequestMessage!.Headers.Select(header => header.Key));
            seen.Add(response.StatusCode);
            return response;
        });

        await services.GetRequiredService<IInventoryItemsApi>().ListAsync();

        Assert.Equal([HttpStatusCode.BadGateway, HttpStatusCode.OK], seen);
        Assert.All(_stub.Sent, sent => Assert.Equal(StubHandler.TestToken, sent.Headers["X-Auth-Token"]));
    }

    [Fact]
    public async Task Handler_ThrowsBeforeSending_ExceptionReachesTheCaller()
    {
        await using var services = Services((_, _) => throw new NotSupportedException("no network on Sundays"));
        var adjustments = services.GetRequiredService<IInventoryAdjustmentsApi>();

        Assert.Equal("no network on Sundays", (await Assert.ThrowsAsync<NotSupportedException>(() => ChangeAsync(adjustments))).Message);
        Assert.Empty(_stub.Sent);
    }

    [Fact]
    public async Task Handler_ThrowsIOExceptionSubclass_IsNotAConnectionFailure()
    {
        await using var services = Services((_, _) => throw new FileNotFoundException("no settings"));

        Assert.Equal(
            "no settings",
            (await Assert.ThrowsAsync<FileNotFoundException>(() => services.GetRequiredService<IInventoryItemsApi>().ListAsync())).Message);
        Assert.Empty(_stub.Sent);
    }

    [Fact]
    public async Task Connection_BreaksInAnyHandler_IsRetried()
    {
        // In the primary handler, and in a user's handler that reads the body.
        _stub.Fail(new IOException("reset"))
            .Respond((_, _) => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new BrokenBody()) }))
            .Respond("""{"data":[]}""");
        await using var services = Services(async (request, next) =>
        {
            var response = await next(request);
            await (await response.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[4]);
            response.Content = new StringContent("""{"data":[]}""");
            return response;
        });

        Assert.Empty((await services.GetRequiredService<IInventoryItemsApi>().ListAsync()).Data);
        Assert.Equal(3, _stub.Sent.Count);
    }

    [Fact]
    public async Task HandlerThrows_AfterAPostInDoubt_ReportsTheEffectAsUnknown()
    {
        _stub.Respond(HttpStatusCode.BadGateway);
        await using var services = Services(async (request, next) =>
        {
            await next(request);
            throw new NotSupportedException("cannot log this");
        });

        var exception = await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(
            () => ChangeAsync(services.GetRequiredService<IInventoryAdjustmentsApi>()));

        Assert.IsType<NotSupportedException>(exception.InnerException);
        Assert.Equal(RequestEffect.Unknown, exception.Effect);
    }

    [Fact]
    public async Task HandlerThrows_AfterAPostThatSucceeded_ReportsThatItWasApplied()
    {
        _stub.Respond("""{"transaction_id":"t"}""");
        await using var services = Services(async (request, next) =>
        {
            await next(request);
            throw new NotSupportedException("cannot log this");
        });

        var exception = await Assert.ThrowsAsync<BigCommerceException>(
            () => ChangeAsync(services.GetRequiredService<IInventoryAdjustmentsApi>()));

        Assert.IsType<NotSupportedException>(exception.InnerException);
        Assert.Equal(RequestEffect.Applied, exception.Effect);
        Assert.EndsWith(
            "was applied, and then a handler or strategy of the application threw: see the inner exception.",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task HandlerThrows_WhileAPostIsInProgress_ReportsTheEffectAsUnknown()
    {
        var sent = new TaskCompletionSource();
        var response = new TaskCompletionSource<HttpResponseMessage>();
        _stub.Respond((_, _) =>
        {
            sent.SetResult();
            return response.Task;
        });
        Task<HttpResponseMessage>? left = null;
        await using var services = Services(async (request, next) =>
        {
            left = next(request);
            await sent.Task;
            throw new NotSupportedException("cannot wait for this");
        });

        var exception = await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(
            () => ChangeAsync(services.GetRequiredService<IInventoryAdjustmentsApi>()));

        Assert.IsType<NotSupportedException>(exception.InnerException);
        Assert.Equal(RequestEffect.Unknown, exception.Effect);
        response.SetResult(StubHandler.Response(HttpStatusCode.OK, """{"transaction_id":"t"}""", "application/json"));
        (await left!).Dispose();
    }

    [Fact]
    public async Task HandlerThrows_AfterABatchThatSucceededInPart_ReportsThat()
    {
        _stub.Respond(HttpStatusCode.UnprocessableEntity, """{"data":[],"errors":[]}""");
        await using var services = Services(async (request, next) =>
        {
            await next(request);
            throw new NotSupportedException("cannot log this");
        });

        var exception = await Assert.ThrowsAsync<BigCommerceException>(
            () => services.GetRequiredService<ILocationMetafieldsApi>().DeleteBatchAsync([42]));

        Assert.IsType<NotSupportedException>(exception.InnerException);
        Assert.Equal(RequestEffect.Partial, exception.Effect);
    }

    [Theory]
    [InlineData("PUT", typeof(BigCommerceInvalidResponseException))]
    [InlineData("POST", typeof(BigCommerceEffectUnknownException))]
    public async Task Handler_BreaksASuccessfulBody_EffectIsUnknown(string verb, Type type)
    {
        _stub.Respond("""{"transaction_id":"t"}""");
        await using var services = Services(async (request, next) =>
        {
            var response = await next(request);
            response.Content = new StringContent("<html>");
            return response;
        });
        var adjustments = services.GetRequiredService<IInventoryAdjustmentsApi>();

        var exception = await Assert.ThrowsAnyAsync<BigCommerceException>(() => verb == "POST"
            ? ChangeAsync(adjustments)
            : adjustments.SetAbsoluteAsync(
                new AbsoluteAdjustmentRequest([new(1, ItemKey.Sku("RE-130"), 1)]), new RequestOptions { MaxRetryAttempts = 0 }));

        Assert.Equal((type, RequestEffect.Unknown), (exception.GetType(), exception.Effect));
    }

    [Fact]
    public async Task Handler_SendsTwiceWithoutQuota_SecondIsNotSent()
    {
        _stub.Respond(
            HttpStatusCode.OK,
            """{"data":[]}""",
            headers: [("X-Rate-Limit-Requests-Left", "0"), ("X-Rate-Limit-Requests-Quota", "150"), ("X-Rate-Limit-Time-Reset-Ms", "9000")]);
        await using var services = Services(async (request, next) =>
        {
            (await next(request)).Dispose();
            return await next(request);
        });

        var exception = await Assert.ThrowsAsync<BigCommerceRateLimitException>(
            () => services.GetRequiredService<IInventoryItemsApi>().ListAsync(
                options: new RequestOptions { MaxRateLimitWait = TimeSpan.Zero }));

        Assert.Contains("was not sent again: the store's quota is exhausted", exception.Message, StringComparison.Ordinal);
        Assert.Single(_stub.Sent);
    }

    [Fact]
    public async Task Handler_AddsABodyToARead_IsSent()
    {
        _stub.Respond("""{"data":[]}""");
        await using var services = Services((request, next) =>
        {
            request.Content = new StringContent("a query");
            return next(request);
        });

        await services.GetRequiredService<IInventoryItemsApi>().ListAsync();

        Assert.Equal("a query", Assert.Single(_stub.Sent).Body);
    }

    [Fact]
    public async Task Handler_SendsAPostTwice_SecondIsRefused()
    {
        _stub.Respond(HttpStatusCode.BadGateway);
        await using var services = Services(async (request, next) =>
        {
            await next(request);
            return await next(request);
        });

        var exception = await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(
            () => ChangeAsync(services.GetRequiredService<IInventoryAdjustmentsApi>()));

        Assert.StartsWith("A handler or strategy tried to send POST", exception.InnerException!.Message, StringComparison.Ordinal);
        Assert.Single(_stub.Sent);
    }

    [Fact]
    public async Task HostRetries_AroundAPost_DoNotRepeatIt()
    {
        // Hosts may add a resilience handler to all clients. It precedes each client's handlers.
        _stub.Respond(HttpStatusCode.ServiceUnavailable);
        var services = new ServiceCollection();
        services.ConfigureHttpClientDefaults(http => http.AddHttpMessageHandler(() => new Handler(async (request, next) =>
        {
            HttpResponseMessage response;
            var tries = 0;
            do
            {
                response = await next(request);
            }
            while (!response.IsSuccessStatusCode && ++tries < 3);
            return response;
        })));
        services.AddSingleton<TimeProvider>(_time);
        services.AddBigCommerceInventory(Store).ConfigurePrimaryHttpMessageHandler(() => _stub);
        await using var provider = services.BuildServiceProvider();

        await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(
            () => ChangeAsync(provider.GetRequiredService<IInventoryAdjustmentsApi>()));

        Assert.Single(_stub.Sent);
    }

    [Fact]
    public async Task Handler_RepeatsAPostAfter429_IsAllowed()
    {
        _stub.Respond(HttpStatusCode.TooManyRequests).Respond("""{"transaction_id":"t"}""");
        await using var services = Services(async (request, next) =>
        {
            var response = await next(request);
            return response.IsSuccessStatusCode ? response : await next(request);
        });

        Assert.Equal("t", (await ChangeAsync(services.GetRequiredService<IInventoryAdjustmentsApi>())).TransactionId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task HttpHandler_SharedBySeveralSettings_HasNoResilienceHandlerInAny(bool isOutermost)
    {
        var policy = new PolicyHttpMessageHandler(
            Policy.HandleResult<HttpResponseMessage>(response => !response.IsSuccessStatusCode).RetryAsync(3));
        var user = new Handler((request, next) => next(request));
        DelegatingHandler chain = isOutermost ? policy : user;
        DelegatingHandler inner = isOutermost ? user : policy;
        chain.InnerHandler = inner;
        inner.InnerHandler = _stub;

        for (var i = 1; i <= 3; i++)
        {
            _stub.Respond(HttpStatusCode.BadGateway);
            using var client = new BigCommerceInventoryClient(
                "abc",
                StubHandler.TestToken,
                settings: new() { HttpHandler = chain, TimeProvider = _time });

            await Assert.ThrowsAsync<BigCommerceApiException>(
                () => client.Items.ListAsync(options: new RequestOptions { MaxRetryAttempts = 0 }));

            Assert.Equal(i, _stub.Sent.Count);
        }
    }

    [Fact]
    public async Task Handler_SendsAfterTheCallEnded_IsRefused()
    {
        var token = new TaskCompletionSource<string>();
        Task<HttpResponseMessage>? left = null;
        using var handler = new Handler((request, next) =>
        {
            left = next(request);
            return next(request);
        })
        { InnerHandler = _stub };
        using var client = new BigCommerceInventoryClient(
            StoreCredentials.FromProvider("abc", _ => new ValueTask<string>(token.Task)),
            settings: new() { HttpHandler = handler, TimeProvider = _time });
        _stub.Respond("{}");

        await Assert.ThrowsAsync<InvalidOperationException>(() => ChangeAsync(client.Adjustments));
        token.SetResult(StubHandler.TestToken);
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => left!);

        Assert.Equal(
            "A handler or strategy tried to send POST /stores/abc/v3/inventory/adjustments/relative after the call had ended. The request was not sent.",
            exception.Message);
        Assert.Empty(_stub.Sent);
    }

    [Theory]
    [InlineData("PUT", 300, RequestEffect.Unknown)]
    [InlineData("PUT", 503, RequestEffect.Unknown)]
    [InlineData("PUT", 422, RequestEffect.None)]
    [InlineData("POST", 503, RequestEffect.Unknown)]
    [InlineData("POST", 422, RequestEffect.None)]
    public async Task Handler_ReturnsAnInventedSuccess_DoesNotHideTheResponse(string verb, int status, RequestEffect effect)
    {
        _stub.Respond((HttpStatusCode)status);
        await using var services = Services(async (request, next) =>
        {
            (await next(request)).Dispose();
            return StubHandler.Response(HttpStatusCode.OK, """{"transaction_id":"made up"}""", "application/json");
        });
        var adjustments = services.GetRequiredService<IInventoryAdjustmentsApi>();

        var exception = await Assert.ThrowsAnyAsync<BigCommerceException>(() => verb == "POST"
            ? ChangeAsync(adjustments)
            : adjustments.SetAbsoluteAsync(new AbsoluteAdjustmentRequest([new(1, ItemKey.Sku("RE-130"), 1)])));

        Assert.Equal(effect, exception.Effect);
        Assert.Single(_stub.Sent);
    }

    [Fact]
    public async Task Handler_RepairsASuccessfulBody_PutSucceeds()
    {
        _stub.Respond("encoded");
        await using var services = Services(async (request, next) =>
        {
            var response = await next(request);
            response.Content = new StringContent("""{"transaction_id":"t-1"}""");
            return response;
        });

        var response = await services.GetRequiredService<IInventoryAdjustmentsApi>()
            .SetAbsoluteAsync(new AbsoluteAdjustmentRequest([new(1, ItemKey.Sku("RE-130"), 1)]));

        Assert.Equal("t-1", response.TransactionId);
    }

    [Fact]
    public async Task Handler_ChangesTheHost_TokenIsNotSent()
    {
        await using var services = Services((request, next) =>
        {
            request.RequestUri = new Uri("https://evil.example.test" + request.RequestUri!.PathAndQuery);
            return next(request);
        });

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => services.GetRequiredService<IInventoryItemsApi>().ListAsync());

        Assert.Equal(
            "A handler changed the request's host to evil.example.test. The request was not sent, because the access token is for api.bigcommerce.com only.",
            exception.Message);
        Assert.Empty(_stub.Sent);
    }

    [Theory]
    [InlineData("http://api.bigcommerce.com/")]
    [InlineData("https://api.bigcommerce.com:8443/")]
    [InlineData("https://api.bigcommerce.com.example.test/")]
    public async Task Handler_ChangesSchemeOrPort_TokenIsNotSent(string address)
    {
        await using var services = Services((request, next) =>
        {
            request.RequestUri = new Uri(new Uri(address), request.RequestUri!.PathAndQuery);
            return next(request);
        });

        await Assert.ThrowsAsync<InvalidOperationException>(() => services.GetRequiredService<IInventoryItemsApi>().ListAsync());

        Assert.Empty(_stub.Sent);
    }

    [Fact]
    public async Task Handler_WritesTheHostInCapitals_IsSent()
    {
        _stub.Respond("""{"data":[]}""");
        await using var services = Services((request, next) =>
        {
            request.RequestUri = new Uri("HTTPS://API.BigCommerce.com" + request.RequestUri!.PathAndQuery);
            return next(request);
        });

        await services.GetRequiredService<IInventoryItemsApi>().ListAsync();

        Assert.Equal("https://api.bigcommerce.com/stores/abc/v3/inventory/items", Assert.Single(_stub.Sent).Url);
    }

    [Fact]
    public async Task Handler_SetsHeaders_OnlyThoseOfTheClientAreReplaced()
    {
        _stub.Respond("""{"data":[]}""");
        await using var services = Services((request, next) =>
        {
            request.Headers.Add("X-Tenant", ["a", "b"]);
            request.Headers.Add("x-auth-token", "another");
            request.Headers.Add("user-agent", "another/1.0");
            request.Headers.Add("accept", "text/html");
            return next(request);
        });

        await services.GetRequiredService<IInventoryItemsApi>().ListAsync();

        var headers = Assert.Single(_stub.Sent).Headers;
        Assert.Equal(("a,b", StubHandler.TestToken, "application/json"), (headers["X-Tenant"], headers["X-Auth-Token"], headers["Accept"]));
        Assert.StartsWith("BigCommerce.Inventory.Sdk/", headers["User-Agent"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handler_SetsAnOption_PrimaryHandlerOfTheApplicationSeesItAlone()
    {
        IDictionary<string, object?>? seen = null;
        _stub.Respond((request, _) =>
        {
            seen = request.Options;
            return Task.FromResult(StubHandler.Response(HttpStatusCode.OK, """{"data":[]}""", "application/json"));
        });
        await using var services = Services((request, next) =>
        {
            request.Options.Set(new HttpRequestOptionsKey<string>("tenant"), "a");
            return next(request);
        });

        await services.GetRequiredService<IInventoryItemsApi>().ListAsync(options: new RequestOptions { MaxRetryAttempts = 0 });

        Assert.Equal(new Dictionary<string, object?> { ["tenant"] = "a" }, seen);
    }

    [Fact]
    public async Task OnResponse_Throws_CallSucceedsAndLogs()
    {
        _stub.Respond("""{"transaction_id":"t"}""");
        using var log = new RecordingLogger();
        using var client = new BigCommerceInventoryClient(
            "abc",
            StubHandler.TestToken,
            settings: new() { HttpHandler = _stub, TimeProvider = _time, LoggerFactory = log });

        var result = await client.Adjustments.AdjustRelativeAsync(
            new RelativeAdjustmentRequest([new RelativeAdjustment(1, ItemKey.Sku("RE-130"), -1)]),
            new RequestOptions { OnResponse = _ => throw new NotSupportedException("a bug in a callback") });

        Assert.Equal("t", result.TransactionId);
        Assert.Contains(
            "a bug in a callback",
            Assert.Single(log.Own, entry => entry.Id.Name == "CallbackFailed").Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnResponse_CancelsTheCall_ErrorHasTheEffectOfAllAttempts()
    {
        _stub.Respond(HttpStatusCode.ServiceUnavailable).Respond(HttpStatusCode.UnprocessableEntity, "{}");
        using var cancellation = new CancellationTokenSource();
        using var client = _stub.Client(_time, storeHash: "abc");

        var exception = await Assert.ThrowsAsync<BigCommerceValidationException>(() => client.Adjustments.SetAbsoluteAsync(
            new AbsoluteAdjustmentRequest([new(1, ItemKey.Sku("RE-130"), 1)]),
            new RequestOptions { OnResponse = _ => cancellation.Cancel() },
            cancellation.Token));

        Assert.Equal(RequestEffect.Unknown, exception.Effect);
    }

    [Fact]
    public async Task ConfigureStorePipeline_StrategiesAroundTheDefaults_RunPerCallAndPerAttempt()
    {
        _stub.Respond(HttpStatusCode.BadGateway).Respond("""{"data":[]}""");
        var log = new List<string>();
        using var client = new BigCommerceInventoryClient("abc", StubHandler.TestToken, settings: new()
        {
            HttpHandler = _stub,
            TimeProvider = _time,
            ConfigurePipeline = (pipeline, context) =>
        {
            log.Add($"built for {context.StoreHash}, {context.Options.MaxRetryAttempts} retries");
            pipeline.AddStrategy(_ => new Noting("call", log), new NotingOptions())
                .AddStoreDefaults(context)
                .AddStrategy(_ => new Noting("attempt", log), new NotingOptions());
        }
        });

        await client.Items.ListAsync();

        Assert.Equal(["built for abc, 4 retries", "call", "attempt", "attempt"], log);
    }

    [Fact]
    public async Task ConfigureStorePipeline_WithoutTheDefaults_ReplacesThem()
    {
        _stub.Respond(HttpStatusCode.BadGateway);
        await using var services = Services((request, next) => next(request), builder => builder.ConfigureStorePipeline((_, _) => { }));

        var exception = await Assert.ThrowsAsync<BigCommerceApiException>(
            () => services.GetRequiredService<IInventoryItemsApi>().ListAsync());

        Assert.Equal(HttpStatusCode.BadGateway, exception.StatusCode);
        Assert.Single(_stub.Sent);
    }

    [Fact]
    public async Task ConfigureStorePipeline_OnlyTheRateLimit_WaitsForQuota()
    {
        _stub.Respond(
            HttpStatusCode.OK,
            """{"data":[]}""",
            headers: [("X-Rate-Limit-Requests-Left", "0"), ("X-Rate-Limit-Requests-Quota", "150"), ("X-Rate-Limit-Time-Reset-Ms", "9000")])
            .Respond("""{"data":[]}""");
        using var client = new BigCommerceInventoryClient(
            "abc",
            StubHandler.TestToken,
            settings: new()
            {
                HttpHandler = _stub,
                TimeProvider = _time,
                ConfigurePipeline = (pipeline, _) => pipeline.AddStoreRateLimiter(),
            });

        await client.Items.ListAsync();
        Assert.Equal(0, client.RateLimit!.Remaining);
        await client.Items.ListAsync();

        Assert.Equal(TimeSpan.FromMilliseconds(9_001), _time.Elapsed);
    }

    [Fact]
    public void ConfigureStorePipeline_BuilderOfAnotherClient_Throws()
    {
        var builder = new ServiceCollection().AddHttpClient("another");

        var exception = Assert.Throws<ArgumentException>(() => builder.ConfigureStorePipeline((_, _) => { }));

        Assert.StartsWith(
            "The builder belongs to the HTTP client 'another'. Use the one that AddBigCommerceInventory returned.",
            exception.Message,
            StringComparison.Ordinal);
    }

    private static void Store(BigCommerceInventoryOptions options)
    {
        options.StoreHash = "abc";
        options.AccessToken = StubHandler.TestToken;
    }

    private static Task<TransactionResult> ChangeAsync(IInventoryAdjustmentsApi adjustments) =>
        adjustments.AdjustRelativeAsync(new RelativeAdjustmentRequest([new RelativeAdjustment(1, ItemKey.Sku("RE-130"), -1)]));

    private ServiceProvider Services(
        Func<HttpRequestMessage, Func<HttpRequestMessage, Task<HttpResponseMessage>>, Task<HttpResponseMessage>> handle,
        Action<IHttpClientBuilder>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        var builder = services.AddBigCommerceInventory(Store)
            .AddHttpMessageHandler(() => new Handler(handle))
            .ConfigurePrimaryHttpMessageHandler(() => _stub);
        configure?.Invoke(builder);
        return services.BuildServiceProvider();
    }

    private sealed class Handler(
        Func<HttpRequestMessage, Func<HttpRequestMessage, Task<HttpResponseMessage>>, Task<HttpResponseMessage>> handle) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            handle(request, next => base.SendAsync(next, cancellationToken));
    }

    private sealed class BrokenBody : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new HttpIOException(HttpRequestError.ResponseEnded, "reset");
    }

    private sealed class NotingOptions : ResilienceStrategyOptions;

    private sealed class Noting(string what, List<string> log) : ResilienceStrategy<HttpResponseMessage>
    {
        protected override ValueTask<Outcome<HttpResponseMessage>> ExecuteCore<TState>(
            Func<ResilienceContext, TState, ValueTask<Outcome<HttpResponseMessage>>> callback, ResilienceContext context, TState state)
        {
            log.Add(what);
            return callback(context, state);
        }
    }
}

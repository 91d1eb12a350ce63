using System.IO.Compression;
using System.Net;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Safety;
using BigCommerce.Inventory.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Polly;

namespace BigCommerce.Inventory.Tests.Http;

/// <summary>The chain of handlers below the client: what is added, and what is removed.</summary>
public sealed class HandlerChainTests : IDisposable
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
    public async Task HttpHandler_ChainOfDelegatingHandlers_SeesEachAttemptWithoutTheToken()
    {
        _stub.Respond(HttpStatusCode.BadGateway).Respond("""{"data":[]}""");
        using var seeing = new SeeingHandler { InnerHandler = _stub };
        using var client = Client(seeing);

        await client.Items.ListAsync();

        Assert.Equal([false, false], seeing.TokensSeen);
        Assert.All(_stub.Sent, sent => Assert.Equal(StubHandler.TestToken, sent.Headers["X-Auth-Token"]));
    }

    [Fact]
    public async Task HttpHandler_ChainThatRetries_DoesNotRepeatAPostInDoubt()
    {
        _stub.Respond(HttpStatusCode.BadGateway);
        using var retrying = new Retrier.RetryingHandler(request => request) { InnerHandler = _stub };
        using var client = Client(retrying);

        var exception = await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(() => ChangeAsync(client));

        Assert.Equal(RequestEffect.Unknown, exception.Effect);
        Assert.Single(_stub.Sent);
    }

    [Fact]
    public async Task HttpHandler_ChainOfTwoClients_ServesBoth()
    {
        _stub.Respond("""{"data":[]}""").Respond("""{"data":[]}""");
        using var seeing = new SeeingHandler { InnerHandler = _stub };
        using var first = Client(seeing);
        await first.Items.ListAsync();
        using var second = Client(seeing);

        await second.Items.ListAsync();

        Assert.Equal([false, false], seeing.TokensSeen);
        Assert.Equal(2, _stub.Sent.Count);
    }

    [Fact]
    public async Task HttpHandler_ChainInUse_IsRefused()
    {
        _stub.Respond("{}");
        using var seeing = new SeeingHandler { InnerHandler = _stub };
        using (var http = new HttpClient(seeing, disposeHandler: false))
        {
            await http.GetStringAsync(new Uri("https://api.bigcommerce.com/"));
        }

        var exception = Assert.Throws<ArgumentException>(() => Client(seeing));

        Assert.StartsWith("The handler has already sent requests and cannot be changed.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HttpHandler_ChainWithoutAPrimaryHandler_IsRefused()
    {
        using var seeing = new SeeingHandler();

        var exception = Assert.Throws<ArgumentException>(() => Client(seeing));

        Assert.Equal(
            "The handler chain ends in a DelegatingHandler without an InnerHandler: BigCommerce.Inventory.Tests.Http.HandlerChainTests+SeeingHandler. Set its InnerHandler, for example to a SocketsHttpHandler.",
            exception.Message);
    }

    [Fact]
    public async Task HttpHandler_ResilienceHandlerInTheChain_IsRemovedUnlessKept()
    {
        var retry = Policy.HandleResult<HttpResponseMessage>(response => !response.IsSuccessStatusCode).RetryAsync(3);
        _stub.Respond(HttpStatusCode.Forbidden);
        using var removed = Client(new SeeingHandler { InnerHandler = new DerivedPolicyHandler(retry) { InnerHandler = _stub } });
        await Assert.ThrowsAsync<BigCommercePermissionException>(() => removed.Items.ListAsync());
        Assert.Single(_stub.Sent);
        Assert.Equal(
            "Removed BigCommerce.Inventory.Tests.Http.HandlerChainTests+DerivedPolicyHandler from the client's handlers: their retries and timeouts would multiply the client's. To keep them, call KeepOtherResilienceHandlers() on the builder, or set it in BigCommerceInventoryClientSettings",
            Assert.Single(_log.Own, entry => entry.Id.Name == "ResilienceHandlersRemoved").Text.Split(" Handlers=")[0]);

        _stub.Respond(HttpStatusCode.Forbidden)
            .Respond(HttpStatusCode.Forbidden)
            .Respond(HttpStatusCode.Forbidden)
            .Respond(HttpStatusCode.Forbidden);
        using var kept = Client(new DerivedPolicyHandler(retry) { InnerHandler = _stub }, keepOtherResilience: true);
        var exception = await Assert.ThrowsAsync<BigCommercePermissionException>(() => kept.Items.ListAsync());
        Assert.Equal((5, 4), (_stub.Sent.Count, exception.Error.AttemptCount));
    }

    [Fact]
    public async Task HttpHandler_OnlyHandlerIsRemovedForTheSecondClient_SendsTheCorrelationId()
    {
        _stub.Respond("""{"data":[]}""");
        using var chain = new DerivedPolicyHandler(Policy.NoOpAsync<HttpResponseMessage>()) { InnerHandler = _stub };
        using var first = Client(chain, keepOtherResilience: true);
        using var second = Client(chain);
        var id = new Guid("0f8fad5b-d9cb-469f-a165-70867728950e");

        await second.Items.ListAsync(options: new RequestOptions { CorrelationId = id });

        Assert.Equal(id.ToString("D"), Assert.Single(_stub.Sent).Headers["X-Correlation-Id"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ResilienceHandlerByFilterOrDefault_InAContainer_IsRemovedWithOneWarning(bool byFilter)
    {
        _stub.Respond(HttpStatusCode.ServiceUnavailable).Respond(HttpStatusCode.Forbidden).Respond(HttpStatusCode.Forbidden);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddSingleton<ILoggerFactory>(_log);
        services.AddBigCommerceInventory(options => (options.StoreHash, options.AccessToken) = ("abc", StubHandler.TestToken))
            .ConfigurePrimaryHttpMessageHandler(() => _stub);
        if (byFilter)
        {
            // It is the outermost filter, so it adds its handlers last.
            services.Insert(0, ServiceDescriptor.Singleton<IHttpMessageHandlerBuilderFilter>(new AddingFilter()));
        }
        else
        {
            services.ConfigureHttpClientDefaults(http => http.AddStandardResilienceHandler());
        }

        await using var provider = services.BuildServiceProvider();
        var items = provider.GetRequiredService<IInventoryItemsApi>();

        await Assert.ThrowsAsync<BigCommercePermissionException>(() => items.ListAsync());
        await Assert.ThrowsAsync<BigCommercePermissionException>(() => items.ListAsync());

        Assert.Equal(3, _stub.Sent.Count);
        Assert.Equal(LogLevel.Warning, Assert.Single(_log.Own, entry => entry.Id.Name == "ResilienceHandlersRemoved").Level);
    }

    [Fact]
    public async Task PrimaryHandler_ThatFollowsARedirect_EndsTheCallWithoutReadingIt()
    {
        _stub.Respond((request, _) =>
        {
            request.RequestUri = new Uri("https://elsewhere.example.test/");
            return Task.FromResult(new HttpResponseMessage { Content = new StringContent("{}") });
        });
        using var client = Client(_stub);

        var exception = await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(() => ChangeAsync(client));

        Assert.Equal(
            "The primary handler followed a redirect to elsewhere.example.test and sent the access token there. Set AllowAutoRedirect = false on the handler.",
            exception.InnerException!.Message);
    }

    [Fact]
    public async Task Response_WithAByteOrderMark_IsRead()
    {
        _stub.Respond("\uFEFF{\"transaction_id\":\"t\"}");
        using var client = Client(_stub);

        Assert.Equal("t", (await ChangeAsync(client)).TransactionId);
    }

    [Fact]
    public async Task Handler_ThatDecompresses_GetsTheBodyWithItsHeaders()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            await gzip.WriteAsync("""{"transaction_id":"t"}"""u8.ToArray());
        }

        _stub.Respond(
            (_, _) => Task.FromResult(
                new HttpResponseMessage
                {
                    Content = new ByteArrayContent(packed.ToArray()) { Headers = { ContentEncoding = { "gzip" } } },
                }));
        using var client = Client(new DecompressingHandler { InnerHandler = _stub });

        Assert.Equal("t", (await ChangeAsync(client)).TransactionId);
    }

    private static Task<TransactionResult> ChangeAsync(BigCommerceInventoryClient client) =>
        client.Adjustments.AdjustRelativeAsync(new([new RelativeAdjustment(1, ItemKey.Variant(79), -3)]));

    private BigCommerceInventoryClient Client(HttpMessageHandler handler, bool keepOtherResilience = false) =>
        new(
            "abc",
            StubHandler.TestToken,
            settings: new()
            {
                HttpHandler = handler,
                TimeProvider = _time,
                LoggerFactory = _log,
                KeepOtherResilienceHandlers = keepOtherResilience,
            });

    private sealed class SeeingHandler : DelegatingHandler
    {
        public List<bool> TokensSeen { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            TokensSeen.Add(request.Headers.Contains("X-Auth-Token") || response.RequestMessage!.Headers.Contains("X-Auth-Token"));
            return response;
        }
    }

    private sealed class DecompressingHandler : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
            response.Content = new StreamContent(
                new GZipStream(await response.Content.ReadAsStreamAsync(cancellationToken), CompressionMode.Decompress));
            return response;
        }
    }

    private sealed class DerivedPolicyHandler(IAsyncPolicy<HttpResponseMessage> policy) : PolicyHttpMessageHandler(policy);

    private sealed class AddingFilter : IHttpMessageHandlerBuilderFilter
    {
        public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
        {
            next(builder);
            builder.AdditionalHandlers.Add(new DerivedPolicyHandler(
                Policy.HandleResult<HttpResponseMessage>(response => !response.IsSuccessStatusCode).RetryAsync(3)));
        };
    }
}

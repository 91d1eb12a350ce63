using System.Net;
using BigCommerce.Inventory.Http;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Http;

public sealed class CallTraceTests : IDisposable
{
    private readonly CallTrace _trace = new();
    private readonly StubHandler _stub = new();
    private readonly BigCommerceInventoryClient _client;

    public CallTraceTests() => _client = _stub.Client(new ManualTimeProvider { AdvanceWhenIdle = true }, storeHash: "abc");

    public void Dispose()
    {
        _client.Dispose();
        _stub.Dispose();
    }

    [Fact]
    public void Trace_CallOfAMock_KnowsOnlyTheEffectOfTheClientsExceptions()
    {
        Assert.Equal((0, null, false, false), (_trace.Attempts, _trace.RateLimit, _trace.HasAttemptInDoubt, _trace.IsOfTheClient));
        Assert.Equal(RequestEffect.Unknown, _trace.EffectOf(new TimeoutException()));
        Assert.Equal(RequestEffect.Applied, _trace.EffectOf(new BigCommerceException("Failed later.") { Effect = RequestEffect.Applied }));
    }

    [Fact]
    public async Task Trace_CallOfADisposedClient_HasNoEffect()
    {
        _client.Dispose();

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => ChangeAsync());

        Assert.Equal((0, true), (_trace.Attempts, _trace.IsOfTheClient));
        Assert.Equal(RequestEffect.None, _trace.EffectOf(exception));
    }

    [Fact]
    public async Task Trace_ReadWithoutAResponse_IsNotInDoubt()
    {
        _stub.Fail(new HttpRequestException(HttpRequestError.ResponseEnded, "reset"));

        await Assert.ThrowsAsync<BigCommerceConnectionException>(
            () => _client.Items.ListAsync(options: new RequestOptions { Trace = _trace, MaxRetryAttempts = 0 }));

        Assert.Equal((1, true, false), (_trace.Attempts, _trace.IsOfTheClient, _trace.HasAttemptInDoubt));
        Assert.Equal(RequestEffect.None, _trace.EffectOf(new TimeoutException()));
    }

    [Fact]
    public async Task Trace_WriteRetriedWithoutAResponse_IsInDoubt()
    {
        _stub.Fail(new HttpRequestException(HttpRequestError.ResponseEnded, "reset")).Respond("""{"transaction_id":"t"}""");

        await ChangeAsync();

        Assert.Equal((2, true, true), (_trace.Attempts, _trace.IsOfTheClient, _trace.HasAttemptInDoubt));
        Assert.Equal(RequestEffect.Applied, _trace.EffectOf(new TimeoutException()));
    }

    [Fact]
    public async Task Trace_DeletionConfirmedBy404_IsApplied()
    {
        _stub.Respond(HttpStatusCode.GatewayTimeout).Respond(HttpStatusCode.NotFound);

        await _client.Metafields.DeleteAsync(1, 2, new RequestOptions { Trace = _trace });

        Assert.Equal(RequestEffect.Applied, _trace.EffectOf(new OperationCanceledException()));
    }

    private Task<TransactionResult> ChangeAsync() => _client.Adjustments.SetAbsoluteAsync(
        new AbsoluteAdjustmentRequest([new(1, ItemKey.Sku("RE-130"), 5)]),
        new RequestOptions { Trace = _trace });
}

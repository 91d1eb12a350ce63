using System.Net;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Safety;

public class LeaseTests
{
    private const string EmptyPage = """{"data":[],"meta":{}}""";

    private readonly ManualTimeProvider _time = new();
    private readonly Lease _lease = new();

    [Fact]
    public async Task Send_LeaseHeld_IsSent()
    {
        using var stub = new StubHandler();
        using var client = stub.Respond(EmptyPage).Client(storeHash: "abc");

        Assert.Empty((await client.Items.ListAsync(options: new RequestOptions { Lease = _lease })).Data);
    }

    [Fact]
    public async Task Send_LeaseLost_IsNotSent()
    {
        using var stub = new StubHandler();
        using var client = stub.Client(storeHash: "abc");
        _lease.IsHeld = false;

        var exception = await Assert.ThrowsAsync<BigCommerceLeaseLostException>(() => client.Items.ListAsync(options: new RequestOptions { Lease = _lease }));

        Assert.Equal(RequestEffect.None, exception.Effect);
        Assert.Equal(
            "GET /stores/abc/v3/inventory/items was not sent: the lease on store abc was lost. Acquire it again, and resume from the journal.",
            exception.Message);
        Assert.Empty(stub.Sent);
    }

    [Fact]
    public async Task Send_LeaseLostAfterAnAttemptInDoubt_IsNotSentAgainAndStaysInDoubt()
    {
        _time.AdvanceWhenIdle = true;
        using var stub = new StubHandler();
        using var client = stub
            .Respond((_, _) =>
            {
                _lease.IsHeld = false;
                return Task.FromResult(StubHandler.Response(HttpStatusCode.BadGateway, string.Empty, "text/html"));
            })
            .Client(_time, storeHash: "abc");

        var exception = await Assert.ThrowsAsync<BigCommerceLeaseLostException>(() => client.Adjustments.SetAbsoluteAsync(
            new AbsoluteAdjustmentRequest([new AbsoluteAdjustment(1, ItemKey.Variant(1), 5)]), new RequestOptions { Lease = _lease }));

        Assert.Equal(RequestEffect.Unknown, exception.Effect);
        Assert.StartsWith(
            "PUT /stores/abc/v3/inventory/adjustments/absolute was not sent again: the lease on store abc was lost.",
            exception.Message,
            StringComparison.Ordinal);
        Assert.Single(stub.Sent);
    }

    [Fact]
    public async Task BulkRun_LeaseLost_EndsWithTheRestNotSent()
    {
        using var stub = new StubHandler();
        using var client = stub
            .Respond((_, _) =>
            {
                _lease.IsHeld = false;
                return Task.FromResult(StubHandler.Response(HttpStatusCode.OK, """{"transaction_id":"1"}""", "application/json"));
            })
            .Client(storeHash: "abc");
        var rows = Enumerable.Range(1, 3).Select(i => new AbsoluteAdjustment(1, ItemKey.Variant(i), i));

        var exception = await Assert.ThrowsAnyAsync<BulkRunException>(() => client.Stock.Set(
            rows, new BulkOptions { MaxRowsPerRequest = 1, Request = new RequestOptions { Lease = _lease } }).RunAsync());

        Assert.IsType<BigCommerceLeaseLostException>(exception.InnerException);
        Assert.Single(stub.Sent);
    }

    private sealed class Lease : IStoreLease
    {
        public bool IsHeld { get; set; } = true;
    }
}

using System.Net;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Safety;

/// <summary>Methods that write and then read: a failed read must not hide the effect of the write.</summary>
public sealed class CompositeEffectTests : IDisposable
{
    private static readonly MetafieldCreate Hours = new()
    {
        PermissionSet = PermissionSet.AppOnly,
        Namespace = "app",
        Key = "hours",
        Value = "9-5",
    };

    private static readonly LocationCreate PopUp = new()
    {
        Code = "POPUP-1",
        Label = "Pop-up store",
        ManagedByExternalSource = true,
        TypeId = LocationType.Virtual,
        TimeZone = "Europe/Berlin",
        Address = null,
    };

    private readonly ManualTimeProvider _time = new() { AdvanceWhenIdle = true };
    private readonly StubHandler _stub = new();

    public void Dispose() => _stub.Dispose();

    [Fact]
    public async Task CreateAndGet_ReadFailsAfterTheCreate_ReportsThatItWasApplied()
    {
        _stub.Respond("""{"transaction_id":"t"}""").Respond(HttpStatusCode.Forbidden);
        using var client = _stub.Client(_time, storeHash: "abc");

        var exception = await Assert.ThrowsAsync<BigCommerceException>(() => client.Locations.CreateAndGetAsync(PopUp));

        Assert.Equal(RequestEffect.Applied, exception.Effect);
        Assert.IsType<BigCommercePermissionException>(exception.InnerException);
        Assert.StartsWith(
            "The store accepted the location with the code 'POPUP-1' (transaction t). Look for it with FindAsync before you create it again. The next call failed.",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateAndGet_CancelledAfterTheCreate_ReportsThatItWasApplied()
    {
        using var cancellation = new CancellationTokenSource();
        _stub.Respond("""{"transaction_id":"t"}""").Respond((_, token) =>
        {
            cancellation.Cancel();
            token.ThrowIfCancellationRequested();
            throw new InvalidOperationException("not cancelled");
        });
        using var client = _stub.Client(_time, storeHash: "abc");

        var exception = await Assert.ThrowsAsync<BigCommerceCanceledException>(
            () => client.Locations.CreateAndGetAsync(PopUp, cancellationToken: cancellation.Token));

        Assert.Equal((RequestEffect.Applied, cancellation.Token), (exception.Effect, exception.CancellationToken));
    }

    [Fact]
    public async Task CreateAndGet_NotVisibleInTime_ReportsThatItWasApplied()
    {
        _stub.Respond("""{"transaction_id":"t"}""").Respond("""{"data":[]}""").Respond("""{"data":[]}""");
        using var client = _stub.Client(_time, storeHash: "abc");

        var exception = await Assert.ThrowsAsync<BigCommerceException>(() =>
            client.Locations.CreateAndGetAsync(PopUp, new PollingOptions { Timeout = TimeSpan.FromMilliseconds(1) }));

        Assert.Equal(RequestEffect.Applied, exception.Effect);
        Assert.EndsWith(
            "It was not visible within 00:00:00.0010000; PollingOptions.Timeout sets how long to wait.",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task UpsertMetafield_CreateInDoubtAndReadFails_ReportsTheEffectAsUnknown()
    {
        _stub.Respond("""{"data":[]}""").Respond(HttpStatusCode.BadGateway).Respond(HttpStatusCode.Forbidden);
        using var client = _stub.Client(_time, storeHash: "abc");

        var exception = await Assert.ThrowsAsync<BigCommerceException>(() => client.Metafields.UpsertAsync(2, Hours));

        Assert.Equal(RequestEffect.Unknown, exception.Effect);
    }

    [Fact]
    public async Task UpsertMetafield_CreateRefusedAndReadFails_ReportsNoEffect()
    {
        _stub.Respond("""{"data":[]}""").Respond(HttpStatusCode.Conflict).Respond(HttpStatusCode.Forbidden);
        using var client = _stub.Client(_time, storeHash: "abc");

        var exception = await Assert.ThrowsAsync<BigCommerceException>(() => client.Metafields.UpsertAsync(2, Hours));

        Assert.Equal(RequestEffect.None, exception.Effect);
    }

    [Fact]
    public async Task DeleteMany_ResponseIsLostAndTheRetryFindsNothing_CountsAsDeleted()
    {
        const string Gone = """{"data":[3],"errors":[{"status":422,"title":"Bulk operation has failed","errors":{"1":"Metafield does not exist","2":"Metafield is locked"}}],"meta":{"total":3,"success":1,"failed":2}}""";
        _stub.Fail(new HttpRequestException("reset")).Respond(HttpStatusCode.UnprocessableEntity, Gone);
        using var client = _stub.Client(_time, storeHash: "abc");

        var outcome = await client.Metafields.DeleteBatchWithResultsAsync([1, 2, 3]);

        Assert.Equal([3L, 1], outcome.Succeeded);
        Assert.Equal("Metafield is locked", Assert.Single(outcome.Failures).Message);
    }

    [Fact]
    public async Task DeleteMany_NoResponseIsLost_ReportsWhatWasNotFound()
    {
        const string Gone = """{"data":[],"errors":[{"status":422,"title":"Bulk operation has failed","errors":{"1":"Metafield does not exist"}}],"meta":{"total":1,"success":0,"failed":1}}""";
        _stub.Respond(HttpStatusCode.TooManyRequests).Respond(HttpStatusCode.UnprocessableEntity, Gone);
        using var client = _stub.Client(_time, storeHash: "abc");

        var outcome = await client.Metafields.DeleteBatchWithResultsAsync([1]);

        Assert.Empty(outcome.Succeeded);
        Assert.Equal("Metafield does not exist", Assert.Single(outcome.Failures).Message);
    }

    [Fact]
    public async Task Call_OfADisposedClient_ReportsNoEffectToABulkRun()
    {
        using var client = _stub.Client(_time, storeHash: "abc");
        client.Dispose();

        var exception = await Assert.ThrowsAsync<BulkRunException<RelativeAdjustment>>(
            () => client.Stock.Adjust([new RelativeAdjustment(1, ItemKey.Variant(79), -3)]).RunAsync());

        Assert.Equal((1, 0), (exception.Report.NotSentCount, exception.Report.UnknownCount));
        Assert.Equal(RequestEffect.None, exception.Effect);
    }

    [Theory]
    [InlineData("""{"status":422,"title":"JSON data is missing or invalid"}""", RequestEffect.None)]
    [InlineData("<html>unprocessable</html>", RequestEffect.Unknown)]
    public async Task MetafieldBatch_422WithoutResults_IsPartialOnlyIfItSaysSo(string body, RequestEffect effect)
    {
        _stub.Respond(HttpStatusCode.UnprocessableEntity, body);
        using var client = _stub.Client(_time, storeHash: "abc");

        var exception = await Assert.ThrowsAnyAsync<BigCommerceException>(
            () => client.Metafields.CreateBatchWithResultsAsync(
                [new() { ResourceId = 2, PermissionSet = PermissionSet.AppOnly, Namespace = "app", Key = "hours", Value = "9-5" }]));

        Assert.Equal(effect, exception.Effect);
        Assert.Equal(effect == RequestEffect.Unknown, exception is BigCommerceEffectUnknownException);
    }

    [Fact]
    public async Task DeletionWithoutABody_ConnectionFailsAfterItWasSent_EffectIsUnknown()
    {
        _stub.Respond(async (request, token) =>
        {
            await request.Content!.CopyToAsync(Stream.Null, token);
            throw new HttpRequestException(HttpRequestError.ConnectionError, "refused at the second try");
        });
        using var client = _stub.Client(_time, storeHash: "abc");

        var exception = await Assert.ThrowsAsync<BigCommerceConnectionException>(
            () => client.Metafields.DeleteAsync(2, 42, new RequestOptions { MaxRetryAttempts = 0 }));

        Assert.Equal(RequestEffect.Unknown, exception.Effect);
    }

    [Fact]
    public async Task QuotaUsedUp_AfterAnUnknownAttempt_MessageSaysItWasNotRetried()
    {
        _stub.Respond(
            HttpStatusCode.ServiceUnavailable,
            "",
            headers: [
                ("X-Rate-Limit-Requests-Left", "0"),
                ("X-Rate-Limit-Requests-Quota", "150"),
                ("X-Rate-Limit-Time-Window-Ms", "30000"),
                ("X-Rate-Limit-Time-Reset-Ms", "30000")]);
        using var client = _stub.Client(_time, storeHash: "abc");

        var exception = await Assert.ThrowsAsync<BigCommerceRateLimitException>(() =>
            client.Adjustments.SetAbsoluteAsync(
                new([new AbsoluteAdjustment(1, ItemKey.Variant(79), 3)]),
                new RequestOptions { MaxRateLimitWait = TimeSpan.Zero }));

        Assert.StartsWith(
            "PUT /stores/abc/v3/inventory/adjustments/absolute was not sent again: the store's quota is exhausted",
            exception.Message,
            StringComparison.Ordinal);
        Assert.Equal(RequestEffect.Unknown, exception.Effect);
    }

    [Fact]
    public async Task PostInFlight_Cancelled_IsLoggedAsUnknown()
    {
        using var log = new RecordingLogger();
        using var cancellation = new CancellationTokenSource();
        _stub.Respond((_, token) =>
        {
            cancellation.Cancel();
            token.ThrowIfCancellationRequested();
            throw new InvalidOperationException("not cancelled");
        });
        using var client = new BigCommerceInventoryClient(
            "abc",
            StubHandler.TestToken,
            settings: new() { HttpHandler = _stub, TimeProvider = _time, LoggerFactory = log });

        var exception = await Assert.ThrowsAsync<BigCommerceCanceledException>(() =>
            client.Adjustments.AdjustRelativeAsync(
                new([new RelativeAdjustment(1, ItemKey.Variant(79), -3)]),
                cancellationToken: cancellation.Token));

        Assert.Equal(RequestEffect.Unknown, exception.Effect);
        Assert.Equal(
            "POST /stores/abc/v3/inventory/adjustments/relative was cancelled. It was sent, and may have been applied.",
            exception.Message);
        Assert.Single(log.Own, entry => entry.Id.Name == "EffectUnknown");
    }

    [Fact]
    public async Task Client_DisposedWhileAPostIsUnderWay_ReportsTheEffectAsUnknown()
    {
        var received = new TaskCompletionSource();
        _stub.Respond(async (_, token) =>
        {
            received.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            throw new InvalidOperationException("never");
        });
        using var client = _stub.Client(_time, storeHash: "abc");

        var call = client.Adjustments.AdjustRelativeAsync(new([new RelativeAdjustment(1, ItemKey.Variant(79), -3)]));
        await received.Task;
        client.Dispose();
        var exception = await Assert.ThrowsAsync<BigCommerceCanceledException>(() => call);

        Assert.Equal(RequestEffect.Unknown, exception.Effect);
        Assert.Equal(
            "POST /stores/abc/v3/inventory/adjustments/relative ended because its client was disposed. It was sent, and may have been applied.",
            exception.Message);
    }
}

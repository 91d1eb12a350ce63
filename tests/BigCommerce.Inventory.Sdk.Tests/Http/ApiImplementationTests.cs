using System.Net;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Http;

/// <summary>Refit's generated implementations add nothing to a call: callers get the handlers' exceptions unchanged.</summary>
public class ApiImplementationTests
{
    private static readonly BigCommerceInventoryOptions NoRetries = new() { Resilience = { MaxRetryAttempts = 0 } };

    [Fact]
    public void Interfaces_Always_AreImplementedByRefitsGenerator()
    {
        using var client = new StubHandler().Client();

        object[] apis = [client.Items, client.Adjustments, client.Locations, client.Metafields];

        Assert.All(apis, api => Assert.StartsWith("Refit.Implementation.", api.GetType().FullName, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_HandlerThrows_RethrowsItUnchanged(string call)
    {
        var thrown = new NotSupportedException("A handler's own.");
        var stub = new StubHandler().Fail(thrown);
        using var client = stub.Client(options: NoRetries);

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => Invoke(call, client));

        // After a write the exception must state that it may have been applied.
        Assert.Same(thrown, exception is BigCommerceException { Effect: RequestEffect.Unknown } ? exception.InnerException : exception);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_ConnectionLost_ThrowsConnectionExceptionWithCause(string call)
    {
        var thrown = new HttpRequestException(HttpRequestError.ConnectionError, "No route.");
        var stub = new StubHandler().Fail(thrown);
        using var client = stub.Client(options: NoRetries);

        var exception = await Assert.ThrowsAsync<BigCommerceConnectionException>(() => Invoke(call, client));

        Assert.Same(thrown, exception.InnerException);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_ErrorResponse_ThrowsApiException(string call)
    {
        var stub = new StubHandler().Respond(
            HttpStatusCode.NotFound,
            """{"status":404,"title":"Not found","type":"https://example.test"}""");
        using var client = stub.Client();

        var exception = await Assert.ThrowsAsync<BigCommerceNotFoundException>(() => Invoke(call, client));

        Assert.Equal("Not found", exception.Error.Title);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_Cancelled_ThrowsWithTheCallersToken(string call)
    {
        using var cancellation = new CancellationTokenSource();
        var stub = new StubHandler().Respond(async (_, cancellationToken) =>
        {
            await cancellation.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            throw new InvalidOperationException("The token did not reach the handler.");
        });
        using var client = stub.Client(options: NoRetries);

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Invoke(call, client, cancellation.Token));

        Assert.Equal(cancellation.Token, exception.CancellationToken);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_CancelledBefore_SendsNothing(string call)
    {
        var stub = new StubHandler();
        using var client = stub.Client();

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Invoke(call, client, new CancellationToken(canceled: true)));

        Assert.True(exception.CancellationToken.IsCancellationRequested);
        Assert.Empty(stub.Sent);
    }

    [Theory]
    [InlineData("""{"data":[{"id":"no number"}]}""")]
    [InlineData("""{"data":{}}""")]
    [InlineData("[]")]
    public async Task Response_OfAnotherShape_ThrowsInvalidResponse(string body)
    {
        var stub = new StubHandler().Respond(body);
        using var client = stub.Client(options: NoRetries, storeHash: "abc");

        var exception = await Assert.ThrowsAsync<BigCommerceInvalidResponseException>(() => client.Locations.ListAsync());

        Assert.Equal(body, exception.Error.Body);
        Assert.NotNull(exception.InnerException);
        Assert.Contains("RefitSerializer", exception.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_Null_IsRefusedBeforeSending()
    {
        var stub = new StubHandler();
        using var client = stub.Client();

        await Assert.ThrowsAsync<ArgumentNullException>(() => client.Adjustments.SetAbsoluteAsync(null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => client.Metafields.DeleteBatchAsync(null!));

        Assert.Empty(stub.Sent);
    }

    [Fact]
    public async Task Body_InvalidEntry_IsRefusedBeforeSending()
    {
        var stub = new StubHandler();
        using var client = stub.Client();

        var exception = await Assert.ThrowsAsync<ArgumentException>(() => client.Metafields.DeleteBatchAsync([42, 7, 42]));

        Assert.StartsWith("Entries 0 and 2 are both about id 42. Keep one of them.", exception.Message, StringComparison.Ordinal);
        Assert.Empty(stub.Sent);
    }

    [Fact]
    public async Task DeleteMetafield_NoBody_Succeeds()
    {
        var stub = new StubHandler().Respond(HttpStatusCode.NoContent);
        using var client = stub.Client(storeHash: "abc");

        await client.Metafields.DeleteAsync(2, 42);

        Assert.Equal("https://api.bigcommerce.com/stores/abc/v3/inventory/locations/2/metafields/42", Assert.Single(stub.Sent).Url);
    }

    [Fact]
    public async Task RequestOptions_OfACall_ReachTheHandlers()
    {
        var correlationId = new Guid("0f8fad5b-d9cb-469f-a165-70867728950e");
        ResponseInfo? seen = null;
        var stub = new StubHandler().Respond("""{"data":[]}""").Respond(HttpStatusCode.NoContent);
        using var client = stub.Client();

        await client.Items.ListAsync(options: new RequestOptions { CorrelationId = correlationId, OnResponse = info => seen = info });
        await client.Metafields.DeleteAsync(2, 42, new RequestOptions { CorrelationId = correlationId });

        Assert.All(stub.Sent, sent => Assert.Equal(correlationId.ToString("D"), sent.Headers["X-Correlation-Id"]));
        Assert.Equal(HttpStatusCode.OK, seen?.StatusCode);
    }

    /// <summary>A call for each kind of generated method: with a query, with a body, without a result.</summary>
    public static TheoryData<string> Calls => ["query", "body", "no result"];

    private static Task Invoke(string call, BigCommerceInventoryClient client, CancellationToken cancellationToken = default) => call switch
    {
        "query" => client.Items.ListAsync(new InventoryItemFilter { Skus = ["RE-130"] }, cancellationToken: cancellationToken),
        "body" => client.Adjustments.SetAbsoluteAsync(
            new AbsoluteAdjustmentRequest([new(1, ItemKey.Sku("RE-130"), 30)]),
            cancellationToken: cancellationToken),
        "no result" => client.Metafields.DeleteAsync(2, 42, cancellationToken: cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(call)),
    };
}

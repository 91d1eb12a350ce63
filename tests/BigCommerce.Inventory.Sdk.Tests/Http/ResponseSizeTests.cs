using System.Net;
using System.Text;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Http;

public sealed class ResponseSizeTests : IDisposable
{
    private static readonly BigCommerceInventoryOptions Small = new() { MaxResponseBytes = 2_000 };
    private static readonly string Long = $$"""{"title":"{{new string('x', 100_000)}}"}""";

    private readonly StubHandler _stub = new();

    public void Dispose() => _stub.Dispose();

    [Fact]
    public async Task Get_ResponseTooLarge_ThrowsWithoutRetry()
    {
        _stub.Respond(Long);
        using var client = _stub.Client(options: Small, storeHash: "abc");

        var exception = await Assert.ThrowsAsync<BigCommerceInvalidResponseException>(() => client.Items.ListAsync());

        Assert.Equal(
            "The response to GET /stores/abc/v3/inventory/items is larger than 2000 bytes. If that size is expected, raise MaxResponseBytes.",
            exception.Message);
        Assert.Single(_stub.Sent);
    }

    [Fact]
    public async Task Post_SuccessfulResponseTooLarge_ThrowsEffectUnknown()
    {
        _stub.Respond(Long);
        using var client = _stub.Client(options: Small);

        var exception = await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(() => ChangeAsync(client));

        Assert.Contains(
            "BigCommerce returned 200, but the body is larger than the 2000 bytes that MaxResponseBytes allows",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_ResponseOfTheMaximumSize_IsRead()
    {
        _stub.Respond("""{"data":[]}""".PadRight(2_000));
        using var client = _stub.Client(options: Small);

        Assert.Empty((await client.Items.ListAsync()).Data);
    }

    [Fact]
    public async Task Post_SuccessBreaksOff_ThrowsEffectUnknown()
    {
        _stub.Respond((_, _) => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new BrokenStream()) }));
        using var client = _stub.Client(options: Small);

        var exception = await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(() => ChangeAsync(client));

        Assert.Contains(", and no response proves its effect. It may or may not", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(422)]
    [InlineData(500)]
    public async Task ErrorResponse_TooLarge_IsTruncated(int status)
    {
        _stub.Respond((HttpStatusCode)status, Long);
        using var client = _stub.Client(options: Small);

        var exception = await Assert.ThrowsAnyAsync<BigCommerceApiException>(
            () => client.Items.ListAsync(options: new RequestOptions { MaxRetryAttempts = 0 }));

        Assert.Equal((HttpStatusCode)status, exception.StatusCode);
        Assert.Equal(2_001, exception.Error.Body!.Length);
    }

    [Theory]
    [InlineData(422, true)]
    [InlineData(403, false)]
    public async Task ErrorResponse_LongerThan64KiB_IsReadWholeOnlyIfItMayNameRows(int status, bool isReadWhole)
    {
        // A body that is not whole is no JSON, so it has no title.
        _stub.Respond((HttpStatusCode)status, Long);
        using var client = _stub.Client();

        var exception = await Assert.ThrowsAnyAsync<BigCommerceApiException>(() => ChangeAsync(client));

        Assert.Equal(isReadWhole, exception.Error.Title is not null);
        Assert.Equal(4_096, exception.Error.Body!.Length);
    }

    [Fact]
    public async Task ErrorResponse_ComesInTwoParts_IsTruncatedAtTheLimit()
    {
        var body = new TwoPartStream(Encoding.UTF8.GetBytes(Long));
        _stub.Respond((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = new StreamContent(body) }));
        using var client = _stub.Client(options: Small);

        var exception = await Assert.ThrowsAsync<BigCommercePermissionException>(() => ChangeAsync(client));

        Assert.Equal(2_001, exception.Error.Body!.Length);
    }

    [Fact]
    public async Task MetafieldBatch_422TooLarge_ThrowsBecauseAPartMayBeApplied()
    {
        _stub.Respond(HttpStatusCode.UnprocessableEntity, Long);
        using var client = _stub.Client(options: Small);

        var exception = await Assert.ThrowsAsync<BigCommerceInvalidResponseException>(() => client.Metafields.DeleteBatchAsync([42]));

        Assert.Equal(RequestEffect.Unknown, exception.Effect);
        Assert.Contains("is larger than 2000 bytes", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ErrorResponse_BreaksOff_KeepsItsStatus()
    {
        _stub.Respond(
            (_, _) => Task.FromResult(
                new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = new StreamContent(new BrokenStream()) }));
        using var client = _stub.Client(options: Small);

        var exception = await Assert.ThrowsAsync<BigCommercePermissionException>(() => ChangeAsync(client));

        Assert.Equal("{\"ti", exception.Error.Body);
    }

    private static Task<TransactionResult> ChangeAsync(BigCommerceInventoryClient client) =>
        client.Adjustments.AdjustRelativeAsync(new RelativeAdjustmentRequest([new RelativeAdjustment(1, ItemKey.Sku("RE-130"), -1)]));

    /// <summary>Gives one byte first.</summary>
    private sealed class TwoPartStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(Position == 0 ? buffer[..1] : buffer, cancellationToken);
    }

    private sealed class BrokenStream : MemoryStream
    {
        private bool _hasGiven;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_hasGiven)
            {
                throw new IOException("reset");
            }

            _hasGiven = true;
            "{\"ti"u8.CopyTo(buffer.Span);
            return ValueTask.FromResult(4);
        }
    }
}

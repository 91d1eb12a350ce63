using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using BigCommerce.Inventory.Http;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Http;

/// <summary>Behavior of .NET's sockets: connection failures, redirects, decompression.</summary>
public class SocketTests
{
    private readonly ManualTimeProvider _time = new() { AdvanceWhenIdle = true };

    [Fact]
    public async Task Post_ConnectionRefused_IsRetried()
    {
        // Bound, so that no other server gets the port, but not listening.
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var client = Client(new Uri($"http://{socket.LocalEndPoint}/"));

        var exception = await Assert.ThrowsAsync<BigCommerceConnectionException>(() => ChangeAsync(client));

        Assert.StartsWith(
            "POST /stores/abc/v3/inventory/adjustments/relative received no response in 5 attempts. Connection refused",
            exception.Message,
            StringComparison.Ordinal);
        Assert.IsType<BigCommerceConnectionException>(exception);
    }

    [Fact]
    public async Task Post_ConnectionReset_IsNotRetried()
    {
        await using var server = new LoopbackServer(LoopbackServer.Reset, LoopbackServer.Json("""{"transaction_id":"twice"}"""));
        using var client = Client(server.Address);

        await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(() => ChangeAsync(client));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Put_ConnectionReset_IsRetried()
    {
        await using var server = new LoopbackServer(LoopbackServer.Reset, LoopbackServer.Json("""{"transaction_id":"t"}"""));
        using var client = Client(server.Address);

        var result = await client.Adjustments.SetAbsoluteAsync(new AbsoluteAdjustmentRequest([new(1, ItemKey.Sku("RE-130"), 5)]));

        Assert.Equal("t", result.TransactionId);
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(server.Requests[0].Split("\r\n\r\n")[1], server.Requests[1].Split("\r\n\r\n")[1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SendGate_RedirectWithFollowingHandler_DoesNotFollow(bool isSocketsHandler)
    {
        await using var elsewhere = new LoopbackServer(LoopbackServer.Json("{}"));
        await using var server = new LoopbackServer(
            LoopbackServer.Bytes($"302 Found\r\nLocation: {elsewhere.Address}", []),
            LoopbackServer.Bytes($"307 Temporary Redirect\r\nLocation: {elsewhere.Address}", []));
        using HttpMessageHandler follower = isSocketsHandler ? new SocketsHttpHandler() : new HttpClientHandler();
        using var client = Client(server.Address, follower);

        var exception = await Assert.ThrowsAsync<BigCommerceApiException>(() => client.Items.ListAsync());
        Assert.IsType<BigCommerceApiException>(
            (await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(() => ChangeAsync(client))).InnerException);

        Assert.Equal(HttpStatusCode.Redirect, exception.StatusCode);
        Assert.Contains(
            "The client does not follow redirects, so that the access token is sent to the configured host only.",
            exception.Message,
            StringComparison.Ordinal);
        Assert.Empty(elsewhere.Requests);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task DefaultHandler_RedirectThatSetsACookie_FollowsAndKeepsNothing()
    {
        await using var server = new LoopbackServer(
            LoopbackServer.Bytes("302 Found\r\nLocation: /elsewhere\r\nSet-Cookie: session=1; Path=/", []), LoopbackServer.Json("{}"));
        using var http = new HttpClient(Transport.CreateSockets());

        using var redirect = await http.GetAsync(server.Address);
        using var response = await http.GetAsync(server.Address);

        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.OK), (redirect.StatusCode, response.StatusCode));
        Assert.DoesNotContain("Cookie", server.Requests[1], StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\r\nAccept-Encoding: gzip, deflate, br\r\n", server.Requests[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task HttpHandler_FollowsRedirectsAndIsInUse_IsRefused()
    {
        await using var server = new LoopbackServer(LoopbackServer.Json("{}"));
        using var follower = new SocketsHttpHandler();
        using (var http = new HttpClient(follower, disposeHandler: false))
        {
            await http.GetStringAsync(server.Address);
        }

        var exception = Assert.Throws<ArgumentException>(() => Client(server.Address, follower));

        Assert.StartsWith(
            "The handler has already sent requests and cannot be changed. The client turns redirects off, because they would send the access token to any host,",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Response_GzipBomb_ThrowsAtTheLimit()
    {
        var bomb = Gzip(new byte[200_000_000]);
        await using var server = new LoopbackServer(
            LoopbackServer.Bytes("200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip", bomb));
        using var client = Client(server.Address, options: new BigCommerceInventoryOptions { MaxResponseBytes = 1_000_000 });

        var exception = await Assert.ThrowsAsync<BigCommerceInvalidResponseException>(() => client.Items.ListAsync());

        Assert.Contains(
            "is larger than 1000000 bytes. If that size is expected, raise MaxResponseBytes.",
            exception.Message,
            StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Response_Gzip_IsDecompressed()
    {
        await using var server = new LoopbackServer(
            LoopbackServer.Bytes("200 OK\r\nContent-Encoding: gzip", Gzip("""{"data":[]}"""u8.ToArray())));
        using var client = Client(server.Address);

        Assert.Empty((await client.Items.ListAsync()).Data);
        Assert.Contains("\r\nAccept-Encoding: gzip", server.Requests[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Response_ContentLengthTooLarge_AllocatesNothing()
    {
        await using var server = new LoopbackServer(
            async (stream, _) =>
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 60000000\r\nConnection: close\r\n\r\n{}"u8.ToArray()));
        using var client = Client(server.Address);
        var before = GC.GetTotalAllocatedBytes();

        await Assert.ThrowsAsync<BigCommerceConnectionException>(
            () => client.Items.ListAsync(options: new RequestOptions { MaxRetryAttempts = 0 }));

        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 50_000_000);
    }

    private static byte[] Gzip(byte[] data)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(data);
        }

        return packed.ToArray();
    }

    private static Task<TransactionResult> ChangeAsync(BigCommerceInventoryClient client) =>
        client.Adjustments.AdjustRelativeAsync(new RelativeAdjustmentRequest([new RelativeAdjustment(1, ItemKey.Sku("RE-130"), -1)]));

    private BigCommerceInventoryClient Client(Uri address, HttpMessageHandler? handler = null, BigCommerceInventoryOptions? options = null)
    {
        options ??= new BigCommerceInventoryOptions();
        options.BaseAddress = address;
        return new BigCommerceInventoryClient("abc", StubHandler.TestToken, options, new() { HttpHandler = handler, TimeProvider = _time });
    }
}

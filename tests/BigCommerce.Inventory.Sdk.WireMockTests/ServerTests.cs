using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using BigCommerce.Inventory.WireMockTests.Server;
using Xunit.Sdk;

namespace BigCommerce.Inventory.WireMockTests;

/// <summary>The server without the client: what it matches, how it fails, and that each mapping file is valid.</summary>
public sealed class ServerTests : IDisposable
{
    /// <summary>Changes of a request that the server must notice, each with the lines of the report.</summary>
    private static readonly Dictionary<string, (string Operation, Action<HttpRequestMessage> Change, string Expected, string Received)>
        Changes = new()
        {
            ["another verb"] = (
                "list-items",
                request => request.Method = HttpMethod.Delete,
                "GET /stores/storehash/v3/inventory/items",
                "DELETE /stores/storehash/v3/inventory/items"),
            ["another letter case of the path"] = (
                "list-items",
                request => SetTarget(request, "/stores/storehash/v3/inventory/Items"),
                "GET /stores/storehash/v3/inventory/items",
                "GET /stores/storehash/v3/inventory/Items"),
            ["an escape in the path"] = (
                "list-items",
                request => SetTarget(request, "/stores/storehash/v3/inventory/%69tems"),
                "GET /stores/storehash/v3/inventory/items",
                "GET /stores/storehash/v3/inventory/%69tems"),
            ["a slash at the end"] = (
                "list-items",
                request => SetTarget(request, "/stores/storehash/v3/inventory/items/"),
                "GET /stores/storehash/v3/inventory/items",
                "GET /stores/storehash/v3/inventory/items/"),
            ["one more query parameter"] = (
                "list-items",
                request => SetTarget(request, "/stores/storehash/v3/inventory/items?page=1"),
                "GET /stores/storehash/v3/inventory/items",
                "GET /stores/storehash/v3/inventory/items?page=1"),
            ["no escape in the query"] = (
                "delete-locations",
                request => SetTarget(request, "/stores/storehash/v3/inventory/locations?location_id:in=2,3"),
                "DELETE /stores/storehash/v3/inventory/locations?location_id%3Ain=2%2C3",
                "DELETE /stores/storehash/v3/inventory/locations?location_id:in=2,3"),
            ["another letter case of an escape"] = (
                "delete-locations",
                request => SetTarget(request, "/stores/storehash/v3/inventory/locations?location_id%3ain=2%2c3"),
                "DELETE /stores/storehash/v3/inventory/locations?location_id%3Ain=2%2C3",
                "DELETE /stores/storehash/v3/inventory/locations?location_id%3ain=2%2c3"),
            ["one more Accept value"] = (
                "list-items",
                request => request.Headers.Add("Accept", "text/plain"),
                "application/json",
                "application/json, text/plain"),
            ["another letter case of a header value"] = (
                "list-items",
                request => SetHeader(request, "Accept", "application/JSON"),
                "application/json",
                "application/JSON"),
            ["another token"] = ("list-items", request => SetHeader(request, "X-Auth-Token", "wrong"), StubServer.AccessToken, "wrong"),
            ["no correlation id"] = (
                "list-items",
                request => request.Headers.Remove("X-Correlation-Id"),
                "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
                "none"),
            ["one more header"] = ("list-items", request => request.Headers.Add("X-Other", "1"), "none", "1"),
            ["a body where none belongs"] = ("list-items", request => SetBody(request, "{}"), "none", "{}"),
            ["no body"] = ("delete-metafields", request => request.Content = null, "[42,43]", "none"),
            ["a charset"] = (
                "delete-metafields",
                request => request.Content!.Headers.ContentType!.CharSet = "utf-8",
                "application/json",
                "application/json; charset=utf-8"),
            ["another order in the body"] = ("delete-metafields", request => SetBody(request, "[43,42]"), "[42,43]", "[43,42]"),
            ["strings for numbers"] = ("delete-metafields", request => SetBody(request, "[\"42\",43]"), "[42,43]", "[\"42\",43]"),
            ["one more member in the body"] = (
                "update-metafield",
                request => SetBody(request, "{\"value\":\"8\",\"key\":null}"),
                "{\"value\":\"8\"}",
                "{\"value\":\"8\",\"key\":null}"),
            ["a member twice"] = (
                "update-metafield",
                request => SetBody(request, "{\"value\":\"7\",\"value\":\"8\"}"),
                "{\"value\":\"8\"}",
                "{\"value\":\"7\",\"value\":\"8\"}"),
            ["a body that is not JSON"] = ("update-metafield", request => SetBody(request, "{"), "{\"value\":\"8\"}", "{"),
        };

    private readonly StubServer _server = new();
    private readonly HttpClient _http;

    public ServerTests() => _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _server.Address };

    public static TheoryData<string, string> Files => new(
        from operation in MappingFiles.Operations
        from @case in MappingFiles.Cases(operation)
        select (operation, @case));

    public static TheoryData<string> ChangedRequests => [.. Changes.Keys];

    public void Dispose()
    {
        _http.Dispose();
        _server.Dispose();
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Mapping_RequestItDescribes_GetsItsResponse(string operation, string @case)
    {
        _server.Stub(operation, @case);

        foreach (var exchange in MappingFiles.Exchanges(operation, @case))
        {
            using var request = exchange.ToRequestMessage();
            using var response = await _http.SendAsync(request);

            Assert.Equal(exchange.Response.Status, (int)response.StatusCode);
            Assert.Equal(exchange.Response.Json?.ToJsonString() ?? "", await response.Content.ReadAsStringAsync());
            Assert.All(exchange.Response.AllHeaders, header => Assert.Equal(
                [header.Value],
                header.Key == "Content-Type" ? response.Content.Headers.GetValues(header.Key) : response.Headers.GetValues(header.Key)));
        }

        _server.AssertEveryRequestMatched();
    }

    [Fact]
    public void Mappings_Operations_AreAll18() => Assert.Equal(18, MappingFiles.Operations.Count);

    [Theory]
    [InlineData("""[{ "request": "GET /", "response": { "status": 200 }, "scenario": "x" }]""")]
    [InlineData("""[{ "request": "GET /", "response": { "status": 200, "body": {} } }]""")]
    [InlineData(
        """[{ "request": "GET /", "response": { "status": 200, "rateLimit": { "left": 1, "quota": 2, "windowMs": 3, "resetMs": 4, "other": 5 } } }]""")]
    [InlineData("""[{ "request": "GET /", "response": { "status": 200, "status": 201 } }]""")]
    [InlineData("""[{ "request": "GET /", "response": { "fault": "explosion" } }]""")]
    [InlineData("""[{ "response": { "status": 200 } }]""")]
    public void MappingFile_UnknownRepeatedOrMissingMember_IsRefused(string json) =>
        Assert.Throws<JsonException>(() => MappingFiles.Parse<Exchange[]>(json));

    [Theory]
    [MemberData(nameof(ChangedRequests))]
    public async Task Request_ChangedInOnePart_IsReportedWithWhatWasExpected(string what)
    {
        var (operation, change, expected, received) = Changes[what];
        _server.Stub(operation, "success");
        using var request = MappingFiles.Exchanges(operation, "success")[0].ToRequestMessage();
        change(request);
        request.RequestUri = new Uri(
            _server.Address.GetLeftPart(UriPartial.Authority) + request.RequestUri!.OriginalString,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

        using var response = await _http.SendAsync(request);
        var failure = Assert.Throws<FailException>(_server.AssertEveryRequestMatched);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.StartsWith(
            $"{_server.Requests[0]} matched no stub. It differs from {operation}/success in:",
            failure.Message,
            StringComparison.Ordinal);
        Assert.Contains(
            $"    expected: {expected}{Environment.NewLine}    received: {received}",
            failure.Message,
            StringComparison.Ordinal);
        Assert.Equal(failure.Message, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Request_WithoutStubs_IsReported()
    {
        using var response = await _http.GetAsync("/anything?a=b");

        var failure = Assert.Throws<FailException>(_server.AssertEveryRequestMatched);
        Assert.Equal("GET /anything?a=b matched no stub. There is none.", failure.Message);
    }

    [Fact]
    public async Task Request_OutOfTurn_IsReported()
    {
        _server.Stub("create-locations", "create-and-get");
        var exchanges = MappingFiles.Exchanges("create-locations", "create-and-get");
        using var second = exchanges[1].ToRequestMessage();
        using var first = exchanges[0].ToRequestMessage();

        using var early = await _http.SendAsync(second);
        using var onTime = await _http.SendAsync(first);

        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.OK], [early.StatusCode, onTime.StatusCode]);
        var failure = Assert.Throws<FailException>(_server.AssertEveryRequestMatched);
        Assert.EndsWith(
            $"  order{Environment.NewLine}    expected: another request of the mapping first{Environment.NewLine}    received: this request",
            failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sequence_MoreRequestsThanCases_RepeatsTheLast()
    {
        _server.StubSequence("list-items", "429-bare", "503-maintenance", "success");

        var statuses = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            using var request = MappingFiles.Exchanges("list-items", "success")[0].ToRequestMessage();
            using var response = await _http.SendAsync(request);
            statuses.Add((int)response.StatusCode);
        }

        Assert.Equal([429, 503, 200, 200], statuses);
    }

    [Fact]
    public async Task Servers_SideBySide_ShareNothing()
    {
        using var other = new StubServer();
        _server.Stub("delete-metafield", "success");
        other.Stub("delete-metafield", "404");

        using var request = MappingFiles.Exchanges("delete-metafield", "success")[0].ToRequestMessage();
        using var response = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(["DELETE /inventory/locations/2/metafields/42"], _server.Requests.Select(seen => seen.ToString()));
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task Server_Disposed_ClosesItsPort()
    {
        var server = new StubServer();
        var address = server.Address;

        server.Dispose();

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => _http.GetAsync(address));
        Assert.Equal(HttpRequestError.ConnectionError, failure.HttpRequestError);
    }

    [Fact]
    public async Task ConnectionReset_AnyRequest_ResetsTheSocket()
    {
        var failure = await SendAndFailAsync("fault-connection-reset");

        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(failure.InnerException?.InnerException).SocketErrorCode);
    }

    [Fact]
    public async Task EmptyReply_AnyRequest_EndsBeforeTheFirstByte()
    {
        var failure = await SendAndFailAsync("fault-empty-reply");

        Assert.Equal(HttpRequestError.ResponseEnded, failure.HttpRequestError);
    }

    [Fact]
    public async Task Garbage_AnyRequest_IsNotHttp()
    {
        var failure = await SendAndFailAsync("fault-garbage");

        Assert.Equal(HttpRequestError.InvalidResponse, failure.HttpRequestError);
    }

    [Fact]
    public async Task TruncatedChunk_AnyRequest_EndsAfterTheHeaders()
    {
        var failure = await SendAndFailAsync("fault-truncated-chunk");

        Assert.Equal(HttpRequestError.ResponseEnded, Assert.IsType<HttpIOException>(failure.InnerException).HttpRequestError);
        Assert.StartsWith("Error while copying content to a stream.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoResponse_ClientGivesUp_EndsTheRequest()
    {
        using var source = new CancellationTokenSource();
        var call = SendAsync("fault-delay", source.Token);
        await _server.WaitForStalledResponseAsync();

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task UnfinishedBody_FirstHalf_Arrives()
    {
        _server.Stub("list-items", "fault-slow-body");
        using var request = MappingFiles.Exchanges("list-items", "success")[0].ToRequestMessage();
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var body = await response.Content.ReadAsStreamAsync();

        var half = new byte[5];
        await body.ReadExactlyAsync(half);

        Assert.Equal("{\"dat", Encoding.UTF8.GetString(half));
        Assert.False(body.ReadAsync(new byte[1]).AsTask().IsCompleted);
    }

    private async Task<HttpRequestException> SendAndFailAsync(string @case) =>
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(@case, CancellationToken.None));

    private async Task SendAsync(string @case, CancellationToken cancellationToken)
    {
        _server.Stub("update-metafield", @case);
        using var request = MappingFiles.Exchanges("update-metafield", "success")[0].ToRequestMessage();
        using var response = await _http.SendAsync(request, cancellationToken);
    }

    private static void SetTarget(HttpRequestMessage request, string target) => request.RequestUri = new Uri(target, UriKind.Relative);

    private static void SetHeader(HttpRequestMessage request, string name, string value)
    {
        request.Headers.Remove(name);
        request.Headers.TryAddWithoutValidation(name, value);
    }

    private static void SetBody(HttpRequestMessage request, string json) =>
        request.Content = new StringContent(json, new MediaTypeHeaderValue("application/json"));
}

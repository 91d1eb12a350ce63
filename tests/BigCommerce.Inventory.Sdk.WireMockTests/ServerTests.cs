using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using BigCommerce.Inventory.WireMockTests.Server;
using Xunit.Sdk;

namespace BigCommerce.Inventory.WireMockTests;

/// <summary>The fixture itself, and that the server answers the request that each mapping file describes, without the SDK.</summary>
public sealed class ServerTests(WireMockServer server) : WireMockTest(server)
{
    private readonly WireMockServer _server = server;

    public static TheoryData<string, string> Files => new(
        from operation in MappingFiles.Operations
        from @case in MappingFiles.Cases(operation)
        select (operation, @case));

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_mapping_answers_the_request_it_describes(string operation, string @case)
    {
        await Store.StubAsync(operation, @case);

        foreach (var mapping in MappingFiles.Find(operation, @case))
        {
            using var request = Describe(mapping["request"]!);
            using var response = await _server.Http.SendAsync(request);

            Assert.Equal(mapping["response"]!["status"]!.GetValue<int>(), (int)response.StatusCode);
        }
    }

    [Fact]
    public void Every_operation_of_the_API_has_mappings() => Assert.Equal(18, MappingFiles.Operations.Count);

    [Fact]
    public async Task An_unmatched_request_is_reported_with_the_nearest_stub()
    {
        await using var store = _server.OpenStore();
        await store.StubAsync("get-metafield", "success");
        using var request = Describe(MappingFiles.Find("get-metafield", "success")[0]["request"]!, store);
        request.Headers.Remove("X-Auth-Token");
        request.Headers.Add("X-Auth-Token", "wrong");

        using var response = await _server.Http.SendAsync(request);
        var failure = await Assert.ThrowsAsync<FailException>(store.AssertEveryRequestMatchedAsync);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains($"X-Auth-Token: {WireMockStore.AccessToken}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("<<<<< Header does not match", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sequence_is_answered_in_its_order_and_ends_with_the_last()
    {
        await Store.StubSequenceAsync("list-items", "429-bare", "503-maintenance", "success");

        var statuses = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            using var request = Describe(MappingFiles.Find("list-items", "success")[0]["request"]!);
            using var response = await _server.Http.SendAsync(request);
            statuses.Add((int)response.StatusCode);
        }

        Assert.Equal([429, 503, 200, 200], statuses);
    }

    [Fact]
    public async Task Stores_do_not_see_each_others_stubs_and_requests()
    {
        await using var other = _server.OpenStore();
        await Store.StubAsync("delete-metafield", "success");
        await other.StubAsync("delete-metafield", "404");

        using var request = Describe(MappingFiles.Find("delete-metafield", "success")[0]["request"]!);
        using var response = await _server.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(["DELETE /inventory/locations/2/metafields/42"], (await Store.RequestsAsync()).Select(seen => seen.ToString()));
        Assert.Empty(await other.RequestsAsync());
    }

    [Fact]
    public async Task A_server_of_our_own_ends_with_the_fixture()
    {
        var separate = WireMockServer.Separate();
        await separate.InitializeAsync();
        separate.RequireAvailable();
        var address = separate.BaseAddress;

        await separate.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => _server.Http.GetAsync(new Uri(address, "/__admin/health")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_a_server_a_test_is_skipped_with_the_reason(string? ci)
    {
        var refusal = Assert.IsType<SkipException>(WireMockServer.Refusal("no Java", ci));

        Assert.EndsWith("no Java", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_server_a_test_fails_in_CI()
    {
        var refusal = Assert.IsType<FailException>(WireMockServer.Refusal("no Java", ci: "true"));

        Assert.Equal("no Java", refusal.Message);
    }

    private HttpRequestMessage Describe(JsonNode pattern, WireMockStore? store = null)
    {
        pattern = JsonNode.Parse((store ?? Store).Localize(pattern.ToJsonString()))!;
        var request = new HttpRequestMessage(
            new HttpMethod(pattern["method"]!.GetValue<string>()),
            new Uri(_server.BaseAddress, pattern["url"]!.GetValue<string>()));
        request.Headers.Add("X-Auth-Token", pattern["headers"]!["X-Auth-Token"]!["equalTo"]!.GetValue<string>());
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.UserAgent.ParseAdd("BigCommerce.Inventory.Sdk/1.0.0");
        request.Headers.Add("X-Correlation-Id", "0f8fad5b-d9cb-469f-a165-70867728950e");
        if (pattern["bodyPatterns"] is JsonArray body)
        {
            request.Content = new StringContent(body[0]!["equalToJson"]!.ToJsonString(), new MediaTypeHeaderValue("application/json"));
        }

        return request;
    }
}

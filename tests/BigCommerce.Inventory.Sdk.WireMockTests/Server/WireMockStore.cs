using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace BigCommerce.Inventory.WireMockTests.Server;

/// <summary>
/// One test's part of the server: a store hash of its own, so that tests run side by side and see only their own stubs and requests.
/// </summary>
public sealed class WireMockStore : IAsyncDisposable
{
    /// <summary>The access token that every mapping asks for.</summary>
    public const string AccessToken = "test-access-token";

    /// <summary>What the mapping files have in place of the store hash and of the server under another host name.</summary>
    private const string HashInFiles = "storehash", OtherHostInFiles = "http://localhost:8080";

    private readonly WireMockServer _server;

    internal WireMockStore(WireMockServer server) => _server = server;

    /// <summary>The store hash in the path of every request.</summary>
    public string Hash { get; } = "t" + Guid.NewGuid().ToString("N")[..12];

    /// <summary>The server's address, without a path.</summary>
    public Uri ServerAddress => _server.BaseAddress;

    private string StorePath => $"/stores/{Hash}/v3";

    private JsonObject OwnRequests => new() { ["urlPathPattern"] = $"/stores/{Hash}/.*" };

    /// <summary>Answers the operation's request as the mapping file of the case says.</summary>
    public Task StubAsync(string operation, string @case) => ImportAsync(MappingFiles.Find(operation, @case));

    /// <summary>Answers the operation's first request with the first case, the second with the second, and all further ones with the last.</summary>
    public Task StubSequenceAsync(string operation, params IReadOnlyList<string> cases)
    {
        var mappings = cases.Select(@case => Assert.Single(MappingFiles.Find(operation, @case))).ToList();
        for (var i = 0; i < mappings.Count; i++)
        {
            mappings[i]["scenarioName"] = $"{HashInFiles} {operation} {cases[0]}";
            mappings[i]["requiredScenarioState"] = State(i);
            if (i + 1 < mappings.Count)
            {
                mappings[i]["newScenarioState"] = State(i + 1);
            }
        }

        return ImportAsync(mappings);

        static string State(int answered) => answered == 0 ? "Started" : string.Create(CultureInfo.InvariantCulture, $"answered {answered}");
    }

    /// <summary>Every request to this store that the server saw, the first one first, whether it was answered or not.</summary>
    public async Task<IReadOnlyList<ReceivedRequest>> RequestsAsync()
    {
        var found = await PostAsync("requests/find", OwnRequests);
        return [.. found["requests"]!.AsArray()
            .OrderBy(request => request!["loggedDate"]!.GetValue<long>())
            .Select(request => ReceivedRequest.From(request!, StorePath))];
    }

    /// <summary>Waits until the server has seen that many requests to this store, answered or not.</summary>
    public async Task WaitForRequestsAsync(int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await RequestsAsync()).Count < count)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, limit.Token);
        }
    }

    /// <summary>Fails with WireMock's comparison to the nearest stub when a request to this store matched none.</summary>
    public async Task AssertEveryRequestMatchedAsync()
    {
        var journal = await _server.Http.GetFromJsonAsync<JsonObject>("/__admin/requests?unmatched=true");
        var reports = journal!["requests"]!.AsArray()
            .Where(entry => entry!["request"]!["url"]!.GetValue<string>().StartsWith($"/stores/{Hash}/", StringComparison.Ordinal))
            .SelectMany(entry => entry!["subEvents"]!.AsArray())
            .Select(detail => detail!["data"]?["report"]?.GetValue<string>())
            .OfType<string>()
            .ToList();
        if (reports.Count > 0)
        {
            Assert.Fail(string.Join(Environment.NewLine, reports));
        }
    }

    /// <summary>Removes this store's stubs and requests from the server.</summary>
    public async ValueTask DisposeAsync()
    {
        await PostAsync("mappings/remove-by-metadata", new JsonObject
        {
            ["matchesJsonPath"] = new JsonObject { ["expression"] = "$.store", ["equalTo"] = Hash },
        });
        await PostAsync("requests/remove", OwnRequests);
    }

    /// <summary>The text of a mapping with this store's hash and the server's port in it.</summary>
    internal string Localize(string text) => text
        .Replace(HashInFiles, Hash, StringComparison.Ordinal)
        .Replace(OtherHostInFiles, string.Create(CultureInfo.InvariantCulture, $"http://localhost:{ServerAddress.Port}"), StringComparison.Ordinal);

    private async Task ImportAsync(IReadOnlyList<JsonObject> mappings)
    {
        foreach (var mapping in mappings)
        {
            mapping["metadata"] = new JsonObject { ["store"] = HashInFiles };
        }

        var import = new JsonObject { ["mappings"] = new JsonArray([.. mappings]) };
        await PostAsync("mappings/import", JsonNode.Parse(Localize(import.ToJsonString()))!);
    }

    private async Task<JsonObject> PostAsync(string path, JsonNode body)
    {
        using var response = await _server.Http.PostAsJsonAsync("/__admin/" + path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"WireMock refused {path}: {text}");
        return JsonNode.Parse(text.Length == 0 ? "{}" : text)!.AsObject();
    }
}

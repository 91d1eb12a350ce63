using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Contract;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BigCommerce.Inventory.Tests.Emulator;

/// <summary>An emulator with one store, spoken to as any HTTP client would: what the tests see is what goes over the wire.</summary>
internal sealed class EmulatorHarness : IDisposable
{
    public EmulatorHarness(Action<InventoryEmulatorOptions>? configure = null)
    {
        var options = new InventoryEmulatorOptions { TimeProvider = Time };
        configure?.Invoke(options);
        Emulator = new InventoryEmulator(options);
        Store = Emulator.GetStore("demo");
        Http = new HttpClient(Emulator.CreateHandler()) { BaseAddress = new Uri(Emulator.BaseAddress, "stores/demo/v3/") };
    }

    /// <summary>The tests of the emulator run on .NET's own fake clock: it does not depend on <see cref="ManualTimeProvider"/>.</summary>
    public FakeTimeProvider Time { get; } = new(ManualTimeProvider.DefaultStart);

    public InventoryEmulator Emulator { get; }

    public EmulatedStore Store { get; }

    public HttpClient Http { get; }

    public Task<EmulatorReply> GetAsync(string path) => SendAsync("GET", path);

    public Task<EmulatorReply> PutAsync(string path, string json) => SendAsync("PUT", path, json);

    public Task<EmulatorReply> PostAsync(string path, string json) => SendAsync("POST", path, json);

    public Task<EmulatorReply> DeleteAsync(string path, string? json = null) => SendAsync("DELETE", path, json);

    public Task<EmulatorReply> AbsoluteAsync(string items) => PutAsync("inventory/adjustments/absolute", $$"""{"reason":"count","items":{{items}}}""");

    public Task<EmulatorReply> RelativeAsync(string items) => PostAsync("inventory/adjustments/relative", $$"""{"reason":"sale","items":{{items}}}""");

    public async Task<EmulatorReply> SendAsync(string method, string path, string? json = null, Action<HttpRequestMessage>? configure = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        configure?.Invoke(request);
        using var response = await Http.SendAsync(request);
        var reply = new EmulatorReply((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers);
        AssertKeepsContract(method, path, reply);
        return reply;
    }

    public void Dispose() => Http.Dispose();

    /// <summary>Without a fault, every response is as the OpenAPI files say, but for the listed deviations.</summary>
    private void AssertKeepsContract(string method, string path, EmulatorReply reply)
    {
        if (Emulator.Faults is null && OpenApiFiles.AtHand is { } files && files.FindOperation(method, "/" + path.Split('?')[0]) is { } operation)
        {
            Assert.Empty(Deviations.OfResponse(files.Operations[operation], reply.Status, reply.Body).Where(what => !Deviations.IsIntended(operation, what)).Select(what => $"{operation} {what}"));
        }
    }
}

/// <summary>What came back.</summary>
internal sealed record EmulatorReply(int Status, string Body, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string? MediaType => ContentHeaders.ContentType?.ToString();

    public string? Title => Json["title"]?.GetValue<string>();

    public string Data => Json["data"]!.ToJsonString();

    /// <summary>The whole body is this JSON: same members, same order, same values.</summary>
    public void AssertBody(string expected) => Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), Json.ToJsonString());

    public string Header(string name) => Headers.GetValues(name).Single();
}

using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Contract;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BigCommerce.Inventory.Tests.Emulator;

/// <summary>An emulator with one store and a plain HTTP client, so that tests see the raw responses.</summary>
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

    /// <summary>.NET's fake clock: the emulator does not depend on <see cref="ManualTimeProvider"/>.</summary>
    public FakeTimeProvider Time { get; } = new(ManualTimeProvider.DefaultStart);

    public InventoryEmulator Emulator { get; }

    public EmulatedStore Store { get; }

    public HttpClient Http { get; }

    public Task<EmulatorReply> GetAsync(string path) => SendAsync("GET", path);

    public Task<EmulatorReply> PutAsync(string path, string json) => SendAsync("PUT", path, json);

    public Task<EmulatorReply> PostAsync(string path, string json) => SendAsync("POST", path, json);

    public Task<EmulatorReply> DeleteAsync(string path, string? json = null) => SendAsync("DELETE", path, json);

    public Task<EmulatorReply> AbsoluteAsync(string items) =>
        PutAsync("inventory/adjustments/absolute", $$"""{"reason":"count","items":{{items}}}""");

    public Task<EmulatorReply> RelativeAsync(string items) =>
        PostAsync("inventory/adjustments/relative", $$"""{"reason":"sale","items":{{items}}}""");

    public async Task<EmulatorReply> SendAsync(
        string method,
        string path,
        string? json = null,
        Action<HttpRequestMessage>? configure = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        configure?.Invoke(request);
        using var response = await Http.SendAsync(request);
        var reply = new EmulatorReply(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Headers,
            response.Content.Headers);
        AssertKeepsContract(method, path, reply);
        return reply;
    }

    public void Dispose() => Http.Dispose();

    /// <summary>Without faults, every response matches the OpenAPI files, except for the listed deviations.</summary>
    private void AssertKeepsContract(string method, string path, EmulatorReply reply)
    {
        if (Emulator.Faults is null && OpenApiFiles.AtHand is { } files && files.FindOperation(method, "/" + path.Split('?')[0]) is { } operation)
        {
            Assert.Empty(Deviations.OfResponse(
                files.Operations[operation],
                reply.Status,
                reply.Body).Where(what => !Deviations.IsIntended(operation, what)).Select(what => $"{operation} {what}"));
        }
    }
}

/// <summary>A response.</summary>
internal sealed record EmulatorReply(int Status, string Body, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string? MediaType => ContentHeaders.ContentType?.ToString();

    public string? Title => Json["title"]?.GetValue<string>();

    public string Data => Json["data"]!.ToJsonString();

    /// <summary>Checks that the whole body equals this JSON, including the order of members.</summary>
    public void AssertBody(string expected) => Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), Json.ToJsonString());

    public string Header(string name) => Headers.GetValues(name).Single();
}

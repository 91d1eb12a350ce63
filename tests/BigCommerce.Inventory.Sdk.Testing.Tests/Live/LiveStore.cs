using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BigCommerce.Inventory.Tests.Live;

/// <summary>A store over plain HTTP, because the client rejects some of the probes' requests.</summary>
internal sealed class LiveStore : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="api">The address in place of <c>https://api.bigcommerce.com/</c>.</param>
    /// <param name="hash">The store's hash.</param>
    /// <param name="token">Its access token.</param>
    /// <param name="locationId">A location that may be changed.</param>
    /// <param name="sku">A SKU that may be changed at that location, of an item that is counted by variant.</param>
    public LiveStore(Uri api, string hash, string token, long locationId, string sku)
    {
        _http = new HttpClient { BaseAddress = new Uri(api, $"stores/{hash}/v3/inventory/") };
        _http.DefaultRequestHeaders.TryAddWithoutValidation("X-Auth-Token", token);
        _http.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "application/json");
        (LocationId, Sku) = (locationId, sku);
    }

    public long LocationId { get; }

    public string Sku { get; }

    /// <summary>
    /// The store that the environment names; null if it names none, and on a CI server, where only the emulator is used.
    /// </summary>
    public static LiveStore? FromEnvironment()
    {
        static string? Read(string name) =>
            Environment.GetEnvironmentVariable("BIGCOMMERCE_LIVE_" + name) is { Length: > 0 } value ? value : null;
        return Environment.GetEnvironmentVariable("CI") is null && Read("STORE_HASH") is { } hash
            ? new LiveStore(
                new Uri("https://api.bigcommerce.com/"),
                hash,
                Read("TOKEN") ?? throw new InvalidOperationException("BIGCOMMERCE_LIVE_TOKEN is not set."),
                long.Parse(Read("LOCATION") ?? "1", System.Globalization.CultureInfo.InvariantCulture),
                Read("SKU") ?? throw new InvalidOperationException("BIGCOMMERCE_LIVE_SKU is not set."))
            : null;
    }

    /// <summary>Whether the environment allows the probes to change the location and the SKU.</summary>
    public static bool MayWrite => Environment.GetEnvironmentVariable("BIGCOMMERCE_LIVE_WRITE") == "1";

    public void Dispose() => _http.Dispose();

    public async Task<LiveResponse> SendAsync(string method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"),
        };
        using var response = await _http.SendAsync(request);
        return new LiveResponse(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Headers.ToDictionary(
                header => header.Key,
                header => string.Join(",", header.Value),
                StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Sends a request that must succeed, because it restores the store.</summary>
    public async Task RequireAsync(string method, string path, string json)
    {
        var response = await SendAsync(method, path, json);
        if (response.Status is < 200 or > 299)
        {
            throw new InvalidOperationException(
                $"{method} {path} was answered with {response}. The store may have to be restored by hand: {json}");
        }
    }

    public async Task<JsonObject> ReadItemAsync() =>
        await FindItemAsync(Sku) ?? throw new InvalidOperationException($"The store has no item {Sku} at location {LocationId}.");

    public async Task<JsonObject?> FindItemAsync(string sku) =>
        First(await SendAsync("GET", FormattableString.Invariant($"locations/{LocationId}/items?sku%3Ain={Uri.EscapeDataString(sku)}")));

    public async Task<JsonObject> ReadLocationAsync() =>
        First(await SendAsync("GET", FormattableString.Invariant($"locations?location_id%3Ain={LocationId}")))
        ?? throw new InvalidOperationException($"The store has no location {LocationId}.");

    private static JsonObject? First(LiveResponse response) => (response.Json?["data"] as JsonArray)?.FirstOrDefault() as JsonObject;
}

/// <summary>A store's response.</summary>
internal sealed record LiveResponse(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode? Json
    {
        get
        {
            try
            {
                return JsonNode.Parse(Body);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    /// <summary>The status with the error's title.</summary>
    public override string ToString()
    {
        var words = string.Join(
            ' ',
            new[]
            {
                Json?["title"]?.ToString(),
                Json?["detail"]?.ToString(),
                Json?["errors"] is JsonObject { Count: > 0 } errors ? errors.ToJsonString() : null,
            }.OfType<string>());
        return words.Length == 0 ? FormattableString.Invariant($"{Status}") : FormattableString.Invariant($"{Status} `{words}`");
    }
}

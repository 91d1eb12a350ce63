using BigCommerce.Inventory.Benchmarks.Measurement;

namespace BigCommerce.Inventory.Benchmarks.Rivals;

/// <summary>A way to call the API. Each operation returns a checksum of what came back.</summary>
internal interface IRival : IDisposable
{
    /// <summary>Reads one page of 1,000 items.</summary>
    Task<long> ReadPageAsync();

    /// <summary>Writes 2,000 counts in one request.</summary>
    Task<long> WriteBatchAsync();

    /// <summary>Reads one item by its SKU.</summary>
    Task<long> FindItemAsync();
}

/// <summary>What each rival is called, and how it is made.</summary>
internal static class AllRivals
{
    private static readonly (string Name, Func<Uri, HttpMessageHandler, IRival> Create)[] List =
    [
        ("HttpClient + System.Text.Json, generated", (address, handler) => new GeneratedJsonRival(address, handler)),
        ("**BigCommerce.Inventory.Sdk**", (address, handler) => new SdkRival(address, handler)),
        ("HttpClient + System.Text.Json, reflection", (address, handler) => new ReflectionJsonRival(address, handler)),
        ("Refit", (address, handler) => new RefitRival(address, handler)),
        ("RestSharp", (address, handler) => new RestSharpRival(address, handler)),
        ("Flurl.Http", (address, handler) => new FlurlRival(address, handler)),
        ("Kiota", (address, handler) => new KiotaRival(address, handler)),
        ("HttpClient + Newtonsoft.Json", (address, handler) => new NewtonsoftRival(address, handler)),
    ];

    /// <summary>All rivals on one operation, the reference first and the SDK second.</summary>
    public static Contender[] On(Func<IRival, Task<long>> operation, Uri address, Func<HttpMessageHandler> handler) =>
        [.. List.Select(entry => (entry.Name, Rival: entry.Create(address, handler()))).Select(entry => new Contender(entry.Name, () => operation(entry.Rival), entry.Rival))];
}

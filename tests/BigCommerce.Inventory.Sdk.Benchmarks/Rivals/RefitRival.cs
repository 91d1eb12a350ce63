using BigCommerce.Inventory.Benchmarks.Data;
using Refit;

namespace BigCommerce.Inventory.Benchmarks.Rivals;

/// <summary>Refit as its users have it, without the SDK.</summary>
internal sealed class RefitRival : IRival
{
    private readonly HttpClient _client;
    private readonly IPlainApi _api;

    public RefitRival(Uri address, HttpMessageHandler handler)
    {
        _client = Calls.CreateHttpClient(address, handler);
        _api = RestService.For<IPlainApi>(_client, new RefitSettings(new SystemTextJsonContentSerializer(PlainJson.Reflection)));
    }

    public async Task<long> ReadPageAsync() => (await _api.ListAsync(1, 1000, null)).Checksum();

    public async Task<long> WriteBatchAsync() => (await _api.SetAsync(Calls.PlainRows)).TransactionId!.Length;

    public async Task<long> FindItemAsync() => (await _api.ListAsync(null, null, SampleStock.Sku(0))).Checksum();

    public void Dispose() => _client.Dispose();
}

internal interface IPlainApi
{
    [Get("/inventory/items")]
    Task<PlainPage> ListAsync(int? page, int? limit, [AliasAs("sku:in")] string? skus);

    [Put("/inventory/adjustments/absolute")]
    Task<PlainTransaction> SetAsync([Body] PlainAdjustments adjustments);
}

using Flurl.Http;
using Flurl.Http.Configuration;

namespace BigCommerce.Inventory.Benchmarks.Rivals;

internal sealed class FlurlRival(Uri address, HttpMessageHandler handler) : IRival
{
    private readonly FlurlClient _client = new(Calls.CreateHttpClient(address, handler)) { Settings = { JsonSerializer = new DefaultJsonSerializer(PlainJson.Reflection) } };

    public async Task<long> ReadPageAsync() => (await _client.Request(Calls.PagePath).GetJsonAsync<PlainPage>()).Checksum();

    public async Task<long> WriteBatchAsync() =>
        (await _client.Request(Calls.WritePath).PutJsonAsync(Calls.PlainRows).ReceiveJson<PlainTransaction>()).TransactionId!.Length;

    public async Task<long> FindItemAsync() => (await _client.Request(Calls.FindPath).GetJsonAsync<PlainPage>()).Checksum();

    public void Dispose() => _client.Dispose();
}

using RestSharp;
using RestSharp.Serializers.Json;

namespace BigCommerce.Inventory.Benchmarks.Rivals;

internal sealed class RestSharpRival(Uri address, HttpMessageHandler handler) : IRival
{
    private readonly RestClient _client = new(
        Calls.CreateHttpClient(address, handler),
        configureSerialization: serializers => serializers.UseSystemTextJson(PlainJson.Reflection));

    public async Task<long> ReadPageAsync() => (await _client.GetAsync<PlainPage>(new RestRequest(Calls.PagePath)))!.Checksum();

    public async Task<long> WriteBatchAsync() =>
        (await _client.PutAsync<PlainTransaction>(new RestRequest(Calls.WritePath).AddJsonBody(Calls.PlainRows)))!.TransactionId!.Length;

    public async Task<long> FindItemAsync() => (await _client.GetAsync<PlainPage>(new RestRequest(Calls.FindPath)))!.Checksum();

    public void Dispose() => _client.Dispose();
}

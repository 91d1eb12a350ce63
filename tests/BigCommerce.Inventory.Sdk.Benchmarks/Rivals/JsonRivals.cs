using System.Net.Http.Headers;
using System.Net.Http.Json;
using Newtonsoft.Json;

namespace BigCommerce.Inventory.Benchmarks.Rivals;

/// <summary>What a good engineer writes by hand: the reference.</summary>
internal sealed class GeneratedJsonRival(Uri address, HttpMessageHandler handler) : IRival
{
    private readonly HttpClient _client = Calls.CreateHttpClient(address, handler);

    public async Task<long> ReadPageAsync() => (await _client.GetFromJsonAsync(Calls.PagePath, PlainJsonContext.Default.PlainPage))!.Checksum();

    public async Task<long> WriteBatchAsync()
    {
        using var response = await _client.PutAsJsonAsync(Calls.WritePath, Calls.PlainRows, PlainJsonContext.Default.PlainAdjustments);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(PlainJsonContext.Default.PlainTransaction))!.TransactionId!.Length;
    }

    public async Task<long> FindItemAsync() => (await _client.GetFromJsonAsync(Calls.FindPath, PlainJsonContext.Default.PlainPage))!.Checksum();

    public void Dispose() => _client.Dispose();
}

internal sealed class ReflectionJsonRival(Uri address, HttpMessageHandler handler) : IRival
{
    private readonly HttpClient _client = Calls.CreateHttpClient(address, handler);

    public async Task<long> ReadPageAsync() => (await _client.GetFromJsonAsync<PlainPage>(Calls.PagePath, PlainJson.Reflection))!.Checksum();

    public async Task<long> WriteBatchAsync()
    {
        using var response = await _client.PutAsJsonAsync(Calls.WritePath, Calls.PlainRows, PlainJson.Reflection);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<PlainTransaction>(PlainJson.Reflection))!.TransactionId!.Length;
    }

    public async Task<long> FindItemAsync() => (await _client.GetFromJsonAsync<PlainPage>(Calls.FindPath, PlainJson.Reflection))!.Checksum();

    public void Dispose() => _client.Dispose();
}

/// <summary>Bodies by way of strings, as much code still has them.</summary>
internal sealed class NewtonsoftRival(Uri address, HttpMessageHandler handler) : IRival
{
    private readonly HttpClient _client = Calls.CreateHttpClient(address, handler);

    public Task<long> ReadPageAsync() => ReadAsync(Calls.PagePath);

    public async Task<long> WriteBatchAsync()
    {
        using var content = new StringContent(JsonConvert.SerializeObject(Calls.PlainRows, PlainJson.Newtonsoft), MediaTypeHeaderValue.Parse("application/json"));
        using var response = await _client.PutAsync(Calls.WritePath, content);
        response.EnsureSuccessStatusCode();
        return JsonConvert.DeserializeObject<PlainTransaction>(await response.Content.ReadAsStringAsync(), PlainJson.Newtonsoft)!.TransactionId!.Length;
    }

    public Task<long> FindItemAsync() => ReadAsync(Calls.FindPath);

    public void Dispose() => _client.Dispose();

    private async Task<long> ReadAsync(string path) =>
        JsonConvert.DeserializeObject<PlainPage>(await _client.GetStringAsync(path), PlainJson.Newtonsoft)!.Checksum();
}

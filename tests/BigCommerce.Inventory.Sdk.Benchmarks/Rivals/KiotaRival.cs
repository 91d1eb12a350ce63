using BigCommerce.Inventory.Benchmarks.Data;
using BigCommerce.Inventory.Benchmarks.Rivals.Kiota;
using BigCommerce.Inventory.Benchmarks.Rivals.Kiota.Inventory.Items;
using BigCommerce.Inventory.Benchmarks.Rivals.Kiota.Models;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;

namespace BigCommerce.Inventory.Benchmarks.Rivals;

/// <summary>The client that Kiota generates from BigCommerce's OpenAPI file, with Kiota's default handlers.</summary>
internal sealed class KiotaRival : IRival
{
    private static readonly AdjustmentsAbsoluteRequest Rows = new()
    {
        Reason = Calls.Reason,
        Items =
        [
            .. Calls.PlainRows.Items.Select(row => new AdjustmentsAbsoluteRequest.AdjustmentsAbsoluteRequest_items
            {
                AdjustmentsAbsoluteRequestItemsMember1 = new() { LocationId = (int)row.LocationId, Sku = row.Sku, Quantity = row.Quantity },
            }),
        ],
    };

    private readonly HttpClient _client;
    private readonly HttpClientRequestAdapter _adapter;
    private readonly KiotaStore _store;

    public KiotaRival(Uri address, HttpMessageHandler handler)
    {
        _client = KiotaClientFactory.Create(handler);

        // Kiota's own provider of API keys refuses addresses without TLS.
        _client.DefaultRequestHeaders.Add(Calls.TokenHeader, Calls.Token);
        _adapter = new HttpClientRequestAdapter(new AnonymousAuthenticationProvider(), httpClient: _client)
        {
            BaseUrl = new Uri(address, $"stores/{Calls.StoreHash}/v3").AbsoluteUri,
        };
        _store = new KiotaStore(_adapter);
    }

    public async Task<long> ReadPageAsync() =>
        Checksum(await _store.Inventory.Items.GetAsync(static request =>
        {
            request.QueryParameters.Page = 1;
            request.QueryParameters.Limit = 1000;
        }));

    public async Task<long> WriteBatchAsync() => (await _store.Inventory.Adjustments.Absolute.PutAsync(Rows))!.TransactionId!.Length;

    public async Task<long> FindItemAsync() =>
        Checksum(await _store.Inventory.Items.GetAsync(static request => request.QueryParameters.Skuin = SampleStock.Sku(0)));

    public void Dispose()
    {
        _adapter.Dispose();
        _client.Dispose();
    }

    /// <summary>The same sum as <see cref="PlainPage.Checksum"/>.</summary>
    private static long Checksum(ItemsGetResponse? page)
    {
        long sum = page!.Data!.Count;
        foreach (var item in page.Data)
        {
            sum += item.Identity!.VariantId!.Value + item.Identity.Sku!.Length;
            foreach (var location in item.Locations!)
            {
                sum += location.LocationId!.Value + location.AvailableToSell!.Value + location.LocationName!.Length + location.Settings!.WarningLevel!.Value;
            }
        }

        return sum;
    }
}

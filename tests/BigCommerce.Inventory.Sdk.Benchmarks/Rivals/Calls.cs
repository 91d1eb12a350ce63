using BigCommerce.Inventory.Benchmarks.Data;

namespace BigCommerce.Inventory.Benchmarks.Rivals;

/// <summary>What the rivals ask for, each in its own way.</summary>
internal static class Calls
{
    public const string StoreHash = "abc123";
    public const string Token = "benchmark-token";
    public const string TokenHeader = "X-Auth-Token";
    public const string PagePath = "inventory/items?page=1&limit=1000";
    public const string WritePath = "inventory/adjustments/absolute";
    public const string Reason = "nightly sync";
    public const int Rows = 2000;

    public static readonly string FindPath = $"inventory/items?sku%3Ain={SampleStock.Sku(0)}";

    public static readonly AbsoluteAdjustment[] SdkRows =
        [.. Enumerable.Range(0, Rows).Select(row => new AbsoluteAdjustment(1 + (row % 2), ItemKey.Sku(SampleStock.Sku(row)), row * 7 % 500))];

    public static readonly PlainAdjustments PlainRows = new()
    {
        Reason = Reason,
        Items = [.. Enumerable.Range(0, Rows).Select(row => new PlainAdjustment { LocationId = 1 + (row % 2), Sku = SampleStock.Sku(row), Quantity = row * 7 % 500 })],
    };

    public static HttpClient CreateHttpClient(Uri address, HttpMessageHandler handler, string storeHash = StoreHash)
    {
        var client = new HttpClient(handler) { BaseAddress = new Uri(address, $"stores/{storeHash}/v3/") };
        client.DefaultRequestHeaders.Add(TokenHeader, Token);
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        return client;
    }
}

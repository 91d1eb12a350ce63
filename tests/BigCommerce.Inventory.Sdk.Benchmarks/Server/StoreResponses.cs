using BigCommerce.Inventory.Benchmarks.Data;

namespace BigCommerce.Inventory.Benchmarks.Server;

/// <summary>The responses of a store whose only work is to have them ready.</summary>
internal static class StoreResponses
{
    public static readonly byte[] Page = SampleStock.ItemsPage(1000);
    public static readonly byte[] Item = SampleStock.ItemsPage(1);
    public static readonly byte[] Transaction = [.. """{"transaction_id":"7f1c1a52-3c53-4a5c-8a3a-0c9d7d0c1f55"}"""u8];

    /// <summary>The headers of an unlimited plan.</summary>
    public static readonly (string Name, string Value)[] Quota =
    [
        ("X-Rate-Limit-Requests-Left", "16000000"),
        ("X-Rate-Limit-Requests-Quota", "16000000"),
        ("X-Rate-Limit-Time-Window-Ms", "30000"),
        ("X-Rate-Limit-Time-Reset-Ms", "30000"),
    ];

    public static byte[] To(string method, string query) =>
        method != "GET" ? Transaction
        : query.Contains("sku", StringComparison.Ordinal) ? Item
        : Page;
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Webhooks;

namespace BigCommerce.Inventory.Tests.Webhooks;

/// <summary>Bodies as BigCommerce sends them, and a signature computed without the library.</summary>
internal static class WebhookSamples
{
    public const string ClientSecret = "6f1ed002ab5595859014ebf0951522d9f1b0a1c3e5d7c9b8a7f6e5d4c3b2a190";

    public const string MessageId = "8c6f2b1e-7a39-4d53-9a57-1f0f5ad0c2de";

    public const string StockChanged =
        """{"producer":"stores/abc123","hash":"996ea203c939d05ca667a515ef2f029976d6df80","created_at":1682624640,"store_id":"1234567890","scope":"store/channel/*/inventory/product/stock_changed","data":{"variant_id":127,"product_id":113,"location_id":2}}""";

    /// <summary>When the tests' messages are sent, which is also the start of their clock.</summary>
    public static readonly DateTimeOffset SentAt = ManualTimeProvider.DefaultStart;

    public static string Timestamp(DateTimeOffset instant) => instant.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public static string Sign(byte[] key, string id, string timestamp, byte[] body) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, SignedContent(id, timestamp, body)));

    public static byte[] SignedContent(string id, string timestamp, byte[] body) =>
        [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];

    public static Dictionary<string, string> Headers(string id, string timestamp, string signature) => new()
    {
        [WebhookHeaderNames.Id] = id,
        [WebhookHeaderNames.Timestamp] = timestamp,
        [WebhookHeaderNames.Signature] = signature,
    };

    /// <summary>A valid stock-changed message, signed with <see cref="ClientSecret"/>.</summary>
    public static (byte[] Body, Dictionary<string, string> Headers) Genuine()
    {
        var body = Encoding.UTF8.GetBytes(StockChanged);
        var timestamp = Timestamp(SentAt);
        return (body, Headers(MessageId, timestamp, Sign(Encoding.UTF8.GetBytes(ClientSecret), MessageId, timestamp, body)));
    }

    public static WebhookVerifier Verifier(TimeProvider time, params WebhookSecret[] secrets)
    {
        var options = new WebhookVerifierOptions { TimeProvider = time };
        foreach (var secret in secrets)
        {
            options.Secrets.Add(secret);
        }

        return new WebhookVerifier(options);
    }

    public static void InCulture(string name, Action test)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
            test();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}

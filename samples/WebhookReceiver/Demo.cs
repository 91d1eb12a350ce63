using System.Net;
using System.Text;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Webhooks;

namespace WebhookReceiver;

/// <summary>The sender: sells from an emulated store and sends webhook events like BigCommerce, including duplicates.</summary>
internal static class Demo
{
    private static readonly string[] Skus = ["JKT-07-NAVY-XL", "TEE-02-MOSS-M", "GER-0001"];

    public static async Task<bool> SendAsync(Uri receiver, EmulatedStore store, string clientSecret)
    {
        using var http = new HttpClient();
        var signer = new WebhookSigner(WebhookSecret.FromClientSecret(clientSecret));
        var forger = new WebhookSigner(WebhookSecret.FromClientSecret("a guess"));
        List<HttpStatusCode> statusCodes = [];

        // Three items are sold three times each at two locations. Each event is sent twice, with different message ids.
        store.SeedDemo();
        foreach (var location in store.Locations.Skip(1).Take(2))
        {
            foreach (var item in Skus.Select(store.GetItem))
            {
                store.SetStock(location.Id, item, onHand: 20, safetyStock: 2);
                for (var sale = 0; sale < 3; sale++)
                {
                    store.Sell(location.Id, item, 1);
                    var data = $$"""{"variant_id":{{item.VariantId}},"product_id":{{item.ProductId}},"location_id":{{location.Id}}}""";
                    var body = Event(InventoryWebhookScopes.StockChanged, data);
                    await PostAsync(signer, NewId(), body);
                    await PostAsync(signer, NewId(), body);
                }
            }
        }

        // A repeated delivery, an event with an unknown scope, and an event with a forged signature.
        var (repeated, update) = (NewId(), Event(InventoryWebhookScopes.LocationUpdated, """{"location_id":2}"""));
        await PostAsync(signer, repeated, update);
        await PostAsync(signer, repeated, update);
        await PostAsync(signer, NewId(), Event("store/channel/*/inventory/product/something_new", """{"location_id":2}"""));
        await PostAsync(forger, NewId(), update);

        var rejected = statusCodes.Count(code => code == HttpStatusCode.Unauthorized);
        Console.WriteLine($"Sent {statusCodes.Count} deliveries: {statusCodes.Count - rejected} accepted, {rejected} rejected");
        return rejected == 1 && statusCodes.Count(code => code == HttpStatusCode.OK) == statusCodes.Count - 1;

        byte[] Event(string scope, string data) => Encoding.UTF8.GetBytes(
            $$"""{"producer":"stores/{{store.Hash}}","hash":"","created_at":1767225600,"store_id":"1","scope":"{{scope}}","data":{{data}}}""");

        async Task PostAsync(WebhookSigner signer, string id, byte[] body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, receiver) { Content = new ByteArrayContent(body) };
            foreach (var (name, value) in signer.Sign(id, TimeProvider.System.GetUtcNow(), body))
            {
                request.Headers.Add(name, value);
            }

            using var response = await http.SendAsync(request);
            statusCodes.Add(response.StatusCode);
        }

        static string NewId() => Guid.NewGuid().ToString();
    }
}

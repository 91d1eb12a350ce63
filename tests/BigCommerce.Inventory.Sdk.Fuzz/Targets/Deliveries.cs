using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BigCommerce.Inventory.Webhooks;

namespace BigCommerce.Inventory.Fuzz.Targets;

/// <summary>
/// A webhook is valid exactly if a signature in its header is the HMAC of its text and its time is near. Bodies are parsed without an
/// exception. An input is three lines, the id, the time and the signatures, and the body. <c>{}</c> in the signatures stands for the right
/// one.
/// </summary>
internal static class Deliveries
{
    private const string Secret = "client-secret";
    private static readonly FixedTime Time = new();

    private static readonly WebhookVerifier Verifier = new(new WebhookVerifierOptions
    {
        Secrets = { WebhookSecret.FromClientSecret(Secret) },
        TimeProvider = Time,
    });

    public static void Run(byte[] input)
    {
        var parts = Encoding.Latin1.GetString(input).Split('\n', 4);
        var (id, timestamp, signatures) = (parts[0], parts.ElementAtOrDefault(1) ?? "", parts.ElementAtOrDefault(2) ?? "");
        var body = parts.Length == 4 ? input[^parts[3].Length..] : [];
        var right = "v1," + Convert.ToBase64String(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), (byte[])[.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body]));
        signatures = signatures.Replace("{}", right, StringComparison.Ordinal);

        var result = Verifier.Verify(
            body,
            name => name == WebhookHeaderNames.Id ? id : name == WebhookHeaderNames.Timestamp ? timestamp : signatures);

        var isNear = timestamp.All(char.IsAsciiDigit)
            && BigInteger.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && BigInteger.Abs(seconds - Time.GetUtcNow().ToUnixTimeSeconds()) <= 300;
        FuzzTarget.Require(
            result.IsValid == (id.Length > 0 && isNear && signatures.Split(' ').Contains(right)),
            "A webhook is valid if its signature is right and its time is near.");
        FuzzTarget.Require(result.MessageId == (result.IsValid ? id : null), "Only a valid webhook has an id.");
        Parse(body);
        Parse(input);
    }

    private static void Parse(byte[] body)
    {
        var isRead = InventoryWebhookReader.TryRead(body, out var webhook, out var problem);
        FuzzTarget.Require(isRead == (webhook is not null) && isRead == (problem is null), "A body is an event, or has a problem.");
        if (webhook is null)
        {
            return;
        }

        using var document = JsonDocument.Parse(body.AsSpan().StartsWith("\uFEFF"u8) ? body.AsMemory(3) : body);
        var root = document.RootElement;
        FuzzTarget.Require(root.GetProperty("scope").GetString() == webhook.Scope, "The scope is that of the JSON.");
        FuzzTarget.Require(root.GetProperty("producer").GetString() == $"stores/{webhook.StoreHash}", "The store is that of the JSON.");
        FuzzTarget.Require(
            webhook.Data is not UnknownWebhookData unknown
                || unknown.Json
                    == (root.TryGetProperty("data", out var data) ? Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(data)) : "null"),
            "Unknown data is that of the JSON.");
        FuzzTarget.Require(
            webhook.Data is not ItemWebhookData item || (item.ProductId > 0 && item.LocationId > 0 && item.VariantId is null or > 0),
            "Ids are positive.");
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    }
}

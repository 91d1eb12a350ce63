using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Webhooks;
using Xunit;
using static BigCommerce.Inventory.Tests.Webhooks.WebhookSamples;

namespace BigCommerce.Inventory.Tests.Webhooks;

/// <summary>A hundred thousand messages that an attacker could derive from valid ones without the secret.</summary>
public class WebhookForgeryTests
{
    private const int Messages = 100_000;
    private const string Base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private static readonly ManualTimeProvider Time = new(SentAt.AddMilliseconds(250));
    private static readonly WebhookSecret SecondSecret = WebhookSecret.FromClientSecret("a second secret, in rotation");
    private static readonly string[] OtherVersions = ["", "v0,", "v1a,", "v2,", "V1,", "v1="];
    private static readonly string[] HeaderNames = [WebhookHeaderNames.Id, WebhookHeaderNames.Timestamp, WebhookHeaderNames.Signature];

    /// <summary>A message that a forgery changes in place.</summary>
    private sealed class Message
    {
        public required string Secret { get; init; }

        public required string Id { get; set; }

        public required long Timestamp { get; set; }

        public required byte[] Body { get; set; }

        public string Signature { get; set; } = "";

        public string? Without { get; set; }

        public byte[] Key => Encoding.UTF8.GetBytes(Secret);

        public string TimestampText => Timestamp.ToString(CultureInfo.InvariantCulture);

        public byte[] Content => SignedContent(Id, TimestampText, Body);

        public void Sign(byte[] key) => Signature = WebhookSamples.Sign(key, Id, TimestampText, Body);

        public WebhookVerificationResult VerifyWith(WebhookVerifier verifier)
        {
            var headers = Headers(Id, TimestampText, Signature);
            headers.Remove(Without ?? "");
            return verifier.Verify(Body, headers);
        }
    }

    /// <summary>One kind of invalid message, and the expected reason for its rejection.</summary>
    private sealed record Forgery(
        string Name,
        Action<Message, Random> Apply,
        WebhookRejection Rejection = WebhookRejection.NoMatchingSignature);

    private static readonly Forgery[] Forgeries =
    [
        new("a bit of the body flipped", static (m, r) => m.Body[r.Next(m.Body.Length)] ^= (byte)(1 << r.Next(8))),
        new("the body truncated", static (m, r) => m.Body = m.Body[..r.Next(m.Body.Length)]),
        new("the body's beginning cut off", static (m, r) => m.Body = m.Body[r.Next(1, m.Body.Length)..]),
        new("something added to the body", static (m, r) => m.Body = [.. m.Body, (byte)" \n\0}"[r.Next(4)]]),
        new("white space put into the body", static (m, r) => m.Body = [.. m.Body[..1], (byte)' ', .. m.Body[1..]]),
        new("another body", static (m, r) => m.Body = Genuine(r).Body),
        new("another id", static (m, r) => m.Id = NewId(r)),
        new("the id in capitals", static (m, r) => m.Id = "A" + m.Id.ToUpperInvariant()),
        new("the id truncated", static (m, r) => m.Id = m.Id[..r.Next(1, m.Id.Length)]),
        new("the timestamp taken into the id", static (m, r) => m.Id = $"{m.Id}.{m.TimestampText}"),
        new("a fresher timestamp on an old message", static (m, r) => m.Timestamp += r.Next(1, 60)),
        new("replayed after the tolerance", static (m, r) => Resend(m, -r.Next(301, 172_800)), WebhookRejection.TooOld),
        new("dated ahead to be replayed later", static (m, r) => Resend(m, r.Next(301, 172_800)), WebhookRejection.TooNew),
        new("signed with another secret", static (m, r) => m.Sign(RandomBytes(r, 32))),
        new("signed with an empty secret", static (m, r) => m.Sign([])),
        new("signed with the secret in capitals", static (m, r) => m.Sign(Encoding.UTF8.GetBytes(m.Secret.ToUpperInvariant()))),
        new("signed with the secret and a line end", static (m, r) => m.Sign([.. m.Key, (byte)'\n'])),
        new("signed with the bytes that the secret is the hex of", static (m, r) => m.Sign(Convert.FromHexString(m.Secret))),
        new("signed with a part of the secret", static (m, r) => m.Sign(m.Key[..r.Next(m.Key.Length)])),
        new("signed without the id", static (m, r) => m.Signature = Hmac(m, [.. Utf8($"{m.TimestampText}."), .. m.Body])),
        new("signed without the timestamp", static (m, r) => m.Signature = Hmac(m, [.. Utf8($"{m.Id}."), .. m.Body])),
        new("signed without the body", static (m, r) => m.Signature = Hmac(m, Utf8($"{m.Id}.{m.TimestampText}."))),
        new("only the body signed", static (m, r) => m.Signature = Hmac(m, m.Body)),
        new("hashed without a key", static (m, r) => m.Signature = V1(SHA256.HashData(m.Content))),
        new("hashed with the secret in front", static (m, r) => m.Signature = V1(SHA256.HashData((byte[])[.. m.Key, .. m.Content]))),
        new("signed with HMAC-SHA512", static (m, r) => m.Signature = V1(HMACSHA512.HashData(m.Key, m.Content)[..32])),
        new("the signature of another message", static (m, r) => m.Signature = Genuine(r, m.Secret).Signature),
        new("the signatures of many other messages", static (m, r) =>
            m.Signature = string.Join(' ', Enumerable.Range(0, 5).Select(_ => Genuine(r, m.Secret).Signature))),
        new("a letter of the signature changed", static (m, r) => ChangeLetter(m, r)),
        new("the signature in another base64 of the same bytes", static (m, r) => ChangeUnusedBits(m, r)),
        new("the signature truncated", static (m, r) => m.Signature = m.Signature[..r.Next(1, m.Signature.Length)]),
        new("something added to the signature", static (m, r) => m.Signature += Base64[r.Next(64)]),
        new("the signature in hex", static (m, r) => m.Signature = "v1," + Convert.ToHexString(HMACSHA256.HashData(m.Key, m.Content))),
        new("the signature under another version", static (m, r) => m.Signature = OtherVersions[r.Next(6)] + m.Signature["v1,".Length..]),
        new("a signature of zeros", static (m, r) => m.Signature = V1(new byte[32])),
        new("a random signature", static (m, r) => m.Signature = V1(RandomBytes(r, 32))),
        new("a header left out", static (m, r) => m.Without = HeaderNames[r.Next(3)], WebhookRejection.MissingHeader),
    ];

    [Fact]
    public void Verify_HundredThousandForgeries_RejectsThemAll()
    {
        var random = new Random(20260101);
        var refused = 0;
        var wrong = new SortedSet<string>(StringComparer.Ordinal);

        for (var i = 0; i < Messages; i++)
        {
            var message = Genuine(random);
            var verifier = Verifier(Time, WebhookSecret.FromClientSecret(message.Secret), SecondSecret);
            if (message.VerifyWith(verifier) is not { IsValid: true } genuine || genuine.MessageId != message.Id)
            {
                wrong.Add("genuine");
            }

            var forgery = Forgeries[i % Forgeries.Length];
            forgery.Apply(message, random);
            var result = message.VerifyWith(verifier);
            if (result.Rejection == forgery.Rejection && result.MessageId is null)
            {
                refused++;
            }
            else
            {
                wrong.Add($"{forgery.Name}: {result.Rejection}");
            }
        }

        Assert.Empty(wrong);
        Assert.Equal(Messages, refused);
    }

    private static Message Genuine(Random random, string? secret = null)
    {
        var message = new Message
        {
            Secret = secret ?? Convert.ToHexStringLower(RandomBytes(random, 32)),
            Id = NewId(random),
            Timestamp = SentAt.ToUnixTimeSeconds() + random.Next(-200, 200),
            Body = Utf8(StockChanged
                .Replace("113", $"{random.Next(1, 100_000)}", StringComparison.Ordinal)
                .Replace("127", $"{random.Next(1, 100_000)}", StringComparison.Ordinal)),
        };
        message.Sign(message.Key);
        return message;
    }

    private static string NewId(Random random) => new Guid(RandomBytes(random, 16)).ToString("D", CultureInfo.InvariantCulture);

    /// <summary>Replays a valid message with that many seconds between it and the verifier's clock.</summary>
    private static void Resend(Message message, int seconds)
    {
        message.Timestamp = SentAt.ToUnixTimeSeconds() + seconds;
        message.Sign(message.Key);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string V1(byte[] signature) => "v1," + Convert.ToBase64String(signature);

    private static string Hmac(Message message, byte[] content) => V1(HMACSHA256.HashData(message.Key, content));

    private static void ChangeLetter(Message message, Random random)
    {
        var letters = message.Signature.ToCharArray();
        var index = random.Next("v1,".Length, letters.Length - 1);
        letters[index] = Base64[(Base64.IndexOf(letters[index], StringComparison.Ordinal) + random.Next(1, 64)) % 64];
        message.Signature = new string(letters);
    }

    /// <summary>The last character before the padding has two bits that decoders ignore.</summary>
    private static void ChangeUnusedBits(Message message, Random random)
    {
        var letters = message.Signature.ToCharArray();
        letters[^2] = Base64[Base64.IndexOf(letters[^2], StringComparison.Ordinal) ^ random.Next(1, 4)];
        message.Signature = new string(letters);
    }

    private static byte[] RandomBytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}

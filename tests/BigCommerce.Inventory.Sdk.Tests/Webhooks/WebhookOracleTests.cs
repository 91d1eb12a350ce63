using System.Text;
using BigCommerce.Inventory.Webhooks;
using Microsoft.AspNetCore.Http;
using StandardWebhooks;
using static BigCommerce.Inventory.Tests.Webhooks.WebhookSamples;
using OtherVerificationException = StandardWebhooks.Diagnostics.WebhookVerificationException;

namespace BigCommerce.Inventory.Tests.Webhooks;

/// <summary>Another implementation of Standard Webhooks agrees on which signatures are valid.</summary>
public class WebhookOracleTests
{
    private const string StandardSecret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    // The other library always uses the system clock.
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;

    public static MatrixTheoryData<bool, string> Messages => new(
        [false, true],
        [StockChanged, "", "{\"name\":\"Grüße, 東京 😀\"}", "line\r\nline\n", new('x', 100_000)]);

    [Theory]
    [MemberData(nameof(Messages))]
    public void Sign_ByOtherLibrary_VerifiesWithOurs(bool standardSecret, string body)
    {
        var (secret, other) = Key(standardSecret);

        var signature = other.Sign(MessageId, _now, body);

        var result = Verifier(TimeProvider.System, secret).Verify(
            Encoding.UTF8.GetBytes(body),
            Headers(MessageId, Timestamp(_now), signature));
        Assert.True(result.IsValid, result.Description);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Sign_ByOurs_VerifiesWithOtherLibrary(bool standardSecret, string body)
    {
        var (secret, other) = Key(standardSecret);

        var headers = new WebhookSigner(secret).Sign(MessageId, _now, Encoding.UTF8.GetBytes(body));

        Assert.Equal(other.Sign(MessageId, _now, body), headers[WebhookHeaderNames.Signature]);
        other.Verify(body, Dictionary(headers));
    }

    [Theory]
    [InlineData("body")]
    [InlineData("id")]
    [InlineData("timestamp")]
    [InlineData("signature")]
    [InlineData("secret")]
    [InlineData("old")]
    [InlineData("new")]
    public void Verify_TamperedMessage_FailsInBoth(string tampered)
    {
        var (secret, other) = Key(standardSecret: true);
        var sentAt = tampered switch { "old" => _now.AddMinutes(-6), "new" => _now.AddMinutes(6), _ => _now };
        var signer = new WebhookSigner(tampered == "secret" ? WebhookSecret.FromClientSecret(ClientSecret) : secret);
        var headers = new Dictionary<string, string>(signer.Sign(MessageId, sentAt, Encoding.UTF8.GetBytes(StockChanged)));
        var body = tampered == "body"
            ? StockChanged.Replace("\"location_id\":2", "\"location_id\":3", StringComparison.Ordinal)
            : StockChanged;
        switch (tampered)
        {
            case "id":
                headers[WebhookHeaderNames.Id] = MessageId + "0";
                break;
            case "timestamp":
                headers[WebhookHeaderNames.Timestamp] = Timestamp(_now.AddSeconds(1));
                break;
            case "signature":
                var signature = headers[WebhookHeaderNames.Signature];
                headers[WebhookHeaderNames.Signature] = signature[..3] + (signature[3] == 'A' ? 'B' : 'A') + signature[4..];
                break;
        }

        var rejection = Verifier(TimeProvider.System, secret).Verify(Encoding.UTF8.GetBytes(body), headers).Rejection;

        Assert.Equal(
            tampered switch { "old" => WebhookRejection.TooOld, "new" => WebhookRejection.TooNew, _ => WebhookRejection.NoMatchingSignature },
            rejection);
        Assert.Throws<OtherVerificationException>(() => other.Verify(body, Dictionary(headers)));
    }

    private static (WebhookSecret Secret, StandardWebhook Other) Key(bool standardSecret) => standardSecret
        ? (WebhookSecret.FromStandardWebhooks(StandardSecret), new StandardWebhook(StandardSecret))
        : (WebhookSecret.FromClientSecret(ClientSecret), new StandardWebhook(Encoding.UTF8.GetBytes(ClientSecret)));

    private static HeaderDictionary Dictionary(IEnumerable<KeyValuePair<string, string>> headers)
    {
        var dictionary = new HeaderDictionary();
        foreach (var (name, value) in headers)
        {
            dictionary[name] = value;
        }

        return dictionary;
    }
}

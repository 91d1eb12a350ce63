using System.Text;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Webhooks;
using FsCheck;
using Xunit;
using static BigCommerce.Inventory.Tests.Webhooks.WebhookSamples;

namespace BigCommerce.Inventory.Tests.Webhooks;

public class WebhookVerifierTests
{
    private readonly ManualTimeProvider _time = new(SentAt);
    private readonly WebhookVerifier _verifier;

    public WebhookVerifierTests() => _verifier = Verifier(_time, WebhookSecret.FromClientSecret(ClientSecret));

    [Theory]
    // The example of the specification's documentation, and the one that its reference libraries test with.
    [InlineData(
        "whsec_plJ3nmyCDGBKInavdOK15jsl",
        "msg_loFOjxBNrRLzqYUf",
        1731705121,
        """{"event_type":"ping","data":{"success":true}}""",
        "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=")]
    [InlineData(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        """{"test": 2432232314}""",
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    public void Verify_PublishedVectors_AreValidAndSignMatches(string secret, string id, long timestamp, string body, string signature)
    {
        var sentAt = DateTimeOffset.FromUnixTimeSeconds(timestamp);
        var bytes = Encoding.UTF8.GetBytes(body);
        var headers = Headers(id, Timestamp(sentAt), signature);

        foreach (var form in new[] { secret, secret["whsec_".Length..] })
        {
            var key = WebhookSecret.FromStandardWebhooks(form);
            var result = Verifier(new ManualTimeProvider(sentAt), key).Verify(bytes, headers);

            Assert.Equal(WebhookRejection.None, result.Rejection);
            Assert.Equal(id, result.MessageId);
            Assert.Equal(sentAt, result.SentAt);
            Assert.Equal(headers, new WebhookSigner(key).Sign(id, sentAt, bytes));
        }

        // The same text as a client secret is a different key: the prefix is not interpreted.
        Assert.Equal(
            WebhookRejection.NoMatchingSignature,
            Verifier(new ManualTimeProvider(sentAt), WebhookSecret.FromClientSecret(secret)).Verify(bytes, headers).Rejection);
    }

    [Fact]
    public void Verify_ClientSecret_UsesItsUtf8Bytes()
    {
        // Computed outside .NET.
        var headers = Headers(MessageId, "1767225600", "v1,8+Cv0Su/CfD6ZcCYS47SZHacuFrTtaQT7gSh0tqUW8E=");

        var result = _verifier.Verify(Encoding.UTF8.GetBytes(StockChanged), headers);

        Assert.True(result.IsValid);
        Assert.Equal("The webhook is valid.", result.Description);
        Assert.Same(result, result.EnsureValid());
    }

    [Fact]
    public void Verify_HeadersInAnyCase_AreFound()
    {
        var (body, headers) = Genuine();
        var shouting = headers.ToDictionary(pair => pair.Key.ToUpperInvariant(), pair => pair.Value);
        var asked = new List<string>();

        Assert.True(_verifier.Verify(body, shouting).IsValid);
        Assert.True(_verifier.Verify(body, name =>
        {
            asked.Add(name);
            return headers[name];
        }).IsValid);
        Assert.Equal(["webhook-id", "webhook-timestamp", "webhook-signature"], asked);
    }

    [Fact]
    public void Verify_HeaderSentTwice_TakesTheFirst()
    {
        var (body, headers) = Genuine();
        var second = new KeyValuePair<string, string>("Webhook-Id", "another");

        Assert.Equal(MessageId, _verifier.Verify(body, headers.Append(second)).MessageId);
        Assert.Equal(WebhookRejection.NoMatchingSignature, _verifier.Verify(body, headers.Prepend(second)).Rejection);
    }

    [Theory]
    [InlineData("webhook-id")]
    [InlineData("webhook-timestamp")]
    [InlineData("webhook-signature")]
    public void Verify_HeaderMissingOrEmpty_IsNamed(string name)
    {
        var (body, headers) = Genuine();

        headers[name] = "";
        AssertMissing(_verifier.Verify(body, headers));
        headers[name] = null!;
        AssertMissing(_verifier.Verify(body, headers));
        headers.Remove(name);
        AssertMissing(_verifier.Verify(body, headers));
        AssertMissing(_verifier.Verify(body, headers.GetValueOrDefault));

        void AssertMissing(WebhookVerificationResult result)
        {
            Assert.Equal(WebhookRejection.MissingHeader, result.Rejection);
            Assert.Equal($"The header {name} is missing or empty.", result.Description);
        }
    }

    [Theory]
    [InlineData(" 1767225600")]
    [InlineData("1767225600 ")]
    [InlineData("+1767225600")]
    [InlineData("-1767225600")]
    [InlineData("1767225600.0")]
    [InlineData("1,767,225,600")]
    [InlineData("1.767.225.600")]
    [InlineData("1767225600\0")]
    [InlineData("1.7672256e9")]
    [InlineData("0x69559A80")]
    [InlineData("١٧٦٧٢٢٥٦٠٠")]
    [InlineData("2026-01-01T00:00:00Z")]
    [InlineData("1767225600000")]
    [InlineData("253402300800")]
    [InlineData("99999999999999999999")]
    public void Verify_TimestampNotPlainSeconds_IsMalformed(string timestamp)
    {
        var (body, _) = Genuine();
        var headers = Headers(MessageId, timestamp, Sign(Encoding.UTF8.GetBytes(ClientSecret), MessageId, timestamp, body));

        var result = _verifier.Verify(body, headers);

        Assert.Equal(WebhookRejection.MalformedTimestamp, result.Rejection);
        Assert.Equal("The header webhook-timestamp is not a whole number of seconds since 1970.", result.Description);
    }

    [Fact]
    public void Verify_TimestampAtTheTolerance_IsAccepted()
    {
        var (body, headers) = Genuine();
        var five = TimeSpan.FromMinutes(5);
        var tick = TimeSpan.FromTicks(1);

        Assert.Equal(WebhookRejection.TooNew, At(-five - tick).Rejection);
        Assert.Equal(WebhookRejection.None, At(-five).Rejection);
        Assert.Equal(WebhookRejection.None, At(TimeSpan.Zero).Rejection);
        Assert.Equal(WebhookRejection.None, At(five).Rejection);
        Assert.Equal(WebhookRejection.TooOld, At(five + tick).Rejection);
        Assert.Equal("The webhook was sent 00:07:30 ago; at most 00:05:00 is accepted.", At(five * 1.5).Description);
        Assert.Equal(
            "The webhook was sent 2.00:00:00.5000000 in the future; at most 00:05:00 is accepted.",
            At(-TimeSpan.FromHours(48.0 + (0.5 / 3600))).Description);

        WebhookVerificationResult At(TimeSpan offset) =>
            Verifier(new ManualTimeProvider(SentAt + offset), WebhookSecret.FromClientSecret(ClientSecret)).Verify(body, headers);
    }

    [Fact]
    public void Verify_OwnTolerance_ReadsTheClockEachTime()
    {
        var (body, headers) = Genuine();
        var options = new WebhookVerifierOptions { TimeProvider = _time, Tolerance = TimeSpan.Zero };
        options.Secrets.Add(WebhookSecret.FromClientSecret(ClientSecret));
        var verifier = new WebhookVerifier(options);

        Assert.True(verifier.Verify(body, headers).IsValid);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(WebhookRejection.TooOld, verifier.Verify(body, headers).Rejection);
    }

    [Fact]
    public void Verify_TimestampAtTheEndsOfTheCalendar_DoesNotThrow()
    {
        var (body, headers) = Genuine();

        Assert.Equal(
            WebhookRejection.TooNew,
            Verifier(new ManualTimeProvider(DateTimeOffset.MinValue), WebhookSecret.FromClientSecret(ClientSecret))
                .Verify(body, headers).Rejection);
        Assert.Equal(
            WebhookRejection.TooOld,
            Verifier(new ManualTimeProvider(DateTimeOffset.MaxValue), WebhookSecret.FromClientSecret(ClientSecret))
                .Verify(body, headers).Rejection);

        headers[WebhookHeaderNames.Timestamp] = "253402300799";
        Assert.Equal(WebhookRejection.TooNew, _verifier.Verify(body, headers).Rejection);
        headers[WebhookHeaderNames.Timestamp] = "0";
        Assert.Equal(WebhookRejection.TooOld, _verifier.Verify(body, headers).Rejection);
    }

    [Fact]
    public void Verify_OneValidSignatureAmongSeveral_IsValid()
    {
        var (body, headers) = Genuine();
        var good = headers[WebhookHeaderNames.Signature];
        var bad = Sign("another"u8.ToArray(), MessageId, headers[WebhookHeaderNames.Timestamp], body);

        foreach (var list in new[] { $"{bad} {good}", $"{good} {bad}", $"v1a,c29tZXRoaW5n {good}", $" {good} ", $"v2,x v1, v1 , {bad}  {good} trailing" })
        {
            headers[WebhookHeaderNames.Signature] = list;
            Assert.True(_verifier.Verify(body, headers).IsValid, list);
        }
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("v1 {0}")]
    [InlineData("v1={0}")]
    [InlineData("V1,{0}")]
    [InlineData("v1a,{0}")]
    [InlineData("v2,{0}")]
    [InlineData("v1,,{0}")]
    [InlineData("v1,{0},v1,{0}")]
    [InlineData("v1, {0}")]
    [InlineData("v1,{0}\t")]
    [InlineData("v1,\"{0}\"")]
    [InlineData("   ")]
    public void Verify_SignatureInAnotherForm_DoesNotMatch(string form)
    {
        var (body, headers) = Genuine();
        headers[WebhookHeaderNames.Signature] = form.Replace(
            "{0}",
            headers[WebhookHeaderNames.Signature]["v1,".Length..],
            StringComparison.Ordinal);

        var result = _verifier.Verify(body, headers);

        Assert.Equal(WebhookRejection.NoMatchingSignature, result.Rejection);
        Assert.Equal("No v1 signature in the header webhook-signature matches the body and the secret.", result.Description);
    }

    [Fact]
    public void Verify_SecretRotation_AcceptsTheOldSecretOnlyDuringIt()
    {
        var (body, signedWithOld) = Genuine();
        var timestamp = Timestamp(SentAt);
        var signedWithNew = Headers(MessageId, timestamp, Sign("the new secret"u8.ToArray(), MessageId, timestamp, body));
        var oldSecret = WebhookSecret.FromClientSecret(ClientSecret);
        var newSecret = WebhookSecret.FromClientSecret("the new secret");

        var during = Verifier(_time, newSecret, oldSecret);
        Assert.True(during.Verify(body, signedWithOld).IsValid);
        Assert.True(during.Verify(body, signedWithNew).IsValid);

        var after = Verifier(_time, newSecret);
        Assert.Equal(WebhookRejection.NoMatchingSignature, after.Verify(body, signedWithOld).Rejection);
        Assert.True(after.Verify(body, signedWithNew).IsValid);

        // During a rotation the sender signs with both secrets.
        signedWithOld[WebhookHeaderNames.Signature] += " " + signedWithNew[WebhookHeaderNames.Signature];
        Assert.True(after.Verify(body, signedWithOld).IsValid);
    }

    [Fact]
    public void Verify_IdsAndBodiesOfAnyLength_AreValid()
    {
        var key = Encoding.UTF8.GetBytes(ClientSecret);
        var timestamp = Timestamp(SentAt);
        foreach (var id in new[] { "x", new string('i', 60), new string('i', 100), new string('ü', 100), new string('€', 5_000) })
        {
            foreach (var length in new[] { 0, 1, 1_000_000 })
            {
                var body = new byte[length];
                Assert.Equal(id, _verifier.Verify(body, Headers(id, timestamp, Sign(key, id, timestamp, body))).MessageId);
            }
        }
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    public void Verify_EveryCulture_GivesTheSame(string culture) => InCulture(culture, () =>
    {
        var (body, headers) = Genuine();

        Assert.True(_verifier.Verify(body, headers.ToDictionary(pair => pair.Key.ToUpperInvariant(), pair => pair.Value)).IsValid);
        Assert.Equal(headers, new WebhookSigner(WebhookSecret.FromClientSecret(ClientSecret)).Sign(MessageId, SentAt, body));

        _time.Advance(TimeSpan.FromMinutes(7.5));
        Assert.Equal("The webhook was sent 00:07:30 ago; at most 00:05:00 is accepted.", _verifier.Verify(body, headers).Description);
    });

    [Fact]
    public void EnsureValid_InvalidMessage_ThrowsWithTheReason()
    {
        var (body, headers) = Genuine();
        body[0] ^= 1;

        var result = _verifier.Verify(body, headers);
        var exception = Assert.Throws<WebhookVerificationException>(() => result.EnsureValid());

        Assert.False(result.IsValid);
        Assert.Null(result.MessageId);
        Assert.Null(result.SentAt);
        Assert.Equal(WebhookRejection.NoMatchingSignature, exception.Rejection);
        Assert.Equal("No v1 signature in the header webhook-signature matches the body and the secret.", exception.Message);
    }

    [Fact]
    public void ToStringAndMessages_Secrets_AreNotPrinted()
    {
        var (body, headers) = Genuine();
        var secret = WebhookSecret.FromClientSecret(ClientSecret);
        body[0] ^= 1;
        var result = _verifier.Verify(body, headers);
        var texts = new[]
        {
            secret.ToString(), _verifier.ToString()!, new WebhookSigner(secret).ToString()!, result.ToString(),
            Assert.Throws<WebhookVerificationException>(() => result.EnsureValid()).ToString(),
            Assert.Throws<ArgumentException>(() => WebhookSecret.FromStandardWebhooks("whsec_" + ClientSecret + "!")).ToString(),
        };

        Assert.Equal("WebhookSecret (hidden)", texts[0]);
        Assert.Equal(result.Description, texts[3]);
        Assert.All(texts, text => Assert.DoesNotContain(ClientSecret, text, StringComparison.Ordinal));
        Assert.All(texts, text => Assert.DoesNotContain(headers[WebhookHeaderNames.Signature], text, StringComparison.Ordinal));
    }

    [Fact]
    public void Options_Given_AreCheckedAndCopied()
    {
        var options = new WebhookVerifierOptions { TimeProvider = _time };
        Assert.StartsWith(
            "At least one secret is required, and none may be null.",
            Assert.Throws<ArgumentException>(() => new WebhookVerifier(options)).Message,
            StringComparison.Ordinal);

        options.Secrets.Add(null!);
        Assert.Throws<ArgumentException>("options", () => new WebhookVerifier(options));

        options.Secrets[0] = WebhookSecret.FromClientSecret(ClientSecret);
        options.Tolerance = TimeSpan.FromTicks(-1);
        Assert.Throws<ArgumentOutOfRangeException>("options.Tolerance", () => new WebhookVerifier(options));

        options.Tolerance = TimeSpan.FromMinutes(1);
        options.TimeProvider = null!;
        Assert.Throws<ArgumentNullException>("options.TimeProvider", () => new WebhookVerifier(options));

        options.TimeProvider = _time;
        var verifier = new WebhookVerifier(options);
        options.Secrets.Clear();
        options.Tolerance = TimeSpan.Zero;
        _time.Advance(TimeSpan.FromMinutes(1));
        var (body, headers) = Genuine();
        Assert.True(verifier.Verify(body, headers).IsValid);
    }

    [Fact]
    public void Secrets_Invalid_AreRefused()
    {
        Assert.Throws<ArgumentNullException>("clientSecret", () => new WebhookVerifier((string)null!));
        Assert.Throws<ArgumentException>("clientSecret", () => WebhookSecret.FromClientSecret(" "));
        Assert.Throws<ArgumentException>("secret", () => WebhookSecret.FromStandardWebhooks(""));
        foreach (var notBase64 in new[] { "whsec_", "whsec_not base64!", "whsk_plJ3nmyCDGBKInavdOK15jsl" })
        {
            var exception = Assert.Throws<ArgumentException>("secret", () => WebhookSecret.FromStandardWebhooks(notBase64));
            Assert.StartsWith(
                "The secret is not base64 after its optional prefix \"whsec_\". For the client secret of an app, use FromClientSecret.",
                exception.Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Verify_AnyByteChanged_IsRejected() => PropertyTest.Run(
        (byte[] body, DoNotSize<uint> position, byte change) =>
        {
            var timestamp = Timestamp(SentAt);
            var signature = Sign(Encoding.UTF8.GetBytes(ClientSecret), MessageId, timestamp, body);
            Assert.True(_verifier.Verify(body, Headers(MessageId, timestamp, signature)).IsValid);
            byte[] message = [.. Encoding.Latin1.GetBytes(MessageId + timestamp + signature), .. body];

            message[position.Item % message.Length] ^= (byte)(1 + (change % byte.MaxValue));

            var headers = Encoding.Latin1.GetString(message, 0, message.Length - body.Length);
            var result = _verifier.Verify(
                message.AsSpan(headers.Length),
                Headers(headers[..MessageId.Length], headers[MessageId.Length..^signature.Length], headers[^signature.Length..]));
            Assert.False(result.IsValid);
            Assert.Null(result.MessageId);
        },
        cases: 1_000);

    [Fact]
    public void Sign_MessageIdWithAFullStop_IsRefused()
    {
        var signer = new WebhookSigner(WebhookSecret.FromClientSecret(ClientSecret));

        var exception = Assert.Throws<ArgumentException>("messageId", () => signer.Sign("a.b", SentAt, []));
        Assert.StartsWith(
            "A message id must not contain a full stop, which separates the signed parts.",
            exception.Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("messageId", () => signer.Sign("", SentAt, []));
        Assert.Throws<ArgumentOutOfRangeException>("sentAt", () => signer.Sign("a", DateTimeOffset.UnixEpoch.AddTicks(-1), []));
        Assert.Equal("0", signer.Sign("a", DateTimeOffset.UnixEpoch, [])["Webhook-Timestamp"]);
    }
}

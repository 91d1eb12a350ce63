using System.Globalization;

namespace BigCommerce.Inventory.Webhooks;

/// <summary>Signs webhooks the way BigCommerce does, so that a receiver can be tested from end to end without a store.</summary>
/// <remarks>Immutable and safe to use from several threads.</remarks>
public sealed class WebhookSigner
{
    private readonly WebhookSecret _secret;

    /// <summary>Creates a signer.</summary>
    /// <param name="secret">The key; the receiver's <see cref="WebhookVerifier"/> must know it.</param>
    public WebhookSigner(WebhookSecret secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        _secret = secret;
    }

    /// <summary>Gives the three headers to send with a body.</summary>
    /// <param name="messageId">
    /// Identifies the message. Repeat it to simulate a repeated delivery. It must not contain a full stop: that separates the signed parts.
    /// </param>
    /// <param name="sentAt">When the message is sent; cut to whole seconds. 1970 or later.</param>
    /// <param name="body">The body, byte for byte as it will be sent.</param>
    /// <returns>The headers by name, in the form that <see cref="WebhookVerifier"/> takes.</returns>
    /// <exception cref="ArgumentException"><paramref name="messageId"/> is null or empty or contains a full stop.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sentAt"/> lies before 1970.</exception>
    public IReadOnlyDictionary<string, string> Sign(string messageId, DateTimeOffset sentAt, ReadOnlySpan<byte> body)
    {
        ArgumentException.ThrowIfNullOrEmpty(messageId);
        ArgumentOutOfRangeException.ThrowIfLessThan(sentAt, DateTimeOffset.UnixEpoch);
        if (messageId.Contains('.', StringComparison.Ordinal))
        {
            throw new ArgumentException(
                "A message id must not contain a full stop: it separates the parts that are signed.",
                nameof(messageId));
        }

        var timestamp = sentAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        Span<char> signature = stackalloc char[WebhookSignature.EncodedLength];
        WebhookSignature.Compute(_secret, messageId, timestamp, body, signature);

        return new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            [WebhookHeaderNames.Id] = messageId,
            [WebhookHeaderNames.Timestamp] = timestamp,
            [WebhookHeaderNames.Signature] = $"{WebhookSignature.VersionPrefix}{signature}",
        };
    }
}

using System.Globalization;

namespace BigCommerce.Inventory.Webhooks;

/// <summary>Signs webhooks as BigCommerce does, for end-to-end tests of a receiver without a store.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class WebhookSigner
{
    private readonly WebhookSecret _secret;

    /// <summary>Creates a signer.</summary>
    /// <param name="secret">The key. The receiver's <see cref="WebhookVerifier"/> must accept it.</param>
    public WebhookSigner(WebhookSecret secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        _secret = secret;
    }

    /// <summary>Creates the three headers for a body.</summary>
    /// <param name="messageId">
    /// The message id. Use the same one again to simulate a repeated delivery. It must not contain a full stop, which separates the signed
    /// parts.
    /// </param>
    /// <param name="sentAt">When the message is sent, truncated to seconds; 1970 or later.</param>
    /// <param name="body">The exact bytes of the body.</param>
    /// <returns>The headers by name, in the form that <see cref="WebhookVerifier"/> accepts.</returns>
    /// <exception cref="ArgumentException"><paramref name="messageId"/> is null or empty or contains a full stop.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sentAt"/> is before 1970.</exception>
    public IReadOnlyDictionary<string, string> Sign(string messageId, DateTimeOffset sentAt, ReadOnlySpan<byte> body)
    {
        ArgumentException.ThrowIfNullOrEmpty(messageId);
        ArgumentOutOfRangeException.ThrowIfLessThan(sentAt, DateTimeOffset.UnixEpoch);
        if (messageId.Contains('.', StringComparison.Ordinal))
        {
            throw new ArgumentException(
                "A message id must not contain a full stop, which separates the signed parts.",
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

using System.Text;

namespace BigCommerce.Inventory.Webhooks;

/// <summary>
/// A key that webhooks are signed with. BigCommerce uses the app's client secret as it stands; senders that follow the
/// Standard Webhooks format hand out <c>whsec_</c> and base64. The two are told apart by the factory method alone, never by
/// how the text looks.
/// </summary>
/// <remarks>The key cannot be read back: <see cref="ToString"/> does not show it.</remarks>
public sealed class WebhookSecret
{
    private const string StandardPrefix = "whsec_";

    private readonly byte[] _key;

    private WebhookSecret(byte[] key) => _key = key;

    internal ReadOnlySpan<byte> Key => _key;

    /// <summary>The client secret of a BigCommerce app: its UTF-8 bytes are the key.</summary>
    /// <param name="clientSecret">The secret exactly as the developer portal shows it; it is not trimmed.</param>
    /// <exception cref="ArgumentException"><paramref name="clientSecret"/> is null, empty or only white space.</exception>
    public static WebhookSecret FromClientSecret(string clientSecret)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(clientSecret);
        return new WebhookSecret(Encoding.UTF8.GetBytes(clientSecret));
    }

    /// <summary>A secret in the Standard Webhooks format: the base64 of the key, usually with <c>whsec_</c> in front.</summary>
    /// <param name="secret">The secret, with or without its prefix.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="secret"/> is null or empty, or what follows the prefix is not base64.
    /// </exception>
    public static WebhookSecret FromStandardWebhooks(string secret)
    {
        ArgumentException.ThrowIfNullOrEmpty(secret);

        var encoded = secret.StartsWith(StandardPrefix, StringComparison.Ordinal) ? secret.AsSpan(StandardPrefix.Length) : secret;
        var key = new byte[encoded.Length];
        if (!Convert.TryFromBase64Chars(encoded, key, out var length) || length == 0)
        {
            throw new ArgumentException(
                "The secret is not base64 after its optional prefix \"whsec_\". For the client secret of an app use FromClientSecret.",
                nameof(secret));
        }

        return new WebhookSecret(key[..length]);
    }

    /// <summary>Says that there is a secret, without showing it.</summary>
    public override string ToString() => "WebhookSecret (hidden)";
}

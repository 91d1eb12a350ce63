using System.Text;

namespace BigCommerce.Inventory.Webhooks;

/// <summary>
/// A key for signing webhooks. BigCommerce uses the bytes of the app's client secret. Other senders use the Standard Webhooks
/// format: <c>whsec_</c> and base64. The factory method determines the format; it is never guessed from the text.
/// </summary>
/// <remarks>The key is not readable: <see cref="ToString"/> does not contain it.</remarks>
public sealed class WebhookSecret
{
    private const string StandardPrefix = "whsec_";

    private readonly byte[] _key;

    private WebhookSecret(byte[] key) => _key = key;

    internal ReadOnlySpan<byte> Key => _key;

    /// <summary>Creates a secret from the client secret of a BigCommerce app. Its UTF-8 bytes are the key.</summary>
    /// <param name="clientSecret">The secret as shown in the developer portal. It is not trimmed.</param>
    /// <exception cref="ArgumentException"><paramref name="clientSecret"/> is null, empty or only white space.</exception>
    public static WebhookSecret FromClientSecret(string clientSecret)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(clientSecret);
        return new WebhookSecret(Encoding.UTF8.GetBytes(clientSecret));
    }

    /// <summary>Creates a secret from the Standard Webhooks format: the key in base64, usually with the prefix <c>whsec_</c>.</summary>
    /// <param name="secret">The secret, with or without its prefix.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="secret"/> is null or empty, or the part after the prefix is not base64.
    /// </exception>
    public static WebhookSecret FromStandardWebhooks(string secret)
    {
        ArgumentException.ThrowIfNullOrEmpty(secret);

        var encoded = secret.StartsWith(StandardPrefix, StringComparison.Ordinal) ? secret.AsSpan(StandardPrefix.Length) : secret;
        var key = new byte[encoded.Length];
        if (!Convert.TryFromBase64Chars(encoded, key, out var length) || length == 0)
        {
            throw new ArgumentException(
                "The secret is not base64 after its optional prefix \"whsec_\". For the client secret of an app, use FromClientSecret.",
                nameof(secret));
        }

        return new WebhookSecret(key[..length]);
    }

    /// <summary>Returns a text without the secret.</summary>
    public override string ToString() => "WebhookSecret (hidden)";
}

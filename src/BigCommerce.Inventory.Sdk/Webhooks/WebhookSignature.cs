using System.Security.Cryptography;
using System.Text;

namespace BigCommerce.Inventory.Webhooks;

/// <summary>The <c>v1</c> signature of Standard Webhooks: HMAC-SHA256 over <c>{id}.{timestamp}.{body}</c>, as base64.</summary>
internal static class WebhookSignature
{
    public const string VersionPrefix = "v1,";

    /// <summary>The length of 32 bytes in base64.</summary>
    public const int EncodedLength = 44;

    private const int StackLimit = 256;

    public static void Compute(WebhookSecret secret, string id, string timestamp, ReadOnlySpan<byte> body, Span<char> destination)
    {
        var maxPrefix = Encoding.UTF8.GetMaxByteCount(id.Length + timestamp.Length + 2);
        Span<byte> prefix = maxPrefix <= StackLimit ? stackalloc byte[StackLimit] : new byte[maxPrefix];
        var length = Encoding.UTF8.GetBytes(id, prefix);
        prefix[length++] = (byte)'.';
        length += Encoding.UTF8.GetBytes(timestamp, prefix[length..]);
        prefix[length++] = (byte)'.';

        // Two parts, to avoid a copy of the body.
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret.Key);
        hmac.AppendData(prefix[..length]);
        hmac.AppendData(body);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        hmac.GetHashAndReset(hash);
        Convert.TryToBase64Chars(hash, destination, out _);
    }
}

using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace BigCommerce.Inventory.Webhooks;

/// <summary>
/// Verifies that a webhook was sent by BigCommerce: that it carries a signature made with the app's secret
/// (Standard Webhooks, HMAC-SHA256) and was sent a short while ago.
/// </summary>
/// <remarks>
/// <para>
/// Verify the body byte for byte as it arrived, before anything parses it: JSON that was read and written again is no longer what was
/// signed. The <c>hash</c> inside the body is no signature and is not looked at.
/// </para>
/// <para>Immutable and safe to use from several threads; one for the whole process is enough.</para>
/// </remarks>
/// <example>
/// In ASP.NET Core, with the body read into <c>byte[] body</c>:
/// <code>
/// var verification = verifier.Verify(body, name => request.Headers[name]);
/// if (!verification.IsValid)
/// {
///     logger.LogWarning("Webhook refused: {Reason}", verification.Description);
///     return Results.Unauthorized();
/// }
/// </code>
/// </example>
public sealed class WebhookVerifier
{
    // The last second of year 9999, the last that DateTimeOffset can hold.
    private const long MaxUnixSeconds = 253_402_300_799;

    private readonly WebhookSecret[] _secrets;
    private readonly TimeSpan _tolerance;
    private readonly TimeProvider _timeProvider;

    /// <summary>Creates a verifier for the webhooks of one app, with the default tolerance of 5 minutes.</summary>
    /// <param name="clientSecret">The app's client secret.</param>
    /// <exception cref="ArgumentException"><paramref name="clientSecret"/> is null, empty or only white space.</exception>
    public WebhookVerifier(string clientSecret)
        : this(new WebhookVerifierOptions { Secrets = { WebhookSecret.FromClientSecret(clientSecret) } })
    {
    }

    /// <summary>Creates a verifier.</summary>
    /// <param name="options">What to accept. Copied: later changes to it have no effect.</param>
    /// <exception cref="ArgumentException">There is no secret, or one of them is null, or there is no clock.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is negative.</exception>
    public WebhookVerifier(WebhookVerifierOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(options.TimeProvider);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Tolerance, TimeSpan.Zero);

        _secrets = [.. options.Secrets];
        _tolerance = options.Tolerance;
        _timeProvider = options.TimeProvider;

        if (_secrets.Length == 0 || Array.Exists(_secrets, static secret => secret is null))
        {
            throw new ArgumentException("At least one secret is needed, and none may be null.", nameof(options));
        }
    }

    /// <summary>Verifies a webhook whose headers are looked up by name.</summary>
    /// <param name="body">The body, byte for byte as it arrived.</param>
    /// <param name="header">
    /// Gives the value of a header of <see cref="WebhookHeaderNames"/>, whatever its case, and null when the request has none.
    /// </param>
    /// <returns>Whether the message is valid and, if not, why. Nothing in the request makes this method throw.</returns>
    public WebhookVerificationResult Verify(ReadOnlySpan<byte> body, Func<string, string?> header)
    {
        ArgumentNullException.ThrowIfNull(header);
        return Verify(body, header(WebhookHeaderNames.Id), header(WebhookHeaderNames.Timestamp), header(WebhookHeaderNames.Signature));
    }

    /// <summary>Verifies a webhook whose headers come as pairs, such as a dictionary. Names are compared without regard to case.</summary>
    /// <param name="body">The body, byte for byte as it arrived.</param>
    /// <param name="headers">The headers of the request. Where a name occurs more than once, the first counts.</param>
    /// <returns>Whether the message is valid and, if not, why. Nothing in the request makes this method throw.</returns>
    public WebhookVerificationResult Verify(ReadOnlySpan<byte> body, IEnumerable<KeyValuePair<string, string>> headers)
    {
        ArgumentNullException.ThrowIfNull(headers);

        // Not by indexer: the dictionary at hand may tell upper from lower case.
        string? id = null, timestamp = null, signatures = null;
        foreach (var (name, value) in headers)
        {
            if (Is(name, WebhookHeaderNames.Id))
            {
                id ??= value;
            }
            else if (Is(name, WebhookHeaderNames.Timestamp))
            {
                timestamp ??= value;
            }
            else if (Is(name, WebhookHeaderNames.Signature))
            {
                signatures ??= value;
            }
        }

        return Verify(body, id, timestamp, signatures);

        static bool Is(string name, string header) => string.Equals(name, header, StringComparison.OrdinalIgnoreCase);
    }

    private WebhookVerificationResult Verify(ReadOnlySpan<byte> body, string? id, string? timestamp, string? signatures)
    {
        if (string.IsNullOrEmpty(id))
        {
            return Missing(WebhookHeaderNames.Id);
        }

        if (string.IsNullOrEmpty(timestamp))
        {
            return Missing(WebhookHeaderNames.Timestamp);
        }

        if (string.IsNullOrEmpty(signatures))
        {
            return Missing(WebhookHeaderNames.Signature);
        }

        if (!TryReadTimestamp(timestamp, out var sentAt))
        {
            return WebhookVerificationResult.Rejected(
                WebhookRejection.MalformedTimestamp,
                $"The header {WebhookHeaderNames.Timestamp} is not a whole number of seconds since 1970.");
        }

        var age = _timeProvider.GetUtcNow() - sentAt;
        if (age > _tolerance)
        {
            return WebhookVerificationResult.Rejected(
                WebhookRejection.TooOld,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The webhook was sent {age:c} ago; at most {_tolerance:c} is accepted."));
        }

        if (-age > _tolerance)
        {
            return WebhookVerificationResult.Rejected(
                WebhookRejection.TooNew,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The webhook was sent {-age:c} in the future; at most {_tolerance:c} is accepted."));
        }

        return MatchesAny(body, id, timestamp, signatures)
            ? WebhookVerificationResult.Valid(id, sentAt)
            : WebhookVerificationResult.Rejected(
                WebhookRejection.NoMatchingSignature,
                $"No v1 signature in the header {WebhookHeaderNames.Signature} fits the body and the secret.");
    }

    private bool MatchesAny(ReadOnlySpan<byte> body, string id, string timestamp, ReadOnlySpan<char> signatures)
    {
        Span<char> expected = stackalloc char[WebhookSignature.EncodedLength];
        var matches = false;
        foreach (var secret in _secrets)
        {
            WebhookSignature.Compute(secret, id, timestamp, body, expected);
            matches |= Contains(signatures, expected);
        }

        return matches;
    }

    /// <summary>Whether a <c>v1</c> signature of the list is the expected one; other versions are passed over.</summary>
    private static bool Contains(ReadOnlySpan<char> signatures, ReadOnlySpan<char> expected)
    {
        var found = false;
        while (!signatures.IsEmpty)
        {
            var end = signatures.IndexOf(' ');
            var signature = end < 0 ? signatures : signatures[..end];
            signatures = end < 0 ? [] : signatures[(end + 1)..];

            // Compared as text: several base64 texts decode to the same bytes, but only one of them was sent.
            found |= signature.StartsWith(WebhookSignature.VersionPrefix, StringComparison.Ordinal)
                && CryptographicOperations.FixedTimeEquals(
                    MemoryMarshal.AsBytes(signature[WebhookSignature.VersionPrefix.Length..]),
                    MemoryMarshal.AsBytes(expected));
        }

        return found;
    }

    private static bool TryReadTimestamp(string text, out DateTimeOffset sentAt)
    {
        // Digits alone are asked for first, because the framework's parser also takes trailing null characters.
        if (!text.AsSpan().ContainsAnyExceptInRange('0', '9')
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= MaxUnixSeconds)
        {
            sentAt = DateTimeOffset.FromUnixTimeSeconds(seconds);
            return true;
        }

        sentAt = default;
        return false;
    }

    private static WebhookVerificationResult Missing(string header) =>
        WebhookVerificationResult.Rejected(WebhookRejection.MissingHeader, $"The header {header} is missing or empty.");
}

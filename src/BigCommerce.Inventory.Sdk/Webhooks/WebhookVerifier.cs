using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace BigCommerce.Inventory.Webhooks;

/// <summary>
/// Verifies that BigCommerce sent a webhook: it must have a signature that was created with the app's secret
/// (Standard Webhooks, HMAC-SHA256), and its timestamp must be recent.
/// </summary>
/// <remarks>
/// <para>
/// Pass the exact bytes of the body: JSON that was parsed and serialized again differs from the signed bytes. The <c>hash</c> in
/// the body is not a signature and is ignored.
/// </para>
/// <para>Immutable and thread-safe. One instance for the process is sufficient.</para>
/// </remarks>
/// <example>
/// In ASP.NET Core, with the body read into <c>byte[] body</c>:
/// <code>
/// var verification = verifier.Verify(body, name => request.Headers[name]);
/// if (!verification.IsValid)
/// {
///     logger.LogWarning("Webhook rejected: {Reason}", verification.Description);
///     return Results.Unauthorized();
/// }
/// </code>
/// </example>
public sealed class WebhookVerifier
{
    // The last second that DateTimeOffset can represent: the end of the year 9999.
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
    /// <param name="options">The accepted secrets and the tolerance. They are copied: later changes have no effect.</param>
    /// <exception cref="ArgumentException">There is no secret, or a secret or the clock is null.</exception>
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
            throw new ArgumentException("At least one secret is required, and none may be null.", nameof(options));
        }
    }

    /// <summary>Verifies a webhook with a function that returns headers by name.</summary>
    /// <param name="body">The exact bytes of the body.</param>
    /// <param name="header">
    /// Returns the value of a header of <see cref="WebhookHeaderNames"/>, ignoring case; null when the request does not have it.
    /// </param>
    /// <returns>Whether the message is valid, and the reason if it is not. The method does not throw for any request.</returns>
    public WebhookVerificationResult Verify(ReadOnlySpan<byte> body, Func<string, string?> header)
    {
        ArgumentNullException.ThrowIfNull(header);
        return Verify(body, header(WebhookHeaderNames.Id), header(WebhookHeaderNames.Timestamp), header(WebhookHeaderNames.Signature));
    }

    /// <summary>Verifies a webhook with its headers as pairs, such as a dictionary. Names are compared ignoring case.</summary>
    /// <param name="body">The exact bytes of the body.</param>
    /// <param name="headers">The request's headers. Of a repeated header the first value counts.</param>
    /// <returns>Whether the message is valid, and the reason if it is not. The method does not throw for any request.</returns>
    public WebhookVerificationResult Verify(ReadOnlySpan<byte> body, IEnumerable<KeyValuePair<string, string>> headers)
    {
        ArgumentNullException.ThrowIfNull(headers);

        // Do not use an indexer: the caller's dictionary may be case-sensitive.
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
                $"No v1 signature in the header {WebhookHeaderNames.Signature} matches the body and the secret.");
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

    /// <summary>Whether the list contains the expected <c>v1</c> signature. Other versions are ignored.</summary>
    private static bool Contains(ReadOnlySpan<char> signatures, ReadOnlySpan<char> expected)
    {
        var found = false;
        while (!signatures.IsEmpty)
        {
            var end = signatures.IndexOf(' ');
            var signature = end == -1 ? signatures : signatures[..end];
            signatures = end == -1 ? [] : signatures[(end + 1)..];

            // Compare the text, not the decoded bytes: different base64 texts can decode to the same bytes.
            found |= signature.StartsWith(WebhookSignature.VersionPrefix, StringComparison.Ordinal)
                && CryptographicOperations.FixedTimeEquals(
                    MemoryMarshal.AsBytes(signature[WebhookSignature.VersionPrefix.Length..]),
                    MemoryMarshal.AsBytes(expected));
        }

        return found;
    }

    private static bool TryReadTimestamp(string text, out DateTimeOffset sentAt)
    {
        // Check for digits first: long.TryParse also accepts trailing null characters.
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

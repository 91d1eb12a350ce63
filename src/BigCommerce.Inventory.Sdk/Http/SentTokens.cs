using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Headers;
using System.Numerics;

namespace BigCommerce.Inventory.Http;

/// <summary>
/// The access tokens that a client has sent recently. Responses are redacted, because error pages of gateways echo request
/// headers: in another letter case, and with characters escaped for JSON, URLs or HTML.
/// </summary>
internal sealed class SentTokens
{
    // A provider that rotates tokens may have several in use at once.
    private const int MaxTokens = 8;

    // The newest one is last. The array is replaced, never changed.
    private string[] _tokens = [];

    public void Add(string token) => ImmutableInterlocked.Update(
        ref _tokens,
        static (known, token) => known.AsSpan().Contains(token) ? known : [.. known.TakeLast(MaxTokens - 1), token],
        token);

    /// <summary>Redacts a response's reason phrase and headers.</summary>
    public void Redact(HttpResponseMessage response)
    {
        if (response.ReasonPhrase is { } reason && AnyIn<char>(reason))
        {
            response.ReasonPhrase = Redact(reason);
        }

        Redact(response.Headers);
        Redact(response.Content.Headers);
    }

    /// <summary>Replaces each character of a token by an asterisk. Returns the same string when it contains no token.</summary>
    public string Redact(string text)
    {
        char[]? redacted = null;
        foreach (var token in _tokens)
        {
            for (int at = 0, length; (at = IndexOf<char>(text, token, at, out length)) >= 0; at += length)
            {
                (redacted ??= text.ToCharArray()).AsSpan(at, length).Fill('*');
            }
        }

        return redacted is null ? text : new string(redacted);
    }

    /// <summary>
    /// Returns the exception, or a redacted replacement if it contains a token: HttpClient's errors quote malformed headers.
    /// </summary>
    public Exception Redact(Exception exception)
    {
        if (!AnyIn<char>(exception.ToString()))
        {
            return exception;
        }

        var error = exception switch
        {
            HttpRequestException request => request.HttpRequestError,
            HttpIOException io => io.HttpRequestError,
            _ => HttpRequestError.Unknown,
        };
        return new HttpRequestException(error, Redact(exception.Message));
    }

    /// <summary>Whether a text contains a token.</summary>
    /// <typeparam name="T"><see cref="char"/>, or <see cref="byte"/> for UTF-8.</typeparam>
    public bool AnyIn<T>(ReadOnlySpan<T> text)
        where T : unmanaged, IBinaryInteger<T>
    {
        foreach (var token in _tokens)
        {
            if (IndexOf(text, token, 0, out _) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static int IndexOf<T>(ReadOnlySpan<T> text, string token, int from, out int length)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (text.Length <= token.Length / 2)
        {
            // Too short even for a truncated token.
            length = 0;
            return -1;
        }

        ReadOnlySpan<T> starts =
        [
            T.CreateTruncating(char.ToLowerInvariant(token[0])), T.CreateTruncating(char.ToUpperInvariant(token[0])),
            T.CreateTruncating('\\'), T.CreateTruncating('%'), T.CreateTruncating('&'),
        ];
        for (var at = from; at < text.Length; at++)
        {
            var next = text[at..].IndexOfAny(starts);
            if (next < 0)
            {
                break;
            }

            at += next;
            length = LengthAt(text[at..], token);
            if (length > 0)
            {
                return at;
            }
        }

        length = 0;
        return -1;
    }

    /// <summary>
    /// Gets the length of the token at the start of the text; 0 when the text does not start with it. The text may end within the
    /// token.
    /// </summary>
    private static int LengthAt<T>(ReadOnlySpan<T> text, string token)
        where T : unmanaged, IBinaryInteger<T>
    {
        var length = 0;
        for (var i = 0; i < token.Length; i++)
        {
            if (length == text.Length)
            {
                return i > token.Length / 2 ? length : 0;
            }

            var rest = text[length..];
            var (character, taken) = Unescape(rest);
            if (IsSame(character, token[i]))
            {
                length += taken;
            }
            else if (IsSame(CharAt(rest, 0), token[i]))
            {
                length++;
            }
            else
            {
                return 0;
            }
        }

        return length;
    }

    /// <summary>Decodes an escape sequence at the start of the text.</summary>
    /// <returns>The character and the length of its sequence; zeros when there is no sequence.</returns>
    private static (char Character, int Length) Unescape<T>(ReadOnlySpan<T> text)
        where T : unmanaged, IBinaryInteger<T>
    {
        switch (CharAt(text, 0))
        {
            case '\\':
                // JSON inside a JSON string doubles backslashes.
                var slashes = 1;
                while (CharAt(text, slashes) == '\\' && slashes < 8)
                {
                    slashes++;
                }

                return CharAt(text, slashes) is not ('u' or 'U') ? (CharAt(text, slashes), slashes + 1)
                    : TryReadHex(text, slashes + 1, 4, out var unit) ? (unit, slashes + 5)
                    : default;
            case '%':
                return TryReadHex(text, 1, 2, out var octet) ? (octet, 3) : default;
            case '&':
                return UnescapeEntity(text);
            default:
                return default;
        }
    }

    private static (char Character, int Length) UnescapeEntity<T>(ReadOnlySpan<T> text)
        where T : unmanaged, IBinaryInteger<T>
    {
        Span<char> entity = stackalloc char[8];
        for (var i = 0; i < entity.Length; i++)
        {
            entity[i] = CharAt(text, i + 1);
            if (entity[i] != ';')
            {
                continue;
            }

            var name = entity[..i];
            var code = 0;
            if (name is ['#', 'x' or 'X', .. var hex])
            {
                _ = int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code);
            }
            else if (name is ['#', .. var digits])
            {
                _ = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out code);
            }

            var character = name switch
            {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                _ => (char)code,
            };
            return (character, i + 2);
        }

        return default;
    }

    private static bool TryReadHex<T>(ReadOnlySpan<T> text, int from, int digits, out char character)
        where T : unmanaged, IBinaryInteger<T>
    {
        Span<char> hex = stackalloc char[digits];
        for (var i = 0; i < digits; i++)
        {
            hex[i] = CharAt(text, from + i);
        }

        var isHex = int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code);
        character = (char)code;
        return isHex;
    }

    private static char CharAt<T>(ReadOnlySpan<T> text, int at)
        where T : unmanaged, IBinaryInteger<T>
        => at < text.Length ? (char)ushort.CreateTruncating(text[at]) : '\0';

    private static bool IsSame(char left, char right) =>
        left == right || (char.IsAsciiLetter(left) && (left | 0x20) == (right | 0x20));

    private void Redact(HttpHeaders headers)
    {
        List<(string Name, string[] Values)>? redacted = null;
        foreach (var (name, values) in headers.NonValidated)
        {
            foreach (var value in values)
            {
                if (AnyIn<char>(value))
                {
                    (redacted ??= []).Add((name, [.. values.Select(Redact)]));
                    break;
                }
            }
        }

        foreach (var (name, values) in redacted ?? [])
        {
            headers.Remove(name);
            headers.TryAddWithoutValidation(name, values);
        }
    }
}

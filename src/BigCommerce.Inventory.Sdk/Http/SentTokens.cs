using System.Net;
using System.Text;
using System.Text.Json;

namespace BigCommerce.Inventory.Http;

/// <summary>The access tokens that a client has sent of late, to be taken out of what comes back: gateways in trouble repeat what they were sent.</summary>
internal sealed class SentTokens
{
    // A provider that rotates tokens may have some of them on their way at once.
    private const int Kept = 8;

    // Each token as it is and escaped, the newest last. Replaced whole.
    private volatile string[][] _tokens = [];

    public void Add(string token)
    {
        while (true)
        {
            var known = _tokens;
            foreach (var forms in known)
            {
                if (forms[0] == token)
                {
                    return;
                }
            }

            string[][] next = [.. known.TakeLast(Kept - 1), FormsOf(token)];
            if (Interlocked.CompareExchange(ref _tokens, next, known) == known)
            {
                return;
            }
        }
    }

    /// <summary>Takes the tokens out of an answer's status line and headers, before anyone else sees them.</summary>
    public void Redact(HttpResponseMessage response)
    {
        if (response.ReasonPhrase is { } reason && AreIn(reason))
        {
            response.ReasonPhrase = Redact(reason);
        }

        Redact(response.Headers);
        Redact(response.Content.Headers);
    }

    /// <summary>A body without the tokens; itself when it has none.</summary>
    public ReadOnlySpan<byte> Redact(ReadOnlySpan<byte> body)
    {
        byte[]? copy = null;
        foreach (var form in _tokens.SelectMany(static forms => forms))
        {
            var token = Encoding.ASCII.GetBytes(form);
            for (int from = 0, at; (at = body[from..].IndexOf(token)) >= 0; from += at + token.Length)
            {
                Blank(body, from + at, token.Length);
            }

            // The body may have been cut in the middle of one.
            for (var length = token.Length - 1; length > token.Length / 2; length--)
            {
                if (body.EndsWith(token.AsSpan(0, length)))
                {
                    Blank(body, body.Length - length, length);
                }
            }
        }

        return copy ?? body;

        void Blank(ReadOnlySpan<byte> body, int from, int length)
        {
            copy ??= body.ToArray();
            copy.AsSpan(from, length).Fill((byte)'*');
        }
    }

    /// <summary>The exception itself, or another in its place where it holds a token: .NET quotes what it could not read of an answer's head.</summary>
    public Exception Redact(Exception exception)
    {
        if (!AreIn(exception.ToString()))
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

    private static string[] FormsOf(string token) =>
    [
        .. new[]
        {
            token,
            JsonEncodedText.Encode(token).ToString(),
            token.Replace("/", @"\/", StringComparison.Ordinal),
            Uri.EscapeDataString(token),
            WebUtility.HtmlEncode(token),
        }.Distinct(),
    ];

    private bool AreIn(string text)
    {
        foreach (var forms in _tokens)
        {
            foreach (var form in forms)
            {
                if (text.Contains(form, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private string Redact(string text) => _tokens.SelectMany(static forms => forms)
        .Aggregate(text, static (text, form) => text.Replace(form, new string('*', form.Length), StringComparison.OrdinalIgnoreCase));

    private void Redact(System.Net.Http.Headers.HttpHeaders headers)
    {
        List<(string Name, string[] Values)>? redacted = null;
        foreach (var (name, values) in headers.NonValidated)
        {
            foreach (var value in values)
            {
                if (AreIn(value))
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

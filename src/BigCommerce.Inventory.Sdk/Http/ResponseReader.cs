using System.Net;
using BigCommerce.Inventory.Serialization;

namespace BigCommerce.Inventory.Http;

/// <summary>Reads a response's complete body into a pooled buffer, up to a size limit.</summary>
internal static class ResponseReader
{
    // Longer error bodies are truncated.
    private const int MaxErrorBytes = 64 * 1024;

    // Content-Length is not trusted: beyond this size the buffer grows with the data.
    private const int MaxFirstBuffer = 1024 * 1024;

    /// <exception cref="HttpRequestException">The body is incomplete, or could not be decompressed.</exception>
    /// <exception cref="BigCommerceException">The body is larger than the client's limit.</exception>
    public static async ValueTask<PooledBufferWriter> ReadAsync(
        Call call,
        HttpResponseMessage response,
        CancellationToken cancellationToken)
    {
        // A 422 names the invalid rows, so read all of it. For other errors the first bytes are enough.
        var isError = !response.IsSuccessStatusCode;
        var isUnprocessable = response.StatusCode == HttpStatusCode.UnprocessableEntity;
        var mayBeTruncated = isError && !(isUnprocessable && call.IsMetafieldBatch);
        var limit = isError && !isUnprocessable
            ? Math.Min(MaxErrorBytes, call.Store.Options.MaxResponseBytes)
            : call.Store.Options.MaxResponseBytes;
        var body = new PooledBufferWriter((int)Math.Clamp((response.Content.Headers.ContentLength ?? 0) + 1, 4096, MaxFirstBuffer));
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                while (true)
                {
                    // One byte more than the limit shows that the body is longer.
                    var rest = body.GetMemory(1);
                    rest = rest[..(int)Math.Min(rest.Length, limit - body.Length + 1L)];
                    var read = await stream.ReadAsync(rest, cancellationToken).ConfigureAwait(false);
                    if (read == 0)
                    {
                        return body;
                    }

                    body.Advance(read);
                    if (body.Length > limit)
                    {
                        return mayBeTruncated ? body : throw CallErrors.ResponseTooLarge(call, response.StatusCode);
                    }
                }
            }
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or BigCommerceException))
        {
            if (isError && !isUnprocessable)
            {
                return body;
            }

            body.Dispose();

            // The connection failed, or the bytes are not valid gzip or Brotli. The exception types differ.
            var cause = call.Store.SentTokens.Redact(exception);
            throw exception is IOException
                ? new HttpRequestException(
                    (exception as HttpIOException)?.HttpRequestError ?? HttpRequestError.ResponseEnded,
                    "The response ended prematurely.",
                    cause)
                : new HttpRequestException(HttpRequestError.InvalidResponse, "The response could not be decompressed.", cause);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }
}

using System.Net;
using BigCommerce.Inventory.Serialization;

namespace BigCommerce.Inventory.Http;

/// <summary>Reads a response's body whole, into a pooled buffer and within limits.</summary>
internal static class ResponseReader
{
    // Error bodies are truncated here.
    private const int MaxErrorBytes = 64 * 1024;

    // More is allocated as it comes: a header may promise anything.
    private const int MaxFirstBuffer = 1024 * 1024;

    /// <exception cref="HttpRequestException">The body broke off, or could not be decompressed.</exception>
    /// <exception cref="BigCommerceException">The body is larger than the client's limit.</exception>
    public static async ValueTask<PooledBufferWriter> ReadAsync(Call call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        // A 422 names rows, so it is read whole; of other errors the status says enough.
        var isError = !response.IsSuccessStatusCode;
        var isUnprocessable = response.StatusCode == HttpStatusCode.UnprocessableEntity;
        var mayBeTruncated = isError && !(isUnprocessable && call.IsMetafieldBatch);
        var limit = isError && !isUnprocessable ? Math.Min(MaxErrorBytes, call.Store.Options.MaxResponseBytes) : call.Store.Options.MaxResponseBytes;
        var body = new PooledBufferWriter((int)Math.Clamp((response.Content.Headers.ContentLength ?? 0) + 1, 4096, MaxFirstBuffer));
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                while (true)
                {
                    var read = await stream.ReadAsync(body.GetMemory(1), cancellationToken).ConfigureAwait(false);
                    if (read == 0)
                    {
                        return body;
                    }

                    body.Advance(read);
                    if (body.Length > limit)
                    {
                        return mayBeTruncated ? body : throw call.TooLargeAnswer(response.StatusCode);
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

            // A broken connection, or bytes that are not gzip's or Brotli's: their streams throw different exceptions.
            var cause = call.Store.SentTokens.Redact(exception);
            throw exception is IOException
                ? new HttpRequestException((exception as HttpIOException)?.HttpRequestError ?? HttpRequestError.ResponseEnded, "The answer broke off.", cause)
                : new HttpRequestException(HttpRequestError.InvalidResponse, "The answer could not be decompressed.", cause);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }
}

using BigCommerce.Inventory.Serialization;

namespace BigCommerce.Inventory.Http;

/// <summary>Sends the requests of one generated implementation. Failures, including answers that are errors, come from the handlers
/// of the client as exceptions and pass through untouched.</summary>
internal sealed class RequestSender(HttpClient client)
{
    private string? _baseUrl;

    /// <summary>The client's base address without its closing slash. Read with the first request: until then it may still be set.</summary>
    /// <exception cref="InvalidOperationException">The client has no base address.</exception>
    public string BaseUrl => _baseUrl ??= (client.BaseAddress ?? throw new InvalidOperationException("The HttpClient needs a BaseAddress."))
        .GetLeftPart(UriPartial.Path)
        .TrimEnd('/');

    /// <summary>Sends the request and reads the answer's JSON.</summary>
    public async Task<T> SendAsync<T>(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            using var response = await client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
            return await WireSerializer.ReadAsync<T>(response.Content, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends the request and ignores the answer's body.</summary>
    public async Task SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            using var response = await client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
        }
    }
}

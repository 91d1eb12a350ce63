using System.Net;
using System.Net.Http.Headers;

namespace BigCommerce.Inventory.Benchmarks.Server;

/// <summary>Responses in the process: what is measured then is the client's own work.</summary>
internal sealed class StubStore : HttpMessageHandler
{
    private static readonly MediaTypeHeaderValue Json = new("application/json") { CharSet = "utf-8" };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is not null)
        {
            // As a socket does, and without keeping anything.
            await request.Content.CopyToAsync(Stream.Null, cancellationToken);
        }

        var response = new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new ByteArrayContent(
                StoreResponses.To(request.Method.Method, request.RequestUri!.Query))
            { Headers = { ContentType = Json } },
            RequestMessage = request,
        };
        foreach (var (name, value) in StoreResponses.Quota)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }
}

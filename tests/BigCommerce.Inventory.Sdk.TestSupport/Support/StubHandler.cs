using System.Net;
using System.Text;
using BigCommerce.Inventory.Resilience;

namespace BigCommerce.Inventory.Tests.Support;

/// <summary>Sends scripted responses in order and records the requests. A request after the last response fails the test.</summary>
internal sealed class StubHandler : HttpMessageHandler
{
    private readonly Queue<(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Response, bool ReadsBody)> _script = new();

    public List<SentRequest> Sent { get; } = [];

    public StubHandler Respond(
        HttpStatusCode status,
        string body = "",
        string contentType = "application/json",
        params (string Name, string Value)[] headers) =>
        Respond((_, _) => Task.FromResult(Response(status, body, contentType, headers)));

    public StubHandler Respond(string body) => Respond(HttpStatusCode.OK, body);

    /// <summary>Fails the next request. If the exception means that no connection was made, the request's body is not read.</summary>
    public StubHandler Fail(Exception exception) =>
        Respond(
            (_, _) => Task.FromException<HttpResponseMessage>(exception),
            readsBody: exception is not HttpRequestException failure || !RetrySafety.NeverSent(failure));

    public StubHandler Respond(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> response, bool readsBody = true)
    {
        _script.Enqueue((response, readsBody));
        return this;
    }

    public BigCommerceInventoryClient Client(
        TimeProvider? time = null,
        BigCommerceInventoryOptions? options = null,
        [System.Runtime.CompilerServices.CallerMemberName] string storeHash = "abc") =>
        new(storeHash, TestToken, options, new() { HttpHandler = this, TimeProvider = time ?? TimeProvider.System });

    public const string TestToken = "token-of-the-tests";

    public static HttpResponseMessage Response(
        HttpStatusCode status,
        string body,
        string contentType,
        params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, contentType) };
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var hasBody = request.Content is { Headers.ContentLength: not 0 } && (!_script.TryPeek(out var next) || next.ReadsBody);
        var body = hasBody ? await request.Content!.ReadAsStringAsync(cancellationToken) : null;
        var headers = request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? [])
            .ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        Sent.Add(new SentRequest(request.Method.Method, request.RequestUri!.AbsoluteUri, body, headers));
        if (_script.Count == 0)
        {
            throw new InvalidOperationException($"Nothing is scripted for {request.Method} {request.RequestUri}.");
        }

        var response = await _script.Dequeue().Response(request, cancellationToken);
        response.RequestMessage = request;
        return response;
    }
}

internal sealed record SentRequest(string Method, string Url, string? Body, IReadOnlyDictionary<string, string> Headers);

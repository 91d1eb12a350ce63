using System.Net;
using System.Text;

namespace BigCommerce.Inventory.Generator.Tests.Harness;

/// <summary>Notes what is sent and answers as told.</summary>
internal sealed class StubHandler : HttpMessageHandler
{
    /// <summary>What to answer or throw; by default 200 with an empty object.</summary>
    public Func<HttpContent> Answer { get; init; } = () => new StringContent("{}", Encoding.UTF8, "application/json");

    public HttpRequestMessage? Request { get; private set; }

    public string? Body { get; private set; }

    public string? ContentType { get; private set; }

    public CancellationToken Token { get; private set; }

    public HttpClient CreateClient(string baseAddress = "https://api.example.com/stores/abc/v3") => new(this) { BaseAddress = new Uri(baseAddress) };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Request = request;
        Token = cancellationToken;
        ContentType = request.Content?.Headers.ContentType?.ToString();
        Body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = Answer(), RequestMessage = request };
    }
}

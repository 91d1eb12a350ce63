using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace BigCommerce.Inventory.WireMockTests.Server;

/// <summary>A request that a mapping file expects, and the response to it.</summary>
/// <param name="Request">The verb and the URL below <c>/stores/{hash}/v3</c>, escaped as on the wire.</param>
/// <param name="Response">The response.</param>
/// <param name="Body">The JSON body of the request; null if it has none.</param>
internal sealed record Exchange(string Request, StubResponse Response, JsonNode? Body = null)
{
    /// <summary>The verb in capitals.</summary>
    public string Method => Request[..Request.IndexOf(' ', StringComparison.Ordinal)];

    /// <summary>The URL without scheme and host.</summary>
    public string Target => StubServer.StorePath + Request[(Method.Length + 1)..];

    /// <summary>The expected request, for tests that send it without the client.</summary>
    public HttpRequestMessage ToRequestMessage()
    {
        var request = new HttpRequestMessage(new HttpMethod(Method), Target);
        request.Headers.Add("X-Auth-Token", StubServer.AccessToken);
        request.Headers.Add("Accept", "application/json");
        request.Headers.Add("Accept-Encoding", "gzip, deflate, br");
        request.Headers.Add("User-Agent", "BigCommerce.Inventory.Sdk/1.0.0");
        request.Headers.Add("X-Correlation-Id", "0f8fad5b-d9cb-469f-a165-70867728950e");
        request.Content = Body is null
            ? new ByteArrayContent([])
            : new StringContent(Body.ToJsonString(), new MediaTypeHeaderValue("application/json"));
        return request;
    }
}

/// <summary>What a mapping file says about a response. At most one of <paramref name="Json"/>, <paramref name="Text"/> and
/// <paramref name="Base64"/> is the body.</summary>
/// <param name="Status">The status code; null if the fault sends none.</param>
/// <param name="Fault">The fault of the connection.</param>
/// <param name="Pieces">The number of pieces that the body is sent in.</param>
/// <param name="RateLimit">The rate-limit headers.</param>
/// <param name="Headers">Other headers; <c>Content-Type: application/json</c> goes with <paramref name="Json"/> unless it is here.</param>
/// <param name="Json">A JSON body.</param>
/// <param name="Text">A body of any text.</param>
/// <param name="Base64">A body of any bytes.</param>
internal sealed record StubResponse(
    int? Status = null,
    ConnectionFault? Fault = null,
    int? Pieces = null,
    RateLimit? RateLimit = null,
    IReadOnlyDictionary<string, string>? Headers = null,
    JsonNode? Json = null,
    string? Text = null,
    byte[]? Base64 = null)
{
    /// <summary>All headers of the response.</summary>
    public IReadOnlyDictionary<string, string> AllHeaders { get; } = new Dictionary<string, string>(
        [
            .. Json is null || Headers?.ContainsKey("Content-Type") is true ? [] : Pair("Content-Type", "application/json"),
            .. Headers ?? new Dictionary<string, string>(),
            .. RateLimit is null ? [] : Pair("X-Rate-Limit-Requests-Left", RateLimit.Left),
            .. RateLimit is null ? [] : Pair("X-Rate-Limit-Requests-Quota", RateLimit.Quota),
            .. RateLimit is null ? [] : Pair("X-Rate-Limit-Time-Window-Ms", RateLimit.WindowMs),
            .. RateLimit is null ? [] : Pair("X-Rate-Limit-Time-Reset-Ms", RateLimit.ResetMs),
        ]);

    private static KeyValuePair<string, string>[] Pair(string name, IConvertible value) =>
        [new(name, value.ToString(CultureInfo.InvariantCulture))];
}

/// <summary>The values of the rate-limit headers.</summary>
internal sealed record RateLimit(int Left, int Quota, int WindowMs, int ResetMs);

/// <summary>The fault of the connection.</summary>
internal enum ConnectionFault
{
    /// <summary>The server resets the connection.</summary>
    Reset,

    /// <summary>The server closes the connection without a byte.</summary>
    EmptyReply,

    /// <summary>The server sends bytes that are not HTTP and closes the connection.</summary>
    Garbage,

    /// <summary>The server closes the connection in the middle of a chunk.</summary>
    TruncatedChunk,

    /// <summary>The server sends nothing until the client gives up.</summary>
    NoResponse,

    /// <summary>The server sends the first half of the body, and nothing more until the client gives up.</summary>
    UnfinishedBody,
}

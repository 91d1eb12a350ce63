using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WireMock;

namespace BigCommerce.Inventory.WireMockTests.Server;

/// <summary>A request as it was on the wire.</summary>
/// <param name="Method">The verb.</param>
/// <param name="Target">The path and the query.</param>
/// <param name="Headers">The headers; several values of one name are joined by a comma.</param>
/// <param name="Body">The body as text, empty without one.</param>
public sealed record ReceivedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    // WireMock.Net decodes the path, so the URL comes from the server below it.
    internal static ReceivedRequest From(HttpContext context, IRequestMessage message) => new(
        context.Request.Method,
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
        context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
        Encoding.UTF8.GetString(message.BodyAsBytes ?? []));

    /// <summary>The verb and the URL below <c>/stores/{hash}/v3</c>.</summary>
    public override string ToString() =>
        $"{Method} {(Target.StartsWith(StubServer.StorePath, StringComparison.Ordinal) ? Target[StubServer.StorePath.Length..] : Target)}";
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace BigCommerce.Inventory.WireMockTests.Server;

/// <summary>A request as WireMock saw it.</summary>
/// <param name="Method">The verb in capitals.</param>
/// <param name="Url">The path below <c>/stores/{hash}/v3</c>, and the query, as they were on the wire.</param>
/// <param name="Headers">The headers; more values of one name are joined by a comma.</param>
/// <param name="Body">The body as text, empty without one.</param>
public sealed record ReceivedRequest(string Method, string Url, IReadOnlyDictionary<string, string> Headers, string Body)
{
    internal static ReceivedRequest From(JsonNode request, string storePath)
    {
        var url = request["url"]!.GetValue<string>();
        return new ReceivedRequest(
            request["method"]!.GetValue<string>(),
            url.StartsWith(storePath, StringComparison.Ordinal) ? url[storePath.Length..] : url,
            request["headers"]!.AsObject().ToDictionary(header => header.Key, header => Text(header.Value!), StringComparer.OrdinalIgnoreCase),
            request["body"]!.GetValue<string>());
    }

    public override string ToString() => $"{Method} {Url}";

    private static string Text(JsonNode value) => value.GetValueKind() == JsonValueKind.Array
        ? string.Join(',', value.AsArray().Select(item => item!.GetValue<string>()))
        : value.GetValue<string>();
}

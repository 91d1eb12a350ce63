using System.Text;
using System.Text.Json.Nodes;
using BigCommerce.Inventory.Serialization;

namespace BigCommerce.Inventory.Tests.Serialization;

/// <summary>Reads and writes JSON as the client does.</summary>
internal static class Wire
{
    public static T Read<T>(string json) => WireSerializer.Read<T>(Encoding.UTF8.GetBytes(json));

    public static string Write<T>(T value)
    {
        using var body = new PooledBufferWriter(256);
        WireSerializer.Write(body, value);
        return Encoding.UTF8.GetString(body.Written.Span);
    }

    public static void AssertSameJson(string expected, string actual) => Assert.Equal(
        Normalize(JsonNode.Parse(expected)),
        Normalize(JsonNode.Parse(actual)));

    /// <summary>The document with its members sorted, so that a failure shows the difference.</summary>
    private static string Normalize(JsonNode? node) => Sorted(node)?.ToJsonString() ?? "null";

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject document => new JsonObject(document.OrderBy(
            member => member.Key,
            StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}

using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using BigCommerce.Inventory.Serialization;

namespace BigCommerce.Inventory.Tests.Serialization;

/// <summary>Reads and writes as the client does.</summary>
internal static class Wire
{
    public static T Read<T>(string json) => JsonSerializer.Deserialize(json, TypeInfo<T>())!;

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, TypeInfo<T>());

    public static void AssertSameJson(string expected, string actual) => Assert.Equal(
        Normalize(JsonNode.Parse(expected)),
        Normalize(JsonNode.Parse(actual)));

    /// <summary>The document with its members in one order, so that a difference shows where it is.</summary>
    private static string Normalize(JsonNode? node) => Sorted(node)?.ToJsonString() ?? "null";

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject document => new JsonObject(document.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)WireJsonContext.Default.GetTypeInfo(typeof(T))!;
}

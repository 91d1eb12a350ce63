using System.Text;
using System.Text.Json.Nodes;

namespace BigCommerce.Inventory.Testing.Http;

/// <summary>Replaces empty objects with empty arrays, as some responses of the API do.</summary>
internal static class EmptyObjects
{
    public static EmulatedResponse AsArrays(EmulatedResponse response) =>
        response.Body.Length > 0 && response.ContentType is EmulatedResponse.Json or EmulatedResponse.ProblemJson
            ? response with { Body = Encoding.UTF8.GetBytes(Convert(JsonBody.Parse(response.Body))!.ToJsonString()) }
            : response;

    private static JsonNode? Convert(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject { Count: 0 }:
                return new JsonArray();
            case JsonObject members:
                foreach (var (name, value) in members.ToArray())
                {
                    members[name] = null;
                    members[name] = Convert(value);
                }

                return members;
            case JsonArray elements:
                for (int i = 0; i < elements.Count; i++)
                {
                    var element = elements[i];
                    elements[i] = null;
                    elements[i] = Convert(element);
                }

                return elements;
            default:
                return node;
        }
    }
}

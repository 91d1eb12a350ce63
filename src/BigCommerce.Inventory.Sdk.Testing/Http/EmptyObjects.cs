using System.Text;
using System.Text.Json.Nodes;

namespace BigCommerce.Inventory.Testing.Http;

/// <summary>Writes empty objects as empty arrays, as the API does here and there.</summary>
internal static class EmptyObjects
{
    public static EmulatedAnswer AsArrays(EmulatedAnswer answer) =>
        answer.Body.Length > 0 && answer.ContentType is EmulatedAnswer.Json or EmulatedAnswer.ProblemJson
            ? answer with { Body = Encoding.UTF8.GetBytes(Convert(JsonBody.Parse(answer.Body))!.ToJsonString()) }
            : answer;

    private static JsonNode? Convert(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject { Count: 0 }:
                return new JsonArray();
            case JsonObject members:
                foreach (string name in members.Select(member => member.Key).ToArray())
                {
                    var value = members[name];
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

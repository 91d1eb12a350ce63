using System.Text;
using System.Text.Json.Nodes;
using BigCommerce.Inventory.Testing.Http;

namespace BigCommerce.Inventory.Testing.Faults;

/// <summary>Removes the pagination from the <c>meta</c> of a response.</summary>
internal static class PaginationRemover
{
    public static EmulatedResponse Remove(EmulatedResponse response, MetaShape shape)
    {
        if (response.Body.Length == 0 || JsonBody.Parse(response.Body) is not JsonObject body || body["meta"] is not { } meta)
        {
            return response;
        }

        if (shape == MetaShape.Missing)
        {
            body.Remove("meta");
        }
        else
        {
            body["meta"] = shape switch
            {
                MetaShape.EmptyArray => new JsonArray(),
                MetaShape.OnlyCurrentLink when meta["pagination"]?["links"]?["current"] is { } current =>
                    new JsonObject { ["pagination"] = new JsonObject { ["links"] = new JsonObject { ["current"] = current.DeepClone() } } },
                _ => new JsonObject(),
            };
        }

        return response with { Body = Encoding.UTF8.GetBytes(body.ToJsonString()) };
    }
}

using System.Text;
using System.Text.Json.Nodes;
using BigCommerce.Inventory.Testing.Http;

namespace BigCommerce.Inventory.Testing.Faults;

/// <summary>Rewrites the <c>meta</c> of an answer.</summary>
internal static class MetaSpoiler
{
    public static EmulatedAnswer Spoil(EmulatedAnswer answer, MetaForm form)
    {
        if (answer.Body.Length == 0 || JsonBody.Parse(answer.Body) is not JsonObject body || body["meta"] is not { } meta)
        {
            return answer;
        }

        if (form == MetaForm.Missing)
        {
            body.Remove("meta");
        }
        else
        {
            body["meta"] = form switch
            {
                MetaForm.EmptyArray => new JsonArray(),
                MetaForm.OnlyCurrentLink when meta["pagination"]?["links"]?["current"] is { } current =>
                    new JsonObject { ["pagination"] = new JsonObject { ["links"] = new JsonObject { ["current"] = current.DeepClone() } } },
                _ => new JsonObject(),
            };
        }

        return answer with { Body = Encoding.UTF8.GetBytes(body.ToJsonString()) };
    }
}

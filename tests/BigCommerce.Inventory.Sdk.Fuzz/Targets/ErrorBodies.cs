using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BigCommerce.Inventory.Fuzz.Targets;

/// <summary>
/// Error bodies are parsed without an exception. The members are those of the JSON, and the items and locations are in its texts.
/// </summary>
internal static class ErrorBodies
{
    public static void Run(byte[] input)
    {
        var body = ApiErrorBody.Parse(input);
        CheckTitle(input, body.Title);
        CheckRoundTrip(body);
        CheckNames(body);
        CheckNames(new ApiErrorBody(Encoding.UTF8.GetString(input), null, null, ApiError.EmptyErrors));
    }

    private static void CheckTitle(byte[] input, string? title)
    {
        string? expected;
        try
        {
            using var document = JsonDocument.Parse(input);
            expected = document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("title", out var value)
                && value.ValueKind == JsonValueKind.String
                    ? value.GetString()
                    : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Text after the JSON is ignored, so a title may have been read.
            return;
        }

        FuzzTarget.Require(title is null || title == expected, "The title is that of the JSON.");
    }

    private static void CheckRoundTrip(ApiErrorBody body)
    {
        var errors = new JsonObject();
        foreach (var (field, message) in body.FieldErrors)
        {
            errors.Add(field, message);
        }

        var json = new JsonObject { ["title"] = body.Title, ["type"] = body.Type, ["detail"] = body.Detail, ["errors"] = errors };
        var again = ApiErrorBody.Parse(Encoding.UTF8.GetBytes(json.ToJsonString()));
        FuzzTarget.Require(
            (again.Title, again.Type, again.Detail) == (body.Title, body.Type, body.Detail)
                && again.FieldErrors.OrderBy(error => error.Key, StringComparer.Ordinal)
                    .SequenceEqual(body.FieldErrors.OrderBy(error => error.Key, StringComparer.Ordinal)),
            "Members that were read are read again as they are.");
    }

    private static void CheckNames(ApiErrorBody body)
    {
        var known = KnownReason.Find(body.Title, body.Detail, body.FieldErrors, HttpStatusCode.UnprocessableEntity, "/v3/inventory/items");
        var text = string.Join('\n', new[] { body.Title, body.Detail }.Concat(body.FieldErrors.Values));
        foreach (var item in known.Items)
        {
            FuzzTarget.Require(
                item.TryGetSku(out var sku)
                    ? text.Contains(sku, StringComparison.Ordinal)
                    : item.TryGetId(out var id) && id > 0 && Contains(text, id),
                "An item's key is in the text.");
            FuzzTarget.Require(
                sku is null
                    || !NamedIdentities.IsReadWhole(sku)
                    || (NamedIdentities.Find($"[sku {sku}, sku {sku}]").Items is [var only] && only == item),
                "A SKU that is always read whole is read from a list.");
        }

        FuzzTarget.Require(known.LocationIds.All(id => Contains(text, id)), "A location's id is in the text.");
    }

    private static bool Contains(string text, long id) =>
        text.Contains(id.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}

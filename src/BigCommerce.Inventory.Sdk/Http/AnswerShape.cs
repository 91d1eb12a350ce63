using System.Net;
using System.Text.Json;

namespace BigCommerce.Inventory.Http;

/// <summary>A cheap look at a body that is said to be good: enough to tell a page of HTML or a cut answer from JSON, before it is parsed.</summary>
internal static class AnswerShape
{
    public static bool IsPlausible(HttpMethod method, HttpStatusCode status, ReadOnlySpan<byte> body)
    {
        var text = body.Trim(" \t\r\n"u8);
        if (text.IsEmpty)
        {
            // A delete answers without a body, and a write may with 204. A read without one must not pass for an empty page.
            return method == HttpMethod.Delete || (status == HttpStatusCode.NoContent && method != HttpMethod.Get);
        }

        return (text[0], text[^1]) is ((byte)'{', (byte)'}') or ((byte)'[', (byte)']');
    }

    /// <summary>Whether a 422 carries <c>data</c>, which only a batch that partly succeeded does.</summary>
    public static bool HoldsResults(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("data", out var data)
                && data.ValueKind == JsonValueKind.Array;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter where a name holds half of a surrogate pair, which shows when names are compared.
            return false;
        }
    }
}

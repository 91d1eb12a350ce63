using System.Net;
using System.Text.Json;

namespace BigCommerce.Inventory.Http;

/// <summary>Cheap checks of a success body before it is parsed: they detect HTML pages and truncated JSON.</summary>
internal static class ResponseShape
{
    public static bool IsPlausible(HttpMethod method, HttpStatusCode status, ReadOnlySpan<byte> body)
    {
        var text = body.Trim(" \t\r\n"u8);
        if (text.IsEmpty)
        {
            // A DELETE has no response body, and other writes may return 204. A read without a body must not count as an empty page.
            return method == HttpMethod.Delete || (status == HttpStatusCode.NoContent && method != HttpMethod.Get);
        }

        return (text[0], text[^1]) is ((byte)'{', (byte)'}') or ((byte)'[', (byte)']');
    }

    /// <summary>Whether a 422 body contains <c>data</c>: then a part of the batch was applied.</summary>
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
            // InvalidOperationException: a property name contains an unpaired surrogate.
            return false;
        }
    }
}

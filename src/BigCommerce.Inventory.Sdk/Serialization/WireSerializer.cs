using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace BigCommerce.Inventory.Serialization;

/// <summary>Turns values into JSON bodies and answers into values.</summary>
internal static class WireSerializer
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The JSON body of a request.</summary>
    public static HttpContent ToContent<T>(T value) => JsonContent.Create(value, TypeInfo<T>());

    /// <summary>Reads an answer's JSON.</summary>
    public static async ValueTask<T> ReadAsync<T>(HttpContent content, CancellationToken cancellationToken) =>
        await content.ReadFromJsonAsync(TypeInfo<T>(), cancellationToken).ConfigureAwait(false)
        ?? throw new JsonException("The answer is empty.");

    private static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));
}

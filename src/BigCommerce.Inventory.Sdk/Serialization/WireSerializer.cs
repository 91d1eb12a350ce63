using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BigCommerce.Inventory.Http;

namespace BigCommerce.Inventory.Serialization;

/// <summary>The one place where bodies are written and answers read, whichever generator implements the interfaces.</summary>
internal static class WireSerializer
{
    /// <exception cref="ArgumentException">The value cannot be sent; the message says what to do.</exception>
    public static HttpContent ToContent<T>(T value)
    {
        if (value is IRequestEntry entry && entry.FindFault() is { } fault)
        {
            throw new ArgumentException(fault, nameof(value));
        }

        var buffer = new PooledBufferWriter(1024);
        try
        {
            using (var writer = new Utf8JsonWriter(buffer))
            {
                JsonSerializer.Serialize(writer, value, TypeInfo<T>());
            }

            return new JsonRequestContent(buffer);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    /// <exception cref="BigCommerceResponseException">The answer is not the JSON that the API documents.</exception>
    public static async ValueTask<T> ReadAsync<T>(HttpContent content, CancellationToken cancellationToken)
    {
        if (content is AnswerContent answer)
        {
            return Read<T>(answer);
        }

        // An empty success, or a pipeline that was replaced: then the answer is not ours.
        var bytes = await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return JsonSerializer.Deserialize(bytes, TypeInfo<T>()) ?? throw new JsonException("The answer is null.");
    }

    private static T Read<T>(AnswerContent answer)
    {
        try
        {
            return JsonSerializer.Deserialize(answer.Body, TypeInfo<T>()) ?? throw new JsonException("The answer is null.");
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw answer.Call.UnreadableAnswer(answer.Status, answer.Body, exception);
        }
    }

    private static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)WireJsonContext.Default.GetTypeInfo(typeof(T))!;
}

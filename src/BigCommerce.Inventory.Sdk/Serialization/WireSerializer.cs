using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BigCommerce.Inventory.Http;

namespace BigCommerce.Inventory.Serialization;

/// <summary>The one place where bodies are written and answers read.</summary>
internal static class WireSerializer
{
    /// <exception cref="ArgumentException">The value cannot be sent; the message says what to do.</exception>
    public static HttpContent ToContent<T>(T value)
    {
        value = RequestChecks.Checked(value);
        var buffer = new PooledBufferWriter(1024);
        try
        {
            Write(buffer, value);
            return new JsonRequestContent(buffer);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    /// <exception cref="BigCommerceInvalidResponseException">The answer is not the JSON that the API documents.</exception>
    public static async ValueTask<T> ReadAsync<T>(HttpContent content, CancellationToken cancellationToken)
    {
        if (content is AnswerContent answer)
        {
            return Read<T>(answer);
        }

        // An empty success, or a pipeline that was replaced: then the answer is not ours.
        var bytes = await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return Read<T>(bytes);
    }

    public static void Write<T>(PooledBufferWriter buffer, T value)
    {
        switch (value)
        {
            case AbsoluteAdjustmentRequest request:
                AdjustmentWriter.Write(buffer, request);
                break;
            case RelativeAdjustmentRequest request:
                AdjustmentWriter.Write(buffer, request);
                break;
            default:
                using (var writer = new Utf8JsonWriter(buffer))
                {
                    JsonSerializer.Serialize(writer, value, TypeInfo<T>());
                }

                break;
        }
    }

    /// <exception cref="JsonException">The text is not the JSON that the API documents; or another exception of <see cref="IsUnreadable"/>.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json) =>
        ItemPageReader.TryRead(typeof(T), json) is T page ? page
        : JsonSerializer.Deserialize(json, TypeInfo<T>()) ?? throw new JsonException("The answer is null.");

    /// <summary>Whether reading failed because the text is not what it should be.</summary>
    public static bool IsUnreadable(Exception exception) =>
        exception is JsonException or FormatException or InvalidOperationException or ArgumentException or OverflowException;

    private static T Read<T>(AnswerContent answer)
    {
        try
        {
            return Read<T>(answer.Body);
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            throw answer.Call.UnreadableAnswer(answer.Status, answer.Body, exception);
        }
    }

    private static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)WireJsonContext.Default.GetTypeInfo(typeof(T))!;
}

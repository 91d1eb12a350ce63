using System.Text.Json;

namespace BigCommerce.Inventory.Serialization;

/// <summary>Writes request bodies and reads response bodies.</summary>
internal static class WireSerializer
{
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
                    JsonSerializer.Serialize(writer, value, WireJson.TypeInfo<T>());
                }

                break;
        }
    }

    /// <exception cref="JsonException">
    /// The text is not the documented JSON. Other exceptions for which <see cref="IsUnreadable"/> is true mean the same.
    /// </exception>
    public static T Read<T>(ReadOnlySpan<byte> json) =>
        ItemPageReader.TryRead(typeof(T), json) is T page ? page
        : JsonSerializer.Deserialize(json, WireJson.TypeInfo<T>()) ?? throw new JsonException("The body is null.");

    /// <summary>Whether the exception means that the text is not the documented JSON.</summary>
    public static bool IsUnreadable(Exception exception) =>
        exception is JsonException or FormatException or InvalidOperationException or ArgumentException or OverflowException;
}

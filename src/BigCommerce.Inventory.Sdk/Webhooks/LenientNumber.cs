using System.Globalization;
using System.Text.Json;

namespace BigCommerce.Inventory.Webhooks;

/// <summary>Reads whole numbers in the form of numbers, numbers with a zero fraction, or strings.</summary>
internal static class LenientNumber
{
    public static bool TryParse(string? text, out long value) =>
        long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);

    public static long? Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetInt64(out var value) => value,
        JsonTokenType.Number when reader.TryGetDecimal(out var value) && IsWhole(value) => (long)value,
        JsonTokenType.String when TryParse(reader.GetString(), out var value) => value,
        _ => null,
    };

    private static bool IsWhole(decimal value) => value % 1 == 0 && value is >= long.MinValue and <= long.MaxValue;
}

using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BigCommerce.Inventory.Serialization;

// The converters read leniently, because the API sends numbers as strings, booleans as 0 and 1, and null for required values.
// They write strictly.

/// <summary>Reads any scalar as a string.</summary>
internal static class LenientText
{
    /// <summary>Reads a string unchanged, a number or boolean as its JSON text, and null, an object or an array as null.</summary>
    public static string? Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number:
                return Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
            case JsonTokenType.True:
                return "true";
            case JsonTokenType.False:
                return "false";
            default:
                reader.Skip();
                return null;
        }
    }
}

internal sealed class LenientStringConverter : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LenientText.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

internal sealed class LenientInt64Converter : JsonConverter<long>
{
    public override bool HandleNull => true;

    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ReadValue(ref reader) ?? 0;

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteNumberValue(value);

    internal static long? ReadValue(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            // Accepts 12.0.
            return reader.TryGetInt64(out var number) ? number : Whole(reader.GetDecimal());
        }

        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            throw new JsonException("Expected a number.");
        }

        var text = LenientText.Read(ref reader);
        return string.IsNullOrWhiteSpace(text) ? null
            : long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var parsed) ? parsed
            : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var fraction) ? Whole(fraction)
            : throw new JsonException("Expected a whole number.");
    }

    private static long Whole(decimal value) =>
        decimal.Truncate(value) == value && value is >= long.MinValue and <= long.MaxValue
            ? (long)value
            : throw new JsonException("Expected a whole number.");
}

internal sealed class LenientInt32Converter : JsonConverter<int>
{
    public override bool HandleNull => true;

    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Narrow(LenientInt64Converter.ReadValue(ref reader) ?? 0);

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);

    // The API's values fit into 32 bits, but its schemas set no limit. A larger value must not make the page unreadable.
    internal static int Narrow(long value) => (int)Math.Clamp(value, int.MinValue, int.MaxValue);
}

/// <summary>Converts an optional whole number. Null and an empty string are read as null, not as 0.</summary>
internal sealed class LenientNullableInt64Converter : JsonConverter<long?>
{
    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LenientInt64Converter.ReadValue(ref reader);

    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value!.Value);
}

/// <inheritdoc cref="LenientNullableInt64Converter"/>
internal sealed class LenientNullableInt32Converter : JsonConverter<int?>
{
    public override int? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LenientInt64Converter.ReadValue(ref reader) is { } value ? LenientInt32Converter.Narrow(value) : null;

    public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value!.Value);
}

internal sealed class LenientBooleanConverter : JsonConverter<bool>
{
    public override bool HandleNull => true;

    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ReadValue(ref reader) ?? false;

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);

    internal static bool? ReadValue(ref Utf8JsonReader reader)
    {
        var text = LenientText.Read(ref reader);
        return string.IsNullOrWhiteSpace(text) ? null
            : bool.TryParse(text, out var flag) ? flag
            : text switch
            {
                "1" => true,
                "0" => false,
                _ => throw new JsonException("Expected true or false."),
            };
    }
}

/// <summary>Converts a boolean whose default is true.</summary>
internal sealed class TrueByDefaultConverter : JsonConverter<bool>
{
    public override bool HandleNull => true;

    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LenientBooleanConverter.ReadValue(ref reader) ?? true;

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
}

/// <summary>
/// Converts instants in ISO 8601; without an offset they are UTC. Invalid values such as <c>0000-00-00</c> are read as null, so
/// that the rest of the page can be read.
/// </summary>
internal sealed class LenientDateTimeOffsetConverter : JsonConverter<DateTimeOffset?>
{
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = LenientText.Read(ref reader);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed) ? parsed : null;
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options)
    {
        if (value is { } instant)
        {
            writer.WriteStringValue(instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

/// <summary>Converts dates such as <c>2022-09-29</c>. A time part is ignored; invalid dates are read as the default value.</summary>
internal sealed class LenientDateOnlyConverter : JsonConverter<DateOnly>
{
    public override bool HandleNull => true;

    public override DateOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = LenientText.Read(ref reader);
        return text is { Length: >= 10 }
            && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : default;
    }

    public override void Write(Utf8JsonWriter writer, DateOnly value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}

/// <summary>
/// Converts times of day such as <c>08:00</c>. Seconds are ignored, <c>24:00</c> is midnight, and invalid times are read as null.
/// </summary>
internal sealed class LenientTimeOnlyConverter : JsonConverter<TimeOnly?>
{
    public override TimeOnly? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = LenientText.Read(ref reader);
        return text is not null && text.StartsWith("24:00", StringComparison.Ordinal) ? TimeOnly.MinValue
            : TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out var time) ? new TimeOnly(time.Hour, time.Minute)
            : null;
    }

    public override void Write(Utf8JsonWriter writer, TimeOnly? value, JsonSerializerOptions options)
    {
        if (value is { } time)
        {
            writer.WriteStringValue(time.ToString("HH:mm", CultureInfo.InvariantCulture));
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BigCommerce.Inventory.Serialization;

// Reading is lenient, writing is strict: numbers come as texts, flags as 0 and 1, null where a value is due.

/// <summary>Any scalar as text.</summary>
internal static class LenientText
{
    /// <summary>A string as it is, a number or flag in its JSON spelling, null for null; an object or array reads as null.</summary>
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
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => LenientText.Read(ref reader);

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
            // 12.0 is a whole number too.
            return reader.TryGetInt64(out var number) ? number : Whole(reader.GetDecimal());
        }

        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            throw new JsonException("A number was expected.");
        }

        var text = LenientText.Read(ref reader);
        return string.IsNullOrWhiteSpace(text) ? null
            : long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var parsed) ? parsed
            : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var fraction) ? Whole(fraction)
            : throw new JsonException("A whole number was expected.");
    }

    private static long Whole(decimal value) =>
        decimal.Truncate(value) == value && value is >= long.MinValue and <= long.MaxValue ? (long)value : throw new JsonException("A whole number was expected.");
}

internal sealed class LenientInt32Converter : JsonConverter<int>
{
    public override bool HandleNull => true;

    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Narrow(LenientInt64Converter.ReadValue(ref reader) ?? 0);

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);

    // The API keeps these figures within 32 bits, but its schemas set no limit. One figure beyond it must not cost the page.
    internal static int Narrow(long value) => (int)Math.Clamp(value, int.MinValue, int.MaxValue);
}

/// <summary>A whole number that may be unknown: unlike 0, null and an empty text say nothing.</summary>
internal sealed class LenientNullableInt64Converter : JsonConverter<long?>
{
    public override bool HandleNull => true;

    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => LenientInt64Converter.ReadValue(ref reader);

    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options)
    {
        if (value is { } number)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

/// <inheritdoc cref="LenientNullableInt64Converter"/>
internal sealed class LenientNullableInt32Converter : JsonConverter<int?>
{
    public override bool HandleNull => true;

    public override int? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LenientInt64Converter.ReadValue(ref reader) is { } value ? LenientInt32Converter.Narrow(value) : null;

    public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options)
    {
        if (value is { } number)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

internal sealed class LenientDoubleConverter : JsonConverter<double>
{
    public override bool HandleNull => true;

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            return reader.GetDouble();
        }

        var text = LenientText.Read(ref reader);
        return string.IsNullOrWhiteSpace(text) ? 0
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? parsed
            : throw new JsonException("A number was expected.");
    }

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}

internal sealed class LenientBooleanConverter : JsonConverter<bool>
{
    public override bool HandleNull => true;

    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ReadValue(ref reader) ?? false;

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
                _ => throw new JsonException("true or false was expected."),
            };
    }
}

/// <summary>Flags that are true unless the API says otherwise.</summary>
internal sealed class TrueByDefaultConverter : JsonConverter<bool>
{
    public override bool HandleNull => true;

    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => LenientBooleanConverter.ReadValue(ref reader) ?? true;

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
}

/// <summary>Instants in ISO 8601; without a zone they are UTC. What is no instant, such as <c>0000-00-00</c>, reads as null: it must not cost the page.</summary>
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

/// <summary>Days such as <c>2022-09-29</c>; a time part is read over. What is no day reads as unset.</summary>
internal sealed class LenientDateOnlyConverter : JsonConverter<DateOnly>
{
    public override bool HandleNull => true;

    public override DateOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = LenientText.Read(ref reader);
        return text is { Length: >= 10 } && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : default;
    }

    public override void Write(Utf8JsonWriter writer, DateOnly value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}

/// <summary>Times of day such as <c>08:00</c>; seconds are read over, and <c>24:00</c> is midnight. What is no time reads as null.</summary>
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

using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace BigCommerce.Inventory.Serialization;

/// <summary>
/// Walks over JSON of the usual form, in UTF-8 that is known to be valid. Whatever it does not expect ends the walk
/// without a verdict (<see cref="HasFailed"/>): then the serializer reads the whole text again and decides, so that
/// leniency and errors have one home.
/// </summary>
internal ref struct JsonCursor
{
    // The serializer allows 64 levels; a value that is handed to it here stands at most 8 deep.
    private static readonly JsonReaderOptions ValueOptions = new() { MaxDepth = 56 };

    private static readonly SearchValues<byte> EndOfPlainText =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(static control => (byte)control), (byte)'"', (byte)'\\']);

    private readonly SharedText[] _shared;
    private ReadOnlySpan<byte> _json;
    private int _at;

    public JsonCursor(ReadOnlySpan<byte> json)
    {
        _json = json;

        // A store has up to 100 active locations, each with a code and a name; a short answer repeats little.
        _shared = new SharedText[json.Length > 64 * 1024 ? 512 : 16];
    }

    /// <summary>Whether something unexpected came. Then nothing that was read counts.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>How many bytes are behind.</summary>
    public readonly int Position => _at;

    /// <summary>Steps into an object; false when it has no members.</summary>
    public bool EnterObject() => Enter((byte)'{', (byte)'}');

    /// <summary>Steps from a member's value to the next member; false at the object's end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool NextMember() => Next((byte)'}');

    /// <summary>Steps into an array; false when it has no elements.</summary>
    public bool EnterArray() => Enter((byte)'[', (byte)']');

    /// <summary>Steps from an element to the next; false at the array's end.</summary>
    public bool NextElement() => Next((byte)']');

    /// <summary>Whether an object is next.</summary>
    public readonly bool IsObject() => IsNext((byte)'{');

    /// <summary>Whether nothing but space follows.</summary>
    public bool IsAtEnd()
    {
        SkipSpace();
        return !HasFailed && _at == _json.Length;
    }

    /// <summary>Steps to the next member's value if the member has this name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TakeName(ReadOnlySpan<byte> name)
    {
        var rest = _json[_at..];
        if (rest.Length < name.Length + 4 || rest[name.Length + 1] != (byte)'"' || rest[0] != (byte)'"' || !rest[1..].StartsWith(name))
        {
            return false;
        }

        if (rest[name.Length + 2] == (byte)':' && rest[name.Length + 3] > (byte)' ')
        {
            _at += name.Length + 3;
        }
        else
        {
            _at += name.Length + 2;
            TakeColon();
        }

        return true;
    }

    /// <summary>Steps over a value if it is written like an earlier one, down to the last byte.</summary>
    /// <param name="earlier">Where the earlier value stands; empty when there is none.</param>
    public bool TakeRepeated(Range earlier)
    {
        var value = _json[earlier];
        if (value.IsEmpty || !_json[_at..].StartsWith(value))
        {
            return false;
        }

        _at += value.Length;
        return true;
    }

    /// <summary>Steps over the name and value of a member that nobody asked for.</summary>
    public void SkipMember()
    {
        TakeText(out var isEscaped);
        if (isEscaped)
        {
            // The name may be a known one, written with escapes.
            Fail();
        }

        TakeColon();
        SkipValue();
    }

    /// <summary>Steps over a value of any kind.</summary>
    public void SkipValue()
    {
        try
        {
            var reader = new Utf8JsonReader(_json[_at..], ValueOptions);
            reader.Read();
            reader.Skip();
            _at += (int)reader.BytesConsumed;
        }
        catch (JsonException)
        {
            Fail();
        }
    }

    /// <summary>Has the serializer read an object; null when anything else is next.</summary>
    public T? ReadObject<T>(JsonTypeInfo<T> type)
        where T : class
    {
        if (!IsObject())
        {
            SkipValue();
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(_json[_at..], ValueOptions);
            var value = JsonSerializer.Deserialize(ref reader, type);
            _at += (int)reader.BytesConsumed;
            return value;
        }
        catch (Exception exception) when (WireSerializer.IsUnreadable(exception))
        {
            Fail();
            return null;
        }
    }

    /// <summary>A whole number; null for null.</summary>
    public long? ReadInt64()
    {
        var json = _json;
        var at = _at;
        var isNegative = (uint)at < (uint)json.Length && json[at] == (byte)'-';
        if (isNegative)
        {
            at++;
        }

        var start = at;
        var value = 0UL;
        while ((uint)at < (uint)json.Length && (uint)(json[at] - '0') <= 9)
        {
            value = (value * 10) + (uint)(json[at] - '0');
            at++;
        }

        // 19 digits fit into 64 unsigned bits. A fraction or an exponent ends the walk at the step to the next member.
        var digits = at - start;
        if (digits is > 0 and <= 19 && value <= long.MaxValue && (digits == 1 || json[start] != (byte)'0'))
        {
            _at = at;
            return isNegative ? -(long)value : (long)value;
        }

        TakeNullOrFail();
        return null;
    }

    /// <summary>A whole number of 32 bits, see <see cref="LenientInt32Converter.Narrow"/>; null for null.</summary>
    public int? ReadInt32() => ReadInt64() is { } value ? LenientInt32Converter.Narrow(value) : null;

    /// <summary>A flag; null for null.</summary>
    public bool? ReadBoolean()
    {
        var rest = _json[_at..];
        if (rest.StartsWith("true"u8))
        {
            _at += 4;
            return true;
        }

        if (rest.StartsWith("false"u8))
        {
            _at += 5;
            return false;
        }

        TakeNullOrFail();
        return null;
    }

    /// <summary>A text; null for null.</summary>
    public string? ReadText()
    {
        if (!IsNext((byte)'"'))
        {
            TakeNullOrFail();
            return null;
        }

        var text = TakeText(out var isEscaped);
        return isEscaped ? Unescape(text) : Encoding.UTF8.GetString(text);
    }

    /// <summary>A text that is likely to come again, then as the same string; null for null.</summary>
    public string? ReadSharedText()
    {
        if (!IsNext((byte)'"'))
        {
            TakeNullOrFail();
            return null;
        }

        var start = _at + 1;
        var text = TakeText(out var isEscaped);
        if (HasFailed)
        {
            return null;
        }

        ref var entry = ref _shared[HashOf(text) & (_shared.Length - 1)];
        if (entry.Value is null || !text.SequenceEqual(_json.Slice(entry.Start, entry.Length)))
        {
            entry = new SharedText(start, text.Length, isEscaped ? Unescape(text) : Encoding.UTF8.GetString(text));
        }

        return entry.Value;
    }

    private static uint HashOf(ReadOnlySpan<byte> text)
    {
        var hash = (uint)text.Length;
        if (text.Length < sizeof(uint))
        {
            foreach (var character in text)
            {
                hash = (hash << 8) ^ character;
            }
        }
        else
        {
            // Codes and names in a series differ at their ends.
            hash ^= BinaryPrimitives.ReadUInt32LittleEndian(text) ^ (31 * BinaryPrimitives.ReadUInt32LittleEndian(text[^sizeof(uint)..]));
        }

        return (hash * 0x9E3779B1) >> 16;
    }

    private bool Enter(byte opening, byte closing)
    {
        SkipSpace();
        if (!Take(opening))
        {
            return Fail();
        }

        SkipSpace();
        return !Take(closing);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Next(byte closing)
    {
        var rest = _json[_at..];
        if (rest.Length > 1 && rest[0] == (byte)',' && rest[1] > (byte)' ')
        {
            _at++;
            return true;
        }

        return NextAfterSpace(closing);
    }

    private bool NextAfterSpace(byte closing)
    {
        SkipSpace();
        if (Take((byte)','))
        {
            SkipSpace();
            return true;
        }

        return !Take(closing) && Fail();
    }

    private void TakeColon()
    {
        SkipSpace();
        if (!Take((byte)':'))
        {
            Fail();
        }

        SkipSpace();
    }

    private void TakeNullOrFail()
    {
        if (_json[_at..].StartsWith("null"u8))
        {
            _at += 4;
        }
        else
        {
            Fail();
        }
    }

    /// <summary>What stands between the quotes.</summary>
    private ReadOnlySpan<byte> TakeText(out bool isEscaped)
    {
        isEscaped = false;
        var start = _at + 1;
        if (!Take((byte)'"'))
        {
            Fail();
            return default;
        }

        while (_json[_at..].IndexOfAny(EndOfPlainText) is >= 0 and var length)
        {
            _at += length;
            if (Take((byte)'"'))
            {
                return _json[start..(_at - 1)];
            }

            if (_json[_at] != (byte)'\\' || _json.Length - _at < 2)
            {
                break;
            }

            isEscaped = true;
            _at += 2;
        }

        Fail();
        return default;
    }

    private string Unescape(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader([(byte)'"', .. text, (byte)'"'], ValueOptions);
            reader.Read();
            return reader.GetString()!;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No such escape, or half of a surrogate pair.
            Fail();
            return string.Empty;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SkipSpace()
    {
        if ((uint)_at < (uint)_json.Length && _json[_at] <= (byte)' ')
        {
            SkipSpaces();
        }
    }

    private void SkipSpaces()
    {
        while ((uint)_at < (uint)_json.Length && _json[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            _at++;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool IsNext(byte character) => (uint)_at < (uint)_json.Length && _json[_at] == character;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Take(byte character)
    {
        if (!IsNext(character))
        {
            return false;
        }

        _at++;
        return true;
    }

    private bool Fail()
    {
        HasFailed = true;

        // Nothing is left, so every further step fails as well and the caller need look only at the end.
        _json = default;
        _at = 0;
        return false;
    }

    /// <param name="Start">Where the text stands in the JSON.</param>
    /// <param name="Length">How many bytes it takes there.</param>
    /// <param name="Value">The string that was made of it.</param>
    private readonly record struct SharedText(int Start, int Length, string? Value);
}

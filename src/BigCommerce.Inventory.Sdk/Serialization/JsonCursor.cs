using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace BigCommerce.Inventory.Serialization;

/// <summary>
/// A fast forward reader for JSON in the API's usual format, in validated UTF-8. It does not handle unusual JSON: it sets
/// <see cref="HasFailed"/>, and the serializer reads the complete text instead. So only the serializer implements leniency
/// and errors.
/// </summary>
internal ref struct JsonCursor
{
    // The serializer's limit is 64 levels, and the values that are passed to it here start at level 8 at most.
    private static readonly JsonReaderOptions ValueOptions = new() { MaxDepth = 56 };

    private static readonly SearchValues<byte> EndOfPlainText =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(static control => (byte)control), (byte)'"', (byte)'\\']);

    private readonly bool _isRented;
    private readonly SharedText[] _shared;
    private ReadOnlySpan<byte> _json;
    private int _at;

    public JsonCursor(ReadOnlySpan<byte> json)
    {
        _json = json;

        // A store has up to 100 active locations, each with a code and a name. A short body repeats few of them.
        _isRented = json.Length > 64 * 1024;
        _shared = _isRented ? ArrayPool<SharedText>.Shared.Rent(512) : new SharedText[16];
    }

    /// <summary>Whether unusual JSON was found. Then all values that were read are invalid.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The number of bytes that were read.</summary>
    public readonly int Position => _at;

    /// <summary>
    /// Whether a member of the current object is next. An object's end resets it; <see cref="EndMember"/> sets it for the outer
    /// object.
    /// </summary>
    public bool HasMember { get; private set; }

    /// <summary>Returns what the reader took from a pool. Shared texts cannot be read after this.</summary>
    public readonly void ReturnBuffer()
    {
        if (_isRented)
        {
            ArrayPool<SharedText>.Shared.Return(_shared, clearArray: true);
        }
    }

    /// <summary>Enters an object.</summary>
    /// <returns>The position of its first member.</returns>
    public int EnterObject()
    {
        HasMember = Enter((byte)'{', (byte)'}');
        return _at;
    }

    /// <summary>Moves past a member's value, to the next member or past the object's end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EndMember() => HasMember = Next((byte)'}');

    /// <summary>Ends a pass over the known members. Skips the current member if the pass did not read any.</summary>
    /// <param name="start">The position at the start of the pass.</param>
    /// <returns>The position for the next pass.</returns>
    public int EndPass(int start)
    {
        if (_at == start && HasMember)
        {
            SkipMember();
        }

        return _at;
    }

    /// <summary>Enters an array; false when it is empty.</summary>
    public bool EnterArray() => Enter((byte)'[', (byte)']');

    /// <summary>Moves past an element to the next one; false at the array's end.</summary>
    public bool NextElement() => Next((byte)']');

    /// <summary>Whether an object is next.</summary>
    public readonly bool IsObject() => IsNext((byte)'{');

    /// <summary>Whether only white space follows.</summary>
    public bool IsAtEnd()
    {
        SkipSpace();
        return !HasFailed && _at == _json.Length;
    }

    /// <summary>Moves to the next member's value if the member has this name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TakeName(ReadOnlySpan<byte> name)
    {
        var rest = _json[_at..];
        if (!HasMember || rest.Length < name.Length + 4 || rest[name.Length + 1] != (byte)'"' || rest[0] != (byte)'"' || !rest[1..].StartsWith(name))
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

    /// <summary>Skips a value if its bytes are equal to those of an earlier value.</summary>
    /// <param name="earlier">The range of the earlier value; empty when there is none.</param>
    public bool TakeRepeated(Range earlier)
    {
        var value = _json[earlier];
        return !value.IsEmpty && TakeLiteral(value);
    }

    /// <summary>A hash of the value that is next, up to the first end of an object. Equal values have equal hashes.</summary>
    public readonly uint HashOfObject()
    {
        var rest = _json[_at..];
        var length = rest.IndexOf((byte)'}');
        var text = rest[..Math.Max(length, 0)];
        var hash = (ulong)text.Length;
        var factor = 0x9E3779B97F4A7C15;
        for (; text.Length >= sizeof(ulong); text = text[sizeof(ulong)..])
        {
            hash += BinaryPrimitives.ReadUInt64LittleEndian(text) * factor;
            factor += 0x9E3779B97F4A7C14;
        }

        foreach (var character in text)
        {
            hash = (hash * 31) + character;
        }

        return (uint)((hash * 0x9E3779B97F4A7C15) >> 40);
    }

    /// <summary>Skips a value of any kind.</summary>
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

    /// <summary>Reads the next member if it has this name: a whole number, or null.</summary>
    public void TryReadInt64(ReadOnlySpan<byte> name, ref long? value)
    {
        if (TakeName(name))
        {
            value = ReadInt64();
            EndMember();
        }
    }

    /// <summary>
    /// Reads the next member if it has this name: a whole number of 32 bits (see <see cref="LenientInt32Converter.Narrow"/>), or
    /// null.
    /// </summary>
    public void TryReadInt32(ReadOnlySpan<byte> name, ref int? value)
    {
        if (TakeName(name))
        {
            value = ReadInt64() is { } number ? LenientInt32Converter.Narrow(number) : null;
            EndMember();
        }
    }

    /// <summary>Reads the next member if it has this name: a boolean, or null.</summary>
    public void TryReadBoolean(ReadOnlySpan<byte> name, ref bool? value)
    {
        if (TakeName(name))
        {
            value = TakeLiteral("true"u8) ? true : TakeLiteral("false"u8) ? false : null;
            if (value is null)
            {
                TakeNullOrFail();
            }

            EndMember();
        }
    }

    /// <summary>Reads the next member if it has this name: a string, or null.</summary>
    public void TryReadText(ReadOnlySpan<byte> name, ref string? value)
    {
        if (TakeName(name))
        {
            value = ReadText();
            EndMember();
        }
    }

    /// <summary>
    /// Reads the next member if it has this name: a string that is likely to repeat, or null. Equal strings are the same
    /// instance.
    /// </summary>
    public void TryReadSharedText(ReadOnlySpan<byte> name, ref string? value)
    {
        if (TakeName(name))
        {
            value = ReadSharedText();
            EndMember();
        }
    }

    /// <summary>Reads the next member if it has this name, with the serializer: an object; any other value is read as null.</summary>
    public void TryReadObject<T>(ReadOnlySpan<byte> name, ref T? value)
        where T : class
    {
        if (TakeName(name))
        {
            value = ReadObject<T>();
            EndMember();
        }
    }

    private void SkipMember()
    {
        TakeText(out var isEscaped);
        if (isEscaped)
        {
            // A known name may contain escapes.
            Fail();
        }

        TakeColon();
        SkipValue();
        EndMember();
    }

    private long? ReadInt64()
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

        // 19 digits fit into 64 unsigned bits. After a fraction or an exponent, the move to the next member fails.
        var digits = at - start;
        if (digits is > 0 and <= 19 && value <= long.MaxValue && (digits == 1 || json[start] != (byte)'0'))
        {
            _at = at;
            return isNegative ? -(long)value : (long)value;
        }

        TakeNullOrFail();
        return null;
    }

    private string? ReadText()
    {
        if (!IsNext((byte)'"'))
        {
            TakeNullOrFail();
            return null;
        }

        var text = TakeText(out var isEscaped);
        return ToText(text, isEscaped);
    }

    private string? ReadSharedText()
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
            entry = new SharedText(start, text.Length, ToText(text, isEscaped));
        }

        return entry.Value;
    }

    private T? ReadObject<T>()
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
            var value = JsonSerializer.Deserialize(ref reader, WireJson.TypeInfo<T>());
            _at += (int)reader.BytesConsumed;
            return value;
        }
        catch (Exception exception) when (WireSerializer.IsUnreadable(exception))
        {
            Fail();
            return null;
        }
    }

    private static uint HashOf(ReadOnlySpan<byte> text)
    {
        var hash = (uint)text.Length;
        if (text.Length < sizeof(uint))
        {
            foreach (var character in text)
            {
                hash = (hash << 8) | character;
            }
        }
        else
        {
            // Location codes and names often differ only at the end.
            hash ^= BinaryPrimitives.ReadUInt32LittleEndian(text) ^ (31 * BinaryPrimitives.ReadUInt32LittleEndian(text[^sizeof(uint)..]));
        }

        // The highest bits depend on all characters.
        return (hash * 0x9E3779B1) >> 23;
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
        if (!TakeLiteral("null"u8))
        {
            Fail();
        }
    }

    private bool TakeLiteral(ReadOnlySpan<byte> literal)
    {
        if (!_json[_at..].StartsWith(literal))
        {
            return false;
        }

        _at += literal.Length;
        return true;
    }

    /// <summary>Reads a string without its quotes.</summary>
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

    private string ToText(ReadOnlySpan<byte> text, bool isEscaped)
    {
        if (!isEscaped)
        {
            return Encoding.UTF8.GetString(text);
        }

        try
        {
            var reader = new Utf8JsonReader([(byte)'"', .. text, (byte)'"'], ValueOptions);
            reader.Read();
            return reader.GetString()!;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // An invalid escape or an unpaired surrogate.
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

        // Remove the text, so that every further step fails and only the end needs a check.
        _json = default;
        _at = 0;
        return false;
    }

    /// <param name="Start">The start of the text in the JSON.</param>
    /// <param name="Length">Its length in bytes.</param>
    /// <param name="Value">The string.</param>
    private readonly record struct SharedText(int Start, int Length, string? Value);
}

using System.Buffers;
using System.Globalization;

namespace BigCommerce.Inventory.Http;

/// <summary>Writes a request's address into one buffer, escaping values as it goes. Keys come escaped from the generator.</summary>
internal ref struct RequestUriBuilder
{
    /// <summary>Characters to reserve on the stack: more than any address without a long list needs.</summary>
    public const int StackCapacity = 512;

    private Span<char> _buffer;
    private char[]? _rented;
    private int _length;
    private bool _hasQuery;

    public RequestUriBuilder(Span<char> buffer, string baseUrl)
    {
        _buffer = buffer;
        Append(baseUrl);
    }

    /// <summary>Appends a constant part of the path.</summary>
    public void AppendPath(string text) => Append(text);

    /// <summary>Appends a number as (part of) a path segment.</summary>
    public void AppendPathValue(long value) => AppendNumber(value);

    /// <summary>Appends text as (part of) a path segment.</summary>
    /// <exception cref="ArgumentException">The text is empty, <c>.</c> or <c>..</c>, which would address another resource.</exception>
    public void AppendPathValue(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        if (value is "." or "..")
        {
            throw new ArgumentException($"'{value}' cannot be a segment of a path.", nameof(value));
        }

        Append(Uri.EscapeDataString(value));
    }

    /// <summary>Appends <c>key=value</c>; null is left out.</summary>
    public void AppendQuery(string key, string? value)
    {
        if (value is not null)
        {
            AppendKey(key);
            Append(Uri.EscapeDataString(value));
        }
    }

    /// <summary>Appends <c>key=value</c>; null is left out.</summary>
    public void AppendQuery<T>(string key, T? value)
        where T : struct
    {
        if (value is long or int)
        {
            AppendKey(key);
            AppendValue(value.GetValueOrDefault());
        }
        else if (value is { } present)
        {
            AppendQuery(key, QueryValueFormatter.Format(present));
        }
    }

    /// <summary>Appends <c>key=a%2Cb</c>. Null is left out; an empty list is not: asking for nothing must not become asking for all.</summary>
    public void AppendQuery(string key, IReadOnlyList<string?>? values)
    {
        if (values is null)
        {
            return;
        }

        AppendKey(key);
        for (var i = 0; i < values.Count; i++)
        {
            AppendSeparator(i);
            Append(Uri.EscapeDataString(values[i] ?? ""));
        }
    }

    /// <summary>Appends <c>key=1%2C2</c>. Null is left out, an empty list is not.</summary>
    public void AppendQuery<T>(string key, IReadOnlyList<T>? values)
        where T : struct
    {
        if (values is null)
        {
            return;
        }

        AppendKey(key);
        for (var i = 0; i < values.Count; i++)
        {
            AppendSeparator(i);
            AppendValue(values[i]);
        }
    }

    /// <summary>Ends the address and returns the buffer; the builder must not be used afterwards.</summary>
    public Uri ToUri()
    {
        var uri = new Uri(_buffer[.._length].ToString(), UriKind.Absolute);
        if (_rented is not null)
        {
            ArrayPool<char>.Shared.Return(_rented);
        }

        this = default;
        return uri;
    }

    private void AppendKey(string key)
    {
        Append(_hasQuery ? "&" : "?");
        _hasQuery = true;
        Append(key);
        Append("=");
    }

    // The comma is escaped with the values: a list is one value.
    private void AppendSeparator(int index)
    {
        if (index > 0)
        {
            Append("%2C");
        }
    }

    private void AppendValue<T>(T value)
        where T : struct
    {
        switch (value)
        {
            case long number:
                AppendNumber(number);
                break;
            case int number:
                AppendNumber(number);
                break;
            default:
                Append(Uri.EscapeDataString(QueryValueFormatter.Format(value) ?? ""));
                break;
        }
    }

    // Straight into the buffer: lists of ids are long, and digits need no escaping.
    private void AppendNumber(long value)
    {
        int written;
        while (!value.TryFormat(_buffer[_length..], out written, provider: CultureInfo.InvariantCulture))
        {
            Grow(1);
        }

        _length += written;
    }

    private void Append(string text)
    {
        if (text.Length > _buffer.Length - _length)
        {
            Grow(text.Length);
        }

        text.CopyTo(_buffer[_length..]);
        _length += text.Length;
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + needed));
        _buffer[.._length].CopyTo(larger);
        if (_rented is not null)
        {
            ArrayPool<char>.Shared.Return(_rented);
        }

        _buffer = _rented = larger;
    }
}

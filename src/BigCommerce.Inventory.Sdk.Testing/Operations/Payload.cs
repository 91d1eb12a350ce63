using System.Text.Json;
using BigCommerce.Inventory.Testing.Http;
using BigCommerce.Inventory.Testing.State;

namespace BigCommerce.Inventory.Testing.Operations;

/// <summary>Reads one row of a request: an object in an array.</summary>
internal delegate TRow RowParser<TRow>(ref Utf8JsonReader reader, Payload payload, int index);

/// <summary>Reads the body of a request and collects its errors.</summary>
internal sealed class Payload(StoreState store, string arrayName)
{
    private readonly Dictionary<string, string> _shape = [];
    private readonly Dictionary<string, string> _fields = [];

    /// <summary>The response to the collected errors; null if there are none. Errors of the shape take precedence.</summary>
    public EmulatedResponse? Rejection() =>
        _shape.Count > 0 ? EmulatedResponse.Problem(422, "JSON data is missing or invalid", _shape)
        : _fields.Count > 0 ? EmulatedResponse.Problem(422, "Payload contains invalid fields", _fields)
        : null;

    /// <summary>Adds an error of the JSON structure.</summary>
    public void WrongShape(string path, string message) => _shape.TryAdd(path, message);

    /// <summary>Adds an error for a missing value in a row, or for a value of the wrong JSON type.</summary>
    public void WrongShape(int row, string path, string message) =>
        WrongShape(FormattableString.Invariant($"{arrayName}[{row}].{path}"), message);

    /// <summary>Adds an error for an invalid value.</summary>
    public void WrongField(string path, string message) => _fields.TryAdd(path, message);

    /// <summary>Whether the reader is at an object; skips any other value.</summary>
    public bool IsObject(ref Utf8JsonReader reader, string path)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            return true;
        }

        WrongShape(path, "error.expected.jsobject");
        reader.Skip();
        return false;
    }

    /// <summary>Whether the value of the property is an array; skips any other value.</summary>
    public bool IsArray(ref Utf8JsonReader reader, string path)
    {
        if (reader.TokenType == JsonTokenType.PropertyName)
        {
            reader.Read();
        }

        if (reader.TokenType == JsonTokenType.StartArray)
        {
            return true;
        }

        WrongShape(path, "error.expected.jsarray");
        reader.Skip();
        return false;
    }

    /// <summary>Reads the rows of an array, up to the maximum of a request.</summary>
    public void ReadRows<TRow>(ref Utf8JsonReader reader, List<TRow> rows, RowParser<TRow> parse)
    {
        int index = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            if (index >= ItemChecks.MaxRows)
            {
                reader.Skip();
            }
            else if (reader.TokenType != JsonTokenType.StartObject)
            {
                WrongShape(FormattableString.Invariant($"{arrayName}[{index}]"), "error.expected.jsobject");
                reader.Skip();
            }
            else
            {
                rows.Add(parse(ref reader, this, index));
            }
        }

        if (index == 0)
        {
            WrongField(arrayName, "must not be empty");
        }
        else if (index > ItemChecks.MaxRows)
        {
            WrongField(arrayName, FormattableString.Invariant($"must not have more than {ItemChecks.MaxRows} items"));
        }
    }

    /// <summary>Reads the integer value of a property; null if it is invalid. With <paramref name="orNull"/>, JSON null is valid.</summary>
    public long? Integer(ref Utf8JsonReader reader, int row, string name, bool orNull = false)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number)
        {
            if (reader.TryGetInt64(out long value))
            {
                return value;
            }

            WrongShape(row, name, "error.expected.int");
        }
        else if (reader.TokenType != JsonTokenType.Null || !orNull)
        {
            WrongShape(row, name, "error.expected.jsnumber");
            reader.Skip();
        }

        return null;
    }

    /// <summary>Reads the boolean value of a row's property; null if it is invalid.</summary>
    public bool? Boolean(ref Utf8JsonReader reader, int row, string name)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            return reader.GetBoolean();
        }

        WrongShape(row, name, "error.expected.jsboolean");
        reader.Skip();
        return null;
    }

    /// <summary>Reads the string value of a property; null if it is invalid.</summary>
    public string? Text(ref Utf8JsonReader reader, string path)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        WrongShape(path, "error.expected.jsstring");
        reader.Skip();
        return null;
    }

    /// <summary>Reads a property if it is an item identity; skips any other property.</summary>
    /// <param name="reader">The reader, at a property name.</param>
    /// <param name="row">The index of the row.</param>
    /// <param name="identity">Set to the identity.</param>
    /// <param name="count">Increased by 1 for each identity.</param>
    public void ReadIdentity(ref Utf8JsonReader reader, int row, ref ItemReference identity, ref int count)
    {
        if (reader.ValueTextEquals("sku"u8))
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
            {
                identity = store.IdentifySku(ref reader);
                count++;
            }
            else
            {
                WrongShape(row, "sku", "error.expected.jsstring");
                reader.Skip();
            }
        }
        else if (reader.ValueTextEquals("variant_id"u8))
        {
            if (Integer(ref reader, row, "variant_id") is { } variantId)
            {
                identity = store.IdentifyVariant(variantId);
                count++;
            }
        }
        else if (reader.ValueTextEquals("product_id"u8))
        {
            if (Integer(ref reader, row, "product_id") is { } productId)
            {
                identity = store.IdentifyProduct(productId);
                count++;
            }
        }
        else
        {
            reader.Skip();
        }
    }
}

using System.Text.Json;
using BigCommerce.Inventory.Testing.Http;
using BigCommerce.Inventory.Testing.State;

namespace BigCommerce.Inventory.Testing.Operations;

/// <summary>Reads one row of a request, from its start to its end.</summary>
internal delegate TRow RowParser<TRow>(ref Utf8JsonReader reader, Payload payload, int index);

/// <summary>Reads a request's body and collects what is wrong with it before anything is looked up.</summary>
internal sealed class Payload(StoreState store, string arrayName)
{
    private readonly Dictionary<string, string> _shape = [];
    private readonly Dictionary<string, string> _fields = [];

    /// <summary>The answer to the first kind of mistake that was made; null when there was none.</summary>
    public EmulatedAnswer? Refusal() =>
        _shape.Count > 0 ? EmulatedAnswer.Problem(422, "JSON data is missing or invalid", _shape)
        : _fields.Count > 0 ? EmulatedAnswer.Problem(422, "Payload contains invalid fields", _fields)
        : null;

    /// <summary>The body, or the array in it, is not of the shape it must have.</summary>
    public void WrongShape(string path, string message) => _shape.TryAdd(path, message);

    /// <summary>A value of a row is missing or of another kind.</summary>
    public void WrongShape(int row, string path, string message) => WrongShape(FormattableString.Invariant($"{arrayName}[{row}].{path}"), message);

    /// <summary>The shape is right, but a value makes no sense.</summary>
    public void WrongField(string path, string message) => _fields.TryAdd(path, message);

    /// <summary>Whether the reader stands on an object; steps over anything else.</summary>
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

    /// <summary>Whether the value of the property is an array; steps over anything else.</summary>
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

    /// <summary>Reads the objects of an array, as many as a request may have.</summary>
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

    /// <summary>The whole number that a row's property holds; null for what is none. The API describes no null, but for <paramref name="orNull"/>.</summary>
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

    /// <summary>The truth value that a row's property holds; null for what is none.</summary>
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

    /// <summary>The text that a property holds; null for what is none.</summary>
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

    /// <summary>Reads the property under the reader if it is one that names an item.</summary>
    /// <param name="reader">On the name of a property.</param>
    /// <param name="row">The row that the property is in.</param>
    /// <param name="identity">The item named last.</param>
    /// <param name="count">How many identities the row gave.</param>
    public bool TryReadIdentity(ref Utf8JsonReader reader, int row, ref NamedItem identity, ref int count)
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

            return true;
        }

        if (reader.ValueTextEquals("variant_id"u8))
        {
            if (Integer(ref reader, row, "variant_id") is { } variantId)
            {
                identity = store.IdentifyVariant(variantId);
                count++;
            }

            return true;
        }

        if (reader.ValueTextEquals("product_id"u8))
        {
            if (Integer(ref reader, row, "product_id") is { } productId)
            {
                identity = store.IdentifyProduct(productId);
                count++;
            }

            return true;
        }

        return false;
    }
}

using System.Globalization;

namespace BigCommerce.Inventory;

/// <summary>
/// Finds the items and locations that the API names in its words, such as <c>[sku A-1, product_id 113]</c>. A SKU may hold
/// spaces, commas, brackets and quotes, so it ends where the words around it are known to go on. Reads the text once, and never throws.
/// </summary>
internal static class NamedIdentities
{
    private static readonly string[] Kinds = ["sku", "variant_id", "product_id", "location_id"];

    // What the API is known to write after an identity.
    private static readonly string[] WordsAfter = [" is tracked by ", " requires absolute", " not found", " does not exist", " doesn't exist"];

    public static (IReadOnlyList<ItemKey> Items, IReadOnlyList<long> LocationIds) Find(string text)
    {
        var items = new List<ItemKey>();
        var locations = new List<long>();
        foreach (var line in text.Split('\n'))
        {
            AddIdentities(line, items, locations);
            AddLocationList(line, locations);
        }

        return ([.. items.Distinct()], [.. locations.Distinct()]);
    }

    private static void AddIdentities(string line, List<ItemKey> items, List<long> locations)
    {
        var inList = false;
        var mark = NextMark(line, 0);
        while (mark.Kind is not null)
        {
            // A SKU may itself read like a kind, so the value's first character is skipped.
            var next = NextMark(line, mark.End + 2);
            inList |= mark.Start > 0 && line[mark.Start - 1] == '[';
            var raw = line.AsSpan(mark.End, next.Start - mark.End);
            var value = ValueIn(raw, isLastOnLine: next.Kind is null, ref inList);
            if (mark.Kind == "sku")
            {
                if (!value.IsWhiteSpace())
                {
                    items.Add(ItemKey.Sku(value.ToString()));
                }
            }
            else if (TryReadId(raw, out var id))
            {
                if (mark.Kind == "location_id")
                {
                    locations.Add(id);
                }
                else
                {
                    items.Add(mark.Kind == "variant_id" ? ItemKey.Variant(id) : ItemKey.Product(id));
                }
            }

            mark = next;
        }
    }

    /// <summary>The next identity: where its kind begins, and where its value does. Without one, both are the line's end.</summary>
    private static (string? Kind, int Start, int End) NextMark(string line, int from)
    {
        for (var i = from; i < line.Length; i++)
        {
            if (i > 0 && (char.IsLetterOrDigit(line[i - 1]) || line[i - 1] is '_' or '-'))
            {
                continue;
            }

            foreach (var kind in Kinds)
            {
                var end = i + kind.Length;
                if (end < line.Length && line[end] is ' ' or ':' or '=' && string.CompareOrdinal(line, i, kind, 0, kind.Length) == 0 && !IsFilter(line, end))
                {
                    while (end < line.Length && line[end] is ' ' or ':' or '=')
                    {
                        end++;
                    }

                    // One blank stays with the value, so that the words after an empty one are recognised.
                    return (kind, i, end - 1);
                }
            }
        }

        return (null, line.Length, line.Length);
    }

    /// <summary>Whether this is a filter's name, such as <c>sku:in</c>.</summary>
    private static bool IsFilter(string line, int end) =>
        string.CompareOrdinal(line, end, ":in", 0, 3) == 0 && (end + 3 == line.Length || !char.IsLetterOrDigit(line[end + 3]));

    private static ReadOnlySpan<char> ValueIn(ReadOnlySpan<char> raw, bool isLastOnLine, ref bool inList)
    {
        var end = -1;
        foreach (var words in WordsAfter)
        {
            var at = raw.IndexOf(words, StringComparison.Ordinal);
            end = at >= 0 && (end < 0 || at < end) ? at : end;
        }

        var value = (end >= 0 ? raw[..end] : raw).TrimEnd();
        var listMayClose = end >= 0 || isLastOnLine;
        if (!listMayClose)
        {
            // What joins this identity to the next one: "A, ", or "A], [" where that begins a list of its own.
            listMayClose = value is [.., '['];
            value = listMayClose ? value[..^1].TrimEnd() : value;
            value = value is [.., ','] ? value[..^1].TrimEnd() : value;
        }

        if (inList && listMayClose)
        {
            var close = value.LastIndexOf(']');
            value = close >= 0 ? value[..close] : value;
            inList = close < 0;
        }

        return value.Length > 0 && value[0] is ' ' or ':' or '=' ? value[1..] : value;
    }

    private static bool TryReadId(ReadOnlySpan<char> raw, out long id)
    {
        var text = raw.TrimStart(" :=");
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        return long.TryParse(digits < 0 ? text : text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out id) && id > 0;
    }

    /// <summary>Reads <c>Location not found, identities: [3,2]</c>.</summary>
    private static void AddLocationList(string line, List<long> locations)
    {
        var start = line.IndexOf("location", StringComparison.OrdinalIgnoreCase);
        start = start < 0 ? -1 : line.IndexOf("not found", start, StringComparison.OrdinalIgnoreCase);
        var open = start < 0 ? -1 : line.IndexOf('[', start);
        var close = open < 0 ? -1 : line.IndexOf(']', open);
        if (close < 0)
        {
            return;
        }

        foreach (var part in line[(open + 1)..close].Split(','))
        {
            if (long.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                locations.Add(id);
            }
        }
    }
}

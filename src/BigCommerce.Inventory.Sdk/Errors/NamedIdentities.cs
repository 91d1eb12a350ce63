using System.Buffers;
using System.Globalization;

namespace BigCommerce.Inventory;

/// <summary>
/// Finds the items and locations that the API's text names, such as <c>[sku A-1, product_id 113]</c>. A SKU may contain
/// spaces, commas, brackets and quotes, so it ends only at a known phrase, at the next identity or at the end of its list. An
/// identity at the end of the text may be truncated, so it is ignored. Reads the text once, and never throws.
/// </summary>
internal static class NamedIdentities
{
    private static readonly string[] Kinds = ["sku", "variant_id", "product_id", "location_id"];

    // Phrases that the API writes after an identity.
    private static readonly string[] PhrasesAfter =
    [
        " is tracked by ",
        " requires absolute",
        " not found",
        " does not exist",
        " doesn't exist",
    ];

    // Only a SKU with one of these characters, or with white space at its end, can be parsed as something other than itself.
    private static readonly SearchValues<char> Ambiguous = SearchValues.Create(" \t\r\n,[]:=");

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

    /// <summary>Whether the SKU is always parsed as itself when the API's text names it, and never as another item.</summary>
    public static bool IsReadWhole(string sku) =>
        (!sku.AsSpan().ContainsAny(Ambiguous) && !char.IsWhiteSpace(sku[^1]))
        || Array.TrueForAll(
            [$"[sku {sku}, sku {sku}]", $"[Item with sku {sku} is tracked by product, Item with sku {sku} is tracked by product]"],
            text => Find(text).Items is [var item] && item == ItemKey.Sku(sku));

    private static void AddIdentities(string line, List<ItemKey> items, List<long> locations)
    {
        var inList = false;
        var phrases = new NextPhrase(line);
        var mark = NextMark(line, 0);
        while (mark.Kind is not null)
        {
            inList |= mark.Start > 0 && line[mark.Start - 1] == '[';
            var phraseAt = phrases.From(mark.End);

            // A SKU may itself look like a kind. So require a separator before the next identity.
            var next = NextMark(line, mark.End);
            while (mark.Kind == "sku" && next.Kind is not null && phraseAt > next.Start && !IsJoined(line, next.Start))
            {
                next = NextMark(line, next.Start + 1);
            }

            var hasPhrase = phraseAt < next.Start;
            var raw = line.AsSpan(mark.End, (hasPhrase ? phraseAt : next.Start) - mark.End);
            var isWhole = ReadValue(raw, hasPhrase, isLastOnLine: next.Kind is null, ref inList, out var value);
            if (mark.Kind == "sku")
            {
                if (isWhole && !value.IsWhiteSpace())
                {
                    items.Add(ItemKey.Sku(value.ToString()));
                }
            }
            else if (TryReadId(line.AsSpan(mark.End), out var id))
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

    /// <summary>Whether the identity that starts here follows another one in a list: <c>A, sku B</c> or <c>A], [sku B</c>.</summary>
    private static bool IsJoined(string line, int start)
    {
        var before = line.AsSpan(0, start).TrimEnd();
        return before is [.., ',' or '['];
    }

    /// <summary>Finds the next identity.</summary>
    /// <returns>
    /// Its kind, the start of the kind, and the start of its value. Without an identity both positions are the line's end.
    /// </returns>
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

                    // The value keeps one blank, so that the phrase after an empty value is recognized.
                    return (kind, i, end - 1);
                }
            }
        }

        return (null, line.Length, line.Length);
    }

    /// <summary>Whether the kind is part of a filter's name, such as <c>sku:in</c>.</summary>
    private static bool IsFilter(string line, int end) =>
        string.CompareOrdinal(line, end, ":in", 0, 3) == 0 && (end + 3 == line.Length || !char.IsLetterOrDigit(line[end + 3]));

    /// <returns>Whether the value's end is certain: a phrase, the next identity or the end of its list follows.</returns>
    private static bool ReadValue(ReadOnlySpan<char> raw, bool hasPhrase, bool isLastOnLine, ref bool inList, out ReadOnlySpan<char> value)
    {
        value = raw.TrimEnd();
        var isWhole = !isLastOnLine || hasPhrase;
        var listMayClose = hasPhrase || isLastOnLine;
        if (!listMayClose)
        {
            // Remove the separator before the next identity: "A, ", or "A], [" where the next one starts a new list.
            listMayClose = value is [.., '['];
            value = listMayClose ? value[..^1].TrimEnd() : value;
            value = value is [.., ','] ? value[..^1].TrimEnd() : value;
        }

        if (inList && listMayClose && value.LastIndexOf(']') is >= 0 and var close)
        {
            value = value[..close];
            inList = false;
            isWhole = true;
        }

        value = value.Length > 0 && value[0] is ' ' or ':' or '=' ? value[1..] : value;
        return isWhole;
    }

    /// <summary>Parses an id. An id at the end of the text, or before an ellipsis, may be truncated and is rejected.</summary>
    private static bool TryReadId(ReadOnlySpan<char> line, out long id)
    {
        var text = line.TrimStart(" :=");
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        id = 0;
        return digits != -1
            && !text[digits..].StartsWith("...", StringComparison.Ordinal)
            && text[digits] != '…'
            && long.TryParse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out id)
            && id > 0;
    }

    /// <summary>Parses <c>Location not found, identities: [3,2]</c>.</summary>
    private static void AddLocationList(string line, List<long> locations)
    {
        var start = line.IndexOf("location", StringComparison.OrdinalIgnoreCase);
        start = start == -1 ? -1 : line.IndexOf("not found", start, StringComparison.OrdinalIgnoreCase);
        var open = start == -1 ? -1 : line.IndexOf('[', start);
        if (open == -1)
        {
            return;
        }

        // A list without its closing bracket is truncated, and its last id may be too.
        var close = line.IndexOf(']', open);
        var parts = line[(open + 1)..(close == -1 ? line.Length : close)].Split(',');
        foreach (var part in close == -1 ? parts.AsSpan(0, parts.Length - 1) : parts)
        {
            if (long.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                locations.Add(id);
            }
        }
    }

    /// <summary>
    /// Finds the next phrase of <see cref="PhrasesAfter"/>. With increasing positions it scans the line once for each phrase.
    /// </summary>
    private ref struct NextPhrase(string line)
    {
        private readonly int[] _next = new int[PhrasesAfter.Length];

        /// <returns>The position; <see cref="int.MaxValue"/> when no phrase follows.</returns>
        public readonly int From(int position)
        {
            var first = int.MaxValue;
            for (var i = 0; i < PhrasesAfter.Length; i++)
            {
                if (_next[i] < position)
                {
                    var at = line.IndexOf(PhrasesAfter[i], position, StringComparison.Ordinal);
                    _next[i] = at == -1 ? int.MaxValue : at;
                }

                first = Math.Min(first, _next[i]);
            }

            return first;
        }
    }
}

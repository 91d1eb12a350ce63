namespace BigCommerce.Inventory.Testing.Http;

/// <summary>The query of a request, split before it is decoded, so that an encoded separator stays part of its value.</summary>
internal sealed class QueryString
{
    private readonly List<(string Raw, string Name, string Value)> _pairs = [];

    /// <summary>Reads a query.</summary>
    /// <param name="query">As in the URL, with or without the question mark.</param>
    public QueryString(string query)
    {
        query = query.TrimStart('?');
        if (query.Length == 0)
        {
            return;
        }

        foreach (string pair in query.Split('&'))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            _pairs.Add(equals < 0
                ? (pair, Decode(pair), "")
                : (pair, Decode(pair[..equals]), Decode(pair[(equals + 1)..])));
        }
    }

    public string? this[string name] => _pairs.FindLast(pair => pair.Name == name) is { Raw: not null } found ? found.Value : null;

    /// <summary>The values of a comma-separated filter; null when the filter is not there.</summary>
    public string[]? List(string name) => this[name]?.Split(',');

    /// <summary>The names that are none of the given, an empty one included, in the order of the query.</summary>
    public IReadOnlyList<string> NamesOtherThan(ReadOnlySpan<string> known)
    {
        List<string> others = [];
        foreach (var (_, name, _) in _pairs)
        {
            if (!known.Contains(name))
            {
                others.Add(name);
            }
        }

        return others;
    }

    /// <summary>The pairs as they came, without those that choose the page, each with a separator behind it.</summary>
    public string WithoutPage() => string.Concat(_pairs.Where(pair => pair.Name is not ("page" or "limit" or "before" or "after")).Select(pair => pair.Raw + "&"));

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}

namespace BigCommerce.Inventory.Testing.Http;

/// <summary>A parsed query. It is split before it is decoded, so that an encoded separator stays part of its value.</summary>
internal sealed class QueryString
{
    private readonly List<(string Raw, string Name, string Value)> _pairs = [];

    /// <summary>Parses a query.</summary>
    /// <param name="query">The encoded query, with or without the question mark.</param>
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

    /// <summary>The values of a comma-separated filter; null if the query does not have it.</summary>
    public string[]? List(string name) => this[name]?.Split(',');

    /// <summary>The names that are not in a list, in the order of the query. A name may be empty.</summary>
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

    /// <summary>The encoded pairs except those that select the page. Each ends with <c>&amp;</c>.</summary>
    public string WithoutPage() => string.Concat(
        from pair in _pairs where pair.Name is not ("page" or "limit" or "before" or "after") select pair.Raw + "&");

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}

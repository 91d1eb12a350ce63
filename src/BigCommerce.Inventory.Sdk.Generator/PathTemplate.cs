using BigCommerce.Inventory.Generator.Model;

namespace BigCommerce.Inventory.Generator;

/// <summary>Cuts a path at its placeholders.</summary>
internal static class PathTemplate
{
    private static readonly char[] Braces = ['{', '}'];

    /// <summary>Cuts the path into <paramref name="parts"/>; where that is not possible, returns what is wrong with it.</summary>
    public static string? Parse(string path, out IReadOnlyList<PathPart> parts)
    {
        List<PathPart> found = [];
        parts = found;

        if (path.Length == 0 || path[0] != '/')
        {
            return "does not begin with '/'; write it from there, without host and version";
        }

        if (path.Contains('?'))
        {
            return "has a query; make its values the properties of a query object";
        }

        if (path.Any(c => c is '#' or '\\' || char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            return "contains white space, '#' or '\\', which no path can hold; remove it";
        }

        var position = 0;
        for (var open = path.IndexOfAny(Braces); open >= 0; open = path.IndexOfAny(Braces, position))
        {
            var close = path.IndexOfAny(Braces, open + 1);
            if (path[open] == '}' || close < 0 || path[close] == '{')
            {
                return "has a brace without its partner; write placeholders as {name}";
            }

            if (close == open + 1)
            {
                return "has a placeholder without a name; write it as {name}";
            }

            AddText(open);
            found.Add(new PathPart(path.Substring(open + 1, close - open - 1), IsParameter: true));
            position = close + 1;
        }

        AddText(path.Length);
        return null;

        void AddText(int end)
        {
            if (end > position)
            {
                found.Add(new PathPart(path.Substring(position, end - position), IsParameter: false));
            }
        }
    }
}

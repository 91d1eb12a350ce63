using BigCommerce.Inventory.Generator.Model;

namespace BigCommerce.Inventory.Generator;

/// <summary>Cuts a path at its placeholders.</summary>
internal static class PathTemplate
{
    /// <summary>Cuts the path, or says what is wrong with it.</summary>
    public static bool TryParse(string path, out IReadOnlyList<PathPart> parts, out string problem)
    {
        parts = [];
        problem = FindProblem(path);
        if (problem.Length > 0)
        {
            return false;
        }

        List<PathPart> found = [];
        var position = 0;
        while (position < path.Length)
        {
            var open = path.IndexOf('{', position);
            if (open != position)
            {
                var end = open < 0 ? path.Length : open;
                found.Add(new PathPart(path.Substring(position, end - position), IsParameter: false));
                position = end;
                continue;
            }

            var close = path.IndexOf('}', open);
            found.Add(new PathPart(path.Substring(open + 1, close - open - 1), IsParameter: true));
            position = close + 1;
        }

        parts = found;
        return true;
    }

    private static string FindProblem(string path)
    {
        if (path.Length == 0 || path[0] != '/')
        {
            return "does not begin with '/'; write it from there, without host and version";
        }

        if (path.Contains('?'))
        {
            return "has a query; make its values the properties of a query object";
        }

        foreach (var character in path)
        {
            if (character is '#' or '\\' || char.IsWhiteSpace(character) || char.IsControl(character))
            {
                return $"contains '{character}', which no path can hold; remove it";
            }
        }

        return FindBraceProblem(path);
    }

    private static string FindBraceProblem(string path)
    {
        var open = -1;
        for (var i = 0; i < path.Length; i++)
        {
            switch (path[i])
            {
                case '{' when open >= 0:
                case '}' when open < 0:
                    return "has a brace without its partner; write placeholders as {name}";
                case '}' when open == i - 1:
                    return "has a placeholder without a name; write it as {name}";
                case '{':
                    open = i;
                    break;
                case '}':
                    open = -1;
                    break;
            }
        }

        return open < 0 ? "" : "has a brace without its partner; write placeholders as {name}";
    }
}

using BigCommerce.Inventory.Tests.Conventions;

namespace BigCommerce.Inventory.Tests.Emulator;

/// <summary>Reads the names of a schema's members out of an OpenAPI file: as much of YAML as that takes.</summary>
internal sealed class OpenApiSchema
{
    private readonly Dictionary<string, object?> _schemas;

    /// <summary>
    /// The folder with <c>inventory.v3.yml</c> and <c>locations.v3.yml</c>: the one that <c>BIGCOMMERCE_OPENAPI</c> names, or a folder
    /// <c>spec</c> in one beside the repository; null where there is neither.
    /// </summary>
    public static string? Folder { get; } =
        Environment.GetEnvironmentVariable("BIGCOMMERCE_OPENAPI") is { Length: > 0 } named ? named
        : Directory.GetParent(Repository.Root)?.EnumerateDirectories().Select(folder => Path.Combine(folder.FullName, "spec")).FirstOrDefault(HasFiles);

    public OpenApiSchema(string path)
    {
        Line[] lines = [.. from text in File.ReadLines(path)
                           where text.Trim().Length > 0
                           select new Line(text.Length - text.TrimStart().Length, text.Trim())];
        int position = 0;
        var root = (Dictionary<string, object?>)Parse(lines, ref position, 0)!;
        _schemas = Map(Map(root["components"])["schemas"]);
    }

    /// <summary>The members of a schema and of those below it, as <c>locations[].settings.safety_stock</c>.</summary>
    public IEnumerable<string> Members(string schema) => Members(Map(_schemas[schema]), "");

    private IEnumerable<string> Members(Dictionary<string, object?> schema, string path)
    {
        if (schema.TryGetValue("$ref", out object? reference))
        {
            return Members(Map(_schemas[((string)reference!).Trim('\'').Split('/')[^1]]), path);
        }

        if (schema.TryGetValue("allOf", out object? parts))
        {
            return ((List<object?>)parts!).SelectMany(part => Members(Map(part), path));
        }

        if (schema.TryGetValue("items", out object? items))
        {
            return Members(Map(items), path + "[]");
        }

        if (schema.TryGetValue("properties", out object? properties) && Map(properties).Count > 0)
        {
            return Map(properties).SelectMany(member => Members(Map(member.Value), path.Length == 0 ? member.Key : $"{path}.{member.Key}"));
        }

        return [path];
    }

    private static bool HasFiles(string folder) => File.Exists(Path.Combine(folder, "inventory.v3.yml")) && File.Exists(Path.Combine(folder, "locations.v3.yml"));

    private static Dictionary<string, object?> Map(object? node) => node as Dictionary<string, object?> ?? [];

    private static object? Parse(Line[] lines, ref int position, int indent)
    {
        if (lines[position].Text.StartsWith("- ", StringComparison.Ordinal))
        {
            List<object?> list = [];
            while (position < lines.Length && lines[position].Indent == indent && lines[position].Text.StartsWith("- ", StringComparison.Ordinal))
            {
                // What follows the dash is an entry of its own, two places further in.
                lines[position] = new Line(indent + 2, lines[position].Text[2..]);
                list.Add(lines[position].Text.Contains(':', StringComparison.Ordinal) ? Parse(lines, ref position, indent + 2) : lines[position++].Text);
            }

            return list;
        }

        Dictionary<string, object?> map = [];
        while (position < lines.Length && lines[position].Indent == indent && lines[position].Text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
        {
            string key = lines[position].Text[..colon].Trim('\'', '"');
            string value = lines[position].Text[(colon + 1)..].Trim();
            position++;
            bool hasChildren = position < lines.Length && (lines[position].Indent > indent || (lines[position].Indent == indent && lines[position].Text.StartsWith("- ", StringComparison.Ordinal)));
            if (value.Length == 0 && hasChildren)
            {
                map[key] = Parse(lines, ref position, lines[position].Indent);
                continue;
            }

            map[key] = value;
            while (position < lines.Length && lines[position].Indent > indent)
            {
                // The lines of a long text.
                position++;
            }
        }

        return map;
    }

    private readonly record struct Line(int Indent, string Text);
}

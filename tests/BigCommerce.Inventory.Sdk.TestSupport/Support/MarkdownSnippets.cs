using System.Text.RegularExpressions;
using BigCommerce.Inventory.Tests.Conventions;

namespace BigCommerce.Inventory.Tests.Documentation;

/// <summary>The repository's Markdown pages with their fenced code blocks, and the C# regions that the blocks show.</summary>
internal static partial class MarkdownSnippets
{
    private static readonly string[] FoldersOfTools = [".git", "bin", "obj", "TestResults"];

    public static string Root => Repository.Root;

    /// <summary>Every page of the repository, its path relative to the root.</summary>
    public static IReadOnlyList<string> Pages { get; } = [.. PagesBelow(new DirectoryInfo(Repository.Root)).Order(StringComparer.Ordinal)];

    public static string Read(string page) => File.ReadAllText(Path.Combine(Root, page)).ReplaceLineEndings("\n");

    /// <summary>A page's fenced blocks: the language after the fence, the name in the comment before it, the text.</summary>
    public static IEnumerable<(string Language, string Name, string Text)> Blocks(string page) =>
        from block in Block().Matches(Read(page))
        select (block.Groups["language"].Value, block.Groups["name"].Value, block.Groups["text"].Value);

    /// <summary>The text of each C# block by its name, without using directives, because the source files have those at the top.</summary>
    public static IEnumerable<(string Name, string Code)> InMarkdown(string page) =>
        from block in Blocks(page)
        where block.Language == "csharp"
        select (block.Name, WithoutUsings(block.Text));

    /// <summary>Each region's name and text, moved to the left margin.</summary>
    public static IEnumerable<(string Name, string Code)> InSource(string path) =>
        from region in Region().Matches(Read(path))
        select (region.Groups["name"].Value, Dedent(region.Groups["code"].Value));

    /// <summary>The cells of a page's table with this header, row by row. A page without such a table has no rows.</summary>
    public static string[][] Rows(string page, params string[] header) =>
    [
        .. Read(page).Split('\n')
            .SkipWhile(line => line != $"| {string.Join(" | ", header)} |")
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray()),
    ];

    private static IEnumerable<string> PagesBelow(DirectoryInfo folder) =>
        folder.EnumerateFiles("*.md").Select(file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'))
            .Concat(folder.EnumerateDirectories().Where(inner => !FoldersOfTools.Contains(inner.Name)).SelectMany(PagesBelow));

    private static string WithoutUsings(string code) =>
        string.Join('\n', code.Split('\n').SkipWhile(line => line.Length == 0 || UsingDirective().IsMatch(line))).Trim('\n');

    private static string Dedent(string code)
    {
        var lines = code.Trim('\n').Split('\n');
        var margin = lines.Where(line => line.Trim().Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length >= margin ? line[margin..] : line.Trim())).Trim('\n');
    }

    [GeneratedRegex(@"(?:^<!-- snippet: (?<name>[a-z-]+) -->\n)?^```(?<language>[^\n]*)\n(?<text>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^ *#region (?<name>[a-z-]+)\n(?<code>.*?)^ *#endregion", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Region();

    [GeneratedRegex(@"^using [A-Za-z.]+;")]
    private static partial Regex UsingDirective();
}

using System.Text.RegularExpressions;

namespace BigCommerce.Inventory.Tests.Documentation;

/// <summary>Compares the C# blocks of a Markdown file with the regions of a source file that is compiled and run.</summary>
internal static partial class MarkdownSnippets
{
    public static string Root { get; } = FindRoot();

    /// <summary>Each block's name and text, without its using directives: those stand at the top of the source file.</summary>
    public static IReadOnlyDictionary<string, string> InMarkdown(string path)
    {
        var text = File.ReadAllText(Path.Combine(Root, path));
        var named = Block().Matches(text).ToDictionary(match => match.Groups["name"].Value, match => WithoutUsings(match.Groups["code"].Value));
        Assert.True(named.Count == CSharpBlock().Count(text), $"{path} has C# blocks without <!-- snippet: name --> before them.");
        return named;
    }

    /// <summary>Each region's name and text, moved to the left margin.</summary>
    public static IReadOnlyDictionary<string, string> InSource(string path) =>
        Region().Matches(File.ReadAllText(Path.Combine(Root, path))).ToDictionary(match => match.Groups["name"].Value, match => Dedent(match.Groups["code"].Value));

    public static void AssertSame(string markdown, string source)
    {
        var documented = InMarkdown(markdown);
        var compiled = InSource(source);
        Assert.Equal(documented.Keys.Order(), compiled.Keys.Order());
        Assert.All(documented, snippet => Assert.Equal(compiled[snippet.Key], snippet.Value));
    }

    private static string WithoutUsings(string code) =>
        string.Join('\n', code.Split('\n').SkipWhile(line => line.Length == 0 || UsingDirective().IsMatch(line))).Trim('\n');

    private static string Dedent(string code)
    {
        var lines = code.Trim('\n').Split('\n');
        var margin = lines.Where(line => line.Trim().Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length >= margin ? line[margin..] : line.Trim())).Trim('\n');
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "BigCommerce.Inventory.Sdk.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"^<!-- snippet: (?<name>[a-z-]+) -->\r?\n```csharp\r?\n(?<code>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^```csharp", RegexOptions.Multiline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex(@"^ *#region (?<name>[a-z-]+)\r?\n(?<code>.*?)^ *#endregion", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Region();

    [GeneratedRegex(@"^using [A-Za-z.]+;")]
    private static partial Regex UsingDirective();
}

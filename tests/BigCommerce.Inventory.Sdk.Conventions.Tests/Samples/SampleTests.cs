using System.Globalization;
using System.Text.RegularExpressions;
using BigCommerce.Inventory.Tests.Conventions;

namespace BigCommerce.Inventory.Tests.Samples;

/// <summary>What all samples have in common.</summary>
public partial class SampleTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "samples");

    public static TheoryData<string> Samples => [.. Directory.EnumerateFiles(Folder, "*.csproj", SearchOption.AllDirectories).Select(project => Path.GetFileNameWithoutExtension(project))];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Samples_Always_HaveNumberedStepsAPageAndATest(string sample)
    {
        var steps = Directory.EnumerateFiles(Path.Combine(Folder, sample), "*.cs")
            .SelectMany(file => Step().Matches(File.ReadAllText(file)))
            .Select(step => int.Parse(step.Groups[1].Value, CultureInfo.InvariantCulture))
            .Order()
            .ToArray();

        Assert.InRange(steps.Length, 4, 9);
        Assert.Equal(Enumerable.Range(1, steps.Length), steps);
        Assert.Contains($"[{sample}]({sample}/README.md)", File.ReadAllText(Path.Combine(Folder, "README.md")), StringComparison.Ordinal);
        Assert.Contains($"dotnet run --project samples/{sample}", File.ReadAllText(Path.Combine(Folder, sample, "README.md")), StringComparison.Ordinal);
        Assert.NotNull(typeof(SampleTests).Assembly.GetType($"{typeof(SampleTests).Namespace}.{sample}Tests"));
    }

    [Fact]
    public void Samples_Always_AreAtMost150LinesPerFile() => Assert.Equal(
        [],
        from file in Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
        where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && Step().IsMatch(File.ReadAllText(file))
        where File.ReadLines(file).Count() > 150
        select Path.GetRelativePath(Folder, file));

    [GeneratedRegex(@"^ *// (\d+)\. ", RegexOptions.Multiline)]
    private static partial Regex Step();
}

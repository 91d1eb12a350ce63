using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using BigCommerce.Inventory.Tests.Conventions;

namespace BigCommerce.Inventory.Tests.Samples;

/// <summary>Rules for all samples.</summary>
public partial class SampleTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "samples");

    public static TheoryData<string> Samples =>
        [
            .. Directory.EnumerateFiles(Folder, "*.csproj", SearchOption.AllDirectories)
                .Select(project => Path.GetFileNameWithoutExtension(project))];

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
        Assert.Contains(
            $"dotnet run --project samples/{sample}",
            File.ReadAllText(Path.Combine(Folder, sample, "README.md")),
            StringComparison.Ordinal);
        Assert.NotNull(typeof(SampleTests).Assembly.GetType($"{typeof(SampleTests).Namespace}.{sample}Tests"));
    }

    [Fact]
    public void Samples_Always_AreAtMost150LinesPerFile() => Assert.Equal(
        [],
        from file in Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
        where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && Step()
            .IsMatch(File.ReadAllText(file))
        where File.ReadLines(file).Count() > 150
        select Path.GetRelativePath(Folder, file));

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Sample_HelpRequested_PrintsUsage(string sample)
    {
        var (exitCode, output, error) = await RunAsync(sample, "--help");

        Assert.Equal((0, ""), (exitCode, error));

        // The line with the usage. The words around the names have the user's language.
        Assert.Contains($"  {sample} [", output, StringComparison.Ordinal);
        Assert.Contains("--version", output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Sample_UnknownOption_IsRejected(string sample)
    {
        var (exitCode, _, error) = await RunAsync(sample, "--no-such-option");

        Assert.Equal(1, exitCode);
        Assert.Contains("'--no-such-option'", error, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string sample, string argument)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, $"{sample}.dll"), argument])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }

    [GeneratedRegex(@"^ *// (\d+)\. ", RegexOptions.Multiline)]
    private static partial Regex Step();
}

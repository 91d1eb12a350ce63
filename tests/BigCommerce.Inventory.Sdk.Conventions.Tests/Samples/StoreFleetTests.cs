using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace BigCommerce.Inventory.Tests.Samples;

/// <summary>Runs <c>samples/StoreFleet</c> as a process that starts its workers.</summary>
public partial class StoreFleetTests
{
    [Fact]
    [Trait("Category", "Stress")]
    public async Task StoreFleet_WorkerKilled_OthersFinishItsRunsExactly()
    {
        var (exitCode, output, error) = await RunAsync([], "--stores", "6", "--workers", "2", "--rows", "200", "--kill");

        // The whole text, because it has the output of the worker that failed.
        Assert.True(exitCode == 0 && error.Length == 0, $"Exit code {exitCode}. {error}{string.Join(Environment.NewLine, output)}");
        Assert.Single(output, line => Killed().IsMatch(line));
        var continued = Assert.Single(output.Select(line => Continued().Match(line)), match => match.Success);
        Assert.InRange(int.Parse(continued.Groups["runs"].Value, CultureInfo.InvariantCulture), 1, 6);
        Assert.InRange(int.Parse(continued.Groups["rows"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture), 10, 1190);
        Assert.StartsWith("6 of 6 stores in step, 1,200 of 1,200 counts exact, ", output[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--stores", "0", "--stores must be an integer from 1 to 1000, not '0'.")]
    [InlineData("--workers", "17", "--workers must be an integer from 1 to 16, not '17'.")]
    [InlineData("--rows", "2001", "--rows must be an integer from 1 to 2000, not '2001'.")]
    [InlineData("--rows", "many", "--rows must be an integer from 1 to 2000, not 'many'.")]
    public async Task StoreFleet_OptionOutOfRange_PrintsTheRange(string option, string value, string expected)
    {
        var (exitCode, _, error) = await RunAsync([], option, value);

        Assert.Equal((1, expected), (exitCode, error.Trim()));
    }

    [Fact]
    public async Task StoreFleet_KillOfTheOnlyWorker_IsRefused()
    {
        var (exitCode, _, error) = await RunAsync([], "--workers", "1", "--kill");

        Assert.Equal((1, "--kill needs at least 2 workers."), (exitCode, error.Trim()));
    }

    [Fact]
    public async Task StoreFleet_WorkerWithInvalidSettings_PrintsEveryError()
    {
        var (exitCode, output, error) = await RunAsync([("Fleet__RowsPerRequest", "0"), ("Fleet__DashboardPort", "0")], "worker");

        Assert.Equal((1, ""), (exitCode, string.Concat(output)));
        Assert.Contains("The field RowsPerRequest must be between 1 and 2000.", error, StringComparison.Ordinal);
        Assert.Contains("Fleet:Stores must have at least one store.", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StoreFleet_WorkerWithoutRedis_PrintsTheErrorAlone()
    {
        var (exitCode, output, error) = await RunAsync(
            [("Fleet__Redis", "127.0.0.1:1,connectTimeout=500"), ("Fleet__DashboardPort", "0"), ("Fleet__Stores__abc__AccessToken", "x")],
            "worker");

        Assert.Equal((1, ""), (exitCode, string.Concat(output)));
        Assert.Contains("connect", error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string[] Output, string Error)> RunAsync(
        (string Name, string Value)[] environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "StoreFleet.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries), await error);
    }

    [GeneratedRegex(@"^worker-\d: killed\.$")]
    private static partial Regex Killed();

    [GeneratedRegex(@"^(?<runs>\d+) runs were continued from their journals; (?<rows>[\d,]+) rows were not sent again\.$")]
    private static partial Regex Continued();
}

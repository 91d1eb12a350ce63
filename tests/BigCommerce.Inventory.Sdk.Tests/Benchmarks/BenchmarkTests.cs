using BigCommerce.Inventory.Benchmarks;
using BigCommerce.Inventory.Benchmarks.Measurement;

namespace BigCommerce.Inventory.Tests.Benchmarks;

/// <summary>The benchmarks run, and all that they compare does the same work. Never for time.</summary>
public class BenchmarkTests
{
    [Fact]
    public Task Every_scenario_computes_the_same_with_every_rival() => BenchmarkRun.CheckAsync();

    [Fact]
    public async Task A_rival_that_computes_something_else_is_named()
    {
        var comparison = new Comparison("Adding", new("right", () => Task.FromResult(3L)), new("wrong", () => Task.FromResult(4L)));

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => comparison.RunAsync(Effort.Check));

        Assert.Equal("Adding: wrong computes 4, right 3.", exception.Message);
    }

    [Fact]
    public void Results_are_ratios_to_the_first()
    {
        var output = new StringWriter();
        Sample[] reference = [Sample(10, 100), Sample(20, 100), Sample(10, 100)];
        Report.Write(output, "Adding", [new Result("first", reference, reference), new Result("second", [Sample(5, 50), Sample(5, 50), Sample(20, 50)], reference)]);

        Assert.Equal(
            [
                "",
                "### Adding",
                "",
                "|  | CPU | CPU ratio | middle half | allocated | ratio |",
                "| --- | ---: | ---: | :---: | ---: | ---: |",
                "| first | 10.0 µs | 1.00 | 1.00–1.00 | 100 B | 1.00 |",
                "| second | 5.0 µs | 0.50 | 0.38–1.25 | 50 B | 0.50 |",
                "",
            ],
            output.ToString().ReplaceLineEndings("\n").Split('\n'));

        static Sample Sample(int microseconds, int bytes) => new(TimeSpan.FromMicroseconds(microseconds), TimeSpan.Zero, bytes);
    }

    [Fact]
    public async Task An_unknown_argument_shows_the_usage()
    {
        var output = new StringWriter();

        Assert.Equal(2, await BenchmarkRun.RunAsync(["--fast"], output));
        Assert.Contains("--quick", output.ToString(), StringComparison.Ordinal);
    }
}

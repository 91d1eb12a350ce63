using BigCommerce.Inventory.Benchmarks.Measurement;
using BigCommerce.Inventory.Benchmarks.Scenarios;
using BigCommerce.Inventory.Benchmarks.Server;

namespace BigCommerce.Inventory.Benchmarks;

/// <summary>Runs the scenarios and writes the report.</summary>
internal static class BenchmarkRun
{
    private const string Usage = """
        Compares the SDK with what one would use instead, and writes a table in Markdown.
          --quick         fewer rounds: under two minutes
          --only <text>   the scenarios whose title holds the text
        """;

    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        var effort = Effort.Full;
        var only = string.Empty;
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--quick":
                    effort = Effort.Quick;
                    break;
                case "--only" when i + 1 < args.Length:
                    only = args[++i];
                    break;
                default:
                    await output.WriteLineAsync(Usage);
                    return 2;
            }
        }

        await output.WriteLineAsync(Machine.Describe());
        await using var store = await StoreProcess.StartAsync();
        foreach (var comparison in Comparisons(store.Address).Where(comparison => comparison.Title.Contains(only, StringComparison.OrdinalIgnoreCase)))
        {
            Report.Write(output, comparison.Title, await comparison.RunAsync(effort));
        }

        return 0;
    }

    /// <summary>Runs every scenario once and checks the results; measures nothing.</summary>
    /// <exception cref="InvalidOperationException">Rivals disagree on a result.</exception>
    public static async Task CheckAsync()
    {
        await using var store = await LoopbackStore.StartAsync();
        foreach (var comparison in Comparisons(LoopbackStore.AddressOf(store)))
        {
            await comparison.RunAsync(Effort.Check);
        }
    }

    private static IEnumerable<Comparison> Comparisons(Uri store)
    {
        yield return ParsePage.InMemory();
        foreach (var transport in new[] { Transport.InProcess, Transport.Loopback(store) })
        {
            yield return SingleCalls.ReadPage(transport);
            yield return SingleCalls.WriteBatch(transport);
            yield return SingleCalls.FindItem(transport);
        }
    }
}

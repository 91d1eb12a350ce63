using BigCommerce.Inventory.Benchmarks.Measurement;
using BigCommerce.Inventory.Benchmarks.Scenarios;
using BigCommerce.Inventory.Benchmarks.Server;

namespace BigCommerce.Inventory.Benchmarks;

/// <summary>Runs the scenarios and writes the report.</summary>
internal static class BenchmarkRun
{
    private const string Usage = """
        Compares the SDK with what one would use instead, and writes tables in Markdown.
          --quick         fewer rounds: under two minutes
          --only <name>   one of: parse, read, write, small, paging, scale, start
        """;

    private static readonly (string Name, Func<Uri, IEnumerable<Comparison>> Create)[] Comparisons =
    [
        ("parse", _ => [ParsePage.InMemory()]),
        ("read", store => [SingleCalls.ReadPage(Transport.InProcess), SingleCalls.ReadPage(Transport.Loopback(store))]),
        ("write", store => [SingleCalls.WriteBatch(Transport.InProcess), SingleCalls.WriteBatch(Transport.Loopback(store))]),
        ("small", store => [SingleCalls.FindItem(Transport.InProcess), SingleCalls.FindItem(Transport.Loopback(store))]),
    ];

    private static readonly (string Name, Func<Settings, Task<IReadOnlyList<Goal>>> RunAsync)[] Scenarios =
    [
        .. Comparisons.Select(
            entry => (
                entry.Name,
                new Func<Settings, Task<IReadOnlyList<Goal>>>(settings => CompareAsync(entry.Create(settings.Store), settings)))),
        ("paging", settings => Paging.RunAsync(settings.IsQuick ? 40 : 200, TimeSpan.FromMilliseconds(40), settings.Output)),
        (
            "scale",
            settings => Scale.RunAsync(
                items: 50_000,
                settings.IsQuick ? [10_000, 200_000, 400_000] : [10_000, 100_000, 1_000_000],
                settings.Output)),
        ("start", settings => FirstCall.RunAsync(settings.IsQuick ? 5 : 15, settings.Store, settings.Output)),
    ];

    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        var isQuick = false;
        string? only = null;
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--quick":
                    isQuick = true;
                    break;
                case "--only" when i + 1 < args.Length && Scenarios.Any(scenario => scenario.Name == args[i + 1]):
                    only = args[++i];
                    break;
                default:
                    await output.WriteLineAsync(Usage);
                    return 2;
            }
        }

        await output.WriteLineAsync(Machine.Describe());
        await using var store = await StoreProcess.StartAsync();
        var goals = new List<Goal>();
        foreach (var (_, run) in Scenarios.Where(scenario => only is null || scenario.Name == only))
        {
            goals.AddRange(await run(new Settings(isQuick ? Effort.Quick : Effort.Full, isQuick, store.Address, output)));
        }

        Report.Write(output, goals);
        return 0;
    }

    /// <summary>Runs every scenario once and checks the results; measures nothing.</summary>
    /// <exception cref="InvalidOperationException">Rivals disagree on a result.</exception>
    public static async Task CheckAsync()
    {
        await using var store = await LoopbackStore.StartAsync();
        foreach (var comparison in Comparisons.SelectMany(entry => entry.Create(LoopbackStore.AddressOf(store))))
        {
            await comparison.RunAsync(Effort.Check);
        }

        await Paging.RunAsync(pages: 3, TimeSpan.Zero, TextWriter.Null);
        await Scale.RunAsync(items: 3000, [4000, 12_000], TextWriter.Null);
    }

    private static async Task<IReadOnlyList<Goal>> CompareAsync(IEnumerable<Comparison> comparisons, Settings settings)
    {
        var goals = new List<Goal>();
        foreach (var comparison in comparisons)
        {
            var results = await comparison.RunAsync(settings.Effort);
            Report.Write(settings.Output, comparison.Title, results);
            goals.AddRange(comparison.Goals(results));
        }

        return goals;
    }

    /// <param name="Effort">How much each comparison is run.</param>
    /// <param name="IsQuick">Whether the other scenarios are cut short.</param>
    /// <param name="Store">The store on the loopback interface.</param>
    /// <param name="Output">Where the report goes.</param>
    private sealed record Settings(Effort Effort, bool IsQuick, Uri Store, TextWriter Output);
}

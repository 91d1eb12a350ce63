using System.Diagnostics;
using System.Globalization;
using BigCommerce.Inventory.Benchmarks.Measurement;
using BigCommerce.Inventory.Benchmarks.Rivals;
using BigCommerce.Inventory.Benchmarks.Server;

namespace BigCommerce.Inventory.Benchmarks.Scenarios;

/// <summary>The first call of a fresh process, where code is compiled and connections are opened.</summary>
internal static class FirstCall
{
    /// <summary>The argument that makes a process do its first call and end.</summary>
    public const string Argument = "--first-call";

    private static readonly (string Argument, string Name, Func<Uri, HttpMessageHandler, IRival> Create)[] Contenders =
    [
        ("http-client", "HttpClient + System.Text.Json, generated", (address, handler) => new GeneratedJsonRival(address, handler)),
        ("sdk", "**BigCommerce.Inventory.Sdk**", (address, handler) => new SdkRival(address, handler)),
        ("rest-sharp", "RestSharp", (address, handler) => new RestSharpRival(address, handler)),
    ];

    public static async Task<IReadOnlyList<Goal>> RunAsync(int processes, Uri store, TextWriter output)
    {
        var samples = Contenders.ToDictionary(contender => contender.Argument, _ => new List<(double Wall, double Cpu)>());
        for (var i = 0; i < processes; i++)
        {
            foreach (var (argument, _, _) in Contenders)
            {
                samples[argument].Add(await MeasureAsync(argument, store));
            }
        }

        Report.WriteTitle(output, "The first call of a process, over loopback");
        Report.WriteRow(output, "", "until the response", "CPU");
        Report.WriteRow(output, "---", "---:", "---:");
        foreach (var (argument, name, _) in Contenders)
        {
            Report.WriteRow(
                output,
                name,
                string.Create(CultureInfo.InvariantCulture, $"{Statistics.Median(samples[argument].Select(sample => sample.Wall)):0} ms"),
                string.Create(CultureInfo.InvariantCulture, $"{Statistics.Median(samples[argument].Select(sample => sample.Cpu)):0} ms"));
        }

        var ratio = Statistics.Median(samples["sdk"].Zip(samples["http-client"], (own, other) => own.Wall / other.Wall));
        return [new Goal("The first call of a process: elapsed time", 1.20, ratio)];
    }

    /// <summary>In the fresh process: one call, and what it took on the standard output.</summary>
    public static async Task CallAsync(string argument, Uri store)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        using var handler = new SocketsHttpHandler();
        using var rival = Contenders.Single(contender => contender.Argument == argument).Create(store, handler);
        await rival.FindItemAsync();
        var wall = Stopwatch.GetElapsedTime(start);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{wall.TotalMilliseconds} {cpu.TotalMilliseconds}"));
    }

    private static async Task<(double Wall, double Cpu)> MeasureAsync(string argument, Uri store)
    {
        using var process = OwnProcess.Start(Argument, argument, store.AbsoluteUri);
        var line = await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException($"The process for {argument} ended without a result.");
        await process.WaitForExitAsync();
        var figures = line.Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture)).ToArray();
        return (figures[0], figures[1]);
    }
}

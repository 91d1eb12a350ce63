using System.Diagnostics;

namespace BigCommerce.Inventory.Benchmarks.Measurement;

/// <summary>Contenders that do the same work, measured in turns in one run, so that what disturbs one disturbs all.</summary>
/// <param name="Title">What is done.</param>
/// <param name="Contenders">The first is the reference, 1.00; the second is the SDK.</param>
internal sealed record Comparison(string Title, params Contender[] Contenders)
{
    /// <summary>The processor time that the SDK should take at most, against the reference; null for no goal.</summary>
    public double? MaxCpuRatio { get; init; }

    /// <summary>The memory that the SDK should allocate at most, against the reference; null for no goal.</summary>
    public double? MaxBytesRatio { get; init; }

    public IEnumerable<Goal> Goals(IReadOnlyList<Result> results)
    {
        if (MaxCpuRatio is { } cpu)
        {
            yield return new Goal($"{Title}: processor time", cpu, results[1].CpuRatio);
        }

        if (MaxBytesRatio is { } bytes)
        {
            yield return new Goal($"{Title}: allocation", bytes, results[1].BytesRatio);
        }
    }

    /// <exception cref="InvalidOperationException">A contender's result differs from the reference's.</exception>
    public async Task<IReadOnlyList<Result>> RunAsync(Effort effort)
    {
        try
        {
            return await MeasureAsync(effort);
        }
        finally
        {
            foreach (var contender in Contenders)
            {
                contender.Resource?.Dispose();
            }
        }
    }

    private async Task<IReadOnlyList<Result>> MeasureAsync(Effort effort)
    {
        await CheckAsync();
        if (effort.Rounds == 0)
        {
            return [];
        }

        var repeats = new int[Contenders.Length];
        for (var pass = 0; pass < effort.WarmUps; pass++)
        {
            for (var i = 0; i < Contenders.Length; i++)
            {
                repeats[i] = await WarmUpAsync(Contenders[i], effort);
            }
        }

        var samples = Contenders.Select(_ => new List<Sample>()).ToArray();
        for (var round = 0; round < effort.Rounds; round++)
        {
            for (var turn = 0; turn < Contenders.Length; turn++)
            {
                // Nobody always comes after the same neighbour's garbage and heat.
                var i = (turn + round) % Contenders.Length;
                samples[i].Add(await MeasureAsync(Contenders[i], repeats[i]));
            }
        }

        return [.. Contenders.Select((contender, i) => new Result(contender.Name, samples[i], samples[0]))];
    }

    private async Task CheckAsync()
    {
        var expected = await Contenders[0].RunAsync();
        foreach (var contender in Contenders)
        {
            var actual = await contender.RunAsync();
            if (actual != expected)
            {
                throw new InvalidOperationException($"{Title}: {contender.Name} computes {actual}, {Contenders[0].Name} {expected}.");
            }
        }
    }

    /// <returns>How many runs make a measurable batch.</returns>
    private static async Task<int> WarmUpAsync(Contender contender, Effort effort)
    {
        using var surroundings = contender.Surroundings?.Invoke();
        var runs = 0;
        var start = Environment.CpuUsage.TotalTime;
        TimeSpan used;
        do
        {
            await contender.RunAsync();
            runs++;
            used = Environment.CpuUsage.TotalTime - start;
        }
        while (used < effort.WarmUpTime);
        return (int)Math.Clamp(runs * (effort.BatchTime / used), 1, 100_000);
    }

    private static async Task<Sample> MeasureAsync(Contender contender, int repeats)
    {
        using var surroundings = contender.Surroundings?.Invoke();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < repeats; i++)
        {
            await contender.RunAsync();
        }

        var wall = Stopwatch.GetElapsedTime(start);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        return new Sample(cpu / repeats, wall / repeats, (double)bytes / repeats);
    }
}

/// <summary>How much is run.</summary>
/// <param name="Rounds">Turns of each contender; 0 only checks the results.</param>
/// <param name="BatchTime">Processor time that one turn takes, about.</param>
/// <param name="WarmUps">How often each contender is warmed up before.</param>
/// <param name="WarmUpTime">Processor time that it gets each time.</param>
internal sealed record Effort(int Rounds, TimeSpan BatchTime, int WarmUps, TimeSpan WarmUpTime)
{
    public static readonly Effort Check = new(0, TimeSpan.Zero, 0, TimeSpan.Zero);
    public static readonly Effort Quick = new(11, TimeSpan.FromMilliseconds(30), 3, TimeSpan.FromMilliseconds(400));
    public static readonly Effort Full = new(31, TimeSpan.FromMilliseconds(80), 4, TimeSpan.FromMilliseconds(800));
}

/// <param name="Cpu">Processor time of the process for one run, its garbage collection included.</param>
/// <param name="Wall">Elapsed time of one run.</param>
/// <param name="Bytes">Allocated by one run.</param>
internal readonly record struct Sample(TimeSpan Cpu, TimeSpan Wall, double Bytes);

/// <summary>A contender's samples beside the reference's of the same rounds.</summary>
internal sealed record Result(string Name, IReadOnlyList<Sample> Samples, IReadOnlyList<Sample> Reference)
{
    public double CpuMicroseconds => Statistics.Median(Samples.Select(sample => sample.Cpu.TotalMicroseconds));

    public double Bytes => Statistics.Median(Samples.Select(sample => sample.Bytes));

    /// <summary>The median of the ratios round by round.</summary>
    public double CpuRatio => Statistics.Median(CpuRatios);

    public (double Low, double High) CpuRatioQuartiles => (Statistics.Quantile(CpuRatios, 0.25), Statistics.Quantile(CpuRatios, 0.75));

    public double BytesRatio => Bytes / Statistics.Median(Reference.Select(sample => sample.Bytes));

    private IEnumerable<double> CpuRatios => Samples.Zip(Reference, (own, other) => own.Cpu / other.Cpu);
}

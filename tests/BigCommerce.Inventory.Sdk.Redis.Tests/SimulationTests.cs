namespace BigCommerce.Inventory.Redis.Tests;

/// <summary>Whole windows of several processes, in virtual time.</summary>
public class SimulationTests(RedisFixture redis, ITestOutputHelper output)
{
    private static readonly int[] Even = [4, 4, 4, 4, 4, 4, 4, 4];

    [Theory]
    [InlineData(150)]
    [InlineData(450)]
    public async Task Simulation_EvenProcesses_UseTheWholeQuotaWithoutA429(int limit)
    {
        var simulation = new Simulation(redis, limit, 30, Even);

        await simulation.RunAsync(windows: 5);
        output.WriteLine(simulation.ToString());

        Assert.All(simulation.Windows, window => Assert.Equal((limit, 0, 0), window));
        Assert.True(simulation.Successes.Max() <= 1.15 * simulation.Successes.Min(), simulation.ToString());
    }

    [Fact]
    public async Task Simulation_UnevenProcesses_ServeCallersAlike()
    {
        int[] callers = [1, 4, 4, 16];
        var simulation = new Simulation(redis, 150, 30, callers);

        await simulation.RunAsync(windows: 8);
        output.WriteLine(simulation.ToString());

        var perCaller = simulation.Successes.Zip(callers, static (successes, count) => successes / (double)count).ToList();
        Assert.All(simulation.Windows, window => Assert.Equal((150, 0, 0), window));
        Assert.True(perCaller.Max() <= 1.3 * perCaller.Min(), simulation.ToString());
    }

    [Fact]
    public async Task Simulation_SlowerProcesses_GetAsMuchAsOthers()
    {
        var simulation = new Simulation(redis, 150, 30, Even) { DelayOf = static process => process is "p0" or "p1" ? 60_000 : 0 };

        await simulation.RunAsync(windows: 5);
        output.WriteLine(simulation.ToString());

        Assert.All(simulation.Windows, window => Assert.Equal((150, 0, 0), window));
        Assert.True(simulation.Successes.Max() <= 1.15 * simulation.Successes.Min(), simulation.ToString());
    }

    [Theory]
    [InlineData(150, 1, 2)]
    [InlineData(450, 1, 2)]
    [InlineData(150, 0.33, 2)]
    [InlineData(450, 0.33, 2)]
    [InlineData(150, 0.1, 5)]
    [InlineData(450, 0.1, 5)]
    public async Task Simulation_BesideAnotherApp_UseWhatItLeavesWithFew429s(int limit, double within, int most)
    {
        var simulation = new Simulation(redis, limit, 30, Even) { Others = 0.3, OthersWithin = within };

        await simulation.RunAsync(windows: 6);

        output.WriteLine(simulation.ToString());
        Assert.True(simulation.Used >= 0.995, simulation.ToString());
        Assert.True(simulation.Windows.All(window => window.Refused <= most), simulation.ToString());
    }

    [Fact]
    public async Task Simulation_ForegroundBesideBackground_GetsMoreAndBackgroundIsNotStarved()
    {
        var simulation = new Simulation(redis, 150, 30, [40, 40]) { PriorityOf = static process => process == 0 ? RequestPriority.Foreground : RequestPriority.Background };

        await simulation.RunAsync(windows: 4);
        output.WriteLine(simulation.ToString());

        Assert.All(simulation.Windows, window => Assert.Equal((150, 0, 0), window));
        Assert.True(simulation.Successes[0] > simulation.Successes[1], simulation.ToString());
        Assert.True(simulation.Successes[1] >= 4 * 150 / 10, simulation.ToString());
    }

    [Theory]
    [InlineData(45.3)]
    [InlineData(60.5)]
    [InlineData(74)]
    public async Task Simulation_RedisForgetsAll_AtMostFive429s(double seconds)
    {
        var simulation = new Simulation(redis, 150, 30, Even);
        simulation.At(seconds, simulation.ForgetAllAsync);

        await simulation.RunAsync(windows: 5);
        output.WriteLine(simulation.ToString());

        Assert.True(simulation.Used >= 0.995, simulation.ToString());
        Assert.True(simulation.Windows.All(static window => window.Refused <= 5), simulation.ToString());
        Assert.Equal(0, simulation.Windows[^1].Refused);
    }

    // As by an administrator, by time synchronization, or by a replica with another clock that takes over. What the replica did not get
    // is lost as well.
    [Theory]
    [InlineData(45.3, -3600, false)]
    [InlineData(45.3, 3600, false)]
    [InlineData(60.5, -3600, false)]
    [InlineData(60.5, 3600, false)]
    [InlineData(74, -5, false)]
    [InlineData(74, 5, false)]
    [InlineData(45.3, -3600, true)]
    [InlineData(45.3, 3600, true)]
    [InlineData(74, -31, true)]
    public async Task Simulation_ClockOfRedisIsSet_QuotaIsUsedWithFew429s(double at, int seconds, bool loses)
    {
        var simulation = new Simulation(redis, 150, 30, Even);
        simulation.At(at, () => simulation.SetClockAsync(TimeSpan.FromSeconds(seconds)));
        if (loses)
        {
            simulation.At(at, simulation.ForgetAllAsync);
        }

        await simulation.RunAsync(windows: 5);
        output.WriteLine(simulation.ToString());

        Assert.True(simulation.Used >= 0.995, simulation.ToString());
        Assert.True(simulation.Windows.All(static window => window.Refused <= 5), simulation.ToString());
        Assert.Equal(0, simulation.Windows[^1].Refused);
    }

    [Fact]
    public async Task Simulation_ProcessDies_OthersUseItsShare()
    {
        var simulation = new Simulation(redis, 150, 30, Even);
        simulation.At(30.4, () =>
        {
            simulation.KillProcess(3);
            return Task.CompletedTask;
        });

        await simulation.RunAsync(windows: 4);
        output.WriteLine(simulation.ToString());

        Assert.Equal((150, 0, 0), simulation.Windows[2]);
        Assert.Equal((150, 0, 0), simulation.Windows[3]);
        Assert.True(simulation.Windows.All(static window => window.Refused == 0 && window.Accepted >= 145), simulation.ToString());
    }
}

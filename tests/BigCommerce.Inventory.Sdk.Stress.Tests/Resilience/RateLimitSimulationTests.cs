using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using BigCommerce.Inventory.Resilience;
using BigCommerce.Inventory.Tests.Documentation;
using BigCommerce.Inventory.Tests.Resilience.Simulation;

namespace BigCommerce.Inventory.Tests.Resilience;

/// <summary>
/// Simulates the limiter on virtual time against a store that counts as BigCommerce does, and compares it with other rate-limit
/// policies under the same load.
/// </summary>
public class RateLimitSimulationTests(ITestOutputHelper output)
{
    private const int Seed = 20260101;
    private const long Unlimited = 16_000_000;

    private static readonly long[] Quotas = [150, 450, Unlimited];
    private static readonly int[] Callers = [1, 4, 32];
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(6);
    private static readonly (TimeSpan, TimeSpan) Latency = (TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(800));

    // How many requests per window the callers can make without a limit.
    private static readonly ConcurrentDictionary<int, double> Unhindered = new();

    public static TheoryData<long, int, bool> Cases()
    {
        var cases = new TheoryData<long, int, bool>();
        foreach (var quota in Quotas)
        {
            foreach (var callers in Callers)
            {
                cases.Add(quota, callers, false);
                cases.Add(quota, callers, true);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Limiter_AnyQuota_UsesItAllInOrder(long quota, int callers, bool withOtherApp)
    {
        var run = Run(quota, callers, withOtherApp, Limiter);

        Assert.InRange(Used(run, quota, callers, withOtherApp), 0.99, 1);
        Assert.Equal(0, run.OutOfOrder);
        Assert.Equal(0, run.RefusedWithoutTheft);
        if (withOtherApp)
        {
            // The other app may use the last request while ours is in flight.
            Assert.InRange(run.Refused, 0, run.Store.FullWindows.Count + 2);
        }
        else
        {
            Assert.Equal(0, run.Refused);
        }

        // Checks that the simulation was as hard as intended.
        Assert.Equal(callers > 1, run.ResponsesOutOfOrder > 0);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Limiter_SeveralProcesses_ShareTheQuota(int workers)
    {
        var run = RateSimulation.Run(Seed, new StoreRules(150, Window), 32, Duration, Latency, Limiter, workers);

        Assert.InRange(run.Store.FullWindows.Average(window => (window.Ours + window.Theirs) / 150d), 0.99, 1);

        // About one 429 per worker and window, because workers do not share the quota state.
        Assert.InRange(run.Refused, 0, workers * (run.Store.FullWindows.Count + 2) * 3 / 2);
    }

    [Fact]
    public void Limiter_RandomStore_NeverExceedsTheQuota()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var rules = new StoreRules(
                random.Next(RateWindow.RequestsBeforeFirstResponse, 500),
                TimeSpan.FromSeconds(random.Next(1, 60)),
                WindowsBeginWithRequests: random.Next(2) == 0);
            var latency = (TimeSpan.FromMilliseconds(1), rules.Window * (0.001 + (0.4 * random.NextDouble())));

            var run = RateSimulation.Run(seed, rules, random.Next(1, 64), rules.Window * 8, latency, Limiter);

            Assert.True(run.Refused == 0, $"{run.Refused} refusals with seed {seed}, {rules}");
            Assert.True(run.OutOfOrder == 0, $"{run.OutOfOrder} out of order with seed {seed}, {rules}");
        }
    }

    [Fact]
    public void Policies_Compared_MatchThePagesTable()
    {
        (string Name, Func<long, Func<TimeProvider, Random, IRatePolicy>> Policy)[] policies =
        [
            ("this SDK", _ => Limiter),
            ("fixed rate", quota => (time, _) => new FixedRate(time, Window / quota)),
            ("ShopifySharp's rule", quota => (time, _) => new LeakyBucket(time, quota, Window)),
            ("retry on 429 only", _ => (_, _) => new RetryOnly()),
        ];
        var table = new StringBuilder("| requests / 30 s | callers | ")
            .AppendJoin(" | ", policies.Select(policy => policy.Name))
            .Append(" |\n|---:|---:|---|---|---|---|\n");
        foreach (var quota in Quotas)
        {
            foreach (var callers in Callers)
            {
                table.Append(CultureInfo.InvariantCulture, $"| {(quota == Unlimited ? "unlimited" : quota)} | {callers} |");
                foreach (var (_, policy) in policies)
                {
                    table.Append(CultureInfo.InvariantCulture, $" {Cell(withOtherApp: false)} / {Cell(withOtherApp: true)} |");

                    string Cell(bool withOtherApp)
                    {
                        var run = Run(quota, callers, withOtherApp, policy(quota));
                        return string.Create(
                            CultureInfo.InvariantCulture,
                            $"{100 * Used(run, quota, callers, withOtherApp):0.0} %, {run.Refused}");
                    }
                }

                table.Append('\n');
            }
        }

        output.WriteLine(table.ToString());
        var page = MarkdownSnippets.Read("docs/pipeline.md");
        var shown = page.IndexOf("| requests / 30 s |", StringComparison.Ordinal);
        Assert.Equal(table.ToString(), page[shown..]);
    }

    private static LimiterPolicy Limiter(TimeProvider time, Random random) => new(new StoreRateLimiter(time, random.NextDouble));

    private static RateSimulation Run(long quota, int callers, bool withOtherApp, Func<TimeProvider, Random, IRatePolicy> policy) =>
        RateSimulation.Run(
            Seed,
            new StoreRules(quota, Window, withOtherApp ? (int)Math.Min(quota * 3 / 10, 135) : 0),
            callers,
            Duration,
            Latency,
            policy);

    /// <summary>The share of possible requests that were served in full windows, including the other app's.</summary>
    private static double Used(RateSimulation run, long quota, int callers, bool withOtherApp)
    {
        var unhindered = Unhindered.GetOrAdd(callers, static callers =>
            Run(
                Unlimited,
                callers,
                withOtherApp: false,
                static (_, _) => new RetryOnly()).Store.FullWindows.Average(window => window.Ours));
        var windows = run.Store.FullWindows;
        var possible = Math.Min(quota, unhindered + (withOtherApp ? windows.Average(window => window.Theirs) : 0));
        return Math.Min(1, windows.Average(window => window.Ours + window.Theirs) / possible);
    }
}

using BigCommerce.Inventory.RedisFleet;

namespace BigCommerce.Inventory.Redis.Tests;

/// <summary>Real processes over loopback.</summary>
[Trait("Category", "Stress")]
public class FleetTests
{
    [Fact]
    public async Task Fleet_OnOneStore_SharesItsRateLimit()
    {
        // They wait for Redis as long as it takes: on a busy machine they would go on by themselves.
        var options = new FleetOptions { Limit = 40, WindowSeconds = 3, WindowCount = 3, Callers = [1, 3, 5], MaxWait = 10_000 };

        var result = await QuotaRun.MeasureAsync(options);

        // Windows begin with the first request. On a busy machine it can be so late that the last window has no request, or does not begin.
        Assert.InRange(result.Windows.Count, 1, 3);
        Assert.All(result.Windows, window => Assert.InRange(window.Accepted, 0, options.Limit));
        Assert.All(result.Windows, window => Assert.InRange(window.Refused, 0, 1));
        Assert.All(result.Workers, worker => Assert.True(worker.Successes > 0 && worker.Failures == 0 && worker.Scripts > 0));
    }
}

using BigCommerce.Inventory.Resilience;

namespace BigCommerce.Inventory.Tests.Resilience;

public class RetryDelayTests
{
    [Theory]
    [InlineData(0, 0, 250)]
    [InlineData(0, 1, 500)]
    [InlineData(1, 0, 500)]
    [InlineData(1, 0.5, 750)]
    [InlineData(3, 1, 4_000)]
    [InlineData(7, 1, 60_000)]
    [InlineData(7, 0, 30_000)]
    [InlineData(int.MaxValue, 1, 60_000)]
    public void Exponential_EachRetry_DoublesToTheCapWithJitter(int retry, double chance, double expected) =>
        Assert.Equal(
            TimeSpan.FromMilliseconds(expected),
            RetryDelay.Exponential(TimeSpan.FromMilliseconds(500), TimeSpan.FromMinutes(1), retry, chance));

    [Fact]
    public void Exponential_RandomInput_StaysInRange()
    {
        var random = new Random(1);
        for (var i = 0; i < 100_000; i++)
        {
            var first = TimeSpan.FromTicks(random.NextInt64(TimeSpan.FromMinutes(1).Ticks));
            var cap = TimeSpan.FromTicks(random.NextInt64(TimeSpan.FromHours(1).Ticks));
            var retry = random.Next();

            var delay = RetryDelay.Exponential(first, cap, retry, random.NextDouble());

            Assert.InRange(delay, TimeSpan.Zero, cap);
        }
    }
}

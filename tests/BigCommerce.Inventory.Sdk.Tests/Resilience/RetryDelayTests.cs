using BigCommerce.Inventory.Resilience;
using FsCheck;

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
    public void Exponential_AnyInput_IsBetweenHalfAndAllOfTheCappedDelay() => PropertyTest.Run(
        (DoNotSize<uint> first, DoNotSize<uint> cap, DoNotSize<int> retry, byte chance) =>
        {
            var delay = Delay(first, cap, retry.Item, chance);

            var whole = TimeSpan.FromMilliseconds(Math.Min(first.Item * Math.Pow(2, Math.Clamp(retry.Item, 0, 30)), cap.Item));
            Assert.InRange(delay, (whole / 2) - TimeSpan.FromTicks(1), whole);
        });

    [Fact]
    public void Exponential_LaterRetryOrLargerChance_IsNotShorter() => PropertyTest.Run(
        (DoNotSize<uint> first, DoNotSize<uint> cap, byte retry, byte chance) =>
        {
            var delay = Delay(first, cap, retry, chance);

            Assert.InRange(Delay(first, cap, retry + 1, chance), delay, TimeSpan.MaxValue);
            Assert.InRange(Delay(first, cap, retry, Math.Min(chance + 1, byte.MaxValue)), delay, TimeSpan.MaxValue);
        });

    private static TimeSpan Delay(DoNotSize<uint> first, DoNotSize<uint> cap, int retry, int chance) => RetryDelay.Exponential(
        TimeSpan.FromMilliseconds(first.Item),
        TimeSpan.FromMilliseconds(cap.Item),
        retry,
        (double)chance / byte.MaxValue);
}

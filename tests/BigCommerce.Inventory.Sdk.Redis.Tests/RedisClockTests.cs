namespace BigCommerce.Inventory.Redis.Tests;

public class RedisClockTests
{
    [Fact]
    public void Observe_SeveralExchanges_NarrowsTheBounds()
    {
        var clock = new RedisClock();

        // The server is 10,000 ahead.
        clock.Observe(sentAt: 0, receivedAt: 1000, serverTime: 10_900);
        Assert.Equal((9_900, 10_900), (clock.Earliest(0), clock.Latest(0)));

        clock.Observe(sentAt: 2000, receivedAt: 3000, serverTime: 12_100);
        Assert.Equal((9_898, 10_100), (clock.Earliest(0), clock.Latest(0)));
        Assert.Equal(102, clock.LocalAfter(10_000));
    }

    [Fact]
    public void Observe_ClockOfTheServerWasSet_FollowsIt()
    {
        var clock = new RedisClock();
        clock.Observe(0, 1000, 500);
        clock.Observe(2000, 3000, 1_000_002_500);

        Assert.Equal((999_999_500, 1_000_000_500), (clock.Earliest(0), clock.Latest(0)));
    }

    [Theory]
    [InlineData(350)]
    [InlineData(-350)]
    public void Observe_ClocksThatRunApart_StayWithinTheBounds(int ppm)
    {
        var clock = new RedisClock();
        var random = new Random(1);
        long local = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var sentAt = local + random.Next(100_000);
            var there = random.Next(100, 50_000);
            var receivedAt = sentAt + there + random.Next(100, 50_000);
            long Server(long at) => 5_000_000 + at + (at * ppm / 1_000_000);
            clock.Observe(sentAt, receivedAt, Server(sentAt + there));
            local = receivedAt;

            Assert.InRange(Server(local), clock.Earliest(local), clock.Latest(local));
        }
    }
}

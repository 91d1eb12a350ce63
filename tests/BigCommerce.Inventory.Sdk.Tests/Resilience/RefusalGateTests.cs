using BigCommerce.Inventory.Resilience;

namespace BigCommerce.Inventory.Tests.Resilience;

public class RefusalGateTests
{
    private readonly RefusalGate _gate = new();

    [Fact]
    public void Refuse_RetryAfterGiven_ClosesThatLong()
    {
        Assert.True(_gate.IsOpen(0, 5));

        Assert.True(_gate.Refuse(0, Ticks(100), TimeSpan.FromSeconds(7), 0.5));

        Assert.False(_gate.IsOpen(Ticks(7_099), 0));
        Assert.True(_gate.IsOpen(Ticks(7_100), 5));
    }

    [Fact]
    public void Refuse_NoRetryAfter_ClosesForGrowingTimes()
    {
        var now = 0L;
        foreach (var expected in new[] { 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000 })
        {
            Assert.True(_gate.Refuse(Ticks(now), Ticks(now), null, 1));
            now += expected;
            Assert.Equal(Ticks(now), _gate.OpensAt);
        }
    }

    [Fact]
    public void Refuse_RequestsSentBefore_DoNotExtendTheWait()
    {
        Assert.True(_gate.Refuse(Ticks(50), Ticks(100), null, 1));

        Assert.False(_gate.Refuse(Ticks(60), Ticks(110), null, 1));
        Assert.False(_gate.Refuse(Ticks(99), Ticks(900), null, 1));
        Assert.Equal(Ticks(1_100), _gate.OpensAt);

        // A Retry-After from the server does extend the wait.
        Assert.False(_gate.Refuse(Ticks(70), Ticks(200), TimeSpan.FromSeconds(3), 1));
        Assert.Equal(Ticks(3_200), _gate.OpensAt);
    }

    [Fact]
    public void IsOpen_AfterAGuessedWait_AllowsOneProbe()
    {
        _gate.Refuse(0, Ticks(100), null, 1);

        Assert.False(_gate.IsOpen(Ticks(1_100), 1));
        Assert.True(_gate.IsOpen(Ticks(1_100), 0));

        _gate.Pass(Ticks(50));
        Assert.False(_gate.IsOpen(Ticks(1_100), 1));

        _gate.Pass(Ticks(1_100));
        Assert.True(_gate.IsOpen(Ticks(1_100), 1));
    }

    [Fact]
    public void Refuse_ShortRetryAfterToAnEarlierRequest_DoesNotBackOffAgain()
    {
        _gate.Refuse(0, 0, null, 1);
        _gate.Refuse(Ticks(1_000), Ticks(1_000), null, 1);

        Assert.False(_gate.Refuse(Ticks(500), Ticks(1_500), TimeSpan.FromMilliseconds(100), 1));

        Assert.Equal(Ticks(3_000), _gate.OpensAt);
        Assert.False(_gate.IsOpen(Ticks(3_000), 1));
    }

    [Fact]
    public void Pass_RequestSentWhenTheRefusalArrived_EndsTheProbe()
    {
        _gate.Refuse(0, Ticks(100), null, 1);

        _gate.Pass(Ticks(100));

        Assert.True(_gate.IsOpen(Ticks(1_100), 1));
    }

    [Fact]
    public void Refuse_RetryAfterZeroTwice_BacksOff()
    {
        _gate.Refuse(0, 0, TimeSpan.Zero, 1);
        Assert.True(_gate.IsOpen(0, 3));

        _gate.Refuse(0, 0, TimeSpan.Zero, 1);
        Assert.Equal(Ticks(2_000), _gate.OpensAt);
    }

    [Fact]
    public void Pass_AfterRefusals_ResetsTheWait()
    {
        _gate.Refuse(0, 0, null, 1);
        _gate.Refuse(Ticks(1_000), Ticks(1_000), null, 1);
        _gate.Pass(Ticks(3_000));

        _gate.Refuse(Ticks(4_000), Ticks(4_000), null, 1);

        Assert.Equal(Ticks(5_000), _gate.OpensAt);
    }

    private static long Ticks(long milliseconds) => TimeSpan.FromMilliseconds(milliseconds).Ticks;
}

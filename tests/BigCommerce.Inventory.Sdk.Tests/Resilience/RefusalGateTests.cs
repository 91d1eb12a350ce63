using BigCommerce.Inventory.Resilience;

namespace BigCommerce.Inventory.Tests.Resilience;

public class RefusalGateTests
{
    private readonly RefusalGate _gate = new();

    [Fact]
    public void Closes_as_long_as_the_server_asks()
    {
        Assert.True(_gate.IsOpen(0, 5));

        Assert.True(_gate.Refuse(0, Ticks(100), TimeSpan.FromSeconds(7), 0.5));

        Assert.False(_gate.IsOpen(Ticks(7_099), 0));
        Assert.True(_gate.IsOpen(Ticks(7_100), 5));
    }

    [Fact]
    public void Without_a_word_from_the_server_it_closes_for_growing_times()
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
    public void Requests_that_were_on_their_way_do_not_make_it_worse()
    {
        Assert.True(_gate.Refuse(Ticks(50), Ticks(100), null, 1));

        Assert.False(_gate.Refuse(Ticks(60), Ticks(110), null, 1));
        Assert.False(_gate.Refuse(Ticks(99), Ticks(900), null, 1));
        Assert.Equal(Ticks(1_100), _gate.OpensAt);

        // But what the server asks for counts.
        Assert.False(_gate.Refuse(Ticks(70), Ticks(200), TimeSpan.FromSeconds(3), 1));
        Assert.Equal(Ticks(3_200), _gate.OpensAt);
    }

    [Fact]
    public void A_single_request_finds_out_whether_a_guessed_wait_was_enough()
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
    public void A_server_that_asks_for_no_wait_and_refuses_again_is_not_believed()
    {
        _gate.Refuse(0, 0, TimeSpan.Zero, 1);
        Assert.True(_gate.IsOpen(0, 3));

        _gate.Refuse(0, 0, TimeSpan.Zero, 1);
        Assert.Equal(Ticks(2_000), _gate.OpensAt);
    }

    [Fact]
    public void After_an_answer_the_waits_begin_anew()
    {
        _gate.Refuse(0, 0, null, 1);
        _gate.Refuse(Ticks(1_000), Ticks(1_000), null, 1);
        _gate.Pass(Ticks(3_000));

        _gate.Refuse(Ticks(4_000), Ticks(4_000), null, 1);

        Assert.Equal(Ticks(5_000), _gate.OpensAt);
    }

    private static long Ticks(long milliseconds) => TimeSpan.FromMilliseconds(milliseconds).Ticks;
}

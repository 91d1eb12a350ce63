using BigCommerce.Inventory.Resilience;

namespace BigCommerce.Inventory.Tests.Resilience;

/// <summary>Times are in milliseconds. A window of 30,000 with a quota of 150 unless a test says otherwise.</summary>
public class RateWindowTests
{
    private RateWindow _window = new();

    [Fact]
    public void Take_BeforeTheFirstResponse_AllowsAFew()
    {
        Assert.Equal(RateWindow.RequestsBeforeFirstResponse, TakeAll(0));

        _window.NotSent();

        Assert.Equal(1, TakeAll(0));
    }

    [Fact]
    public void Responded_FirstResponse_SetsTheRemaining()
    {
        Take(0);
        Take(0);

        Response(sentAt: 0, now: 100, left: 5, reset: 20_000);

        // 5 remain, and the request in flight may use one of them.
        Assert.Equal(4, TakeAll(100));
        Assert.Equal(5, _window.Left);
        Assert.Equal(150, _window.Limit);
        Assert.Equal(Ticks(20_101), _window.TurnsAt);
    }

    [Fact]
    public void Responded_OutOfOrder_OnlyLowersTheRemaining()
    {
        Take(0, 5);

        Response(sentAt: 0, now: 300, left: 3, reset: 20_000);
        Response(sentAt: 0, now: 400, left: 7, reset: 20_150);
        Response(sentAt: 0, now: 410, left: 5, reset: 20_050);

        Assert.Equal(3, _window.Left);
        Assert.Equal(2, _window.InFlight);
        Assert.Equal(1, TakeAll(410));
    }

    [Fact]
    public void Responded_SeveralResets_KeepsTheEarliestEnd()
    {
        Take(0, 3);

        Response(sentAt: 0, now: 800, left: 9, reset: 20_000);
        Response(sentAt: 0, now: 900, left: 8, reset: 19_800);
        Response(sentAt: 0, now: 1_000, left: 7, reset: 20_000);

        Assert.Equal(Ticks(20_701), _window.TurnsAt);
    }

    [Fact]
    public void MoveTo_AfterTheLatestEnd_StartsANewWindow()
    {
        Take(0);
        Response(sentAt: 0, now: 100, left: 0, reset: 5_000);

        Assert.Equal(0, TakeAll(5_100));
        Assert.Equal(150, TakeAll(5_101));
    }

    [Fact]
    public void MoveTo_RequestsInFlight_CountInTheNewWindow()
    {
        Take(0, 2);
        Response(sentAt: 0, now: 100, left: 1, reset: 5_000);

        Assert.Equal(149, TakeAll(5_101));
    }

    [Fact]
    public void Responded_ResponseFromTheOldWindow_ChangesOnlyInFlight()
    {
        Take(0, 2);
        Response(sentAt: 0, now: 100, left: 1, reset: 5_000);
        _window.MoveTo(Ticks(5_101));

        Response(sentAt: 0, now: 5_900, left: 0, reset: 4_900);

        Assert.Equal(150, _window.Left);
        Assert.Equal(150, TakeAll(5_900));
    }

    [Fact]
    public void Responded_WindowEndsEarlierThanTheOneBeforeLetExpect_CountsAndSetsTheEnd()
    {
        Take(0);
        Response(sentAt: 0, now: 100, left: 1, reset: 5_000);
        Take(5_101, 2);

        Response(sentAt: 5_101, now: 5_201, left: 7, reset: 12_000);

        Assert.Equal(7, _window.Left);
        Assert.Equal(Ticks(17_202), _window.TurnsAt);
    }

    [Fact]
    public void Responded_ResponseFromTheNewWindow_StartsItEarly()
    {
        Take(0, 3);
        Response(sentAt: 0, now: 1_000, left: 0, reset: 5_000);

        // The window ends between 5,000 and 6,001 by the client's estimate; the store has already started a new one.
        Response(sentAt: 0, now: 5_500, left: 149, reset: 29_700);

        Assert.Equal(149, _window.Left);
        Assert.Equal(Ticks(35_201), _window.TurnsAt);

        // No other app uses the store: nothing is kept for one.
        Assert.Equal(148, TakeAll(5_500));
    }

    [Fact]
    public void Responded_EndsAtTheLatestPossibleEnd_IsOfTheSameWindow()
    {
        Take(0, 2);
        Response(sentAt: 0, now: 1_000, left: 5, reset: 5_000);

        Response(sentAt: 0, now: 1_100, left: 7, reset: 6_001);

        Assert.Equal(5, _window.Left);
        Assert.Equal(Ticks(6_001), _window.TurnsAt);
    }

    [Theory]
    [InlineData(29_098, 150)]
    [InlineData(29_099, 140)]
    public void Responded_SentBeforeTheWindow_CountsIfTheWindowCanEndThen(int reset, int left)
    {
        Take(0, 2);
        Response(sentAt: 0, now: 100, left: 1, reset: 5_000);
        _window.MoveTo(Ticks(5_101));

        // The new window ends at 35,000 or later.
        Response(sentAt: 0, now: 5_900, left: 140, reset: reset);

        Assert.Equal(left, _window.Left);
    }

    [Fact]
    public void Responded_OnlyOneEndIsPossible_KeepsIt()
    {
        Take(0, 2);
        Response(sentAt: 0, now: 0, left: 9, reset: 20_000);

        Response(sentAt: 0, now: 100, left: 8, reset: 20_001);

        Assert.Equal(Ticks(20_001), _window.TurnsAt);
    }

    [Fact]
    public void Responded_SeveralResets_KeepsTheLatestLowerBoundOfTheEnd()
    {
        Take(0, 3);
        Response(sentAt: 0, now: 100, left: 9, reset: 20_000);
        Response(sentAt: 500, now: 550, left: 8, reset: 19_550);
        _window.MoveTo(Ticks(20_101));

        // The window before ended at 20,050 or later, so this one ends at 50,050 or later.
        Response(sentAt: 0, now: 20_500, left: 7, reset: 29_520);

        Assert.Equal(150, _window.Left);
    }

    [Fact]
    public void Lost_RequestWithoutAResponse_CountsAsUsed()
    {
        Take(0, 2);
        Response(sentAt: 0, now: 100, left: 10, reset: 20_000);

        _window.Lost(Ticks(200));

        Assert.Equal(9, _window.Left);
        Assert.Equal(9, TakeAll(200));
    }

    [Fact]
    public void Lost_ResponseToAnEarlierRequest_DoesNotCountIt()
    {
        Take(0, 3);
        Response(sentAt: 0, now: 100, left: 10, reset: 20_000);
        _window.Lost(Ticks(200));

        // The store handled this request before the lost one.
        Response(sentAt: 0, now: 300, left: 9, reset: 20_000);

        Assert.Equal(8, TakeAll(300));
    }

    [Fact]
    public void Lost_ResponseToARequestOfTheSameInstant_MayNotCountIt()
    {
        Take(0, 2);
        Response(sentAt: 0, now: 100, left: 10, reset: 20_000);
        _window.Lost(Ticks(200));
        Take(200);

        Response(sentAt: 200, now: 300, left: 9, reset: 19_800);

        Assert.Equal(8, _window.Left);
    }

    [Fact]
    public void Lost_RequestsOfEarlierWindowsOrCountedOnes_AreNotCountedAgain()
    {
        Take(0, 3);
        Response(sentAt: 0, now: 100, left: 149, reset: 5_000);
        _window.Lost(Ticks(200));
        _window.Lost(Ticks(200));
        Take(5_101, 4);
        _window.Lost(Ticks(5_200));
        Response(sentAt: 5_101, now: 5_300, left: 140, reset: 29_000);
        Assert.Equal(139, _window.Left);

        Take(5_300);
        Response(sentAt: 5_300, now: 5_400, left: 137, reset: 28_800);
        _window.Lost(Ticks(5_500));
        Response(sentAt: 5_101, now: 5_600, left: 135, reset: 28_800);

        Assert.Equal(134, _window.Left);
    }

    [Fact]
    public void NotSent_RequestNeverSent_DoesNotCount()
    {
        Take(0, 2);
        Response(sentAt: 0, now: 100, left: 10, reset: 20_000);

        _window.NotSent();

        Assert.Equal(10, TakeAll(200));
    }

    [Fact]
    public void NotSent_RequestNeverSent_IsNotMistakenForOthersUse()
    {
        Take(0, 3);
        Response(sentAt: 0, now: 100, left: 149, reset: 20_000);
        _window.NotSent();

        Response(sentAt: 0, now: 100, left: 148 - 17, reset: 20_000);

        // 17 used by others: the last 3 are sent one at a time.
        Assert.Equal(131 - 3, TakeAll(100));
    }

    [Fact]
    public void Responded_SuccessWithoutHeaders_HasNoQuota()
    {
        Take(0);

        _window.Responded(0, Ticks(100), default, isSuccess: true);

        Assert.Equal(1_000, TakeAll(100, atMost: 1_000));
        _window.Responded(0, Ticks(100), default, isSuccess: true);
        Assert.Equal(1_000, TakeAll(100, atMost: 1_000));
        Assert.Null(_window.Limit);
    }

    [Fact]
    public void Responded_ErrorWithoutHeaders_ChangesNothing()
    {
        Take(0);

        _window.Responded(0, Ticks(100), default, isSuccess: false);

        Assert.Equal(RateWindow.RequestsBeforeFirstResponse, TakeAll(100));
    }

    [Fact]
    public void Responded_ErrorWithoutHeadersInAKnownWindow_CountsAsUsed()
    {
        Take(0, 2);
        Response(sentAt: 0, now: 100, left: 10, reset: 20_000);

        _window.Responded(0, Ticks(200), default, isSuccess: false);

        Assert.Equal(9, _window.Left);
        Assert.Equal(9, TakeAll(200));
    }

    [Fact]
    public void Lost_NothingRemaining_StaysAtZero()
    {
        Take(0, 3);
        Response(sentAt: 0, now: 100, left: 0, reset: 20_000);

        _window.Lost(Ticks(200));
        Assert.Equal(0, _window.Left);

        _window.Responded(0, Ticks(200), default, isSuccess: false);
        Assert.Equal(0, _window.Left);
    }

    [Fact]
    public void LimitTo_KnownWindow_LimitsItsPermits()
    {
        Take(0);
        Response(sentAt: 0, now: 100, left: 100, reset: 20_000);

        _window.LimitTo(Ticks(100), 3);

        Assert.Equal(3, TakeAll(100));
        _window.NotSent();
        Assert.Equal(1, TakeAll(100));

        // The limit ends with the window. The 3 requests in flight count in the new one.
        Assert.Equal(147, TakeAll(20_101));
    }

    [Fact]
    public void LimitTo_UnknownWindow_HasNoEffect()
    {
        _window.LimitTo(0, 0);

        Assert.Equal(RateWindow.RequestsBeforeFirstResponse, TakeAll(0));
        Response(sentAt: 0, now: 100, left: 140, reset: 20_000);
        Assert.Equal(137, TakeAll(100));
    }

    [Fact]
    public void Take_UnlimitedPlan_AllowsEveryone()
    {
        Take(0);

        Response(sentAt: 0, now: 100, left: 15_999_999, reset: 1_000, limit: 16_000_000);

        Assert.Equal(100_000, TakeAll(100, atMost: 100_000));
    }

    [Fact]
    public void Take_Reserve_IsLeftToOthers()
    {
        Take(0);
        Response(sentAt: 0, now: 100, left: 149, reset: 20_000);

        Assert.Equal(119, TakeAll(100, reserve: new QuotaReserve(30, 0)));
        Assert.Equal(15, TakeAll(100, reserve: new QuotaReserve(0, 0.1)));
        Assert.Equal(15, TakeAll(100));
    }

    [Fact]
    public void Take_ReserveAboveTheQuota_AllowsOneRequest()
    {
        Take(0);
        Response(sentAt: 0, now: 100, left: 150, reset: 20_000);

        Assert.Equal(1, TakeAll(100, reserve: new QuotaReserve(1_000, 0)));
    }

    [Fact]
    public void Take_OthersUsedTheirReserve_CountsItOff()
    {
        SeeOthers(20, reset: 20_000);

        // 128 remain. Others have used 20 of the 30 reserved. With others active, the last 3 are sent one at a time.
        Assert.Equal(128 - 10 - 3, TakeAll(100, reserve: new QuotaReserve(30, 0)));
    }

    [Fact]
    public void Take_OthersAreActive_SendsTheLastOnesOneAtATime()
    {
        SeeOthers(48, reset: 20_000);

        Assert.Equal(94, TakeAll(100));
        for (var left = 99; left >= 6; left--)
        {
            Response(sentAt: 100, now: 200, left: left, reset: 19_900);
        }

        Assert.Equal(0, _window.InFlight);
        for (var left = 6; left > 0; left--)
        {
            Assert.Equal(1, TakeAll(300));
            Response(sentAt: 300, now: 300, left: left - 1, reset: 19_800);
        }

        Assert.Equal(0, TakeAll(300));
    }

    [Fact]
    public void MoveTo_OthersWereActive_ExpectsTheSameUse()
    {
        SeeOthers(50, reset: 5_000);

        // 50 used by others, and 7 that are sent one at a time.
        Assert.Equal(150 - 50 - 7, TakeAll(5_101));

        // The first response shows that others have not used them yet.
        Response(sentAt: 5_101, now: 5_200, left: 149, reset: 29_900);
        Assert.Equal(50, TakeAll(5_200));
    }

    [Fact]
    public void Responded_HugeReset_IsCappedAtFiveMinutes()
    {
        Take(0);

        _window.Responded(0, 0, new RateLimitHeaders(150, 0, TimeSpan.FromDays(366), TimeSpan.FromDays(366), null), isSuccess: true);

        Assert.Equal(TimeSpan.FromMinutes(5) + TimeSpan.FromMilliseconds(1), TimeSpan.FromTicks(_window.TurnsAt));
    }

    [Fact]
    public void Responded_TinyWindow_IsOneSecondLong()
    {
        Take(0);

        _window.Responded(0, 0, new RateLimitHeaders(150, 0, TimeSpan.FromTicks(1), TimeSpan.Zero, null), isSuccess: true);

        Assert.Equal(TimeSpan.FromSeconds(1), TimeSpan.FromTicks(_window.Length));
    }

    [Fact]
    public void Responded_WindowOfZero_KeepsTheKnownLength()
    {
        Take(0);

        _window.Responded(0, 0, new RateLimitHeaders(150, 0, TimeSpan.Zero, TimeSpan.Zero, null), isSuccess: true);

        Assert.Equal(TimeSpan.FromSeconds(30), TimeSpan.FromTicks(_window.Length));
    }

    [Fact]
    public void Responded_QuotaOfZero_CountsAsNoQuota()
    {
        Take(0);

        Response(sentAt: 0, now: 100, left: 0, reset: 1_000, limit: 0);

        Assert.Null(_window.Limit);
        Assert.Equal(100, TakeAll(100, atMost: 100));
    }

    [Fact]
    public void Responded_HugeQuota_IsCapped()
    {
        Take(0, 3);

        Response(sentAt: 0, now: 100, left: 0, reset: 1_000, limit: long.MaxValue);
        Response(sentAt: 0, now: 100, left: long.MaxValue, reset: 1_000, limit: long.MaxValue);

        Assert.Equal((int.MaxValue, 0), (_window.Limit, _window.Left));
        Assert.Equal(1_000, TakeAll(1_101, atMost: 1_000));
    }

    [Fact]
    public void Responded_RemainingAboveTheQuota_IsTheQuota()
    {
        Take(0);

        Response(sentAt: 0, now: 100, left: 400, reset: 20_000);

        Assert.Equal(150, TakeAll(100));
    }

    [Fact]
    public void HasRoom_OnlyThisClientUsesTheStore_NeverExceedsTheQuota() => PropertyTest.Run(
        (byte quota, ushort firstEnd, bool windowsBeginWithRequests, PlannedCall[] calls) =>
        {
            _window = new RateWindow();
            var limit = RateWindow.RequestsBeforeFirstResponse + (quota % 8);
            var events = new PriorityQueue<Action<long>, (long Time, int Number)>();
            var windowEnd = firstEnd % 30_000L;
            var now = 0L;
            var handled = 0;
            foreach (var call in calls)
            {
                now += call.WaitBefore;
                RunUntil(now);
                if (_window.HasRoom(Ticks(now), default))
                {
                    _window.Take();
                    var sentAt = now;
                    events.Enqueue(at => Handle(sentAt, at, call), (now + call.WayThere, events.Count));
                }
            }

            RunUntil(long.MaxValue);

            void RunUntil(long end)
            {
                while (events.TryPeek(out var run, out var at) && at.Time <= end)
                {
                    events.Dequeue();
                    run(at.Time);
                }
            }

            void Handle(long sentAt, long arrival, PlannedCall call)
            {
                while (arrival >= windowEnd)
                {
                    windowEnd = (windowsBeginWithRequests ? arrival : windowEnd) + 30_000;
                    handled = 0;
                }

                handled++;
                Assert.InRange(handled, 1, limit);
                var (left, end) = (limit - handled, windowEnd);
                events.Enqueue(
                    at =>
                    {
                        // Until a response shows the quota and the current window, the client cannot tell which window counts a lost
                        // request.
                        var isWindowKnown = !windowsBeginWithRequests && _window.Limit is not null && _window.TurnsAt >= Ticks(end);
                        if (call.IsLost && isWindowKnown)
                        {
                            _window.Lost(Ticks(at));
                        }
                        else
                        {
                            Response(sentAt, at, left, end - arrival, limit);
                        }
                    },
                    (arrival + call.WayBack, events.Count));
            }
        },
        cases: 2_000);

    /// <summary>Times in milliseconds.</summary>
    public sealed record PlannedCall(byte Wait, byte There, byte Back, bool IsLost)
    {
        // Mostly bursts.
        public int WaitBefore => Wait < 200 ? 0 : (Wait - 199) * 300;

        public int WayThere => There * 4;

        public int WayBack => Back * 4;
    }

    /// <summary>Two requests of this client at 100 ms, and others' use between them.</summary>
    private void SeeOthers(int count, long reset)
    {
        Take(0, 2);
        Response(sentAt: 0, now: 100, left: 149, reset: reset);
        Response(sentAt: 0, now: 100, left: 148 - count, reset: reset);
    }

    private static long Ticks(long milliseconds) => TimeSpan.FromMilliseconds(milliseconds).Ticks;

    private void Take(long now, int count = 1)
    {
        for (var i = 0; i < count; i++)
        {
            _window.MoveTo(Ticks(now));
            _window.Take();
        }
    }

    private int TakeAll(long now, QuotaReserve reserve = default, int atMost = 1_000_000)
    {
        var taken = 0;
        while (taken < atMost && _window.HasRoom(Ticks(now), reserve))
        {
            _window.Take();
            taken++;
        }

        return taken;
    }

    private void Response(long sentAt, long now, long left, long reset, long limit = 150) =>
        _window.Responded(
            Ticks(sentAt),
            Ticks(now),
            new RateLimitHeaders(limit, left, TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(reset), null),
            isSuccess: true);
}

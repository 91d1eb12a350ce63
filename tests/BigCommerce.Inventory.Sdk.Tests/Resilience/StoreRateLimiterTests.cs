using BigCommerce.Inventory.Resilience;
using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.Tests.Resilience;

public class StoreRateLimiterTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly StoreRateLimiter _limiter;

    public StoreRateLimiterTests() => _limiter = new StoreRateLimiter(_time, () => 1);

    [Fact]
    public async Task Waiters_WindowEnds_GoInOrder()
    {
        await LearnAsync(left: 0, reset: 5_000);
        var order = new List<int>();
        var waiters = Enumerable.Range(0, 3).Select(i => NoteAsync(Acquire(), i, order)).ToList();
        Assert.Equal(3, _limiter.Waiting);

        _time.Advance(TimeSpan.FromMilliseconds(5_001));
        await Task.WhenAll(waiters);

        Assert.Equal([0, 1, 2], order.Order());
        Assert.Equal(0, _limiter.Waiting);
    }

    [Fact]
    public async Task Acquire_ManyBeforeTheFirstResponse_WaitForIt()
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        var running = new List<QuotaPermit>();
        for (var i = 0; i < RateWindow.RequestsBeforeFirstResponse; i++)
        {
            running.Add(await Acquire());
        }

        var late = Acquire(maxWait: TimeSpan.FromMinutes(2)).AsTask();
        Assert.False(late.IsCompleted);

        _limiter.Responded(running[0], Headers(left: 100, reset: 5_000), isSuccess: true);
        Assert.True((await late).IsGranted);
    }

    [Fact]
    public async Task Acquire_OnePermit_GoesToTheFirstWaiter()
    {
        await LearnAsync(left: 1, reset: 5_000);
        var running = await Acquire();
        var first = Acquire().AsTask();
        var second = Acquire().AsTask();
        var third = Acquire().AsTask();

        // It was never sent, so its permit is free again.
        _limiter.NotSent();

        Assert.True((await first).IsGranted);
        Assert.False(second.IsCompleted);
        Assert.True(running.IsGranted);

        _limiter.NotSent();
        Assert.True(second.IsCompleted);
        Assert.False(third.IsCompleted);
    }

    [Fact]
    public async Task Background_WhileForegroundAlwaysWaits_GetsOnePermitOfTen()
    {
        await LearnAsync(left: 1, reset: 5_000);
        await Acquire();
        var order = new List<int>();
        var waiters = Enumerable.Range(0, 3).Select(_ => NoteAsync(Acquire(RequestPriority.Background), 1, order)).ToList();
        waiters.AddRange(Enumerable.Range(0, 40).Select(_ => NoteAsync(Acquire(), 0, order)));

        // One permit at a time, so that each is a choice between both priorities.
        for (var i = 0; i < 30; i++)
        {
            _limiter.NotSent();
            waiters.Remove(await Task.WhenAny(waiters));
        }

        Assert.Equal([9, 19, 29], Enumerable.Range(0, 30).Where(i => order[i] == 1));
    }

    [Fact]
    public async Task Acquire_Background_YieldsToForeground()
    {
        await LearnAsync(left: 1, reset: 5_000);
        await Acquire();
        var background = Acquire(RequestPriority.Background).AsTask();
        var foreground = Acquire().AsTask();

        _limiter.NotSent();

        Assert.True((await foreground).IsGranted);
        Assert.False(background.IsCompleted);
    }

    [Fact]
    public async Task Acquire_SameTicketAgain_KeepsItsPlace()
    {
        await LearnAsync(left: 1, reset: 5_000);
        var early = _limiter.NextTicket();
        await Acquire();
        var late = Acquire().AsTask();
        var again = Acquire(ticket: early).AsTask();

        _limiter.NotSent();

        Assert.True((await again).IsGranted);
        Assert.False(late.IsCompleted);
    }

    [Fact]
    public async Task Acquire_SeveralReserves_GoInTheOrderOfTheirTickets()
    {
        await LearnAsync(left: 150, reset: 5_000);
        var probe = await Acquire();
        _limiter.Refused(probe, default, TimeSpan.FromMinutes(2));
        var first = Acquire(reserve: new QuotaReserve(10, 0)).AsTask();
        var second = Acquire().AsTask();
        var third = Acquire(reserve: new QuotaReserve(10, 0)).AsTask();

        // After a 429 requests are sent one at a time.
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await first).IsGranted);
        Assert.False(second.IsCompleted);

        _limiter.NotSent();
        Assert.True((await second).IsGranted);
        Assert.False(third.IsCompleted);

        _limiter.NotSent();
        Assert.True((await third).IsGranted);
    }

    [Fact]
    public async Task TryAcquire_AnotherCallerWaits_ReturnsNull()
    {
        await LearnAsync(left: 20, reset: 5_000);
        Assert.True(_limiter.TryAcquire(default)!.Value.IsGranted);

        _ = Acquire(reserve: new QuotaReserve(140, 0)).AsTask();

        Assert.Null(_limiter.TryAcquire(default));
        Assert.Equal(1, _limiter.InFlight);
    }

    [Fact]
    public void TryAcquire_NoRoom_ReturnsNull() => AssertQuotaIsUnknown();

    [Fact]
    public async Task Background_AfterManyForegroundRequestsWithoutIt_StillYields()
    {
        await LearnAsync(left: 1, reset: 5_000);
        await Acquire();
        var served = Acquire(RequestPriority.Background).AsTask();
        _limiter.NotSent();
        await served;
        for (var i = 0; i < 2 * StoreRateLimiter.BackgroundTurn; i++)
        {
            var alone = Acquire().AsTask();
            _limiter.NotSent();
            await alone;
        }

        var background = Acquire(RequestPriority.Background).AsTask();
        var foreground = Acquire().AsTask();
        _limiter.NotSent();

        Assert.True((await foreground).IsGranted);
        Assert.False(background.IsCompleted);
    }

    [Fact]
    public async Task Acquire_WithAReserve_WaitsWhileOthersGo()
    {
        await LearnAsync(left: 20, reset: 5_000);
        var modest = Acquire(reserve: new QuotaReserve(140, 0)).AsTask();

        Assert.False(modest.IsCompleted);
        Assert.True((await Acquire()).IsGranted);

        _time.Advance(TimeSpan.FromMilliseconds(5_001));
        Assert.True((await modest).IsGranted);
    }

    [Fact]
    public async Task Acquire_WaiterCancelled_LosesNoPermit()
    {
        await LearnAsync(left: 0, reset: 5_000);
        using var cancellation = new CancellationTokenSource();
        var cancelled = Acquire(cancellationToken: cancellation.Token).AsTask();
        var other = Acquire().AsTask();

        await cancellation.CancelAsync();
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        _time.Advance(TimeSpan.FromMilliseconds(5_001));

        Assert.Equal(cancellation.Token, exception.CancellationToken);
        Assert.True((await other).IsGranted);
        Assert.Equal(149, await TakeAllAsync());
    }

    [Fact]
    public async Task Acquire_CancelledWhileGranted_LosesNoPermit()
    {
        await LearnAsync(left: 150, reset: 25_000);
        for (var round = 0; round < 200; round++)
        {
            // With the window full, a cancellation and a returned permit race for the waiter.
            var held = await TakeAllAsync();
            using var cancellation = new CancellationTokenSource();
            var waiter = Acquire(cancellationToken: cancellation.Token).AsTask();
            await Task.WhenAll(Task.Run(() => cancellation.Cancel()), Task.Run(_limiter.NotSent));
            await Task.WhenAny(waiter);

            // Either the waiter got the permit, or it is free again.
            Assert.Equal(waiter.IsCanceled ? 1 : 0, await TakeAllAsync());
            Assert.Equal(150, held);
            for (var i = 0; i < held; i++)
            {
                _limiter.NotSent();
            }

            Assert.Equal(0, _limiter.Waiting);
        }
    }

    [Fact]
    public async Task Acquire_WaitAboveMaxWait_IsDeniedAtOnce()
    {
        await LearnAsync(left: 0, reset: 5_000);

        var refused = await Acquire(maxWait: TimeSpan.FromSeconds(4));

        Assert.False(refused.IsGranted);
        Assert.Equal(TimeSpan.FromMilliseconds(5_001), refused.RetryAfter);
        Assert.Equal(0, _limiter.Waiting);
        Assert.True(_limiter.IsWithin(TimeSpan.FromSeconds(6)));
        Assert.False(_limiter.IsWithin(TimeSpan.FromSeconds(4)));
    }

    [Fact]
    public async Task Acquire_MaxWaitOver_IsDenied()
    {
        await LearnAsync(left: 1, reset: 5_000);
        await Acquire();
        var waiting = Acquire(maxWait: TimeSpan.FromSeconds(2)).AsTask();

        _time.Advance(TimeSpan.FromSeconds(2));
        var refused = await waiting;

        Assert.False(refused.IsGranted);
        Assert.Equal(TimeSpan.FromMilliseconds(3_001), refused.RetryAfter);
        Assert.Equal(0, _limiter.Waiting);
    }

    [Fact]
    public async Task Acquire_MaxWaitIsTheKnownWait_Waits()
    {
        await LearnAsync(left: 0, reset: 5_000);
        var wait = TimeSpan.FromMilliseconds(5_001);
        Assert.True(_limiter.IsWithin(wait));
        Assert.False(_limiter.IsWithin(wait - TimeSpan.FromTicks(1)));
        Assert.True(_limiter.IsWithin(Timeout.InfiniteTimeSpan));

        var waiting = Acquire(maxWait: wait).AsTask();
        Assert.False(waiting.IsCompleted);

        _time.Advance(wait);
        Assert.True((await waiting).IsGranted);
    }

    [Fact]
    public async Task Acquire_OnlyTheReserveIsLeft_IsDeniedAtOnce()
    {
        await LearnAsync(left: 20, reset: 5_000);

        var refused = Acquire(reserve: new QuotaReserve(140, 0), maxWait: TimeSpan.FromSeconds(4));

        Assert.True(refused.IsCompleted);
        Assert.Equal(TimeSpan.FromMilliseconds(5_001), (await refused).RetryAfter);
    }

    [Fact]
    public async Task Acquire_NothingLeftWhileAResponseIsExpected_IsDeniedAtOnce()
    {
        var running = await Acquire();
        await LearnAsync(left: 0, reset: 5_000);

        var refused = Acquire(maxWait: TimeSpan.FromSeconds(4));

        Assert.True(refused.IsCompleted);
        Assert.Equal(TimeSpan.FromMilliseconds(5_001), (await refused).RetryAfter);
        Assert.True(running.IsGranted);
    }

    [Fact]
    public async Task Acquire_DeniedBeforeTheFirstResponse_KnowsNoWait()
    {
        for (var i = 0; i < RateWindow.RequestsBeforeFirstResponse; i++)
        {
            await Acquire();
        }

        var refused = await Acquire(maxWait: TimeSpan.Zero);

        Assert.Equal((false, TimeSpan.Zero), (refused.IsGranted, refused.RetryAfter));
    }

    [Fact]
    public async Task Acquire_DeniedDuringAProbeAfterTheWindow_KnowsNoWait()
    {
        await LearnAsync(left: 100, reset: 5_000);
        _limiter.Refused(await Acquire(), default, TimeSpan.FromMinutes(2));
        _time.Advance(TimeSpan.FromSeconds(1));
        await Acquire();
        _time.Advance(TimeSpan.FromSeconds(10));

        var refused = await Acquire(maxWait: TimeSpan.Zero);

        Assert.Equal((false, TimeSpan.Zero), (refused.IsGranted, refused.RetryAfter));
    }

    [Fact]
    public async Task Refused_RetryAfterEndsBeforeTheWindow_WaitsForBoth()
    {
        await LearnAsync(left: 1, reset: 20_000);
        var headers = new RateLimitHeaders(150, 0, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(5), _limiter.Refused(await Acquire(), headers, TimeSpan.FromMinutes(2)));
        var waiting = Acquire().AsTask();

        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.False(waiting.IsCompleted);

        _time.Advance(TimeSpan.FromMilliseconds(15_001));
        Assert.True((await waiting).IsGranted);
    }

    [Fact]
    public async Task Refused_BareBeforeTheFirstResponse_LeavesTheQuotaUnknown()
    {
        _limiter.Refused(await Acquire(), default, TimeSpan.FromMinutes(2));
        _time.Advance(TimeSpan.FromSeconds(1));
        _limiter.Responded(await Acquire(), default, isSuccess: false);

        AssertQuotaIsUnknown();
    }

    [Fact]
    public async Task Refused_RequestSentBeforeAnEarlier429_DoesNotWaitAgain()
    {
        await LearnAsync(left: 100, reset: 20_000);
        var first = await Acquire();
        var second = await Acquire();
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(TimeSpan.FromSeconds(1), _limiter.Refused(first, default, TimeSpan.FromMinutes(2)));

        Assert.Null(_limiter.Refused(second, default, TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public async Task Acquire_WaitIsNotAWholeNumberOfMilliseconds_WakesUpOnceAfterTheWindow()
    {
        await LearnAsync(left: 0, reset: 5_000);
        _time.Advance(TimeSpan.FromTicks(4_000));

        var waiting = Acquire().AsTask();

        // Timers have a resolution of a millisecond. The window ends at 5,001 ms.
        _time.AdvanceToNextTimer();
        Assert.Equal(TimeSpan.FromMilliseconds(5_001) + TimeSpan.FromTicks(4_000), _time.Elapsed);
        Assert.True((await waiting).IsGranted);
    }

    [Fact]
    public async Task Refused_Bare429_StopsAllAndProbesWithOne()
    {
        await LearnAsync(left: 100, reset: 20_000);
        var permit = await Acquire();

        Assert.Equal(TimeSpan.FromSeconds(1), _limiter.Refused(permit, default, TimeSpan.FromMinutes(2)));

        var waiters = Enumerable.Range(0, 3).Select(_ => Acquire().AsTask()).ToList();
        Assert.DoesNotContain(waiters, waiter => waiter.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        var probe = await waiters[0];
        Assert.False(waiters[1].IsCompleted);

        _limiter.Responded(probe, Headers(98, 19_000), isSuccess: true);
        await Task.WhenAll(waiters);
    }

    [Fact]
    public async Task Refused_HugeRetryAfter_IsCapped()
    {
        var permit = await Acquire();

        var wait = _limiter.Refused(permit, new RateLimitHeaders(null, null, null, null, TimeSpan.FromDays(1)), TimeSpan.FromMinutes(2));

        Assert.Equal(TimeSpan.FromMinutes(2), wait);
    }

    [Fact]
    public async Task Quota_DuringAndAfterTheWindow_IsCurrent()
    {
        Assert.Null(_limiter.Quota);
        await LearnAsync(left: 3, reset: 5_000);

        Assert.Equal(
            new RateLimitStatus
            {
                Limit = 150,
                Remaining = 3,
                ResetsAt = ManualTimeProvider.DefaultStart.AddMilliseconds(5_001),
                Window = TimeSpan.FromSeconds(30),
            },
            _limiter.Quota);

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(
            new RateLimitStatus
            {
                Limit = 150,
                Remaining = 150,
                ResetsAt = ManualTimeProvider.DefaultStart.AddSeconds(40),
                Window = TimeSpan.FromSeconds(30),
            },
            _limiter.Quota);
    }

    [Fact]
    public async Task Timers_WithoutWaiters_AreNone()
    {
        await LearnAsync(left: 10, reset: 5_000);
        await Acquire();

        Assert.Equal(0, _time.ActiveTimerCount);
    }

    [Fact]
    public async Task Acquire_ManyThreads_NeverExceedsTheQuota()
    {
        await LearnAsync(left: 150, reset: 25_000);
        var held = 0;
        var most = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                await Acquire();
                var now = Interlocked.Increment(ref held);
                InterlockedMax(ref most, now);
                Interlocked.Decrement(ref held);
                _limiter.NotSent();
            }
        })));

        Assert.InRange(most, 1, 150);
        Assert.Equal(150, await TakeAllAsync());
    }

    [Fact]
    public async Task Acquire_ClockJumpsAsTheWaitBegins_EndsOnTime()
    {
        var limiter = new StoreRateLimiter(new JumpingTime(_time), () => 1);
        limiter.Responded(
            await limiter.AcquireAsync(new QuotaRequest(1, RequestPriority.Foreground, default, TimeSpan.Zero), default),
            Headers(left: 0, reset: 5_000),
            isSuccess: true);

        var permit = await limiter.AcquireAsync(new QuotaRequest(2, RequestPriority.Foreground, default, TimeSpan.FromMinutes(2)), default);

        Assert.True(permit.IsGranted);
        Assert.Equal(TimeSpan.FromMilliseconds(5_001), _time.Elapsed);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Acquire_RandomHeaders_ServesEveryWaiter()
    {
        long?[] counts = [null, 0, 1, 149, 150, 151, 16_000_000, long.MaxValue];
        TimeSpan?[] times = [null, TimeSpan.Zero, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(30), TimeSpan.FromDays(366)];
        for (var seed = 0; seed < 1_000; seed++)
        {
            var random = new Random(seed);
            var time = new ManualTimeProvider();
            var limiter = new StoreRateLimiter(time, random.NextDouble);
            var callers = new List<(Task<QuotaPermit> Permit, CancellationTokenSource Cancellation)>();
            for (var step = 0; step < 80; step++)
            {
                switch (random.Next(5))
                {
                    case 0 or 1:
                        var cancellation = new CancellationTokenSource();
                        var request = new QuotaRequest(
                            limiter.NextTicket(),
                            (RequestPriority)random.Next(2),
                            new QuotaReserve(random.Next(200), random.NextDouble()),
                            Timeout.InfiniteTimeSpan);
                        callers.Add((limiter.AcquireAsync(request, cancellation.Token).AsTask(), cancellation));
                        break;
                    case 2 when callers.Find(caller => caller.Permit.IsCompletedSuccessfully) is { Permit: { } granted } caller:
                        callers.Remove(caller);
                        GiveBack(
                            limiter,
                            await granted,
                            random.Next(4),
                            new RateLimitHeaders(Pick(counts), Pick(counts), Pick(times), Pick(times), Pick(times)));
                        break;
                    case 3:
                        time.Advance(TimeSpan.FromMilliseconds(random.Next(40_000)));
                        break;
                    case 4 when callers.Find(caller => !caller.Permit.IsCompleted) is { Cancellation: { } waiting } caller:
                        await waiting.CancelAsync();
                        Assert.True(caller.Permit.IsCanceled);
                        callers.Remove(caller);
                        break;
                }
            }

            // No caller waits longer than the longest window plus the longest back-off.
            for (var round = 0; callers.Count > 0; round++)
            {
                Assert.True(round < 200, $"{limiter.Waiting} wait for ever with seed {seed}");
                foreach (var caller in callers.Where(caller => caller.Permit.IsCompleted).ToList())
                {
                    limiter.Responded(await caller.Permit, default, isSuccess: true);
                    callers.Remove(caller);
                }

                time.Advance(TimeSpan.FromMinutes(6));
            }

            Assert.Equal((0, 0), (limiter.InFlight, limiter.Waiting));

            T Pick<T>(T[] from) => from[random.Next(from.Length)];
        }
    }

    private static void GiveBack(StoreRateLimiter limiter, QuotaPermit permit, int end, RateLimitHeaders headers)
    {
        switch (end)
        {
            case 0:
                limiter.Responded(permit, headers, isSuccess: true);
                break;
            case 1:
                limiter.Refused(permit, headers, TimeSpan.FromMinutes(2));
                break;
            case 2:
                limiter.Lost();
                break;
            default:
                limiter.NotSent();
                break;
        }
    }

    private static void InterlockedMax(ref int location, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref location)) < value && Interlocked.CompareExchange(ref location, value, seen) != seen)
        {
        }
    }

    private static async Task NoteAsync(ValueTask<QuotaPermit> permit, int number, List<int> order)
    {
        await permit;
        lock (order)
        {
            order.Add(number);
        }
    }

    private static RateLimitHeaders Headers(long left, long reset) =>
        new(150, left, TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(reset), null);

    private void AssertQuotaIsUnknown()
    {
        for (var i = 0; i < RateWindow.RequestsBeforeFirstResponse; i++)
        {
            Assert.NotNull(_limiter.TryAcquire(default));
        }

        Assert.Null(_limiter.TryAcquire(default));
    }

    private ValueTask<QuotaPermit> Acquire(
        RequestPriority priority = RequestPriority.Foreground,
        QuotaReserve reserve = default,
        TimeSpan? maxWait = null,
        long? ticket = null,
        CancellationToken cancellationToken = default) =>
        _limiter.AcquireAsync(
            new QuotaRequest(ticket ?? _limiter.NextTicket(), priority, reserve, maxWait ?? Timeout.InfiniteTimeSpan),
            cancellationToken);

    /// <summary>Passes a response to the limiter.</summary>
    private async Task LearnAsync(long left, long reset)
    {
        var permit = await Acquire();
        _limiter.Responded(permit, Headers(left, reset), isSuccess: true);
    }

    private async Task<int> TakeAllAsync()
    {
        var taken = 0;
        while ((await Acquire(maxWait: TimeSpan.Zero)).IsGranted)
        {
            taken++;
        }

        return taken;
    }

    /// <summary>Jumps to the next timer when a deadline is set, as if another caller advanced the clock.</summary>
    private sealed class JumpingTime(ManualTimeProvider inner) : TimeProvider
    {
        public override long TimestampFrequency => inner.TimestampFrequency;

        public override long GetTimestamp() => inner.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = inner.CreateTimer(callback, state, dueTime, period);
            if (state is CancellationTokenSource)
            {
                var before = inner.Elapsed;
                _ = Task.Run(inner.AdvanceToNextTimer);
                SpinWait.SpinUntil(() => inner.Elapsed > before);
            }

            return timer;
        }
    }
}

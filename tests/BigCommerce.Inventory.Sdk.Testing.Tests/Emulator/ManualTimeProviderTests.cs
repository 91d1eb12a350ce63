using BigCommerce.Inventory.Testing;
using Xunit;

namespace BigCommerce.Inventory.Tests.Emulator;

public sealed class ManualTimeProviderTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void GetUtcNow_WithoutAdvance_StandsStill()
    {
        var time = new ManualTimeProvider(Start);
        Assert.Equal(Start, time.GetUtcNow());
        Assert.Equal(Start, time.GetUtcNow());

        time.Advance(TimeSpan.FromSeconds(90));

        Assert.Equal(Start.AddSeconds(90), time.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(90), time.Elapsed);
    }

    [Fact]
    public void DefaultStart_WithoutAStart_IsTheDocumentedInstant() =>
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new ManualTimeProvider().GetUtcNow());

    [Fact]
    public void Start_InAnotherZone_IsConvertedToUtc()
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 5, 1, 14, 0, 0, TimeSpan.FromHours(2)));

        Assert.Equal(TimeSpan.Zero, time.GetUtcNow().Offset);
        Assert.Equal(Start, time.GetUtcNow());
        Assert.Equal(TimeZoneInfo.Utc, time.LocalTimeZone);
    }

    [Fact]
    public void GetTimestamp_AfterAdvance_MeasuresIt()
    {
        var time = new ManualTimeProvider(Start);
        long before = time.GetTimestamp();

        time.Advance(TimeSpan.FromMilliseconds(1234));

        Assert.Equal(TimeSpan.FromMilliseconds(1234), time.GetElapsedTime(before));
    }

    [Fact]
    public void Timers_DuringAdvance_FireInDueOrderAtTheirDueTime()
    {
        var time = new ManualTimeProvider(Start);
        var fired = new List<(string Name, TimeSpan At)>();
        void Add(string name, double seconds) =>
            time.CreateTimer(_ => fired.Add((name, time.Elapsed)), null, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
        Add("c", 3);
        Add("a", 1);
        Add("b", 2);
        Add("b2", 2);
        Add("late", 5);
        Add("later", 6);

        time.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(
            [
                ("a", TimeSpan.FromSeconds(1)),
                ("b", TimeSpan.FromSeconds(2)),
                ("b2", TimeSpan.FromSeconds(2)),
                ("c", TimeSpan.FromSeconds(3))],
            fired);
        Assert.Equal(2, time.ActiveTimerCount);
        Assert.Equal(TimeSpan.FromSeconds(1), time.NextTimerDueIn);
    }

    [Fact]
    public void Advance_SeveralTimersDue_FiresThemOnItsThread()
    {
        var time = new ManualTimeProvider(Start);
        var fired = new List<(string Name, TimeSpan At, int Thread)>();
        void Add(string name, double seconds, Action? then = null) => time.CreateTimer(
            _ =>
            {
                fired.Add((name, time.Elapsed, Environment.CurrentManagedThreadId));
                then?.Invoke();
            },
            null,
            TimeSpan.FromSeconds(seconds),
            Timeout.InfiniteTimeSpan);
        Add("a", 1, () =>
        {
            Add("a2", 1);
            PassTurnsOfThePool(100);
        });
        Add("b", 1, () => Add("b2", 1));

        time.Advance(TimeSpan.FromSeconds(2));

        int here = Environment.CurrentManagedThreadId;
        Assert.Equal([("a", Seconds(1), here), ("b", Seconds(1), here), ("a2", Seconds(2), here), ("b2", Seconds(2), here)], fired);
    }

    [Fact]
    public void Advance_AwaitedTimerInASynchronizationContext_ContinuesInside()
    {
        var time = new ManualTimeProvider(Start);
        var own = SynchronizationContext.Current;
        var context = new SynchronizationContextOfATest();
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            var waiting = WaitTwiceAsync();
            time.Advance(TimeSpan.FromSeconds(2));

            Assert.True(waiting.IsCompletedSuccessfully);
            Assert.Same(context, SynchronizationContext.Current);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(own);
        }

        async Task WaitTwiceAsync()
        {
            await Task.Delay(Seconds(1), time, TestContext.Current.CancellationToken).ConfigureAwait(false);
            await Task.Delay(Seconds(1), time, TestContext.Current.CancellationToken).ConfigureAwait(false);
        }
    }

    [Fact]
    public void Timer_SetByATimer_FiresInTheSameAdvance()
    {
        var time = new ManualTimeProvider(Start);
        var fired = new List<TimeSpan>();
        ITimer? timer = null;
        timer = time.CreateTimer(
            _ =>
            {
                fired.Add(time.Elapsed);
                timer!.Change(TimeSpan.FromSeconds(fired.Count), Timeout.InfiniteTimeSpan);
            },
            null,
            TimeSpan.FromSeconds(1),
            Timeout.InfiniteTimeSpan);

        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal([1, 2, 4, 7], fired.Select(at => at.TotalSeconds));
    }

    [Fact]
    public void PeriodicTimer_DuringAdvance_FiresOncePerPeriod()
    {
        var time = new ManualTimeProvider(Start);
        var fired = new List<double>();
        using var timer = time.CreateTimer(
            _ => fired.Add(time.Elapsed.TotalSeconds),
            null,
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(3));

        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal([1, 4, 7, 10], fired);
    }

    [Fact]
    public void DisposedTimer_AfterAdvance_DoesNotFire()
    {
        var time = new ManualTimeProvider(Start);
        var timer = time.CreateTimer(_ => Assert.Fail("It fired."), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        timer.Dispose();

        Assert.False(timer.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, time.ActiveTimerCount);
        Assert.Null(time.NextTimerDueIn);
    }

    [Fact]
    public void Timer_Callback_RunsInItsCreatorsContext()
    {
        var time = new ManualTimeProvider(Start);
        var ambient = new AsyncLocal<string> { Value = "creator" };
        string? seen = null;
        using var timer = time.CreateTimer(_ => seen = ambient.Value, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        ambient.Value = "advancer";
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("creator", seen);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(4294967295)]
    public void CreateTimer_InvalidDelay_Throws(double milliseconds)
    {
        var time = new ManualTimeProvider(Start);

        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => time.CreateTimer(_ => { }, null, TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan));

        Assert.Equal("dueTime", error.ParamName);
    }

    [Fact]
    public void Advance_Backwards_Throws()
    {
        var time = new ManualTimeProvider(Start);

        Assert.Throws<ArgumentOutOfRangeException>(() => time.Advance(TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => time.AdvanceTo(Start.AddTicks(-1)));
        Assert.Equal(Start, time.GetUtcNow());
    }

    [Fact]
    public void AdvanceToNextTimer_SeveralTimers_StopsAtTheNext()
    {
        var time = new ManualTimeProvider(Start);
        Assert.False(time.AdvanceToNextTimer());
        int fired = 0;
        using var first = time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
        using var second = time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);

        Assert.True(time.AdvanceToNextTimer());

        Assert.Equal(1, fired);
        Assert.Equal(Start.AddSeconds(2), time.GetUtcNow());
    }

    [Fact]
    public async Task Delay_AdvancedPastItsEnd_Completes()
    {
        var time = new ManualTimeProvider(Start);
        var delay = Task.Delay(TimeSpan.FromSeconds(30), time);

        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(delay.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        await delay;
    }

    [Fact]
    public async Task AdvanceWhenIdle_ChainOfDelays_Passes()
    {
        var time = new ManualTimeProvider(Start) { AdvanceWhenIdle = true };

        for (int i = 1; i <= 10; i++)
        {
            await Task.Delay(TimeSpan.FromMinutes(i), time);
        }

        Assert.Equal(TimeSpan.FromMinutes(55), time.Elapsed);
    }

    [Fact]
    public async Task AdvanceWhenIdle_SetDuringAWait_ReleasesIt()
    {
        var time = new ManualTimeProvider(Start);
        var delay = Task.Delay(TimeSpan.FromDays(1), time);
        Assert.False(delay.IsCompleted);

        time.AdvanceWhenIdle = true;

        await delay;
        Assert.Equal(TimeSpan.FromDays(1), time.Elapsed);
    }

    [Fact]
    public async Task AdvanceWhenIdle_OnlyADeadlineIsLeft_DoesNotAdvance()
    {
        var time = new ManualTimeProvider(Start) { AdvanceWhenIdle = true };
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10), time);

        await Task.Delay(TimeSpan.FromSeconds(9), time);
        await GiveTurnsAsync();

        Assert.False(deadline.IsCancellationRequested);
        Assert.Equal(TimeSpan.FromSeconds(9), time.Elapsed);
        Assert.Equal(TimeSpan.FromSeconds(1), time.NextTimerDueIn);
    }

    [Fact]
    public async Task AdvanceWhenIdle_OnlyAPeriodicTimerIsLeft_DoesNotAdvance()
    {
        var time = new ManualTimeProvider(Start) { AdvanceWhenIdle = true };
        int fired = 0;
        using var timer = time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(4));

        await Task.Delay(TimeSpan.FromSeconds(9), time);
        await GiveTurnsAsync();

        Assert.Equal((2, TimeSpan.FromSeconds(9)), (fired, time.Elapsed));
    }

    [Fact]
    public async Task AdvanceWhenIdle_TimerWithAPeriodOfZero_FiresOnce()
    {
        var time = new ManualTimeProvider(Start);
        var fired = new TaskCompletionSource();
        using var timer = time.CreateTimer(_ => fired.SetResult(), null, TimeSpan.FromSeconds(4), TimeSpan.Zero);

        time.AdvanceWhenIdle = true;
        await fired.Task;

        Assert.Equal((0, TimeSpan.FromSeconds(4)), (time.ActiveTimerCount, time.Elapsed));
    }

    [Fact]
    public async Task AdvanceWhenIdle_WaitLongerThanTheDeadline_EndsAtTheDeadline()
    {
        var time = new ManualTimeProvider(Start) { AdvanceWhenIdle = true };
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10), time);

        await Assert.ThrowsAsync<TaskCanceledException>(() => Task.Delay(TimeSpan.FromHours(1), time, deadline.Token));

        Assert.Equal(TimeSpan.FromSeconds(10), time.Elapsed);
    }

    [Fact]
    public async Task Timer_WithoutDelay_FiresWithoutAdvance()
    {
        var time = new ManualTimeProvider(Start);
        var fired = new TaskCompletionSource();

        using var timer = time.CreateTimer(_ => fired.SetResult(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        await fired.Task;
        Assert.Equal(Start, time.GetUtcNow());
    }

    [Fact]
    public async Task AdvanceWhenIdle_WaitsOfSeveralTasks_EndInDueOrder()
    {
        var time = new ManualTimeProvider(Start);
        var ended = new List<int>();
        async Task WaitAsync(int seconds)
        {
            await Task.Delay(TimeSpan.FromSeconds(seconds), time).ConfigureAwait(false);
            lock (ended)
            {
                ended.Add(seconds);
            }
        }

        Task[] flows = [WaitAsync(7), WaitAsync(3), WaitAsync(9), WaitAsync(1), WaitAsync(5), WaitAsync(8), WaitAsync(2)];
        time.AdvanceWhenIdle = true;
        await Task.WhenAll(flows);

        Assert.Equal([1, 2, 3, 5, 7, 8, 9], ended);
        Assert.Equal(TimeSpan.FromSeconds(9), time.Elapsed);
    }

    [Fact]
    public async Task Advance_ConcurrentAdvancesAndWaits_LosesNoTimer()
    {
        var time = new ManualTimeProvider(Start);
        int fired = 0;
        var allFired = new TaskCompletionSource();
        void Count()
        {
            if (Interlocked.Increment(ref fired) == 4000)
            {
                allFired.SetResult();
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 500; i++)
            {
                time.CreateTimer(_ => Count(), null, TimeSpan.FromMilliseconds(i % 7), Timeout.InfiniteTimeSpan);
                time.Advance(TimeSpan.FromMilliseconds(1));
            }
        })));
        time.Advance(TimeSpan.FromMilliseconds(7));

        // Concurrent advances overlap.
        Assert.InRange(time.Elapsed, TimeSpan.FromMilliseconds(500 + 7), TimeSpan.FromMilliseconds((8 * 500) + 7));
        Assert.Equal(0, time.ActiveTimerCount);
        await allFired.Task;
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    /// <summary>Yields to the thread pool that many times.</summary>
    private static void PassTurnsOfThePool(int turns)
    {
        using var passed = new ManualResetEventSlim();
        for (int turn = 0; turn < turns; turn++)
        {
            passed.Reset();
            ThreadPool.UnsafeQueueUserWorkItem(static passed => passed.Set(), passed, preferLocal: false);
            passed.Wait(TestContext.Current.CancellationToken);
        }
    }

    private sealed class SynchronizationContextOfATest : SynchronizationContext;

    /// <summary>Gives the thread pool more turns than the clock takes to advance.</summary>
    private static async Task GiveTurnsAsync()
    {
        for (int i = 0; i < 100_000; i++)
        {
            await Task.Factory.StartNew(static () => { }, default, TaskCreationOptions.PreferFairness, TaskScheduler.Default);
        }
    }
}

using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace BigCommerce.Inventory.Redis.Tests;

/// <summary>One process's permits against a real Redis; the process's own clock is virtual, so Redis is as fast or slow as a test says.</summary>
public sealed class RedisStorePermitsTests(RedisFixture redis) : IAsyncLifetime
{
    private static readonly PermitRequest Foreground = new() { Priority = RequestPriority.Foreground };

    private readonly ManualTimeProvider _time = new();
    private readonly FaultyLink _link = new(redis.Address);
    private readonly string _key = redis.NewPrefix() + "{store}";
    private ConnectionMultiplexer _connection = null!;

    public async ValueTask InitializeAsync() => _connection = await RedisFixture.ConnectAsync(_link.Address);

    public async ValueTask DisposeAsync()
    {
        // First the link: while it is stalled, the connection would wait 5 seconds for responses.
        await _link.DisposeAsync();
        await _connection.DisposeAsync();
    }

    [Fact]
    public async Task AcquireAsync_BeforeTheFirstResponse_AllowsFourOverAllProcesses()
    {
        var one = Create();
        var other = Create();
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(PermitDecision.Granted, await one.AcquireAsync(Foreground));
            Assert.Equal(PermitDecision.Granted, await other.AcquireAsync(Foreground));
        }

        Assert.Equal(PermitVerdict.Wait, (await one.AcquireAsync(Foreground)).Verdict);
        Assert.Equal(PermitVerdict.Wait, (await other.AcquireAsync(Foreground)).Verdict);
    }

    [Fact]
    public async Task AcquireAsync_FarFromTheLimit_DoesNotWaitForRedis()
    {
        var permits = Create();
        await LearnAsync(permits, remaining: 140);
        _link.Stall();

        // A fresh window of 150 and one process: a quarter of it without asking.
        for (var i = 0; i < 37; i++)
        {
            Assert.True(AcquireAsync(permits).IsCompletedSuccessfully);
        }

        Assert.False(AcquireAsync(permits).IsCompleted);
    }

    [Fact]
    public async Task AcquireAsync_FarFromTheLimitButNotFresh_SendsOneWithoutAsking()
    {
        var permits = Create();
        await LearnAsync(permits, remaining: 140);
        _time.Advance(TimeSpan.FromSeconds(1));
        var scripts = permits.ScriptCount;

        Assert.True(AcquireAsync(permits).IsCompletedSuccessfully);
        Assert.Equal(scripts, permits.ScriptCount);
        Assert.Equal(PermitDecision.Granted, await permits.AcquireAsync(Foreground));
        Assert.Equal(scripts + 1, permits.ScriptCount);
    }

    [Fact]
    public async Task AcquireAsync_LargeQuotaNotFresh_SendsAHundredthOfItsShareWithoutAsking()
    {
        var permits = Create();
        await LearnAsync(permits, remaining: 1400, limit: 1500);
        _time.Advance(TimeSpan.FromSeconds(1));
        _link.Stall();

        for (var i = 0; i < 15; i++)
        {
            Assert.True(AcquireAsync(permits).IsCompletedSuccessfully);
        }

        Assert.False(AcquireAsync(permits).IsCompleted);
    }

    [Fact]
    public async Task AcquireAsync_WindowTurned_DoesNotWaitForRedis()
    {
        var permits = Create();
        await LearnAsync(permits, remaining: 0);
        var decision = await permits.AcquireAsync(Foreground);
        Assert.Equal(PermitVerdict.Wait, decision.Verdict);
        _link.Stall();

        _time.Advance(decision.RetryAfter);

        for (var i = 0; i < 37; i++)
        {
            Assert.True(AcquireAsync(permits).IsCompletedSuccessfully);
        }

        Assert.False(AcquireAsync(permits).IsCompleted);
    }

    [Fact]
    public async Task AcquireAsync_WindowTurnedLongAgo_SendsOneWithoutAsking()
    {
        var permits = Create();
        await LearnAsync(permits, remaining: 0);
        var decision = await permits.AcquireAsync(Foreground);
        _link.Stall();

        _time.Advance(decision.RetryAfter + TimeSpan.FromSeconds(1));

        Assert.True(AcquireAsync(permits).IsCompletedSuccessfully);
        Assert.False(AcquireAsync(permits).IsCompleted);
    }

    [Fact]
    public async Task AcquireAsync_QuotaUsedByAnotherProcess_WaitsUntilTheWindowTurns()
    {
        var one = Create();
        var other = Create();
        await LearnAsync(one, remaining: 1);
        Assert.Equal(PermitDecision.Granted, await other.AcquireAsync(Foreground));
        other.Complete(Success(remaining: 0));
        Assert.Equal(PermitVerdict.Wait, (await other.AcquireAsync(Foreground)).Verdict);

        var decision = await one.AcquireAsync(Foreground);

        Assert.Equal(PermitVerdict.Wait, decision.Verdict);
        Assert.InRange(decision.RetryAfter, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20.1));
    }

    [Fact]
    public async Task AcquireAsync_ReserveOfTheCaller_IsKept()
    {
        var permits = Create();
        await LearnAsync(permits, remaining: 20);

        Assert.Equal(PermitVerdict.Wait, (await permits.AcquireAsync(Foreground with { ReserveCount = 20 })).Verdict);
        Assert.Equal(PermitVerdict.Wait, (await permits.AcquireAsync(Foreground with { ReserveShare = 0.2 })).Verdict);
        Assert.Equal(PermitDecision.Granted, await permits.AcquireAsync(Foreground with { ReserveCount = 19 }));
    }

    [Fact]
    public async Task Complete_NotSent_GivesThePermitToAnotherProcess()
    {
        var one = Create();
        var other = Create();
        await LearnAsync(one, remaining: 1);
        Assert.Equal(PermitDecision.Granted, await one.AcquireAsync(Foreground));
        Assert.Equal(PermitVerdict.Wait, (await other.AcquireAsync(Foreground)).Verdict);

        one.Complete(new PermitResult { End = PermitEnd.NotSent });
        await FlushAsync(one);

        Assert.Equal(PermitDecision.Granted, await other.AcquireAsync(Foreground));
    }

    [Fact]
    public async Task Complete_Refused_StopsAllProcesses()
    {
        var one = Create();
        var other = Create();
        await LearnAsync(one, remaining: 50);
        Assert.Equal(PermitDecision.Granted, await one.AcquireAsync(Foreground));
        var scripts = one.ScriptCount;

        one.Complete(new PermitResult { End = PermitEnd.Refused, RefusedFor = TimeSpan.FromMinutes(1) });
        Assert.Equal(scripts + 1, one.ScriptCount);
        await SettleAsync(one);

        var decision = await other.AcquireAsync(Foreground);
        Assert.Equal(PermitVerdict.Wait, decision.Verdict);
        Assert.InRange(decision.RetryAfter, TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(60.1));
    }

    [Fact]
    public async Task AcquireAsync_RedisSlow_UsesItsShareAfterTheUsualWait()
    {
        var permits = Create();
        await LearnAsync(permits, remaining: 50);
        _link.Stall();
        var first = permits.AcquireAsync(Foreground).AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(4));
        Assert.False(first.IsCompleted);

        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(PermitDecision.Granted, await first);
        Assert.False(permits.IsAway);
    }

    [Fact]
    public async Task AcquireAsync_RedisHangs_TakesNoMoreThanItsShare()
    {
        var permits = Create();
        var other = Create();
        Assert.Equal(PermitDecision.Granted, await other.AcquireAsync(Foreground));
        await LearnAsync(permits, remaining: 50);
        _link.Stall();
        for (var i = 0; i < 23; i++)
        {
            var granted = AcquireAsync(permits);
            _time.Advance(TimeSpan.FromMilliseconds(10));
            Assert.Equal(PermitDecision.Granted, await granted);
        }

        // 49 were left for two processes, and one of each share is not used.
        var last = AcquireAsync(permits);
        await AdvanceAsync(TimeSpan.FromMilliseconds(50), last);
        Assert.Equal(PermitDecision.Unavailable(share: 0), await last);
    }

    [Fact]
    public async Task AcquireAsync_RedisHangsUntilTheWindowTurns_TakesItsShareOfTheNextOne()
    {
        var permits = Create();
        await LearnAsync(permits, remaining: 1);
        _link.Stall();
        _time.Advance(TimeSpan.FromSeconds(25));

        // One goes without asking, and the rest of the window is this process's share.
        Assert.Equal(PermitDecision.Granted, await AcquireAsync(permits));
        for (var i = 0; i < 149; i++)
        {
            var granted = AcquireAsync(permits);
            _time.Advance(TimeSpan.FromMilliseconds(10));
            Assert.Equal(PermitDecision.Granted, await granted);
        }

        var last = AcquireAsync(permits);
        await AdvanceAsync(TimeSpan.FromMilliseconds(50), last);
        Assert.Equal(PermitDecision.Unavailable(share: 0), await last);
    }

    [Fact]
    public async Task AcquireAsync_RedisSlowAndNothingKnown_GoesOnAloneAfterTheLongestWait()
    {
        var permits = Create();
        _link.Stall();
        var first = permits.AcquireAsync(Foreground).AsTask();
        await AdvanceAsync(TimeSpan.FromMilliseconds(50), first);

        Assert.Equal(PermitDecision.Unavailable(), await first);
        Assert.True(permits.IsAway);
        Assert.Equal(PermitDecision.Unavailable(), await permits.AcquireAsync(Foreground));
    }

    [Fact]
    public async Task AcquireAsync_RedisGone_GoesOnAtOnceWithItsShareAndJoinsAgain()
    {
        var permits = Create();
        var other = Create();
        Assert.Equal(PermitDecision.Granted, await other.AcquireAsync(Foreground));
        other.Complete(Success(remaining: 60));
        await FlushAsync(other);
        Assert.Equal(PermitDecision.Granted, await permits.AcquireAsync(Foreground));
        _link.Cut();
        await Eventually.HoldsAsync(() => !_connection.IsConnected);

        // 59 are left for two processes, and one of each share is not used.
        Assert.Equal(PermitDecision.Unavailable(share: 28), await permits.AcquireAsync(Foreground));
        Assert.True(permits.IsAway);

        _link.Resume();
        await Eventually.HoldsAsync(() => _connection.IsConnected);
        while (permits.IsAway)
        {
            _time.Advance(TimeSpan.FromMilliseconds(500));
            await SettleAsync(permits);
        }

        Assert.Equal(PermitDecision.Granted, await permits.AcquireAsync(Foreground));
    }

    [Fact]
    public async Task AcquireAsync_Cancelled_TakesNoPermit()
    {
        var permits = Create();
        await LearnAsync(permits, remaining: 1);
        _link.Stall();
        using var cancellation = new CancellationTokenSource();
        var cancelled = permits.AcquireAsync(Foreground, cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        _link.Resume();
        await FlushAsync(permits);

        Assert.Equal(PermitDecision.Granted, await Create().AcquireAsync(Foreground));
    }

    [Fact]
    public async Task Script_ResponseOfARequestBeforeALostOne_DoesNotCountTheLostOne()
    {
        var number = 0;
        var lost = new PermitResult { End = PermitEnd.Lost };
        Assert.Equal(10, (await ReportAsync(1_000_000, 2_000_000, Success(remaining: 10))).Available);
        Assert.Equal(9, (await ReportAsync(2_000_000, 3_000_000, lost)).Available);

        Assert.Equal(7, (await ReportAsync(2_500_000, 4_000_000, Success(remaining: 8))).Available);
        Assert.Equal(6, (await ReportAsync(4_000_000, 5_000_000, Success(remaining: 6))).Available);

        Task<WindowReply> ReportAsync(long sentAt, long receivedAt, PermitResult result) =>
            new WindowReport("p", ++number, TakenCount: number, InFlightCount: 0)
            {
                Now = receivedAt,
                Responses = WindowReport.Response(sentAt, receivedAt, result),
            }.SendAsync(redis.Database, _key);
    }

    [Fact]
    public async Task Script_ReportThatRunsLate_ChangesNothing()
    {
        var report = new WindowReport("p", Number: 2, TakenCount: 3, InFlightCount: 3) { Now = 1_000_000 };
        await report.SendAsync(redis.Database, _key);
        var before = await redis.Database.HashGetAllAsync(_key);

        var reply = await (report with { Number = 1, TakenCount = 9, InFlightCount = 9, Request = Foreground }).SendAsync(redis.Database, _key);

        Assert.False(reply.IsGranted);
        Assert.Equal(before.OrderBy(static entry => entry.Name), (await redis.Database.HashGetAllAsync(_key)).OrderBy(static entry => entry.Name));
    }

    [Fact]
    public async Task Script_FlushedFromRedis_IsSentAgain()
    {
        var permits = Create();
        Assert.Equal(PermitDecision.Granted, await permits.AcquireAsync(Foreground));
        await redis.Database.ExecuteAsync("SCRIPT", "FLUSH");

        Assert.Equal(PermitDecision.Granted, await permits.AcquireAsync(Foreground));
    }

    [Fact]
    public async Task Script_StoreNotUsedAnyMore_IsForgottenAfterTenMinutes()
    {
        await Create().AcquireAsync(Foreground);

        var left = await redis.Database.KeyTimeToLiveAsync(_key);

        Assert.InRange(left!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
    }

    private RedisStorePermits Create() =>
        new(_connection.GetDatabase(), _key, "store", new RedisInventoryOptions(), _time, NullLogger.Instance)
        {
            ServerTime = () => 1_000_000_000 + (_time.Elapsed.Ticks / TimeSpan.TicksPerMicrosecond),
        };

    private static Task<PermitDecision> AcquireAsync(RedisStorePermits permits) => permits.AcquireAsync(Foreground).AsTask();

    private static PermitResult Success(long remaining, long limit = 150) => new()
    {
        End = PermitEnd.Succeeded,
        Limit = limit,
        Remaining = remaining,
        Window = TimeSpan.FromSeconds(30),
        Reset = TimeSpan.FromSeconds(20),
    };

    /// <summary>Lets the process and Redis know the window, which is then old enough for all processes to be known.</summary>
    private async Task LearnAsync(RedisStorePermits permits, long remaining, long limit = 150)
    {
        Assert.Equal(PermitDecision.Granted, await permits.AcquireAsync(Foreground));
        _time.Advance(TimeSpan.FromSeconds(1));
        permits.Complete(Success(remaining, limit));
        await FlushAsync(permits);
    }

    private Task FlushAsync(RedisStorePermits permits)
    {
        _time.Advance(TimeSpan.FromMilliseconds(100));
        return SettleAsync(permits);
    }

    private static Task SettleAsync(RedisStorePermits permits) => Eventually.HoldsAsync(() => permits.ExchangeCount == 0);

    private async Task AdvanceAsync(TimeSpan time, Task until)
    {
        // The wait has two parts, of which the second begins when the first has ended.
        while (!until.IsCompleted)
        {
            _time.Advance(time);
            await Task.Yield();
        }
    }
}

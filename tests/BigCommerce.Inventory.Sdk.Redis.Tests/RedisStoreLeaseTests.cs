using BigCommerce.Inventory.Testing;
using StackExchange.Redis;

namespace BigCommerce.Inventory.Redis.Tests;

public class RedisStoreLeaseTests(RedisFixture redis)
{
    private readonly ManualTimeProvider _time = new();
    private readonly string _prefix = redis.NewPrefix();

    private RedisKey Key => $"{_prefix}lease:{{abc}}";

    [Fact]
    public async Task TryAcquireAsync_HeldByAnother_IsRefusedUntilReleased()
    {
        await using var lease = await Leases().TryAcquireAsync("abc");
        Assert.True(lease!.IsHeld);
        Assert.Equal("abc", lease.StoreHash);
        Assert.Null(await Leases().TryAcquireAsync("abc"));
        await using var another = await Leases().TryAcquireAsync("xyz");
        Assert.True(another!.IsHeld);

        await lease.DisposeAsync();

        Assert.False(lease.IsHeld);
        Assert.False(lease.Lost.IsCancellationRequested);
        await using var next = await Leases().TryAcquireAsync("abc");
        Assert.True(next!.IsHeld);
    }

    [Fact]
    public async Task TryAcquireAsync_WithWait_GetsItWhenReleased()
    {
        var lease = await Leases().TryAcquireAsync("abc");
        var waiting = Leases().TryAcquireAsync("abc", TimeSpan.FromSeconds(10));
        Assert.False(waiting.IsCompleted);

        await lease!.DisposeAsync();
        while (!waiting.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        await using var next = await waiting;
        Assert.True(next!.IsHeld);
    }

    [Fact]
    public async Task TryAcquireAsync_HeldLongerThanTheWait_ReturnsNull()
    {
        await using var lease = await Leases().TryAcquireAsync("abc");
        var waiting = Leases().TryAcquireAsync("abc", TimeSpan.FromSeconds(3));
        while (!waiting.IsCompleted)
        {
            // To the next try, but not to the lease's renewal.
            if (_time.NextTimerDueIn is { } due && due <= TimeSpan.FromSeconds(1))
            {
                _time.Advance(due);
            }

            await Task.Yield();
        }

        Assert.Null(await waiting);
        Assert.Equal(TimeSpan.FromSeconds(3), _time.Elapsed);
    }

    [Fact]
    public async Task Lease_InUse_IsRenewedThreeTimesAsOften()
    {
        await using var lease = await Leases().TryAcquireAsync("abc");
        for (var i = 0; i < 10; i++)
        {
            await redis.Database.KeyExpireAsync(Key, TimeSpan.FromMinutes(5));
            await RenewalIsSetAsync();
            _time.Advance(TimeSpan.FromMinutes(20));
            while ((await redis.Database.KeyTimeToLiveAsync(Key))!.Value < TimeSpan.FromMinutes(30))
            {
                await Task.Yield();
            }

            Assert.True(lease!.IsHeld);
        }

        Assert.False(lease!.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task Lease_RedisGone_IsLostBeforeItsTimeIsOver()
    {
        await using var link = new FaultyLink(redis.Address);
        await using var connection = await RedisFixture.ConnectAsync(link.Address);
        await using var lease = await Leases(connection).TryAcquireAsync("abc");
        link.Cut();

        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.True(lease!.IsHeld);
        _time.Advance(TimeSpan.FromSeconds(30));

        // By the clock alone: the holder may have been paused, so that nothing else has run.
        Assert.False(lease.IsHeld);
        await lease.Lost.WaitAsync();
    }

    [Fact]
    public async Task Lease_TakenByAnother_IsLostAtTheNextRenewal()
    {
        await using var lease = await Leases().TryAcquireAsync("abc");
        await redis.Database.StringSetAsync(Key, "another");
        await RenewalIsSetAsync();

        _time.Advance(TimeSpan.FromMinutes(20));
        await lease!.Lost.WaitAsync();

        Assert.False(lease.IsHeld);
        await lease.DisposeAsync();
        Assert.Equal("another", (string?)await redis.Database.StringGetAsync(Key));
    }

    [Fact]
    public async Task BulkRun_LeaseExpiredWhilePaused_SendsNothingMore()
    {
        var emulator = new InventoryEmulator();
        var store = emulator.GetStore();
        for (var i = 1; i <= 30; i++)
        {
            store.SetStock(1, store.AddItem($"SKU-{i}", variantId: i), 100);
        }

        await using var link = new FaultyLink(redis.Address);
        await using var connection = await RedisFixture.ConnectAsync(link.Address);
        using var client = emulator.CreateClient();
        await using var lease = await Leases(connection).TryAcquireAsync(store.Hash);

        // A paused process renews nothing, but while the clock advances an hour, another thread could renew in its middle.
        link.Cut();
        var rows = Enumerable.Range(1, 30).Select(static i => new AbsoluteAdjustment(1, ItemKey.Variant(i), 7));
        var exception = await Assert.ThrowsAnyAsync<BulkRunException>(() => client.Stock.Set(
            rows,
            new BulkOptions { MaxRowsPerRequest = 10, Request = new RequestOptions { Lease = lease, OnResponse = _ => _time.Advance(TimeSpan.FromHours(1)) } }).RunAsync());

        Assert.IsType<BigCommerceLeaseLostException>(exception.InnerException);
        Assert.Equal((10L, 20L), (exception.Report.AppliedCount, exception.Report.NotSentCount));
        Assert.Single(emulator.Requests);
    }

    private async Task RenewalIsSetAsync()
    {
        // Later timers are those of renewals under way.
        while (_time.NextTimerDueIn is not { } due || due > TimeSpan.FromMinutes(20))
        {
            await Task.Yield();
        }
    }

    private RedisStoreLeases Leases(IConnectionMultiplexer? connection = null) =>
        new(connection ?? redis.Redis, new RedisInventoryOptions { KeyPrefix = _prefix, LeaseDuration = TimeSpan.FromHours(1) }, _time);
}

internal static class TokenExtensions
{
    public static async Task WaitAsync(this CancellationToken token)
    {
        while (!token.IsCancellationRequested)
        {
            await Task.Yield();
        }
    }
}

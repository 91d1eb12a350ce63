using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace BigCommerce.Inventory.Redis;

/// <summary>Exclusive leases on stores, so that of several machines only one runs a store's sync.</summary>
/// <remarks>
/// A lease is renewed until it is disposed. Give it to the run's requests (<see cref="RequestOptions.Lease"/>): none is sent after the
/// lease has expired by the holder's own clock, be it paused or cut off from Redis. What was sent before may still arrive:
/// BigCommerce checks no lease. With a duration longer than an attempt may take, that has ended when the next holder begins.
/// Redis must keep what it acknowledged: after a failover that lost a lease, two processes may hold one.
/// </remarks>
public sealed class RedisStoreLeases
{
    private static readonly TimeSpan PollDelay = TimeSpan.FromMilliseconds(250);

    private readonly IConnectionMultiplexer _redis;
    private readonly RedisInventoryOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>Leases in that Redis.</summary>
    /// <param name="redis">The connection. It is not disposed.</param>
    /// <param name="options">Options; null for the defaults. Copied: later changes have no effect.</param>
    /// <param name="time">The clock that leases expire by; null for the system's.</param>
    /// <param name="loggerFactory">Where to log; null for nowhere.</param>
    /// <exception cref="ArgumentException">An option is wrong; the message lists everything that is.</exception>
    public RedisStoreLeases(
        IConnectionMultiplexer redis,
        RedisInventoryOptions? options = null,
        TimeProvider? time = null,
        ILoggerFactory? loggerFactory = null)
    {
        ArgumentNullException.ThrowIfNull(redis);
        _redis = redis;
        _options = (options ?? new RedisInventoryOptions()).CopyValidated();
        _time = time ?? TimeProvider.System;
        _logger = loggerFactory?.CreateLogger(Log.Category) ?? NullLogger.Instance;
    }

    /// <summary>Takes the lease on a store, if nobody holds it.</summary>
    /// <param name="storeHash">The store's hash.</param>
    /// <param name="maxWait">How long to wait for another holder; zero does not wait.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The lease, to be disposed when the run has ended; null when another process holds it.</returns>
    /// <exception cref="ArgumentException"><paramref name="storeHash"/> is null or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxWait"/> is negative.</exception>
    /// <exception cref="RedisException">Redis cannot be used.</exception>
    /// <exception cref="TimeoutException">Redis does not reply.</exception>
    public async Task<RedisStoreLease?> TryAcquireAsync(
        string storeHash, TimeSpan maxWait = default, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeHash);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWait, TimeSpan.Zero);
        var redis = _redis.GetDatabase();
        RedisKey key = $"{_options.KeyPrefix}lease:{{{storeHash}}}";
        var startedAt = _time.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            RedisValue token = Guid.NewGuid().ToString("N");
            var askedAt = _time.GetTimestamp();
            if (await redis.LockTakeAsync(key, token, _options.LeaseDuration).ConfigureAwait(false))
            {
                return new RedisStoreLease(redis, key, token, storeHash, _options.LeaseDuration, askedAt, _time, _logger);
            }

            var left = maxWait - _time.GetElapsedTime(startedAt);
            if (left <= TimeSpan.Zero)
            {
                return null;
            }

            await Task.Delay(left < PollDelay ? left : PollDelay, _time, cancellationToken).ConfigureAwait(false);
        }
    }
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace BigCommerce.Inventory.Redis;

/// <summary>
/// Shares the rate limits of stores between processes through Redis: one window a store, learned from any process's responses, one
/// script a request. While Redis is away, each process goes on with what response headers tell.
/// </summary>
/// <remarks>
/// With dependency injection, <c>AddBigCommerceInventoryRedis</c> registers it. Without, give it to
/// <see cref="BigCommerceInventoryClientSettings.RateLimitCoordinator"/>.
/// </remarks>
public sealed class RedisRateLimitCoordinator : IRateLimitCoordinator
{
    private readonly IConnectionMultiplexer _redis;
    private readonly RedisInventoryOptions _options;
    private readonly ILogger _logger;

    /// <summary>Shares rate limits through that Redis.</summary>
    /// <param name="redis">The connection. It is not disposed.</param>
    /// <param name="options">Options; null for the defaults. Copied: later changes have no effect.</param>
    /// <param name="loggerFactory">Where to log; null for nowhere.</param>
    /// <exception cref="ArgumentException">An option is wrong; the message lists everything that is.</exception>
    public RedisRateLimitCoordinator(
        IConnectionMultiplexer redis, RedisInventoryOptions? options = null, ILoggerFactory? loggerFactory = null)
    {
        ArgumentNullException.ThrowIfNull(redis);
        _redis = redis;
        _options = (options ?? new RedisInventoryOptions()).CopyValidated();
        _logger = loggerFactory?.CreateLogger(Log.Category) ?? NullLogger.Instance;
    }

    /// <inheritdoc/>
    public IStorePermits ForStore(Uri store, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(time);

        // The braces put all keys of a store on one node of a cluster.
        var key = $"{_options.KeyPrefix}rate:{{{store.AbsoluteUri}}}";
        var permits = new RedisStorePermits(_redis.GetDatabase(), key, store.AbsoluteUri, _options, time, _logger);
        permits.Start();
        return permits;
    }
}

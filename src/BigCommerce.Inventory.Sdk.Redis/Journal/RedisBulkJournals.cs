using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace BigCommerce.Inventory.Redis;

/// <summary>Journals of bulk runs in Redis, so that a run can be carried on by another machine.</summary>
/// <remarks>
/// A line is kept when Redis has acknowledged it, before the request goes out. How safe it is then depends on how Redis is
/// configured: with <c>appendfsync always</c> it is on the disk; with <c>everysec</c> a crash of the Redis server can lose the last
/// second; without persistence, or in a failover, more. Lost lines can make a resumed run send relative changes a second time.
/// </remarks>
public sealed class RedisBulkJournals
{
    private readonly IConnectionMultiplexer _redis;
    private readonly RedisInventoryOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>Journals in that Redis.</summary>
    /// <param name="redis">The connection. It is not disposed.</param>
    /// <param name="options">Options; null for the defaults. Copied: later changes have no effect.</param>
    /// <param name="time">The clock for waits; null for the system's.</param>
    /// <param name="loggerFactory">Where to log; null for nowhere.</param>
    /// <exception cref="ArgumentException">An option is wrong; the message lists everything that is.</exception>
    public RedisBulkJournals(
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

    /// <summary>A journal for one run.</summary>
    /// <param name="name">Its name: one for each input and store, such as <c>abc123/2026-11-24</c>.</param>
    /// <returns>
    /// The journal. The last run that reads it takes it over. A run that read it before, on a machine that was disconnected or paused,
    /// cannot append any more, so it sends nothing any more.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or empty.</exception>
    public IBulkJournal Open(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new RedisBulkJournal(_redis.GetDatabase(), KeyOf(name), name, _options, _time, _logger);
    }

    /// <summary>Deletes a journal that is not needed any more.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Completes when it is deleted.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or empty.</exception>
    /// <exception cref="RedisException">Redis cannot be used.</exception>
    /// <exception cref="TimeoutException">Redis does not reply.</exception>
    public async Task DeleteAsync(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        await _redis.GetDatabase().KeyDeleteAsync([KeyOf(name), RedisBulkJournal.OwnerOf(KeyOf(name))]).ConfigureAwait(false);
    }

    private RedisKey KeyOf(string name) => $"{_options.KeyPrefix}journal:{{{name}}}";
}

using BigCommerce.Inventory.Webhooks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace BigCommerce.Inventory.Redis;

/// <summary>
/// Remembers webhook events in Redis, so that all processes behind an address recognize repeated and doubled events. While Redis is
/// away, an event counts as new: handling an event twice must be harmless in any case.
/// </summary>
/// <remarks>Use it as <see cref="WebhookDeduplicatorOptions.Memory"/>.</remarks>
public sealed class RedisWebhookMemory : IWebhookMemory
{
    private readonly IConnectionMultiplexer _redis;
    private readonly RedisInventoryOptions _options;
    private readonly ILogger _logger;

    /// <summary>Remembers events in that Redis.</summary>
    /// <param name="redis">The connection. It is not disposed.</param>
    /// <param name="options">Options; null for the defaults. Copied: later changes have no effect.</param>
    /// <param name="loggerFactory">Where to log; null for nowhere.</param>
    /// <exception cref="ArgumentException">An option is wrong; the message lists everything that is.</exception>
    public RedisWebhookMemory(IConnectionMultiplexer redis, RedisInventoryOptions? options = null, ILoggerFactory? loggerFactory = null)
    {
        ArgumentNullException.ThrowIfNull(redis);
        _redis = redis;
        _options = (options ?? new RedisInventoryOptions()).CopyValidated();
        _logger = loggerFactory?.CreateLogger(Log.Category) ?? NullLogger.Instance;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryAddAsync(string key, TimeSpan window, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        try
        {
            return await _redis.GetDatabase()
                .StringSetAsync(KeyOf(key), RedisValue.EmptyString, window, When.NotExists)
                .WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            Log.WebhookMemoryAway(_logger, exception);
            return true;
        }
    }

    /// <inheritdoc/>
    public async ValueTask RemoveAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        try
        {
            await _redis.GetDatabase().KeyDeleteAsync(KeyOf(key)).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            Log.WebhookMemoryAway(_logger, exception);
        }
    }

    private RedisKey KeyOf(string key) => $"{_options.KeyPrefix}webhook:{key}";
}

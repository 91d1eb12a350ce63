using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace BigCommerce.Inventory.Redis;

/// <summary>The exclusive right to run a store's sync. It is renewed until it is disposed or lost.</summary>
public sealed class RedisStoreLease : IStoreLease, IAsyncDisposable
{
    private readonly IDatabase _redis;
    private readonly RedisKey _key;
    private readonly RedisValue _token;
    private readonly TimeSpan _duration;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _renewal;
    private long _validFrom;
    private int _isLost;

    internal RedisStoreLease(
        IDatabase redis,
        RedisKey key,
        RedisValue token,
        string storeHash,
        TimeSpan duration,
        long askedAt,
        TimeProvider time,
        ILogger logger)
    {
        _redis = redis;
        _key = key;
        _token = token;
        StoreHash = storeHash;
        _duration = duration;
        _time = time;
        _logger = logger;
        _validFrom = askedAt;
        Lost = _lost.Token;
        using var flow = ExecutionContext.SuppressFlow();
        _renewal = Task.Run(RenewAsync, CancellationToken.None);
    }

    /// <summary>The store.</summary>
    public string StoreHash { get; }

    /// <inheritdoc/>
    /// <remarks>
    /// This process measures the lease from before the command was sent, and Redis from its arrival, so this process sees the end first.
    /// </remarks>
    public bool IsHeld => Volatile.Read(ref _isLost) == 0 && Left > TimeSpan.Zero;

    /// <summary>
    /// Cancelled when the lease is lost. Pass it to the run as its cancellation token, so that the run ends with a report. Disposal does
    /// not cancel it.
    /// </summary>
    public CancellationToken Lost { get; }

    private TimeSpan Left => _duration - Margin - _time.GetElapsedTime(Volatile.Read(ref _validFrom));

    // Two clocks may run apart by so much.
    private TimeSpan Margin => _duration / 100;

    /// <summary>Gives the lease up, so that another process can take it at once.</summary>
    public async ValueTask DisposeAsync()
    {
        var wasHeld = Interlocked.Exchange(ref _isLost, 1) == 0;
        await _end.CancelAsync().ConfigureAwait(false);
        await _renewal.ConfigureAwait(false);
        if (wasHeld)
        {
            try
            {
                await _redis.LockReleaseAsync(_key, _token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
            {
                // It ends by itself.
                Log.LeaseNotReleased(_logger, StoreHash, exception);
            }
        }
    }

    private async Task RenewAsync()
    {
        var wait = _duration / 3;
        while (true)
        {
            var left = Left > TimeSpan.Zero ? Left : TimeSpan.Zero;
            await Task.Delay(wait < left ? wait : left, _time, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_end.IsCancellationRequested)
            {
                return;
            }

            // Another process may have held it since.
            left = Left;
            if (left <= TimeSpan.Zero)
            {
                await LoseAsync("it expired before it could be renewed").ConfigureAwait(false);
                return;
            }

            var askedAt = _time.GetTimestamp();
            try
            {
                if (!await _redis.LockExtendAsync(_key, _token, _duration).WaitAsync(left, _time, _end.Token).ConfigureAwait(false))
                {
                    await LoseAsync("Redis does not know it any more").ConfigureAwait(false);
                    return;
                }

                Volatile.Write(ref _validFrom, askedAt);
                wait = _duration / 3;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
            {
                Log.LeaseNotRenewed(_logger, StoreHash, exception);
                wait = _duration / 20;
            }
        }
    }

    private Task LoseAsync(string reason)
    {
        if (Interlocked.Exchange(ref _isLost, 1) != 0)
        {
            return Task.CompletedTask;
        }

        Log.LeaseLost(_logger, StoreHash, reason);
        return _lost.CancelAsync();
    }
}

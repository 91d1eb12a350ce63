using BigCommerce.Inventory.Resilience;

namespace BigCommerce.Inventory.Tests.Resilience.Simulation;

/// <summary>A rate-limit policy.</summary>
internal interface IRatePolicy
{
    /// <summary>Waits until a request may be sent.</summary>
    /// <param name="ticket">The caller's place in the order.</param>
    ValueTask<QuotaPermit> EnterAsync(long ticket);

    /// <summary>Handles the response.</summary>
    /// <returns>How long this caller waits before it retries after a 429.</returns>
    TimeSpan Leave(QuotaPermit permit, bool isServed, RateLimitHeaders headers);
}

/// <summary>The SDK's limiter.</summary>
internal sealed class LimiterPolicy(StoreRateLimiter limiter) : IRatePolicy
{
    public ValueTask<QuotaPermit> EnterAsync(long ticket) =>
        limiter.AcquireAsync(
            new QuotaRequest(ticket, RequestPriority.Foreground, default, Timeout.InfiniteTimeSpan),
            CancellationToken.None);

    public TimeSpan Leave(QuotaPermit permit, bool isServed, RateLimitHeaders headers)
    {
        if (isServed)
        {
            limiter.Responded(permit, headers, isSuccess: true);
        }
        else
        {
            limiter.Refused(permit, headers, TimeSpan.FromMinutes(2));
        }

        return TimeSpan.Zero;
    }
}

/// <summary>No limit; after a 429, that caller waits for the reset.</summary>
internal sealed class RetryOnly : IRatePolicy
{
    public ValueTask<QuotaPermit> EnterAsync(long ticket) => new(new QuotaPermit(0, default));

    public TimeSpan Leave(QuotaPermit permit, bool isServed, RateLimitHeaders headers) =>
        headers.Reset!.Value + TimeSpan.FromMilliseconds(1);
}

/// <summary>Requests at a fixed rate that uses the quota; after a 429, the caller waits for the reset.</summary>
internal sealed class FixedRate(TimeProvider time, TimeSpan distance) : IRatePolicy
{
    private DateTimeOffset _next = time.GetUtcNow();

    public async ValueTask<QuotaPermit> EnterAsync(long ticket)
    {
        var now = time.GetUtcNow();
        var slot = _next > now ? _next : now;
        _next = slot + distance;
        if (slot > now)
        {
            await Task.Delay(slot - now, time);
        }

        return new QuotaPermit(0, default);
    }

    public TimeSpan Leave(QuotaPermit permit, bool isServed, RateLimitHeaders headers) =>
        headers.Reset!.Value + TimeSpan.FromMilliseconds(1);
}

/// <summary>
/// ShopifySharp's rule with this API's numbers: a bucket as large as the quota that refills evenly over a window, set
/// to the remaining quota of each response, whatever is in flight; waits a second after a 429.
/// </summary>
internal sealed class LeakyBucket(TimeProvider time, long quota, TimeSpan window) : IRatePolicy
{
    private readonly double _perSecond = quota / window.TotalSeconds;
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private double _available = quota;
    private DateTimeOffset _at = time.GetUtcNow();
    private bool _isScheduled;

    public async ValueTask<QuotaPermit> EnterAsync(long ticket)
    {
        var turn = new TaskCompletionSource();
        _waiting.Enqueue(turn);
        Grant();
        await turn.Task;
        return new QuotaPermit(0, default);
    }

    public TimeSpan Leave(QuotaPermit permit, bool isServed, RateLimitHeaders headers)
    {
        _available = headers.Remaining!.Value;
        _at = time.GetUtcNow();
        Grant();
        return TimeSpan.FromSeconds(1);
    }

    private void Grant()
    {
        var now = time.GetUtcNow();
        _available = Math.Min(quota, _available + ((now - _at).TotalSeconds * _perSecond));
        _at = now;
        while (_available >= 1 && _waiting.TryDequeue(out var turn))
        {
            _available--;
            turn.SetResult();
        }

        if (_waiting.Count > 0 && !_isScheduled)
        {
            _isScheduled = true;
            _ = GrantLaterAsync(TimeSpan.FromSeconds((1 - _available) / _perSecond));
        }
    }

    private async Task GrantLaterAsync(TimeSpan wait)
    {
        await Task.Delay(wait + TimeSpan.FromMilliseconds(1), time);
        _isScheduled = false;
        Grant();
    }
}

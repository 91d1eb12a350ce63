using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace BigCommerce.Inventory.Redis;

/// <summary>Whether Redis replies.</summary>
internal sealed class RedisHealthCheck(IConnectionMultiplexer redis) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var latency = await redis.GetDatabase().PingAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy(FormattableString.Invariant($"Redis replies in {latency.TotalMilliseconds:0.0} ms."));
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            return new HealthCheckResult(
                context.Registration.FailureStatus,
                "Redis cannot be used. Rate limits are not shared for now, and leases and journals are not available.",
                exception);
        }
    }
}

using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BigCommerce.Inventory.AspNetCore;

/// <summary>Whether a store accepts the access token, whether the store's circuit is closed, and how much quota is left.</summary>
internal sealed class InventoryHealthCheck(BigCommerceInventoryClient client, InventoryHealthCheckOptions options, TimeProvider time)
    : IHealthCheck, IDisposable
{
    private static readonly TimeSpan MaxFailureCacheDuration = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _reading = new(1);
    private Reading? _last;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var reading = await ReadAsync(cancellationToken).ConfigureAwait(false);
        var data = new Dictionary<string, object>
        {
            ["store"] = client.StoreHash,
            ["circuitOpen"] = client.IsCircuitOpen,
            ["readAt"] = reading.At,
        };
        var quota = client.RateLimit;
        if (quota is not null)
        {
            data["quotaLimit"] = quota.Limit;
            data["quotaRemaining"] = quota.Remaining;
            data["quotaResetsAt"] = quota.ResetsAt;
        }

        return reading.Failure switch
        {
            null when quota is not null && quota.Remaining < quota.Limit * options.MinQuotaShare =>
                HealthCheckResult.Degraded("Little of the store's quota is left.", data: data),
            null => HealthCheckResult.Healthy("The store accepts the access token.", data),
            BigCommerceAuthenticationException => new HealthCheckResult(
                context.Registration.FailureStatus, "The store rejects the access token.", reading.Failure, data),
            BigCommercePermissionException => HealthCheckResult.Degraded(
                "The access token lacks the OAuth scope for the read of the health check.", reading.Failure, data),
            BigCommerceCircuitOpenException => HealthCheckResult.Degraded(
                "The circuit is open, because almost every request to the store failed.", reading.Failure, data),
            BigCommerceRateLimitException => HealthCheckResult.Degraded(
                "The access token is not checked yet, because the store's quota is used up.", reading.Failure, data),
            _ => HealthCheckResult.Degraded("The store could not be read.", reading.Failure, data),
        };
    }

    public void Dispose() => _reading.Dispose();

    /// <summary>Reads the store, unless an earlier read still counts. Probes at the same time share one read.</summary>
    private async Task<Reading> ReadAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // While the circuit is open, a read costs no request, and after the break it is the probe that can close the circuit.
            if (_last is not { } last || time.GetElapsedTime(last.Timestamp) >= CacheDurationOf(last) || client.IsCircuitOpen)
            {
                var failure = await TryReadAsync(cancellationToken).ConfigureAwait(false);

                // Without quota nothing new is known about the token.
                if (_last is null || failure is not BigCommerceRateLimitException)
                {
                    _last = new Reading(time.GetTimestamp(), time.GetUtcNow(), failure);
                }
            }

            return _last;
        }
        finally
        {
            _reading.Release();
        }
    }

    private TimeSpan CacheDurationOf(Reading reading) =>
        reading.Failure is null || options.CacheDuration < MaxFailureCacheDuration ? options.CacheDuration : MaxFailureCacheDuration;

    private async Task<BigCommerceException?> TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var settings = new RequestOptions { Timeout = options.Timeout, MaxRateLimitWait = TimeSpan.Zero };
            await options.Read(client, settings, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (BigCommerceException exception)
        {
            return exception;
        }
    }

    private sealed record Reading(long Timestamp, DateTimeOffset At, BigCommerceException? Failure);
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using BigCommerce.Inventory.Redis;
using StackExchange.Redis;

namespace BigCommerce.Inventory.RedisFleet;

/// <summary>What a process counted.</summary>
/// <param name="Successes">Calls that succeeded.</param>
/// <param name="Failures">Calls that failed.</param>
/// <param name="Scripts">Scripts sent to Redis.</param>
/// <param name="Waits">How long each request for a permit waited for Redis.</param>
public sealed record WorkerCount(int Successes, int Failures, long Scripts, Wait[] Waits);

/// <summary>A wait for Redis.</summary>
/// <param name="At">When it began, in seconds since the first request of the process.</param>
/// <param name="Milliseconds">How long it was.</param>
public readonly record struct Wait(double At, double Milliseconds);

/// <summary>One process: callers that read a store's stock as fast as they may, or at a given rate.</summary>
public static class Worker
{
    public static async Task RunAsync(FleetOptions options, TextReader input, TextWriter output)
    {
        long scripts = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "bigcommerce.inventory.redis.scripts")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref scripts, count));
        listener.Start();
        await using var redis = options.WithoutRedis ? null : await ConnectAsync(options.RedisPort, options.ReplicaPort);
        var coordinator = redis is null ? null : new RedisRateLimitCoordinator(redis, Waits(options));
        if (coordinator is not null)
        {
            await WarmUpAsync(coordinator);
            Interlocked.Exchange(ref scripts, 0);
        }

        var timing = coordinator is null ? null : new Timing(coordinator);
        using var client = new BigCommerceInventoryClient(
            "fleet",
            "token",
            new BigCommerceInventoryOptions { BaseAddress = new Uri(options.Url) },
            new BigCommerceInventoryClientSettings { RateLimitCoordinator = timing });

        await output.WriteLineAsync("ready");
        await input.ReadLineAsync();
        var duration = TimeSpan.FromSeconds(options.WindowSeconds * options.WindowCount);
        using var end = new CancellationTokenSource(duration);
        var successes = 0;
        var failures = 0;
        var callers = options.Callers[0];
        var all = options.Callers.Sum();

        // A rate for each caller, so that all together use that share of the quota.
        var pause = options.Load >= 1 ? TimeSpan.Zero : TimeSpan.FromSeconds(options.WindowSeconds * all / (options.Limit * options.Load));
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async caller =>
        {
            var random = new Random(HashCode.Combine(caller, Environment.ProcessId));

            // A process makes at least one call, even if a busy machine gives it no time before the end.
            var token = caller == 0 ? CancellationToken.None : end.Token;
            try
            {
                while (true)
                {
                    if (pause > TimeSpan.Zero)
                    {
                        await Task.Delay(pause * 2 * random.NextDouble(), end.Token);
                    }

                    try
                    {
                        await client.Items.ListAsync(options: new RequestOptions { MaxRateLimitWait = Timeout.InfiniteTimeSpan }, cancellationToken: token);
                        Interlocked.Increment(ref successes);
                    }
                    catch (BigCommerceException)
                    {
                        Interlocked.Increment(ref failures);
                    }

                    token = end.Token;
                }
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                // The time is over.
            }
        }));
        await output.WriteLineAsync(JsonSerializer.Serialize(new WorkerCount(successes, failures, Interlocked.Read(ref scripts), timing?.Waits() ?? [])));
    }

    /// <summary>
    /// Uses another store's permits, near its limit, so that the runtime has compiled this code. A process that has run for long has.
    /// </summary>
    private static async Task WarmUpAsync(RedisRateLimitCoordinator coordinator)
    {
        const int limit = 20;
        var permits = coordinator.ForStore(new Uri($"https://localhost/stores/warm-up-{Environment.ProcessId}/"), TimeProvider.System);
        for (var remaining = limit - 1; remaining >= 0; remaining--)
        {
            await permits.AcquireAsync(new PermitRequest { Priority = RequestPriority.Foreground });
            permits.Complete(new PermitResult
            {
                End = PermitEnd.Succeeded,
                Limit = limit,
                Remaining = remaining,
                Window = TimeSpan.FromSeconds(30),
                Reset = TimeSpan.FromSeconds(20),
            });
        }
    }

    private static RedisInventoryOptions Waits(FleetOptions options) => options.MaxWait == 0
        ? new RedisInventoryOptions()
        : new RedisInventoryOptions { UsualWait = TimeSpan.FromMilliseconds(options.MaxWait), MaxWait = TimeSpan.FromMilliseconds(options.MaxWait) };

    public static Task<ConnectionMultiplexer> ConnectAsync(int port, int replicaPort = 0)
    {
        var configuration = new ConfigurationOptions
        {
            EndPoints = { { "127.0.0.1", port } },
            AbortOnConnectFail = false,
            BacklogPolicy = BacklogPolicy.FailFast,
        };
        if (replicaPort > 0)
        {
            configuration.EndPoints.Add("127.0.0.1", replicaPort);
        }

        return ConnectionMultiplexer.ConnectAsync(configuration);
    }

    /// <summary>Measures how long requests for permits take.</summary>
    private sealed class Timing(IRateLimitCoordinator inner) : IRateLimitCoordinator
    {
        private readonly List<Wait> _waits = [];

        public IStorePermits ForStore(Uri store, TimeProvider time) => new Permits(inner.ForStore(store, time), _waits);

        public Wait[] Waits()
        {
            lock (_waits)
            {
                return [.. _waits];
            }
        }

        private sealed class Permits(IStorePermits inner, List<Wait> waits) : IStorePermits
        {
            private readonly long _firstAt = Stopwatch.GetTimestamp();

            public async ValueTask<PermitDecision> AcquireAsync(PermitRequest request, CancellationToken cancellationToken = default)
            {
                var startedAt = Stopwatch.GetTimestamp();
                var decision = await inner.AcquireAsync(request, cancellationToken);
                var wait = Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds;
                lock (waits)
                {
                    waits.Add(new Wait(Stopwatch.GetElapsedTime(_firstAt, startedAt).TotalSeconds, wait));
                }

                return decision;
            }

            public void Complete(PermitResult result) => inner.Complete(result);
        }
    }
}

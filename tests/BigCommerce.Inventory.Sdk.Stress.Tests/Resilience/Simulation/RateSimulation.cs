using BigCommerce.Inventory.Resilience;

namespace BigCommerce.Inventory.Tests.Resilience.Simulation;

/// <summary>Callers that send requests all the time to one simulated store.</summary>
internal sealed class RateSimulation
{
    private readonly EventLoop _loop = new();
    private readonly Random _random;
    private readonly (TimeSpan From, TimeSpan To) _latency;
    private Highest<TimeSpan> _responses;
    private Highest<long> _tickets;
    private long _lastTicket;

    private RateSimulation(int seed, StoreRules rules, (TimeSpan From, TimeSpan To) latency)
    {
        _random = new Random(seed);
        _latency = latency;

        // Separate random source, so that latencies do not depend on the other app.
        Store = new SimulatedStore(rules, _loop.Time, new Random(seed + 1));
    }

    public SimulatedStore Store { get; }

    public int Served { get; private set; }

    /// <summary>429s.</summary>
    public int Refused { get; private set; }

    /// <summary>429s although the other app had used nothing since the newest response known when the request was sent.</summary>
    public int RefusedWithoutTheft { get; private set; }

    /// <summary>Requests that were sent after a request of a later caller.</summary>
    public int OutOfOrder { get; private set; }

    /// <summary>How many responses arrived in another order than the store sent them.</summary>
    public int ResponsesOutOfOrder { get; private set; }

    /// <summary>Runs a simulation.</summary>
    /// <param name="seed">The random seed.</param>
    /// <param name="rules">The store.</param>
    /// <param name="callers">Concurrent callers, distributed over the workers.</param>
    /// <param name="duration">How long.</param>
    /// <param name="latency">The round-trip time.</param>
    /// <param name="policy">Makes each worker's policy.</param>
    /// <param name="workers">Processes that do not share the quota state.</param>
    public static RateSimulation Run(
        int seed,
        StoreRules rules,
        int callers,
        TimeSpan duration,
        (TimeSpan From, TimeSpan To) latency,
        Func<TimeProvider, Random, IRatePolicy> policy,
        int workers = 1)
    {
        var simulation = new RateSimulation(seed, rules, latency);
        var policies = Enumerable.Range(0, workers).Select(_ => policy(simulation._loop.Time, simulation._random)).ToList();
        simulation._loop.Run(
            duration,
            Enumerable.Range(0, callers).Select(i => (Func<Task>)(() => simulation.CallAsync(policies[i % workers]))));
        return simulation;
    }

    private async Task CallAsync(IRatePolicy policy)
    {
        while (true)
        {
            var ticket = ++_lastTicket;
            for (var attempt = 1; ; attempt++)
            {
                var permit = await policy.EnterAsync(ticket);
                if (attempt == 1)
                {
                    OutOfOrder += ticket < _tickets.Before(Store.Now) ? 1 : 0;
                    _tickets.Add(ticket, Store.Now);
                }

                var known = _responses.Before(Store.Now);
                var trip = _latency.From + ((_latency.To - _latency.From) * _random.NextDouble());
                var thither = trip * _random.NextDouble();
                await Task.Delay(thither, _loop.Time);
                var handledAt = Store.Now;
                var (isServed, headers) = Store.Handle();
                await Task.Delay(trip - thither, _loop.Time);
                ResponsesOutOfOrder += handledAt < _responses.Before(Store.Now) ? 1 : 0;
                _responses.Add(handledAt, Store.Now);
                var wait = policy.Leave(permit, isServed, headers);
                if (isServed)
                {
                    Served++;
                    break;
                }

                Refused++;
                RefusedWithoutTheft += Store.Thefts.Exists(theft => theft > known && theft <= handledAt) ? 0 : 1;
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, _loop.Time);
                }
            }
        }
    }

    /// <summary>The highest of values over time. Values at the same instant do not affect each other.</summary>
    private struct Highest<T>
        where T : IComparable<T>
    {
        private TimeSpan _at;
        private T _before;
        private T _highest;

        public readonly T Before(TimeSpan now) => now > _at ? _highest : _before;

        public void Add(T value, TimeSpan now)
        {
            _before = Before(now);
            _at = now;
            _highest = value.CompareTo(_highest) > 0 ? value : _highest;
        }
    }
}

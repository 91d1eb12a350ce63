using System.Runtime.CompilerServices;

namespace BigCommerce.Inventory.Resilience;

/// <summary>
/// What the process knows of stores: one <see cref="StoreState"/> each. It lives while a client holds it, and for as long
/// after as what it knows may still be of use.
/// </summary>
/// <remarks>
/// Clients share a state when they reach the same store, at the same address, by the same clock and rate-limit coordinator, through the network.
/// Primary handlers that are no network, such as stubs of tests, have states of their own.
/// </remarks>
internal sealed class StoreRegistry
{
    /// <summary>How long a state that nobody holds is kept: a window and the longest back-off are over by then.</summary>
    internal static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(10);

    // Weak: what belongs to a test's clock or stub ends with it.
    private static readonly ConditionalWeakTable<object, StoreRegistry> Scopes = [];

    private readonly Dictionary<(string Store, TimeProvider Time, IRateLimitCoordinator? Coordinator), Entry> _entries = [];
    private int _lookups;

    /// <summary>How many stores are known.</summary>
    public int Count
    {
        get
        {
            lock (_entries)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>The states of clients that reach stores in the same way.</summary>
    /// <param name="scope">The handler that answers in place of the network; the clock where the network does.</param>
    public static StoreRegistry In(object scope) => Scopes.GetValue(scope, static _ => new StoreRegistry());

    /// <summary>The state of a store; the same for every client.</summary>
    /// <param name="store">The store's address, its hash included.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Gives numbers from 0 to 1.</param>
    /// <param name="coordinator">Shares the rate limit with other processes; null where the process is alone.</param>
    public StoreState For(Uri store, TimeProvider time, Func<double> random, IRateLimitCoordinator? coordinator = null)
    {
        lock (_entries)
        {
            if (++_lookups > _entries.Count + 64)
            {
                _lookups = 0;
                ForgetIdle();
            }

            var key = (store.AbsoluteUri, time, coordinator);
            if (_entries.TryGetValue(key, out var entry) && entry.State.TryGetTarget(out var known))
            {
                // It may have been let go just before.
                _entries[key] = entry with { Kept = known };
                return known;
            }

            var state = new StoreState(time, random, coordinator?.ForStore(store, time));
            _entries[key] = new Entry(new WeakReference<StoreState>(state), state);
            return state;
        }
    }

    private void ForgetIdle()
    {
        foreach (var (key, entry) in _entries.ToArray())
        {
            if (entry.Kept is { } kept && kept.Limiter.Age - kept.Limiter.LastUsed > IdleTime)
            {
                _entries[key] = entry with { Kept = null };
            }
            else if (!entry.State.TryGetTarget(out _))
            {
                _entries.Remove(key);
            }
        }
    }

    /// <param name="State">Finds the state while a client holds it.</param>
    /// <param name="Kept">Holds it while it is in use.</param>
    private readonly record struct Entry(WeakReference<StoreState> State, StoreState? Kept);
}

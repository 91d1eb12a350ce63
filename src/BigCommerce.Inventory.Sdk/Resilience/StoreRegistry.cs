using System.Runtime.CompilerServices;

namespace BigCommerce.Inventory.Resilience;

/// <summary>
/// The <see cref="StoreState"/> of each store in the process. A state exists while a client references it, and for
/// <see cref="IdleTime"/> after its last use.
/// </summary>
/// <remarks>
/// Clients share a state if they use the same store address, the same clock and the network. A primary handler that does not
/// use the network, such as a test stub, has a separate registry.
/// </remarks>
internal sealed class StoreRegistry
{
    /// <summary>How long an unused state is kept: longer than a window and the longest back-off.</summary>
    internal static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(10);

    // Weak, so that the registry of a test's clock or stub is collected with it.
    private static readonly ConditionalWeakTable<object, StoreRegistry> Scopes = [];

    private readonly Dictionary<(string Store, TimeProvider Time, IRateLimitCoordinator? Coordinator), Entry> _entries = [];
    private int _lookups;

    /// <summary>The number of states.</summary>
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

    /// <summary>Gets the registry of a scope.</summary>
    /// <param name="scope">The primary handler if it replaces the network; otherwise the clock.</param>
    public static StoreRegistry In(object scope) => Scopes.GetValue(scope, static _ => new StoreRegistry());

    /// <summary>Gets or creates the state of a store.</summary>
    /// <param name="store">The store's address, including its hash.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Returns numbers from 0 to 1.</param>
    /// <param name="coordinator">Shares the rate limit with other processes; null if the process is alone.</param>
    public StoreState For(Uri store, TimeProvider time, Func<double> random, IRateLimitCoordinator? coordinator = null)
    {
        lock (_entries)
        {
            if (++_lookups > _entries.Count + 64)
            {
                _lookups = 0;
                RemoveIdle();
            }

            var key = (store.AbsoluteUri, time, coordinator);
            if (_entries.TryGetValue(key, out var entry) && entry.State.TryGetTarget(out var known))
            {
                // The strong reference may have been removed because the state was idle.
                _entries[key] = entry with { Kept = known };
                return known;
            }

            var state = new StoreState(time, random, coordinator?.ForStore(store, time));
            _entries[key] = new Entry(new WeakReference<StoreState>(state), state);
            return state;
        }
    }

    private void RemoveIdle()
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

    /// <param name="State">Finds the state while a client references it.</param>
    /// <param name="Kept">Keeps the state alive until it is idle.</param>
    private readonly record struct Entry(WeakReference<StoreState> State, StoreState? Kept);
}

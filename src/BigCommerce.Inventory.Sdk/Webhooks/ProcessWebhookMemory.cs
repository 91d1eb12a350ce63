namespace BigCommerce.Inventory.Webhooks;

/// <summary>Remembers events in this process.</summary>
/// <param name="capacity">The most keys of one window.</param>
/// <param name="time">The clock.</param>
internal sealed class ProcessWebhookMemory(int capacity, TimeProvider time) : IWebhookMemory
{
    // Few, and never removed.
    private readonly Dictionary<TimeSpan, RecentSet> _sets = [];

    /// <summary>The number of keys, including those that were removed before they expired.</summary>
    public int Count
    {
        get
        {
            lock (_sets)
            {
                return _sets.Values.Sum(static set => set.Count);
            }
        }
    }

    public ValueTask<bool> TryAddAsync(string key, TimeSpan window, CancellationToken cancellationToken = default)
    {
        lock (_sets)
        {
            if (!_sets.TryGetValue(window, out var set))
            {
                _sets.Add(window, set = new RecentSet(capacity, window));
            }

            return new ValueTask<bool>(set.Add(key, time.GetElapsedTime(0)));
        }
    }

    public ValueTask RemoveAsync(string key, CancellationToken cancellationToken = default)
    {
        lock (_sets)
        {
            foreach (var set in _sets.Values)
            {
                set.Remove(key);
            }
        }

        return default;
    }

    /// <summary>A set that removes members when they expire or when the capacity is exceeded.</summary>
    private sealed class RecentSet(int capacity, TimeSpan window)
    {
        private readonly Dictionary<string, TimeSpan> _addedAt = new(StringComparer.Ordinal);

        // All members have the same window, so they expire in the order in which they were added.
        private readonly Queue<(string Member, TimeSpan AddedAt)> _order = new();

        public int Count => _order.Count;

        public bool Add(string member, TimeSpan now)
        {
            while (_order.TryPeek(out var oldest) && now - oldest.AddedAt >= window)
            {
                DropOldest();
            }

            if (!_addedAt.TryAdd(member, now))
            {
                return false;
            }

            if (_order.Count == capacity)
            {
                DropOldest();
            }

            _order.Enqueue((member, now));
            return true;
        }

        public void Remove(string member) => _addedAt.Remove(member);

        private void DropOldest()
        {
            var (member, addedAt) = _order.Dequeue();

            // Keep a member that was removed and added again.
            if (_addedAt.TryGetValue(member, out var current) && current == addedAt)
            {
                _addedAt.Remove(member);
            }
        }
    }
}

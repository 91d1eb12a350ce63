namespace BigCommerce.Inventory.Webhooks;

/// <summary>Remembers events in this process.</summary>
/// <param name="capacity">The most keys of one window.</param>
/// <param name="time">The clock.</param>
internal sealed class ProcessWebhookMemory(int capacity, TimeProvider time) : IWebhookMemory
{
    // Few, and never removed.
    private readonly Dictionary<TimeSpan, RecentSet> _sets = [];

    /// <summary>How many keys are kept, those that were removed before their time included.</summary>
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

    /// <summary>A set whose members leave by themselves, after a time or when there are too many.</summary>
    private sealed class RecentSet(int capacity, TimeSpan window)
    {
        private readonly Dictionary<string, TimeSpan> _addedAt = new(StringComparer.Ordinal);

        // In the order of adding, which with one window for all is also the order of leaving.
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

            // Unless it was removed, and perhaps added again, since.
            if (_addedAt.TryGetValue(member, out var current) && current == addedAt)
            {
                _addedAt.Remove(member);
            }
        }
    }
}

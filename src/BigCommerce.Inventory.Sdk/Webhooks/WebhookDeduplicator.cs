namespace BigCommerce.Inventory.Webhooks;

/// <summary>
/// Detects events that were delivered before. Repeated deliveries have the same message id. Duplicate events, which arrive within
/// a second with different message ids, have the same content.
/// </summary>
/// <remarks>
/// <para>
/// The memory is limited to this process and to <see cref="WebhookDeduplicatorOptions.Capacity"/> events. Handling an event twice
/// must stay harmless, because duplicates after a restart or at another process are not detected.
/// </para>
/// <para>Thread-safe: of two duplicates that arrive concurrently, one is accepted.</para>
/// </remarks>
public sealed class WebhookDeduplicator
{
    private readonly object _gate = new();
    private readonly TimeProvider _timeProvider;
    private readonly RecentSet<string> _messages;
    private readonly RecentSet<Content> _contents;

    /// <summary>Creates a de-duplicator with an empty memory.</summary>
    /// <param name="options">The windows and the capacity; null for the defaults. They are copied: later changes have no effect.</param>
    /// <exception cref="ArgumentException">The clock is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A window or the capacity is out of its range.</exception>
    public WebhookDeduplicator(WebhookDeduplicatorOptions? options = null)
    {
        options ??= new WebhookDeduplicatorOptions();
        ArgumentNullException.ThrowIfNull(options.TimeProvider);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.MessageWindow, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ContentWindow, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Capacity, 1);

        _timeProvider = options.TimeProvider;
        _messages = new RecentSet<string>(options.Capacity, options.MessageWindow, StringComparer.Ordinal);
        _contents = new RecentSet<Content>(options.Capacity, options.ContentWindow, EqualityComparer<Content>.Default);
    }

    /// <summary>Accepts an event on its first delivery, and remembers it.</summary>
    /// <param name="webhook">The event.</param>
    /// <param name="messageId">
    /// The <see cref="WebhookVerificationResult.MessageId"/> of the delivery. If it is null or empty, only the content is compared.
    /// </param>
    /// <returns>True for a new event; false for a duplicate, which can be ignored.</returns>
    public bool TryAccept(InventoryWebhookEvent webhook, string? messageId)
    {
        ArgumentNullException.ThrowIfNull(webhook);

        var content = new Content(webhook.StoreHash, webhook.Scope, webhook.Data);
        lock (_gate)
        {
            var now = _timeProvider.GetElapsedTime(0);
            var isNewMessage = string.IsNullOrEmpty(messageId) || _messages.Add(messageId, now);

            // A repeated delivery must not restart the content window.
            return isNewMessage && _contents.Add(content, now);
        }
    }

    /// <summary>Forgets an accepted event that could not be handled, so that its next delivery is accepted.</summary>
    /// <param name="webhook">The event.</param>
    /// <param name="messageId">The message id of the accepted delivery, if any.</param>
    /// <remarks>Call it before you return a status code other than 2xx: BigCommerce then delivers the message again.</remarks>
    public void Forget(InventoryWebhookEvent webhook, string? messageId)
    {
        ArgumentNullException.ThrowIfNull(webhook);

        lock (_gate)
        {
            if (!string.IsNullOrEmpty(messageId))
            {
                _messages.Remove(messageId);
            }

            _contents.Remove(new Content(webhook.StoreHash, webhook.Scope, webhook.Data));
        }
    }

    private readonly record struct Content(string StoreHash, string Scope, InventoryWebhookData Data);

    /// <summary>A set that removes members when they expire or when the capacity is exceeded.</summary>
    private sealed class RecentSet<T>(int capacity, TimeSpan window, IEqualityComparer<T> comparer)
        where T : notnull
    {
        private readonly Dictionary<T, TimeSpan> _addedAt = new(comparer);

        // All members have the same window, so they expire in the order in which they were added.
        private readonly Queue<(T Member, TimeSpan AddedAt)> _order = new();

        public bool Add(T member, TimeSpan now)
        {
            while (_order.TryPeek(out var oldest) && now - oldest.AddedAt >= window)
            {
                DropOldest();
            }

            if (window == TimeSpan.Zero || !_addedAt.TryAdd(member, now))
            {
                return window == TimeSpan.Zero;
            }

            if (_order.Count == capacity)
            {
                DropOldest();
            }

            _order.Enqueue((member, now));
            return true;
        }

        public void Remove(T member) => _addedAt.Remove(member);

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

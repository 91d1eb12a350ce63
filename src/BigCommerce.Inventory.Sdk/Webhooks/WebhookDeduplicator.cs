namespace BigCommerce.Inventory.Webhooks;

/// <summary>
/// Recognizes events that were delivered before: repeated deliveries by their message id, and doubled events, which come
/// within a second under another id, by their content.
/// </summary>
/// <remarks>
/// <para>
/// Remembers in memory, in this process, and no more than <see cref="WebhookDeduplicatorOptions.Capacity"/>. Handling an event twice must
/// stay harmless: an event that arrives after a restart, or at another process, is not recognized.
/// </para>
/// <para>Safe to use from several threads: of two doubles that arrive at once, one is accepted.</para>
/// </remarks>
public sealed class WebhookDeduplicator
{
    private readonly object _gate = new();
    private readonly TimeProvider _timeProvider;
    private readonly RecentSet<string> _messages;
    private readonly RecentSet<Content> _contents;

    /// <summary>Creates a de-duplicator that remembers nothing yet.</summary>
    /// <param name="options">How long and how much to remember; null for the defaults. Copied: later changes to it have no effect.</param>
    /// <exception cref="ArgumentException">There is no clock.</exception>
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

    /// <summary>Accepts an event the first time it is seen, and remembers it.</summary>
    /// <param name="webhook">The event.</param>
    /// <param name="messageId">
    /// <see cref="WebhookVerificationResult.MessageId"/> of the delivery; null or empty when there is none, then only the content counts.
    /// </param>
    /// <returns>True for a new event; false for one that was accepted before and can be passed over.</returns>
    public bool TryAccept(InventoryWebhookEvent webhook, string? messageId)
    {
        ArgumentNullException.ThrowIfNull(webhook);

        var content = new Content(webhook.StoreHash, webhook.Scope, webhook.Data);
        lock (_gate)
        {
            var now = _timeProvider.GetElapsedTime(0);
            var isNewMessage = string.IsNullOrEmpty(messageId) || _messages.Add(messageId, now);

            // A repeated delivery does not start a content window of its own.
            return isNewMessage && _contents.Add(content, now);
        }
    }

    /// <summary>Forgets an event that was accepted but could not be taken on, so that its repeated delivery is accepted.</summary>
    /// <param name="webhook">The event.</param>
    /// <param name="messageId">The message id it was accepted with, if any.</param>
    /// <remarks>Call it before answering outside 2xx: BigCommerce then delivers the message again.</remarks>
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

    /// <summary>A set whose members leave by themselves, after a time or when there are too many.</summary>
    private sealed class RecentSet<T>(int capacity, TimeSpan window, IEqualityComparer<T> comparer)
        where T : notnull
    {
        private readonly Dictionary<T, TimeSpan> _addedAt = new(comparer);

        // In the order of adding, which with one window for all is also the order of leaving.
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

            // Unless it was removed, and perhaps added again, since.
            if (_addedAt.TryGetValue(member, out var current) && current == addedAt)
            {
                _addedAt.Remove(member);
            }
        }
    }
}

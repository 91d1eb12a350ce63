using System.Runtime.CompilerServices;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Webhooks;
using Xunit;

namespace BigCommerce.Inventory.Tests.Webhooks;

public class WebhookDeduplicatorTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void TryAccept_SameId_IsDuplicateFor48Hours()
    {
        var deduplicator = Create();

        Assert.True(deduplicator.TryAccept(Stock(1), "a"));
        Assert.False(deduplicator.TryAccept(Stock(1), "a"));
        _time.Advance(TimeSpan.FromHours(48) - TimeSpan.FromTicks(1));
        Assert.False(deduplicator.TryAccept(Stock(1), "a"));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(deduplicator.TryAccept(Stock(1), "a"));
    }

    [Fact]
    public void TryAccept_SameContent_IsDuplicateForOneSecond()
    {
        var deduplicator = Create();

        Assert.True(deduplicator.TryAccept(Stock(1), "a"));
        _time.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        Assert.False(deduplicator.TryAccept(Stock(1) with { CreatedAt = _time.GetUtcNow(), Hash = "another" }, "b"));

        // The window starts with the first event, so a steady stream is not suppressed forever.
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(deduplicator.TryAccept(Stock(1), "c"));
        Assert.False(deduplicator.TryAccept(Stock(1), "d"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void TryAccept_NoId_ComparesOnlyTheContent(string? messageId)
    {
        var deduplicator = Create();

        Assert.True(deduplicator.TryAccept(Stock(1), messageId));
        Assert.True(deduplicator.TryAccept(Stock(2), messageId));
        Assert.False(deduplicator.TryAccept(Stock(1), messageId));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(deduplicator.TryAccept(Stock(1), messageId));
    }

    [Fact]
    public void TryAccept_OtherStoreScopeOrItem_IsAccepted()
    {
        var deduplicator = Create();
        var webhook = Stock(1);

        Assert.True(deduplicator.TryAccept(webhook, "a"));
        Assert.True(deduplicator.TryAccept(webhook with { StoreHash = "other" }, "b"));
        Assert.True(deduplicator.TryAccept(webhook with { Scope = InventoryWebhookScopes.SettingsChanged }, "c"));
        Assert.True(
            deduplicator.TryAccept(webhook with { Data = new ItemWebhookData { ProductId = 1, VariantId = 1, LocationId = 2 } }, "d"));
        Assert.True(deduplicator.TryAccept(Unknown("""{"a":1}"""), "e"));
        Assert.True(deduplicator.TryAccept(Unknown("""{"a":2}"""), "f"));
        Assert.False(deduplicator.TryAccept(Unknown("""{"a":1}"""), "g"));
    }

    [Fact]
    public void TryAccept_IdsThatDifferInCase_AreAccepted()
    {
        var deduplicator = Create(new WebhookDeduplicatorOptions { ContentWindow = TimeSpan.Zero });

        Assert.True(deduplicator.TryAccept(Stock(1), "a"));
        Assert.True(deduplicator.TryAccept(Stock(1), "A"));
        Assert.False(deduplicator.TryAccept(Stock(1), "A"));
    }

    [Fact]
    public void TryAccept_NoContentWindow_ComparesOnlyIds()
    {
        var deduplicator = Create(new WebhookDeduplicatorOptions { ContentWindow = TimeSpan.Zero });

        Assert.True(deduplicator.TryAccept(Stock(1), "a"));
        Assert.True(deduplicator.TryAccept(Stock(1), "b"));
        Assert.True(deduplicator.TryAccept(Stock(1), null));
        Assert.False(deduplicator.TryAccept(Stock(1), "a"));
    }

    [Fact]
    public void TryAccept_AboveCapacity_ForgetsTheOldest()
    {
        var deduplicator = Create(new WebhookDeduplicatorOptions { Capacity = 3 });
        foreach (var id in new[] { 1, 2, 3, 4 })
        {
            Assert.True(deduplicator.TryAccept(Stock(id), $"{id}"));
        }

        Assert.False(deduplicator.TryAccept(Stock(4), "4"));
        Assert.False(deduplicator.TryAccept(Stock(3), "3"));
        Assert.False(deduplicator.TryAccept(Stock(2), "2"));
        Assert.True(deduplicator.TryAccept(Stock(1), "1"));
        Assert.True(deduplicator.TryAccept(Stock(2), "2"));
    }

    [Fact]
    public void TryAccept_LongStream_KeepsAtMostTheCapacity()
    {
        var deduplicator = Create(new WebhookDeduplicatorOptions { Capacity = 100 });

        var stream = Accept(deduplicator, 10_000);
        GC.Collect();

        Assert.InRange(stream.Count(data => data.IsAlive), 1, 100);
        GC.KeepAlive(deduplicator);

        // Separate, so that no local variable keeps an event alive.
        [MethodImpl(MethodImplOptions.NoInlining)]
        static List<WeakReference> Accept(WebhookDeduplicator deduplicator, int count)
        {
            var all = new List<WeakReference>();
            for (var i = 0; i < count; i++)
            {
                var webhook = Stock(i);
                deduplicator.TryAccept(webhook, $"{i}");
                all.Add(new WeakReference(webhook.Data));
                if (i % 3 == 0)
                {
                    deduplicator.Forget(webhook, $"{i}");
                }
            }

            return all;
        }
    }

    [Fact]
    public void TryAccept_AfterForget_IsAcceptedAndRemembered()
    {
        var deduplicator = Create(
            new WebhookDeduplicatorOptions { MessageWindow = TimeSpan.FromSeconds(10), ContentWindow = TimeSpan.FromSeconds(10) });

        Assert.True(deduplicator.TryAccept(Stock(1), "a"));
        _time.Advance(TimeSpan.FromSeconds(6));
        deduplicator.Forget(Stock(1), "a");
        deduplicator.Forget(Stock(2), null);
        Assert.True(deduplicator.TryAccept(Stock(1), "a"));

        // The end of its first window does not end its second.
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.False(deduplicator.TryAccept(Stock(1), "a"));
        Assert.False(deduplicator.TryAccept(Stock(1), "b"));
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.True(deduplicator.TryAccept(Stock(1), "a"));
    }

    [Fact]
    public async Task TryAccept_ConcurrentDuplicates_AcceptsOne()
    {
        var deduplicator = Create(new WebhookDeduplicatorOptions { Capacity = 100_000 });
        const int events = 5_000;

        var accepted = await Task.WhenAll(Enumerable.Range(0, 8).Select(receiver => Task.Run(() =>
            Enumerable.Range(1, events).Count(i => deduplicator.TryAccept(Stock(i), receiver % 2 == 0 ? $"{i}" : $"{i}, doubled")))));

        Assert.Equal(events, accepted.Sum());
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            "options.MessageWindow",
            () => Create(new WebhookDeduplicatorOptions { MessageWindow = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>(
            "options.ContentWindow",
            () => Create(new WebhookDeduplicatorOptions { ContentWindow = TimeSpan.FromTicks(-1) }));
        Assert.Throws<ArgumentOutOfRangeException>("options.Capacity", () => Create(new WebhookDeduplicatorOptions { Capacity = 0 }));
        Assert.Throws<ArgumentNullException>(
            "options.TimeProvider",
            () => new WebhookDeduplicator(new WebhookDeduplicatorOptions { TimeProvider = null! }));
        Assert.True(new WebhookDeduplicator().TryAccept(Stock(1), "a"));
    }

    private WebhookDeduplicator Create(WebhookDeduplicatorOptions? options = null)
    {
        options ??= new WebhookDeduplicatorOptions();
        options.TimeProvider = _time;
        return new WebhookDeduplicator(options);
    }

    private static InventoryWebhookEvent Stock(int productId) => new()
    {
        Scope = InventoryWebhookScopes.StockChanged,
        StoreHash = "abc123",
        Data = new ItemWebhookData { ProductId = productId, VariantId = 1, LocationId = 1 },
    };

    private static InventoryWebhookEvent Unknown(string json) => new()
    {
        Scope = "store/new",
        StoreHash = "abc123",
        Data = new UnknownWebhookData { Json = json },
    };
}

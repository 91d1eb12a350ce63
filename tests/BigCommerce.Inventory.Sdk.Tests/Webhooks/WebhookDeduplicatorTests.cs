using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Webhooks;
using Xunit;

namespace BigCommerce.Inventory.Tests.Webhooks;

public class WebhookDeduplicatorTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task TryAcceptAsync_SameId_IsDuplicateFor48Hours()
    {
        var deduplicator = Create();

        Assert.True(await deduplicator.TryAcceptAsync(Stock(1), "a"));
        Assert.False(await deduplicator.TryAcceptAsync(Stock(1), "a"));
        _time.Advance(TimeSpan.FromHours(48) - TimeSpan.FromTicks(1));
        Assert.False(await deduplicator.TryAcceptAsync(Stock(1), "a"));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(await deduplicator.TryAcceptAsync(Stock(1), "a"));
    }

    [Fact]
    public async Task TryAcceptAsync_SameContent_IsDuplicateForOneSecond()
    {
        var deduplicator = Create();

        Assert.True(await deduplicator.TryAcceptAsync(Stock(1), "a"));
        _time.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        Assert.False(await deduplicator.TryAcceptAsync(Stock(1) with { CreatedAt = _time.GetUtcNow(), Hash = "another" }, "b"));

        // The window starts with the first event, so a steady stream is not suppressed forever.
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(await deduplicator.TryAcceptAsync(Stock(1), "c"));
        Assert.False(await deduplicator.TryAcceptAsync(Stock(1), "d"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task TryAcceptAsync_NoId_ComparesOnlyTheContent(string? messageId)
    {
        var deduplicator = Create();

        Assert.True(await deduplicator.TryAcceptAsync(Stock(1), messageId));
        Assert.True(await deduplicator.TryAcceptAsync(Stock(2), messageId));
        Assert.False(await deduplicator.TryAcceptAsync(Stock(1), messageId));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await deduplicator.TryAcceptAsync(Stock(1), messageId));
    }

    [Fact]
    public async Task TryAcceptAsync_OtherStoreScopeOrItem_IsAccepted()
    {
        var deduplicator = Create();
        var webhook = Stock(1);

        Assert.True(await deduplicator.TryAcceptAsync(webhook, "a"));
        Assert.True(await deduplicator.TryAcceptAsync(webhook with { StoreHash = "other" }, "b"));
        Assert.True(await deduplicator.TryAcceptAsync(webhook with { Scope = InventoryWebhookScopes.SettingsChanged }, "c"));
        Assert.True(
            await deduplicator.TryAcceptAsync(webhook with { Data = new ItemWebhookData { ProductId = 1, VariantId = 1, LocationId = 2 } }, "d"));
        Assert.True(await deduplicator.TryAcceptAsync(Unknown("""{"a":1}"""), "e"));
        Assert.True(await deduplicator.TryAcceptAsync(Unknown("""{"a":2}"""), "f"));
        Assert.False(await deduplicator.TryAcceptAsync(Unknown("""{"a":1}"""), "g"));
    }

    [Fact]
    public async Task TryAcceptAsync_IdsThatDifferInCase_AreAccepted()
    {
        var deduplicator = Create(new WebhookDeduplicatorOptions { ContentWindow = TimeSpan.Zero });

        Assert.True(await deduplicator.TryAcceptAsync(Stock(1), "a"));
        Assert.True(await deduplicator.TryAcceptAsync(Stock(1), "A"));
        Assert.False(await deduplicator.TryAcceptAsync(Stock(1), "A"));
    }

    [Fact]
    public async Task TryAcceptAsync_NoContentWindow_ComparesOnlyIds()
    {
        var deduplicator = Create(new WebhookDeduplicatorOptions { ContentWindow = TimeSpan.Zero });

        Assert.True(await deduplicator.TryAcceptAsync(Stock(1), "a"));
        Assert.True(await deduplicator.TryAcceptAsync(Stock(1), "b"));
        Assert.True(await deduplicator.TryAcceptAsync(Stock(1), null));
        Assert.False(await deduplicator.TryAcceptAsync(Stock(1), "a"));
    }

    [Fact]
    public async Task TryAcceptAsync_AboveCapacity_ForgetsTheOldest()
    {
        var deduplicator = Create(new WebhookDeduplicatorOptions { Capacity = 3 });
        foreach (var id in new[] { 1, 2, 3, 4 })
        {
            Assert.True(await deduplicator.TryAcceptAsync(Stock(id), $"{id}"));
        }

        Assert.False(await deduplicator.TryAcceptAsync(Stock(4), "4"));
        Assert.False(await deduplicator.TryAcceptAsync(Stock(3), "3"));
        Assert.False(await deduplicator.TryAcceptAsync(Stock(2), "2"));
        Assert.True(await deduplicator.TryAcceptAsync(Stock(1), "1"));
        Assert.True(await deduplicator.TryAcceptAsync(Stock(2), "2"));
    }

    [Fact]
    public async Task TryAcceptAsync_LongStream_KeepsNoMoreThanTheCapacity()
    {
        var memory = new ProcessWebhookMemory(capacity: 100, _time);
        var deduplicator = Create(new WebhookDeduplicatorOptions { Memory = memory });
        for (var i = 0; i < 10_000; i++)
        {
            Assert.True(await deduplicator.TryAcceptAsync(Stock(i), $"{i}"));
            if (i % 3 == 0)
            {
                await deduplicator.ForgetAsync(Stock(i), $"{i}");
            }
        }

        // Message ids and contents, 100 each.
        Assert.Equal(200, memory.Count);
    }

    [Fact]
    public async Task TryAcceptAsync_SharedMemory_RecognizesWhatAnotherDeduplicatorAccepted()
    {
        var memory = new ProcessWebhookMemory(capacity: 100, _time);
        var one = Create(new WebhookDeduplicatorOptions { Memory = memory });
        var other = Create(new WebhookDeduplicatorOptions { Memory = memory });

        Assert.True(await one.TryAcceptAsync(Stock(1), "a"));
        Assert.False(await other.TryAcceptAsync(Stock(2), "a"));
        Assert.False(await other.TryAcceptAsync(Stock(1), "b"));
        await other.ForgetAsync(Stock(1), "a");
        Assert.True(await one.TryAcceptAsync(Stock(1), "a"));
    }

    [Fact]
    public async Task TryAcceptAsync_AfterForget_IsAcceptedAndRemembered()
    {
        var deduplicator = Create(
            new WebhookDeduplicatorOptions { MessageWindow = TimeSpan.FromSeconds(10), ContentWindow = TimeSpan.FromSeconds(10) });

        Assert.True(await deduplicator.TryAcceptAsync(Stock(1), "a"));
        _time.Advance(TimeSpan.FromSeconds(6));
        await deduplicator.ForgetAsync(Stock(1), "a");
        await deduplicator.ForgetAsync(Stock(2), null);
        Assert.True(await deduplicator.TryAcceptAsync(Stock(1), "a"));

        // The end of its first window does not end its second.
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.False(await deduplicator.TryAcceptAsync(Stock(1), "a"));
        Assert.False(await deduplicator.TryAcceptAsync(Stock(1), "b"));
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.True(await deduplicator.TryAcceptAsync(Stock(1), "a"));
    }

    [Fact]
    public async Task TryAcceptAsync_ConcurrentDuplicates_AcceptsOne()
    {
        var deduplicator = Create(new WebhookDeduplicatorOptions { Capacity = 100_000 });
        const int events = 5_000;

        var accepted = await Task.WhenAll(Enumerable.Range(0, 8).Select(receiver => Task.Run(async () =>
        {
            var count = 0;
            for (var i = 1; i <= events; i++)
            {
                count += await deduplicator.TryAcceptAsync(Stock(i), receiver % 2 == 0 ? $"{i}" : $"{i}, doubled") ? 1 : 0;
            }

            return count;
        })));

        Assert.Equal(events, accepted.Sum());
    }

    [Fact]
    public async Task Options_OutOfRange_AreRefused()
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
        Assert.True(await new WebhookDeduplicator().TryAcceptAsync(Stock(1), "a"));
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

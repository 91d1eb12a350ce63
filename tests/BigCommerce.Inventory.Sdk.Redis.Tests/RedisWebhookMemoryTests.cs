using BigCommerce.Inventory.Webhooks;

namespace BigCommerce.Inventory.Redis.Tests;

public class RedisWebhookMemoryTests(RedisFixture redis)
{
    private readonly string _prefix = redis.NewPrefix();

    [Fact]
    public async Task TryAcceptAsync_SameEventAtTwoProcesses_IsAcceptedOnce()
    {
        var one = Deduplicator();
        var other = Deduplicator();

        Assert.True(await one.TryAcceptAsync(Stock(1), "a"));
        Assert.False(await other.TryAcceptAsync(Stock(1), "a"));
        Assert.False(await other.TryAcceptAsync(Stock(1), "b"));
        Assert.True(await other.TryAcceptAsync(Stock(2), "c"));
    }

    [Fact]
    public async Task TryAcceptAsync_ManyProcessesAtOnce_AcceptEachEventOnce()
    {
        var accepted = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            var deduplicator = Deduplicator();
            var count = 0;
            for (var i = 0; i < 100; i++)
            {
                count += await deduplicator.TryAcceptAsync(Stock(i), $"{i}") ? 1 : 0;
            }

            return count;
        }));

        Assert.Equal(100, accepted.Sum());
    }

    [Fact]
    public async Task ForgetAsync_AcceptedEvent_IsAcceptedAgain()
    {
        Assert.True(await Deduplicator().TryAcceptAsync(Stock(1), "a"));
        await Deduplicator().ForgetAsync(Stock(1), "a");
        Assert.True(await Deduplicator().TryAcceptAsync(Stock(1), "a"));
    }

    [Fact]
    public async Task TryAddAsync_AfterTheWindow_IsNew()
    {
        var memory = Memory();
        Assert.True(await memory.TryAddAsync("a", TimeSpan.FromMilliseconds(1)));
        while (!await memory.TryAddAsync("a", TimeSpan.FromHours(1)))
        {
            await Task.Yield();
        }

        Assert.False(await memory.TryAddAsync("a", TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task TryAcceptAsync_RedisGone_Accepts()
    {
        await using var link = new FaultyLink(redis.Address);
        await using var connection = await RedisFixture.ConnectAsync(link.Address);
        var deduplicator = new WebhookDeduplicator(new WebhookDeduplicatorOptions { Memory = new RedisWebhookMemory(connection, new RedisInventoryOptions { KeyPrefix = _prefix }) });
        link.Cut();
        while (connection.IsConnected)
        {
            await Task.Yield();
        }

        Assert.True(await deduplicator.TryAcceptAsync(Stock(1), "a"));
        await deduplicator.ForgetAsync(Stock(1), "a");
    }

    private RedisWebhookMemory Memory() => new(redis.Redis, new RedisInventoryOptions { KeyPrefix = _prefix });

    // A content window that no test outlasts.
    private WebhookDeduplicator Deduplicator() => new(new WebhookDeduplicatorOptions { Memory = Memory(), ContentWindow = TimeSpan.FromHours(1) });

    private static InventoryWebhookEvent Stock(int productId) => new()
    {
        Scope = InventoryWebhookScopes.StockChanged,
        StoreHash = "abc123",
        Data = new ItemWebhookData { ProductId = productId, VariantId = 1, LocationId = 1 },
    };
}

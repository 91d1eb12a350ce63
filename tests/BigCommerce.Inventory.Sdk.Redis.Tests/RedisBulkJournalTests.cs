using BigCommerce.Inventory.Testing;
using StackExchange.Redis;

namespace BigCommerce.Inventory.Redis.Tests;

public class RedisBulkJournalTests(RedisFixture redis)
{
    private readonly string _prefix = redis.NewPrefix();

    [Fact]
    public async Task AppendAsync_ManyLines_AreReadByAnotherRunInOrder()
    {
        var journal = Journals().Open("run");
        Assert.Empty(await ReadAsync(journal));
        var lines = Enumerable.Range(0, 2_500).Select(static i => $"line {i} é <0123>").ToList();
        foreach (var line in lines)
        {
            await journal.AppendAsync(line);
        }

        Assert.Equal(lines, await ReadAsync(Journals().Open("run")));
        Assert.Empty(await ReadAsync(Journals().Open("another")));
    }

    [Fact]
    public async Task AppendAsync_TakenOverByAnotherRun_IsRefused()
    {
        var paused = Journals().Open("run");
        await ReadAsync(paused);
        await paused.AppendAsync("1");
        var next = Journals().Open("run");
        Assert.Equal(["1"], await ReadAsync(next));

        var exception = await Assert.ThrowsAsync<BulkJournalException>(() => paused.AppendAsync("2").AsTask());

        Assert.Equal("Another run has taken over journal 'run', or the journal was deleted. This run ends, so that no row is sent twice.", exception.Message);
        await next.AppendAsync("3");
        Assert.Equal(["1", "3"], await ReadAsync(Journals().Open("run")));
    }

    [Fact]
    public async Task AppendAsync_NotReadBefore_IsRefused() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Journals().Open("run").AppendAsync("1").AsTask());

    [Fact]
    public async Task AppendAsync_LinesLost_IsRefused()
    {
        var journal = Journals().Open("run");
        await ReadAsync(journal);
        await journal.AppendAsync("1");
        await journal.AppendAsync("2");
        await redis.Database.ListRightPopAsync(Key("run"));

        await Assert.ThrowsAsync<BulkJournalException>(() => journal.AppendAsync("3").AsTask());
    }

    [Fact]
    public async Task AppendAsync_ReplyLost_KeepsTheLineOnce()
    {
        await using var link = new FaultyLink(redis.Address);
        await using var connection = await RedisFixture.ConnectAsync(link.Address);
        var journal = new RedisBulkJournals(connection, Options()).Open("run");
        await ReadAsync(journal);
        link.StallReplies();
        var append = journal.AppendAsync("1").AsTask();
        while (await redis.Database.ListLengthAsync(Key("run")) == 0)
        {
            await Task.Yield();
        }

        link.Cut();
        link.Resume();
        await append;

        await journal.AppendAsync("2");
        Assert.Equal(["1", "2"], await ReadAsync(Journals().Open("run")));
    }

    [Fact]
    public async Task AppendAsync_RedisGone_EndsAfterTheWait()
    {
        var time = new ManualTimeProvider { AdvanceWhenIdle = true };
        await using var link = new FaultyLink(redis.Address);
        await using var connection = await RedisFixture.ConnectAsync(link.Address);
        var journal = new RedisBulkJournals(connection, Options(), time).Open("run");
        await ReadAsync(journal);
        link.Cut();
        while (connection.IsConnected)
        {
            await Task.Yield();
        }

        await Assert.ThrowsAsync<RedisConnectionException>(() => journal.AppendAsync("1").AsTask());

        // 50 ms, doubled up to 2 s, as long as another wait ends within 30 s.
        Assert.InRange(time.Elapsed, TimeSpan.FromSeconds(28), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Journal_NotUsedAnyMore_ExpiresOrIsDeleted()
    {
        var journal = Journals().Open("run");
        await ReadAsync(journal);
        await journal.AppendAsync("1");
        Assert.InRange((await redis.Database.KeyTimeToLiveAsync(Key("run")))!.Value, TimeSpan.FromHours(167), TimeSpan.FromHours(168));

        await Journals().DeleteAsync("run");

        Assert.Empty(await ReadAsync(Journals().Open("run")));
    }

    [Fact]
    public async Task BulkRun_TakenOverByAnotherMachine_SendsNothingMoreAndNoRowTwice()
    {
        var emulator = new InventoryEmulator();
        var store = emulator.GetStore();
        for (var i = 1; i <= 60; i++)
        {
            store.SetStock(1, store.AddItem($"SKU-{i}", variantId: i), 100);
        }

        using var client = emulator.CreateClient();
        var rows = Enumerable.Range(1, 60).Select(static i => new RelativeAdjustment(1, ItemKey.Variant(i), 1)).ToList();
        var options = new BulkOptions { MaxRowsPerRequest = 10 };
        BulkReport<RelativeAdjustment>? taken = null;

        // The head and two lines for each of three requests; then this machine is paused, and another one carries the run on.
        var paused = new PausedJournal(Journals().Open("run"), pauseAt: 8, async () =>
            taken = await client.Stock.Adjust(rows, options with { Journal = Journals().Open("run") }).RunAsync());
        var exception = await Assert.ThrowsAnyAsync<BulkRunException>(() => client.Stock.Adjust(rows, options with { Journal = paused }).RunAsync());

        Assert.IsType<BulkJournalException>(exception.InnerException);
        Assert.Equal((30L, 30L), (exception.Report.AppliedCount, exception.Report.NotSentCount));
        Assert.Equal((60L, 30L), (taken!.AppliedCount, taken.FromJournalCount));
        Assert.All(store.Items, item => Assert.Equal(101, store.GetOnHand(1, item)));
    }

    private RedisBulkJournals Journals() => new(redis.Redis, Options());

    private RedisInventoryOptions Options() => new() { KeyPrefix = _prefix };

    private RedisKey Key(string name) => $"{_prefix}journal:{{{name}}}";

    private static async Task<List<string>> ReadAsync(IBulkJournal journal)
    {
        var lines = new List<string>();
        await foreach (var line in journal.ReadAsync())
        {
            lines.Add(line);
        }

        return lines;
    }

    private sealed class PausedJournal(IBulkJournal inner, int pauseAt, Func<Task> whilePausedAsync) : IBulkJournal
    {
        private int _appends;

        public IAsyncEnumerable<string> ReadAsync(CancellationToken cancellationToken = default) => inner.ReadAsync(cancellationToken);

        public async ValueTask AppendAsync(string line, CancellationToken cancellationToken = default)
        {
            if (++_appends == pauseAt)
            {
                await whilePausedAsync();
            }

            await inner.AppendAsync(line, cancellationToken);
        }
    }
}

namespace BigCommerce.Inventory.Tests.Stock;

public class BulkConcurrencyTests
{
    private readonly FakeStore _store = new();

    [Fact]
    public async Task SetStream_KeysMayNameAnItemInFlight_AreSentAfterItsResponse()
    {
        var isSecondSent = NewSource();
        var response = NewSource();
        _store.Before = number =>
        {
            if (number == 2)
            {
                isSecondSent.SetResult();
            }

            return number switch
            {
                1 => isSecondSent.Task,
                2 => response.Task,
                _ => Task.CompletedTask,
            };
        };
        AbsoluteAdjustment[] rows = [new(1, ItemKey.Variant(7), 5), new(2, ItemKey.Variant(7), 6), new(2, ItemKey.Sku("A"), 7)];
        await using var results = _store.Bulk()
            .Set(rows, new BulkOptions { MaxRowsPerRequest = 1, MaxConcurrency = 3 })
            .EnumerateAsync()
            .GetAsyncEnumerator();

        // The first two requests are in flight together. The SKU may name the variant of the second one.
        Assert.True(await results.MoveNextAsync());
        Assert.Equal((1, 2), (results.Current.RequestNumber, _store.Requests.Count));

        response.SetResult();
        Assert.True(await results.MoveNextAsync());
        Assert.Equal((2, 2), (results.Current.RequestNumber, _store.MostInFlight));
        Assert.True(await results.MoveNextAsync());
        Assert.Equal((3, 3), (results.Current.RequestNumber, _store.Requests.Count));
        Assert.False(await results.MoveNextAsync());
    }

    [Fact]
    public async Task SetStream_ResponsesWhileTheInputWaits_DoNotReadItAgain()
    {
        var response = NewSource();
        var input = new WaitingInput(waitsAt: 2);
        _store.Before = number => number == 2 ? response.Task : Task.CompletedTask;
        await using var results = _store.Bulk()
            .Set(input, new BulkOptions { MaxRowsPerRequest = 1, MaxBufferedRows = 1, MaxConcurrency = 3 })
            .EnumerateAsync()
            .GetAsyncEnumerator();
        Assert.True(await results.MoveNextAsync());
        var second = results.MoveNextAsync();
        await input.Waits;
        response.SetResult();
        Assert.True(await second);

        var third = results.MoveNextAsync();
        for (var i = 0; i < 100; i++)
        {
            await Task.Yield();
        }

        input.Continue();
        Assert.True(await third);
        Assert.False(await results.MoveNextAsync());
        Assert.Equal((3, 1), (_store.Stock.Count, input.MostReads));
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gives three rows, and waits before one of them.</summary>
    private sealed class WaitingInput(int waitsAt) : IAsyncEnumerable<AbsoluteAdjustment>, IAsyncEnumerator<AbsoluteAdjustment>
    {
        private readonly TaskCompletionSource _waits = NewSource();
        private readonly TaskCompletionSource _continues = NewSource();
        private int _row = -1;
        private int _reads;

        public Task Waits => _waits.Task;

        public int MostReads { get; private set; }

        public AbsoluteAdjustment Current => new(1, ItemKey.Variant(_row + 1), 1);

        public void Continue() => _continues.SetResult();

        public IAsyncEnumerator<AbsoluteAdjustment> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

        public async ValueTask<bool> MoveNextAsync()
        {
            MostReads = Math.Max(MostReads, Interlocked.Increment(ref _reads));
            if (++_row == waitsAt)
            {
                _waits.SetResult();
                await _continues.Task;
            }

            Interlocked.Decrement(ref _reads);
            return _row < 3;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

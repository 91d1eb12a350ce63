using System.Collections;
using System.Runtime.CompilerServices;
using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.Tests.Stock;

/// <summary>Whatever the input does, the run ends with a report.</summary>
public sealed class BulkInputTests : IDisposable
{
    private readonly FakeStore _store = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly SemaphoreSlim _never = new(0);

    public void Dispose()
    {
        _cancellation.Dispose();
        _never.Dispose();
    }

    [Fact]
    public async Task Set_DisposeThrows_KeepsTheReport()
    {
        var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(
            () => _store.Bulk().Set(new Rows(3) { OnDispose = () => throw new IOException("Disk gone.") }).RunAsync());

        Assert.Equal((3, 3), (exception.Report.RowCount, exception.Report.AppliedCount));
        Assert.Equal("Disk gone.", exception.InnerException!.Message);
    }

    [Fact]
    public async Task Set_MoveNextAndDisposeThrow_KeepsTheFirstCause()
    {
        var rows = new Rows(3)
        {
            OnRow = i => _ = i < 2 ? i : throw new IOException("Row gone."),
            OnDispose = () => throw new IOException("Disk gone."),
        };

        var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(() => _store.Bulk().Set(rows).RunAsync());

        Assert.Equal((3, 0, 3), (exception.Report.RowCount, exception.Report.AppliedCount, exception.Report.NotSentCount));
        Assert.Equal("Row gone.", exception.InnerException!.Message);
    }

    [Fact]
    public async Task SetStream_DisposeThrows_ReturnsEveryOutcomeFirst()
    {
        var applied = 0;

        await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(async () =>
        {
            await foreach (var outcome in _store.Bulk().Set(new Rows(3) { OnDispose = () => throw new IOException("Disk gone.") }).EnumerateAsync())
            {
                applied += outcome.AppliedRows.Count;
            }
        });

        Assert.Equal(3, applied);
    }

    [Fact]
    public async Task Set_InputThrowsWhenItsTokenIsCancelled_KeepsTheReport()
    {
        _store.Before = number => number == 2
            ? throw new BigCommerceApiException(new ApiError { StatusCode = System.Net.HttpStatusCode.Forbidden })
            : Task.CompletedTask;
        var options = new BulkOptions { MaxRowsPerRequest = 2, MaxBufferedRows = 2, MaxConcurrency = 2 };

        var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(
            () => _store.Bulk().Set(RowsAsync(), options).RunAsync());

        Assert.Equal((2, 2), (exception.Report.AppliedCount, exception.Report.NotSentCount));
        Assert.IsType<BigCommerceApiException>(exception.InnerException);

        static async IAsyncEnumerable<AbsoluteAdjustment> RowsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            cancellationToken.Register(() => throw new IOException("Stream gone."));
            for (var i = 1; i <= 4; i++)
            {
                yield return new AbsoluteAdjustment(1, ItemKey.Variant(i), i);
            }

            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Set_InputNeverYieldsAgain_EndsWhenCancelledWithTheRowsHeld(bool blocks)
    {
        var time = new ManualTimeProvider();
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = new BulkOptions { CancellationGrace = TimeSpan.FromSeconds(3) };
        var run = blocks
            ? _store.Bulk(time).Set(new Rows(10) { OnRow = i => Block(i, waits) }, options).RunAsync(_cancellation.Token)
            : _store.Bulk(time).Set(StreamAsync(waits), options).RunAsync(_cancellation.Token);
        await waits.Task;

        await _cancellation.CancelAsync();
        await Support.Eventually.HoldsAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return run.IsCompleted;
        });

        var report = await run;
        Assert.Equal((blocks ? 10 : 4, blocks ? 10 : 4, true), (report.RowCount, report.NotSentCount, report.IsCanceled));
        Assert.Equal(4, report.NotSentRows.Count);
        _never.Release(2);
    }

    [Fact]
    public async Task Set_InputIsAbandoned_WaitsForItOnce()
    {
        var time = new ManualTimeProvider { AdvanceWhenIdle = true };
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = _store.Bulk(time)
            .Set(StreamAsync(waits), new BulkOptions { CancellationGrace = TimeSpan.FromSeconds(3) })
            .RunAsync(_cancellation.Token);
        await waits.Task;

        await _cancellation.CancelAsync();
        await run;

        Assert.Equal(TimeSpan.FromSeconds(3), time.Elapsed);
        _never.Release();
    }

    [Fact]
    public async Task Set_InputBlocksWhileRequestsAreInFlight_JournalHasTheResponsesAlready()
    {
        var journal = new MemoryJournal();
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = new BulkOptions
        {
            MaxRowsPerRequest = 2,
            MaxBufferedRows = 2,
            MaxConcurrency = 4,
            Journal = journal,
            CancellationGrace = TimeSpan.Zero,
        };
        var run = _store.Bulk()
            .Set(new Rows(10) { OnRow = i => Block(i, waits) }, options with { Progress = new Reporter(_ => told.TrySetResult()) })
            .RunAsync(_cancellation.Token);
        await waits.Task;
        await told.Task;

        await Support.Eventually.HoldsAsync(() => journal.Lines.Count >= 5);

        Assert.Equal(2, journal.Lines.Count(line => line.Contains("\"sent\"", StringComparison.Ordinal)));
        await _cancellation.CancelAsync();
        Assert.Equal(4, (await run).AppliedCount);
        _never.Release(2);
    }

    [Fact]
    public async Task Set_AbandonedInput_IsDisposedWhenItYields()
    {
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var disposed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var rows = new Rows(10) { OnRow = i => Block(i, waits), OnDispose = () => disposed.SetResult() };
        var run = _store.Bulk().Set(rows, new BulkOptions { CancellationGrace = TimeSpan.Zero }).RunAsync(_cancellation.Token);
        await waits.Task;
        await _cancellation.CancelAsync();
        await run;
        Assert.False(disposed.Task.IsCompleted);

        _never.Release(2);

        await disposed.Task;
    }

    [Fact]
    public async Task Reconcile_InputNeverYields_IsCancelled()
    {
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = _store.Bulk(items: new FakeItems(_store, TimeProvider.System))
            .Reconcile(new Rows(10) { OnRow = i => Block(i, waits) })
            .RunAsync(_cancellation.Token);
        await waits.Task;

        await _cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        _never.Release(2);
    }

    [Fact]
    public async Task Adjust_ProgressThrowsEachTime_KeepsTheReport()
    {
        var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(
            () => _store.Bulk()
                .Set(
                    new Rows(6),
                    new BulkOptions
                    {
                        MaxRowsPerRequest = 2,
                        MaxConcurrency = 3,
                        Progress = new Reporter(_ => throw new IOException("Screen gone.")),
                    })
                .RunAsync());

        Assert.Equal(6, exception.Report.AppliedCount + exception.Report.NotSentCount);
        Assert.Equal(exception.Report.AppliedCount, _store.Stock.Count);
    }

    private void Block(int row, TaskCompletionSource waits)
    {
        if (row == 4)
        {
            waits.SetResult();
            _never.Wait(CancellationToken.None);
        }
    }

    private async IAsyncEnumerable<AbsoluteAdjustment> StreamAsync(TaskCompletionSource waits)
    {
        for (var i = 0; i < 4; i++)
        {
            yield return Row(i);
        }

        waits.SetResult();
        await _never.WaitAsync(CancellationToken.None);
    }

    private static AbsoluteAdjustment Row(int i) => new(1, ItemKey.Variant(i + 1), i);

    /// <summary>A collection of known length that runs code of the test.</summary>
    private sealed class Rows(int count) : IReadOnlyCollection<AbsoluteAdjustment>, ICollection<AbsoluteAdjustment>
    {
        public int Count => count;

        public bool IsReadOnly => true;

        public Action<int>? OnRow { get; init; }

        public Action? OnDispose { get; init; }

        public IEnumerator<AbsoluteAdjustment> GetEnumerator() => new Enumerator(this);

        public void Add(AbsoluteAdjustment item) => throw new NotSupportedException();

        public void Clear() => throw new NotSupportedException();

        public bool Contains(AbsoluteAdjustment item) => throw new NotSupportedException();

        public void CopyTo(AbsoluteAdjustment[] array, int arrayIndex) => throw new NotSupportedException();

        public bool Remove(AbsoluteAdjustment item) => throw new NotSupportedException();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        private sealed class Enumerator(Rows rows) : IEnumerator<AbsoluteAdjustment>
        {
            private int _row = -1;

            public AbsoluteAdjustment Current => Row(_row);

            object IEnumerator.Current => Current;

            public bool MoveNext()
            {
                if (++_row < rows.Count)
                {
                    rows.OnRow?.Invoke(_row);
                }

                return _row < rows.Count;
            }

            public void Reset() => throw new NotSupportedException();

            public void Dispose() => rows.OnDispose?.Invoke();
        }
    }

    private sealed class Reporter(Action<BulkProgress> report) : IProgress<BulkProgress>
    {
        public void Report(BulkProgress value) => report(value);
    }
}

using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.Tests.Stock;

public sealed class BulkCancellationTests : IDisposable
{
    private readonly FakeStore _store = new();
    private readonly CancellationTokenSource _cancellation = new();

    public void Dispose() => _cancellation.Dispose();

    [Fact]
    public async Task Set_CancelledBetweenRequests_ReturnsTheReportSoFar()
    {
        _store.After = number =>
        {
            if (number == 2)
            {
                _cancellation.Cancel();
            }

            return Task.CompletedTask;
        };

        var report = await _store.Bulk().Set(Rows(9000)).RunAsync(_cancellation.Token);

        Assert.Equal(
            (9000, 4000, 5000, 0, 2),
            (report.RowCount, report.AppliedCount, report.NotSentCount, report.UnknownCount, report.RequestCount));
        Assert.True(report.IsCanceled);
        Assert.False(report.AllApplied);
        Assert.Equal(Enumerable.Range(4000, 5000).Select(index => (long)index), report.NotSentRows.Select(row => row.Index));
    }

    [Fact]
    public async Task Set_CancelledBefore_SendsNothing()
    {
        await _cancellation.CancelAsync();

        var report = await _store.Bulk().Set(Rows(10)).RunAsync(_cancellation.Token);

        Assert.Equal((10, 10, 0, true), (report.RowCount, report.NotSentCount, report.RequestCount, report.IsCanceled));
        Assert.Empty(report.NotSentRows);
    }

    [Fact]
    public async Task EnsureAllApplied_CancelledBeforeAStreamWasRead_Throws()
    {
        await _cancellation.CancelAsync();

        var report = await _store.Bulk().Set(Stream(10)).RunAsync(_cancellation.Token);

        Assert.Equal((0, 0, true), (report.RowCount, report.RequestCount, report.IsCanceled));
        Assert.False(report.AllApplied);
        Assert.StartsWith(
            "Not all rows are applied. Of 0 rows, 0 are applied, 0 rejected, 0 unknown, 0 not sent, 0 merged and 0 net zero."
            + " The run ended before it had read all rows.",
            Assert.Throws<RowsNotAppliedException<AbsoluteAdjustment>>(report.EnsureAllApplied).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task EnsureAllApplied_CancelledBetweenRequestsOfAStream_Throws()
    {
        _store.After = _ => _cancellation.CancelAsync();

        var report = await _store.Bulk()
            .Set(Stream(100), new BulkOptions { MaxRowsPerRequest = 10, MaxBufferedRows = 10 })
            .RunAsync(_cancellation.Token);

        Assert.Equal((10, 10, 0), (report.RowCount, report.AppliedCount, report.NotSentCount));
        Assert.Throws<RowsNotAppliedException<AbsoluteAdjustment>>(report.EnsureAllApplied);
    }

    [Fact]
    public async Task EnsureAllApplied_CancelledAfterTheLastRequestOfAStream_ReturnsTheReport()
    {
        _store.After = _ => _cancellation.CancelAsync();

        var report = await _store.Bulk().Set(Stream(10)).RunAsync(_cancellation.Token);

        Assert.Equal((10, 10), (report.RowCount, report.AppliedCount));
        Assert.Same(report, report.EnsureAllApplied());
    }

    [Fact]
    public async Task AllApplied_SourceThrowsAfterTheRowsBeforeAreApplied_IsFalse()
    {
        static async IAsyncEnumerable<AbsoluteAdjustment> Rows()
        {
            await foreach (var row in Stream(10))
            {
                yield return row;
            }

            throw new InvalidOperationException("The file ends in the middle of a line.");
        }

        var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(
            () => _store.Bulk().Set(Rows(), new BulkOptions { MaxRowsPerRequest = 10, MaxBufferedRows = 10 }).RunAsync());

        Assert.Equal((10, 10), (exception.Report.RowCount, exception.Report.AppliedCount));
        Assert.False(exception.Report.AllApplied);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_CancelledWithARequestInFlight_WaitsForTheGraceThenReportsUnknown(bool isRelative)
    {
        var time = new ManualTimeProvider();
        var stuck = new StuckStore();
        var options = new BulkOptions { CancellationGrace = TimeSpan.FromSeconds(20) };
        var run = RunAsync(stuck.Bulk(time), isRelative, options);
        await stuck.Entered;

        await _cancellation.CancelAsync();
        time.Advance(TimeSpan.FromSeconds(19));
        Assert.False(stuck.Token.IsCancellationRequested);
        time.Advance(TimeSpan.FromSeconds(1));
        var report = await run;

        Assert.Equal((1, 1, true), (report.RowCount, report.UnknownCount, report.IsCanceled));
        Assert.Equal(TimeSpan.FromSeconds(20), report.Elapsed);
    }

    [Fact]
    public async Task Set_CancelledWithoutGrace_ReportsUnknownAtOnce()
    {
        var stuck = new StuckStore();
        var run = stuck.Bulk()
            .Set([new AbsoluteAdjustment(1, ItemKey.Variant(1), 1)], new BulkOptions { CancellationGrace = TimeSpan.Zero })
            .RunAsync(_cancellation.Token);
        await stuck.Entered;

        await _cancellation.CancelAsync();
        var report = await run;

        Assert.Equal((1, 1), (report.RowCount, report.UnknownCount));
    }

    [Fact]
    public async Task Set_CancelledWhileInputWaits_Ends()
    {
        var waiting = new TaskCompletionSource();
        async IAsyncEnumerable<AbsoluteAdjustment> Source(
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token = default)
        {
            yield return new AbsoluteAdjustment(1, ItemKey.Variant(1), 1);
            waiting.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        }

        var run = _store.Bulk().Set(Source()).RunAsync(_cancellation.Token);
        await waiting.Task;
        await _cancellation.CancelAsync();
        var report = await run;

        Assert.Equal((1, 1, true), (report.RowCount, report.NotSentCount, report.IsCanceled));
    }

    [Fact]
    public async Task SetStream_Cancelled_ReturnsEveryOutcomeThenThrows()
    {
        _store.After = number =>
        {
            _cancellation.Cancel();
            return Task.CompletedTask;
        };
        var outcomes = new List<BulkRequestResult<AbsoluteAdjustment>>();

        await Assert.ThrowsAsync<OperationCanceledException>(async () =>
        {
            await foreach (var outcome in _store.Bulk().Set(Rows(5), new BulkOptions { MaxRowsPerRequest = 2 }).EnumerateAsync(_cancellation.Token))
            {
                outcomes.Add(outcome);
            }
        });

        Assert.Equal([2, 0, 0], outcomes.Select(outcome => outcome.AppliedRows.Count));
        Assert.Equal([0, 2, 1], outcomes.Select(outcome => outcome.NotSentRows.Count));
    }

    [Fact]
    public async Task SetStream_WithCancellation_UsesItsToken()
    {
        _store.After = number =>
        {
            _cancellation.Cancel();
            return Task.CompletedTask;
        };

        await Assert.ThrowsAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in _store.Bulk().Adjust(Changes()).EnumerateAsync().WithCancellation(_cancellation.Token))
            {
            }
        });

        Assert.Single(_store.Requests);

        static async IAsyncEnumerable<RelativeAdjustment> Changes()
        {
            await Task.Yield();
            for (var i = 1; i <= 4001; i++)
            {
                yield return new RelativeAdjustment(1, ItemKey.Variant(i), 1);
            }
        }
    }

    [Fact]
    public async Task SetStream_OutcomeNotTaken_DelaysTheNextRequest()
    {
        await using var outcomes = _store.Bulk()
            .Set(Rows(6), new BulkOptions { MaxRowsPerRequest = 2 })
            .EnumerateAsync()
            .GetAsyncEnumerator();

        for (var request = 1; request <= 3; request++)
        {
            Assert.True(await outcomes.MoveNextAsync());
            Assert.Equal(request, _store.Requests.Count);
            Assert.Equal((request, $"t-{request}"), (outcomes.Current.RequestNumber, outcomes.Current.TransactionId));
        }

        Assert.False(await outcomes.MoveNextAsync());
    }

    [Fact]
    public async Task SetStream_DisposedEarly_LeavesNothingRunning()
    {
        var stuck = new StuckStore { StuckFrom = 2 };
        await using (var outcomes = stuck.Bulk().Set(Rows(6), new BulkOptions { MaxRowsPerRequest = 2, MaxConcurrency = 3 }).EnumerateAsync().GetAsyncEnumerator())
        {
            Assert.True(await outcomes.MoveNextAsync());
        }

        Assert.Equal(0, stuck.InFlight);
    }

    private static List<AbsoluteAdjustment> Rows(int count) =>
        [.. Enumerable.Range(1, count).Select(i => new AbsoluteAdjustment(1, ItemKey.Variant(i), i))];

    private static IAsyncEnumerable<AbsoluteAdjustment> Stream(int count) => Rows(count).ToAsyncEnumerable();

    private async Task<BulkReport> RunAsync(StockOperations stock, bool isRelative, BulkOptions options) => isRelative
        ? await stock.Adjust([new RelativeAdjustment(1, ItemKey.Variant(1), 1)], options).RunAsync(_cancellation.Token)
        : await stock.Set([new AbsoluteAdjustment(1, ItemKey.Variant(1), 1)], options).RunAsync(_cancellation.Token);

    /// <summary>Responses only when its token is cancelled.</summary>
    private sealed class StuckStore : IInventoryAdjustmentsApi
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _requests;
        private int _inFlight;

        public Task Entered => _entered.Task;

        public int StuckFrom { get; init; } = 1;

        public int InFlight => _inFlight;

        /// <summary>The token of the last request.</summary>
        public CancellationToken Token { get; private set; }

        public Task<TransactionResult> SetAbsoluteAsync(
            AbsoluteAdjustmentRequest request,
            RequestOptions? options = null,
            CancellationToken cancellationToken = default) =>
            RespondAsync(cancellationToken);

        public Task<TransactionResult> AdjustRelativeAsync(
            RelativeAdjustmentRequest request,
            RequestOptions? options = null,
            CancellationToken cancellationToken = default) =>
            RespondAsync(cancellationToken);

        private async Task<TransactionResult> RespondAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _inFlight);
            Token = cancellationToken;
            _entered.TrySetResult();
            try
            {
                await (Interlocked.Increment(ref _requests) >= StuckFrom ? Task.Delay(Timeout.Infinite, cancellationToken) : Task.CompletedTask);
                return new TransactionResult();
            }
            finally
            {
                Interlocked.Decrement(ref _inFlight);
            }
        }
    }
}

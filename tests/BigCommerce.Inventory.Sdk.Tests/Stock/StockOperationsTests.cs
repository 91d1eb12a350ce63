using System.Globalization;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Stock;

/// <summary>The shape of runs: lazy, typed, mockable, and with a report that can be checked.</summary>
public class StockOperationsTests
{
    private readonly FakeStore _store = new();

    [Fact]
    public async Task EnsureAllApplied_RowsRejectedAndUnknown_ThrowsWithTheFirstOfThem()
    {
        _store.BadItems.Add(ItemKey.Sku("B"));
        _store.After = number => number == 3
            ? throw new BigCommerceEffectUnknownException("Lost.", "POST", "/x", DateTimeOffset.UnixEpoch)
            : Task.CompletedTask;
        RelativeAdjustment[] rows =
        [
            new(1, ItemKey.Sku("A"), 1),
            new(1, ItemKey.Sku("B"), 2) { Tag = "line 3" },
            new(1, ItemKey.Sku("C"), 3),
        ];

        var report = await _store.Bulk().Adjust(rows, new BulkOptions { MaxRowsPerRequest = 1 }).RunAsync();

        var exception = Assert.Throws<RowsNotAppliedException<RelativeAdjustment>>(() => report.EnsureAllApplied());
        Assert.Equal(
            "Not all rows are applied. Of 3 rows, 1 are applied, 1 rejected, 1 unknown, 0 not sent, 0 merged and 0 net zero."
            + " Rejected: row 1 (line 3), sku B at location 1: Items not found, identities: [sku B] Unknown: row 2, sku C at location 1: Lost.",
            exception.Message);
        Assert.Same(report, exception.Report);
        Assert.IsType<BulkRunException>(exception, exactMatch: false);
        Assert.Equal(RequestEffect.Unknown, exception.Effect);
        Assert.Equal(rows[1], exception.Report.RejectedRows[0].Row.Input);
    }

    [Fact]
    public async Task EnsureAllApplied_CultureWithAnotherMinusSign_WritesNumbersInvariantly()
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("sv-SE");
        try
        {
            var row = new RelativeAdjustment(1, ItemKey.Variant(1), int.MinValue);
            RelativeAdjustment[] rows = [row, row, new(-1, ItemKey.Variant(-2), 1)];
            var report = await _store.Bulk().Adjust(rows).RunAsync();

            var message = Assert.Throws<RowsNotAppliedException<RelativeAdjustment>>(report.EnsureAllApplied).Message;

            Assert.DoesNotContain('\u2212', message);
            Assert.Contains("variant_id -2 at location -1", message, StringComparison.Ordinal);
            Assert.Contains("add up to -4294967296", message, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public async Task EnsureAllApplied_AllApplied_ReturnsTheReport()
    {
        var report = await _store.Bulk().Set([new(1, ItemKey.Sku("A"), 1)]).RunAsync();

        Assert.Same(report, report.EnsureAllApplied());
    }

    [Theory]
    [InlineData(0, 0, 0, false, true)]
    [InlineData(1, 0, 0, false, false)]
    [InlineData(0, 1, 0, false, false)]
    [InlineData(0, 0, 1, false, false)]
    [InlineData(0, 0, 0, true, false)]
    public void AllApplied_AnyRowWithAnotherOutcome_IsFalse(int rejected, int unknown, int notSent, bool hasUnread, bool allApplied)
    {
        var report = new BulkReport<AbsoluteAdjustment>
        {
            AppliedCount = 1,
            MergedCount = 1,
            NetZeroCount = 1,
            RejectedCount = rejected,
            UnknownCount = unknown,
            NotSentCount = notSent,
            HasUnreadRows = hasUnread,
        };

        Assert.Equal(allApplied, report.AllApplied);
        Assert.Equal(hasUnread, report.ToString().EndsWith(" The run ended before it had read all rows.", StringComparison.Ordinal));
    }

    [Fact]
    public void DecidedCount_EveryOutcome_IsTheSumWithoutRowsOnlyRead()
    {
        var progress = new BulkProgress
        {
            ReadCount = 100,
            AppliedCount = 1,
            RejectedCount = 2,
            UnknownCount = 4,
            MergedCount = 8,
            NetZeroCount = 16,
            FromJournalCount = 3,
        };

        Assert.Equal(31, progress.DecidedCount);
    }

    [Fact]
    public async Task Run_NotStarted_ReadsAndSendsNothing()
    {
        var readCount = 0;
        IEnumerable<AbsoluteAdjustment> Rows()
        {
            readCount++;
            yield return new AbsoluteAdjustment(1, ItemKey.Sku("A"), 1);
        }

        var run = _store.Bulk().Set(Rows());
        Assert.Equal((0, 0), (readCount, _store.Requests.Count));

        Assert.Equal(1, (await run.PlanAsync()).PlannedCount);
        Assert.Equal((1, 0), (readCount, _store.Requests.Count));
        await run.RunAsync();
        await run.RunAsync();
        Assert.Equal((3, 2), (readCount, _store.Requests.Count));
    }

    [Fact]
    public async Task Set_RowsAreBothKindsOfSequence_ReadsThemAsynchronously()
    {
        var rows = new BothSequences();

        var report = await _store.Bulk().Set(rows).RunAsync();

        Assert.Equal((1, true), (report.AppliedCount, rows.IsReadAsynchronously));
    }

    [Fact]
    public async Task StockOperations_MembersReplaced_UseNoStore()
    {
        var stock = new CountingStock();

        await stock.Absolute("count").Set(1, ItemKey.Sku("A"), 5).SetBackordered(1, ItemKey.Sku("A"), 2).RunAsync();

        Assert.Equal([new AbsoluteAdjustment(1, ItemKey.Sku("A"), 5), AbsoluteAdjustment.Backordered(1, ItemKey.Sku("A"), 2)], stock.Rows);
        Assert.Equal("count", stock.Reason);
    }

    [Theory]
    [InlineData("count", "count")]
    [InlineData(null, "nightly")]
    public async Task Absolute_TaggedRowsAndOptions_SendsThemWithTheReason(string? reason, string sent)
    {
        var options = new BulkOptions { Reason = "nightly", MaxRowsPerRequest = 1 };

        var results = await _store.Bulk()
            .Absolute(reason, options)
            .Set(1, ItemKey.Sku("A"), 5, tag: "line 1")
            .SetBackordered(1, ItemKey.Sku("B"), 2, tag: "line 2")
            .EnumerateAsync()
            .ToListAsync();

        Assert.Equal(["line 1", "line 2"], results.Select(result => Assert.Single(result.AppliedRows).Tag));
        Assert.Equal([sent, sent], _store.Reasons);
    }

    [Theory]
    [InlineData("count", "count")]
    [InlineData(null, "nightly")]
    public async Task Relative_TaggedRowsAndOptions_SendsThemWithTheReason(string? reason, string sent)
    {
        var options = new BulkOptions { Reason = "nightly", MaxRowsPerRequest = 1 };

        var results = await _store.Bulk()
            .Relative(reason, options)
            .Adjust(1, ItemKey.Sku("A"), 5, tag: "line 1")
            .AdjustBackordered(1, ItemKey.Sku("B"), 2, tag: "line 2")
            .EnumerateAsync()
            .ToListAsync();

        Assert.Equal(["line 1", "line 2"], results.Select(result => Assert.Single(result.AppliedRows).Tag));
        Assert.Equal([sent, sent], _store.Reasons);
    }

    [Fact]
    public async Task Set_RequestOptionsWithAPriority_KeepsIt()
    {
        var options = new BulkOptions { Request = new RequestOptions { Priority = RequestPriority.Foreground } };

        await _store.Bulk().Set([new(1, ItemKey.Sku("A"), 1)], options).RunAsync();

        Assert.Equal(RequestPriority.Foreground, Assert.Single(_store.Options)!.Priority);
    }

    [Fact]
    public async Task StockOperations_WithALoggerFactory_LogsTheEndOfARun()
    {
        using var log = new RecordingLogger();
        using var client = new InventoryEmulator().CreateClient();

        await new StockOperations(_store, client.Items, client.Locations, loggerFactory: log).Set([new(1, ItemKey.Sku("A"), 1)]).RunAsync();

        Assert.Contains("Of 1 rows, 1 are applied", Assert.Single(log.Own).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_BackordersAlone_SendsNoQuantityAndMergesByField()
    {
        var a = ItemKey.Sku("A");
        var time = new ManualTimeProvider();
        var emulator = new InventoryEmulator(new() { TimeProvider = time });
        emulator.GetStore().SetStock(1, emulator.GetStore().AddItem("A"), 10);
        emulator.GetStore().SetStock(1, emulator.GetStore().AddItem("B"), 20);
        using var client = emulator.CreateClient();

        var report = await client.Stock.Set([
            new(1, a, 7, 1),
            AbsoluteAdjustment.Backordered(1, a, 3),
            AbsoluteAdjustment.Backordered(1, ItemKey.Sku("B"), 4),
            new(1, ItemKey.Sku("C"), null)]).RunAsync();

        Assert.Equal((2, 1, 1), (report.AppliedCount, report.MergedCount, report.RejectedCount));
        Assert.Equal("The row sets nothing. Give a quantity, a backordered quantity, or both.", report.RejectedRows[0].Message);
        var read = await client.Items.FindAtLocationAsync(1, a);
        Assert.Equal((7, 3), (read!.TotalInventoryOnHand, read.QuantityBackordered));
        read = await client.Items.FindAtLocationAsync(1, ItemKey.Sku("B"));
        Assert.Equal((20, 4), (read!.TotalInventoryOnHand, read.QuantityBackordered));
        Assert.True((await client.Stock.WaitUntilVisibleAsync([AbsoluteAdjustment.Backordered(1, ItemKey.Sku("B"), 4)])).AllVisible);
    }

    [Fact]
    public async Task Set_RejectedRowWithTag_IsNamedInTheJournal()
    {
        var journal = new MemoryJournal();
        _store.BadItems.Add(ItemKey.Sku("B"));

        await _store.Bulk()
            .Set(
                [new(1, ItemKey.Sku("A"), 1) { Tag = "line 2" }, new(1, ItemKey.Sku("B"), 2) { Tag = "line 3" }],
                new BulkOptions { Journal = journal })
            .RunAsync();
        var resumed = await _store.Bulk()
            .Set(
                [new(1, ItemKey.Sku("A"), 1) { Tag = "line 20" }, new(1, ItemKey.Sku("B"), 2) { Tag = "line 30" }],
                new BulkOptions { Journal = new MemoryJournal(journal.Lines) })
            .RunAsync();

        Assert.Contains("\"rejected\":\"1\",\"tags\":[\"line 3\"]", journal.Lines[2], StringComparison.Ordinal);
        Assert.Equal("line 30", Assert.Single(resumed.RejectedRows).Row.Tag);
    }

    [Fact]
    public async Task OnProgress_ResumedFromAJournal_CountsTheRowsOfTheEarlierRun()
    {
        var journal = new MemoryJournal();
        AbsoluteAdjustment[] rows = [new(1, ItemKey.Sku("A"), 1), new(1, ItemKey.Sku("B"), 2)];
        await _store.Bulk().Set(rows, new BulkOptions { Journal = journal }).RunAsync();
        var reports = new List<BulkProgress>();

        await _store.Bulk().Set(rows, new BulkOptions { Journal = new MemoryJournal(journal.Lines), OnProgress = reports.Add }).RunAsync();

        var progress = Assert.Single(reports);
        Assert.Equal((2, 2, 2, 0), (progress.DecidedCount, progress.AppliedCount, progress.FromJournalCount, progress.RequestCount));
    }

    [Fact]
    public async Task ReconcileEnumerateAsync_RowsDiffer_GivesTheResultsOfTheirRequests()
    {
        var emulator = new InventoryEmulator(new() { TimeProvider = new ManualTimeProvider() });
        emulator.GetStore().SetStock(1, emulator.GetStore().AddItem("A"), 5);
        emulator.GetStore().SetStock(1, emulator.GetStore().AddItem("B"), 5);
        using var client = emulator.CreateClient();
        var results = new List<BulkRequestResult<AbsoluteAdjustment>>();

        await foreach (var result in client.Stock.Reconcile([new(1, ItemKey.Sku("A"), 5), new(1, ItemKey.Sku("B"), 6)]).EnumerateAsync())
        {
            results.Add(result);
        }

        Assert.Equal(1, Assert.Single(Assert.Single(results).AppliedRows).Index);
    }

    private sealed class BothSequences : List<AbsoluteAdjustment>, IAsyncEnumerable<AbsoluteAdjustment>
    {
        public bool IsReadAsynchronously { get; private set; }

        public async IAsyncEnumerator<AbsoluteAdjustment> GetAsyncEnumerator(CancellationToken cancellationToken = default)
        {
            IsReadAsynchronously = true;
            await Task.Yield();
            yield return new AbsoluteAdjustment(1, ItemKey.Sku("A"), 1);
        }
    }

    private sealed class CountingStock : StockOperations
    {
        public List<AbsoluteAdjustment> Rows { get; } = [];

        public string? Reason { get; private set; }

        public override BulkRun<AbsoluteAdjustment> Set(IEnumerable<AbsoluteAdjustment> rows, BulkOptions? options = null)
        {
            Rows.AddRange(rows);
            Reason = options?.Reason;
            return new EmptyRun();
        }
    }

    private sealed class EmptyRun : BulkRun<AbsoluteAdjustment>
    {
        public override Task<BulkReport<AbsoluteAdjustment>> RunAsync(CancellationToken cancellationToken = default) => Task.FromResult(new BulkReport<AbsoluteAdjustment>
        {
            RowCount = 0,
            AppliedCount = 0,
            RejectedCount = 0,
            UnknownCount = 0,
            NotSentCount = 0,
            MergedCount = 0,
            RequestCount = 0,
            RetryCount = 0,
            Elapsed = TimeSpan.Zero,
        });

        public override IAsyncEnumerable<BulkRequestResult<AbsoluteAdjustment>> EnumerateAsync(
            CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public override Task<BulkPlan<AbsoluteAdjustment>> PlanAsync(CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }
}

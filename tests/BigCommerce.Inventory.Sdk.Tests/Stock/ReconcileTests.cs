using System.Globalization;
using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.Tests.Stock;

public class ReconcileTests
{
    private readonly ManualTimeProvider _time = new() { AdvanceWhenIdle = true };
    private readonly FakeStore _store = new();
    private readonly FakeItems _items;

    public ReconcileTests()
    {
        _items = new FakeItems(_store, _time);
        Inventory.Http.ApiFactory.SetClock(_items, _time);
    }

    [Fact]
    public async Task Reconcile_SomeRowsDiffer_SendsOnlyThose()
    {
        _store.Fill(100, quantity: 10);
        var desired = Desired(100, i => i <= 3 ? 11 : 10);
        desired.Add(new AbsoluteAdjustment(1, ItemKey.Sku("never read"), 4));
        desired.Add(new AbsoluteAdjustment(1, ItemKey.Variant(1), 12));
        desired.Add(new AbsoluteAdjustment(1, ItemKey.Variant(1), -1));

        var report = await _store.Bulk(items: _items).Reconcile(desired).RunAsync();

        Assert.Equal(
            (103, 97, 1, 1, 4),
            (report.RowCount, report.UnchangedCount, report.MergedCount, report.InvalidCount, report.DifferentCount));
        Assert.Equal(
            [(1L, 11, (int?)10), (2, 11, 10), (100, 4, null), (101, 12, 10)],
            report.DifferentRows.Select(row => (row.Index, row.Desired.Quantity, row.Current?.OnHand)).OrderBy(row => row.Index));
        Assert.Equal((5, 4, 1), (report.Adjustments!.RowCount, report.Adjustments.AppliedCount, report.Adjustments.RejectedCount));
        Assert.Equal(102, report.Adjustments.RejectedRows[0].Row.Index);
        Assert.Equal(4, Assert.Single(_store.Requests).Count);
        Assert.Equal(12, _store.Stock[(1, ItemKey.Variant(1))]);
        Assert.Null(report.Visibility);
        Assert.False(report.IsReconciled);
    }

    [Fact]
    public async Task Reconcile_NothingDiffers_SendsNothing()
    {
        _store.Fill(30, quantity: 10);

        var report = await _store.Bulk(items: _items).Reconcile(Desired(30, _ => 10)).RunAsync();

        Assert.Equal((30, 30, 0), (report.RowCount, report.UnchangedCount, report.DifferentCount));
        Assert.Null(report.Adjustments);
        Assert.Empty(_store.Requests);
        Assert.True(report.IsReconciled);
    }

    [Fact]
    public async Task Reconcile_DryRun_SendsNothing()
    {
        _store.Fill(30, quantity: 10);

        var report = await _store.Bulk(items: _items).Reconcile(Desired(30, _ => 0)).PlanAsync();

        Assert.Equal((30, 30), (report.DifferentCount, report.DifferentRows.Count));
        Assert.StartsWith(
            "Nothing was sent, because 30 of 30 rows that have stock would become 0; the limit is 20",
            report.RefusalReason,
            StringComparison.Ordinal);
        Assert.Null(report.Adjustments);
        Assert.Empty(_store.Requests);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("")]
    public async Task Reconcile_TooManyZeros_IsRefused(string culture)
    {
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        _store.Fill(50, quantity: 10);

        var exception = await Assert.ThrowsAsync<ReconcileRefusedException>(
            () => _store.Bulk(items: _items).Reconcile(Desired(50, i => i <= 11 ? 0 : 10)).RunAsync());

        Assert.Equal(
            "Nothing was sent, because 11 of 50 rows that have stock would become 0; the limit is 20 %. If this is correct, raise ReconcileOptions.MaxZeroedShare.",
            exception.Message);
        Assert.Equal(11, exception.Report.DifferentCount);
        Assert.Empty(_store.Requests);
        var told = await _store.Bulk(items: _items)
            .Reconcile(Desired(50, i => i <= 11 ? 0 : 10), new ReconcileOptions { MaxZeroedShare = 0.22 })
            .RunAsync();
        Assert.Equal(11, told.Adjustments!.AppliedCount);
    }

    [Fact]
    public async Task Reconcile_TooManyLargeChanges_IsRefused()
    {
        _store.Fill(40, quantity: 10);
        Func<int, int> desired = i => i <= 11 ? 100 : i <= 21 ? 1 : 99;

        var exception = await Assert.ThrowsAsync<ReconcileRefusedException>(
            () => _store.Bulk(items: _items).Reconcile(Desired(40, desired)).RunAsync());

        Assert.Equal(
            "Nothing was sent, because 21 of 40 rows that have stock would change by a factor of 10 or more; the limit is 50 %. If this is correct, raise ReconcileOptions.MaxImplausibleShare or ImplausibleFactor.",
            exception.Message);
        Assert.Equal(
            40,
            (await _store.Bulk(items: _items).Reconcile(Desired(40, desired), new ReconcileOptions { ImplausibleFactor = 10.5 }).RunAsync()).Adjustments!.AppliedCount);
    }

    [Fact]
    public async Task Reconcile_FewRows_SkipsTheGuards()
    {
        _store.Fill(19, quantity: 10);

        Assert.Equal(19, (await _store.Bulk(items: _items).Reconcile(Desired(19, _ => 0)).RunAsync()).Adjustments!.AppliedCount);
        _store.Fill(19, quantity: 10);
        await Assert.ThrowsAsync<ReconcileRefusedException>(
            () => _store.Bulk(items: _items).Reconcile(Desired(19, _ => 0), new ReconcileOptions { MinRowsForGuards = 19 }).RunAsync());
    }

    [Fact]
    public async Task Reconcile_RowsWithoutStock_DoNotDiluteTheGuards()
    {
        _store.Fill(100, quantity: 0);
        foreach (var i in Enumerable.Range(1, 20))
        {
            _store.Stock[(1, ItemKey.Variant(i))] = 5;
        }

        await Assert.ThrowsAsync<ReconcileRefusedException>(
            () => _store.Bulk(items: _items).Reconcile(Desired(100, i => i <= 5 ? 0 : i <= 20 ? 5 : 0)).RunAsync());
    }

    [Fact]
    public async Task Reconcile_Confirm_WaitsUntilVisible()
    {
        _store.Fill(5, quantity: 10);
        _items.Delay = TimeSpan.FromSeconds(20);

        var report = await _store.Bulk(_time, items: _items)
            .Reconcile(Desired(5, _ => 11), new ReconcileOptions { WaitUntilVisible = true })
            .RunAsync();

        Assert.Equal((5, 5, true), (report.Visibility!.RowCount, report.Visibility.VisibleCount, report.IsReconciled));
        Assert.InRange(report.Visibility.Elapsed, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(40));
        Assert.Single(_store.Requests);
    }

    [Fact]
    public async Task Reconcile_ConfirmedRowChangedByOthers_ReportsItMissing()
    {
        _store.Fill(5, quantity: 10);
        _store.After = _ =>
        {
            _store.Stock[(1, ItemKey.Variant(2))] = 7;
            return Task.CompletedTask;
        };

        var report = await _store.Bulk(_time, items: _items)
            .Reconcile(
                Desired(5, _ => 11),
                new ReconcileOptions { WaitUntilVisible = true, Polling = new PollingOptions { Timeout = TimeSpan.FromSeconds(30) } })
            .RunAsync();

        Assert.Equal((5, 4, false), (report.Visibility!.RowCount, report.Visibility.VisibleCount, report.IsReconciled));
        Assert.Equal(
            (1, 11, 7),
            (
                report.Visibility.MissingRows[0].Index,
                report.Visibility.MissingRows[0].Desired.Quantity,
                report.Visibility.MissingRows[0].Current!.Value.OnHand));
        Assert.Equal(TimeSpan.FromSeconds(30), report.Visibility.Elapsed);
        Assert.Single(_store.Requests);
    }

    [Fact]
    public async Task Reconcile_FewOrManyKeys_ReadsByKeyOrByLocation()
    {
        _store.Fill(3000, quantity: 1);
        _items.Describe = found => new Pagination { Total = found, TotalPages = (found + 999) / 1000 };

        await _store.Bulk(items: _items).Reconcile(Desired(10, _ => 1)).RunAsync();
        var few = _items.Filters.ToList();
        _items.Filters.Clear();
        await _store.Bulk(items: _items).Reconcile(Desired(3000, _ => 1)).RunAsync();

        Assert.Equal(10, Assert.Single(few).VariantIds!.Count);
        Assert.All(few, filter => Assert.Equal([1L], filter.LocationIds!));

        // One look at how many pages there are, then the pages.
        Assert.Equal([1, 1, 2, 3], _items.Filters.Select(filter => filter.Page!.Value));
        Assert.All(
            _items.Filters,
            filter => Assert.True(filter.VariantIds is null && filter.Limit == 1000 && filter.LocationIds!.Count == 1));
    }

    [Fact]
    public async Task Reconcile_KeyOfSeveralItems_CountsAsNotRead()
    {
        _store.Fill(2, quantity: 5);

        var report = await _store.Bulk(items: _items).Reconcile([new AbsoluteAdjustment(1, ItemKey.Product(1), 5)]).PlanAsync();

        Assert.Null(Assert.Single(report.DifferentRows).Current);
    }

    [Fact]
    public async Task Reconcile_SkuWithAComma_IsSentWithoutReading()
    {
        var report = await _store.Bulk(items: _items).Reconcile([new AbsoluteAdjustment(1, ItemKey.Sku("A, large"), 5)]).RunAsync();

        Assert.Equal((1, 0), (report.Adjustments!.AppliedCount, _items.Reads));
    }

    [Fact]
    public async Task Reconcile_CancelledBefore_Throws()
    {
        _store.Fill(5, quantity: 1);
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _store.Bulk(items: _items).Reconcile(Desired(5, _ => 2)).RunAsync(cancellation.Token));

        Assert.Empty(_store.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reconcile_ConfirmationCannotEnd_KeepsTheReport(bool isCancelled)
    {
        var emulator = new InventoryEmulator(new() { TimeProvider = _time, VisibilityDelay = TimeSpan.FromHours(1) });
        var store = emulator.GetStore();
        store.AddItem("A");
        store.SetStock(1, "A", 5);
        using var cancellation = new CancellationTokenSource();
        emulator.Faults = new FaultPlan().Add(Fault.StatusCode(423), EmulatorOperation.ListItems, times: int.MaxValue, when: _ =>
        {
            // From the confirmation on.
            if (store.GetOnHand(1, "A") == 6 && isCancelled)
            {
                cancellation.Cancel();
            }

            return store.GetOnHand(1, "A") == 6 && !isCancelled;
        });
        using var client = emulator.CreateClient();
        var options = new ReconcileOptions { WaitUntilVisible = true };

        var reconciliation = client.Stock.Reconcile([new AbsoluteAdjustment(1, ItemKey.Sku("A"), 6)], options).RunAsync(cancellation.Token);

        if (isCancelled)
        {
            var report = await reconciliation;
            Assert.Equal(
                (1, 1, 0, false),
                (report.Adjustments!.AppliedCount, report.Visibility!.RowCount, report.Visibility.VisibleCount, report.IsReconciled));
            Assert.Equal(6, Assert.Single(report.Visibility.MissingRows).Desired.Quantity);
        }
        else
        {
            var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(() => reconciliation);
            Assert.Equal((1, 1), (exception.Report.RowCount, exception.Report.AppliedCount));
            Assert.Equal(423, (int)Assert.IsType<BigCommerceApiException>(exception.InnerException).StatusCode);
        }
    }

    [Fact]
    public void ReconcileOptions_OutOfRange_AreRefusedWithTheRange()
    {
        Assert.Contains(
            "Give a share from 0 to 1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new ReconcileOptions { MaxZeroedShare = 1.01 }).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Give a share from 0 to 1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new ReconcileOptions { MaxImplausibleShare = double.NaN }).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Give more than 1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new ReconcileOptions { ImplausibleFactor = 1 }).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Give 0 or more.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new ReconcileOptions { MinRowsForGuards = -1 }).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new ReconcileOptions { Bulk = null! });
        Assert.Throws<ArgumentNullException>(() => new ReconcileOptions { Polling = null! });
        Assert.Throws<ArgumentOutOfRangeException>("MaxUnmatchedShare", () => new ReconcileOptions { MaxUnmatchedShare = -0.01 });
        Assert.Throws<ArgumentOutOfRangeException>("ImplausibleFactor", () => new ReconcileOptions { ImplausibleFactor = double.NaN });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void ReconcileOptions_BoundsOfTheRange_AreAccepted(int share)
    {
        var options = new ReconcileOptions { MaxZeroedShare = share, MaxImplausibleShare = share, MaxUnmatchedShare = share, MinRowsForGuards = 0 };

        Assert.Equal((share, share, share), (options.MaxZeroedShare, options.MaxImplausibleShare, options.MaxUnmatchedShare));
        Assert.Equal(0, options.MinRowsForGuards);
    }

    [Theory]
    [InlineData(0, 0, null, null, true)]
    [InlineData(1, 0, null, null, false)]
    [InlineData(0, 1, null, null, false)]
    [InlineData(0, 1, 0, null, true)]
    [InlineData(0, 1, 1, null, false)]
    [InlineData(0, 1, 0, 0, true)]
    [InlineData(0, 1, 0, 1, false)]
    public void IsReconciled_InvalidOrUnappliedOrMissingRows_IsFalse(
        int invalid,
        int different,
        int? unapplied,
        int? missing,
        bool isReconciled)
    {
        var report = new ReconcileReport
        {
            RowCount = 2,
            UnchangedCount = 0,
            MergedCount = 0,
            InvalidCount = invalid,
            DifferentCount = different,
            DifferentRows = [],
            Adjustments = unapplied is { } count ? new BulkReport<AbsoluteAdjustment> { RejectedCount = count } : null,
            Visibility = missing is { } rows
                ? new VisibilityReport
                {
                    RowCount = 1,
                    VisibleCount = 1 - rows,
                    MissingRows = [.. Enumerable.Repeat(new StockDifference(0, new AbsoluteAdjustment(1, ItemKey.Variant(1), 1), null), rows)],
                    Elapsed = TimeSpan.Zero,
                }
                : null,
        };

        Assert.Equal(isReconciled, report.IsReconciled);
    }

    [Fact]
    public async Task Reconcile_MoreDifferencesThanReportedRows_ListsTheFirstAndCountsAll()
    {
        _store.Fill(3, quantity: 10);

        var report = await _store.Bulk(items: _items)
            .Reconcile(Desired(3, _ => 11), new ReconcileOptions { Bulk = new BulkOptions { MaxReportedRows = 2 } })
            .PlanAsync();

        Assert.Equal(3, report.DifferentCount);
        Assert.Equal([0L, 1], report.DifferentRows.Select(row => row.Index));
    }

    [Fact]
    public async Task Reconcile_AsynchronousInput_UsesTheOptions()
    {
        _store.Fill(50, quantity: 10);
        var desired = Desired(50, _ => 0).ToAsyncEnumerable();

        await Assert.ThrowsAsync<ReconcileRefusedException>(() => _store.Bulk(items: _items).Reconcile(desired).RunAsync());
        var report = await _store.Bulk(items: _items).Reconcile(desired, new ReconcileOptions { MaxZeroedShare = 1, MaxImplausibleShare = 1 }).RunAsync();

        Assert.Equal(50, report.Adjustments!.AppliedCount);
    }

    private static List<AbsoluteAdjustment> Desired(int items, Func<int, int> quantity) =>
        [.. Enumerable.Range(1, items).Select(i => new AbsoluteAdjustment(1, ItemKey.Variant(i), quantity(i)))];

    [Fact]
    public void Reconcile_WithAJournal_IsRefused()
    {
        var options = new ReconcileOptions { Bulk = new BulkOptions { Journal = new MemoryJournal() } };

        var exception = Assert.Throws<ArgumentException>(
            () => new FakeStore().Bulk(items: new MovingItems()).Reconcile([new AbsoluteAdjustment(1, ItemKey.Variant(2), 7)], options));

        Assert.StartsWith("A reconciliation takes no journal.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reconcile_ItemOnTwoPages_CountsOnce()
    {
        var report = await new FakeStore()
            .Bulk(items: new MovingItems())
            .Reconcile([new AbsoluteAdjustment(1, ItemKey.Variant(2), 7)])
            .RunAsync();

        Assert.Equal((1, 0), (report.UnchangedCount, report.DifferentCount));
    }

    /// <summary>Two pages; the list moves by one while it is read.</summary>
    private sealed class MovingItems : IInventoryItemsApi
    {
        public Task<Page<InventoryItem>> ListAsync(
            InventoryItemFilter? filter = null,
            RequestOptions? options = null,
            CancellationToken cancellationToken = default) =>
            Task.FromResult(new Page<InventoryItem>
            {
                Data = filter?.Page is > 1 ? [Item(2), Item(3)] : [Item(1), Item(2)],
                Meta = new PageMeta { Pagination = new Pagination { TotalPages = 2, PerPage = 2 } },
            });

        public Task<Page<LocationItem>> ListAtLocationAsync(
            long locationId,
            LocationItemFilter? filter = null,
            RequestOptions? options = null,
            CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<TransactionResult> UpdateSettingsAsync(
            long locationId,
            ItemSettingsRequest request,
            RequestOptions? options = null,
            CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        private static InventoryItem Item(long id) => new()
        {
            Identity = new ItemIdentity { VariantId = id, ProductId = 1000 + id },
            Locations = [new StockAtLocation { LocationId = 1, TotalInventoryOnHand = 7 }],
        };
    }
}

using System.Globalization;
using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.Tests.Adjustments;

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
    public async Task Only_differences_are_sent()
    {
        Fill(100, quantity: 10);
        var desired = Desired(100, i => i <= 3 ? 11 : 10);
        desired.Add(new AbsoluteAdjustment(1, ItemKey.Sku("never read"), 4));
        desired.Add(new AbsoluteAdjustment(1, ItemKey.Variant(1), 12));
        desired.Add(new AbsoluteAdjustment(1, ItemKey.Variant(1), -1));

        var report = await _store.ReconcileAsync(_items, desired);

        Assert.Equal((103, 97, 1, 1, 4), (report.Rows, report.Unchanged, report.Duplicates, report.Faulty, report.Different));
        Assert.Equal([(1L, 11, (int?)10), (2, 11, 10), (100, 4, null), (101, 12, 10)], report.Differences.Select(row => (row.Index, row.Desired.Quantity, row.Current?.OnHand)).OrderBy(row => row.Index));
        Assert.Equal((5, 4, 1), (report.Adjustments!.Rows, report.Adjustments.Applied, report.Adjustments.Rejected));
        Assert.Equal(102, report.Adjustments.Rejections[0].Row.Index);
        Assert.Equal(4, Assert.Single(_store.Requests).Count);
        Assert.Equal(12, _store.Stock[(1, ItemKey.Variant(1))]);
        Assert.Null(report.Confirmation);
        Assert.False(report.IsReconciled);
    }

    [Fact]
    public async Task A_store_that_is_as_it_should_be_is_left_alone()
    {
        Fill(30, quantity: 10);

        var report = await _store.ReconcileAsync(_items, Desired(30, _ => 10));

        Assert.Equal((30, 30, 0), (report.Rows, report.Unchanged, report.Different));
        Assert.Null(report.Adjustments);
        Assert.Empty(_store.Requests);
        Assert.True(report.IsReconciled);
    }

    [Fact]
    public async Task A_dry_run_compares_and_sends_nothing()
    {
        Fill(30, quantity: 10);

        var report = await _store.ReconcileAsync(_items, Desired(30, _ => 0), new ReconcileOptions { IsDryRun = true });

        Assert.Equal((30, 30), (report.Different, report.Differences.Count));
        Assert.Null(report.Adjustments);
        Assert.Empty(_store.Requests);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("")]
    public async Task An_empty_export_does_not_empty_the_shop(string culture)
    {
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        Fill(50, quantity: 10);

        var exception = await Assert.ThrowsAsync<ReconcileRefusedException>(() => _store.ReconcileAsync(_items, Desired(50, i => i <= 11 ? 0 : 10)));

        Assert.Equal("Nothing was sent: of 50 rows that have stock, 11 would become 0, and at most 20 % may. If that is right, raise ReconcileOptions.MaxZeroedShare.", exception.Message);
        Assert.Equal(11, exception.Report.Different);
        Assert.Empty(_store.Requests);
        var told = await _store.ReconcileAsync(_items, Desired(50, i => i <= 11 ? 0 : 10), new ReconcileOptions { MaxZeroedShare = 0.22 });
        Assert.Equal(11, told.Adjustments!.Applied);
    }

    [Fact]
    public async Task Changes_by_an_implausible_factor_are_refused()
    {
        Fill(40, quantity: 10);
        Func<int, int> desired = i => i <= 11 ? 100 : i <= 21 ? 1 : 99;

        var exception = await Assert.ThrowsAsync<ReconcileRefusedException>(() => _store.ReconcileAsync(_items, Desired(40, desired)));

        Assert.Equal("Nothing was sent: of 40 rows that have stock, 21 would change 10-fold or more, and at most 50 % may. If that is right, raise ReconcileOptions.MaxImplausibleShare or ImplausibleFactor.", exception.Message);
        Assert.Equal(40, (await _store.ReconcileAsync(_items, Desired(40, desired), new ReconcileOptions { ImplausibleFactor = 10.5 })).Adjustments!.Applied);
    }

    [Fact]
    public async Task A_few_rows_say_nothing_about_an_export()
    {
        Fill(19, quantity: 10);

        Assert.Equal(19, (await _store.ReconcileAsync(_items, Desired(19, _ => 0))).Adjustments!.Applied);
        Fill(19, quantity: 10);
        await Assert.ThrowsAsync<ReconcileRefusedException>(() => _store.ReconcileAsync(_items, Desired(19, _ => 0), new ReconcileOptions { GuardedRows = 19 }));
    }

    [Fact]
    public async Task Rows_that_have_no_stock_do_not_dilute_the_guards()
    {
        Fill(100, quantity: 0);
        foreach (var i in Enumerable.Range(1, 20))
        {
            _store.Stock[(1, ItemKey.Variant(i))] = 5;
        }

        await Assert.ThrowsAsync<ReconcileRefusedException>(() => _store.ReconcileAsync(_items, Desired(100, i => i <= 5 ? 0 : i <= 20 ? 5 : 0)));
    }

    [Fact]
    public async Task Confirming_waits_until_the_store_shows_it()
    {
        Fill(5, quantity: 10);
        _items.Delay = TimeSpan.FromSeconds(20);

        var report = await _store.ReconcileAsync(_items, Desired(5, _ => 11), new ReconcileOptions { Confirm = true, Bulk = new BulkOptions { TimeProvider = _time } });

        Assert.Equal((5, 5, true), (report.Confirmation!.Rows, report.Confirmation.Visible, report.IsReconciled));
        Assert.InRange(report.Confirmation.Elapsed, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(40));
        Assert.Single(_store.Requests);
    }

    [Fact]
    public async Task What_never_shows_is_reported_as_drift()
    {
        Fill(5, quantity: 10);
        _store.After = _ =>
        {
            _store.Stock[(1, ItemKey.Variant(2))] = 7;
            return Task.CompletedTask;
        };

        var report = await _store.ReconcileAsync(_items, Desired(5, _ => 11), new ReconcileOptions { Confirm = true, Wait = new PollingOptions { Timeout = TimeSpan.FromSeconds(30) }, Bulk = new BulkOptions { TimeProvider = _time } });

        Assert.Equal((5, 4, false), (report.Confirmation!.Rows, report.Confirmation.Visible, report.IsReconciled));
        Assert.Equal((1, 11, 7), (report.Confirmation.Missing[0].Index, report.Confirmation.Missing[0].Desired.Quantity, report.Confirmation.Missing[0].Current!.Value.OnHand));
        Assert.Equal(TimeSpan.FromSeconds(30), report.Confirmation.Elapsed);
        Assert.Single(_store.Requests);
    }

    [Fact]
    public async Task Few_keys_are_asked_for_and_many_are_read_with_their_whole_locations()
    {
        Fill(3000, quantity: 1);
        _items.Describe = found => new Pagination { Total = found, TotalPages = (found + 999) / 1000 };

        await _store.ReconcileAsync(_items, Desired(10, _ => 1));
        var few = _items.Filters.ToList();
        _items.Filters.Clear();
        await _store.ReconcileAsync(_items, Desired(3000, _ => 1));

        Assert.Equal(10, Assert.Single(few).VariantIds!.Count);
        Assert.All(few, filter => Assert.Equal([1L], filter.LocationIds!));

        // One look at how many pages there are, then the pages.
        Assert.Equal([1, 1, 2, 3], _items.Filters.Select(filter => filter.Page!.Value));
        Assert.All(_items.Filters, filter => Assert.True(filter.VariantIds is null && filter.Limit == 1000 && filter.LocationIds!.Count == 1));
    }

    [Fact]
    public async Task A_key_that_names_several_items_counts_as_not_read()
    {
        Fill(2, quantity: 5);

        var report = await _store.ReconcileAsync(_items, [new AbsoluteAdjustment(1, ItemKey.Product(1), 5)], new ReconcileOptions { IsDryRun = true });

        Assert.Null(Assert.Single(report.Differences).Current);
    }

    [Fact]
    public async Task Skus_with_commas_are_sent_without_being_read()
    {
        var report = await _store.ReconcileAsync(_items, [new AbsoluteAdjustment(1, ItemKey.Sku("A, large"), 5)]);

        Assert.Equal((1, 0), (report.Adjustments!.Applied, _items.Reads));
    }

    [Fact]
    public async Task Cancelling_before_anything_is_sent_throws()
    {
        Fill(5, quantity: 1);
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _store.ReconcileAsync(_items, Desired(5, _ => 2), cancellationToken: cancellation.Token));

        Assert.Empty(_store.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_confirmation_that_cannot_end_loses_nothing_of_the_report(bool isCancelled)
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
        var options = new ReconcileOptions { Confirm = true, Bulk = new BulkOptions { TimeProvider = _time } };

        var reconciliation = client.ReconcileAsync([new AbsoluteAdjustment(1, ItemKey.Sku("A"), 6)], options, null, cancellation.Token);

        if (isCancelled)
        {
            var report = await reconciliation;
            Assert.Equal((1, 1, 0, false), (report.Adjustments!.Applied, report.Confirmation!.Rows, report.Confirmation.Visible, report.IsReconciled));
            Assert.Equal(6, Assert.Single(report.Confirmation.Missing).Desired.Quantity);
        }
        else
        {
            var exception = await Assert.ThrowsAsync<BulkRunException>(() => reconciliation);
            Assert.Equal((1, 1), (exception.Report.Rows, exception.Report.Applied));
            Assert.Equal(423, (int)Assert.IsType<BigCommerceApiException>(exception.InnerException).StatusCode);
        }
    }

    [Fact]
    public void Options_out_of_range_are_refused_with_what_to_do()
    {
        Assert.Contains("Give a share from 0 to 1.", Assert.Throws<ArgumentOutOfRangeException>(() => new ReconcileOptions { MaxZeroedShare = 1.01 }).Message, StringComparison.Ordinal);
        Assert.Contains("Give a share from 0 to 1.", Assert.Throws<ArgumentOutOfRangeException>(() => new ReconcileOptions { MaxImplausibleShare = double.NaN }).Message, StringComparison.Ordinal);
        Assert.Contains("Give more than 1.", Assert.Throws<ArgumentOutOfRangeException>(() => new ReconcileOptions { ImplausibleFactor = 1 }).Message, StringComparison.Ordinal);
        Assert.Contains("Give 0 or more.", Assert.Throws<ArgumentOutOfRangeException>(() => new ReconcileOptions { GuardedRows = -1 }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new ReconcileOptions { Bulk = null! });
        Assert.Throws<ArgumentNullException>(() => new ReconcileOptions { Wait = null! });
    }

    [Fact]
    public async Task One_item_can_be_waited_for_whatever_was_written()
    {
        Fill(1, quantity: 5);
        _items.Delay = TimeSpan.FromSeconds(3);
        var wait = new PollingOptions();
        Assert.NotNull(await _items.WaitUntilVisibleAsync(1, ItemKey.Variant(1), _ => true, wait));
        _store.Stock[(1, ItemKey.Variant(1))] = 6;

        var shown = await _items.WaitUntilVisibleAsync(1, ItemKey.Variant(1), item => item.TotalInventoryOnHand == 6, wait);
        var never = await _items.WaitUntilVisibleAsync(1, ItemKey.Variant(1), item => item.TotalInventoryOnHand == 7, wait);

        Assert.Equal(6, shown!.TotalInventoryOnHand);
        Assert.Null(never);
        Assert.InRange(_time.GetUtcNow() - ManualTimeProvider.DefaultStart, TimeSpan.FromSeconds(63), TimeSpan.FromSeconds(70));
    }

    [Fact]
    public async Task Waiting_reads_only_what_is_still_missing()
    {
        Fill(3, quantity: 5);

        var report = await _items.WaitUntilVisibleAsync([new(1, ItemKey.Variant(1), 5), new(1, ItemKey.Variant(2), 6), new(1, ItemKey.Variant(1), 5)], new PollingOptions { Timeout = TimeSpan.FromSeconds(1) });

        Assert.Equal((2, 1, false), (report.Rows, report.Visible, report.AllVisible));
        Assert.Equal(2, _items.Filters[0].VariantIds!.Count);
        Assert.All(_items.Filters.Skip(1), filter => Assert.Equal([2L], filter.VariantIds!));
        Assert.True((await _items.WaitUntilVisibleAsync([])).AllVisible);
    }

    private void Fill(int items, int quantity)
    {
        for (var i = 1; i <= items; i++)
        {
            _store.Stock[(1, ItemKey.Variant(i))] = quantity;
        }
    }

    private static List<AbsoluteAdjustment> Desired(int items, Func<int, int> quantity) =>
        [.. Enumerable.Range(1, items).Select(i => new AbsoluteAdjustment(1, ItemKey.Variant(i), quantity(i)))];

    [Fact]
    public async Task A_journal_is_refused_because_it_would_hide_what_differs_later()
    {
        var options = new ReconcileOptions { Bulk = new BulkOptions { Journal = new MemoryJournal() } };

        var exception = await Assert.ThrowsAsync<ArgumentException>(() => new FakeStore().ReconcileAsync(new MovingItems(), [new AbsoluteAdjustment(1, ItemKey.Variant(2), 7)], options));

        Assert.StartsWith("A reconciliation takes no journal: run it again, and it reads what is left.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_that_comes_twice_because_pages_shift_is_one_item()
    {
        var report = await new FakeStore().ReconcileAsync(new MovingItems(), [new AbsoluteAdjustment(1, ItemKey.Variant(2), 7)]);

        Assert.Equal((1, 0), (report.Unchanged, report.Different));
    }

    /// <summary>Two pages; the list moves by one while it is read.</summary>
    private sealed class MovingItems : IInventoryItemsApi
    {
        public Task<Page<InventoryItem>> ListAsync(InventoryItemFilter? filter = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new Page<InventoryItem>
            {
                Data = filter?.Page is > 1 ? [Item(2), Item(3)] : [Item(1), Item(2)],
                Meta = new PageMeta { Pagination = new Pagination { TotalPages = 2, PerPage = 2 } },
            });

        public Task<Page<LocationItem>> ListAtLocationAsync(long locationId, LocationItemFilter? filter = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<TransactionResult> UpdateSettingsAsync(long locationId, ItemSettingsRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        private static InventoryItem Item(long id) => new()
        {
            Identity = new ItemIdentity { VariantId = id, ProductId = 1000 + id },
            Locations = [new StockAtLocation { LocationId = 1, TotalInventoryOnHand = 7 }],
        };
    }
}

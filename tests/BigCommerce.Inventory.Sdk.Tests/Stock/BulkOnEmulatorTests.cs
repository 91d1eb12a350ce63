using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.Tests.Adjustments;

/// <summary>Bulk runs through the whole client against the emulator: its rules, its words, its limits and its faults.</summary>
public class BulkOnEmulatorTests
{
    private const int Items = 60;
    private const int Locations = 3;

    private readonly ManualTimeProvider _time = new() { AdvanceWhenIdle = true };

    [Fact]
    public async Task Each_kind_of_mistake_costs_only_its_rows()
    {
        var (emulator, store) = CreateStore();
        store.AddLocation("OFF", "Closed", enabled: false, id: 9);
        store.AddItem("BASE", variantId: 900, productId: 901, tracking: InventoryTracking.Product);
        using var client = emulator.CreateClient();
        AbsoluteAdjustment[] rows =
        [
            new(1, ItemKey.Sku("SKU-1"), 5), new(1, ItemKey.Sku("no such SKU"), 5), new(77, ItemKey.Sku("SKU-1"), 5), new(2, ItemKey.Variant(900), 5),
            new(2, ItemKey.Product(901), 6), new(9, ItemKey.Sku("SKU-2"), 5), new(3, ItemKey.Product(1001), 5), new(3, ItemKey.Variant(3), 7), new(1, ItemKey.Sku("SKU-1"), 8),
        ];

        var report = await client.Adjustments.SetAsync(rows, new BulkOptions { Reason = "nightly", TimeProvider = _time });

        Assert.Equal((9, 3, 5, 1), (report.Rows, report.Applied, report.Rejected, report.Duplicates));
        Assert.Equal(
            [
                (1, ApiErrorReason.ItemNotFound, "Items not found, identities: [sku no such SKU]"),
                (2, ApiErrorReason.LocationNotFound, "Location not found, identities: [77]"),
                (3, ApiErrorReason.TrackedByProduct, "[Item with variant_id 900 is tracked by product, please update stock by product id, Item with product_id 1001 is tracked by variant, please update stock by variant id]"),
                (5, ApiErrorReason.Unknown, "Location is disabled, identities: [9]"),
                (6, ApiErrorReason.TrackedByProduct, "[Item with variant_id 900 is tracked by product, please update stock by product id, Item with product_id 1001 is tracked by variant, please update stock by variant id]"),
            ],
            report.Rejections.OrderBy(rejected => rejected.Row.Index).Select(rejected => ((int)rejected.Row.Index, rejected.Reason, rejected.Message)));
        Assert.Equal((8, 6, 7), (store.GetOnHand(1, "SKU-1"), store.GetOnHand(2, "BASE"), store.GetOnHand(3, "SKU-3")));
    }

    [Theory]
    [InlineData(" SKU-1")]
    [InlineData("SKU-1 ")]
    [InlineData("\tSKU-1")]
    [InlineData("x, sku SKU-1")]
    [InlineData("SKU-1, sku SKU-2")]
    [InlineData("SKU-1], [sku SKU-2")]
    [InlineData("x, variant_id 3")]
    public async Task A_SKU_that_looks_like_others_in_the_answer_costs_only_its_own_row(string sku)
    {
        var (emulator, store) = CreateStore();
        using var client = emulator.CreateClient();

        var report = await client.Adjustments.SetAsync([new(1, ItemKey.Sku("SKU-1"), 7), new(1, ItemKey.Sku("SKU-2"), 8), new(1, ItemKey.Variant(3), 9), new(1, ItemKey.Sku(sku), 1)], new BulkOptions { TimeProvider = _time });
        var change = await client.Adjustments.ChangeAsync([RelativeAdjustment.By(1, ItemKey.Sku(sku), 1), RelativeAdjustment.By(1, ItemKey.Sku("SKU-1"), 1), RelativeAdjustment.By(1, ItemKey.Variant(3), 1)], new BulkOptions { TimeProvider = _time });

        Assert.Equal((3, 3L), (report.Applied, Assert.Single(report.Rejections).Row.Index));
        Assert.Equal((2, 0L), (change.Applied, Assert.Single(change.Rejections).Row.Index));
        Assert.Equal((8, 8, 10), (store.GetOnHand(1, "SKU-1"), store.GetOnHand(1, "SKU-2"), store.GetOnHand(1, "SKU-3")));
    }

    [Fact]
    public async Task The_words_for_many_bad_rows_at_once_are_cut()
    {
        var (emulator, _) = CreateStore();
        using var client = emulator.CreateClient();

        var report = await client.Adjustments.SetAsync(Enumerable.Range(0, 2000).Select(i => new AbsoluteAdjustment(1, ItemKey.Sku($"NO-{i}"), 1)), new BulkOptions { TimeProvider = _time });

        Assert.Equal(2000, report.Rejected);
        Assert.All(report.Rejections, rejected =>
        {
            Assert.StartsWith("Items not found, identities: [sku NO-0, sku NO-1,", rejected.Message, StringComparison.Ordinal);
            Assert.Equal((500, '…'), (rejected.Message.Length, rejected.Message[^1]));
        });
    }

    [Fact]
    public async Task A_store_is_reconciled_transferred_and_confirmed()
    {
        var (emulator, store) = CreateStore(options => options.VisibilityDelay = TimeSpan.FromSeconds(8));
        using var client = emulator.CreateClient();
        var desired = Enumerable.Range(1, Items).Select(i => new AbsoluteAdjustment(1, ItemKey.Sku($"SKU-{i}"), i <= 5 ? 123 : 100)).ToList();

        var report = await client.ReconcileAsync(desired, new ReconcileOptions { Confirm = true, Bulk = new BulkOptions { TimeProvider = _time } });

        Assert.Equal((Items - 5, 5, 5, true), (report.Unchanged, report.Different, report.Adjustments!.Applied, report.IsReconciled));
        var moved = await client.Adjustments.TransferAsync([new StockTransfer(ItemKey.Sku("SKU-1"), 1, 2, 23), new StockTransfer(ItemKey.Sku("SKU-2"), 1, 2, 124)], new BulkOptions { TimeProvider = _time });
        Assert.Equal((1, 1, ApiErrorReason.InsufficientStock), (moved.Applied, moved.Rejected, moved.Rejections[0].Reason));
        Assert.Equal((100, 123, 123, 100), (store.GetOnHand(1, "SKU-1"), store.GetOnHand(2, "SKU-1"), store.GetOnHand(1, "SKU-2"), store.GetOnHand(2, "SKU-2")));
        Assert.True((await client.Items.WaitUntilVisibleAsync([new AbsoluteAdjustment(2, ItemKey.Variant(1), 123)])).AllVisible);
    }

    [Theory]
    [InlineData(UncountedItemPolicy.Reject, 1)]
    [InlineData(UncountedItemPolicy.SetToQuantity, 2)]
    [InlineData(UncountedItemPolicy.SetToZeroThenAdjust, 2)]
    public async Task A_first_count_is_set_where_it_is_missing_and_nowhere_else(UncountedItemPolicy policy, int applied)
    {
        var (emulator, store) = CreateStore();
        store.SetStock(2, "SKU-1", null);
        using var client = emulator.CreateClient();

        var report = await client.Adjustments.ChangeAsync(
            [RelativeAdjustment.By(1, ItemKey.Sku("SKU-1"), 4), RelativeAdjustment.By(2, ItemKey.Sku("SKU-1"), 6)],
            new BulkOptions { UncountedItems = policy, TimeProvider = _time });

        Assert.Equal(applied, report.Applied);
        Assert.Equal((104, applied == 2 ? 6 : null), (store.GetOnHand(1, "SKU-1"), store.GetOnHand(2, "SKU-1")));
    }

    [Fact]
    public async Task The_whole_quota_is_used_and_no_request_is_refused_for_it()
    {
        var (emulator, _) = CreateStore(options => options.RateLimitQuota = 10);
        using var client = emulator.CreateClient();

        var report = await client.Adjustments.SetAsync(
            Enumerable.Range(0, Items).Select(i => new AbsoluteAdjustment((i % Locations) + 1, ItemKey.Variant(i + 1), 1)),
            new BulkOptions { MaxRowsPerRequest = 1, TimeProvider = _time });

        Assert.Equal((Items, Items, 0), (report.Applied, report.Requests, report.Retries));
        Assert.InRange(report.Elapsed, TimeSpan.FromSeconds(5 * 30), TimeSpan.FromSeconds(6 * 30));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Random_runs_with_faults_leave_the_stock_that_their_reports_tell(bool isRelative)
    {
        for (var seed = 0; seed < 60; seed++)
        {
            await RunWithFaultsAsync(seed, isRelative);
        }
    }

    private async Task RunWithFaultsAsync(int seed, bool isRelative)
    {
        var random = new Random(seed);
        var (emulator, store) = CreateStore();
        emulator.Faults = new FaultPlan(seed).AddRandom(0.2, [.. Fault.AllDetectable.Where(fault => fault.ToString() != Fault.IgnoredWrite().ToString())]);
        using var client = emulator.CreateClient();
        (long Location, int Item, int Quantity)[] rows = [.. Enumerable.Range(0, random.Next(1, 120)).Select(_ =>
            (random.NextInt64(1, Locations + 2), random.Next(1, Items + 3), random.Next(1, 20)))];
        var options = new BulkOptions { MaxRowsPerRequest = random.Next(3, 30), MaxConcurrency = random.Next(1, 4), MaxConsecutiveUnknownRequests = 10, TimeProvider = _time, MaxReportedRows = int.MaxValue };

        BulkAdjustmentReport report;
        try
        {
            report = isRelative
                ? await client.Adjustments.ChangeAsync(rows.Select(row => RelativeAdjustment.By(row.Location, ItemKey.Variant(row.Item), row.Quantity)), options)
                : await client.Adjustments.SetAsync(rows.Select(row => new AbsoluteAdjustment(row.Location, ItemKey.Variant(row.Item), row.Quantity)), options);
        }
        catch (BulkRunException exception)
        {
            report = exception.Report;
        }

        Assert.Equal(rows.Length, report.Rows);
        Assert.Equal(report.Rows, report.Applied + report.Rejected + report.Unknown + report.NotSent + report.Duplicates + report.NetZeroCount);
        var undecided = report.UnknownRows.Select(row => row.Index).ToHashSet();
        var apart = report.NotSentRows.Select(row => row.Index).Concat(report.Rejections.Select(rejected => rejected.Row.Index)).ToHashSet();
        var keptBy = report.DuplicateRows.ToDictionary(duplicate => duplicate.Row.Index, duplicate => duplicate.KeptIndex);
        for (var location = 1L; location <= Locations; location++)
        {
            foreach (var item in store.Items)
            {
                var mine = rows.Select((row, index) => (row, index: Final(index))).Where(entry => entry.row.Location == location && entry.row.Item == item.VariantId && !apart.Contains(entry.index)).ToList();
                var onHand = store.GetOnHand(location, item)!.Value;
                if (mine.Count == 0)
                {
                    Assert.Equal(100, onHand);
                    continue;
                }

                var expected = isRelative ? 100 + mine.Sum(entry => entry.row.Quantity) : mine[^1].row.Quantity;
                Assert.True(onHand == expected || (onHand == 100 && undecided.Contains(mine[0].index)), $"Seed {seed}: {item.Sku} at {location} is {onHand}, not {expected}.");
            }
        }

        long Final(long index) => keptBy.TryGetValue(index, out var kept) ? Final(kept) : index;
    }

    private (InventoryEmulator Emulator, EmulatedStore Store) CreateStore(Action<InventoryEmulatorOptions>? configure = null)
    {
        var options = new InventoryEmulatorOptions { TimeProvider = _time };
        configure?.Invoke(options);
        var emulator = new InventoryEmulator(options);
        var store = emulator.GetStore();
        for (var location = 2; location <= Locations; location++)
        {
            store.AddLocation($"L{location}", $"Location {location}");
        }

        for (var i = 1; i <= Items; i++)
        {
            var item = store.AddItem($"SKU-{i}", variantId: i, productId: 1000 + i);
            for (var location = 1; location <= Locations; location++)
            {
                store.SetStock(location, item, 100);
            }
        }

        return (emulator, store);
    }
}

using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.Tests.Stock;

/// <summary>Bulk runs through the whole client against the emulator: its rules, its words, its limits and its faults.</summary>
public class BulkOnEmulatorTests
{
    private const int Items = 60;
    private const int Locations = 3;

    private readonly ManualTimeProvider _time = new() { AdvanceWhenIdle = true };

    [Fact]
    public async Task Set_EveryKindOfBadRow_RejectsOnlyThose()
    {
        var (emulator, store) = CreateStore();
        store.AddLocation("OFF", "Closed", enabled: false, id: 9);
        store.AddItem("BASE", variantId: 900, productId: 901, tracking: InventoryTracking.Product);
        using var client = emulator.CreateClient();
        AbsoluteAdjustment[] rows =
        [
            new(1, ItemKey.Sku("SKU-1"), 5),
            new(1, ItemKey.Sku("no such SKU"), 5),
            new(77, ItemKey.Sku("SKU-1"), 5),
            new(2, ItemKey.Variant(900), 5),
            new(2, ItemKey.Product(901), 6),
            new(9, ItemKey.Sku("SKU-2"), 5),
            new(3, ItemKey.Product(1001), 5),
            new(3, ItemKey.Variant(3), 7),
            new(1, ItemKey.Sku("SKU-1"), 8),
        ];

        var report = await client.Stock.Set(rows, new BulkOptions { Reason = "nightly" }).RunAsync();

        Assert.Equal((9, 3, 5, 1), (report.RowCount, report.AppliedCount, report.RejectedCount, report.MergedCount));
        Assert.Equal(
            [
                (1, ApiErrorReason.ItemNotFound, "Items not found, identities: [sku no such SKU]"),
                (2, ApiErrorReason.LocationNotFound, "Location not found, identities: [77]"),
                (
                    3,
                    ApiErrorReason.TrackedByProduct,
                    "[Item with variant_id 900 is tracked by product, please update stock by product id, Item with product_id 1001 is tracked by variant, please update stock by variant id]"),
                (5, ApiErrorReason.Unknown, "Location is disabled, identities: [9]"),
                (
                    6,
                    ApiErrorReason.TrackedByProduct,
                    "[Item with variant_id 900 is tracked by product, please update stock by product id, Item with product_id 1001 is tracked by variant, please update stock by variant id]"),
            ],
            report.RejectedRows.OrderBy(rejected => rejected.Row.Index)
                .Select(rejected => ((int)rejected.Row.Index, rejected.Reason, rejected.Message)));
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
    public async Task Run_SkuResemblesOthersInTheResponse_RejectsOnlyItsRow(string sku)
    {
        var (emulator, store) = CreateStore();
        using var client = emulator.CreateClient();

        var report = await client.Stock.Set(
            [
                new(1, ItemKey.Sku("SKU-1"), 7),
                new(1, ItemKey.Sku("SKU-2"), 8),
                new(1, ItemKey.Variant(3), 9),
                new(1, ItemKey.Sku(sku), 1)]).RunAsync();
        var change = await client.Stock.Adjust(
            [
                new RelativeAdjustment(1, ItemKey.Sku(sku), 1),
                new RelativeAdjustment(1, ItemKey.Sku("SKU-1"), 1),
                new RelativeAdjustment(1, ItemKey.Variant(3), 1)]).RunAsync();

        Assert.Equal((3, 3L), (report.AppliedCount, Assert.Single(report.RejectedRows).Row.Index));
        Assert.Equal((2, 0L), (change.AppliedCount, Assert.Single(change.RejectedRows).Row.Index));
        Assert.Equal((8, 8, 10), (store.GetOnHand(1, "SKU-1"), store.GetOnHand(1, "SKU-2"), store.GetOnHand(1, "SKU-3")));
    }

    [Fact]
    public async Task Set_ManyBadRowsAtOnce_TruncatesTheMessages()
    {
        var (emulator, _) = CreateStore();
        using var client = emulator.CreateClient();

        var report = await client.Stock.Set(Enumerable.Range(0, 2000).Select(i => new AbsoluteAdjustment(1, ItemKey.Sku($"NO-{i}"), 1)))
            .RunAsync();

        Assert.Equal(2000, report.RejectedCount);
        Assert.All(report.RejectedRows, rejected =>
        {
            Assert.StartsWith("Items not found, identities: [sku NO-0, sku NO-1,", rejected.Message, StringComparison.Ordinal);
            Assert.Equal((500, '…'), (rejected.Message.Length, rejected.Message[^1]));
        });
    }

    [Fact]
    public async Task ReconcileTransferAndConfirm_OnTheEmulator_Succeed()
    {
        var (emulator, store) = CreateStore(options => options.VisibilityDelay = TimeSpan.FromSeconds(8));
        using var client = emulator.CreateClient();
        var desired = Enumerable.Range(1, Items)
            .Select(i => new AbsoluteAdjustment(1, ItemKey.Sku($"SKU-{i}"), i <= 5 ? 123 : 100))
            .ToList();

        var report = await client.Stock.Reconcile(desired, new ReconcileOptions { WaitUntilVisible = true }).RunAsync();

        Assert.Equal(
            (Items - 5, 5, 5, true),
            (report.UnchangedCount, report.DifferentCount, report.Adjustments!.AppliedCount, report.IsReconciled));
        var moved = await client.Stock.Transfer(
            [new StockTransfer(1, 2, ItemKey.Sku("SKU-1"), 23), new StockTransfer(1, 2, ItemKey.Sku("SKU-2"), 124)]).RunAsync();
        Assert.Equal((1, 1, ApiErrorReason.InsufficientStock), (moved.AppliedCount, moved.RejectedCount, moved.RejectedRows[0].Reason));
        Assert.Equal(
            (100, 123, 123, 100),
            (store.GetOnHand(1, "SKU-1"), store.GetOnHand(2, "SKU-1"), store.GetOnHand(1, "SKU-2"), store.GetOnHand(2, "SKU-2")));
        Assert.True((await client.Stock.WaitUntilVisibleAsync([new AbsoluteAdjustment(2, ItemKey.Variant(1), 123)])).AllVisible);
    }

    [Theory]
    [InlineData(UncountedItemPolicy.Reject, 1)]
    [InlineData(UncountedItemPolicy.SetToQuantity, 2)]
    [InlineData(UncountedItemPolicy.SetToZeroThenAdjust, 2)]
    public async Task Adjust_ItemWithoutACount_FollowsThePolicy(UncountedItemPolicy policy, int applied)
    {
        var (emulator, store) = CreateStore();
        store.SetStock(2, "SKU-1", null);
        using var client = emulator.CreateClient();

        var report = await client.Stock.Adjust(
            [new RelativeAdjustment(1, ItemKey.Sku("SKU-1"), 4), new RelativeAdjustment(2, ItemKey.Sku("SKU-1"), 6)],
            new BulkOptions { UncountedItems = policy }).RunAsync();

        Assert.Equal(applied, report.AppliedCount);
        Assert.Equal((104, applied == 2 ? 6 : null), (store.GetOnHand(1, "SKU-1"), store.GetOnHand(2, "SKU-1")));
    }

    [Fact]
    public async Task Set_LongRun_UsesTheWholeQuotaWithout429()
    {
        var (emulator, _) = CreateStore(options => options.RateLimitQuota = 10);
        using var client = emulator.CreateClient();

        var report = await client.Stock.Set(
            Enumerable.Range(0, Items).Select(i => new AbsoluteAdjustment((i % Locations) + 1, ItemKey.Variant(i + 1), 1)),
            new BulkOptions { MaxRowsPerRequest = 1 }).RunAsync();

        Assert.Equal((Items, Items, 0), (report.AppliedCount, report.RequestCount, report.RetryCount));
        Assert.InRange(report.Elapsed, TimeSpan.FromSeconds(5 * 30), TimeSpan.FromSeconds(6 * 30));
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_RandomFaults_StockMatchesTheReport(bool isRelative)
    {
        for (var seed = 0; seed < 60; seed++)
        {
            await (isRelative
                ? RunWithFaultsAsync(
                    seed,
                    isRelative,
                    static (stock, rows, options) => stock.Adjust(
                        rows.Select(row => new RelativeAdjustment(row.Location, ItemKey.Variant(row.Item), row.Quantity)),
                        options))
                : RunWithFaultsAsync(
                    seed,
                    isRelative,
                    static (stock, rows, options) =>
                        stock.Set(
                            rows.Select(row => new AbsoluteAdjustment(row.Location, ItemKey.Variant(row.Item), row.Quantity)),
                            options)));
        }
    }

    private async Task RunWithFaultsAsync<TRow>(
        int seed,
        bool isRelative,
        Func<StockOperations, (long Location, int Item, int Quantity)[], BulkOptions, BulkRun<TRow>> create)
    {
        var random = new Random(seed);
        var (emulator, store) = CreateStore();
        emulator.Faults = new FaultPlan(seed).AddRandom(
            0.2,
            [.. Fault.AllDetectable.Where(fault => fault.ToString() != Fault.IgnoredWrite().ToString())]);
        using var client = emulator.CreateClient();
        (long Location, int Item, int Quantity)[] rows = [.. Enumerable.Range(0, random.Next(1, 120)).Select(_ =>
            (random.NextInt64(1, Locations + 2), random.Next(1, Items + 3), random.Next(1, 20)))];
        var options = new BulkOptions
        {
            MaxRowsPerRequest = random.Next(3, 30),
            MaxConcurrency = random.Next(1, 4),
            MaxConsecutiveUnknownRequests = 10,
            MaxReportedRows = int.MaxValue,
        };

        BulkReport<TRow> report;
        try
        {
            report = await create(client.Stock, rows, options).RunAsync();
        }
        catch (BulkRunException<TRow> exception)
        {
            report = exception.Report;
        }

        Assert.Equal(rows.Length, report.RowCount);
        Assert.Equal(
            report.RowCount,
            report.AppliedCount + report.RejectedCount + report.UnknownCount + report.NotSentCount + report.MergedCount + report.NetZeroCount);
        var undecided = report.UnknownRows.Select(unknown => unknown.Row.Index).ToHashSet();
        var apart = report.NotSentRows.Select(row => row.Index)
            .Concat(report.RejectedRows.Select(rejected => rejected.Row.Index))
            .ToHashSet();
        var keptBy = report.MergedRows.ToDictionary(duplicate => duplicate.Row.Index, duplicate => duplicate.IntoIndex);
        for (var location = 1L; location <= Locations; location++)
        {
            foreach (var item in store.Items)
            {
                var mine = rows.Select((row, index) => (row, index: Final(index)))
                    .Where(entry => entry.row.Location == location && entry.row.Item == item.VariantId && !apart.Contains(entry.index))
                    .ToList();
                var onHand = store.GetOnHand(location, item)!.Value;
                if (mine.Count == 0)
                {
                    Assert.Equal(100, onHand);
                    continue;
                }

                var expected = isRelative ? 100 + mine.Sum(entry => entry.row.Quantity) : mine[^1].row.Quantity;
                Assert.True(
                    onHand == expected || (onHand == 100 && undecided.Contains(mine[0].index)),
                    $"Seed {seed}: {item.Sku} at {location} is {onHand}, not {expected}.");
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

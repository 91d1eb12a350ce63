namespace BigCommerce.Inventory.Tests.Stock;

/// <summary>Relative changes on items that never had a count at the location.</summary>
public class FirstCountTests
{
    private static readonly ItemKey Counted = ItemKey.Variant(1);
    private static readonly ItemKey New = ItemKey.Variant(2);

    [Theory]
    [InlineData(Naming.All)]
    [InlineData(Naming.None)]
    [InlineData(Naming.Wrong)]
    public async Task Adjust_ItemWithoutACount_IsRejectedByDefault(Naming naming)
    {
        var store = Store(naming);

        var report = await store.Bulk()
            .Adjust([new RelativeAdjustment(1, Counted, 1), new RelativeAdjustment(1, New, 2), new RelativeAdjustment(2, Counted, 3)])
            .RunAsync();

        Assert.Equal((1, 2), (report.AppliedCount, report.RejectedCount));
        Assert.Equal([1L, 2], report.RejectedRows.Select(rejected => rejected.Row.Index).Order());
        Assert.Equal([((1L, 1), 11L)], store.Stock.Select(entry => (entry.Key, entry.Value)));
    }

    [Fact]
    public async Task Adjust_SetToQuantity_SetsTheFirstCount()
    {
        var store = Store(Naming.All);

        var report = await store.Bulk()
            .Adjust(
                [
                    new RelativeAdjustment(1, Counted, 1),
                    new RelativeAdjustment(1, New, 2),
                    new RelativeAdjustment(2, Counted, 3),
                    new RelativeAdjustment(2, New, -4)],
                new BulkOptions { UncountedItems = UncountedItemPolicy.SetToQuantity })
            .RunAsync();

        Assert.Equal((3, 1), (report.AppliedCount, report.RejectedCount));
        var rejected = Assert.Single(report.RejectedRows);
        Assert.Equal((3, ApiErrorReason.RequiresAbsoluteFirst), (rejected.Row.Index, rejected.Reason));
        Assert.Equal(
            [((1L, 1), 11L), ((1L, 2), 2L), ((2L, 1), 3L)],
            store.Stock.OrderBy(entry => entry.Key).Select(entry => (entry.Key, entry.Value)));
    }

    [Theory]
    [InlineData(5, null, true)]
    [InlineData(0, 3, true)]
    [InlineData(3, 0, true)]
    [InlineData(null, 3, true)]
    [InlineData(-1, null, false)]
    [InlineData(null, -1, false)]
    [InlineData(5, -1, false)]
    [InlineData(-1, 5, false)]
    public async Task Adjust_SetToQuantity_SendsASumThatCanBeACount(int? quantity, int? backordered, bool isCount)
    {
        var store = new FakeStore();
        store.Before = number => number == 1
            ? throw FakeStore.Refusal("requires absolute adjustment before relative", ApiErrorReason.RequiresAbsoluteFirst, [New])
            : Task.CompletedTask;

        var report = await store.Bulk()
            .Adjust(
                [
                    new RelativeAdjustment(1, New, quantity + 7, backordered + 7),
                    new RelativeAdjustment(1, New, quantity is null ? null : -7, backordered is null ? null : -7)],
                new BulkOptions { UncountedItems = UncountedItemPolicy.SetToQuantity })
            .RunAsync();

        Assert.Equal(isCount ? (1, 0, 2) : (0, 1, 1), (report.AppliedCount, report.RejectedCount, report.RequestCount));
    }

    [Fact]
    public async Task Adjust_SetToZeroThenAdjust_SetsZeroThenAdjusts()
    {
        var store = Store(Naming.All);

        var report = await store.Bulk()
            .Adjust(
                [new RelativeAdjustment(1, Counted, 1), new RelativeAdjustment(1, New, 2), new RelativeAdjustment(2, New, -4)],
                new BulkOptions { UncountedItems = UncountedItemPolicy.SetToZeroThenAdjust })
            .RunAsync();

        Assert.Equal((2, 1), (report.AppliedCount, report.RejectedCount));
        Assert.Equal((2, ApiErrorReason.InsufficientStock), (report.RejectedRows[0].Row.Index, report.RejectedRows[0].Reason));
        Assert.Equal(
            [((1L, 1), 11L), ((1L, 2), 2L), ((2L, 2), 0L)],
            store.Stock.OrderBy(entry => entry.Key).Select(entry => (entry.Key, entry.Value)));
        Assert.Equal(store.Events.Count(request => request.WasAnswered), report.TransactionIds.Count);
    }

    [Fact]
    public async Task Adjust_ItemHasACount_IsNeverReplaced()
    {
        // The same item stands at two locations with a count and at one without, and the response names the item alone.
        for (var seed = 0; seed < 200; seed++)
        {
            foreach (var policy in (UncountedItemPolicy[])[UncountedItemPolicy.SetToQuantity, UncountedItemPolicy.SetToZeroThenAdjust])
            {
                var store = new ModelStore(new Random(seed)) { Naming = (Naming)(seed % ((int)Naming.Mixed + 1)) };
                store.Stock[(1, 1)] = 10;
                store.Stock[(3, 1)] = 30;

                var report = await store.Bulk()
                    .Adjust(
                        [
                            new RelativeAdjustment(1, ItemKey.Variant(1), 1),
                            new RelativeAdjustment(2, ModelStore.Key(1, bySku: seed % 2 == 0), 2),
                            new RelativeAdjustment(3, ItemKey.Variant(1), 3)],
                        new BulkOptions { UncountedItems = policy })
                    .RunAsync();

                Assert.Equal((11L, 33L), (store.Stock[(1, 1)], store.Stock[(3, 1)]));

                // An response that names nothing does not give its reason here either, so there is nothing to act on.
                Assert.Equal(report.AppliedCount == 3 ? 2 : 0, store.Stock.GetValueOrDefault((2, 1)));
                Assert.True(report.AppliedCount == 3 || store.Naming is Naming.None or Naming.Cut or Naming.Mixed);
            }
        }
    }

    [Fact]
    public async Task Adjust_ApiAlwaysRequiresAbsoluteFirst_EndsAfterTwoRequests()
    {
        foreach (var policy in Enum.GetValues<UncountedItemPolicy>())
        {
            var store = new FakeStore
            {
                Before = number => throw FakeStore.Refusal(
                    "requires absolute adjustment before relative",
                    ApiErrorReason.RequiresAbsoluteFirst,
                    [New]),
            };

            var report = await store.Bulk()
                .Adjust([new RelativeAdjustment(1, New, 2)], new BulkOptions { UncountedItems = policy })
                .RunAsync();

            Assert.Equal(1, report.RejectedCount);
            Assert.InRange(report.RequestCount, 1, 2);
        }
    }

    [Fact]
    public async Task Adjust_SettingZeroIsUnknown_ReportsNotSent()
    {
        var store = new FakeStore();
        store.Before = number => number == 1
            ? throw FakeStore.Refusal("requires absolute adjustment before relative", ApiErrorReason.RequiresAbsoluteFirst, [New])
            : throw new BigCommerceTimeoutException("Late.");

        var report = await store.Bulk()
            .Adjust([new RelativeAdjustment(1, New, 2)], new BulkOptions { UncountedItems = UncountedItemPolicy.SetToZeroThenAdjust })
            .RunAsync();

        Assert.Equal((0, 1, 2), (report.UnknownCount, report.NotSentCount, report.RequestCount));
    }

    private static ModelStore Store(Naming naming)
    {
        var store = new ModelStore(new Random(1)) { Naming = naming };
        store.Stock[(1, 1)] = 10;
        return store;
    }
}

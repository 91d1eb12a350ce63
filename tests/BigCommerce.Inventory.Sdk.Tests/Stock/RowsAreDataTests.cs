using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.Tests.Adjustments;

/// <summary>A bad row costs itself in a bulk run, and is an <see cref="ArgumentException"/> in a single request.</summary>
public class RowsAreDataTests
{
    private readonly FakeStore _store = new();

    public static TheoryData<long, ItemKey, string> BadKeys => new()
    {
        { 1, default, "The row names no item. Give a SKU, a variant id or a product id." },
        { 1, ItemKey.Sku(" "), "The row has a blank SKU." },
        { 1, ItemKey.Sku(""), "The row has a blank SKU." },
        { 1, ItemKey.Sku(null!), "The row has a blank SKU." },
        { 1, ItemKey.Variant(0), "The variant id must be 1 or more." },
        { 1, ItemKey.Product(-1), "The product id must be 1 or more." },
        { 0, ItemKey.Sku("A"), "The location id must be 1 or more." },
    };

    [Theory]
    [MemberData(nameof(BadKeys))]
    public async Task Runs_BadKeyOrLocation_RejectTheRowAndSendTheOthers(long locationId, ItemKey item, string message)
    {
        var set = await _store.SetAsync([new AbsoluteAdjustment(locationId, item, 1), new AbsoluteAdjustment(1, ItemKey.Sku("B"), 2)]);
        var change = await _store.ChangeAsync([RelativeAdjustment.By(locationId, item, 1), RelativeAdjustment.Backordered(locationId, item, 1), RelativeAdjustment.By(1, ItemKey.Sku("B"), 2)]);

        Assert.Equal((1, 1, message), (set.Applied, set.Rejected, set.Rejections[0].Message));
        Assert.Equal((1, 2, message), (change.Applied, change.Rejected, change.Rejections[0].Message));
        Assert.All(_store.Requests, rows => Assert.Equal(ItemKey.Sku("B"), Assert.Single(rows).Item));
    }

    [Theory]
    [MemberData(nameof(BadKeys))]
    public async Task SingleRequests_BadKeyOrLocation_ThrowBeforeAnythingIsSent(long locationId, ItemKey item, string message)
    {
        var items = new FakeItems(_store, TimeProvider.System);

        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new AbsoluteAdjustmentRequest([new AbsoluteAdjustment(locationId, item, 1)])).Message, StringComparison.Ordinal);
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new RelativeAdjustmentRequest([RelativeAdjustment.By(locationId, item, 1)])).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => _store.TransferAsync(item, locationId, 2, 1));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => items.WaitUntilVisibleAsync(locationId, item, _ => true));
        if (locationId > 0)
        {
            Assert.Throws<ArgumentException>(() => new ItemSettingsRequest([new ItemSettingsUpdate(item) { SafetyStock = 1 }]));
            await Assert.ThrowsAnyAsync<ArgumentException>(() => items.FindAsync(item));
        }

        Assert.Empty(_store.Requests);
    }

    [Fact]
    public async Task Adjust_DifferenceOf0_IsRejected()
    {
        var report = await _store.ChangeAsync([RelativeAdjustment.By(1, ItemKey.Sku("A"), 0), RelativeAdjustment.Backordered(1, ItemKey.Sku("A"), 0), RelativeAdjustment.By(1, ItemKey.Sku("A"), 1, 0)]);

        Assert.Equal((3, 0), (report.Rejected, report.Requests));
        Assert.All(report.Rejections, row => Assert.Equal("A difference of 0 changes nothing, and the API refuses it. Leave it out.", row.Message));
        Assert.Throws<ArgumentException>(() => new RelativeAdjustmentRequest([RelativeAdjustment.By(1, ItemKey.Sku("A"), 0)]));
    }

    [Fact]
    public async Task Transfer_BadTransfer_IsRejectedAlone()
    {
        var report = await _store.TransferAsync([new StockTransfer(ItemKey.Sku(" "), 1, 2, 1), new StockTransfer(ItemKey.Sku("A"), 1, 2, 1)]);

        Assert.Equal((1, 1, "The transfer has a blank SKU."), (report.Applied, report.Rejected, report.Rejections[0].Message));
    }

    [Fact]
    public async Task Adjust_RowsThatAddUpTo0_CountAsNetZero()
    {
        var a = ItemKey.Sku("A");
        var told = new List<BulkProgress>();

        var report = await _store.ChangeAsync([RelativeAdjustment.By(1, a, 3), RelativeAdjustment.By(1, a, -3), RelativeAdjustment.By(1, ItemKey.Sku("B"), 1)], null, new Reporter(told.Add));

        Assert.Equal((3, 1, 1, 1), (report.Rows, report.Applied, report.Duplicates, report.NetZeroCount));
        Assert.Equal(new BulkRow(0, 1, a, 0), Assert.Single(report.NetZeroRows));
        Assert.Equal(new DuplicateRow(new BulkRow(1, 1, a, -3), 0), Assert.Single(report.DuplicateRows));
        Assert.Equal(3, told[^1].Decided);
        Assert.True(report.AllApplied);
        Assert.Equal(1, (await _store.PlanChangeAsync([RelativeAdjustment.By(1, a, 3), RelativeAdjustment.By(1, a, -3)])).NetZeroCount);
    }

    [Fact]
    public void Requests_CallerChangesItsList_KeepTheCheckedCopy()
    {
        var counts = new List<AbsoluteAdjustment> { new(1, ItemKey.Sku("A"), 1) };
        var changes = new List<RelativeAdjustment> { RelativeAdjustment.By(1, ItemKey.Sku("A"), 1) };
        var settings = new List<ItemSettingsUpdate> { new(ItemKey.Sku("A")) { SafetyStock = 1 } };
        var absolute = new AbsoluteAdjustmentRequest(counts);
        var relative = new RelativeAdjustmentRequest(changes);
        var update = new ItemSettingsRequest(settings);

        counts[0] = default;
        changes.Clear();
        settings.Clear();

        Assert.Equal(ItemKey.Sku("A"), Assert.Single(absolute.Items).Item);
        Assert.Equal(ItemKey.Sku("A"), Assert.Single(relative.Items).Item);
        Assert.Equal(ItemKey.Sku("A"), Assert.Single(update.Settings).Item);
    }

    private sealed class Reporter(Action<BulkProgress> report) : IProgress<BulkProgress>
    {
        public void Report(BulkProgress value) => report(value);
    }
}

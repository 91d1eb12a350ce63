using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.Tests.Stock;

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
        var set = await _store.Bulk()
            .Set([new AbsoluteAdjustment(locationId, item, 1), new AbsoluteAdjustment(1, ItemKey.Sku("B"), 2)])
            .RunAsync();
        var change = await _store.Bulk()
            .Adjust(
                [
                    new RelativeAdjustment(locationId, item, 1),
                    RelativeAdjustment.Backordered(locationId, item, 1),
                    new RelativeAdjustment(1, ItemKey.Sku("B"), 2)])
            .RunAsync();

        Assert.Equal((1, 1, message), (set.AppliedCount, set.RejectedCount, set.RejectedRows[0].Message));
        Assert.Equal((1, 2, message), (change.AppliedCount, change.RejectedCount, change.RejectedRows[0].Message));
        Assert.All(_store.Requests, rows => Assert.Equal(ItemKey.Sku("B"), Assert.Single(rows).Item));
    }

    [Theory]
    [MemberData(nameof(BadKeys))]
    public async Task SingleRequests_BadKeyOrLocation_ThrowBeforeAnythingIsSent(long locationId, ItemKey item, string message)
    {
        var items = new FakeItems(_store, TimeProvider.System);

        Assert.Contains(
            message,
            Assert.Throws<ArgumentException>(() => new AbsoluteAdjustmentRequest([new AbsoluteAdjustment(locationId, item, 1)])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            message,
            Assert.Throws<ArgumentException>(() => new RelativeAdjustmentRequest([new RelativeAdjustment(locationId, item, 1)])).Message,
            StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => items.Bulk().WaitUntilVisibleAsync(locationId, item, _ => true));
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
        var report = await _store.Bulk()
            .Adjust(
                [
                    new RelativeAdjustment(1, ItemKey.Sku("A"), 0),
                    RelativeAdjustment.Backordered(1, ItemKey.Sku("A"), 0),
                    new RelativeAdjustment(1, ItemKey.Sku("A"), 1, 0)])
            .RunAsync();

        Assert.Equal((3, 0), (report.RejectedCount, report.RequestCount));
        Assert.All(
            report.RejectedRows,
            row => Assert.Equal("A difference of 0 changes nothing, and the API rejects it. Omit it.", row.Message));
        Assert.Throws<ArgumentException>(() => new RelativeAdjustmentRequest([new RelativeAdjustment(1, ItemKey.Sku("A"), 0)]));
    }

    [Fact]
    public async Task Transfer_BadTransfer_IsRejectedAlone()
    {
        var report = await _store.Bulk()
            .Transfer([new StockTransfer(1, 2, ItemKey.Sku(" "), 1), new StockTransfer(1, 2, ItemKey.Sku("A"), 1)])
            .RunAsync();

        Assert.Equal((1, 1, "The transfer has a blank SKU."), (report.AppliedCount, report.RejectedCount, report.RejectedRows[0].Message));
    }

    [Fact]
    public async Task Adjust_RowsThatAddUpTo0_CountAsNetZero()
    {
        var a = ItemKey.Sku("A");
        var told = new List<BulkProgress>();

        var report = await _store.Bulk()
            .Adjust(
                [new RelativeAdjustment(1, a, 3), new RelativeAdjustment(1, a, -3), new RelativeAdjustment(1, ItemKey.Sku("B"), 1)],
                new BulkOptions { OnProgress = told.Add })
            .RunAsync();

        Assert.Equal((3, 1, 1, 1), (report.RowCount, report.AppliedCount, report.MergedCount, report.NetZeroCount));
        Assert.Equal(new RelativeAdjustment(1, a, 3).ToBulkRow(0) with { Quantity = 0 }, Assert.Single(report.NetZeroRows));
        Assert.Equal(new MergedRow<RelativeAdjustment>(new RelativeAdjustment(1, a, -3).ToBulkRow(1), 0), Assert.Single(report.MergedRows));
        Assert.Equal(3, told[^1].DecidedCount);
        Assert.True(report.AllApplied);
        Assert.Equal(
            1,
            (await _store.Bulk().Adjust([new RelativeAdjustment(1, a, 3), new RelativeAdjustment(1, a, -3)]).PlanAsync()).NetZeroCount);
    }

    [Fact]
    public void Requests_CallerChangesItsList_KeepTheCheckedCopy()
    {
        var counts = new List<AbsoluteAdjustment> { new(1, ItemKey.Sku("A"), 1) };
        var changes = new List<RelativeAdjustment> { new RelativeAdjustment(1, ItemKey.Sku("A"), 1) };
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
}

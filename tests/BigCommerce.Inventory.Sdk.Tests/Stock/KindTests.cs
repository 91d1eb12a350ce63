namespace BigCommerce.Inventory.Tests.Stock;

/// <summary>What differs between runs that set, adjust and transfer stock.</summary>
public class KindTests
{
    private static readonly ItemKey A = ItemKey.Sku("A");
    private readonly FakeStore _store = new();

    [Fact]
    public void Merge_CountAfterBackorders_SetsBoth()
    {
        var (kept, merged) = AbsoluteKind.Instance.Merge(
            AbsoluteAdjustment.Backordered(1, A, 7).ToBulkRow(0),
            new AbsoluteAdjustment(1, A, 4).ToBulkRow(1));

        Assert.Equal((1L, 4L, 7L, 0L), (kept.Index, kept.Quantity, kept.QuantityBackordered, merged.Index));
    }

    [Fact]
    public void Merge_DifferenceAfterBackorders_ChangesBoth()
    {
        var (kept, merged) = AdjustmentKind.Instance.Merge(
            RelativeAdjustment.Backordered(1, A, 7).ToBulkRow(0),
            new RelativeAdjustment(1, A, 4).ToBulkRow(1));

        Assert.Equal((0L, 4L, 7L, 1L), (kept.Index, kept.Quantity, kept.QuantityBackordered, merged.Index));
    }

    [Fact]
    public void Merge_SumBeyond64Bits_ThrowsInsteadOfAWrongSum()
    {
        var row = new RelativeAdjustment(1, A, 1).ToBulkRow(0);

        Assert.Throws<OverflowException>(() => AdjustmentKind.Instance.Merge(row with { Quantity = long.MaxValue }, row));
    }

    [Theory]
    [InlineData(int.MinValue + 1, -1, int.MinValue)]
    [InlineData(int.MaxValue - 1, 1, int.MaxValue)]
    public async Task Adjust_SumIsTheLastInRange_IsSent(int first, int second, int sum)
    {
        await _store.Bulk().Adjust([new RelativeAdjustment(1, A, first), new RelativeAdjustment(1, A, second)]).RunAsync();

        Assert.Equal([(1L, A, (int?)sum)], Assert.Single(_store.Requests));
    }

    [Fact]
    public async Task Adjust_BackordersOutOfRange_AreRejectedWithTheirSum()
    {
        var report = await _store.Bulk()
            .Adjust([new RelativeAdjustment(1, A, 1, int.MaxValue), new RelativeAdjustment(1, A, 1, 1)])
            .RunAsync();

        Assert.Equal(
            "The differences for sku A at location 1 add up to 2147483648, which exceeds the API's 32-bit range.",
            Assert.Single(report.RejectedRows).Message);
    }

    [Fact]
    public async Task Adjust_QuantityNetsToZero_IsOmittedFromTheRequest()
    {
        var report = await _store.Bulk().Adjust([new RelativeAdjustment(1, A, 5, 2), new RelativeAdjustment(1, A, -5)]).RunAsync();

        Assert.Equal((1, 1), (report.AppliedCount, report.MergedCount));
        Assert.Equal([(1L, A, (int?)null)], Assert.Single(_store.Requests));
    }

    [Theory]
    [InlineData(UncountedItemPolicy.Reject)]
    [InlineData(UncountedItemPolicy.SetToQuantity)]
    [InlineData(UncountedItemPolicy.SetToZeroThenAdjust)]
    public async Task Transfer_ItemWithoutACount_IsRejectedWithAnyPolicy(UncountedItemPolicy policy)
    {
        _store.Before = number => number == 1
            ? throw FakeStore.Refusal("requires absolute adjustment before relative", ApiErrorReason.RequiresAbsoluteFirst, [A])
            : Task.CompletedTask;

        var report = await _store.Bulk().Transfer([new StockTransfer(1, 2, A, 3)], new BulkOptions { UncountedItems = policy }).RunAsync();

        Assert.Equal((1, 1), (report.RejectedCount, report.RequestCount));
        Assert.Empty(_store.Stock);
    }
}

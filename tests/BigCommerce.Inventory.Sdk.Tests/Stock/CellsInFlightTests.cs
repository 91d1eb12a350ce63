namespace BigCommerce.Inventory.Tests.Stock;

public class CellsInFlightTests
{
    private readonly CellsInFlight<AbsoluteAdjustment> _cells = new(ItemRelation.BySpelling);

    [Fact]
    public void TryEnter_SameCell_WaitsUntilItIsLeft()
    {
        BulkRow<AbsoluteAdjustment>[] first = [Row(1, ItemKey.Variant(1)), Row(1, ItemKey.Variant(2))];
        BulkRow<AbsoluteAdjustment>[] second = [Row(1, ItemKey.Variant(3)), Row(1, ItemKey.Variant(2))];

        Assert.True(_cells.TryEnter(first));
        Assert.False(_cells.TryEnter(second));
        _cells.Leave(first);
        Assert.True(_cells.TryEnter(second));
    }

    [Fact]
    public void TryEnter_Denied_ReservesNothing()
    {
        Assert.True(_cells.TryEnter([Row(1, ItemKey.Variant(1))]));
        Assert.False(_cells.TryEnter([Row(2, ItemKey.Variant(1)), Row(1, ItemKey.Variant(1))]));

        Assert.True(_cells.TryEnter([Row(2, ItemKey.Variant(1))]));
    }

    [Fact]
    public void TryEnter_OtherItemOrLocation_Succeeds()
    {
        Assert.True(_cells.TryEnter([Row(1, ItemKey.Variant(1))]));
        Assert.True(_cells.TryEnter([Row(1, ItemKey.Variant(2))]));
        Assert.True(_cells.TryEnter([Row(2, ItemKey.Variant(1))]));
    }

    [Fact]
    public void TryEnter_KeysOfDifferentKinds_MayBeTheSameItem()
    {
        BulkRow<AbsoluteAdjustment>[] variants = [Row(1, ItemKey.Variant(1))];
        Assert.True(_cells.TryEnter(variants));

        Assert.False(_cells.TryEnter([Row(1, ItemKey.Sku("A"))]));
        Assert.False(_cells.TryEnter([Row(1, ItemKey.Product(9))]));
        Assert.True(_cells.TryEnter([Row(2, ItemKey.Sku("A"))]));
        _cells.Leave(variants);
        Assert.True(_cells.TryEnter([Row(1, ItemKey.Product(9))]));
    }

    [Fact]
    public void TryEnter_AnyTwoKinds_WaitForEachOther()
    {
        ItemKey[] keys = [ItemKey.Sku("A"), ItemKey.Variant(1), ItemKey.Product(2)];
        foreach (var (first, second) in keys.SelectMany(first => keys.Where(key => key != first).Select(second => (first, second))))
        {
            var cells = new CellsInFlight<AbsoluteAdjustment>(ItemRelation.BySpelling);
            Assert.True(cells.TryEnter([Row(1, first)]));
            Assert.False(cells.TryEnter([Row(1, second)]));
        }
    }

    [Fact]
    public void TryEnter_OneOfTwoRequestsIsLeft_WaitsForTheOther()
    {
        BulkRow<AbsoluteAdjustment>[] first = [Row(1, ItemKey.Variant(1))];
        BulkRow<AbsoluteAdjustment>[] second = [Row(1, ItemKey.Variant(2))];
        Assert.True(_cells.TryEnter(first) && _cells.TryEnter(second));

        _cells.Leave(first);
        Assert.False(_cells.TryEnter([Row(1, ItemKey.Sku("A"))]));
        _cells.Leave(second);
        Assert.True(_cells.TryEnter([Row(1, ItemKey.Sku("A"))]));
    }

    [Fact]
    public void TryEnter_SkusThatDifferInCase_MayBeTheSameItem()
    {
        Assert.True(_cells.TryEnter([Row(1, ItemKey.Sku("re-130"))]));

        Assert.False(_cells.TryEnter([Row(1, ItemKey.Sku("RE-130"))]));
        Assert.False(_cells.TryEnter([Row(1, ItemKey.Sku(" re-130 "))]));
    }

    private static BulkRow<AbsoluteAdjustment> Row(long location, ItemKey item) => new AbsoluteAdjustment(location, item, 1).ToBulkRow(0);
}

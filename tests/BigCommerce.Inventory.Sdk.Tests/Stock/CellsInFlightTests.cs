namespace BigCommerce.Inventory.Tests.Adjustments;

public class CellsInFlightTests
{
    private readonly CellsInFlight<AbsoluteAdjustment> _cells = new(ItemRelation.BySpelling);

    [Fact]
    public void The_same_cell_waits_until_it_is_left()
    {
        BulkRow<AbsoluteAdjustment>[] first = [Row(1, ItemKey.Variant(1)), Row(1, ItemKey.Variant(2))];
        BulkRow<AbsoluteAdjustment>[] second = [Row(1, ItemKey.Variant(3)), Row(1, ItemKey.Variant(2))];

        Assert.True(_cells.TryEnter(first));
        Assert.False(_cells.TryEnter(second));
        _cells.Leave(first);
        Assert.True(_cells.TryEnter(second));
    }

    [Fact]
    public void A_refused_entry_reserves_nothing()
    {
        Assert.True(_cells.TryEnter([Row(1, ItemKey.Variant(1))]));
        Assert.False(_cells.TryEnter([Row(2, ItemKey.Variant(1)), Row(1, ItemKey.Variant(1))]));

        Assert.True(_cells.TryEnter([Row(2, ItemKey.Variant(1))]));
    }

    [Fact]
    public void Other_items_and_other_locations_go_together()
    {
        Assert.True(_cells.TryEnter([Row(1, ItemKey.Variant(1))]));
        Assert.True(_cells.TryEnter([Row(1, ItemKey.Variant(2))]));
        Assert.True(_cells.TryEnter([Row(2, ItemKey.Variant(1))]));
    }

    [Fact]
    public void Keys_of_different_kinds_may_name_the_same_item()
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
    public void Skus_that_differ_in_letter_case_may_name_the_same_item()
    {
        Assert.True(_cells.TryEnter([Row(1, ItemKey.Sku("re-130"))]));

        Assert.False(_cells.TryEnter([Row(1, ItemKey.Sku("RE-130"))]));
        Assert.False(_cells.TryEnter([Row(1, ItemKey.Sku(" re-130 "))]));
    }

    private static BulkRow<AbsoluteAdjustment> Row(long location, ItemKey item) => new AbsoluteAdjustment(location, item, 1).ToBulkRow(0);
}

namespace BigCommerce.Inventory.WireMockTests;

public sealed class AdjustmentTests : ClientTest
{
    [Fact, Stub("absolute-adjustment", "success")]
    public async Task Counts_are_set_by_each_kind_of_key()
    {
        var result = await Client.Adjustments.SetAbsoluteAsync(new AbsoluteAdjustmentRequest(
            [new(1, ItemKey.Sku("RE-130"), 30), new(1, ItemKey.Variant(78), 12), new(2, ItemKey.Product(111), 7)],
            "Nightly ERP sync"));

        Assert.Equal(Data.TransactionId, result.TransactionId);
    }

    [Fact, Stub("absolute-adjustment", "success-without-reason")]
    public async Task A_reason_that_is_not_given_is_not_sent_and_a_transaction_id_is_any_text()
    {
        var result = await Client.Adjustments.SetAbsoluteAsync(new AbsoluteAdjustmentRequest([new(1, ItemKey.Sku("RE-130"), 0)]));

        Assert.Equal("adjustment:20261121/42", result.TransactionId);
    }

    [Fact, Stub("absolute-adjustment", "success-backordered")]
    public async Task Backorders_are_set_with_the_count()
    {
        var result = await Client.Adjustments.SetAbsoluteAsync(new AbsoluteAdjustmentRequest(
            [new(1, ItemKey.Sku("RE-130"), 30, QuantityBackordered: 4)]));

        Assert.Equal(Data.TransactionId, result.TransactionId);
    }

    [Fact, Stub("absolute-adjustment", "success-any-text")]
    public async Task Texts_of_any_characters_and_the_largest_count_arrive_as_they_are()
    {
        var result = await Client.Adjustments.SetAbsoluteAsync(new AbsoluteAdjustmentRequest(
            [new(1, ItemKey.Sku("Größe/ß +&=#?😀"), int.MaxValue)],
            "Inventur „Größe“ <b>&'\"\\"));

        Assert.Equal(Data.TransactionId, result.TransactionId);
    }

    [Fact, Stub("relative-adjustment", "success")]
    public async Task Differences_are_sent_signed_by_each_kind_of_key()
    {
        var result = await Client.Adjustments.AdjustRelativeAsync(new RelativeAdjustmentRequest(
            [
                new RelativeAdjustment(1, ItemKey.Sku("RE-130"), -2),
                new RelativeAdjustment(1, ItemKey.Variant(78), 5),
                new RelativeAdjustment(2, ItemKey.Product(111), -1),
            ],
            "Sales of the day"));

        Assert.Equal(Data.TransactionId, result.TransactionId);
    }

    [Fact, Stub("relative-adjustment", "success-without-reason")]
    public async Task A_difference_needs_no_reason()
    {
        var result = await Client.Adjustments.AdjustRelativeAsync(new RelativeAdjustmentRequest(
            [new RelativeAdjustment(1, ItemKey.Sku("RE-130"), -1)]));

        Assert.Equal(Data.TransactionId, result.TransactionId);
    }

    [Fact, Stub("relative-adjustment", "success-backordered")]
    public async Task A_change_of_backorders_alone_leaves_the_quantity_out()
    {
        var result = await Client.Adjustments.AdjustRelativeAsync(new RelativeAdjustmentRequest(
            [
                RelativeAdjustment.Backordered(1, ItemKey.Sku("RE-130"), 3),
                new RelativeAdjustment(1, ItemKey.Variant(78), -2, QuantityBackordered: -1),
            ]));

        Assert.Equal(Data.TransactionId, result.TransactionId);
    }
}

namespace BigCommerce.Inventory.WireMockTests;

public sealed class AdjustmentTests : ClientTest
{
    [Fact, Stub("absolute-adjustment", "success")]
    public async Task SetAbsolute_BySkuVariantAndProduct_IsSent()
    {
        var result = await Client.Adjustments.SetAbsoluteAsync(new AbsoluteAdjustmentRequest(
            [new(1, ItemKey.Sku("RE-130"), 30), new(1, ItemKey.Variant(78), 12), new(2, ItemKey.Product(111), 7)],
            "Nightly ERP sync"));

        Assert.Equal(Data.TransactionId, result.TransactionId);
    }

    [Fact, Stub("absolute-adjustment", "success-without-reason")]
    public async Task SetAbsolute_NoReason_OmitsItAndAcceptsAnyTransactionId()
    {
        var result = await Client.Adjustments.SetAbsoluteAsync(new AbsoluteAdjustmentRequest([new(1, ItemKey.Sku("RE-130"), 0)]));

        Assert.Equal("adjustment:20261121/42", result.TransactionId);
    }

    [Fact, Stub("absolute-adjustment", "success-backordered")]
    public async Task SetAbsolute_Backorders_AreSent()
    {
        var result = await Client.Adjustments.SetAbsoluteAsync(new AbsoluteAdjustmentRequest(
            [new(1, ItemKey.Sku("RE-130"), 30, QuantityBackordered: 4)]));

        Assert.Equal(Data.TransactionId, result.TransactionId);
    }

    [Fact, Stub("absolute-adjustment", "success-any-text")]
    public async Task SetAbsolute_AnyCharactersAndLargestCount_AreSent()
    {
        var result = await Client.Adjustments.SetAbsoluteAsync(new AbsoluteAdjustmentRequest(
            [new(1, ItemKey.Sku("Größe/ß +&=#?😀"), int.MaxValue)],
            "Inventur „Größe“ <b>&'\"\\"));

        Assert.Equal(Data.TransactionId, result.TransactionId);
    }

    [Fact, Stub("relative-adjustment", "success")]
    public async Task AdjustRelative_BySkuVariantAndProduct_IsSentSigned()
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
    public async Task AdjustRelative_NoReason_OmitsIt()
    {
        var result = await Client.Adjustments.AdjustRelativeAsync(new RelativeAdjustmentRequest(
            [new RelativeAdjustment(1, ItemKey.Sku("RE-130"), -1)]));

        Assert.Equal(Data.TransactionId, result.TransactionId);
    }

    [Fact, Stub("relative-adjustment", "success-backordered")]
    public async Task AdjustRelative_OnlyBackorders_OmitsTheQuantity()
    {
        var result = await Client.Adjustments.AdjustRelativeAsync(new RelativeAdjustmentRequest(
            [
                RelativeAdjustment.Backordered(1, ItemKey.Sku("RE-130"), 3),
                new RelativeAdjustment(1, ItemKey.Variant(78), -2, QuantityBackordered: -1),
            ]));

        Assert.Equal(Data.TransactionId, result.TransactionId);
    }
}

using NSubstitute;

namespace BigCommerce.Inventory.Tests.Conventions;

/// <summary>The helpers work on mocked interfaces.</summary>
public class MockTests
{
    [Fact]
    public async Task MockedApi_StreamsAndFind_Work()
    {
        var locations = Substitute.For<ILocationsApi>();
        locations.ListAsync(Arg.Any<LocationFilter?>(), Arg.Any<RequestOptions?>(), Arg.Any<CancellationToken>())
            .Returns(new Page<Location> { Data = [new() { Id = 2, Code = "A" }] });
        var items = Substitute.For<IInventoryItemsApi>();
        items.ListAsync(Arg.Any<InventoryItemFilter?>(), Arg.Any<RequestOptions?>(), Arg.Any<CancellationToken>())
            .Returns(new Page<InventoryItem> { Data = [new() { Identity = new() { Sku = "a" } }] });
        var options = new RequestOptions { MaxRetryAttempts = 0 };
        using var cancellation = new CancellationTokenSource();

        Assert.Equal(2, (await locations.EnumerateAsync().SingleAsync()).Id);
        Assert.Equal(2, (await locations.FindAsync("A", options, cancellation.Token))!.Id);
        Assert.NotNull(await items.FindAsync(ItemKey.Sku("a")));
        await locations.Received(1).ListAsync(new LocationFilter { Page = 1, Limit = 1000 }, null, Arg.Any<CancellationToken>());
        await locations.Received(1).ListAsync(
            Arg.Is<LocationFilter?>(filter => filter!.LocationCodes!.Single() == "A"),
            options,
            Arg.Is<CancellationToken>(token => token.CanBeCanceled));
    }

    [Fact]
    public async Task MockedApi_CreateAndGet_Works()
    {
        var locations = Substitute.For<ILocationsApi>();
        locations.CreateAsync(Arg.Any<IEnumerable<LocationCreate>>(), Arg.Any<RequestOptions?>(), Arg.Any<CancellationToken>())
            .Returns(new TransactionResult { TransactionId = "t" });
        locations.ListAsync(Arg.Any<LocationFilter?>(), Arg.Any<RequestOptions?>(), Arg.Any<CancellationToken>())
            .Returns(new Page<Location> { Data = [new() { Id = 7, Code = "SHOP-1" }] });

        Assert.Equal(7, (await locations.CreateAndGetAsync(Locations.LocationWriteTests.Shop)).Id);
        await locations.Received(1).CreateAsync(
            Arg.Is<IEnumerable<LocationCreate>>(batch => batch.Single() == Locations.LocationWriteTests.Shop),
            null,
            default);
    }

    [Fact]
    public async Task StockOperations_OverMockedInterfaces_SendTheRows()
    {
        var adjustments = Substitute.For<IInventoryAdjustmentsApi>();
        adjustments.SetAbsoluteAsync(Arg.Any<AbsoluteAdjustmentRequest>(), Arg.Any<RequestOptions?>(), Arg.Any<CancellationToken>())
            .Returns(new TransactionResult { TransactionId = "t" });
        var stock = new StockOperations(adjustments, Substitute.For<IInventoryItemsApi>(), Substitute.For<ILocationsApi>());

        var report = await stock.Set([new(1, ItemKey.Sku("A"), 5)]).RunAsync();

        Assert.Equal((1, "t"), (report.EnsureAllApplied().AppliedCount, report.TransactionIds.Single()));
    }

    [Fact]
    public async Task StockOperations_Mocked_ReturnTheGivenRun()
    {
        var run = Substitute.For<BulkRun<AbsoluteAdjustment>>();
        run.RunAsync(Arg.Any<CancellationToken>()).Returns(
            Task.FromException<BulkReport<AbsoluteAdjustment>>(new BigCommerceTimeoutException("Late.")));
        var stock = Substitute.For<StockOperations>();
        stock.Set(Arg.Any<IEnumerable<AbsoluteAdjustment>>(), Arg.Any<BulkOptions?>()).Returns(run);

        await Assert.ThrowsAsync<BigCommerceTimeoutException>(() => stock.Set([new(1, ItemKey.Sku("A"), 5)]).RunAsync());
    }
}

using BigCommerce.Inventory.Testing;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;

namespace BigCommerce.Inventory.Tests.Documentation;

#region first-test
// Your code.
public sealed class Deliveries(IInventoryAdjustmentsApi adjustments)
{
    public Task BookAsync(string sku, int quantity) =>
        adjustments.AdjustRelativeAsync(new RelativeAdjustmentRequest([new RelativeAdjustment(1, ItemKey.Sku(sku), quantity)], "delivery"));
}

public class DeliveriesTests
{
    [Fact]
    public async Task Delivery_OnTheEmulator_RaisesTheStock()
    {
        var emulator = new InventoryEmulator();
        var store = emulator.GetStore();
        store.AddItem("RE-130");
        store.SetStock(1, "RE-130", 30);
        using var client = emulator.CreateClient();

        await new Deliveries(client.Adjustments).BookAsync("RE-130", 12);

        Assert.Equal(42, store.GetOnHand(1, "RE-130"));
    }
}
#endregion

/// <summary>The other code of the guide "Test your integration", compiled and run.</summary>
public class TestingGuideTests
{
    private const string Guide = "src/BigCommerce.Inventory.Sdk.Testing/README.md";

    [Fact]
    public async Task MockedStock_ReportWithARejectedRow_Throws()
    {
        #region mock
        var run = Substitute.For<BulkRun<AbsoluteAdjustment>>();
        run.RunAsync(Arg.Any<CancellationToken>()).Returns(new BulkReport<AbsoluteAdjustment> { RowCount = 1, RejectedCount = 1 });
        var stock = Substitute.For<StockOperations>();
        stock.Set(Arg.Any<IEnumerable<AbsoluteAdjustment>>(), Arg.Any<BulkOptions?>()).Returns(run);

        var report = await stock.Set([new AbsoluteAdjustment(1, ItemKey.Sku("RE-130"), 5)]).RunAsync();
        Assert.Throws<RowsNotAppliedException<AbsoluteAdjustment>>(() => report.EnsureAllApplied());
        #endregion
    }

    [Fact]
    public async Task ContainerClient_UseEmulator_SendsToTheEmulator()
    {
        var services = new ServiceCollection();
        var emulator = new InventoryEmulator();

        #region emulator-di
        services.AddBigCommerceInventory().UseEmulator(emulator);
        #endregion

        await using var provider = services.BuildServiceProvider();
        Assert.Single((await provider.GetRequiredService<ILocationsApi>().ListAsync()).Data);
        emulator.Requests.AssertCount(1);
    }

    [Fact]
    public void Seeding_ItemsLocationsAndMetafields_AreInTheStore()
    {
        var emulator = new InventoryEmulator();

        #region seeding
        var store = emulator.GetStore();
        long shop = store.AddLocation("SHOP", "The shop");
        long closed = store.AddLocation("OLD", "The old shop", enabled: false);
        var shirt = store.AddItem("SHIRT-M");
        var tent = store.AddItem("TENT", tracking: InventoryTracking.Product); // tracked by product

        store.SetStock(shop, shirt, 30, safetyStock: 2)
            .SetStock(shop, tent, 4)
            .SetStock(closed, shirt, 7)   // disabled: adjustments are rejected
            .SetOpenOrderCount(shop, 1);  // the location cannot be deleted
        store.AddMetafield(shop, "warehouse", "dock", "7");
        #endregion

        Assert.Equal((30, 4, 7, null), (store.GetOnHand(shop, shirt), store.GetOnHand(shop, tent), store.GetOnHand(closed, shirt), store.GetOnHand(1, shirt)));
        Assert.Equal(["warehouse.dock=7"], store.Metafields.Select(metafield => $"{metafield.Namespace}.{metafield.Key}={metafield.Value}"));
    }

    [Fact]
    public async Task RandomFaults_BulkRun_ReportMatchesTheStore()
    {
        #region random-faults
        var emulator = new InventoryEmulator(new() { TimeProvider = new ManualTimeProvider { AdvanceWhenIdle = true } })
        {
            Faults = new FaultPlan(seed: 7)
                .Add(Fault.StatusCode(503), EmulatorOperation.ListItems, nth: 2)
                .Add(Fault.IgnoredWrite(), when: request => request.BodyText.Contains("GER-0001", StringComparison.Ordinal))
                .AddRandom(0.2, Fault.AllDetectable),
        };
        #endregion

        emulator.GetStore().SeedDemo();
        using var client = emulator.CreateClient();
        var rows = Enumerable.Range(1, 200).Select(i => new AbsoluteAdjustment(1, ItemKey.Product(1000 + i), 9));

        var report = await client.Stock.Set(rows, new BulkOptions { MaxRowsPerRequest = 10, MaxConsecutiveUnknownRequests = 100 }).RunAsync();

        Assert.Equal(200, report.AppliedCount + report.UnknownCount);
        Assert.InRange(emulator.Faults.InjectedCount, 2, int.MaxValue);
    }

    [Fact]
    public async Task VirtualTime_VisibilityDelay_PassesWithoutWaiting()
    {
        #region virtual-time
        var time = new ManualTimeProvider { AdvanceWhenIdle = true };
        var emulator = new InventoryEmulator(new() { TimeProvider = time, VisibilityDelay = TimeSpan.FromMinutes(10) });
        var store = emulator.GetStore();
        store.AddItem("RE-130");
        using var client = emulator.CreateClient();

        await client.Adjustments.SetAbsoluteAsync(new AbsoluteAdjustmentRequest([new(1, ItemKey.Sku("RE-130"), 5)]));
        var shown = await client.Stock.WaitUntilVisibleAsync(
            [new(1, ItemKey.Sku("RE-130"), 5)],
            new PollingOptions { Timeout = TimeSpan.FromHours(1) });

        Assert.True(shown.AllVisible);
        Assert.True(time.Elapsed >= TimeSpan.FromMinutes(10)); // in milliseconds of real time
        #endregion
    }

    [Fact]
    public async Task RequestRecords_Assertions_Pass()
    {
        var emulator = new InventoryEmulator(new() { TimeProvider = new ManualTimeProvider() });
        var store = emulator.GetStore();
        store.AddItem("RE-130");
        store.SetStock(1, "RE-130", 30);
        using var client = emulator.CreateClient();
        await client.Adjustments.AdjustRelativeAsync(new RelativeAdjustmentRequest([new RelativeAdjustment(1, ItemKey.Sku("RE-130"), -2)]));

        #region records
        emulator.Requests
            .ForOperations(EmulatorOperation.SetAbsolute, EmulatorOperation.AdjustRelative)
            .AssertOperations(EmulatorOperation.AdjustRelative)
            .AssertStatusCodes(200);
        store.GetStockChanges(1, "RE-130").AssertDeltas(-2);
        #endregion

        var message = Assert.Throws<EmulatorAssertionException>(() => store.GetStockChanges(1, "RE-130").AssertDeltas(-2, -2)).Message;
        Assert.StartsWith("Expected stock changes of -2, -2.", message, StringComparison.Ordinal);
        Assert.True(MarkdownSnippets.Read(Guide).Contains($"```\n{message.ReplaceLineEndings("\n")}\n```", StringComparison.Ordinal), message);
    }

    [Fact]
    public async Task SeveralStores_Snapshots_AreIndependent()
    {
        #region several-stores
        var emulator = new InventoryEmulator();
        emulator.GetStore("north").SeedDemo();
        emulator.GetStore("south").ImportSnapshot(emulator.GetStore("north").ExportSnapshot());

        using var north = emulator.CreateClient("north");
        using var south = emulator.CreateClient("south");
        #endregion

        await north.Adjustments.SetAbsoluteAsync(new AbsoluteAdjustmentRequest([new(1, ItemKey.Product(1001), 77)]));
        Assert.Equal((77, 28), (emulator.GetStore("north").GetOnHand(1, "GER-0001"), emulator.GetStore("south").GetOnHand(1, "GER-0001")));
        Assert.Equal(5000, emulator.GetStore("south").Items.Count);
        Assert.Equal(4, (await south.Locations.ListAsync()).Data.Count);
    }

    [Fact]
    public async Task WireMockNet_FilterKeyEscaped_Matches()
    {
        #region wiremock
        using var server = WireMockServer.Start(new WireMockServerSettings { Urls = ["http://127.0.0.1:0"] });
        server
            .Given(Request.Create().UsingGet().WithPath("/stores/abc123/v3/inventory/items").WithParam("sku%3Ain", "RE-130,RE-131"))
            .RespondWith(Response.Create().WithBodyAsJson(new { data = new[] { new { identity = new { sku = "RE-130" } } } }));

        using var client = new BigCommerceInventoryClient("abc123", "token", new() { BaseAddress = new Uri(server.Url!) });
        var page = await client.Items.ListAsync(new InventoryItemFilter { Skus = ["RE-130", "RE-131"] });

        Assert.Equal("RE-130", Assert.Single(page.Data).Identity.Sku);
        Assert.Equal("token", Assert.Single(server.LogEntries).RequestMessage!.Headers!["X-Auth-Token"].Single());
        #endregion
    }

    [Theory]
    [InlineData("sku:in", "RE-130,RE-131")]
    [InlineData("sku%3Ain", "RE-130%2CRE-131")]
    public async Task WireMockNet_KeyUnescapedOrValueEscaped_DoesNotMatch(string key, string value)
    {
        using var server = WireMockServer.Start(new WireMockServerSettings { Urls = ["http://127.0.0.1:0"] });
        server.Given(Request.Create().WithParam(key, value)).RespondWith(Response.Create().WithBodyAsJson(new { data = Array.Empty<int>() }));
        using var client = new BigCommerceInventoryClient("abc123", "token", new() { BaseAddress = new Uri(server.Url!) });

        await Assert.ThrowsAsync<BigCommerceNotFoundException>(() =>
            client.Items.ListAsync(new InventoryItemFilter { Skus = ["RE-130", "RE-131"] }));
    }
}

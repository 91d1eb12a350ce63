using System.Net;
using BigCommerce.Inventory.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace BigCommerce.Inventory.Tests.Emulator;

/// <summary>The SDK's client on the emulator.</summary>
public sealed class ClientOnEmulatorTests
{
    private readonly ManualTimeProvider _time = new() { AdvanceWhenIdle = true };
    private readonly InventoryEmulator _emulator;
    private readonly EmulatedStore _store;

    public ClientOnEmulatorTests()
    {
        _emulator = new InventoryEmulator(new InventoryEmulatorOptions { TimeProvider = _time });
        _store = _emulator.GetStore();
        _store.AddLocation("SHOP", "The shop");
        _store.AddItem("RE-130", variantId: 78, productId: 130);
        _store.SetStock(1, "RE-130", 30, safetyStock: 4);
    }

    [Fact]
    public async Task Client_ListItems_ReadsTheStore()
    {
        using var client = _emulator.CreateClient();

        var page = await client.Items.ListAsync();

        var item = Assert.Single(page.Data);
        Assert.Equal(
            ("RE-130", 78L, 130L, null),
            (item.Identity.Sku, item.Identity.VariantId, item.Identity.ProductId, item.Identity.SkuId));
        Assert.Equal(
            [(1L, "BC-LOCATION-1", 30, 26), (2L, "SHOP", 0, 0)],
            item.Locations.Select(at => (at.LocationId, at.LocationCode, at.TotalInventoryOnHand, at.AvailableToSell)));
    }

    [Fact]
    public async Task Client_Adjustments_ChangeTheStore()
    {
        using var client = _emulator.CreateClient();

        var absolute = await client.Adjustments.SetAbsoluteAsync(
            new AbsoluteAdjustmentRequest([new(2, ItemKey.Sku("RE-130"), 12)], "count"));
        await client.Adjustments.AdjustRelativeAsync(new RelativeAdjustmentRequest([new RelativeAdjustment(2, ItemKey.Variant(78), -3)]));

        Assert.Equal(9, _store.GetOnHand(2, "RE-130"));
        _store.GetStockChanges(2, "RE-130").AssertDeltas(12, -3);
        Assert.Equal(absolute.TransactionId, _store.GetStockChanges(2, "RE-130")[0].TransactionId);
        Assert.Equal("count", _store.GetStockChanges(2, "RE-130")[0].Reason);
        _emulator.Requests.AssertOperations(EmulatorOperation.SetAbsolute, EmulatorOperation.AdjustRelative).AssertStatusCodes(200, 200);
    }

    [Fact]
    public async Task Client_ValidationError_NamesTheItems()
    {
        using var client = _emulator.CreateClient();

        var error = await Assert.ThrowsAsync<BigCommerceValidationException>(
            () => client.Adjustments.SetAbsoluteAsync(new AbsoluteAdjustmentRequest([new(1, ItemKey.Product(130), 12)])));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, error.StatusCode);
        Assert.Equal(ApiErrorReason.TrackedByVariant, error.Reason);
        Assert.Equal([ItemKey.Product(130)], error.Error.Items);
    }

    [Fact]
    public async Task ContainerClient_UseEmulator_UsesItsHandlerAndClock()
    {
        var services = new ServiceCollection();
        services.AddBigCommerceInventory().UseEmulator(_emulator);
        await using var provider = services.BuildServiceProvider();

        var locations = await provider.GetRequiredService<ILocationsApi>().ListAsync();

        Assert.Equal(["BC-LOCATION-1", "SHOP"], locations.Data.Select(location => location.Code));
        Assert.Same(_time, provider.GetRequiredService<TimeProvider>());
        Assert.Equal("demo", provider.GetRequiredService<BigCommerceInventoryClient>().StoreHash);
    }

    [Fact]
    public async Task UseEmulator_ConfiguredCredentials_AreKept()
    {
        var other = _emulator.GetStore("other");
        other.AccessToken = "right";
        var services = new ServiceCollection();
        services.AddBigCommerceInventory(options => (options.StoreHash, options.AccessToken) = ("other", "wrong")).UseEmulator(_emulator);
        await using var provider = services.BuildServiceProvider();

        await Assert.ThrowsAsync<BigCommerceAuthenticationException>(() => provider.GetRequiredService<ILocationsApi>().ListAsync());

        using var client = _emulator.CreateClient("other");
        Assert.Single((await client.Locations.ListAsync()).Data);
        Assert.Equal(["other", "other"], _emulator.Requests.Select(request => request.StoreHash));
    }

    [Fact]
    public async Task Client_RetriesWithAdvanceWhenIdle_NeedNoDriver()
    {
        _emulator.Faults = new FaultPlan()
            .Add(Fault.StatusCode(503))
            .Add(Fault.RateLimitedWithoutHeaders())
            .Add(Fault.TruncatedBody())
            .Add(Fault.NoResponse());
        using var client = _emulator.CreateClient(configure: options => options.Resilience.MaxRetryAttempts = 5);

        var page = await client.Items.ListAsync();

        Assert.Single(page.Data);
        _emulator.Requests.AssertStatusCodes(503, 429, 200, null, 200);
        Assert.InRange(_time.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Client_RelativeAdjustmentWithLostResponse_IsNotSentTwice()
    {
        _emulator.Faults = new FaultPlan().Add(Fault.ConnectionReset().AfterEffect());
        using var client = _emulator.CreateClient();

        await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(
            () => client.Adjustments.AdjustRelativeAsync(
                new RelativeAdjustmentRequest([new RelativeAdjustment(1, ItemKey.Sku("RE-130"), -3)])));

        _store.GetStockChanges(1, "RE-130").AssertDeltas(-3);
    }

    [Fact]
    public async Task Client_ConnectionRefused_RetriesAndAppliesOnce()
    {
        _emulator.Faults = new FaultPlan().Add(Fault.ConnectionRefused());
        using var client = _emulator.CreateClient();

        await client.Adjustments.AdjustRelativeAsync(new RelativeAdjustmentRequest([new RelativeAdjustment(1, ItemKey.Sku("RE-130"), -3)]));

        _store.GetStockChanges(1, "RE-130").AssertDeltas(-3);
        _emulator.Requests.AssertStatusCodes(null, 200);
    }
}

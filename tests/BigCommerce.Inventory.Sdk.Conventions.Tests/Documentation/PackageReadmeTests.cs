using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.Tests.Documentation;

/// <summary>The code of the packages' own READMEs, compiled and run.</summary>
public class PackageReadmeTests
{
    [Fact]
    public async Task LostResponse_RelativeAdjustment_ThrowsEffectUnknown()
    {
        #region lost-response
        // The clock advances when the client waits, so retries take no real time.
        var emulator = new InventoryEmulator(new() { TimeProvider = new ManualTimeProvider { AdvanceWhenIdle = true } });
        var store = emulator.GetStore();
        store.AddItem("RE-130");
        store.SetStock(1, "RE-130", 30);

        // The adjustment takes effect, then the connection is reset before the response.
        emulator.Faults = new FaultPlan().Add(Fault.ConnectionReset().AfterEffect(), EmulatorOperation.AdjustRelative);

        using var client = emulator.CreateClient();
        await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(() =>
            client.Adjustments.AdjustRelativeAsync(new RelativeAdjustmentRequest([new RelativeAdjustment(1, ItemKey.Sku("RE-130"), -2)], "till 4")));

        Assert.Equal(28, store.GetOnHand(1, "RE-130"));
        emulator.Requests.AssertOperations(EmulatorOperation.AdjustRelative);
        #endregion
    }
}

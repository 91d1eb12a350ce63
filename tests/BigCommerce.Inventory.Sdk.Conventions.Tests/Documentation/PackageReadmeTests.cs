using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.Tests.Documentation;

/// <summary>The code of the packages' own READMEs, compiled and run.</summary>
public class PackageReadmeTests
{
    private const string TestingReadme = "src/BigCommerce.Inventory.Sdk.Testing/README.md";

    // A package's page has no folders around it, so a relative link leads nowhere.
    [Theory]
    [InlineData("src/BigCommerce.Inventory.Sdk/README.md")]
    [InlineData("src/BigCommerce.Inventory.Sdk.Redis/README.md")]
    [InlineData(TestingReadme)]
    public void A_package_readme_links_to_no_file(string path) =>
        Assert.DoesNotContain("](", File.ReadAllText(Path.Combine(MarkdownSnippets.Root, path)), StringComparison.Ordinal);

    [Fact]
    public async Task Lost_answer()
    {
        #region lost-answer
        // Time stands still until the client waits, then jumps: no test takes longer for a retry.
        var emulator = new InventoryEmulator(new() { TimeProvider = new ManualTimeProvider { AdvanceWhenIdle = true } });
        var store = emulator.GetStore();
        store.AddItem("RE-130");
        store.SetStock(1, "RE-130", 30);

        // The sale is booked, and its answer is lost.
        emulator.Faults = new FaultPlan().Add(Fault.ConnectionReset().AfterEffect(), EmulatorOperation.AdjustRelative);

        using var client = emulator.CreateClient();
        await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(() =>
            client.Adjustments.AdjustRelativeAsync(new RelativeAdjustmentRequest([RelativeAdjustment.By(1, ItemKey.Sku("RE-130"), -2)], "till 4")));

        Assert.Equal(28, store.OnHand(1, "RE-130"));
        emulator.Requests.AssertOperations(EmulatorOperation.AdjustRelative);
        #endregion
    }
}

using BigCommerce.Inventory.Testing;
using Xunit;

namespace BigCommerce.Inventory.Tests.Emulator;

public sealed class VisibilityTests
{
    [Fact]
    public async Task VisibilityDelay_Write_ShowsInReadsAfterTheDelay()
    {
        using var emulator = new EmulatorHarness(options => options.VisibilityDelay = TimeSpan.FromSeconds(5));
        emulator.Store.AddItem("A");
        emulator.Store.SetStock(1, "A", 10);

        await emulator.AbsoluteAsync("""[{"location_id":1,"sku":"A","quantity":4}]""");
        Assert.Equal(4, emulator.Store.GetOnHand(1, "A"));
        Assert.Equal(10, await SeenAsync(emulator));

        // The write side already has the new stock: five fewer.
        Assert.Equal(422, (await emulator.RelativeAsync("""[{"location_id":1,"sku":"A","quantity":-5}]""")).Status);

        emulator.Time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(10, await SeenAsync(emulator));
        emulator.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(4, await SeenAsync(emulator));
    }

    [Fact]
    public async Task VisibilityDelay_SeveralWrites_BecomeVisibleOneByOne()
    {
        using var emulator = new EmulatorHarness(options => options.VisibilityDelay = TimeSpan.FromSeconds(5));
        emulator.Store.AddItem("A");
        List<int> seen = [];
        for (int i = 1; i <= 3; i++)
        {
            await emulator.AbsoluteAsync($$"""[{"location_id":1,"sku":"A","quantity":{{i}}}]""");
            emulator.Time.Advance(TimeSpan.FromSeconds(2));
        }

        for (int i = 0; i < 5; i++)
        {
            seen.Add(await SeenAsync(emulator));
            emulator.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([1, 2, 2, 3, 3], seen);
    }

    [Fact]
    public async Task VisibilityDelaySelector_NewerWriteVisibleFirst_NewestWins()
    {
        using var emulator = new EmulatorHarness(
            options => options.VisibilityDelaySelector = request => TimeSpan.FromSeconds(
                request.BodyText.Contains("\"quantity\":1", StringComparison.Ordinal) ? 10 : 2));
        emulator.Store.AddItem("A");

        await emulator.AbsoluteAsync("""[{"location_id":1,"sku":"A","quantity":1}]""");
        await emulator.AbsoluteAsync("""[{"location_id":1,"sku":"A","quantity":2}]""");

        Assert.Equal(0, await SeenAsync(emulator));
        emulator.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(2, await SeenAsync(emulator));
        emulator.Time.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal(2, await SeenAsync(emulator));
    }

    private static async Task<int> SeenAsync(EmulatorHarness emulator) =>
        (await emulator.GetAsync("inventory/locations/1/items")).Json["data"]![0]!["total_inventory_onhand"]!.GetValue<int>();
}

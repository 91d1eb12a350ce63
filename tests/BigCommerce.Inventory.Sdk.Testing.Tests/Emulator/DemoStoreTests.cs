using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.Tests.Emulator;

public class DemoStoreTests
{
    [Fact]
    public void SeedDemo_EveryRun_HasTheDocumentedContent()
    {
        var store = new InventoryEmulator().GetStore().SeedDemo();

        Assert.Equal(["BC-LOCATION-1", "SEA-STORE", "DEN-STORE", "RENO-WH"], store.Locations.Select(location => location.Code));
        Assert.Equal(5000, store.Items.Count);
        Assert.Equal((InventoryTracking.Variant, 7), (store.GetItem("JKT-07-NAVY-XL").Tracking, store.GetItem("JKT-07-NAVY-XL").ProductId));
        Assert.Equal((InventoryTracking.Product, 1296), (store.GetItem("GER-0296").Tracking, store.GetItem("GER-0296").ProductId));
        Assert.Equal((int)((store.GetItem("GLV-16-STONE-3XL").VariantId * 7 + 52) % 40), store.GetOnHand(4, "GLV-16-STONE-3XL"));
    }
}

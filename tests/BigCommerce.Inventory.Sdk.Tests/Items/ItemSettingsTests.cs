namespace BigCommerce.Inventory.Tests.Items;

public class ItemSettingsTests
{
    [Fact]
    public void Update_ChangesNothing_IsRefused() => AssertRefused(
        "Row 0 cannot be sent. It changes nothing. Set at least one of SafetyStock, IsInStock, WarningLevel, BinPickingNumber and BackorderLimit.",
        new ItemSettingsUpdate(ItemKey.Sku("a")));

    [Fact]
    public void Update_EachSettingAlone_IsAccepted()
    {
        ItemSettingsUpdate[] updates =
        [
            new(ItemKey.Sku("a")) { SafetyStock = 0 },
            new(ItemKey.Sku("b")) { IsInStock = false },
            new(ItemKey.Sku("c")) { WarningLevel = 0 },
            new(ItemKey.Sku("d")) { BinPickingNumber = "" },
            new(ItemKey.Sku("e")) { BackorderLimit = null },
        ];

        Assert.Equal(updates, new ItemSettingsRequest(updates).Settings);
    }

    [Fact]
    public void Update_ItemUnset_IsRefused() => AssertRefused(
        "Row 0 cannot be sent. The change names no item. Give a SKU, a variant id or a product id.",
        new ItemSettingsUpdate(default) { SafetyStock = 1 });

    [Fact]
    public void Update_NegativeValue_IsRefused()
    {
        const string Message = "Row 0 cannot be sent. Safety stock, warning level and backorder limit must be 0 or more.";
        AssertRefused(Message, new ItemSettingsUpdate(ItemKey.Sku("a")) { SafetyStock = -1 });
        AssertRefused(Message, new ItemSettingsUpdate(ItemKey.Sku("a")) { WarningLevel = -1 });
        AssertRefused(Message, new ItemSettingsUpdate(ItemKey.Sku("a")) { BackorderLimit = -1 });
    }

    [Fact]
    public void BinPickingNumber_Null_IsRefused() => AssertRefused(
        "Row 0 cannot be sent. BinPickingNumber must not be null. Set an empty string to clear it.",
        new ItemSettingsUpdate(ItemKey.Sku("a")) { BinPickingNumber = null! });

    [Fact]
    public void Request_TwoUpdatesOfOneItem_IsRefused() => AssertRefused(
        "Rows 0 and 2 both update sku a. Combine them.",
        new ItemSettingsUpdate(ItemKey.Sku("a")) { SafetyStock = 1 },
        new ItemSettingsUpdate(ItemKey.Sku("A")) { SafetyStock = 1 },
        new ItemSettingsUpdate(ItemKey.Sku("a")) { WarningLevel = 1 });

    [Fact]
    public void Request_NoUpdateOrMoreThan2000_IsRefused()
    {
        AssertRefused("A request takes 1 to 2,000 rows, not 0. Use the bulk methods of client.Stock, which divide them.");
        ItemSettingsUpdate[] many =
        [
            .. Enumerable.Range(1, 2001).Select(id => new ItemSettingsUpdate(ItemKey.Variant(id)) { SafetyStock = 1 }),
        ];
        AssertRefused("A request takes 1 to 2,000 rows, not 2001. Use the bulk methods of client.Stock, which divide them.", many);
        Assert.Equal(2000, new ItemSettingsRequest(many[1..]).Settings.Count);
    }

    [Fact]
    public void Request_ListChangedAfterwards_KeepsItsCopy()
    {
        List<ItemSettingsUpdate> list = [new(ItemKey.Sku("a")) { SafetyStock = 1 }];
        var request = new ItemSettingsRequest(list);

        list.Clear();

        Assert.Single(request.Settings);
    }

    private static void AssertRefused(string message, params ItemSettingsUpdate[] settings) =>
        Assert.StartsWith(
            message,
            Assert.Throws<ArgumentException>(() => new ItemSettingsRequest(settings)).Message,
            StringComparison.Ordinal);
}

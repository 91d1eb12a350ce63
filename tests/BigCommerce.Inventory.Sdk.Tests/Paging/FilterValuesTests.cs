namespace BigCommerce.Inventory.Tests.Paging;

/// <summary>The values that every filter accepts.</summary>
public class FilterValuesTests
{
    [Fact]
    public void Members_InRange_AreKept()
    {
        Assert.Equal((1, 1), (new InventoryItemFilter { Page = 1 }.Page, new InventoryItemFilter { Limit = 1 }.Limit));
        Assert.Equal(1000, new InventoryItemFilter { Limit = 1000 }.Limit);
        Assert.Equal((1, 250), (new MetafieldFilter { Limit = 1 }.Limit, new MetafieldFilter { Limit = 250 }.Limit));
        Assert.Equal([1L, long.MaxValue], new InventoryItemFilter { VariantIds = [1, long.MaxValue] }.VariantIds);
        Assert.Equal(["A;B", " C "], new InventoryItemFilter { Skus = ["A;B", " C "] }.Skus);
        Assert.Equal([LocationType.Physical], new LocationFilter { TypeIds = [LocationType.Physical] }.TypeIds);
    }

    [Fact]
    public void Members_Null_AreNull()
    {
        var filter = new LocationFilter { LocationIds = null, LocationCodes = null, TypeIds = null, Page = null, Limit = null };

        Assert.Equal(new LocationFilter(), filter);
        Assert.Equal(new MetafieldFilter(), new MetafieldFilter { Key = null, Limit = null });
    }

    [Fact]
    public void Members_Invalid_ThrowWithTheAdvice()
    {
        AssertRefused("Pages are counted from 1.", "Page", () => new InventoryItemFilter { Page = 0 });
        AssertRefused("A page holds 1 to 1,000 entries.", "Limit", () => new InventoryItemFilter { Limit = 0 });
        AssertRefused("A page holds 1 to 1,000 entries.", "Limit", () => new InventoryItemFilter { Limit = 1001 });
        AssertRefused("A page of metafields holds 1 to 250 entries.", "Limit", () => new MetafieldFilter { Limit = 0 });
        AssertRefused("A page of metafields holds 1 to 250 entries.", "Limit", () => new MetafieldFilter { Limit = 251 });
        AssertRefused("VariantIds ('0') must be a non-negative and non-zero value.", "VariantIds", () => new InventoryItemFilter { VariantIds = [1, 0] });
        AssertRefused("The list contains a blank value. Remove it.", "Skus", () => new InventoryItemFilter { Skus = ["A", " "] });
        AssertRefused("'A,B' contains a comma", "LocationCodes", () => new InventoryItemFilter { LocationCodes = ["A,B"] });
        AssertRefused("An empty list would read everything.", "Skus", () => new InventoryItemFilter { Skus = [] });
        AssertRefused("An empty list would read everything.", "VariantIds", () => new InventoryItemFilter { VariantIds = [] });
        AssertRefused("An empty list would read everything.", "TypeIds", () => new LocationFilter { TypeIds = [] });
        AssertRefused("The value cannot be an empty string", "Key", () => new MetafieldFilter { Key = " " });
    }

    private static void AssertRefused(string message, string member, Func<object> build)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(build);

        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(member, exception.ParamName);
    }
}

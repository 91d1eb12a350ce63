using BigCommerce.Inventory.Diagnostics;

namespace BigCommerce.Inventory.Tests.Diagnostics;

public class UrlTemplateTests
{
    [Theory]
    [InlineData("/inventory/items", "/inventory/items")]
    [InlineData("/inventory/items?page=2", "/inventory/items")]
    [InlineData("/inventory/adjustments/absolute", "/inventory/adjustments/absolute")]
    [InlineData("/inventory/locations/7/items?limit=1000", "/inventory/locations/{location_id}/items")]
    [InlineData("/inventory/locations/7/metafields/12", "/inventory/locations/{location_id}/metafields/{metafield_id}")]
    [InlineData("/inventory/locations/metafields", "/inventory/locations/metafields")]
    public void UrlTemplate_PathWithIds_ReplacesThem(string path, string template) => Assert.Equal(template, UrlTemplate.Of(path));

    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("/")]
    [InlineData("//1")]
    [InlineData("/1/2/")]
    public void UrlTemplate_AnyPath_ReturnsAValue(string path) => Assert.NotNull(UrlTemplate.Of(path));
}

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BigCommerce.Inventory.Serialization;

namespace BigCommerce.Inventory.Tests.Serialization;

/// <summary>How the API's JSON differs from the public types. Each test creates new options.</summary>
public class WireJsonTests
{
    private readonly JsonSerializerOptions _options = WireJson.Create();
    private readonly JsonSerializerOptions _numbers = new() { Converters = { new LenientInt32Converter() } };

    [Fact]
    public void Names_OfTheApi_AreSnakeCaseApartFromExceptions()
    {
        Assert.Equal(["count", "per_page", "start_cursor", "end_cursor", "links"], Names<CursorPagination>());
        Assert.Equal(["total", "success", "failed"], Names<MetafieldBatchCounts>());
    }

    [Fact]
    public void Object_EmptyAsArray_IsReadAsNull()
    {
        Assert.Null(Read<Page<Metafield>>("""{"data":[],"meta":{"cursor_pagination":[]}}""").Meta.CursorPagination);
        Assert.Equal("Main", Read<Page<Location>>("""{"data":[{"address":[],"label":"Main"}]}""").Data[0].Label);
    }

    [Theory]
    [InlineData("null", true)]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void Boolean_TrueByDefault_IsTrueForNull(string json, bool expected)
    {
        var location = Read<Page<Location>>($$"""{"data":[{"enabled":{{json}},"storefront_visibility":{{json}} }]}""").Data[0];
        var stock = Read<Page<InventoryItem>>(
            $$$"""{"data":[{"locations":[{"location_enabled":{{{json}}},"settings":{"is_in_stock":{{{json}}} } }]}]}""").Data[0].Locations[0];

        Assert.Equal((expected, expected), (location.Enabled, location.StorefrontVisibility));
        Assert.Equal((expected, expected), (stock.LocationEnabled, stock.Settings.IsInStock));
    }

    [Fact]
    public void Boolean_FalseByDefault_IsFalseForNull()
    {
        var location = Read<Page<Location>>(
            """{"data":[{"managed_by_external_source":null,"special_hours":[{"open":null,"all_day":null,"annual":null}]}]}""").Data[0];

        Assert.False(location.ManagedByExternalSource);
        Assert.Equal(new SpecialHours { Label = "", Date = default, Open = false }, Assert.Single(location.SpecialHours));
    }

    [Fact]
    public void Int32_Null_IsReadAsZero() => Assert.Equal(0, JsonSerializer.Deserialize<int>("null", _numbers));

    private IEnumerable<string> Names<T>() => TypeInfo<T>().Properties.Select(property => property.Name);

    private T Read<T>(string json) => JsonSerializer.Deserialize(json, TypeInfo<T>())!;

    private JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)_options.GetTypeInfo(typeof(T));
}

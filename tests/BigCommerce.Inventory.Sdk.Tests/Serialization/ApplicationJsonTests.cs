using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace BigCommerce.Inventory.Tests.Serialization;

/// <summary>The public types that have converters, as JSON with an application's own options.</summary>
public partial class ApplicationJsonTests
{
    private readonly JsonSerializerOptions _defaults = new();

    [Fact]
    public void ItemKey_Serialized_HasOneMemberNamedByThePolicy()
    {
        Assert.Equal("""{"Sku":"RE-130"}""", JsonSerializer.Serialize(ItemKey.Sku("RE-130")));
        Assert.Equal("""{"variantId":106}""", JsonSerializer.Serialize(ItemKey.Variant(106), JsonSerializerOptions.Web));
        Assert.Equal("{}", JsonSerializer.Serialize(default(ItemKey)));
        Assert.Equal(ItemKey.Product(7), JsonSerializer.Deserialize<ItemKey>("""{"More":[1],"Sku":null,"ProductId":7}"""));
        Assert.Equal(ItemKey.Product(7), JsonSerializer.Deserialize<ItemKey>("""{"PRODUCTID":7}""", JsonSerializerOptions.Web));
        Assert.Equal(default, JsonSerializer.Deserialize<ItemKey>("{}"));
        Assert.Equal(default, JsonSerializer.Deserialize<ItemKey>("""{"PRODUCTID":7}"""));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ItemKey>("""{"Sku":"a","ProductId":7}"""));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ItemKey>("\"a\""));
    }

    [Fact]
    public void ItemKey_IdIsAString_IsReadWhereTheOptionsAllowIt()
    {
        Assert.Equal(ItemKey.Variant(106), JsonSerializer.Deserialize<ItemKey>("""{"variantId":"106"}""", JsonSerializerOptions.Web));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ItemKey>("""{"variantId":"1.5"}""", JsonSerializerOptions.Web));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ItemKey>("""{"VariantId":"106"}"""));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ItemKey>("""{"Sku":106}"""));
    }

    [Fact]
    public void Patch_UnsetAndNotLeftOut_Throws()
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Serialize(new { Quantity = default(Patch<int>) }));
        Assert.Throws<JsonException>(() => JsonSerializer.Serialize(new[] { default(Patch<string>) }));
        Assert.Equal("[0,null]", JsonSerializer.Serialize(new Patch<int?>[] { 0, null }));
    }

    [Fact]
    public void Patch_Serialized_KeepsUnsetApartFromNull()
    {
        var update = new ItemSettingsUpdate(ItemKey.Sku("a")) { BackorderLimit = null, IsInStock = false };

        var json = JsonSerializer.Serialize(update);

        Assert.Equal("""{"Item":{"Sku":"a"},"IsInStock":false,"BackorderLimit":null}""", json);
        Assert.Equal(update, JsonSerializer.Deserialize<ItemSettingsUpdate>(json));
    }

    [Fact]
    public void Patch_GeneratedContextLacksItsType_IsWrittenAndRead()
    {
        // With a resolver of its own, the test shares no converters with others.
        var options = new JsonSerializerOptions { TypeInfoResolver = ApplicationContext.Default.WithAddedModifier(static _ => { }) };
        var update = new LocationUpdate
        {
            Id = 2,
            Enabled = false,
            OperatingHours = new OperatingHours { Monday = new DayHours { Open = true } },
        };

        var json = JsonSerializer.Serialize(update, options);

        Assert.Equal(update, JsonSerializer.Deserialize<LocationUpdate>(json, options));
        Assert.Contains("\"Monday\":{\"Open\":true", json, StringComparison.Ordinal);
        var unlimited = new ItemSettingsUpdate(ItemKey.Sku("a")) { BackorderLimit = null };
        Assert.Equal(unlimited, JsonSerializer.Deserialize<ItemSettingsUpdate>(JsonSerializer.Serialize(unlimited, options), options));
        Assert.Throws<NotSupportedException>(() => options.GetTypeInfo(typeof(OperatingHours)));
    }

    [Fact]
    public void LocationDeletion_Serialized_HasTheListNamedByThePolicy()
    {
        var deletion = LocationDeletion.WithAllTheirStock(2, 3);

        Assert.Equal("""{"locationIds":[2,3]}""", JsonSerializer.Serialize(deletion, JsonSerializerOptions.Web));
        Assert.Equal(
            deletion.LocationIds,
            JsonSerializer.Deserialize<LocationDeletion>("""{"More":[4],"Other":{"LocationIds":[5]},"LocationIds":[2,3]}""")!.LocationIds);
    }

    [Fact]
    public void LocationDeletion_ReadFromJson_IsCheckedLikeAnyOther()
    {
        Assert.Throws<ArgumentException>(() => JsonSerializer.Deserialize<LocationDeletion>("""{"LocationIds":[1]}"""));
        Assert.Throws<ArgumentException>(() => JsonSerializer.Deserialize<LocationDeletion>("{}"));
        Assert.Throws<ArgumentException>(() => JsonSerializer.Deserialize<LocationDeletion>("""{"LocationIds":null}"""));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<LocationDeletion>("[2,3]"));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<LocationDeletion>("""{"LocationIds":["2"]}"""));
    }

    [Fact]
    public void ExtensibleValue_Null_IsReadAsTheDefault() =>
        Assert.Equal(default, JsonSerializer.Deserialize<LocationType>("null", _defaults));

    [JsonSerializable(typeof(LocationUpdate))]
    [JsonSerializable(typeof(ItemSettingsUpdate))]
    private sealed partial class ApplicationContext : JsonSerializerContext;
}

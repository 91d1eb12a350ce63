using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using BigCommerce.Inventory.Serialization;

namespace BigCommerce.Inventory.Tests.Serialization;

/// <summary>How the API's JSON differs from the public types. Each test creates new options.</summary>
public class WireJsonTests
{
    private readonly JsonSerializerOptions _options = WireJson.Create();

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
    public void Null_OfATypeThatHasNoNull_IsReadAsTheDefault()
    {
        Assert.Equal(0, ReadWith<int>(new LenientInt32Converter(), "null"));
        Assert.Equal(0, ReadWith<long>(new LenientInt64Converter(), "null"));
        Assert.False(ReadWith<bool>(new LenientBooleanConverter(), "null"));
        Assert.True(ReadWith<bool>(new TrueByDefaultConverter(), "null"));
        Assert.Equal(default, ReadWith<DateOnly>(new LenientDateOnlyConverter(), "null"));
        Assert.Empty(ReadWith<IReadOnlyList<Location>>(new LenientListConverter<Location>(), "null"));
    }

    [Theory]
    [InlineData("9223372036854775807.0", long.MaxValue)]
    [InlineData("-9223372036854775808.0", long.MinValue)]
    public void Int64_EndOfTheRangeWithAFraction_IsRead(string json, long expected) =>
        Assert.Equal(expected, ReadWith<long>(new LenientInt64Converter(), json));

    [Theory]
    [InlineData("9223372036854775808")]
    [InlineData("-9223372036854775809")]
    public void Int64_OutOfRange_Throws(string json) =>
        Assert.Throws<JsonException>(() => ReadWith<long>(new LenientInt64Converter(), json));

    [Fact]
    public void Text_NumberInTwoSegments_IsRead()
    {
        var first = new Segment("12"u8.ToArray(), null);
        var second = new Segment("34 "u8.ToArray(), first);
        var reader = new Utf8JsonReader(new ReadOnlySequence<byte>(first, 0, second, second.Memory.Length));
        Assert.True(reader.Read());

        Assert.Equal("1234", LenientText.Read(ref reader));
    }

    private IEnumerable<string> Names<T>() => TypeInfo<T>().Properties.Select(property => property.Name);

    private T Read<T>(string json) => JsonSerializer.Deserialize(json, TypeInfo<T>())!;

    private static T ReadWith<T>(JsonConverter converter, string json) => JsonSerializer.Deserialize<T>(json, With(converter))!;

    private static JsonSerializerOptions With(JsonConverter converter) => new() { Converters = { converter } };

    private JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)_options.GetTypeInfo(typeof(T));

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? before)
        {
            Memory = memory;
            if (before is not null)
            {
                RunningIndex = before.RunningIndex + before.Memory.Length;
                before.Next = this;
            }
        }
    }
}

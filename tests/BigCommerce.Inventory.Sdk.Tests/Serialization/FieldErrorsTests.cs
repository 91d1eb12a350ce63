using System.Net;
using System.Text;
using System.Text.Json;
using BigCommerce.Inventory.Serialization;

namespace BigCommerce.Inventory.Tests.Serialization;

/// <summary>Errors are flattened to one message for each field, with memory in proportion to the response's size.</summary>
public class FieldErrorsTests
{
    public static TheoryData<string> Shapes => new("one field", "many fields", "long name", "nested lists", "names", "cut names");

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Shapes))]
    public void Errors_TwiceTheSize_AllocateTwiceTheMemory(string shape)
    {
        Measure(Body(shape, 100));
        var once = Measure(Body(shape, 20_000));
        var twice = Measure(Body(shape, 40_000));

        Assert.InRange(twice / (double)once, 1, 2.6);
    }

    [Theory]
    [InlineData("""{"quantity":"missing","reason":null}""", "quantity: missing")]
    [InlineData("""{"quantity":["missing","invalid"]}""", "quantity: missing; invalid")]
    [InlineData("""{"item":{"sku":{"length":"too long"}}}""", "item.sku.length: too long")]
    [InlineData("""{"items":[{"sku":"missing"},{"sku":"invalid"}]}""", "items.0.sku: missing|items.1.sku: invalid")]
    [InlineData("""[{"sku":"missing"},["invalid"]]""", "0.sku: missing|1: invalid")]
    [InlineData("""{"limit":5,"allowed":false}""", "limit: 5|allowed: false")]
    [InlineData("\"not found\"", ": not found")]
    [InlineData("{}", "")]
    [InlineData("null", "")]
    public void Errors_AnyShape_AreOneMessageForEachField(string json, string expected)
    {
        using var document = JsonDocument.Parse(json);

        var errors = FieldErrorsConverter.Flatten(document.RootElement);

        Assert.Equal(expected, string.Join('|', errors.Select(error => $"{error.Key}: {error.Value}")));
    }

    [Fact]
    public void Errors_NameOf256Characters_IsKept()
    {
        var name = new string('n', 256);
        using var document = JsonDocument.Parse($$"""{"{{name}}":{"a":"one"} }""");

        Assert.Equal([name + ".a"], FieldErrorsConverter.Flatten(document.RootElement).Keys);
    }

    [Fact]
    public void Errors_LongNameAroundManyFields_IsTruncated()
    {
        using var document = JsonDocument.Parse($$"""{"{{new string('n', 5000)}}":{"a":"one","b":["two","three"]} }""");

        var errors = FieldErrorsConverter.Flatten(document.RootElement);

        Assert.Equal([new string('n', 256) + "….a", new string('n', 256) + "….b"], errors.Keys);
        Assert.Equal(["one", "two; three"], errors.Values);
    }

    private static long Measure(string body)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var document = JsonDocument.Parse(body);
        var errors = FieldErrorsConverter.Flatten(document.RootElement);
        var known = KnownReason.Find("Payload contains invalid fields", null, errors, HttpStatusCode.UnprocessableEntity, "");
        var error = new ApiError
        {
            StatusCode = HttpStatusCode.UnprocessableEntity,
            Title = "Payload",
            FieldErrors = errors,
            Items = known.Items,
            LocationIds = known.LocationIds,
            Reason = known.Reason,
        };
        BulkRow<AbsoluteAdjustment>[] rows =
        [
            .. Enumerable.Range(0, 100).Select(
                i => new AbsoluteAdjustment(1 + (i % 3), i % 2 == 0 ? ItemKey.Sku($"Shirt {i}") : ItemKey.Variant(i), 1).ToBulkRow(i)),
        ];
        BadRowIsolation<AbsoluteAdjustment>.Next(rows, error);
        RejectedRow.MessageOf(error);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string Body(string shape, int count) => shape switch
    {
        "one field" => Text(count, "{\"quantity\":[", i => "\"must be greater than 0\"", "]}"),
        "many fields" => Text(count, "{", i => $"\"items[{i}].quantity\":\"must be greater than 0\"", "}"),
        "long name" => Text(count, $"{{\"{new string('n', count)}\":{{", i => $"\"f{i}\":\"no\"", "}}"),
        "nested lists" => Text(count, "{\"a\":[", i => "[[\"no\"]]", "]}"),
        "names" => Text(count, "{\"a\":\"Items with identity: [", i => $"sku Shirt {i}", "] requires absolute\"}"),
        _ => Text(count, "{\"a\":[", i => $"\"Location not found, identities: [{i},2\"", "]}"),
    };

    private static string Text(int count, string start, Func<int, string> part, string end) =>
        new StringBuilder(start).AppendJoin(',', Enumerable.Range(0, count).Select(part)).Append(end).ToString();
}

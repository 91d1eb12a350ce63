using System.Text;
using System.Text.Json;
using BigCommerce.Inventory.Serialization;

namespace BigCommerce.Inventory.Tests.Serialization;

/// <summary>The adjustment writer writes the same bytes as the serializer.</summary>
public class AdjustmentWriterTests
{
    private static readonly string[] Texts =
        [
            "RE-130", "a", "", "Größe \"XL\" <b>&'+`\\/", "倉庫 📦", "tab\tline\nnull\0del\u007f", "half \ud800 a pair", new string('ü', 3000),
            new string('x', 5000), "(a) b_c:d,e.f#g"];

    [Fact]
    public void Write_AbsoluteRequest_WritesEveryMember()
    {
        var request = new AbsoluteAdjustmentRequest(
            [
                new(1, ItemKey.Sku("RE-130"), 30),
                new(long.MaxValue, ItemKey.Variant(79), 0, 4),
                new(2, ItemKey.Product(long.MaxValue), int.MaxValue, int.MaxValue)],
            "Zählung <b>");

        Assert.Equal(
            """{"reason":"Z\u00E4hlung \u003Cb\u003E","items":[{"location_id":1,"sku":"RE-130","quantity":30},{"location_id":9223372036854775807,"variant_id":79,"quantity":0,"qty_backordered":4},{"location_id":2,"product_id":9223372036854775807,"quantity":2147483647,"qty_backordered":2147483647}]}""",
            Written(output => AdjustmentWriter.Write(output, request)));
    }

    [Fact]
    public void Write_RelativeRequest_WritesEveryMember()
    {
        var request = new RelativeAdjustmentRequest(
            [
                new RelativeAdjustment(1, ItemKey.Sku("RE-130"), -3),
                new RelativeAdjustment(2, ItemKey.Variant(79), 1, int.MinValue),
                RelativeAdjustment.Backordered(3, ItemKey.Product(120), 7)]);

        Assert.Equal(
            """{"items":[{"location_id":1,"sku":"RE-130","quantity":-3},{"location_id":2,"variant_id":79,"quantity":1,"qty_backordered":-2147483648},{"location_id":3,"product_id":120,"qty_backordered":7}]}""",
            Written(output => AdjustmentWriter.Write(output, request)));
    }

    [Fact]
    public void Write_RequestOfARun_WritesTheSame()
    {
        AbsoluteAdjustment[] counts = [new(1, ItemKey.Sku("a"), 30), new(1, ItemKey.Variant(7), 2), new(2, ItemKey.Sku("a"), 0)];
        RelativeAdjustment[] changes = [new(1, ItemKey.Sku("a"), -3), new(1, ItemKey.Variant(7), 2), new(2, ItemKey.Sku("a"), 1)];

        Assert.Equal(
            Wire.Write(new AbsoluteAdjustmentRequest(counts, "count")),
            Wire.Write(AbsoluteAdjustmentRequest.OfRun(counts, "count")));
        Assert.Equal(
            Wire.Write(new RelativeAdjustmentRequest(changes, "sale")),
            Wire.Write(RelativeAdjustmentRequest.OfRun(changes, "sale")));
    }

    [Fact]
    public void Write_AnyText_EscapesAsTheSerializer()
    {
        foreach (var text in Texts)
        {
            var request = new AbsoluteAdjustmentRequest(
                [new(1, ItemKey.Sku(text.Length == 0 ? "-" : text), 30), new(1, ItemKey.Variant(1), 2)],
                text);

            Assert.Equal(Expected(request), Written(output => AdjustmentWriter.Write(output, request)));
        }
    }

    [Fact]
    public void Write_RandomRequests_MatchesTheSerializer()
    {
        var random = new Random(5);
        for (var i = 0; i < 200; i++)
        {
            var request = new AbsoluteAdjustmentRequest([.. Enumerable.Range(0, random.Next(1, 2001)).Select(_ => new AbsoluteAdjustment(
                random.NextInt64(1, 1L << random.Next(1, 63)),
                random.Next(3) switch
                {
                    0 => ItemKey.Variant(random.NextInt64(1, long.MaxValue)),
                    1 => ItemKey.Product(random.NextInt64(1, long.MaxValue)),
                    _ => ItemKey.Sku("S" + new string(
                        [.. Enumerable.Range(0, random.Next(12)).Select(_ => (char)random.Next(1, random.Next(2) == 0 ? 128 : 0xD800))])),
                },
                random.Next(),
                random.Next(4) == 0 ? random.Next() : null))]);

            Assert.Equal(Expected(request), Written(output => AdjustmentWriter.Write(output, request)));
        }
    }

    [Fact]
    public void Write_ManyRows_AllocatesNothingPerRow()
    {
        var small = Request(10);
        var large = Request(2000);

        // The minimum of several runs, because the array pool may have to allocate.
        var growth = Enumerable.Range(0, 5).Min(_ => Allocated(large) - Allocated(small));

        Assert.InRange(growth, long.MinValue, 200);

        static AbsoluteAdjustmentRequest Request(int rows) =>
            new([.. Enumerable.Range(1, rows).Select(number => new AbsoluteAdjustment(number, ItemKey.Sku($"größe-{number}"), number))]);

        static long Allocated(AbsoluteAdjustmentRequest request)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            using var output = new PooledBufferWriter(1024);
            AdjustmentWriter.Write(output, request);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static string Written(Action<PooledBufferWriter> write)
    {
        using var output = new PooledBufferWriter(1);
        write(output);
        return Encoding.UTF8.GetString(output.Written.Span);
    }

    private static string Expected(AbsoluteAdjustmentRequest request)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            if (request.Reason is not null)
            {
                json.WriteString("reason", request.Reason);
            }

            json.WriteStartArray("items");
            foreach (var row in request.Items)
            {
                json.WriteStartObject();
                json.WriteNumber("location_id", row.LocationId);
                if (row.Item.TryGetSku(out var sku))
                {
                    json.WriteString("sku", sku);
                }
                else if (row.Item.TryGetId(out var id))
                {
                    json.WriteNumber(row.Item.Kind == ItemKeyKind.Variant ? "variant_id" : "product_id", id);
                }

                if (row.Quantity is { } quantity)
                {
                    json.WriteNumber("quantity", quantity);
                }

                if (row.QuantityBackordered is { } backordered)
                {
                    json.WriteNumber("qty_backordered", backordered);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}

using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace BigCommerce.Inventory.Serialization;

/// <summary>
/// Writes the bodies of adjustments directly into the pooled buffer. The bytes are the same as the serializer's, but it would
/// take longer, and bulk runs send thousands of these requests.
/// </summary>
internal static class AdjustmentWriter
{
    /// <summary>An upper bound for the length of a row's property names, punctuation and numbers.</summary>
    private const int RowOverhead = 192;

    /// <summary>The length of an escaped character: <c>\u0000</c>.</summary>
    private const int MaxEscapedLength = 6;

    /// <summary>Common characters that need no escaping.</summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 -_./:,#()");

    public static void Write(PooledBufferWriter output, AbsoluteAdjustmentRequest request)
    {
        Begin(output, request.Reason);
        if (request.Items is RowList<AbsoluteAdjustment> rows)
        {
            WriteRows(output, 0, rows.First);
            WriteRows(output, rows.First.Length, rows.Rest);
        }
        else
        {
            for (var i = 0; i < request.Items.Count; i++)
            {
                var row = request.Items[i];
                WriteRow(output, i, row.LocationId, row.Item, row.Quantity, row.QuantityBackordered);
            }
        }

        End(output);
    }

    public static void Write(PooledBufferWriter output, RelativeAdjustmentRequest request)
    {
        Begin(output, request.Reason);
        if (request.Items is RowList<RelativeAdjustment> rows)
        {
            WriteRows(output, 0, rows.First);
            WriteRows(output, rows.First.Length, rows.Rest);
        }
        else
        {
            for (var i = 0; i < request.Items.Count; i++)
            {
                var row = request.Items[i];
                WriteRow(output, i, row.LocationId, row.Item, row.Quantity, row.QuantityBackordered);
            }
        }

        End(output);
    }

    private static void WriteRows(PooledBufferWriter output, int position, ReadOnlySpan<AbsoluteAdjustment> rows)
    {
        foreach (ref readonly var row in rows)
        {
            WriteRow(output, position++, row.LocationId, row.Item, row.Quantity, row.QuantityBackordered);
        }
    }

    private static void WriteRows(PooledBufferWriter output, int position, ReadOnlySpan<RelativeAdjustment> rows)
    {
        foreach (ref readonly var row in rows)
        {
            WriteRow(output, position++, row.LocationId, row.Item, row.Quantity, row.QuantityBackordered);
        }
    }

    private static void Begin(PooledBufferWriter output, string? reason)
    {
        var text = new Text(output, RowOverhead + MaxLength(reason));
        text.Add("{"u8);
        if (reason is not null)
        {
            text.Add("\"reason\":"u8);
            text.Add(reason);
            text.Add(","u8);
        }

        text.Add("\"items\":["u8);
        text.End();
    }

    private static void End(PooledBufferWriter output)
    {
        var text = new Text(output, RowOverhead);
        text.Add("]}"u8);
        text.End();
    }

    // Not inlined: the JIT compiler optimizes the smaller loops better.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WriteRow(
        PooledBufferWriter output,
        int position,
        long locationId,
        ItemKey item,
        int? quantity,
        int? quantityBackordered)
    {
        item.TryGetSku(out var sku);
        var text = new Text(output, RowOverhead + MaxLength(sku));
        if (position > 0)
        {
            text.Add(","u8);
        }

        text.Add("{\"location_id\":"u8);
        text.Add(locationId);
        if (sku is not null)
        {
            text.Add(",\"sku\":"u8);
            text.Add(sku);
        }
        else if (item.TryGetId(out var id))
        {
            text.Add(item.Kind == ItemKeyKind.Variant ? ",\"variant_id\":"u8 : ",\"product_id\":"u8);
            text.Add(id);
        }

        if (quantity is { } units)
        {
            text.Add(",\"quantity\":"u8);
            text.Add(units);
        }

        if (quantityBackordered is { } backordered)
        {
            text.Add(",\"qty_backordered\":"u8);
            text.Add(backordered);
        }

        text.Add("}"u8);
        text.End();
    }

    private static int MaxLength(string? text) => text is null ? 0 : text.Length * MaxEscapedLength;

    /// <summary>Writes JSON to a span that was allocated once and is large enough for all of it.</summary>
    private ref struct Text(PooledBufferWriter output, int maxLength)
    {
        private readonly int _maxLength = maxLength;
        private Span<byte> _rest = output.GetSpan(maxLength)[..maxLength];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(ReadOnlySpan<byte> json)
        {
            json.CopyTo(_rest);
            _rest = _rest[json.Length..];
        }

        public void Add(long number)
        {
            Utf8Formatter.TryFormat(number, _rest, out var written);
            _rest = _rest[written..];
        }

        public void Add(string value)
        {
            Add("\""u8);
            if (value.AsSpan().ContainsAnyExcept(Plain))
            {
                AddEscaped(value);
            }
            else
            {
                Ascii.FromUtf16(value, _rest, out var written);
                _rest = _rest[written..];
            }

            Add("\""u8);
        }

        public readonly void End() => output.Advance(_maxLength - _rest.Length);

        private void AddEscaped(string value)
        {
            var escaped = ArrayPool<char>.Shared.Rent(MaxLength(value));
            JavaScriptEncoder.Default.Encode(value, escaped, out _, out var length);
            Ascii.FromUtf16(escaped.AsSpan(0, length), _rest, out var written);
            _rest = _rest[written..];
            ArrayPool<char>.Shared.Return(escaped);
        }
    }
}

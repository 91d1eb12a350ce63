using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace BigCommerce.Inventory.Benchmarks.Data;

/// <summary>Stock of a made-up merchant, always the same: the bytes that the API would response, and rows to send.</summary>
internal static class SampleStock
{
    private static readonly (long Id, string Code, string Name)[] Locations =
    [
        (1, "BC-LOCATION-1", "Default location"),
        (2, "HAMBURG-WEST", "Lager Hamburg (West)"),
    ];

    /// <summary>A page of <c>GET /inventory/items</c>.</summary>
    public static byte[] ItemsPage(int items, int page = 1, int totalPages = 1)
    {
        var random = new Random(20260 + page);
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartArray("data");
        for (var i = 0; i < items; i++)
        {
            json.WriteStartObject();
            WriteIdentity(json, ((page - 1) * items) + i);
            json.WriteStartArray("locations");
            foreach (var (id, code, name) in Locations)
            {
                json.WriteStartObject();
                json.WriteNumber("location_id", id);
                json.WriteString("location_code", code);
                json.WriteString("location_name", name);
                WriteStock(json, random);
                json.WriteBoolean("location_enabled", true);
                WriteSettings(json, random);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("meta");
        json.WriteStartObject("pagination");
        json.WriteNumber("total", items * totalPages);
        json.WriteNumber("count", items);
        json.WriteNumber("per_page", items);
        json.WriteNumber("current_page", page);
        json.WriteNumber("total_pages", totalPages);
        json.WriteStartObject("links");
        json.WriteString("current", string.Create(CultureInfo.InvariantCulture, $"?page={page}&limit={items}"));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The SKU of the item at a position in the list.</summary>
    public static string Sku(int position) => string.Create(CultureInfo.InvariantCulture, $"RE-{position % 97:00}-{position:000000}");

    private static void WriteIdentity(Utf8JsonWriter json, int position)
    {
        json.WriteStartObject("identity");
        json.WriteString("sku", Sku(position));
        json.WriteNumber("variant_id", 1000 + position);
        json.WriteNumber("product_id", 500 + (position / 3));
        json.WriteNull("sku_id");
        json.WriteEndObject();
    }

    private static void WriteStock(Utf8JsonWriter json, Random random)
    {
        var onHand = random.Next(0, 500);
        json.WriteNumber("available_to_sell", onHand);
        json.WriteNumber("total_inventory_onhand", onHand);
    }

    private static void WriteSettings(Utf8JsonWriter json, Random random)
    {
        json.WriteStartObject("settings");
        json.WriteNumber("safety_stock", 0);
        json.WriteBoolean("is_in_stock", true);
        json.WriteNumber("warning_level", random.Next(3) * 5);
        json.WriteString(
            "bin_picking_number",
            random.Next(2) == 0
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + random.Next(8))}-{random.Next(40)}-{random.Next(6)}"));
        json.WriteNull("backorder_limit");
        json.WriteEndObject();
    }
}

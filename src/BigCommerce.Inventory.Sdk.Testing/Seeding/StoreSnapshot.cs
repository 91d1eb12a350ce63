using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigCommerce.Inventory.Testing.Http;
using BigCommerce.Inventory.Testing.Operations;
using BigCommerce.Inventory.Testing.State;

namespace BigCommerce.Inventory.Testing.Seeding;

/// <summary>Exports the data of a store to JSON and imports it.</summary>
internal static class StoreSnapshot
{
    private const string Format = "bigcommerce-inventory-emulator/1";

    public static byte[] Write(StoreState store) => store.WriteJson(store, static (writer, store) =>
    {
        writer.WriteStartObject();
        writer.WriteString("format"u8, Format);
        writer.WriteStartArray("locations"u8);
        foreach (var location in store.Locations.Where(location => location.Exists))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("is_shipping_origin"u8, location.IsShippingOrigin);
            writer.WriteNumber("open_orders"u8, location.OpenOrderCount);
            writer.WritePropertyName("location"u8);
            location.Document.Current!.Body.WriteTo(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("items"u8);
        foreach (var item in store.Items)
        {
            WriteItem(writer, item, store);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("metafields"u8);
        foreach (var metafield in store.Metafields)
        {
            MetafieldOperations.Write(writer, metafield, newerSpecification: false, only: null);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>Imports a snapshot into an empty store.</summary>
    /// <exception cref="FormatException">It is not a valid snapshot.</exception>
    public static void Read(StoreState store, ReadOnlyMemory<byte> utf8Json)
    {
        try
        {
            using var snapshot = JsonDocument.Parse(utf8Json);
            var root = snapshot.RootElement;
            if (root.GetProperty("format").GetString() != Format)
            {
                throw new FormatException($"The snapshot does not have the format {Format}. Export it again.");
            }

            foreach (var location in root.GetProperty("locations").EnumerateArray())
            {
                ReadLocation(store, location);
            }

            foreach (var item in root.GetProperty("items").EnumerateArray())
            {
                ReadItem(store, item);
            }

            foreach (var metafield in root.GetProperty("metafields").EnumerateArray())
            {
                store.SetMetafield(ReadMetafield(metafield));
            }
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException("It is not a valid snapshot of an emulated store: " + error.Message, error);
        }
    }

    private static void WriteItem(Utf8JsonWriter writer, EmulatedItem item, StoreState store)
    {
        writer.WriteStartObject();
        writer.WriteString("sku"u8, item.Sku);
        writer.WriteNumber("variant_id"u8, item.VariantId);
        writer.WriteNumber("product_id"u8, item.ProductId);
        WriteNumberOrNull(writer, "sku_id", item.SkuId);
        writer.WriteString("tracking"u8, item.Tracking.ToString());
        writer.WriteStartArray("stock"u8);
        foreach (var location in store.Locations.Where(location => location.Exists))
        {
            if (item.CellAt(location)?.Level.Current is { } level)
            {
                writer.WriteStartObject();
                writer.WriteNumber("location_id"u8, location.Id);
                WriteNumberOrNull(writer, "on_hand", level.OnHand);
                writer.WriteNumber("qty_backordered"u8, level.Backordered);
                writer.WriteNumber("safety_stock"u8, level.SafetyStock);
                writer.WriteNumber("warning_level"u8, level.WarningLevel);
                writer.WriteBoolean("is_in_stock"u8, level.IsInStock);
                writer.WriteString("bin_picking_number"u8, level.BinPickingNumber);
                WriteNumberOrNull(writer, "backorder_limit", level.BackorderLimit);
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteNumberOrNull(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static void ReadLocation(StoreState store, JsonElement entry)
    {
        var body = JsonBody.Parse(Encoding.UTF8.GetBytes(entry.GetProperty("location").GetRawText())) as JsonObject;
        var document = LocationDocument.Restore(body ?? throw new InvalidOperationException("A location is not an object."));
        var location = store.AddLocation(document.Id);
        location.Document.Set(document, store.NowTicks, store.NowTicks);
        location.IsShippingOrigin = entry.GetProperty("is_shipping_origin").GetBoolean();
        location.OpenOrderCount = entry.GetProperty("open_orders").GetInt32();
    }

    private static void ReadItem(StoreState store, JsonElement entry)
    {
        var item = store.AddItem(
            entry.GetProperty("sku").GetString()!,
            entry.GetProperty("variant_id").GetInt64(),
            entry.GetProperty("product_id").GetInt64(),
            entry.GetProperty("sku_id") is { ValueKind: JsonValueKind.Number } skuId ? skuId.GetInt64() : null,
            Enum.Parse<InventoryTracking>(entry.GetProperty("tracking").GetString()!));
        foreach (var stock in entry.GetProperty("stock").EnumerateArray())
        {
            long locationId = stock.GetProperty("location_id").GetInt64();
            var location = store.FindLocation(locationId)
                ?? throw new InvalidOperationException(
                    FormattableString.Invariant(
                        $"Item '{item.Sku}' has stock at location {locationId}, which the snapshot does not contain."));
            var level = new EmulatedStock
            {
                OnHand = NumberOrNull(stock.GetProperty("on_hand")),
                Backordered = stock.GetProperty("qty_backordered").GetInt32(),
                SafetyStock = stock.GetProperty("safety_stock").GetInt32(),
                WarningLevel = stock.GetProperty("warning_level").GetInt32(),
                IsInStock = stock.GetProperty("is_in_stock").GetBoolean(),
                BinPickingNumber = stock.GetProperty("bin_picking_number").GetString()!,
                BackorderLimit = NumberOrNull(stock.GetProperty("backorder_limit")),
            };
            item.GetOrAddCell(location).Level.Set(level, store.NowTicks, store.NowTicks);
        }
    }

    private static StoredMetafield ReadMetafield(JsonElement entry) =>
        new(
            entry.GetProperty("id").GetInt64(),
            entry.GetProperty("resource_id").GetInt64(),
            entry.GetProperty("owner_client_id").GetString()!,
            entry.GetProperty("date_created").GetDateTimeOffset())
        {
            Namespace = entry.GetProperty("namespace").GetString()!,
            Key = entry.GetProperty("key").GetString()!,
            Value = entry.GetProperty("value").GetString()!,
            PermissionSet = entry.GetProperty("permission_set").GetString()!,
            Description = entry.GetProperty("description").GetString()!,
            Modified = entry.GetProperty("date_modified").GetDateTimeOffset(),
        };

    private static int? NumberOrNull(JsonElement element) => element.ValueKind == JsonValueKind.Null ? null : element.GetInt32();
}

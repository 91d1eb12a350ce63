using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using BigCommerce.Inventory.Testing.Http;
using BigCommerce.Inventory.Testing.State;

namespace BigCommerce.Inventory.Testing.Operations;

/// <summary>Lists the stock at all locations or at one location.</summary>
internal sealed class ItemOperations(StoreState store)
{
    private static readonly string[] Filters = ["sku:in", "variant_id:in", "product_id:in"];
    private static readonly string[] AllLocationsFilters = [.. Filters, "location_id:in", "location_code:in"];

    public EmulatedResponse List(OperationContext context)
    {
        if (!PageRequest.TryRead(context, AllLocationsFilters, context.Options.MaxPageSize, out var page, out var rejection)
            || !TryFilterItems(context, out var items, out rejection)
            || !TryFilterLocations(context, out var locations, out rejection))
        {
            return rejection;
        }

        var listed = locations.Count == 0 ? [] : items;
        byte[] body = store.WriteJson((context, page, listed, locations), static (writer, list) =>
            list.page.Write(writer, list.context, list.listed, list, static (writer, item, list) =>
            {
                writer.WriteStartObject();
                WriteIdentity(writer, item, withSkuId: item.SkuId is not null || list.context.Options.WriteNullSkuIds);
                writer.WriteStartArray("locations"u8);
                foreach (var location in list.locations)
                {
                    writer.WriteStartObject();
                    writer.WriteNumber("location_id"u8, location.Location.Id);
                    writer.WriteString("location_code"u8, location.Visible.Code);
                    writer.WriteString("location_name"u8, location.Visible.Label);
                    WriteQuantities(writer, item, location.Location, list.context);
                    writer.WriteBoolean("location_enabled"u8, location.Visible.Enabled);
                    WriteSettings(writer, item, location.Location, list.context);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }));
        return new EmulatedResponse(200, body, EmulatedResponse.Json);
    }

    public EmulatedResponse ListAtLocation(OperationContext context)
    {
        if (store.FindLocation(context.Route.LocationId) is not { } location)
        {
            return ItemChecks.LocationNotFound(404, context.Route.LocationId);
        }

        if (!PageRequest.TryRead(context, Filters, context.Options.MaxPageSize, out var page, out var rejection)
            || !TryFilterItems(context, out var items, out rejection))
        {
            return rejection;
        }

        byte[] body = store.WriteJson((context, page, items, location), static (writer, list) =>
            list.page.Write(writer, list.context, list.items, list, static (writer, item, list) =>
            {
                writer.WriteStartObject();
                WriteIdentity(writer, item, withSkuId: false);
                WriteQuantities(writer, item, list.location, list.context);
                WriteSettings(writer, item, list.location, list.context);
                writer.WriteEndObject();
            }));
        return new EmulatedResponse(200, body, EmulatedResponse.Json);
    }

    private static void WriteIdentity(Utf8JsonWriter writer, EmulatedItem item, bool withSkuId)
    {
        writer.WriteStartObject("identity"u8);
        writer.WriteString("sku"u8, item.Sku);
        writer.WriteNumber("variant_id"u8, item.VariantId);
        writer.WriteNumber("product_id"u8, item.ProductId);
        if (withSkuId)
        {
            WriteNumberOrNull(writer, "sku_id"u8, item.SkuId);
        }

        writer.WriteEndObject();
    }

    private static void WriteQuantities(Utf8JsonWriter writer, EmulatedItem item, StoreLocation location, OperationContext context)
    {
        var level = item.VisibleLevelAt(location, context.NowTicks);
        int onHand = level.OnHand ?? 0;
        long backorders = context.Options.BackordersEnabled ? RemainingBackorders(level) : 0;
        writer.WriteNumber("available_to_sell"u8, (long)onHand - level.SafetyStock + backorders);
        writer.WriteNumber("total_inventory_onhand"u8, onHand);
        if (context.Options.BackordersEnabled)
        {
            writer.WriteNumber("qty_backordered"u8, level.Backordered);
        }
    }

    /// <summary>
    /// The units that can still be sold on backorder. The API's formula is not published. This one makes code fail that derives
    /// <c>available_to_sell</c> from other fields.
    /// </summary>
    private static long RemainingBackorders(EmulatedStock level) =>
        level.BackorderLimit is { } limit ? Math.Max((long)limit - level.Backordered, 0) : int.MaxValue;

    private static void WriteSettings(Utf8JsonWriter writer, EmulatedItem item, StoreLocation location, OperationContext context)
    {
        var level = item.VisibleLevelAt(location, context.NowTicks);
        writer.WriteStartObject("settings"u8);
        writer.WriteNumber("safety_stock"u8, level.SafetyStock);
        writer.WriteBoolean("is_in_stock"u8, level.IsInStock);
        writer.WriteNumber("warning_level"u8, level.WarningLevel);
        writer.WriteString("bin_picking_number"u8, level.BinPickingNumber);
        if (context.Options.BackordersEnabled)
        {
            WriteNumberOrNull(writer, "backorder_limit"u8, level.BackorderLimit);
            writer.WriteNull("backorder_message"u8);
        }

        writer.WriteEndObject();
    }

    private static void WriteNumberOrNull(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? value)
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

    /// <summary>The listed items that match all filters of the query, sorted by variant id.</summary>
    private bool TryFilterItems(
        OperationContext context, out IReadOnlyList<EmulatedItem> items, [NotNullWhen(false)] out EmulatedResponse? rejection)
    {
        items = [];
        HashSet<EmulatedItem>? kept = null;
        void Keep(IEnumerable<EmulatedItem> found)
        {
            if (kept is null)
            {
                kept = [.. found];
            }
            else
            {
                kept.IntersectWith(found);
            }
        }

        if (context.Query.List("sku:in") is { } skus)
        {
            Keep(skus.Select(store.FindItem).OfType<EmulatedItem>());
        }

        if (!context.TryReadIds("variant_id:in", out var variantIds, out rejection)
            || !context.TryReadIds("product_id:in", out var productIds, out rejection))
        {
            return false;
        }

        if (variantIds is not null)
        {
            Keep(variantIds.Select(store.FindVariant).OfType<EmulatedItem>());
        }

        if (productIds is not null)
        {
            Keep(productIds.SelectMany(id => store.FindProduct(id)?.Variants ?? []));
        }

        items = kept is null ? store.ListedItems : [.. kept.Where(item => item.IsListed).OrderBy(item => item.VariantId)];
        return true;
    }

    private bool TryFilterLocations(
        OperationContext context,
        out List<(StoreLocation Location, LocationDocument Visible)> locations,
        [NotNullWhen(false)] out EmulatedResponse? rejection)
    {
        locations = [];
        if (!context.TryReadIds("location_id:in", out var ids, out rejection))
        {
            return false;
        }

        string[]? codes = context.Query.List("location_code:in");
        foreach (var location in store.Locations)
        {
            if (location.Document.VisibleAt(context.NowTicks) is { } visible
                && ids?.Contains(location.Id) != false
                && codes?.Contains(visible.Code) != false)
            {
                locations.Add((location, visible));
            }
        }

        return true;
    }
}

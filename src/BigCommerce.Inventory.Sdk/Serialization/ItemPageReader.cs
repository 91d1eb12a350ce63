using System.Text.Unicode;

namespace BigCommerce.Inventory.Serialization;

/// <summary>
/// Reads pages of items, the answers that come by the thousand: faster than the generated context, which constructs
/// types with <c>init</c> members by way of an array of arguments, and with one string for a text that repeats.
/// </summary>
internal ref struct ItemPageReader
{
    private JsonCursor _json;
    private int _usualLocations;
    private ItemSettings? _lastSettings;
    private Range _lastSettingsAt;

    private ItemPageReader(ReadOnlySpan<byte> json) => _json = new JsonCursor(json);

    private delegate T EntryReader<out T>(ref ItemPageReader reader);

    /// <summary>Reads a page of items; null when <paramref name="type"/> is another type, or the text is in any way unusual. The serializer reads it then.</summary>
    public static object? TryRead(Type type, ReadOnlySpan<byte> json)
    {
        if (type == typeof(Page<InventoryItem>))
        {
            return TryReadPage(json, static (ref ItemPageReader reader) => reader.ReadInventoryItem());
        }

        if (type == typeof(Page<LocationItem>))
        {
            return TryReadPage(json, static (ref ItemPageReader reader) => reader.ReadLocationItem());
        }

        return null;
    }

    private static Page<T>? TryReadPage<T>(ReadOnlySpan<byte> json, EntryReader<T> readEntry)
    {
        if (!Utf8.IsValid(json))
        {
            return null;
        }

        var reader = new ItemPageReader(json);
        var page = reader.ReadPage(json.Length, readEntry);
        return reader._json.IsAtEnd() ? page : null;
    }

    // Each object is read in the order in which the API writes its members: one round of the loop. Other orders take more rounds.

    private Page<T> ReadPage<T>(int length, EntryReader<T> readEntry)
    {
        IReadOnlyList<T>? data = null;
        PageMeta? meta = null;
        for (var more = _json.EnterObject(); more;)
        {
            var start = _json.Position;
            if (_json.TakeName("data"u8))
            {
                data = ReadEntries(length, readEntry);
                more = _json.NextMember();
            }

            if (more && _json.TakeName("meta"u8))
            {
                meta = _json.ReadObject(WireJson.TypeInfo<PageMeta>());
                more = _json.NextMember();
            }

            if (_json.Position == start)
            {
                _json.SkipMember();
                more = _json.NextMember();
            }
        }

        return new Page<T> { Data = data!, Meta = meta! };
    }

    private ValueList<T> ReadEntries<T>(int length, EntryReader<T> readEntry)
    {
        T[] entries = [];
        var count = 0;
        for (var more = _json.EnterArray(); more; more = _json.NextElement())
        {
            var start = _json.Position;
            var entry = readEntry(ref this);
            if (count == entries.Length)
            {
                // The first entry's length tells how many there are, roughly; a page has 1,000 at most.
                var guess = 9L * length / (8 * Math.Max(_json.Position - start, 1));
                Array.Resize(ref entries, count == 0 ? (int)Math.Clamp(guess, 1, FilterValues.MaxPageSize) : count * 2);
            }

            entries[count++] = entry;
        }

        if (count < entries.Length)
        {
            Array.Resize(ref entries, count);
        }

        return new ValueList<T>(entries);
    }

    private InventoryItem ReadInventoryItem()
    {
        ItemIdentity? identity = null;
        IReadOnlyList<StockAtLocation>? locations = null;
        for (var more = _json.EnterObject(); more;)
        {
            var start = _json.Position;
            if (_json.TakeName("identity"u8))
            {
                identity = ReadIdentity();
                more = _json.NextMember();
            }

            if (more && _json.TakeName("locations"u8))
            {
                locations = ReadLocations();
                more = _json.NextMember();
            }

            if (_json.Position == start)
            {
                _json.SkipMember();
                more = _json.NextMember();
            }
        }

        return new InventoryItem { Identity = identity!, Locations = locations! };
    }

    private ValueList<StockAtLocation> ReadLocations()
    {
        var locations = new StockAtLocation[_usualLocations];
        var count = 0;
        for (var more = _json.EnterArray(); more; more = _json.NextElement())
        {
            if (count == locations.Length)
            {
                Array.Resize(ref locations, Math.Max(4, count * 2));
            }

            locations[count++] = ReadStockAtLocation();
        }

        if (count < locations.Length)
        {
            Array.Resize(ref locations, count);
        }

        _usualLocations = count;
        return new ValueList<StockAtLocation>(locations);
    }

    private StockAtLocation ReadStockAtLocation()
    {
        long? locationId = null;
        string? locationCode = null;
        string? locationName = null;
        long? availableToSell = null;
        int? totalInventoryOnHand = null;
        int? quantityBackordered = null;
        bool? locationEnabled = null;
        ItemSettings? settings = null;
        for (var more = _json.EnterObject(); more;)
        {
            var start = _json.Position;
            if (_json.TakeName("location_id"u8))
            {
                locationId = _json.ReadInt64();
                more = _json.NextMember();
            }

            if (more && _json.TakeName("location_code"u8))
            {
                locationCode = _json.ReadSharedText();
                more = _json.NextMember();
            }

            if (more && _json.TakeName("location_name"u8))
            {
                locationName = _json.ReadSharedText();
                more = _json.NextMember();
            }

            if (more && _json.TakeName("available_to_sell"u8))
            {
                availableToSell = _json.ReadInt64();
                more = _json.NextMember();
            }

            if (more && _json.TakeName("total_inventory_onhand"u8))
            {
                totalInventoryOnHand = _json.ReadInt32();
                more = _json.NextMember();
            }

            if (more && _json.TakeName("qty_backordered"u8))
            {
                quantityBackordered = _json.ReadInt32();
                more = _json.NextMember();
            }

            if (more && _json.TakeName("location_enabled"u8))
            {
                locationEnabled = _json.ReadBoolean();
                more = _json.NextMember();
            }

            if (more && _json.TakeName("settings"u8))
            {
                settings = ReadSettings();
                more = _json.NextMember();
            }

            if (_json.Position == start)
            {
                _json.SkipMember();
                more = _json.NextMember();
            }
        }

        return new StockAtLocation
        {
            LocationId = locationId ?? 0,
            LocationCode = locationCode!,
            LocationName = locationName!,
            AvailableToSell = availableToSell ?? 0,
            TotalInventoryOnHand = totalInventoryOnHand ?? 0,
            QuantityBackordered = quantityBackordered,
            LocationEnabled = locationEnabled ?? true,
            Settings = settings!,
        };
    }

    private LocationItem ReadLocationItem()
    {
        ItemIdentity? identity = null;
        long? availableToSell = null;
        int? totalInventoryOnHand = null;
        int? quantityBackordered = null;
        ItemSettings? settings = null;
        for (var more = _json.EnterObject(); more;)
        {
            var start = _json.Position;
            if (_json.TakeName("identity"u8))
            {
                identity = ReadIdentity();
                more = _json.NextMember();
            }

            if (more && _json.TakeName("available_to_sell"u8))
            {
                availableToSell = _json.ReadInt64();
                more = _json.NextMember();
            }

            if (more && _json.TakeName("total_inventory_onhand"u8))
            {
                totalInventoryOnHand = _json.ReadInt32();
                more = _json.NextMember();
            }

            if (more && _json.TakeName("qty_backordered"u8))
            {
                quantityBackordered = _json.ReadInt32();
                more = _json.NextMember();
            }

            if (more && _json.TakeName("settings"u8))
            {
                settings = ReadSettings();
                more = _json.NextMember();
            }

            if (_json.Position == start)
            {
                _json.SkipMember();
                more = _json.NextMember();
            }
        }

        return new LocationItem
        {
            Identity = identity!,
            AvailableToSell = availableToSell ?? 0,
            TotalInventoryOnHand = totalInventoryOnHand ?? 0,
            QuantityBackordered = quantityBackordered,
            Settings = settings!,
        };
    }

    private ItemIdentity? ReadIdentity()
    {
        if (!_json.IsObject())
        {
            _json.SkipValue();
            return null;
        }

        string? sku = null;
        long? variantId = null;
        long? productId = null;
        long? skuId = null;
        for (var more = _json.EnterObject(); more;)
        {
            var start = _json.Position;
            if (_json.TakeName("sku"u8))
            {
                sku = _json.ReadText();
                more = _json.NextMember();
            }

            if (more && _json.TakeName("variant_id"u8))
            {
                variantId = _json.ReadInt64();
                more = _json.NextMember();
            }

            if (more && _json.TakeName("product_id"u8))
            {
                productId = _json.ReadInt64();
                more = _json.NextMember();
            }

            if (more && _json.TakeName("sku_id"u8))
            {
                skuId = _json.ReadInt64();
                more = _json.NextMember();
            }

            if (_json.Position == start)
            {
                _json.SkipMember();
                more = _json.NextMember();
            }
        }

        return new ItemIdentity { Sku = sku, VariantId = variantId ?? 0, ProductId = productId ?? 0, SkuId = skuId };
    }

    private ItemSettings? ReadSettings()
    {
        if (!_json.IsObject())
        {
            _json.SkipValue();
            return null;
        }

        // Most items of a store have the same settings, and a record that nobody can change may stand in many places.
        if (_json.TakeRepeated(_lastSettingsAt))
        {
            return _lastSettings;
        }

        var begin = _json.Position;
        int? safetyStock = null;
        bool? isInStock = null;
        int? warningLevel = null;
        string? binPickingNumber = null;
        int? backorderLimit = null;
        BackorderMessage? backorderMessage = null;
        for (var more = _json.EnterObject(); more;)
        {
            var start = _json.Position;
            if (_json.TakeName("safety_stock"u8))
            {
                safetyStock = _json.ReadInt32();
                more = _json.NextMember();
            }

            if (more && _json.TakeName("is_in_stock"u8))
            {
                isInStock = _json.ReadBoolean();
                more = _json.NextMember();
            }

            if (more && _json.TakeName("warning_level"u8))
            {
                warningLevel = _json.ReadInt32();
                more = _json.NextMember();
            }

            if (more && _json.TakeName("bin_picking_number"u8))
            {
                binPickingNumber = _json.ReadText();
                more = _json.NextMember();
            }

            if (more && _json.TakeName("backorder_limit"u8))
            {
                backorderLimit = _json.ReadInt32();
                more = _json.NextMember();
            }

            if (more && _json.TakeName("backorder_message"u8))
            {
                backorderMessage = _json.ReadObject(WireJson.TypeInfo<BackorderMessage>());
                more = _json.NextMember();
            }

            if (_json.Position == start)
            {
                _json.SkipMember();
                more = _json.NextMember();
            }
        }

        _lastSettings = new ItemSettings
        {
            SafetyStock = safetyStock ?? 0,
            IsInStock = isInStock ?? true,
            WarningLevel = warningLevel ?? 0,
            BinPickingNumber = binPickingNumber,
            BackorderLimit = backorderLimit,
            BackorderMessage = backorderMessage,
        };
        _lastSettingsAt = begin.._json.Position;
        return _lastSettings;
    }
}

using System.Text.Unicode;

namespace BigCommerce.Inventory.Serialization;

/// <summary>
/// Reads pages of items. It is faster than the generated context, which creates types with <c>init</c> members through an
/// array of arguments, and it creates one string for equal texts.
/// </summary>
internal ref struct ItemPageReader
{
    // Where equal settings and locations are looked for, by hash; empty for a short page.
    private readonly SharedSettings[] _settings = [];
    private readonly LocationAtStock?[] _locations = [];
    private JsonCursor _json;
    private int _usualLocations;
    private ItemSettings? _lastSettings;
    private Range _lastSettingsAt;
    private int _sharedSettings;
    private int _otherSettings;

    private ItemPageReader(ReadOnlySpan<byte> json)
    {
        _json = new JsonCursor(json);
        if (json.Length > 4 * 1024)
        {
            _settings = new SharedSettings[64];
            _locations = new LocationAtStock[128];
        }
    }

    private delegate T EntryReader<out T>(ref ItemPageReader reader);

    /// <summary>Reads a page of items. Returns null for other types and for unusual JSON: then the serializer must read it.</summary>
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
        reader._json.ReturnBuffer();
        return reader._json.IsAtEnd() ? page : null;
    }

    // Each loop reads the members in the order in which the API writes them, in one pass. Another order takes more passes.

    private Page<T> ReadPage<T>(int length, EntryReader<T> readEntry)
    {
        IReadOnlyList<T>? data = null;
        PageMeta? meta = null;
        for (var start = _json.EnterObject(); _json.HasMember; start = _json.EndPass(start))
        {
            if (_json.TakeName("data"u8))
            {
                data = ReadEntries(length, readEntry);
                _json.EndMember();
            }

            TryReadMeta(ref meta);
        }

        return new Page<T> { Data = data!, Meta = meta! };
    }

    private ValueArray<T> ReadEntries<T>(int length, EntryReader<T> readEntry)
    {
        T[] entries = [];
        var count = 0;
        for (var more = _json.EnterArray(); more; more = _json.NextElement())
        {
            var start = _json.Position;
            var entry = readEntry(ref this);
            if (count == entries.Length)
            {
                // Estimate the number of entries from the length of the first one.
                var guess = 9L * length / (8 * Math.Max(_json.Position - start, 1));
                Array.Resize(ref entries, count == 0 ? (int)Math.Clamp(guess, 1, FilterValues.MaxPageSize) : count * 2);
            }

            entries[count++] = entry;
        }

        Array.Resize(ref entries, count);
        return new ValueArray<T>(entries);
    }

    private void TryReadMeta(ref PageMeta? meta)
    {
        if (_json.TakeName("meta"u8))
        {
            meta = ReadMeta();
            _json.EndMember();
        }
    }

    private PageMeta? ReadMeta()
    {
        if (!_json.IsObject())
        {
            _json.SkipValue();
            return null;
        }

        Pagination? pagination = null;
        CursorPagination? cursorPagination = null;
        for (var start = _json.EnterObject(); _json.HasMember; start = _json.EndPass(start))
        {
            if (_json.TakeName("pagination"u8))
            {
                pagination = ReadPagination();
                _json.EndMember();
            }

            _json.TryReadObject("cursor_pagination"u8, ref cursorPagination);
        }

        return new PageMeta { Pagination = pagination, CursorPagination = cursorPagination };
    }

    private Pagination? ReadPagination()
    {
        if (!_json.IsObject())
        {
            _json.SkipValue();
            return null;
        }

        int? total = null;
        int? count = null;
        int? perPage = null;
        int? currentPage = null;
        int? totalPages = null;
        PageLinks? links = null;
        for (var start = _json.EnterObject(); _json.HasMember; start = _json.EndPass(start))
        {
            _json.TryReadInt32("total"u8, ref total);
            _json.TryReadInt32("count"u8, ref count);
            _json.TryReadInt32("per_page"u8, ref perPage);
            _json.TryReadInt32("current_page"u8, ref currentPage);
            _json.TryReadInt32("total_pages"u8, ref totalPages);
            if (_json.TakeName("links"u8))
            {
                links = ReadLinks();
                _json.EndMember();
            }
        }

        return new Pagination
        {
            Total = total,
            Count = count,
            PerPage = perPage,
            CurrentPage = currentPage,
            TotalPages = totalPages,
            Links = links,
        };
    }

    private PageLinks? ReadLinks()
    {
        if (!_json.IsObject())
        {
            _json.SkipValue();
            return null;
        }

        string? previous = null;
        string? current = null;
        string? next = null;
        for (var start = _json.EnterObject(); _json.HasMember; start = _json.EndPass(start))
        {
            _json.TryReadText("previous"u8, ref previous);
            _json.TryReadText("current"u8, ref current);
            _json.TryReadText("next"u8, ref next);
        }

        return new PageLinks { Previous = previous, Current = current, Next = next };
    }

    private InventoryItem ReadInventoryItem()
    {
        ItemIdentity? identity = null;
        IReadOnlyList<StockAtLocation>? locations = null;
        for (var start = _json.EnterObject(); _json.HasMember; start = _json.EndPass(start))
        {
            TryReadIdentity(ref identity);
            if (_json.TakeName("locations"u8))
            {
                locations = ReadLocations();
                _json.EndMember();
            }
        }

        return new InventoryItem { Identity = identity!, Locations = locations! };
    }

    private ValueList<StockAtLocation> ReadLocations()
    {
        if (!_json.EnterArray())
        {
            return ValueList<StockAtLocation>.Empty;
        }

        var first = ReadStockAtLocation();
        if (!_json.NextElement())
        {
            return new ValueSingle<StockAtLocation>(first);
        }

        var second = ReadStockAtLocation();
        if (!_json.NextElement())
        {
            return new ValuePair<StockAtLocation>(first, second);
        }

        var locations = new StockAtLocation[Math.Max(_usualLocations, 4)];
        (locations[0], locations[1]) = (first, second);
        var count = 2;
        do
        {
            if (count == locations.Length)
            {
                Array.Resize(ref locations, count * 2);
            }

            locations[count++] = ReadStockAtLocation();
        }
        while (_json.NextElement());

        Array.Resize(ref locations, count);
        _usualLocations = count;
        return new ValueArray<StockAtLocation>(locations);
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
        for (var start = _json.EnterObject(); _json.HasMember; start = _json.EndPass(start))
        {
            _json.TryReadInt64("location_id"u8, ref locationId);
            _json.TryReadSharedText("location_code"u8, ref locationCode);
            _json.TryReadSharedText("location_name"u8, ref locationName);
            _json.TryReadInt64("available_to_sell"u8, ref availableToSell);
            _json.TryReadInt32("total_inventory_onhand"u8, ref totalInventoryOnHand);
            _json.TryReadInt32("qty_backordered"u8, ref quantityBackordered);
            _json.TryReadBoolean("location_enabled"u8, ref locationEnabled);
            TryReadSettings(ref settings);
        }

        return new StockAtLocation(
            ShareLocation(locationId ?? 0, locationCode ?? string.Empty, locationName ?? string.Empty, locationEnabled ?? true))
        {
            AvailableToSell = availableToSell ?? 0,
            TotalInventoryOnHand = totalInventoryOnHand ?? 0,
            QuantityBackordered = quantityBackordered,
            Settings = settings!,
        };
    }

    /// <summary>All items of a page share what they have in common at a location.</summary>
    private readonly LocationAtStock ShareLocation(long id, string code, string name, bool isEnabled)
    {
        if (_locations.Length == 0)
        {
            return new LocationAtStock { Id = id, Code = code, Name = name, IsEnabled = isEnabled };
        }

        ref var location = ref _locations[(int)id & (_locations.Length - 1)];
        if (location is null
            || location.Id != id
            || location.IsEnabled != isEnabled
            || !string.Equals(location.Code, code, StringComparison.Ordinal)
            || !string.Equals(location.Name, name, StringComparison.Ordinal))
        {
            location = new LocationAtStock { Id = id, Code = code, Name = name, IsEnabled = isEnabled };
        }

        return location;
    }

    private LocationItem ReadLocationItem()
    {
        ItemIdentity? identity = null;
        long? availableToSell = null;
        int? totalInventoryOnHand = null;
        int? quantityBackordered = null;
        ItemSettings? settings = null;
        for (var start = _json.EnterObject(); _json.HasMember; start = _json.EndPass(start))
        {
            TryReadIdentity(ref identity);
            _json.TryReadInt64("available_to_sell"u8, ref availableToSell);
            _json.TryReadInt32("total_inventory_onhand"u8, ref totalInventoryOnHand);
            _json.TryReadInt32("qty_backordered"u8, ref quantityBackordered);
            TryReadSettings(ref settings);
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

    private void TryReadIdentity(ref ItemIdentity? identity)
    {
        if (_json.TakeName("identity"u8))
        {
            identity = ReadIdentity();
            _json.EndMember();
        }
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
        for (var start = _json.EnterObject(); _json.HasMember; start = _json.EndPass(start))
        {
            _json.TryReadText("sku"u8, ref sku);
            _json.TryReadInt64("variant_id"u8, ref variantId);
            _json.TryReadInt64("product_id"u8, ref productId);
            _json.TryReadInt64("sku_id"u8, ref skuId);
        }

        return new ItemIdentity { Sku = sku, VariantId = variantId ?? 0, ProductId = productId ?? 0, SkuId = skuId };
    }

    private void TryReadSettings(ref ItemSettings? settings)
    {
        if (_json.TakeName("settings"u8))
        {
            settings = ReadSettings();
            _json.EndMember();
        }
    }

    private ItemSettings? ReadSettings()
    {
        if (!_json.IsObject())
        {
            _json.SkipValue();
            return null;
        }

        // Most items of a store have the same settings. The record is immutable, so items can share it.
        if (_json.TakeRepeated(_lastSettingsAt))
        {
            return _lastSettings;
        }

        // Settings with a place in the warehouse seldom repeat, and then it does not pay to look for them.
        int? slot = null;
        if (_settings.Length > 0 && _otherSettings <= 256 + (4 * _sharedSettings))
        {
            var found = (int)_json.HashOfObject() & (_settings.Length - 1);
            if (_settings[found] is { Value: { } shared, At: var at } && _json.TakeRepeated(at))
            {
                _sharedSettings++;
                return shared;
            }

            _otherSettings++;
            slot = found;
        }

        var begin = _json.Position;
        int? safetyStock = null;
        bool? isInStock = null;
        int? warningLevel = null;
        string? binPickingNumber = null;
        int? backorderLimit = null;
        BackorderMessage? backorderMessage = null;
        for (var start = _json.EnterObject(); _json.HasMember; start = _json.EndPass(start))
        {
            _json.TryReadInt32("safety_stock"u8, ref safetyStock);
            _json.TryReadBoolean("is_in_stock"u8, ref isInStock);
            _json.TryReadInt32("warning_level"u8, ref warningLevel);
            _json.TryReadText("bin_picking_number"u8, ref binPickingNumber);
            _json.TryReadInt32("backorder_limit"u8, ref backorderLimit);
            _json.TryReadObject("backorder_message"u8, ref backorderMessage);
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
        if (slot is { } free)
        {
            _settings[free] = new SharedSettings(_lastSettingsAt, _lastSettings);
        }

        return _lastSettings;
    }

    private readonly record struct SharedSettings(Range At, ItemSettings? Value);
}

using System.Buffers;
using System.Text.Json;
using BigCommerce.Inventory.Testing.Http;

namespace BigCommerce.Inventory.Testing.State;

/// <summary>All that an emulated store holds. Whoever uses it holds <see cref="Gate"/>.</summary>
internal sealed class StoreState
{
    private readonly List<StoreLocation> _locations = [];
    private readonly List<EmulatedItem> _listed = [];
    private readonly Dictionary<string, EmulatedItem> _bySku = new(StringComparer.Ordinal);
    private readonly Dictionary<long, EmulatedItem> _byVariant = [];
    private readonly Dictionary<long, Product> _products = [];
    private readonly Newest<EffectEntry> _effects;
    private readonly Random _transactionIds;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly SortedDictionary<long, StoredMetafield> _metafields = [];
    private long _lastMetafieldId;
    private long _lastLocationId;
    private long _lastVariantId;
    private long _lastProductId;
    private bool _isSorted = true;

    public StoreState(string hash, int number, InventoryEmulatorOptions options, long startTicks)
    {
        Hash = hash;
        Options = options;
        _effects = new Newest<EffectEntry>(options.MaxRecordedEffects);
        _transactionIds = new Random(unchecked((options.Seed * 397) ^ number));
        RateWindow = new RateWindow(options, number, startTicks);
    }

    public object Gate { get; } = new();

    public string Hash { get; }

    public InventoryEmulatorOptions Options { get; }

    public RateWindow RateWindow { get; }

    public string? AccessToken { get; set; }

    public EmulatedScopes Scopes { get; set; } = EmulatedScopes.All;

    /// <summary>The app that the requests come from.</summary>
    public string ClientId { get; set; } = "emulated-client";

    public IReadOnlyList<StoreLocation> Locations => _locations;

    /// <summary>The metafields of all locations, by id.</summary>
    public IEnumerable<StoredMetafield> Metafields => _metafields.Values;

    public IEnumerable<EmulatedItem> Items => _byVariant.Values;

    /// <summary>The items that the API lists, by variant id as it lists them.</summary>
    public IReadOnlyList<EmulatedItem> ListedItems
    {
        get
        {
            if (!_isSorted)
            {
                _listed.Sort((x, y) => x.VariantId.CompareTo(y.VariantId));
                _isSorted = true;
            }

            return _listed;
        }
    }

    public long NowTicks => Options.TimeProvider.GetUtcNow().UtcTicks;

    /// <summary>Finds a location that exists, seen by readers or not.</summary>
    public StoreLocation? FindLocation(long id)
    {
        // A loop, not a lambda: rows that are not grouped by location come here one by one.
        foreach (var location in _locations)
        {
            if (location.Id == id && location.Exists)
            {
                return location;
            }
        }

        return null;
    }

    public long NextLocationId() => _lastLocationId + 1;

    /// <summary>Adds a location that does not exist before its document is set.</summary>
    public StoreLocation AddLocation(long id)
    {
        var location = new StoreLocation(id, _locations.Count);
        _locations.Add(location);
        _lastLocationId = Math.Max(_lastLocationId, id);
        return location;
    }

    /// <summary>Deletes a location with its stock and its metafields. Readers may see the location for a while yet, but without stock.</summary>
    public void DeleteLocation(StoreLocation location, long nowTicks, long visibleFromTicks)
    {
        location.Document.Set(null, nowTicks, visibleFromTicks);
        foreach (var item in _byVariant.Values)
        {
            item.RemoveCell(location);
        }

        foreach (var metafield in _metafields.Values.Where(metafield => metafield.LocationId == location.Id).ToArray())
        {
            _metafields.Remove(metafield.Id);
        }
    }

    public EmulatedItem? FindItem(string sku) => _bySku.GetValueOrDefault(sku);

    public EmulatedItem? FindVariant(long variantId) => _byVariant.GetValueOrDefault(variantId);

    public Product? FindProduct(long productId) => _products.GetValueOrDefault(productId);

    public EmulatedItem AddItem(string sku, long? variantId, long? productId, long? skuId, ItemTracking tracking)
    {
        long variant = variantId ?? _lastVariantId + 1;
        long product = productId ?? _lastProductId + 1;
        if (_bySku.ContainsKey(sku) || _byVariant.ContainsKey(variant))
        {
            throw new ArgumentException(FormattableString.Invariant($"The store already has an item with SKU {sku} or variant id {variant}."));
        }

        if (!_products.TryGetValue(product, out var parent))
        {
            _products.Add(product, parent = new Product(product, tracking));
        }
        else if (parent.Tracking != tracking)
        {
            throw new ArgumentException(FormattableString.Invariant($"Product {product} is tracked as {parent.Tracking}; all of its variants are."));
        }

        var item = new EmulatedItem(sku, variant, skuId, parent);
        parent.Add(item);
        _bySku.Add(sku, item);
        _byVariant.Add(variant, item);
        if (item.IsListed)
        {
            _isSorted &= variant > _lastVariantId;
            _listed.Add(item);
        }

        _lastVariantId = Math.Max(_lastVariantId, variant);
        _lastProductId = Math.Max(_lastProductId, product);
        return item;
    }

    public long NextMetafieldId() => ++_lastMetafieldId;

    public StoredMetafield? FindMetafield(long id) =>
        _metafields.GetValueOrDefault(id) is { } metafield && metafield.IsReadableBy(ClientId) ? metafield : null;

    public bool HasDuplicateOf(StoredMetafield metafield) => _metafields.Values.Any(other =>
        other.Id != metafield.Id
        && other.LocationId == metafield.LocationId
        && other.Owner == metafield.Owner
        && other.Namespace == metafield.Namespace
        && other.Key == metafield.Key);

    public void SetMetafield(StoredMetafield metafield)
    {
        _metafields[metafield.Id] = metafield;
        _lastMetafieldId = Math.Max(_lastMetafieldId, metafield.Id);
    }

    public void RemoveMetafield(long id) => _metafields.Remove(id);

    /// <summary>The item that a row names, without making a string of a SKU that the store knows.</summary>
    public NamedItem IdentifySku(ref Utf8JsonReader reader)
    {
#if NET9_0_OR_GREATER
        int maxLength = reader.HasValueSequence ? checked((int)reader.ValueSequence.Length) : reader.ValueSpan.Length;
        char[]? rented = null;
        Span<char> sku = maxLength <= 256 ? stackalloc char[256] : rented = ArrayPool<char>.Shared.Rent(maxLength);
        sku = sku[..reader.CopyString(sku)];
        var identity = _bySku.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(sku, out var item)
            ? new NamedItem(IdentityKind.Sku, 0, null, item)
            : new NamedItem(IdentityKind.Sku, 0, sku.ToString(), null);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return identity;
#else
        string sku = reader.GetString()!;
        return new NamedItem(IdentityKind.Sku, 0, sku, FindItem(sku));
#endif
    }

    public NamedItem IdentifyVariant(long variantId) => new(IdentityKind.Variant, variantId, null, FindVariant(variantId));

    public NamedItem IdentifyProduct(long productId) => new(IdentityKind.Product, productId, null, FindProduct(productId)?.Variants[0]);

    /// <summary>Drops locations, items, metafields and the record of effects.</summary>
    public void Clear()
    {
        _locations.Clear();
        _listed.Clear();
        _bySku.Clear();
        _byVariant.Clear();
        _products.Clear();
        _metafields.Clear();
        _effects.Clear();
        _lastLocationId = _lastVariantId = _lastProductId = _lastMetafieldId = 0;
        _isSorted = true;
    }

    /// <summary>Sets a stock on hand and records the change.</summary>
    public void SetOnHand(EmulatedItem item, StoreLocation location, int onHand, Cause cause, long nowTicks, long visibleFromTicks)
    {
        var cell = item.GetOrAddCell(location);
        var level = cell.Level.Truth;
        cell.Level.Set(level with { OnHand = onHand }, nowTicks, visibleFromTicks);
        cell.EffectCount++;
        _effects.Add(new EffectEntry(cause, location.Id, item, level.OnHand, onHand));
    }

    /// <summary>The recorded changes of one stock; null when the record no longer holds all of them.</summary>
    public StockEffect[]? EffectsOn(StoreLocation location, EmulatedItem item)
    {
        StockEffect[] effects =
            [.. from effect in _effects.ToArray() where effect.LocationId == location.Id && effect.Item == item select effect.ToEffect()];
        return effects.Length == (item.CellAt(location)?.EffectCount ?? 0) ? effects : null;
    }

    /// <summary>All recorded changes; null when the record no longer holds all of them.</summary>
    public StockEffect[]? AllEffects()
    {
        StockEffect[] effects = [.. from effect in _effects.ToArray() select effect.ToEffect()];
        return effects.Length == _effects.Total ? effects : null;
    }

    /// <summary>An id for a transaction: opaque, and like the API's not always a UUID.</summary>
    public string NextTransactionId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _transactionIds.NextBytes(bytes);
        return bytes[0] % 4 == 0 ? Convert.ToHexString(bytes[..10]) : new Guid(bytes).ToString();
    }

    /// <summary>Writes JSON into a buffer that answers share, and copies the result.</summary>
    public byte[] WriteJson<TArgument>(TArgument argument, Action<Utf8JsonWriter, TArgument> write)
    {
        _buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_buffer, EmulatedAnswer.WriterOptions))
        {
            write(writer, argument);
        }

        return _buffer.WrittenSpan.ToArray();
    }
}

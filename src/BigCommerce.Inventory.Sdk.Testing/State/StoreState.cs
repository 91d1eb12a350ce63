using System.Buffers;
using System.Text.Json;
using BigCommerce.Inventory.Testing.Http;

namespace BigCommerce.Inventory.Testing.State;

/// <summary>The data of an emulated store. Not thread-safe: callers hold the lock <see cref="Gate"/>.</summary>
internal sealed class StoreState
{
    private readonly List<StoreLocation> _locations = [];
    private readonly List<EmulatedItem> _listed = [];
    private readonly Dictionary<string, EmulatedItem> _bySku = new(StringComparer.Ordinal);
    private readonly Dictionary<long, EmulatedItem> _byVariant = [];
    private readonly Dictionary<long, Product> _products = [];
    private readonly BoundedLog<StockChangeEntry> _stockChanges;
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
        _stockChanges = new BoundedLog<StockChangeEntry>(options.MaxRecordedStockChanges);
        _transactionIds = new Random(unchecked((options.Seed * 397) ^ number));
        RateWindow = new RateWindow(options, number, startTicks);
    }

    public object Gate { get; } = new();

    public string Hash { get; }

    public InventoryEmulatorOptions Options { get; }

    public RateWindow RateWindow { get; }

    public string? AccessToken { get; set; }

    public OAuthScopes Scopes { get; set; } = OAuthScopes.All;

    /// <summary>The client id of the app that sends the requests.</summary>
    public string ClientId { get; set; } = "emulated-client";

    public IReadOnlyList<StoreLocation> Locations => _locations;

    /// <summary>The metafields of all locations, by id.</summary>
    public IEnumerable<StoredMetafield> Metafields => _metafields.Values;

    /// <summary>All items, by product, the base variant first.</summary>
    public IEnumerable<EmulatedItem> Items => _products.Values.SelectMany(product => product.Variants);

    /// <summary>The items that the API lists, sorted by variant id.</summary>
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

    /// <summary>Finds an existing location, even if reads do not show it yet.</summary>
    public StoreLocation? FindLocation(long id)
    {
        // A loop avoids an allocation per call; rows that are not grouped by location call this for each row.
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

    /// <summary>Adds a location. It exists once its document is set.</summary>
    public StoreLocation AddLocation(long id)
    {
        var location = new StoreLocation(id, _locations.Count);
        _locations.Add(location);
        _lastLocationId = Math.Max(_lastLocationId, id);
        return location;
    }

    /// <summary>Deletes a location, its stock and its metafields. Reads may still show the location, without stock.</summary>
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

    public EmulatedItem? FindItem(ItemKey key) =>
        key.TryGetSku(out string? sku) ? FindItem(sku)
        : !key.TryGetId(out long id) ? null
        : key.Kind == ItemKeyKind.Variant ? FindVariant(id)
        : FindProduct(id)?.Variants[0];

    public EmulatedItem? FindVariant(long variantId) => _byVariant.GetValueOrDefault(variantId);

    public Product? FindProduct(long productId) => _products.GetValueOrDefault(productId);

    public EmulatedItem AddItem(string sku, long? variantId, long? productId, long? skuId, InventoryTracking tracking)
    {
        long variant = variantId ?? _lastVariantId + 1;
        long product = productId ?? _lastProductId + 1;
        if ((FindItem(sku) ?? FindVariant(variant)) is { } existing)
        {
            throw new ArgumentException($"The store already has the item {existing}. Use a unique SKU and variant id.");
        }

        if (!_products.TryGetValue(product, out var parent))
        {
            _products.Add(product, parent = new Product(product, tracking));
        }
        else if (parent.Tracking != tracking)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"Product {product} has tracking {parent.Tracking}. Use the same tracking for all its variants."));
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

    /// <summary>Resolves a SKU. Allocates no string if the store has the SKU.</summary>
    public ItemReference IdentifySku(ref Utf8JsonReader reader)
    {
#if NET9_0_OR_GREATER
        int maxLength = reader.ValueSpan.Length;
        char[]? rented = null;
        Span<char> sku = maxLength <= 256 ? stackalloc char[256] : rented = ArrayPool<char>.Shared.Rent(maxLength);
        sku = sku[..reader.CopyString(sku)];
        var identity = _bySku.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(sku, out var item)
            ? new ItemReference(ItemKeyKind.Sku, 0, null, item)
            : new ItemReference(ItemKeyKind.Sku, 0, sku.ToString(), null);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return identity;
#else
        string sku = reader.GetString()!;
        return new ItemReference(ItemKeyKind.Sku, 0, sku, FindItem(sku));
#endif
    }

    public ItemReference IdentifyVariant(long variantId) => new(ItemKeyKind.Variant, variantId, null, FindVariant(variantId));

    public ItemReference IdentifyProduct(long productId) => new(ItemKeyKind.Product, productId, null, FindProduct(productId)?.Variants[0]);

    /// <summary>Removes locations, items, metafields and recorded stock changes.</summary>
    public void Clear()
    {
        _locations.Clear();
        _listed.Clear();
        _bySku.Clear();
        _byVariant.Clear();
        _products.Clear();
        _metafields.Clear();
        _stockChanges.Clear();
        _lastLocationId = _lastVariantId = _lastProductId = _lastMetafieldId = 0;
        _isSorted = true;
    }

    /// <summary>Sets the stock on hand and records the change.</summary>
    public void SetOnHand(
        EmulatedItem item, StoreLocation location, int onHand, StockChangeCause cause, long nowTicks, long visibleFromTicks)
    {
        var cell = item.GetOrAddCell(location);
        var level = cell.Level.Current;
        cell.Level.Set(level with { OnHand = onHand }, nowTicks, visibleFromTicks);
        cell.ChangeCount++;
        _stockChanges.Add(new StockChangeEntry(cause, location.Id, item, level.OnHand, onHand));
    }

    /// <summary>The changes of one stock; null if some are no longer recorded.</summary>
    public StockChange[]? StockChangesOf(StoreLocation location, EmulatedItem item)
    {
        StockChange[] changes =
        [
            .. from entry in _stockChanges.ToArray()
               where entry.LocationId == location.Id && entry.Item == item
               select entry.ToStockChange(),
        ];
        return changes.Length == (item.CellAt(location)?.ChangeCount ?? 0) ? changes : null;
    }

    /// <summary>All changes; null if some are no longer recorded.</summary>
    public StockChange[]? AllStockChanges()
    {
        StockChange[] changes = [.. from entry in _stockChanges.ToArray() select entry.ToStockChange()];
        return changes.Length == _stockChanges.Total ? changes : null;
    }

    /// <summary>Creates an opaque transaction id. Like the API's, it is not always a UUID.</summary>
    public string NextTransactionId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _transactionIds.NextBytes(bytes);
        return bytes[0] % 4 == 0 ? Convert.ToHexString(bytes[..10]) : new Guid(bytes).ToString();
    }

    /// <summary>Writes JSON to a buffer that all responses share, and returns a copy.</summary>
    public byte[] WriteJson<TArgument>(TArgument argument, Action<Utf8JsonWriter, TArgument> write)
    {
        _buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_buffer, EmulatedResponse.WriterOptions))
        {
            write(writer, argument);
        }

        return _buffer.WrittenSpan.ToArray();
    }
}

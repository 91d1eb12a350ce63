using BigCommerce.Inventory.Testing.Operations;
using BigCommerce.Inventory.Testing.Seeding;
using BigCommerce.Inventory.Testing.State;

namespace BigCommerce.Inventory.Testing;

/// <summary>A store in an <see cref="InventoryEmulator"/>. Tests seed it, run the code under test, and read the result.</summary>
/// <remarks>
/// The members read and write the current state, without rate limits, delays and faults; those apply to requests only. A new store has
/// location 1, like every BigCommerce store. All members are thread-safe.
/// </remarks>
public sealed class EmulatedStore
{
    private readonly StoreState _state;

    internal EmulatedStore(string hash, int number, InventoryEmulatorOptions options, long startTicks)
    {
        _state = new StoreState(hash, number, options, startTicks);
        Endpoint = new StoreEndpoint(_state);
        AddLocation("BC-LOCATION-1", "Default location");
        SetShippingOrigin(LocationOperations.DefaultLocationId);
    }

    /// <summary>The store hash.</summary>
    public string Hash => _state.Hash;

    /// <summary>The access token that requests must have. A request with another token, or without one, gets a 401 response.</summary>
    /// <value>Default: <see langword="null"/>, the token is not checked.</value>
    public string? AccessToken
    {
        get => Locked(() => _state.AccessToken);
        set => Locked(() => _state.AccessToken = value);
    }

    /// <summary>The OAuth scopes of the access token. A request that needs another scope gets a 403 response.</summary>
    /// <value>Default: <see cref="OAuthScopes.All"/>.</value>
    public OAuthScopes Scopes
    {
        get => Locked(() => _state.Scopes);
        set => Locked(() => _state.Scopes = value);
    }

    /// <summary>The client id of the app that sends the requests. It owns the metafields that they create.</summary>
    /// <value>Default: <c>emulated-client</c>.</value>
    public string ClientId
    {
        get => Locked(() => _state.ClientId);
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            Locked(() => _state.ClientId = value);
        }
    }

    /// <summary>The locations, sorted by id.</summary>
    public IReadOnlyList<EmulatedLocation> Locations => Locked<IReadOnlyList<EmulatedLocation>>(() =>
    [
        .. from location in _state.Locations
           let document = location.Document.Current
           where document is not null
           orderby location.Id
           select new EmulatedLocation(
               location.Id,
               document.Code,
               document.Label,
               document.TypeId,
               document.Enabled,
               location.IsShippingOrigin,
               location.OpenOrderCount),
    ]);

    /// <summary>All items, including untracked ones, sorted by variant id.</summary>
    public IReadOnlyList<EmulatedItem> Items =>
        Locked<IReadOnlyList<EmulatedItem>>(() => [.. _state.Items.OrderBy(item => item.VariantId)]);

    /// <summary>The metafields of all locations and apps, sorted by id.</summary>
    public IReadOnlyList<EmulatedMetafield> Metafields => Locked<IReadOnlyList<EmulatedMetafield>>(() =>
    [
        .. from data in _state.Metafields
           select new EmulatedMetafield(
               data.Id, data.LocationId, data.Namespace, data.Key, data.Value, data.PermissionSet, data.Description, data.Owner),
    ]);

    /// <summary>The current state of the store's rate limit.</summary>
    public RateLimitStatus RateLimit => Locked(() =>
    {
        long now = _state.NowTicks;
        var reading = _state.RateWindow.Read(now);
        return new RateLimitStatus
        {
            Remaining = reading.Remaining,
            Limit = reading.Limit,
            Window = reading.Window,
            ResetsAt = new DateTimeOffset(now, TimeSpan.Zero) + reading.ResetIn,
        };
    });

    /// <summary>The number of requests of the <see cref="InventoryEmulatorOptions.OtherApp"/> in the current window.</summary>
    public int OtherAppRequestCount => Locked(() => _state.RateWindow.CountOtherAppRequests(_state.NowTicks));

    internal StoreEndpoint Endpoint { get; }

    /// <summary>Adds a location with valid values for all other fields.</summary>
    /// <param name="code">The code, unique in the store.</param>
    /// <param name="label">The label.</param>
    /// <param name="enabled">Whether its stock can be adjusted.</param>
    /// <param name="id">The id; <see langword="null"/> for the next free one.</param>
    /// <returns>The id of the location.</returns>
    /// <exception cref="ArgumentException">The store already has a location with this code or id.</exception>
    public long AddLocation(string code, string label, bool enabled = true, long? id = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        ArgumentException.ThrowIfNullOrEmpty(label);

        return Locked(() =>
        {
            var existing = _state.Locations.FirstOrDefault(
                location => location.Document.Current is { } current && (location.Id == id || current.Code == code));
            if (existing is { Id: var existingId, Document.Current: var current })
            {
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"The store already has location {existingId} with code '{current!.Code}'. Use a unique code and id."),
                    nameof(code));
            }

            long newId = id ?? _state.NextLocationId();
            long now = _state.NowTicks;
            var document = LocationDocument.CreateSample(newId, code, label, enabled, new DateTimeOffset(now, TimeSpan.Zero));
            _state.AddLocation(newId).Document.Set(document, now, now);
            return newId;
        });
    }

    /// <summary>Sets whether a location is a shipping origin. A shipping origin cannot be deleted; location 1 never can.</summary>
    /// <param name="locationId">The id of the location.</param>
    /// <param name="isShippingOrigin">Whether it is a shipping origin.</param>
    /// <returns>This store.</returns>
    /// <exception cref="ArgumentException">The store does not have the location.</exception>
    public EmulatedStore SetShippingOrigin(long locationId, bool isShippingOrigin = true) => Locked(() =>
    {
        FindLocation(locationId).IsShippingOrigin = isShippingOrigin;
        return this;
    });

    /// <summary>Sets the number of open orders at a location. A location with open orders cannot be deleted.</summary>
    /// <param name="locationId">The id of the location.</param>
    /// <param name="count">The number of open orders.</param>
    /// <returns>This store.</returns>
    /// <exception cref="ArgumentException">The store does not have the location.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public EmulatedStore SetOpenOrderCount(long locationId, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Locked(() =>
        {
            FindLocation(locationId).OpenOrderCount = count;
            return this;
        });
    }

    /// <summary>Adds a metafield to a location.</summary>
    /// <param name="locationId">The id of the location.</param>
    /// <param name="namespace">The namespace.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="permissionSet">The read and write permissions.</param>
    /// <param name="ownerClientId">The client id of the app that owns it; <see langword="null"/> for <see cref="ClientId"/>.</param>
    /// <returns>The id of the metafield.</returns>
    /// <exception cref="ArgumentException">The store does not have the location, or it already has the metafield.</exception>
    public long AddMetafield(
        long locationId, string @namespace, string key, string value, string permissionSet = "app_only", string? ownerClientId = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(@namespace);
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentException.ThrowIfNullOrEmpty(value);

        return Locked(() =>
        {
            var fields = new MetafieldFields(@namespace, key, value, permissionSet, Description: null);
            var metafield = fields.Create(
                _state.NextMetafieldId(),
                FindLocation(locationId).Id,
                ownerClientId ?? _state.ClientId,
                _state.Options.TimeProvider.GetUtcNow());
            if (_state.HasDuplicateOf(metafield))
            {
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"Location {locationId} already has the metafield {@namespace}.{key} of this app. Use another key."),
                    nameof(key));
            }

            _state.SetMetafield(metafield);
            return metafield.Id;
        });
    }

    /// <summary>Adds an item. It has no stock until <see cref="SetStock(long, EmulatedItem, int?, int)"/> is called.</summary>
    /// <param name="sku">The SKU, unique in the store.</param>
    /// <param name="variantId">The id of the variant; <see langword="null"/> for the next free one.</param>
    /// <param name="productId">
    /// The id of the product; <see langword="null"/> for a new product. If the store has the product, the item is added to it as a
    /// variant.
    /// </param>
    /// <param name="tracking">The level at which stock is tracked; the same for all variants of a product.</param>
    /// <param name="skuId">The id of the SKU in the older Catalog API; <see langword="null"/> for a base variant.</param>
    /// <returns>The item.</returns>
    /// <exception cref="ArgumentException">The store already has the SKU or the variant, or the product has another tracking.</exception>
    public EmulatedItem AddItem(
        string sku,
        long? variantId = null,
        long? productId = null,
        InventoryTracking tracking = InventoryTracking.Variant,
        long? skuId = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(sku);
        return Locked(() => _state.AddItem(sku, variantId, productId, skuId, tracking));
    }

    /// <summary>
    /// Fills a new store with sample data: an outdoor shop with 4 locations and 5,000 items, the same in each run. Each item has a count
    /// at each location.
    /// </summary>
    /// <remarks>
    /// The locations are 1 (<c>BC-LOCATION-1</c>), 2 (<c>SEA-STORE</c>), 3 (<c>DEN-STORE</c>) and 4 (<c>RENO-WH</c>). 4,704 clothing items
    /// are tracked by variant and have SKUs such as <c>JKT-07-NAVY-XL</c>: category, style, color, size. 296 gear items,
    /// <c>GER-0001</c> to <c>GER-0296</c>, are tracked by product and have the product ids 1001 to 1296.
    /// </remarks>
    /// <returns>This store.</returns>
    /// <exception cref="ArgumentException">The store already has some of the locations or items.</exception>
    public EmulatedStore SeedDemo()
    {
        DemoStore.Seed(this);
        return this;
    }

    /// <summary>Exports the locations, items, stock and metafields. Writes that reads do not show yet are included.</summary>
    /// <returns>The snapshot as JSON in UTF-8.</returns>
    public byte[] ExportSnapshot() => Locked(() => StoreSnapshot.Write(_state));

    /// <summary>Replaces the data of the store with a snapshot. Recorded stock changes are removed.</summary>
    /// <param name="utf8Json">A snapshot from <see cref="ExportSnapshot"/> of this or another store.</param>
    /// <returns>This store.</returns>
    /// <exception cref="FormatException">It is not a valid snapshot. The store is then empty or incomplete.</exception>
    public EmulatedStore ImportSnapshot(ReadOnlyMemory<byte> utf8Json) => Locked(() =>
    {
        _state.Clear();
        StoreSnapshot.Read(_state, utf8Json);
        return this;
    });

    /// <summary>Gets an item by SKU.</summary>
    /// <param name="sku">The SKU.</param>
    /// <returns>The item.</returns>
    /// <exception cref="ArgumentException">The store does not have the item.</exception>
    public EmulatedItem GetItem(string sku) =>
        Locked(() => _state.FindItem(sku))
        ?? throw new ArgumentException($"The store has no item with SKU '{sku}'. Add it first.", nameof(sku));

    /// <summary>Gets an item by SKU, variant id or product id.</summary>
    /// <param name="key">The key. A product id selects the base variant.</param>
    /// <returns>The item.</returns>
    /// <exception cref="ArgumentException">The store does not have the item.</exception>
    public EmulatedItem GetItem(ItemKey key) =>
        Locked(() => _state.FindItem(key))
        ?? throw new ArgumentException($"The store has no item with {key}. Add it first.", nameof(key));

    /// <summary>Sets the stock of an item. Reads show it at once, and it is not recorded as a stock change.</summary>
    /// <param name="locationId">The id of the location.</param>
    /// <param name="item">The item.</param>
    /// <param name="onHand">The stock on hand; <see langword="null"/> for an item that was never counted there.</param>
    /// <param name="safetyStock">The safety stock.</param>
    /// <returns>This store.</returns>
    /// <exception cref="ArgumentException">The store does not have the location.</exception>
    public EmulatedStore SetStock(long locationId, EmulatedItem item, int? onHand, int safetyStock = 0)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Locked(() =>
        {
            var cell = item.GetOrAddCell(FindLocation(locationId));
            long now = _state.NowTicks;
            cell.Level.Set(cell.Level.Current with { OnHand = onHand, SafetyStock = safetyStock }, now, now);
            return this;
        });
    }

    /// <inheritdoc cref="SetStock(long, EmulatedItem, int?, int)"/>
    /// <param name="locationId">The id of the location.</param>
    /// <param name="sku">The SKU of the item.</param>
    /// <param name="onHand">The stock on hand; <see langword="null"/> for an item that was never counted there.</param>
    /// <param name="safetyStock">The safety stock.</param>
    /// <exception cref="ArgumentException">The store does not have the location or the item.</exception>
    public EmulatedStore SetStock(long locationId, string sku, int? onHand, int safetyStock = 0) =>
        SetStock(locationId, GetItem(sku), onHand, safetyStock);

    /// <summary>Decreases the stock of an item, like an order on the storefront. The stock may become negative.</summary>
    /// <param name="locationId">The id of the location.</param>
    /// <param name="item">The item.</param>
    /// <param name="quantity">The quantity; negative for a return.</param>
    /// <returns>This store.</returns>
    /// <exception cref="ArgumentException">The store does not have the location.</exception>
    /// <exception cref="OverflowException">The new stock is outside the range of <see cref="int"/>.</exception>
    public EmulatedStore Sell(long locationId, EmulatedItem item, int quantity)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Locked(() =>
        {
            var location = FindLocation(locationId);
            long now = _state.NowTicks;
            var cause = new StockChangeCause(
                StockChangeKind.Sale, new DateTimeOffset(now, TimeSpan.Zero), TransactionId: null, RequestNumber: null, Reason: null);
            _state.SetOnHand(item, location, checked((item.LevelAt(location).OnHand ?? 0) - quantity), cause, now, now);
            return this;
        });
    }

    /// <inheritdoc cref="Sell(long, EmulatedItem, int)"/>
    /// <param name="locationId">The id of the location.</param>
    /// <param name="sku">The SKU of the item.</param>
    /// <param name="quantity">The quantity; negative for a return.</param>
    /// <exception cref="ArgumentException">The store does not have the location or the item.</exception>
    public EmulatedStore Sell(long locationId, string sku, int quantity) => Sell(locationId, GetItem(sku), quantity);

    /// <summary>Gets the current stock on hand. Reads of the API may still show an older value.</summary>
    /// <param name="locationId">The id of the location.</param>
    /// <param name="item">The item.</param>
    /// <returns>The stock on hand; <see langword="null"/> if the item was never counted there.</returns>
    /// <exception cref="ArgumentException">The store does not have the location.</exception>
    public int? GetOnHand(long locationId, EmulatedItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Locked(() => item.LevelAt(FindLocation(locationId)).OnHand);
    }

    /// <inheritdoc cref="GetOnHand(long, EmulatedItem)"/>
    /// <param name="locationId">The id of the location.</param>
    /// <param name="sku">The SKU of the item.</param>
    /// <exception cref="ArgumentException">The store does not have the location or the item.</exception>
    public int? GetOnHand(long locationId, string sku) => GetOnHand(locationId, GetItem(sku));

    /// <summary>Gets the changes that requests and sales made to the stock of an item at a location.</summary>
    /// <param name="locationId">The id of the location.</param>
    /// <param name="item">The item.</param>
    /// <returns>The changes, oldest first.</returns>
    /// <exception cref="ArgumentException">The store does not have the location.</exception>
    /// <exception cref="InvalidOperationException">
    /// Older changes were removed because there were more than <see cref="InventoryEmulatorOptions.MaxRecordedStockChanges"/>.
    /// </exception>
    public StockChangeLog GetStockChanges(long locationId, EmulatedItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return ToLog(Locked(() => _state.StockChangesOf(FindLocation(locationId), item)));
    }

    /// <inheritdoc cref="GetStockChanges(long, EmulatedItem)"/>
    /// <param name="locationId">The id of the location.</param>
    /// <param name="sku">The SKU of the item.</param>
    /// <exception cref="ArgumentException">The store does not have the location or the item.</exception>
    public StockChangeLog GetStockChanges(long locationId, string sku) => GetStockChanges(locationId, GetItem(sku));

    /// <summary>Gets the changes that requests and sales made to any stock of the store.</summary>
    /// <returns>The changes, oldest first.</returns>
    /// <exception cref="InvalidOperationException">
    /// Older changes were removed because there were more than <see cref="InventoryEmulatorOptions.MaxRecordedStockChanges"/>.
    /// </exception>
    public StockChangeLog GetStockChanges() => ToLog(Locked(_state.AllStockChanges));

    private static StockChangeLog ToLog(StockChange[]? changes) =>
        new(changes ?? throw new InvalidOperationException(
            $"Older stock changes were removed from the log. Increase {nameof(InventoryEmulatorOptions.MaxRecordedStockChanges)}."));

    private StoreLocation FindLocation(long locationId) => _state.FindLocation(locationId) ?? throw new ArgumentException(
        FormattableString.Invariant($"The store has no location {locationId}. Add it first."), nameof(locationId));

    private T Locked<T>(Func<T> action)
    {
        lock (_state.Gate)
        {
            return action();
        }
    }
}

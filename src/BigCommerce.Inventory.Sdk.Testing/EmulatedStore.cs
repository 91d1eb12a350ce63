using System.Text.Json;
using System.Text.Json.Nodes;
using BigCommerce.Inventory.Testing.Http;
using BigCommerce.Inventory.Testing.Operations;
using BigCommerce.Inventory.Testing.Seeding;
using BigCommerce.Inventory.Testing.State;

namespace BigCommerce.Inventory.Testing;

/// <summary>A store inside an <see cref="InventoryEmulator"/>: fill it, let the code under test work on it, then read the truth.</summary>
/// <remarks>
/// What these members set and read is the truth, at once: rate limits, delays and faults are for requests alone. A new store has
/// location 1, as every BigCommerce store has. All members are safe to use from several threads.
/// </remarks>
public sealed class EmulatedStore
{
    private readonly StoreState _state;
    private readonly AdjustmentOperations _adjustments;
    private readonly ItemOperations _items;
    private readonly SettingsOperations _settings;
    private readonly LocationOperations _locations;
    private readonly MetafieldOperations _metafields;
    private readonly MetafieldBatchOperations _metafieldBatches;
    private readonly MetafieldLists _metafieldLists;
    private int _concurrentLocationRequests;

    internal EmulatedStore(string hash, int number, InventoryEmulatorOptions options, long startTicks)
    {
        _state = new StoreState(hash, number, options, startTicks);
        _adjustments = new AdjustmentOperations(_state);
        _items = new ItemOperations(_state);
        _settings = new SettingsOperations(_state);
        _locations = new LocationOperations(_state);
        _metafields = new MetafieldOperations(_state);
        _metafieldBatches = new MetafieldBatchOperations(_state);
        _metafieldLists = new MetafieldLists(_state);
        AddLocation("BC-LOCATION-1", "Default location");
        _state.Locations[0].IsShippingOrigin = true;
    }

    /// <summary>The store's hash, as in its URLs.</summary>
    public string Hash => _state.Hash;

    /// <summary>The access token that requests must carry; one with another, or none, is answered with 401.</summary>
    /// <value>Default: <see langword="null"/>, any token and none will do.</value>
    public string? AccessToken
    {
        get
        {
            lock (_state.Gate)
            {
                return _state.AccessToken;
            }
        }

        set
        {
            lock (_state.Gate)
            {
                _state.AccessToken = value;
            }
        }
    }

    /// <summary>The OAuth scopes of the token; a request that needs another is answered with 403.</summary>
    /// <value>Default: <see cref="EmulatedScopes.All"/>.</value>
    public EmulatedScopes Scopes
    {
        get
        {
            lock (_state.Gate)
            {
                return _state.Scopes;
            }
        }

        set
        {
            lock (_state.Gate)
            {
                _state.Scopes = value;
            }
        }
    }

    /// <summary>The client id of the app that the requests come from: it owns the metafields that they create.</summary>
    /// <value>Default: <c>emulated-client</c>.</value>
    public string ClientId
    {
        get
        {
            lock (_state.Gate)
            {
                return _state.ClientId;
            }
        }

        set
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            lock (_state.Gate)
            {
                _state.ClientId = value;
            }
        }
    }

    /// <summary>The locations, by id.</summary>
    public IReadOnlyList<EmulatedLocation> Locations
    {
        get
        {
            lock (_state.Gate)
            {
                return [.. from location in _state.Locations
                           let document = location.Document.Truth
                           where document is not null
                           orderby location.Id
                           select new EmulatedLocation(location.Id, document.Code, document.Label, document.TypeId, document.Enabled, location.IsShippingOrigin, location.OpenOrders)];
            }
        }
    }

    /// <summary>All items, by variant id, untracked ones included.</summary>
    public IReadOnlyList<EmulatedItem> Items
    {
        get
        {
            lock (_state.Gate)
            {
                return [.. _state.Items.OrderBy(item => item.VariantId)];
            }
        }
    }

    /// <summary>The metafields of all locations, of all apps, by id.</summary>
    public IReadOnlyList<EmulatedMetafield> Metafields
    {
        get
        {
            lock (_state.Gate)
            {
                return [.. from metafield in _state.Metafields
                           select new EmulatedMetafield(
                               metafield.Id, metafield.LocationId, metafield.Namespace, metafield.Key, metafield.Value, metafield.PermissionSet, metafield.Description, metafield.Owner)];
            }
        }
    }

    /// <summary>The state of the store's rate limit.</summary>
    public EmulatedRateLimit RateLimit
    {
        get
        {
            lock (_state.Gate)
            {
                return _state.RateWindow.Read(_state.NowTicks);
            }
        }
    }

    /// <summary>Adds a location with plausible values for all that is not given.</summary>
    /// <param name="code">The code, unique in the store.</param>
    /// <param name="label">The label.</param>
    /// <param name="enabled">Whether its stock can be changed.</param>
    /// <param name="id">The id; <see langword="null"/> for the next one.</param>
    /// <returns>The id of the location.</returns>
    /// <exception cref="ArgumentException">The store already has a location with that code or id.</exception>
    public long AddLocation(string code, string label, bool enabled = true, long? id = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        ArgumentException.ThrowIfNullOrEmpty(label);

        lock (_state.Gate)
        {
            if (_state.Locations.Any(location => location.Exists && (location.Id == id || location.Document.Truth!.Code == code)))
            {
                throw new ArgumentException(FormattableString.Invariant($"The store already has a location with code {code} or id {id}."), nameof(code));
            }

            long newId = id ?? _state.NextLocationId();
            var fields = new JsonObject
            {
                ["code"] = code,
                ["label"] = label,
                ["enabled"] = enabled,
                ["time_zone"] = "America/Chicago",
                ["address"] = new JsonObject
                {
                    ["address1"] = "1 Main Street",
                    ["city"] = "Austin",
                    ["state"] = "TX",
                    ["zip"] = "78701",
                    ["email"] = "stock@example.com",
                    ["phone"] = "800-555-0198",
                    ["geo_coordinates"] = new JsonObject { ["latitude"] = 30.2672, ["longitude"] = -97.7431 },
                    ["country_code"] = "US",
                },
            };
            long now = _state.NowTicks;
            _state.AddLocation(newId).Document.Set(LocationDocument.Create(newId, fields, new DateTimeOffset(now, TimeSpan.Zero)), now, now);
            return newId;
        }
    }

    /// <summary>Makes a location a shipping origin, which cannot be deleted, or an ordinary one again. Location 1 cannot be deleted in any case.</summary>
    /// <param name="locationId">The location.</param>
    /// <param name="isShippingOrigin">Whether it is one.</param>
    /// <returns>This store.</returns>
    /// <exception cref="ArgumentException">The store has no such location.</exception>
    public EmulatedStore SetShippingOrigin(long locationId, bool isShippingOrigin = true)
    {
        lock (_state.Gate)
        {
            FindLocation(locationId).IsShippingOrigin = isShippingOrigin;
            return this;
        }
    }

    /// <summary>Sets how many orders are open at a location; above 0, it cannot be deleted.</summary>
    /// <param name="locationId">The location.</param>
    /// <param name="count">The number of open orders.</param>
    /// <returns>This store.</returns>
    /// <exception cref="ArgumentException">The store has no such location.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public EmulatedStore SetOpenOrders(long locationId, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        lock (_state.Gate)
        {
            FindLocation(locationId).OpenOrders = count;
            return this;
        }
    }

    /// <summary>Adds a metafield to a location, of this app or of another.</summary>
    /// <param name="locationId">The location.</param>
    /// <param name="namespace">The namespace.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="permissionSet">Who may read and write it.</param>
    /// <param name="ownerClientId">The client id of the app it belongs to; <see langword="null"/> for <see cref="ClientId"/>.</param>
    /// <returns>The id of the metafield.</returns>
    /// <exception cref="ArgumentException">The store has no such location, or the metafield is there already.</exception>
    public long AddMetafield(long locationId, string @namespace, string key, string value, string permissionSet = "app_only", string? ownerClientId = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(@namespace);
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentException.ThrowIfNullOrEmpty(value);

        lock (_state.Gate)
        {
            var fields = new MetafieldFields(@namespace, key, value, permissionSet, Description: null);
            var metafield = fields.Create(_state.NextMetafieldId(), FindLocation(locationId).Id, ownerClientId ?? _state.ClientId, _state.Options.TimeProvider.GetUtcNow());
            if (_state.HasDuplicateOf(metafield))
            {
                throw new ArgumentException(FormattableString.Invariant($"Location {locationId} already has the metafield {@namespace}.{key} of that app."), nameof(key));
            }

            _state.SetMetafield(metafield);
            return metafield.Id;
        }
    }

    /// <summary>Writes all that the store holds: locations, items, stock, metafields. Truth only, whatever readers see yet.</summary>
    /// <returns>The snapshot, as JSON in UTF-8.</returns>
    public byte[] ExportSnapshot()
    {
        lock (_state.Gate)
        {
            return StoreSnapshot.Write(_state);
        }
    }

    /// <summary>Replaces all that the store holds by what a snapshot has. The record of effects begins anew.</summary>
    /// <param name="utf8Json">What <see cref="ExportSnapshot"/> returned, of this store or of another.</param>
    /// <returns>This store.</returns>
    /// <exception cref="FormatException">It is no snapshot. The store holds nothing, or a part of it, then.</exception>
    public EmulatedStore ImportSnapshot(ReadOnlyMemory<byte> utf8Json)
    {
        lock (_state.Gate)
        {
            _state.Clear();
            StoreSnapshot.Read(_state, utf8Json);
            return this;
        }
    }

    /// <summary>Adds an item. It has no count anywhere yet: set one with <see cref="SetStock(long, EmulatedItem, int?, int)"/>.</summary>
    /// <param name="sku">The SKU, unique in the store.</param>
    /// <param name="variantId">The id of the variant; <see langword="null"/> for the next one.</param>
    /// <param name="productId">The id of the product, of which it becomes a further variant if the store has it; <see langword="null"/> for a new product.</param>
    /// <param name="tracking">The level at which stock is counted; the same for all variants of a product.</param>
    /// <param name="skuId">The id that the older Catalog API knows the SKU by; <see langword="null"/> for a base variant.</param>
    /// <returns>The item.</returns>
    /// <exception cref="ArgumentException">The store already has that SKU or variant, or counts the product at another level.</exception>
    public EmulatedItem AddItem(string sku, long? variantId = null, long? productId = null, ItemTracking tracking = ItemTracking.Variant, long? skuId = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(sku);

        lock (_state.Gate)
        {
            return _state.AddItem(sku, variantId, productId, skuId, tracking);
        }
    }

    /// <summary>Finds an item.</summary>
    /// <param name="sku">The SKU.</param>
    /// <returns>The item.</returns>
    /// <exception cref="ArgumentException">The store has no such item.</exception>
    public EmulatedItem GetItem(string sku)
    {
        lock (_state.Gate)
        {
            return FindItem(sku);
        }
    }

    /// <summary>Finds an item as a request would name it.</summary>
    /// <param name="key">A SKU, a variant id or a product id; a product stands for its base variant.</param>
    /// <returns>The item.</returns>
    /// <exception cref="ArgumentException">The store has no such item.</exception>
    public EmulatedItem GetItem(ItemKey key)
    {
        lock (_state.Gate)
        {
            EmulatedItem? item = null;
            if (key.TryGetSku(out string? sku))
            {
                item = _state.FindItem(sku);
            }
            else if (key.TryGetId(out long id))
            {
                item = key.Kind == ItemKeyKind.Variant ? _state.FindVariant(id) : _state.FindProduct(id)?.Variants[0];
            }

            return item ?? throw new ArgumentException($"The store has no item {key}.", nameof(key));
        }
    }

    /// <summary>Sets a stock, visible at once and without an entry in the record of effects.</summary>
    /// <param name="locationId">The location.</param>
    /// <param name="item">The item.</param>
    /// <param name="onHand">The gross count; <see langword="null"/> for an item that never had one there.</param>
    /// <param name="safetyStock">What is kept back from sale.</param>
    /// <returns>This store.</returns>
    /// <exception cref="ArgumentException">The store has no such location.</exception>
    public EmulatedStore SetStock(long locationId, EmulatedItem item, int? onHand, int safetyStock = 0)
    {
        ArgumentNullException.ThrowIfNull(item);

        lock (_state.Gate)
        {
            var cell = item.GetOrAddCell(FindLocation(locationId));
            long now = _state.NowTicks;
            cell.Level.Set(cell.Level.Truth with { OnHand = onHand, SafetyStock = safetyStock }, now, now);
            return this;
        }
    }

    /// <inheritdoc cref="SetStock(long, EmulatedItem, int?, int)"/>
    /// <param name="locationId">The location.</param>
    /// <param name="sku">The item's SKU.</param>
    /// <param name="onHand">The gross count; <see langword="null"/> for an item that never had one there.</param>
    /// <param name="safetyStock">What is kept back from sale.</param>
    /// <exception cref="ArgumentException">The store has no such location or item.</exception>
    public EmulatedStore SetStock(long locationId, string sku, int? onHand, int safetyStock = 0) => SetStock(locationId, GetItem(sku), onHand, safetyStock);

    /// <summary>Sells some of an item, as an order in the shop does: nothing is checked, so the stock may fall below zero.</summary>
    /// <param name="locationId">The location.</param>
    /// <param name="sku">The item's SKU.</param>
    /// <param name="quantity">How many; negative for a return.</param>
    /// <returns>This store.</returns>
    /// <exception cref="ArgumentException">The store has no such location or item.</exception>
    public EmulatedStore Sell(long locationId, string sku, int quantity)
    {
        lock (_state.Gate)
        {
            var location = FindLocation(locationId);
            var item = FindItem(sku);
            long now = _state.NowTicks;
            var cause = new Cause(StockEffectKind.Sale, new DateTimeOffset(now, TimeSpan.Zero), null, null, null);
            _state.SetOnHand(item, location, checked((item.LevelAt(location).OnHand ?? 0) - quantity), cause, now, now);
            return this;
        }
    }

    /// <summary>The true stock on hand, whether or not readers see it yet.</summary>
    /// <param name="locationId">The location.</param>
    /// <param name="item">The item.</param>
    /// <returns>The gross count; <see langword="null"/> when the item never had one there.</returns>
    /// <exception cref="ArgumentException">The store has no such location.</exception>
    public int? OnHand(long locationId, EmulatedItem item)
    {
        ArgumentNullException.ThrowIfNull(item);

        lock (_state.Gate)
        {
            return item.LevelAt(FindLocation(locationId)).OnHand;
        }
    }

    /// <inheritdoc cref="OnHand(long, EmulatedItem)"/>
    /// <param name="locationId">The location.</param>
    /// <param name="sku">The item's SKU.</param>
    /// <exception cref="ArgumentException">The store has no such location or item.</exception>
    public int? OnHand(long locationId, string sku) => OnHand(locationId, GetItem(sku));

    /// <summary>Every change of a stock that requests and sales made, oldest first.</summary>
    /// <param name="locationId">The location.</param>
    /// <param name="item">The item.</param>
    /// <returns>The changes.</returns>
    /// <exception cref="ArgumentException">The store has no such location.</exception>
    /// <exception cref="InvalidOperationException">Some were recorded too long ago: <see cref="InventoryEmulatorOptions.MaxRecordedEffects"/> is too small.</exception>
    public EffectLog EffectsOn(long locationId, EmulatedItem item)
    {
        ArgumentNullException.ThrowIfNull(item);

        lock (_state.Gate)
        {
            return Complete(_state.EffectsOn(FindLocation(locationId), item));
        }
    }

    /// <inheritdoc cref="EffectsOn(long, EmulatedItem)"/>
    /// <param name="locationId">The location.</param>
    /// <param name="sku">The item's SKU.</param>
    /// <exception cref="ArgumentException">The store has no such location or item.</exception>
    public EffectLog EffectsOn(long locationId, string sku) => EffectsOn(locationId, GetItem(sku));

    /// <summary>Every change of any stock that requests and sales made, oldest first.</summary>
    /// <returns>The changes.</returns>
    /// <exception cref="InvalidOperationException">Some were recorded too long ago: <see cref="InventoryEmulatorOptions.MaxRecordedEffects"/> is too small.</exception>
    public EffectLog Effects()
    {
        lock (_state.Gate)
        {
            return Complete(_state.AllEffects());
        }
    }

    /// <summary>Begins a request to the Locations API.</summary>
    /// <returns>How many are under way, this one included.</returns>
    internal int EnterLocations() => Interlocked.Increment(ref _concurrentLocationRequests);

    internal void LeaveLocations() => Interlocked.Decrement(ref _concurrentLocationRequests);

    /// <summary>Takes one request out of the rate limit, if one is left.</summary>
    internal bool TryTakeRequest(out EmulatedRateLimit reading)
    {
        lock (_state.Gate)
        {
            return _state.RateWindow.TryTake(_state.NowTicks, out reading);
        }
    }

    /// <summary>Undoes the last <see cref="TryTakeRequest"/>, for a request that never arrived.</summary>
    internal void GiveRequestBack()
    {
        lock (_state.Gate)
        {
            _state.RateWindow.GiveBack();
        }
    }

    internal bool Accepts(string? token)
    {
        lock (_state.Gate)
        {
            return _state.AccessToken is null || _state.AccessToken == token;
        }
    }

    /// <summary>Does what a request asks for.</summary>
    internal EmulatedAnswer Handle(Route route, QueryString query, ReadOnlyMemory<byte> body, RecordedRequest request, bool changesNothing)
    {
        lock (_state.Gate)
        {
            var context = new OperationContext(_state, route, query, body, request) { ChangesNothing = changesNothing };
            try
            {
                return Handle(context);
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException { Source: "System.Text.Json.Rethrowable" })
            {
                return EmulatedAnswer.SyntaxError();
            }
        }
    }

    private EmulatedAnswer Handle(OperationContext context) => context.Route.Operation switch
    {
        EmulatorOperation.AdjustAbsolute or EmulatorOperation.AdjustRelative => _adjustments.Adjust(context),
        EmulatorOperation.ListItems => _items.List(context),
        EmulatorOperation.ListLocationItems => _items.ListAtLocation(context),
        EmulatorOperation.UpdateItemSettings => _settings.Update(context),
        EmulatorOperation.CreateLocations => _locations.Create(context),
        EmulatorOperation.ListLocations => _locations.List(context),
        EmulatorOperation.UpdateLocations => _locations.Update(context),
        EmulatorOperation.DeleteLocations => _locations.Delete(context),
        EmulatorOperation.ListLocationMetafields or EmulatorOperation.ListMetafields => _metafieldLists.List(context),
        EmulatorOperation.CreateMetafield => _metafields.Create(context),
        EmulatorOperation.GetMetafield => _metafields.Get(context),
        EmulatorOperation.UpdateMetafield => _metafields.Update(context),
        EmulatorOperation.DeleteMetafield => _metafields.Delete(context),
        EmulatorOperation.CreateMetafields => _metafieldBatches.Create(context),
        EmulatorOperation.UpdateMetafields => _metafieldBatches.Update(context),
        EmulatorOperation.DeleteMetafields => _metafieldBatches.Delete(context),
        _ => throw new InvalidOperationException($"The request has no operation: {context.Request}"),
    };

    private StoreLocation FindLocation(long id) =>
        _state.FindLocation(id) ?? throw new ArgumentException(FormattableString.Invariant($"The store has no location {id}."), nameof(id));

    private EmulatedItem FindItem(string sku) =>
        _state.FindItem(sku) ?? throw new ArgumentException($"The store has no item {sku}.", nameof(sku));

    private static EffectLog Complete(StockEffect[]? effects) =>
        new(effects ?? throw new InvalidOperationException($"Older effects were dropped from the record. Raise {nameof(InventoryEmulatorOptions.MaxRecordedEffects)}."));
}

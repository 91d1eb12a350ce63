using BigCommerce.Inventory.Http;

namespace BigCommerce.Inventory;

/// <summary>The client of one store's Inventory and Locations APIs. It is thread-safe; keep it as long as you need it.</summary>
/// <remarks>
/// Clients share connections, so a client for each of many stores costs little. With dependency injection, register with
/// <c>services.AddBigCommerceInventory(…)</c> instead.
/// </remarks>
public sealed class BigCommerceInventoryClient : IDisposable
{
    private readonly StoreContext _store;
    private readonly HttpClient _http;

    /// <summary>A client for one store.</summary>
    /// <param name="storeHash">The store's hash: the part after <c>/stores/</c> in its API path.</param>
    /// <param name="accessToken">The access token of an API account of the store.</param>
    /// <param name="options">Options; null for the defaults. The store hash and token in them are not used.</param>
    /// <param name="settings">Handlers, clock, log and pipeline; null for the defaults.</param>
    /// <exception cref="ArgumentException">A value is invalid. The message says what to do.</exception>
    public BigCommerceInventoryClient(
        string storeHash,
        string accessToken,
        BigCommerceInventoryOptions? options = null,
        BigCommerceInventoryClientSettings? settings = null)
        : this(new StoreCredentials(storeHash, accessToken), options, settings)
    {
    }

    /// <summary>A client for one store whose token may change.</summary>
    /// <param name="credentials">The store and its token.</param>
    /// <param name="options">Options; null for the defaults. The store hash and token in them are not used.</param>
    /// <param name="settings">Handlers, clock, log and pipeline; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is invalid. The message lists every error.</exception>
    public BigCommerceInventoryClient(
        StoreCredentials credentials,
        BigCommerceInventoryOptions? options = null,
        BigCommerceInventoryClientSettings? settings = null)
        : this(credentials, Validated(options), (settings ?? BigCommerceInventoryClientSettings.Default).Transport)
    {
    }

    /// <param name="credentials">The store and its token.</param>
    /// <param name="options">Options that are checked and do not change any more.</param>
    /// <param name="transport">The handlers that clients share.</param>
    internal BigCommerceInventoryClient(StoreCredentials credentials, BigCommerceInventoryOptions options, Transport transport)
    {
        _store = new StoreContext(credentials, options, transport);
        _http = new HttpClient(new CallHandler(_store, transport.Chain))
        {
            BaseAddress = _store.BaseAddress,

            // The pipeline has timeouts of its own, on the client's clock.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        Items = ApiFactory.Create<IInventoryItemsApi>(_http, _store.Time);
        Adjustments = ApiFactory.Create<IInventoryAdjustmentsApi>(_http, _store.Time);
        Locations = ApiFactory.Create<ILocationsApi>(_http, _store.Time);
        Metafields = ApiFactory.Create<ILocationMetafieldsApi>(_http, _store.Time);
        Stock = new StockOperations(Adjustments, Items, Locations, transport.Time, transport.Logger);
    }

    /// <summary>The store's hash.</summary>
    public string StoreHash => _store.Credentials.StoreHash;

    /// <summary>Stock levels and settings.</summary>
    public IInventoryItemsApi Items { get; }

    /// <summary>Sets, adjusts, transfers and reconciles stock in bulk.</summary>
    public StockOperations Stock { get; }

    /// <summary>Adjustments of stock, one request each.</summary>
    public IInventoryAdjustmentsApi Adjustments { get; }

    /// <summary>Locations.</summary>
    public ILocationsApi Locations { get; }

    /// <summary>Metafields of locations: data that apps store with them.</summary>
    public ILocationMetafieldsApi Metafields { get; }

    /// <summary>
    /// The store's rate limit, from the latest responses to this and other clients of the store in the process; null before the
    /// first response.
    /// </summary>
    public RateLimitStatus? RateLimit => _store.Limiter.Quota;

    /// <summary>
    /// Whether the store's circuit is open because almost every request of clients with the same settings failed. It stays open until a call
    /// after <see cref="CircuitBreakerOptions.BreakDuration"/> succeeds. Always false without a circuit breaker.
    /// </summary>
    public bool IsCircuitOpen => _store.IsCircuitOpen;

    /// <summary>Ends the client. Shared connections stay open for other clients.</summary>
    public void Dispose() => _http.Dispose();

    /// <summary>The store, without the token.</summary>
    public override string ToString() => $"BigCommerce inventory client for store {StoreHash}";

    private static BigCommerceInventoryOptions Validated(BigCommerceInventoryOptions? options)
    {
        var copy = (options ?? new BigCommerceInventoryOptions()).Copy();
        BigCommerceInventoryOptionsValidator.ThrowIfInvalid(copy);
        return copy;
    }
}

namespace BigCommerce.Inventory.Testing;

/// <summary>The options of an <see cref="InventoryEmulator"/>. The defaults emulate a store on a Standard plan without latency.</summary>
/// <remarks>The emulator copies the options. Later changes have no effect.</remarks>
public sealed class InventoryEmulatorOptions
{
    /// <summary>The quota that the API reports for a store without a rate limit.</summary>
    public const int UnlimitedQuota = 16_777_216;

    /// <summary>The clock for rate-limit windows, delays and timestamps.</summary>
    /// <value>Default: <see cref="TimeProvider.System"/>. Tests usually set a <see cref="ManualTimeProvider"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>The number of requests that a store accepts in one <see cref="RateLimitWindow"/>, from all its apps together.</summary>
    /// <value>Default: 150, the quota of the Standard and Plus plans. At least 1. <see cref="UnlimitedQuota"/> for no limit.</value>
    public int RateLimitQuota { get; set; } = 150;

    /// <summary>The length of a rate-limit window.</summary>
    /// <value>Default: 30 seconds. At least 1 millisecond.</value>
    public TimeSpan RateLimitWindow { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Another app that uses a part of each rate-limit window.</summary>
    /// <value>Default: <see langword="null"/>, no other app.</value>
    public OtherAppTraffic? OtherApp { get; set; }

    /// <summary>The time until reads show a write to stock, settings or locations.</summary>
    /// <value>Default: zero.</value>
    public TimeSpan VisibilityDelay { get; set; }

    /// <summary>The time until reads show the write of a given request. Use it to make writes visible out of order.</summary>
    /// <value>Default: <see langword="null"/>, each write has the <see cref="VisibilityDelay"/>.</value>
    public Func<RecordedRequest, TimeSpan>? VisibilityDelaySelector { get; set; }

    /// <summary>The time between a request and its response: half before the request takes effect, half after.</summary>
    /// <value>Default: zero.</value>
    public TimeSpan Latency { get; set; }

    /// <summary>The maximum of a random time, drawn with <see cref="Seed"/>, that is added to <see cref="Latency"/>.</summary>
    /// <value>Default: zero.</value>
    public TimeSpan LatencyJitter { get; set; }

    /// <summary>The seed of all random values: jitter, the other app's requests, transaction ids.</summary>
    /// <value>Default: 1. The same seed gives the same run.</value>
    public int Seed { get; set; } = 1;

    /// <summary>
    /// Whether a request that matches no operation throws an <see cref="EmulatorAssertionException"/> with the list of operations.
    /// </summary>
    /// <value>Default: <see langword="false"/>, the response is 403, like the API's.</value>
    public bool ThrowOnUnknownRequest { get; set; }

    /// <summary>The maximum page size of items and locations.</summary>
    /// <value>Default: 1,000. At least 1.</value>
    public int MaxPageSize { get; set; } = 1000;

    /// <summary>The page size of a request without a <c>limit</c>.</summary>
    /// <value>Default: 50. At least 1.</value>
    public int DefaultPageSize { get; set; } = 50;

    /// <summary>Whether a <c>limit</c> above the maximum page size is rejected with 413.</summary>
    /// <value>Default: <see langword="false"/>, the maximum page size is used.</value>
    public bool RejectOversizedPages { get; set; }

    /// <summary>Whether an adjustment beyond the stock limit is rejected with 422.</summary>
    /// <value>Default: <see langword="false"/>, the response is 200 and nothing changes, as users of the API observe.</value>
    public bool RejectStockOverflow { get; set; }

    /// <summary>Whether responses have the format of the newer of the API's two specifications.</summary>
    /// <remarks>
    /// In this format coordinates are strings, in requests too; timestamps have no time zone; deleting locations returns 204; and pages of
    /// metafields have no cursors. Requests may still contain the filter <c>is_default</c> and cursors, because it is not known whether
    /// the API rejects them.
    /// </remarks>
    /// <value>Default: <see langword="false"/>, the format of the older specification.</value>
    public bool UseNewerSpecification { get; set; }

    /// <summary>Whether empty objects in responses are written as empty arrays: <c>"meta": []</c>, <c>"errors": []</c>.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool WriteEmptyObjectsAsArrays { get; set; }

    /// <summary>Whether an item without an id in the older Catalog API is written with <c>"sku_id": null</c>.</summary>
    /// <value>Default: <see langword="false"/>, without <c>sku_id</c>, because the schema does not allow null.</value>
    public bool WriteNullSkuIds { get; set; }

    /// <summary>
    /// Whether the store uses backorders. Responses then contain <c>qty_backordered</c>, <c>backorder_limit</c> and
    /// <c>backorder_message</c>.
    /// </summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool BackordersEnabled { get; set; } = true;

    /// <summary>The maximum number of active locations in a store. A write that would exceed it is rejected with 507.</summary>
    /// <value>Default: 100. Smaller plans have fewer. At least 1.</value>
    public int MaxActiveLocations { get; set; } = 100;

    /// <summary>
    /// The maximum number of concurrent requests to a store's Locations API. Further requests get a 429 response even if the quota is not
    /// used up.
    /// </summary>
    /// <value>Default: 50. At least 1.</value>
    public int MaxConcurrentLocationRequests { get; set; } = 50;

    /// <summary>The maximum length of a URL in characters. A longer one is rejected with 414.</summary>
    /// <value>Default: 8,192. At least 1.</value>
    public int MaxUrlLength { get; set; } = 8192;

    /// <summary>The maximum number of requests in <see cref="InventoryEmulator.Requests"/>. Older ones are removed.</summary>
    /// <value>Default: 10,000. 0 records none.</value>
    public int MaxRecordedRequests { get; set; } = 10_000;

    /// <summary>The maximum number of bytes of a request's body that are recorded.</summary>
    /// <value>Default: 4,096. 0 records none.</value>
    public int MaxRecordedBodyBytes { get; set; } = 4096;

    /// <summary>The maximum number of stock changes that each store records for <see cref="EmulatedStore.GetStockChanges()"/>.</summary>
    /// <value>Default: 100,000. 0 records none.</value>
    public int MaxRecordedStockChanges { get; set; } = 100_000;

    internal InventoryEmulatorOptions CopyValidated()
    {
        List<string> errors = [];
        void Check(bool valid, string error)
        {
            if (!valid)
            {
                errors.Add(error);
            }
        }

        Check(TimeProvider is not null, $"{nameof(TimeProvider)} must not be null.");
        Check(RateLimitQuota >= 1, $"{nameof(RateLimitQuota)} must be at least 1.");
        Check(RateLimitWindow >= TimeSpan.FromMilliseconds(1), $"{nameof(RateLimitWindow)} must be at least 1 millisecond.");
        Check(
            OtherApp is null || (OtherApp.MinRequestsPerWindow >= 0 && OtherApp.MaxRequestsPerWindow >= OtherApp.MinRequestsPerWindow),
            $"{nameof(OtherApp)} must have a minimum of at least 0 and a maximum of at least the minimum.");
        Check(VisibilityDelay >= TimeSpan.Zero, $"{nameof(VisibilityDelay)} must not be negative.");
        Check(Latency >= TimeSpan.Zero, $"{nameof(Latency)} must not be negative.");
        Check(LatencyJitter >= TimeSpan.Zero, $"{nameof(LatencyJitter)} must not be negative.");
        Check(MaxPageSize >= 1, $"{nameof(MaxPageSize)} must be at least 1.");
        Check(DefaultPageSize >= 1, $"{nameof(DefaultPageSize)} must be at least 1.");
        Check(MaxActiveLocations >= 1, $"{nameof(MaxActiveLocations)} must be at least 1.");
        Check(MaxConcurrentLocationRequests >= 1, $"{nameof(MaxConcurrentLocationRequests)} must be at least 1.");
        Check(MaxUrlLength >= 1, $"{nameof(MaxUrlLength)} must be at least 1.");
        Check(MaxRecordedRequests >= 0, $"{nameof(MaxRecordedRequests)} must not be negative.");
        Check(MaxRecordedBodyBytes >= 0, $"{nameof(MaxRecordedBodyBytes)} must not be negative.");
        Check(MaxRecordedStockChanges >= 0, $"{nameof(MaxRecordedStockChanges)} must not be negative.");

        return errors.Count == 0
            ? (InventoryEmulatorOptions)MemberwiseClone()
            : throw new ArgumentException("The emulator's options are invalid: " + string.Join(" ", errors));
    }
}

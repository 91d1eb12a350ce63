namespace BigCommerce.Inventory.Testing;

/// <summary>How an <see cref="InventoryEmulator"/> behaves. The defaults are those of a store on a Standard plan that answers at once.</summary>
/// <remarks>The emulator takes a copy: a later change of the object has no effect.</remarks>
public sealed class InventoryEmulatorOptions
{
    /// <summary>The quota that a store without a limit shows.</summary>
    public const int UnlimitedQuota = 16_777_216;

    /// <summary>The clock for rate windows, delays and timestamps.</summary>
    /// <value>Default: <see cref="TimeProvider.System"/>. Tests give a <see cref="ManualTimeProvider"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Requests that a store takes in one <see cref="RateLimitWindow"/>, from all its apps together.</summary>
    /// <value>Default: 150, as on the Standard and Plus plans. At least 1. <see cref="UnlimitedQuota"/> for none.</value>
    public int RateLimitQuota { get; set; } = 150;

    /// <summary>The length of a rate-limit window.</summary>
    /// <value>Default: 30 seconds. At least one millisecond.</value>
    public TimeSpan RateLimitWindow { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Another app that uses a part of every window.</summary>
    /// <value>Default: <see langword="null"/>, the client has the store for itself.</value>
    public OtherAppTraffic? OtherApp { get; set; }

    /// <summary>The time until a write to stock, settings or locations shows in reads.</summary>
    /// <value>Default: zero, at once.</value>
    public TimeSpan VisibilityDelay { get; set; }

    /// <summary>The time until the write of a given request shows in reads, so that writes can become visible out of order.</summary>
    /// <value>Default: <see langword="null"/>, every write takes <see cref="VisibilityDelay"/>.</value>
    public Func<RecordedRequest, TimeSpan>? VisibilityDelayOf { get; set; }

    /// <summary>The time from a request to its answer: half before it takes effect, half after.</summary>
    /// <value>Default: zero.</value>
    public TimeSpan Latency { get; set; }

    /// <summary>The most that chance, from <see cref="Seed"/>, adds to <see cref="Latency"/>.</summary>
    /// <value>Default: zero.</value>
    public TimeSpan LatencyJitter { get; set; }

    /// <summary>Where all chance starts from: jitter, the other app, transaction ids.</summary>
    /// <value>Default: 1. The same seed gives the same run.</value>
    public int Seed { get; set; } = 1;

    /// <summary>Whether a request that is none of the API's operations throws an <see cref="EmulatorAssertionException"/> that shows what was expected.</summary>
    /// <value>Default: <see langword="false"/>, it is answered with 403, as the API does.</value>
    public bool Strict { get; set; }

    /// <summary>The largest page of items or locations.</summary>
    /// <value>Default: 1,000. At least 1.</value>
    public int MaxPageSize { get; set; } = 1000;

    /// <summary>The size of a page when the request names none.</summary>
    /// <value>Default: 50. At least 1.</value>
    public int DefaultPageSize { get; set; } = 50;

    /// <summary>Whether a <c>limit</c> above the largest page is answered with 413.</summary>
    /// <value>Default: <see langword="false"/>, the page is silently cut to the largest size.</value>
    public bool RejectLargeLimits { get; set; }

    /// <summary>Whether an adjustment that would exceed the stock limit is answered with 422.</summary>
    /// <value>Default: <see langword="false"/>, it is answered with 200 and changes nothing, as users of the API observe.</value>
    public bool RejectStockOverflow { get; set; }

    /// <summary>Whether answers take the forms that only the newer of the API's two descriptions shows.</summary>
    /// <remarks>
    /// Coordinates are strings, and are taken as strings too; timestamps have no zone; deleting locations is answered with 204; pages of
    /// metafields have no cursors. The filter <c>is_default</c> and the cursors are still accepted: whether the API takes them is not known.
    /// </remarks>
    /// <value>Default: <see langword="false"/>, the forms of the description first published.</value>
    public bool NewerForms { get; set; }

    /// <summary>Whether empty objects in answers are written as empty arrays: <c>"meta": []</c>, <c>"errors": []</c>.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool EmptyObjectsAsArrays { get; set; }

    /// <summary>Whether an item without an id in the older Catalog API shows it as <c>"sku_id": null</c>.</summary>
    /// <value>Default: <see langword="false"/>, the member is left out: the schema has no null, though its text does.</value>
    public bool NullSkuIds { get; set; }

    /// <summary>Whether the store uses backorders: its answers then hold <c>qty_backordered</c>, <c>backorder_limit</c> and <c>backorder_message</c>.</summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool Backorders { get; set; } = true;

    /// <summary>The active locations that a store may have; a write that would exceed them is answered with 507.</summary>
    /// <value>Default: 100; smaller plans have fewer. At least 1.</value>
    public int MaxActiveLocations { get; set; } = 100;

    /// <summary>The requests to the Locations API that a store takes at once; one more is answered with 429, whatever is left of the quota.</summary>
    /// <value>Default: 50. At least 1.</value>
    public int MaxConcurrentLocationRequests { get; set; } = 50;

    /// <summary>The longest URL, in characters, that the gateway lets through; a longer one is answered with 414.</summary>
    /// <value>Default: 8,192. At least 1.</value>
    public int MaxUrlLength { get; set; } = 8192;

    /// <summary>The newest requests that <see cref="InventoryEmulator.Requests"/> keeps.</summary>
    /// <value>Default: 10,000. 0 keeps none.</value>
    public int MaxRecordedRequests { get; set; } = 10_000;

    /// <summary>The first bytes of a request's body that the record keeps.</summary>
    /// <value>Default: 4,096. 0 keeps none.</value>
    public int MaxRecordedBodyBytes { get; set; } = 4096;

    /// <summary>The newest stock changes that each store keeps for <see cref="EmulatedStore.EffectsOn(long, string)"/>.</summary>
    /// <value>Default: 100,000. 0 keeps none.</value>
    public int MaxRecordedEffects { get; set; } = 100_000;

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
        Check(RateLimitWindow >= TimeSpan.FromMilliseconds(1), $"{nameof(RateLimitWindow)} must be at least one millisecond.");
        Check(
            OtherApp is null || (OtherApp.MinRequestsPerWindow >= 0 && OtherApp.MaxRequestsPerWindow >= OtherApp.MinRequestsPerWindow),
            $"{nameof(OtherApp)} must make 0 or more requests, and at most no fewer than at least.");
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
        Check(MaxRecordedEffects >= 0, $"{nameof(MaxRecordedEffects)} must not be negative.");

        return errors.Count == 0
            ? (InventoryEmulatorOptions)MemberwiseClone()
            : throw new ArgumentException("The emulator's options are invalid: " + string.Join(" ", errors));
    }
}

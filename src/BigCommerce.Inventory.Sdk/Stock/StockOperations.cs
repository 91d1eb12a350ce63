using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using BigCommerce.Inventory.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BigCommerce.Inventory;

/// <summary>
/// Sets, adjusts, transfers and reconciles stock, in bulk and with one outcome for each row. OAuth scopes: <c>store_inventory</c>
/// to write, <c>store_inventory_read_only</c> to read.
/// </summary>
/// <remarks>
/// Every operation takes any number of rows from an <see cref="IEnumerable{T}"/> or <see cref="IAsyncEnumerable{T}"/> and returns a run
/// that has not started. For a type that is both, the compiler chooses the asynchronous one. The members are virtual, so that tests can
/// replace them; the class also works over mocks of the interfaces.
/// </remarks>
public class StockOperations
{
    private readonly StockContext _store;

    /// <summary>Creates stock operations on a store. <see cref="BigCommerceInventoryClient.Stock"/> has them for a client.</summary>
    /// <param name="adjustments">Sends adjustments.</param>
    /// <param name="items">Reads stock.</param>
    /// <param name="locations">Reads locations.</param>
    /// <param name="timeProvider">The clock for waits and durations; null for the system's.</param>
    /// <param name="loggerFactory">Creates the logger; null for none.</param>
    public StockOperations(
        IInventoryAdjustmentsApi adjustments,
        IInventoryItemsApi items,
        ILocationsApi locations,
        TimeProvider? timeProvider = null,
        ILoggerFactory? loggerFactory = null)
        : this(adjustments, items, locations, timeProvider, loggerFactory?.CreateLogger(Log.Category) ?? (ILogger)NullLogger.Instance)
    {
    }

    internal StockOperations(
        IInventoryAdjustmentsApi adjustments,
        IInventoryItemsApi items,
        ILocationsApi locations,
        TimeProvider? timeProvider,
        ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(adjustments);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(locations);
        _store = new StockContext(adjustments, items, locations, timeProvider ?? TimeProvider.System, logger);
    }

    /// <summary>Creates a mock, whose members a test replaces.</summary>
    protected StockOperations() => _store = null!;

    /// <summary>
    /// Sets counts and backordered quantities (<c>PUT /inventory/adjustments/absolute</c>). Of several rows for an item at a location the
    /// last one wins, field by field.
    /// </summary>
    /// <param name="rows">The rows.</param>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <returns>The run, which has not started.</returns>
    [SuppressMessage("Naming", "CA1716", Justification = "The word for absolute adjustments; Visual Basic can escape it.")]
    public virtual BulkRun<AbsoluteAdjustment> Set(IEnumerable<AbsoluteAdjustment> rows, BulkOptions? options = null) =>
        CreateRun(AbsoluteKind.Instance, rows, options);

    /// <inheritdoc cref="Set(IEnumerable{AbsoluteAdjustment}, BulkOptions?)"/>
    [OverloadResolutionPriority(1)]
    [SuppressMessage("Naming", "CA1716", Justification = "The word for absolute adjustments; Visual Basic can escape it.")]
    public virtual BulkRun<AbsoluteAdjustment> Set(IAsyncEnumerable<AbsoluteAdjustment> rows, BulkOptions? options = null) =>
        CreateRun(AbsoluteKind.Instance, rows, options);

    /// <summary>
    /// Adjusts counts and backordered quantities by differences (<c>POST /inventory/adjustments/relative</c>). Several rows for an item at
    /// a location are added up and sent as one.
    /// </summary>
    /// <param name="rows">The rows.</param>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <returns>The run, which has not started.</returns>
    public virtual BulkRun<RelativeAdjustment> Adjust(IEnumerable<RelativeAdjustment> rows, BulkOptions? options = null) =>
        CreateRun(AdjustmentKind.Instance, rows, options);

    /// <inheritdoc cref="Adjust(IEnumerable{RelativeAdjustment}, BulkOptions?)"/>
    [OverloadResolutionPriority(1)]
    public virtual BulkRun<RelativeAdjustment> Adjust(IAsyncEnumerable<RelativeAdjustment> rows, BulkOptions? options = null) =>
        CreateRun(AdjustmentKind.Instance, rows, options);

    /// <summary>
    /// Moves stock between locations (<c>POST /inventory/adjustments/relative</c>). Both sides of a transfer are in one request, so they
    /// are applied together or not at all.
    /// </summary>
    /// <param name="rows">The transfers, which are sent in their order.</param>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <returns>The run, which has not started. Each transfer counts as one row.</returns>
    public virtual BulkRun<StockTransfer> Transfer(IEnumerable<StockTransfer> rows, BulkOptions? options = null) =>
        CreateRun(TransferKind.Instance, rows, options);

    /// <inheritdoc cref="Transfer(IEnumerable{StockTransfer}, BulkOptions?)"/>
    [OverloadResolutionPriority(1)]
    public virtual BulkRun<StockTransfer> Transfer(IAsyncEnumerable<StockTransfer> rows, BulkOptions? options = null) =>
        CreateRun(TransferKind.Instance, rows, options);

    /// <summary>Builds a run that sets stock row by row.</summary>
    /// <param name="reason">Why stock changes, for the store's inventory history; null for the options' reason.</param>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <returns>A run without rows.</returns>
    public virtual AbsoluteAdjustmentBuilder Absolute(string? reason = null, BulkOptions? options = null)
    {
        options ??= new BulkOptions();
        return new AbsoluteAdjustmentBuilder(rows => Set(rows, options with { Reason = reason ?? options.Reason }));
    }

    /// <summary>Builds a run that adjusts stock row by row.</summary>
    /// <param name="reason">Why stock changes, for the store's inventory history; null for the options' reason.</param>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <returns>A run without rows.</returns>
    public virtual RelativeAdjustmentBuilder Relative(string? reason = null, BulkOptions? options = null)
    {
        options ??= new BulkOptions();
        return new RelativeAdjustmentBuilder(rows => Adjust(rows, options with { Reason = reason ?? options.Reason }));
    }

    /// <summary>
    /// Updates items' settings (<c>PUT /inventory/locations/{location_id}/items</c>), one location in a request. Of several rows for an
    /// item at a location the last one wins, setting by setting.
    /// </summary>
    /// <param name="rows">The rows.</param>
    /// <param name="options">The settings of the run; null for the defaults.</param>
    /// <returns>The run, which has not started.</returns>
    public virtual BulkRun<ItemSettingsRow> UpdateSettings(IEnumerable<ItemSettingsRow> rows, BulkOptions? options = null) =>
        CreateRun(SettingsKind.Instance, rows, options);

    /// <inheritdoc cref="UpdateSettings(IEnumerable{ItemSettingsRow}, BulkOptions?)"/>
    [OverloadResolutionPriority(1)]
    public virtual BulkRun<ItemSettingsRow> UpdateSettings(IAsyncEnumerable<ItemSettingsRow> rows, BulkOptions? options = null) =>
        CreateRun(SettingsKind.Instance, rows, options);

    /// <summary>
    /// Updates items' settings at several or all locations (<c>PUT /inventory/locations/{location_id}/items</c>), one location in a
    /// request. Of several updates of an item the last one wins, setting by setting.
    /// </summary>
    /// <param name="updates">
    /// The updates. Each counts as one row at each location, and all its rows have its position as their index.
    /// </param>
    /// <param name="locationIds">
    /// The locations' ids; null for all active locations, which each run reads once. A run ends with an exception if there are none.
    /// </param>
    /// <param name="options">The settings of the run; null for the defaults.</param>
    /// <returns>The run, which has not started.</returns>
    /// <exception cref="ArgumentException"><paramref name="locationIds"/> is empty.</exception>
    public virtual BulkRun<ItemSettingsRow> UpdateSettings(
        IEnumerable<ItemSettingsUpdate> updates,
        IEnumerable<long>? locationIds,
        BulkOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(updates);
        return CreateFanOut(() => SettingsFanOut.ToAsync(updates), locationIds, options);
    }

    /// <inheritdoc cref="UpdateSettings(IEnumerable{ItemSettingsUpdate}, IEnumerable{long}?, BulkOptions?)"/>
    [OverloadResolutionPriority(1)]
    public virtual BulkRun<ItemSettingsRow> UpdateSettings(
        IAsyncEnumerable<ItemSettingsUpdate> updates,
        IEnumerable<long>? locationIds,
        BulkOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(updates);
        return CreateFanOut(() => updates, locationIds, options);
    }

    /// <summary>Reads items' settings (<c>GET /inventory/items</c>), page by page.</summary>
    /// <param name="filter">Which items and locations; null for all. Its page is not used.</param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="cancellationToken">Stops between items and within requests.</param>
    /// <returns>
    /// The settings of every item at every location, item by item. The first request is sent when the stream is first read.
    /// </returns>
    /// <exception cref="BigCommerceException">While reading: a request failed; the type shows how.</exception>
    public virtual async IAsyncEnumerable<ItemSettingsAtLocation> EnumerateSettingsAsync(
        InventoryItemFilter? filter = null,
        RequestOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var items = _store.Items.EnumerateAsync(filter, options: options, cancellationToken: cancellationToken);
        await foreach (var item in items.ConfigureAwait(false))
        {
            foreach (var location in item.Locations)
            {
                yield return new ItemSettingsAtLocation(location.LocationId, item.Identity, location.Settings);
            }
        }
    }

    /// <summary>
    /// Reads current stock, compares it with the desired stock, and sets what differs (<c>GET /inventory/items</c>, <c>PUT
    /// /inventory/adjustments/absolute</c>).
    /// </summary>
    /// <param name="desired">
    /// The desired stock. All rows are held in memory, because the guards examine all of them before anything is sent. Of several rows for
    /// an item at a location the last one wins, field by field.
    /// </param>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <returns>The run, which has not started.</returns>
    /// <exception cref="ArgumentException">The options have a journal.</exception>
    public virtual ReconcileRun Reconcile(IEnumerable<AbsoluteAdjustment> desired, ReconcileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(desired);
        return new StoreReconcileRun(_store, _ => InputSource<AbsoluteAdjustment>.From(desired), options ?? new ReconcileOptions());
    }

    /// <inheritdoc cref="Reconcile(IEnumerable{AbsoluteAdjustment}, ReconcileOptions?)"/>
    [OverloadResolutionPriority(1)]
    public virtual ReconcileRun Reconcile(IAsyncEnumerable<AbsoluteAdjustment> desired, ReconcileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(desired);
        return new StoreReconcileRun(
            _store,
            token => InputSource<AbsoluteAdjustment>.From(desired, token),
            options ?? new ReconcileOptions());
    }

    /// <summary>
    /// Reads stock until it is as expected, with growing delays (<c>GET /inventory/items</c>, filtered). Sends nothing.
    /// </summary>
    /// <param name="expected">The expected stock. Of several rows for an item at a location the last one counts, field by field.</param>
    /// <param name="polling">How long and how often to read; null for the defaults.</param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>
    /// Which rows are visible and which are not. A row that is not visible may become visible later; or something else changed the stock,
    /// or the store did not apply the write.
    /// </returns>
    /// <exception cref="BigCommerceException">A read failed; the type shows how.</exception>
    public virtual Task<VisibilityReport> WaitUntilVisibleAsync(
        IEnumerable<AbsoluteAdjustment> expected,
        PollingOptions? polling = null,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(expected);
        return VisibilityWait.WaitAsync(
            _store,
            [.. expected.Select((row, index) => new StockDifference(index, row, null))],
            polling ?? new PollingOptions(),
            options,
            cancellationToken);
    }

    /// <inheritdoc cref="WaitUntilVisibleAsync(IEnumerable{AbsoluteAdjustment}, PollingOptions?, RequestOptions?, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public virtual async Task<VisibilityReport> WaitUntilVisibleAsync(
        IAsyncEnumerable<AbsoluteAdjustment> expected,
        PollingOptions? polling = null,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(expected);
        var rows = new List<StockDifference>();
        await foreach (var row in expected.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(new StockDifference(rows.Count, row, null));
        }

        return await VisibilityWait.WaitAsync(
            _store,
            rows,
            polling ?? new PollingOptions(),
            options,
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Reads one item at one location until it has an expected state (<c>GET /inventory/items</c>, filtered). Sends
    /// nothing.
    /// </summary>
    /// <param name="locationId">The location's id.</param>
    /// <param name="item">The item.</param>
    /// <param name="isVisible">Whether the state that was read is the expected one.</param>
    /// <param name="polling">How long and how often to read; null for the defaults.</param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The item in the expected state; null if the timeout passed first.</returns>
    /// <exception cref="ArgumentException">A filter cannot name <paramref name="item"/> or <paramref name="locationId"/>.</exception>
    /// <exception cref="BigCommerceException">A read failed; the type shows how.</exception>
    public virtual Task<StockAtLocation?> WaitUntilVisibleAsync(
        long locationId,
        ItemKey item,
        Func<StockAtLocation, bool> isVisible,
        PollingOptions? polling = null,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(isVisible);
        return VisibilityWait.WaitAsync(_store, locationId, item, isVisible, polling ?? new PollingOptions(), options, cancellationToken);
    }

    private EngineRun<ItemSettingsRow> CreateFanOut(
        Func<IAsyncEnumerable<ItemSettingsUpdate>> updates,
        IEnumerable<long>? locationIds,
        BulkOptions? options)
    {
        long[]? ids = locationIds is null ? null : [.. locationIds.Distinct()];
        return ids is []
            ? throw new ArgumentException("Give at least one location id, or null for all active locations.", nameof(locationIds))
            : new EngineRun<ItemSettingsRow>(
                _store,
                SettingsKind.Instance,
                token => InputSource<ItemSettingsRow>.From(
                    SettingsFanOut.RowsAsync(updates(), ids, _store.Locations, CancellationToken.None),
                    token),
                options ?? new BulkOptions());
    }

    private EngineRun<TRow> CreateRun<TRow>(
        BulkKind<TRow> kind,
        IEnumerable<TRow> rows,
        BulkOptions? options,
        [CallerArgumentExpression(nameof(rows))] string? name = null)
        where TRow : IBulkInput
    {
        ArgumentNullException.ThrowIfNull(rows, name);
        return new EngineRun<TRow>(_store, kind, _ => InputSource<TRow>.From(rows), options ?? new BulkOptions());
    }

    private EngineRun<TRow> CreateRun<TRow>(
        BulkKind<TRow> kind,
        IAsyncEnumerable<TRow> rows,
        BulkOptions? options,
        [CallerArgumentExpression(nameof(rows))] string? name = null)
        where TRow : IBulkInput
    {
        ArgumentNullException.ThrowIfNull(rows, name);
        return new EngineRun<TRow>(_store, kind, token => InputSource<TRow>.From(rows, token), options ?? new BulkOptions());
    }
}

namespace BigCommerce.Inventory;

/// <summary>Makes a store's stock be what it should be, by sending only what differs.</summary>
public static class ReconcileExtensions
{
    /// <summary>Reads current stock, compares, and sets the counts that differ. OAuth scopes: <c>store_inventory</c> and <c>store_inventory_read_only</c>.</summary>
    /// <param name="client">The store.</param>
    /// <param name="desired">What the counts should be, read once. All rows are held in memory, because the guards look at all of them before anything is sent. Of several rows for an item at a location the last one wins.</param>
    /// <param name="options">How to work; null for the defaults.</param>
    /// <param name="progress">Told after every request that sets counts; null for nobody.</param>
    /// <param name="cancellationToken">Stops the work. Before anything is sent it throws; afterwards the report is still returned.</param>
    /// <returns>What differed, and what was done about it.</returns>
    /// <exception cref="ArgumentException">The options have a journal.</exception>
    /// <exception cref="ReconcileRefusedException">The guards found the desired stock implausible; nothing was sent.</exception>
    /// <exception cref="BulkRunException">Sending or confirming could not go on; what was done until then is in the exception's report.</exception>
    /// <exception cref="BigCommerceException">A read failed before anything was sent; the type says how.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before anything was sent.</exception>
    public static Task<ReconcileReport> ReconcileAsync(this BigCommerceInventoryClient client, IAsyncEnumerable<AbsoluteAdjustment> desired, ReconcileOptions? options = null, IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.Adjustments.ReconcileAsync(client.Items, desired, options, progress, cancellationToken);
    }

    /// <inheritdoc cref="ReconcileAsync(BigCommerceInventoryClient, IAsyncEnumerable{AbsoluteAdjustment}, ReconcileOptions?, IProgress{BulkProgress}?, CancellationToken)"/>
    public static Task<ReconcileReport> ReconcileAsync(this BigCommerceInventoryClient client, IEnumerable<AbsoluteAdjustment> desired, ReconcileOptions? options = null, IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.Adjustments.ReconcileAsync(client.Items, desired, options, progress, cancellationToken);
    }

    /// <summary>Reads current stock, compares, and sets the counts that differ. OAuth scopes: <c>store_inventory</c> and <c>store_inventory_read_only</c>.</summary>
    /// <param name="adjustments">Where counts are set.</param>
    /// <param name="items">Where stock is read.</param>
    /// <param name="desired">What the counts should be, read once. All rows are held in memory, because the guards look at all of them before anything is sent. Of several rows for an item at a location the last one wins.</param>
    /// <param name="options">How to work; null for the defaults.</param>
    /// <param name="progress">Told after every request that sets counts; null for nobody.</param>
    /// <param name="cancellationToken">Stops the work. Before anything is sent it throws; afterwards the report is still returned.</param>
    /// <returns>What differed, and what was done about it.</returns>
    /// <exception cref="ArgumentException">The options have a journal.</exception>
    /// <exception cref="ReconcileRefusedException">The guards found the desired stock implausible; nothing was sent.</exception>
    /// <exception cref="BulkRunException">Sending or confirming could not go on; what was done until then is in the exception's report.</exception>
    /// <exception cref="BigCommerceException">A read failed before anything was sent; the type says how.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before anything was sent.</exception>
    public static Task<ReconcileReport> ReconcileAsync(this IInventoryAdjustmentsApi adjustments, IInventoryItemsApi items, IAsyncEnumerable<AbsoluteAdjustment> desired, ReconcileOptions? options = null, IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(adjustments);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(desired);
        RefuseJournal(options);
        return ReconcileAsync(adjustments, items, RowSource.From(desired, cancellationToken), options ?? new ReconcileOptions(), progress, cancellationToken);
    }

    /// <inheritdoc cref="ReconcileAsync(IInventoryAdjustmentsApi, IInventoryItemsApi, IAsyncEnumerable{AbsoluteAdjustment}, ReconcileOptions?, IProgress{BulkProgress}?, CancellationToken)"/>
    public static Task<ReconcileReport> ReconcileAsync(this IInventoryAdjustmentsApi adjustments, IInventoryItemsApi items, IEnumerable<AbsoluteAdjustment> desired, ReconcileOptions? options = null, IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(adjustments);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(desired);
        RefuseJournal(options);
        return ReconcileAsync(adjustments, items, RowSource.From(desired), options ?? new ReconcileOptions(), progress, cancellationToken);
    }

    // It remembers requests of an input, and the input here is what differed then: later it would hide what differs now.
    private static void RefuseJournal(ReconcileOptions? options)
    {
        if (options?.Bulk.Journal is not null)
        {
            throw new ArgumentException("A reconciliation takes no journal: run it again, and it reads what is left. Leave ReconcileOptions.Bulk.Journal out.", nameof(options));
        }
    }

    private static async Task<ReconcileReport> ReconcileAsync(IInventoryAdjustmentsApi adjustments, IInventoryItemsApi items, RowSource desired, ReconcileOptions options, IProgress<BulkProgress>? progress, CancellationToken cancellationToken)
    {
        var request = options.Bulk.ToRequestOptions();
        options = options with { Bulk = options.Bulk with { Request = request } };

        // In the background, because input that blocks must not outlive its cancellation.
        var reading = Task.Run(() => DesiredStock.ReadAsync(desired, cancellationToken), CancellationToken.None);
        var wanted = await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        var levels = await new StockReader(items, request).ReadFewestAsync(wanted.Cells, cancellationToken).ConfigureAwait(false);

        var relation = levels.Relation();
        var rows = wanted.Rows.ConvertAll(input => (Input: input, Difference: Compare(input.Row, levels)));
        var cells = new Dictionary<(long LocationId, ItemKey Item), (long LastIndex, bool IsShown)>(relation);
        foreach (var (_, difference) in rows)
        {
            var cell = (difference.Desired.LocationId, difference.Desired.Item);
            cells[cell] = (difference.Index, StockVisibilityExtensions.Shows(difference) && (!cells.TryGetValue(cell, out var earlier) || earlier.IsShown));
        }

        var guard = new ReconcileGuard(options);
        var toSend = new List<InputRow>(wanted.Faulty);
        var listed = new List<StockDifference>();
        var unchanged = 0L;
        foreach (var (input, difference) in rows)
        {
            var cell = (difference.Desired.LocationId, difference.Desired.Item);
            if (StockReader.CanBeAskedFor(cell))
            {
                guard.ObserveMatch(levels.HasItem(cell.Item));
            }

            // Of several rows that may be of one item, the last one decides what the stock becomes.
            if (difference.Current is { } known && cells[cell].LastIndex == difference.Index)
            {
                guard.Observe(known.OnHand, difference.Desired.Quantity);
            }

            if (cells[cell].IsShown)
            {
                unchanged++;
                continue;
            }

            toSend.Add(input);
            if (listed.Count < options.Bulk.MaxReportedRows)
            {
                listed.Add(difference);
            }
        }

        var report = new ReconcileReport
        {
            Rows = wanted.Count,
            Unchanged = unchanged,
            Duplicates = wanted.Count - rows.Count - wanted.Faulty.Count,
            Faulty = wanted.Faulty.Count,
            Different = rows.Count - unchanged,
            Differences = listed,
        };
        if (guard.FindObjection() is { } objection && !options.IsDryRun)
        {
            throw new ReconcileRefusedException(objection, report);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (options.IsDryRun || toSend.Count == 0)
        {
            return report;
        }

        return await SendAsync(adjustments, items, toSend, relation, report, options, request, progress, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ReconcileReport> SendAsync(IInventoryAdjustmentsApi adjustments, IInventoryItemsApi items, List<InputRow> toSend, ItemRelation relation, ReconcileReport report, ReconcileOptions options, RequestOptions request, IProgress<BulkProgress>? progress, CancellationToken cancellationToken)
    {
        var applied = new List<StockDifference>();
        var run = new BulkRun(adjustments, AdjustmentKind.Absolute, RowSource.From(toSend), options.Bulk, progress, cancellationToken, relation);
        await using (run.ConfigureAwait(false))
        {
            while (await run.NextAsync().ConfigureAwait(false) is { } outcome)
            {
                if (options.Confirm)
                {
                    applied.AddRange(outcome.Applied.Select(row => new StockDifference(row.Index, ToAdjustment(row), null)));
                }
            }

            report = report with { Adjustments = run.Failure is { } failure ? throw new BulkRunException(run.Report(), failure) : run.Report() };
        }

        if (applied.Count == 0 || run.IsCancelled)
        {
            return report;
        }

        try
        {
            return report with { Confirmation = await StockVisibilityExtensions.WaitAsync(items, applied, options.Wait, options.Bulk.TimeProvider, request, cancellationToken).ConfigureAwait(false) };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return report with { Confirmation = new VisibilityReport { Rows = applied.Count, Visible = 0, Missing = applied, Elapsed = TimeSpan.Zero } };
        }
        catch (Exception exception)
        {
            // The read failed, not the run: what it did must not be lost.
            throw new BulkRunException(report.Adjustments, exception);
        }
    }

    private static StockDifference Compare(BulkRow row, StockLevels levels) =>
        new(row.Index, ToAdjustment(row), levels.Find(row.LocationId, row.Item) is { } level ? new StockReading(level.TotalInventoryOnHand, level.QuantityBackordered) : null);

    private static AbsoluteAdjustment ToAdjustment(BulkRow row) => new(row.LocationId, row.Item, (int)row.Quantity!.Value, (int?)row.QuantityBackordered);

    /// <summary>The rows that count: the last one for each item and location.</summary>
    private sealed class DesiredStock
    {
        private readonly Dictionary<(long LocationId, ItemKey Item), InputRow> _rows = [];

        public long Count { get; private set; }

        public List<InputRow> Faulty { get; } = [];

        /// <summary>In the order of the input.</summary>
        public List<InputRow> Rows => [.. _rows.Values.OrderBy(input => input.Row.Index)];

        public Dictionary<(long LocationId, ItemKey Item), InputRow>.KeyCollection Cells => _rows.Keys;

        public static async Task<DesiredStock> ReadAsync(RowSource source, CancellationToken cancellationToken)
        {
            var stock = new DesiredStock();
            await using (source.ConfigureAwait(false))
            {
                while (await source.MoveNextAsync().ConfigureAwait(false))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    stock.Add(source.Current);
                }
            }

            return stock;
        }

        private void Add(InputRow input)
        {
            Count++;
            if (input.Fault is not null)
            {
                Faulty.Add(input);
                return;
            }

            var cell = (input.Row.LocationId, input.Row.Item);
            _rows[cell] = _rows.TryGetValue(cell, out var earlier)
                ? input with { Row = AdjustmentKind.Absolute.Merge(earlier.Row, input.Row).Kept }
                : input;
        }
    }
}

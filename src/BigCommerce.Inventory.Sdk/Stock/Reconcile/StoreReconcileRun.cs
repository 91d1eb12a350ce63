using System.Runtime.CompilerServices;

namespace BigCommerce.Inventory;

/// <summary>A reconciliation with the bulk engine.</summary>
internal sealed class StoreReconcileRun : ReconcileRun
{
    private readonly StockContext _store;
    private readonly Func<CancellationToken, InputSource<AbsoluteAdjustment>> _open;
    private readonly ReconcileOptions _options;

    public StoreReconcileRun(StockContext store, Func<CancellationToken, InputSource<AbsoluteAdjustment>> open, ReconcileOptions options)
    {
        // A journal records the requests of one input. Here the input is what differed at one time, so a later run would skip what differs
        // then.
        if (options.Bulk.Journal is not null)
        {
            throw new ArgumentException(
                "A reconciliation takes no journal. Omit ReconcileOptions.Bulk.Journal, and run the reconciliation again after a crash: "
                + "it sends only what still differs.",
                nameof(options));
        }

        _store = store;
        _open = open;
        _options = options;
    }

    public override async Task<ReconcileReport> RunAsync(CancellationToken cancellationToken = default)
    {
        var request = _options.Bulk.ToRequestOptions();
        var differences = await CompareAsync(request, cancellationToken).ConfigureAwait(false);
        differences.ThrowIfRefused();
        if (differences.ToSend.Count == 0)
        {
            return differences.Report;
        }

        var applied = new List<StockDifference>();
        var engine = CreateEngine(differences, request, cancellationToken);
        await using (engine.ConfigureAwait(false))
        {
            while (await engine.NextAsync().ConfigureAwait(false) is { } result)
            {
                if (_options.WaitUntilVisible)
                {
                    applied.AddRange(result.AppliedRows.Select(
                        static row => new StockDifference(row.Index, AbsoluteKind.ToAdjustment(row), null)));
                }
            }

            var report = differences.Report with { Adjustments = Finish(engine) };
            return applied.Count == 0 || engine.IsCanceled
                ? report
                : await ConfirmAsync(report, applied, request, cancellationToken).ConfigureAwait(false);
        }
    }

    public override async IAsyncEnumerable<BulkRequestResult<AbsoluteAdjustment>> EnumerateAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = _options.Bulk.ToRequestOptions();
        var differences = await CompareAsync(request, cancellationToken).ConfigureAwait(false);
        differences.ThrowIfRefused();
        var engine = CreateEngine(differences, request, cancellationToken);
        await using (engine.ConfigureAwait(false))
        {
            while (await engine.NextAsync().ConfigureAwait(false) is { } result)
            {
                yield return result;
            }

            if (Finish(engine).IsCanceled)
            {
                throw new OperationCanceledException("The reconciliation was cancelled.", cancellationToken);
            }
        }
    }

    public override async Task<ReconcileReport> PlanAsync(CancellationToken cancellationToken = default) =>
        (await CompareAsync(_options.Bulk.ToRequestOptions(), cancellationToken).ConfigureAwait(false)).Report;

    private BulkEngine<AbsoluteAdjustment> CreateEngine(
        Differences differences,
        RequestOptions request,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(
            _store,
            AbsoluteKind.Instance,
            InputSource<AbsoluteAdjustment>.From(differences.ToSend),
            _options.Bulk with { Request = request },
            cancellationToken,
            differences.Relation);
    }

    private static BulkReport<AbsoluteAdjustment> Finish(BulkEngine<AbsoluteAdjustment> engine) =>
        engine.Failure is { } failure ? throw new BulkRunException<AbsoluteAdjustment>(engine.Report(), failure) : engine.Report();

    private async Task<ReconcileReport> ConfirmAsync(
        ReconcileReport report,
        List<StockDifference> applied,
        RequestOptions request,
        CancellationToken cancellationToken)
    {
        try
        {
            var visibility = await VisibilityWait.WaitAsync(_store, applied, _options.Polling, request, cancellationToken)
                .ConfigureAwait(false);
            return report with { Visibility = visibility };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return report with
            {
                Visibility = new VisibilityReport
                {
                    RowCount = applied.Count,
                    VisibleCount = 0,
                    MissingRows = applied,
                    Elapsed = TimeSpan.Zero,
                },
            };
        }
        catch (Exception exception)
        {
            // The read failed after the run. The exception carries the report, so that its outcomes are not lost.
            throw new BulkRunException<AbsoluteAdjustment>(report.Adjustments!, exception);
        }
    }

    private async Task<Differences> CompareAsync(RequestOptions request, CancellationToken cancellationToken)
    {
        // In the background, because input that blocks must not delay a cancellation.
        var reading = Task.Run(() => DesiredStock.ReadAsync(_open(cancellationToken), cancellationToken), CancellationToken.None);
        var desired = await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        var levels = await new StockReader(_store.Items, request).ReadFewestAsync(desired.Cells, cancellationToken).ConfigureAwait(false);

        var relation = levels.Relation();
        var rows = desired.Rows.ConvertAll(row => (Row: row, Difference: Compare(row, levels)));
        var cells = new Dictionary<(long LocationId, ItemKey Item), (long LastIndex, bool IsShown)>(relation);
        foreach (var (row, difference) in rows)
        {
            var known = cells.TryGetValue(row.Cell, out var earlier);
            cells[row.Cell] = (
                difference.Desired.Quantity is null && known ? earlier.LastIndex : difference.Index,
                VisibilityWait.IsShown(difference) && (!known || earlier.IsShown));
        }

        var guard = new ReconcileGuard(_options);
        var toSend = new List<BulkRow<AbsoluteAdjustment>>(desired.Invalid);
        var listed = new List<StockDifference>();
        var unchanged = 0L;
        foreach (var (row, difference) in rows)
        {
            if (StockReader.CanFilter(row.Cell))
            {
                guard.ObserveMatch(levels.HasItem(row.Key));
            }

            // Of several rows that may be for one item, the last one with a quantity decides the resulting stock.
            if (difference is { Current: { } current, Desired.Quantity: { } quantity } && cells[row.Cell].LastIndex == difference.Index)
            {
                guard.Observe(current.OnHand, quantity);
            }

            if (cells[row.Cell].IsShown)
            {
                unchanged++;
                continue;
            }

            toSend.Add(row);
            if (listed.Count < _options.Bulk.MaxReportedRows)
            {
                listed.Add(difference);
            }
        }

        var report = new ReconcileReport
        {
            RowCount = desired.Count,
            UnchangedCount = unchanged,
            MergedCount = desired.Count - rows.Count - desired.Invalid.Count,
            InvalidCount = desired.Invalid.Count,
            DifferentCount = rows.Count - unchanged,
            DifferentRows = listed,
            RefusalReason = guard.FindObjection(),
        };
        return new Differences(report, toSend, relation);
    }

    private static StockDifference Compare(BulkRow<AbsoluteAdjustment> row, StockLevels levels) =>
        new(
            row.Index,
            AbsoluteKind.ToAdjustment(row),
            levels.Find(row.Location, row.Key) is { } level
                ? new StockLevel(level.TotalInventoryOnHand, level.QuantityBackordered)
                : null);

    /// <param name="Report">What differs.</param>
    /// <param name="ToSend">The different rows, and the invalid ones, which the engine rejects.</param>
    /// <param name="Relation">Which rows may be for the same item.</param>
    private sealed record Differences(ReconcileReport Report, List<BulkRow<AbsoluteAdjustment>> ToSend, ItemRelation Relation)
    {
        public void ThrowIfRefused()
        {
            if (Report.RefusalReason is { } objection)
            {
                throw new ReconcileRefusedException(objection, Report);
            }
        }
    }

    /// <summary>The desired stock: one row for each item and location.</summary>
    private sealed class DesiredStock
    {
        private readonly Dictionary<(long LocationId, ItemKey Item), BulkRow<AbsoluteAdjustment>> _rows = [];

        public long Count { get; private set; }

        public List<BulkRow<AbsoluteAdjustment>> Invalid { get; } = [];

        /// <summary>In the order of the input.</summary>
        public List<BulkRow<AbsoluteAdjustment>> Rows => [.. _rows.Values.OrderBy(static row => row.Index)];

        public Dictionary<(long LocationId, ItemKey Item), BulkRow<AbsoluteAdjustment>>.KeyCollection Cells => _rows.Keys;

        public static async Task<DesiredStock> ReadAsync(InputSource<AbsoluteAdjustment> source, CancellationToken cancellationToken)
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

        private void Add(in BulkRow<AbsoluteAdjustment> row)
        {
            Count++;
            if (row.Input.FindFault() is not null)
            {
                Invalid.Add(row);
                return;
            }

            _rows[row.Cell] = _rows.TryGetValue(row.Cell, out var earlier) ? AbsoluteKind.Instance.Merge(earlier, row).Kept : row;
        }
    }
}

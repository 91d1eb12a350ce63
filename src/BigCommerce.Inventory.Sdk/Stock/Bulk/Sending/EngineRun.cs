using System.Runtime.CompilerServices;
using BigCommerce.Inventory.Diagnostics;

namespace BigCommerce.Inventory;

/// <summary>A run on the bulk engine.</summary>
/// <param name="store">The store, the clock and the logger.</param>
/// <param name="kind">What the run does.</param>
/// <param name="open">Opens the caller's rows; each run opens them anew.</param>
/// <param name="options">The settings.</param>
internal sealed class EngineRun<TRow>(
    StockContext store,
    BulkKind<TRow> kind,
    Func<CancellationToken, InputSource<TRow>> open,
    BulkOptions options) : BulkRun<TRow>
    where TRow : IBulkInput
{
    public override async Task<BulkReport<TRow>> RunAsync(CancellationToken cancellationToken = default)
    {
        var engine = new BulkEngine<TRow>(store, kind, open(cancellationToken), options, cancellationToken);
        await using (engine.ConfigureAwait(false))
        {
            while (await engine.NextAsync().ConfigureAwait(false) is not null)
            {
                // The engine adds up the results.
            }

            return Finish(engine);
        }
    }

    public override async IAsyncEnumerable<BulkRequestResult<TRow>> EnumerateAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var engine = new BulkEngine<TRow>(store, kind, open(cancellationToken), options, cancellationToken);
        await using (engine.ConfigureAwait(false))
        {
            while (await engine.NextAsync().ConfigureAwait(false) is { } result)
            {
                yield return result;
            }

            if (Finish(engine).IsCanceled)
            {
                throw new OperationCanceledException("The bulk run was cancelled.", cancellationToken);
            }
        }
    }

    public override async Task<BulkPlan<TRow>> PlanAsync(CancellationToken cancellationToken = default)
    {
        var counts = new OutcomeCounts<TRow>(options.MaxReportedRows, store.Time, Guid.Empty);
        var byLocation = new SortedDictionary<long, long>();
        var requests = 0;
        var source = open(cancellationToken);
        await using (source.ConfigureAwait(false))
        {
            var input = new InputReader<TRow>(source, kind, options, ItemRelation.BySpelling);
            var sent = 0L;
            while (!input.IsAtEnd)
            {
                await input.ReadAsync(cancellationToken).ConfigureAwait(false);
                foreach (var planned in input.TakeReady())
                {
                    requests++;
                    sent += kind.ToReported(planned.Rows).Count;
                    foreach (var row in planned.Rows)
                    {
                        byLocation[row.Location] = byLocation.GetValueOrDefault(row.Location) + 1;
                    }
                }

                if (input.TakeUnsent() is { } unsent)
                {
                    counts.Add(unsent);
                }
            }

            var report = counts.ToReport(input, isCancelled: false);
            return new BulkPlan<TRow>
            {
                RowCount = report.RowCount,
                PlannedCount = sent,
                RejectedCount = report.RejectedCount,
                MergedCount = report.MergedCount,
                NetZeroCount = report.NetZeroCount,
                RequestCount = requests,
                PlannedCountByLocation = byLocation,
                RejectedRows = report.RejectedRows,
                MergedRows = report.MergedRows,
            };
        }
    }

    private BulkReport<TRow> Finish(BulkEngine<TRow> engine)
    {
        var report = engine.Report();
        Log.BulkRunEnded(store.Logger, kind.Name, report.CorrelationId, report.Summary);
        return engine.Failure is { } failure ? throw new BulkRunException<TRow>(report, failure) : report;
    }
}

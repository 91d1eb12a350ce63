using System.Runtime.CompilerServices;

namespace BigCommerce.Inventory;

/// <summary>
/// Bulk runs over <see cref="IInventoryAdjustmentsApi"/>: rows of any number, in bounded memory, each ending with a known
/// fate. They work on any implementation, mocks included.
/// </summary>
/// <remarks>
/// <para>
/// Rows are checked, joined with their duplicates, grouped by location, cut into requests of up to 2,000 and sent one
/// after another. The API refuses a whole request for one bad row: rows that its answer names are set aside and the rest
/// is sent again; where it names none, the request is halved until the bad rows stand alone.
/// </para>
/// <para>
/// Rejected and unknown rows are no exceptions: they are in the report. Cancelling is none either: the run stops between
/// requests, gives the one in flight <see cref="BulkOptions.CancellationGrace"/> to end, and returns the report. What
/// keeps the run from going on (a bad token, no connection, input that cannot be read) throws a
/// <see cref="BulkRunException"/>, which carries the report.
/// </para>
/// </remarks>
public static class BulkAdjustmentsExtensions
{
    /// <summary>Sets counts. Of several rows for an item at a location the last one wins.</summary>
    /// <param name="adjustments">The API.</param>
    /// <param name="rows">The rows, read once.</param>
    /// <param name="options">How to work; null for the defaults.</param>
    /// <param name="progress">Told after every request; null for nobody.</param>
    /// <param name="cancellationToken">Stops the run, which still returns its report.</param>
    /// <returns>What became of the rows.</returns>
    /// <exception cref="BulkRunException">The run could not go on; the report is in the exception.</exception>
    public static Task<BulkAdjustmentReport> SetAsync(this IInventoryAdjustmentsApi adjustments, IEnumerable<AbsoluteAdjustment> rows, BulkOptions? options = null, IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(adjustments);
        ArgumentNullException.ThrowIfNull(rows);
        return CompleteAsync(adjustments, AdjustmentKind.Absolute, RowSource.From(rows, Row), options, progress, cancellationToken);
    }

    /// <inheritdoc cref="SetAsync(IInventoryAdjustmentsApi, IEnumerable{AbsoluteAdjustment}, BulkOptions?, IProgress{BulkProgress}?, CancellationToken)"/>
    public static Task<BulkAdjustmentReport> SetAsync(this IInventoryAdjustmentsApi adjustments, IAsyncEnumerable<AbsoluteAdjustment> rows, BulkOptions? options = null, IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(adjustments);
        ArgumentNullException.ThrowIfNull(rows);
        return CompleteAsync(adjustments, AdjustmentKind.Absolute, RowSource.From(rows, Row, cancellationToken), options, progress, cancellationToken);
    }

    /// <summary>Changes counts by differences. Several rows for an item at a location are added up and sent as one.</summary>
    /// <param name="adjustments">The API.</param>
    /// <param name="rows">The rows, read once.</param>
    /// <param name="options">How to work; null for the defaults.</param>
    /// <param name="progress">Told after every request; null for nobody.</param>
    /// <param name="cancellationToken">Stops the run, which still returns its report.</param>
    /// <returns>What became of the rows.</returns>
    /// <exception cref="BulkRunException">The run could not go on; the report is in the exception.</exception>
    public static Task<BulkAdjustmentReport> ChangeAsync(this IInventoryAdjustmentsApi adjustments, IEnumerable<RelativeAdjustment> rows, BulkOptions? options = null, IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(adjustments);
        ArgumentNullException.ThrowIfNull(rows);
        return CompleteAsync(adjustments, AdjustmentKind.Relative, RowSource.From(rows, Row), options, progress, cancellationToken);
    }

    /// <inheritdoc cref="ChangeAsync(IInventoryAdjustmentsApi, IEnumerable{RelativeAdjustment}, BulkOptions?, IProgress{BulkProgress}?, CancellationToken)"/>
    public static Task<BulkAdjustmentReport> ChangeAsync(this IInventoryAdjustmentsApi adjustments, IAsyncEnumerable<RelativeAdjustment> rows, BulkOptions? options = null, IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(adjustments);
        ArgumentNullException.ThrowIfNull(rows);
        return CompleteAsync(adjustments, AdjustmentKind.Relative, RowSource.From(rows, Row, cancellationToken), options, progress, cancellationToken);
    }

    /// <summary>Sets counts like <see cref="SetAsync(IInventoryAdjustmentsApi, IEnumerable{AbsoluteAdjustment}, BulkOptions?, IProgress{BulkProgress}?, CancellationToken)"/>, and tells what each request decided, so that the caller can keep a checkpoint.</summary>
    /// <param name="adjustments">The API.</param>
    /// <param name="rows">The rows, read once.</param>
    /// <param name="options">How to work; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the run: the stream still tells the fate of every row that was read, then ends with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>A stream; without concurrency, the next request goes out when the next outcome is asked for.</returns>
    /// <exception cref="BulkRunException">While reading: the run could not go on. The fate of every row that was read has been told before.</exception>
    /// <exception cref="OperationCanceledException">While reading: the run was cancelled.</exception>
    public static IAsyncEnumerable<BatchOutcome> EnumerateSetAsync(this IInventoryAdjustmentsApi adjustments, IEnumerable<AbsoluteAdjustment> rows, BulkOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(adjustments);
        ArgumentNullException.ThrowIfNull(rows);
        return EnumerateAsync(adjustments, AdjustmentKind.Absolute, _ => RowSource.From(rows, Row), options, cancellationToken);
    }

    /// <inheritdoc cref="EnumerateSetAsync(IInventoryAdjustmentsApi, IEnumerable{AbsoluteAdjustment}, BulkOptions?, CancellationToken)"/>
    public static IAsyncEnumerable<BatchOutcome> EnumerateSetAsync(this IInventoryAdjustmentsApi adjustments, IAsyncEnumerable<AbsoluteAdjustment> rows, BulkOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(adjustments);
        ArgumentNullException.ThrowIfNull(rows);
        return EnumerateAsync(adjustments, AdjustmentKind.Absolute, token => RowSource.From(rows, Row, token), options, cancellationToken);
    }

    /// <summary>Changes counts like <see cref="ChangeAsync(IInventoryAdjustmentsApi, IEnumerable{RelativeAdjustment}, BulkOptions?, IProgress{BulkProgress}?, CancellationToken)"/>, and tells what each request decided, so that the caller can keep a checkpoint.</summary>
    /// <param name="adjustments">The API.</param>
    /// <param name="rows">The rows, read once.</param>
    /// <param name="options">How to work; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the run: the stream still tells the fate of every row that was read, then ends with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>A stream; without concurrency, the next request goes out when the next outcome is asked for.</returns>
    /// <exception cref="BulkRunException">While reading: the run could not go on. The fate of every row that was read has been told before.</exception>
    /// <exception cref="OperationCanceledException">While reading: the run was cancelled.</exception>
    public static IAsyncEnumerable<BatchOutcome> EnumerateChangeAsync(this IInventoryAdjustmentsApi adjustments, IEnumerable<RelativeAdjustment> rows, BulkOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(adjustments);
        ArgumentNullException.ThrowIfNull(rows);
        return EnumerateAsync(adjustments, AdjustmentKind.Relative, _ => RowSource.From(rows, Row), options, cancellationToken);
    }

    /// <inheritdoc cref="EnumerateChangeAsync(IInventoryAdjustmentsApi, IEnumerable{RelativeAdjustment}, BulkOptions?, CancellationToken)"/>
    public static IAsyncEnumerable<BatchOutcome> EnumerateChangeAsync(this IInventoryAdjustmentsApi adjustments, IAsyncEnumerable<RelativeAdjustment> rows, BulkOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(adjustments);
        ArgumentNullException.ThrowIfNull(rows);
        return EnumerateAsync(adjustments, AdjustmentKind.Relative, token => RowSource.From(rows, Row, token), options, cancellationToken);
    }

    private static InputRow Row(long index, AbsoluteAdjustment adjustment) =>
        new(new BulkRow(index, adjustment.LocationId, adjustment.Item, adjustment.Quantity, adjustment.QuantityBackordered), adjustment.FindFault());

    private static InputRow Row(long index, RelativeAdjustment adjustment) =>
        new(new BulkRow(index, adjustment.LocationId, adjustment.Item, adjustment.Quantity, adjustment.QuantityBackordered), adjustment.FindFault());

    private static async Task<BulkAdjustmentReport> CompleteAsync(IInventoryAdjustmentsApi adjustments, AdjustmentKind kind, RowSource rows, BulkOptions? options, IProgress<BulkProgress>? progress, CancellationToken cancellationToken)
    {
        var run = new BulkRun(adjustments, kind, rows, options ?? new BulkOptions(), progress, cancellationToken);
        await using (run.ConfigureAwait(false))
        {
            while (await run.NextAsync().ConfigureAwait(false) is not null)
            {
                // The run adds up its outcomes itself.
            }

            return run.Failure is { } failure ? throw new BulkRunException(run.Report(), failure) : run.Report();
        }
    }

    private static async IAsyncEnumerable<BatchOutcome> EnumerateAsync(IInventoryAdjustmentsApi adjustments, AdjustmentKind kind, Func<CancellationToken, RowSource> rows, BulkOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var run = new BulkRun(adjustments, kind, rows(cancellationToken), options ?? new BulkOptions(), null, cancellationToken);
        await using (run.ConfigureAwait(false))
        {
            while (await run.NextAsync().ConfigureAwait(false) is { } outcome)
            {
                yield return outcome;
            }

            if (run.Failure is { } failure)
            {
                throw new BulkRunException(run.Report(), failure);
            }

            if (run.IsCancelled)
            {
                throw new OperationCanceledException("The bulk run was cancelled.", cancellationToken);
            }
        }
    }
}

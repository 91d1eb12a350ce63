using System.Runtime.CompilerServices;

namespace BigCommerce.Inventory;

/// <summary>
/// Bulk runs over <see cref="IInventoryAdjustmentsApi"/>: rows of any number, in bounded memory, each ending with a known
/// fate. They work on any implementation, mocks included.
/// </summary>
/// <remarks>
/// <para>
/// Rows are checked, merged with their duplicates, grouped by location, cut into requests of up to 2,000 and sent one
/// after another. Rows that may be of one item, because their SKUs differ in letter case or blanks alone, go in their order in
/// separate requests. The API refuses a whole request for one bad row: rows that its response names for certain are set aside and
/// the rest is sent again; where it names none, the request is cut in two until the bad rows stand alone, or until
/// <see cref="BulkOptions.MaxConsecutiveUnexplainedRejections"/> ends the run. A refusal of the request as a whole (400, 403 and the like) ends the run at
/// once.
/// </para>
/// <para>
/// While the store refuses connections, the run pauses and goes on with the same rows: see <see cref="BulkOptions.MaxOutageWait"/>.
/// </para>
/// <para>
/// Rejected and unknown rows are no exceptions: they are in the report. Cancelling is none either: the run stops between
/// requests, gives the one in flight <see cref="BulkOptions.CancellationGrace"/> to end, and returns the report. What
/// keeps the run from going on (a bad token, a long outage, input that cannot be read or disposed) throws a
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
        return CompleteAsync(adjustments, AdjustmentKind.Absolute, RowSource.From(rows), options, progress, cancellationToken);
    }

    /// <inheritdoc cref="SetAsync(IInventoryAdjustmentsApi, IEnumerable{AbsoluteAdjustment}, BulkOptions?, IProgress{BulkProgress}?, CancellationToken)"/>
    public static Task<BulkAdjustmentReport> SetAsync(this IInventoryAdjustmentsApi adjustments, IAsyncEnumerable<AbsoluteAdjustment> rows, BulkOptions? options = null, IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(adjustments);
        ArgumentNullException.ThrowIfNull(rows);
        return CompleteAsync(adjustments, AdjustmentKind.Absolute, RowSource.From(rows, cancellationToken), options, progress, cancellationToken);
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
        return CompleteAsync(adjustments, AdjustmentKind.Relative, RowSource.From(rows), options, progress, cancellationToken);
    }

    /// <inheritdoc cref="ChangeAsync(IInventoryAdjustmentsApi, IEnumerable{RelativeAdjustment}, BulkOptions?, IProgress{BulkProgress}?, CancellationToken)"/>
    public static Task<BulkAdjustmentReport> ChangeAsync(this IInventoryAdjustmentsApi adjustments, IAsyncEnumerable<RelativeAdjustment> rows, BulkOptions? options = null, IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(adjustments);
        ArgumentNullException.ThrowIfNull(rows);
        return CompleteAsync(adjustments, AdjustmentKind.Relative, RowSource.From(rows, cancellationToken), options, progress, cancellationToken);
    }

    /// <summary>Sets counts like <see cref="SetAsync(IInventoryAdjustmentsApi, IEnumerable{AbsoluteAdjustment}, BulkOptions?, IProgress{BulkProgress}?, CancellationToken)"/>, and tells what each request decided, so that the caller can keep a checkpoint.</summary>
    /// <param name="adjustments">The API.</param>
    /// <param name="rows">The rows, read once.</param>
    /// <param name="options">How to work; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the run: the stream still tells the fate of every row that was read, then ends with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>A stream; without concurrency, the next request goes out when the next outcome is asked for.</returns>
    /// <exception cref="BulkRunException">While reading: the run could not go on. The fate of every row that was read has been told before.</exception>
    /// <exception cref="OperationCanceledException">While reading: the run was cancelled.</exception>
    public static IAsyncEnumerable<BulkRequestResult> EnumerateSetAsync(this IInventoryAdjustmentsApi adjustments, IEnumerable<AbsoluteAdjustment> rows, BulkOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(adjustments);
        ArgumentNullException.ThrowIfNull(rows);
        return EnumerateAsync(adjustments, AdjustmentKind.Absolute, _ => RowSource.From(rows), options, cancellationToken);
    }

    /// <inheritdoc cref="EnumerateSetAsync(IInventoryAdjustmentsApi, IEnumerable{AbsoluteAdjustment}, BulkOptions?, CancellationToken)"/>
    public static IAsyncEnumerable<BulkRequestResult> EnumerateSetAsync(this IInventoryAdjustmentsApi adjustments, IAsyncEnumerable<AbsoluteAdjustment> rows, BulkOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(adjustments);
        ArgumentNullException.ThrowIfNull(rows);
        return EnumerateAsync(adjustments, AdjustmentKind.Absolute, token => RowSource.From(rows, token), options, cancellationToken);
    }

    /// <summary>Changes counts like <see cref="ChangeAsync(IInventoryAdjustmentsApi, IEnumerable{RelativeAdjustment}, BulkOptions?, IProgress{BulkProgress}?, CancellationToken)"/>, and tells what each request decided, so that the caller can keep a checkpoint.</summary>
    /// <param name="adjustments">The API.</param>
    /// <param name="rows">The rows, read once.</param>
    /// <param name="options">How to work; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the run: the stream still tells the fate of every row that was read, then ends with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>A stream; without concurrency, the next request goes out when the next outcome is asked for.</returns>
    /// <exception cref="BulkRunException">While reading: the run could not go on. The fate of every row that was read has been told before.</exception>
    /// <exception cref="OperationCanceledException">While reading: the run was cancelled.</exception>
    public static IAsyncEnumerable<BulkRequestResult> EnumerateChangeAsync(this IInventoryAdjustmentsApi adjustments, IEnumerable<RelativeAdjustment> rows, BulkOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(adjustments);
        ArgumentNullException.ThrowIfNull(rows);
        return EnumerateAsync(adjustments, AdjustmentKind.Relative, _ => RowSource.From(rows), options, cancellationToken);
    }

    /// <inheritdoc cref="EnumerateChangeAsync(IInventoryAdjustmentsApi, IEnumerable{RelativeAdjustment}, BulkOptions?, CancellationToken)"/>
    public static IAsyncEnumerable<BulkRequestResult> EnumerateChangeAsync(this IInventoryAdjustmentsApi adjustments, IAsyncEnumerable<RelativeAdjustment> rows, BulkOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(adjustments);
        ArgumentNullException.ThrowIfNull(rows);
        return EnumerateAsync(adjustments, AdjustmentKind.Relative, token => RowSource.From(rows, token), options, cancellationToken);
    }

    /// <summary>Moves stock between locations. Both sides of a transfer go in one request, so they are applied together or not at all.</summary>
    /// <param name="adjustments">The API.</param>
    /// <param name="transfers">The transfers, read once and sent in their order.</param>
    /// <param name="options">How to work; null for the defaults. <see cref="BulkOptions.UncountedItems"/> is not used.</param>
    /// <param name="progress">Told after every request; null for nobody.</param>
    /// <param name="cancellationToken">Stops the run, which still returns its report.</param>
    /// <returns>What became of the transfers. Each counts as one row and is shown as the row that takes stock away.</returns>
    /// <exception cref="BulkRunException">The run could not go on; the report is in the exception.</exception>
    public static Task<BulkAdjustmentReport> TransferAsync(this IInventoryAdjustmentsApi adjustments, IEnumerable<StockTransfer> transfers, BulkOptions? options = null, IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(adjustments);
        ArgumentNullException.ThrowIfNull(transfers);
        return CompleteAsync(adjustments, AdjustmentKind.Transfer, RowSource.From(transfers), options, progress, cancellationToken);
    }

    /// <inheritdoc cref="TransferAsync(IInventoryAdjustmentsApi, IEnumerable{StockTransfer}, BulkOptions?, IProgress{BulkProgress}?, CancellationToken)"/>
    public static Task<BulkAdjustmentReport> TransferAsync(this IInventoryAdjustmentsApi adjustments, IAsyncEnumerable<StockTransfer> transfers, BulkOptions? options = null, IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(adjustments);
        ArgumentNullException.ThrowIfNull(transfers);
        return CompleteAsync(adjustments, AdjustmentKind.Transfer, RowSource.From(transfers, cancellationToken), options, progress, cancellationToken);
    }

    /// <summary>Moves stock of one item between two locations, in one request (<c>POST /inventory/adjustments/relative</c>): both sides are applied together or not at all.</summary>
    /// <param name="adjustments">The API.</param>
    /// <param name="item">The item.</param>
    /// <param name="fromLocationId">Where the units are taken from.</param>
    /// <param name="toLocationId">Where they go.</param>
    /// <param name="quantity">How many units, 1 or more.</param>
    /// <param name="reason">Why stock changes, for the store's inventory history; null sends none.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request already on its way may still take effect.</param>
    /// <returns>The transaction's id.</returns>
    /// <exception cref="ArgumentException">A value cannot be sent; the message says why.</exception>
    /// <exception cref="BigCommerceEffectUnknownException">The request went out and no clear answer came: the transfer may or may not have happened.</exception>
    /// <exception cref="BigCommerceValidationException">422: stock does not suffice, a location does not exist, or the item never had a count at one of them; nothing was moved.</exception>
    /// <exception cref="BigCommerceException">Any other failure; the type says which.</exception>
    public static Task<TransactionResult> TransferAsync(this IInventoryAdjustmentsApi adjustments, ItemKey item, long fromLocationId, long toLocationId, int quantity, string? reason = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(adjustments);
        if (new StockTransfer(item, fromLocationId, toLocationId, quantity).FindFault() is { } fault)
        {
            throw new ArgumentException(fault);
        }

        return adjustments.AdjustRelativeAsync(
            new RelativeAdjustmentRequest([RelativeAdjustment.By(fromLocationId, item, -quantity), RelativeAdjustment.By(toLocationId, item, quantity)], reason),
            options,
            cancellationToken);
    }

    /// <summary>Shows what <c>SetAsync</c> would send, and sends nothing.</summary>
    /// <param name="adjustments">The API; not used.</param>
    /// <param name="rows">The rows, read once.</param>
    /// <param name="options">How the run would work; null for the defaults.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>How many requests there would be, and the rows that would not be sent, with the reason.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="rows"/> is null.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Task<BulkPlan> PlanSetAsync(this IInventoryAdjustmentsApi adjustments, IEnumerable<AbsoluteAdjustment> rows, BulkOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(adjustments);
        ArgumentNullException.ThrowIfNull(rows);
        return BulkPlan.MakeAsync(AdjustmentKind.Absolute, RowSource.From(rows), options ?? new BulkOptions(), cancellationToken);
    }

    /// <inheritdoc cref="PlanSetAsync(IInventoryAdjustmentsApi, IEnumerable{AbsoluteAdjustment}, BulkOptions?, CancellationToken)"/>
    public static Task<BulkPlan> PlanSetAsync(this IInventoryAdjustmentsApi adjustments, IAsyncEnumerable<AbsoluteAdjustment> rows, BulkOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(adjustments);
        ArgumentNullException.ThrowIfNull(rows);
        return BulkPlan.MakeAsync(AdjustmentKind.Absolute, RowSource.From(rows, cancellationToken), options ?? new BulkOptions(), cancellationToken);
    }

    /// <summary>Shows what <c>ChangeAsync</c> would send, and sends nothing.</summary>
    /// <param name="adjustments">The API; not used.</param>
    /// <param name="rows">The rows, read once.</param>
    /// <param name="options">How the run would work; null for the defaults.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>How many requests there would be, and the rows that would not be sent, with the reason.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="rows"/> is null.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Task<BulkPlan> PlanChangeAsync(this IInventoryAdjustmentsApi adjustments, IEnumerable<RelativeAdjustment> rows, BulkOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(adjustments);
        ArgumentNullException.ThrowIfNull(rows);
        return BulkPlan.MakeAsync(AdjustmentKind.Relative, RowSource.From(rows), options ?? new BulkOptions(), cancellationToken);
    }

    /// <inheritdoc cref="PlanChangeAsync(IInventoryAdjustmentsApi, IEnumerable{RelativeAdjustment}, BulkOptions?, CancellationToken)"/>
    public static Task<BulkPlan> PlanChangeAsync(this IInventoryAdjustmentsApi adjustments, IAsyncEnumerable<RelativeAdjustment> rows, BulkOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(adjustments);
        ArgumentNullException.ThrowIfNull(rows);
        return BulkPlan.MakeAsync(AdjustmentKind.Relative, RowSource.From(rows, cancellationToken), options ?? new BulkOptions(), cancellationToken);
    }

    internal static async Task<BulkAdjustmentReport> CompleteAsync(IInventoryAdjustmentsApi adjustments, AdjustmentKind kind, RowSource rows, BulkOptions? options, IProgress<BulkProgress>? progress, CancellationToken cancellationToken)
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

    private static async IAsyncEnumerable<BulkRequestResult> EnumerateAsync(IInventoryAdjustmentsApi adjustments, AdjustmentKind kind, Func<CancellationToken, RowSource> rows, BulkOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
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

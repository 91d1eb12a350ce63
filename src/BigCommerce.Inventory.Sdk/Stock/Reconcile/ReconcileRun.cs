namespace BigCommerce.Inventory;

/// <summary>A reconciliation that has not started: it compares a store's stock with the desired stock and sends the differences.</summary>
/// <remarks>Nothing is read or sent before a method is called. Every call reads the rows and the store again.</remarks>
public abstract class ReconcileRun
{
    /// <summary>Reads, compares and sends the differences.</summary>
    /// <param name="cancellationToken">Stops the work. Before anything is sent it throws; afterwards the report is still returned.</param>
    /// <returns>What differed, and the outcomes.</returns>
    /// <exception cref="ReconcileRefusedException">The guards found the desired stock implausible; nothing was sent.</exception>
    /// <exception cref="BulkRunException{TRow}">Sending or confirming could not continue; the report is in the exception.</exception>
    /// <exception cref="BigCommerceException">A read failed before anything was sent; the type shows how.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before anything was sent.</exception>
    public abstract Task<ReconcileReport> RunAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads, compares, sends the differences and gives the outcomes request by request. It does not confirm.</summary>
    /// <param name="cancellationToken">Stops the run, as with <see cref="BulkRun{TRow}.EnumerateAsync"/>.</param>
    /// <returns>A stream. Rows that the store already shows as desired are not in it.</returns>
    /// <exception cref="ReconcileRefusedException">
    /// While reading: the guards found the desired stock implausible; nothing was sent.
    /// </exception>
    /// <exception cref="BulkRunException{TRow}">While reading: sending could not continue.</exception>
    /// <exception cref="BigCommerceException">While reading: a read of stock failed before anything was sent.</exception>
    /// <exception cref="OperationCanceledException">While reading: the run was cancelled.</exception>
    public abstract IAsyncEnumerable<BulkRequestResult<AbsoluteAdjustment>> EnumerateAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads and compares, and sends nothing.</summary>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>What differs. <see cref="ReconcileReport.RefusalReason"/> shows whether the guards would refuse to send it.</returns>
    /// <exception cref="BigCommerceException">A read failed; the type shows how.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public abstract Task<ReconcileReport> PlanAsync(CancellationToken cancellationToken = default);
}

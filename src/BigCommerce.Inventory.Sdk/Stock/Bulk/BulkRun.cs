namespace BigCommerce.Inventory;

/// <summary>A bulk run that has not started: any number of rows, sent in bounded memory, each with one outcome.</summary>
/// <typeparam name="TRow">The type of the caller's rows.</typeparam>
/// <remarks>
/// <para>
/// Nothing is read or sent before a method is called. Every call reads the rows again and is a run of its own, so calling a method
/// twice sends the rows twice.
/// </para>
/// <para>
/// Rows are checked, merged with rows for the same item, grouped by location, divided into requests of up to 2,000 and sent one request
/// after another. Rows whose SKUs differ only in letter case or surrounding blanks may be the same item: they are sent in their order,
/// in separate requests. The API rejects a whole request because of one bad row. Rows that its response names unambiguously are set
/// aside, and the rest is sent again. Where it names none, the request is halved until the bad rows are isolated, or until
/// <see cref="BulkOptions.MaxConsecutiveUnexplainedRejections"/> ends the run. A rejection of the request as a whole (400, 403 and
/// similar) ends the run at once.
/// </para>
/// <para>
/// While the store does not accept requests, the run pauses, and then continues with the same rows: see
/// <see cref="BulkOptions.MaxOutageWait"/>.
/// </para>
/// <para>
/// Rejected and unknown rows are not exceptions: the report lists them. Cancellation is not an exception of <see cref="RunAsync"/>
/// either: the run stops between requests, gives the request in flight <see cref="BulkOptions.CancellationGrace"/> to end, and returns
/// the report. A cause that ends the run (an invalid token, a long outage, input that cannot be read) throws a
/// <see cref="BulkRunException{TRow}"/>, which contains the report.
/// </para>
/// </remarks>
public abstract class BulkRun<TRow>
{
    /// <summary>Sends the rows.</summary>
    /// <param name="cancellationToken">Stops the run, which still returns its report.</param>
    /// <returns>The outcomes of the rows. <see cref="BulkReport{TRow}.EnsureAllApplied"/> throws if a row is rejected, unknown or not sent.</returns>
    /// <exception cref="BulkRunException{TRow}">The run could not continue; the report is in the exception.</exception>
    public abstract Task<BulkReport<TRow>> RunAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends the rows and returns the outcomes request by request, so that the caller can store them before the next request.
    /// </summary>
    /// <param name="cancellationToken">
    /// Stops the run: the stream still returns the outcome of every row that was read, and then ends with an
    /// <see cref="OperationCanceledException"/>.
    /// </param>
    /// <returns>A stream. Without concurrency, the next request is sent when the next result is read.</returns>
    /// <exception cref="BulkRunException{TRow}">
    /// While reading: the run could not continue. The stream has returned the outcome of every row that was read before.
    /// </exception>
    /// <exception cref="OperationCanceledException">While reading: the run was cancelled.</exception>
    public abstract IAsyncEnumerable<BulkRequestResult<TRow>> EnumerateAsync(CancellationToken cancellationToken = default);

    /// <summary>Shows what the run would send, and sends nothing.</summary>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>How many requests there would be, and the rows that would not be sent, with the reasons.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public abstract Task<BulkPlan<TRow>> PlanAsync(CancellationToken cancellationToken = default);
}

namespace BigCommerce.Inventory;

/// <summary>
/// Records what a bulk run has done, so that a later run of the same input can continue after a crash without sending applied rows
/// again. <see cref="FileBulkJournal"/> is a file; implement this interface for another storage.
/// </summary>
/// <remarks>
/// <para>
/// A journal is a list of lines of text that only grows; the run defines their content. One journal belongs to one input: the same rows
/// in the same order with the same <see cref="BulkOptions.MaxRowsPerRequest"/> and <see cref="BulkOptions.MaxBufferedRows"/>. A run with
/// other input ends where it begins to differ.
/// </para>
/// <para>Every line has a checksum. A changed line ends the run before it sends anything.</para>
/// <para>
/// A run appends a line before it sends a request and as soon as the request has ended. It never has two calls of a member in progress.
/// </para>
/// </remarks>
public interface IBulkJournal
{
    /// <summary>Reads the appended lines, in their order. An incomplete last line may be omitted.</summary>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The lines; none before the first run.</returns>
    /// <exception cref="Exception">
    /// The lines cannot be read. Any exception ends the run with a <see cref="BulkRunException{TRow}"/> before anything is sent.
    /// </exception>
    IAsyncEnumerable<string> ReadAsync(CancellationToken cancellationToken = default);

    /// <summary>Appends a line. It must survive the end of the process once this completes.</summary>
    /// <param name="line">The line, without a line break.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Completes when the line is stored.</returns>
    /// <exception cref="Exception">
    /// The line cannot be stored. Any exception ends the run with a <see cref="BulkRunException{TRow}"/>, whose report has the outcomes
    /// decided before.
    /// </exception>
    ValueTask AppendAsync(string line, CancellationToken cancellationToken = default);
}

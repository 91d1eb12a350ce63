namespace BigCommerce.Inventory;

/// <summary>
/// Remembers what a bulk run has done, so that a run of the same input that died can be carried on: rows applied before
/// are not sent again. <see cref="FileBulkJournal"/> keeps it in a file; implement this to keep it elsewhere.
/// </summary>
/// <remarks>
/// <para>
/// A journal is a list of lines of text that only grows. What they say is the run's business. One journal serves one
/// input: the same rows in the same order with the same <see cref="BulkOptions.MaxRowsPerRequest"/> and
/// <see cref="BulkOptions.MaxBufferedRows"/>. Other input is refused where it begins to differ.
/// </para>
/// <para>Every line has a checksum, so that a changed line is noticed: the run ends before it sends anything.</para>
/// <para>A line is kept before a request goes out and as soon as its response is there; a run never has two calls of a member in progress.</para>
/// </remarks>
public interface IBulkJournal
{
    /// <summary>Reads the lines that were kept, in their order. A last line that was not kept whole may be left out.</summary>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The lines; none before the first run.</returns>
    /// <exception cref="Exception">They cannot be read. Whatever is thrown ends the run in a <see cref="BulkRunException"/> before anything is sent.</exception>
    IAsyncEnumerable<string> ReadAsync(CancellationToken cancellationToken = default);

    /// <summary>Keeps a line. It must survive the death of the process once this completes.</summary>
    /// <param name="line">The line, without a line break.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Completes when the line is kept.</returns>
    /// <exception cref="Exception">It cannot be kept. Whatever is thrown ends the run in a <see cref="BulkRunException"/>; what was decided before stays in its report.</exception>
    ValueTask AppendAsync(string line, CancellationToken cancellationToken = default);
}

using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace BigCommerce.Inventory;

/// <summary>A journal in a file. Each line is on the disk before the run continues. A line that a crash cut off is dropped.</summary>
/// <remarks>
/// Use a new file for each input and each store, for example with the date and the store in its name: the journal does not identify the
/// store. The file is locked while it is open, so that two runs cannot share it.
/// </remarks>
public sealed class FileBulkJournal : IBulkJournal, IDisposable
{
    private readonly FileStream _file;
    private bool _needsLineBreak;

    /// <summary>Opens or creates a journal.</summary>
    /// <param name="path">The file. Its folder must exist.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or blank.</exception>
    /// <exception cref="IOException">The file cannot be opened, or another run uses it.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing the file is not permitted.</exception>
    public FileBulkJournal(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);

        // Unbuffered, so that each line is one write.
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            var line = new ArrayBufferWriter<byte>();
            var position = 0L;
            var end = 0L;
            _file.Position = 0;
            int read;
            while ((read = await _file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                var rest = buffer.AsMemory(0, read);
                for (int length; (length = rest.Span.IndexOf((byte)'\n')) >= 0; rest = rest[(length + 1)..])
                {
                    line.Write(rest.Span[..length]);
                    position += length + 1;
                    end = position;
                    yield return Encoding.UTF8.GetString(line.WrittenSpan);
                    line.ResetWrittenCount();
                }

                line.Write(rest.Span);
                position += rest.Length;
            }

            // Text after the last line break was cut off, and the next line replaces it, unless only the line break is missing or changed.
            _needsLineBreak = !JournalLine.IsTorn(Encoding.UTF8.GetString(line.WrittenSpan));
            if (_needsLineBreak)
            {
                end = position;
                yield return Encoding.UTF8.GetString(line.WrittenSpan);
            }

            _file.SetLength(end);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public async ValueTask AppendAsync(string line, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(line);
        _file.Position = _file.Length;
        await _file.WriteAsync(
            Encoding.UTF8.GetBytes($"{(_needsLineBreak ? "\n" : string.Empty)}{line}\n"),
            cancellationToken).ConfigureAwait(false);
        _file.Flush(flushToDisk: true);
        _needsLineBreak = false;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();
}

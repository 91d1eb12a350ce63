namespace BigCommerce.Inventory;

/// <summary>
/// Reads the input and divides it into planned requests. The input may be read in the background. A source that never gives its next row
/// must not keep a run from ending, so rows that arrive after <see cref="Close"/> are dropped.
/// </summary>
internal sealed class InputReader<TRow>(InputSource<TRow> source, BulkKind<TRow> kind, BulkOptions options, ItemRelation relation)
    where TRow : IBulkInput
{
    private readonly object _gate = new();
    private readonly RequestPlanner<TRow> _planner = kind.CreatePlanner(options, relation);
    private readonly UnsentRows<TRow> _unsent = new();
    private long _rowsRead;
    private int _requests;
    private bool _isClosed;
    private bool _isDisposed;

    /// <summary>How many rows the caller gave; null where that is not known without reading them.</summary>
    public long? Count => source.Count;

    public long RowsRead => Interlocked.Read(ref _rowsRead);

    public bool IsAtEnd { get; private set; }

    /// <summary>Reads until the memory is full, the input ends, or many rows are decided without a request.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled. The rows that were read are kept.</exception>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        for (var hasRoom = true; hasRoom;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!await source.MoveNextAsync().ConfigureAwait(false))
            {
                IsAtEnd = true;
                return;
            }

            hasRoom = Hold(source.Current);
        }
    }

    /// <summary>The requests that can be sent: full ones when the memory is full, all when the input has ended.</summary>
    public IReadOnlyList<PlannedRequest<TRow>> TakeReady() => IsAtEnd || _planner.IsFull ? Number(_planner.Take(IsAtEnd, _unsent)) : [];

    /// <summary>The remaining rows when a run ends early.</summary>
    public IReadOnlyList<PlannedRequest<TRow>> TakeRest() => Number(_planner.Take(all: true, _unsent));

    /// <summary>The rows decided without a request since the last call; null when there are none.</summary>
    public BulkRequestResult<TRow>? TakeUnsent() => _unsent.Count > 0 ? _unsent.Take() : null;

    /// <summary>Cancels the token of the source.</summary>
    public void Cancel() => source.Cancel();

    /// <summary>Takes no more rows.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
        }
    }

    /// <summary>Disposes the source, once.</summary>
    /// <exception cref="Exception">Whatever the source throws.</exception>
    public async Task DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            await source.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <returns>Whether there is room for another row.</returns>
    private bool Hold(in BulkRow<TRow> row)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return false;
            }

            _rowsRead++;
            if (row.Input.FindFault() is { } fault)
            {
                _unsent.Add(RejectedRow.Unsent(kind.ToReported(row), fault));
            }
            else if (_planner.Add(row) is { } merged)
            {
                _unsent.Add(merged);
            }

            return !_planner.IsFull && _unsent.Count < options.MaxRowsPerRequest;
        }
    }

    private PlannedRequest<TRow>[] Number(List<ValueList<BulkRow<TRow>>> requests) =>
        [.. requests.Select(rows => new PlannedRequest<TRow>(++_requests, rows))];
}

namespace BigCommerce.Inventory;

/// <summary>
/// Reads the input and cuts it into batches. The input may be read in the background: a source that never yields or ends must not
/// keep a run from ending, so after <see cref="Close"/> its rows are dropped.
/// </summary>
internal sealed class RowReader(RowSource source, AdjustmentKind kind, BulkOptions options, ItemRelation relation)
{
    private readonly object _gate = new();
    private readonly RowPlanner _planner = kind.CreatePlanner(options, relation);
    private readonly UnsentRows _unsent = new();
    private long _rowsRead;
    private int _batches;
    private bool _isClosed;
    private bool _isDisposed;

    /// <summary>How many rows the caller gave, where that is known without reading them.</summary>
    public long? Count => source.Count;

    public long RowsRead => Interlocked.Read(ref _rowsRead);

    public bool IsAtEnd { get; private set; }

    /// <summary>Reads until the memory is full, the input ends, or many rows are decided without a request.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled. What was read is held.</exception>
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

    /// <summary>The batches that are ready to go: full ones when the memory is full, all when the input has ended.</summary>
    public IReadOnlyList<PlannedBatch> TakeReady() => IsAtEnd || _planner.IsFull ? Number(_planner.Take(IsAtEnd, _unsent)) : [];

    /// <summary>What is left when a run ends early.</summary>
    public IReadOnlyList<PlannedBatch> TakeRest() => Number(_planner.Take(all: true, _unsent));

    /// <summary>What was decided without a request since the last time; null when nothing was.</summary>
    public BulkRequestResult? TakeUnsent() => _unsent.Count > 0 ? _unsent.Take() : null;

    /// <summary>Tells the source that nobody waits for its next row.</summary>
    public void Cancel() => source.Cancel();

    /// <summary>Takes no more rows.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
        }
    }

    /// <summary>Ends the source, once.</summary>
    /// <exception cref="Exception">Whatever the source throws.</exception>
    public async Task DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            await source.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <returns>Whether another row has room.</returns>
    private bool Hold(in InputRow input)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return false;
            }

            _rowsRead++;
            if (input.Fault is { } fault)
            {
                _unsent.Add(RejectedRow.Unsent(input.Row, fault));
            }
            else if (_planner.Add(input) is { } duplicate)
            {
                _unsent.Add(duplicate);
            }

            return !_planner.IsFull && _unsent.Count < options.MaxRowsPerRequest;
        }
    }

    private PlannedBatch[] Number(List<BulkRow[]> requests) => [.. requests.Select(rows => new PlannedBatch(++_batches, rows))];
}

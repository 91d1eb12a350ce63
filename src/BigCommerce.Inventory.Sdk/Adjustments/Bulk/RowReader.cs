namespace BigCommerce.Inventory;

/// <summary>Reads the input and cuts it into batches.</summary>
internal sealed class RowReader(RowSource source, AdjustmentKind kind, BulkOptions options) : IAsyncDisposable
{
    private readonly RowPlanner _planner = kind.CreatePlanner(options);
    private readonly UnsentRows _unsent = new();
    private int _batches;

    /// <summary>How many rows the caller gave, where that is known without reading them.</summary>
    public long? Count => source.Count;

    public long RowsRead { get; private set; }

    public bool IsAtEnd { get; private set; }

    /// <summary>Reads until the memory is full, the input ends, or many rows are decided without a request.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled. What was read is held.</exception>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        while (!_planner.IsFull && _unsent.Count < options.MaxRowsPerRequest)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!await source.MoveNextAsync().ConfigureAwait(false))
            {
                IsAtEnd = true;
                return;
            }

            Hold(source.Current);
        }
    }

    /// <summary>The batches that are ready to go: full ones when the memory is full, all when the input has ended.</summary>
    public IReadOnlyList<PlannedBatch> TakeReady() => IsAtEnd || _planner.IsFull ? Number(_planner.Take(IsAtEnd, _unsent)) : [];

    /// <summary>What is left when a run ends early.</summary>
    public IReadOnlyList<PlannedBatch> TakeRest() => Number(_planner.Take(all: true, _unsent));

    /// <summary>What was decided without a request since the last time; null when nothing was.</summary>
    public BatchOutcome? TakeUnsent() => _unsent.Count > 0 ? _unsent.Take() : null;

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private void Hold(in InputRow input)
    {
        RowsRead++;
        if (input.Fault is { } fault)
        {
            _unsent.Add(RejectedRow.Unsent(input.Row, fault));
        }
        else if (_planner.Add(input) is { } duplicate)
        {
            _unsent.Add(duplicate);
        }
    }

    private PlannedBatch[] Number(List<BulkRow[]> requests) => [.. requests.Select(rows => new PlannedBatch(++_batches, rows))];
}

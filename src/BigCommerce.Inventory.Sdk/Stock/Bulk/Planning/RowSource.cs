namespace BigCommerce.Inventory;

/// <summary>A row of the input as the run knows it.</summary>
/// <param name="Row">The row; for a transfer, what it takes away.</param>
/// <param name="Fault">What is wrong with the row in itself; null when nothing.</param>
/// <param name="ToLocationId">For a transfer, where the stock goes; 0 otherwise.</param>
internal readonly record struct InputRow(BulkRow Row, string? Fault, long ToLocationId = 0)
{
    public static InputRow Of(long index, AbsoluteAdjustment row) =>
        new(new BulkRow(index, row.LocationId, row.Item, row.Quantity, row.QuantityBackordered), row.FindFault());

    public static InputRow Of(long index, RelativeAdjustment row) =>
        new(new BulkRow(index, row.LocationId, row.Item, row.Quantity, row.QuantityBackordered), row.FindFault());

    public static InputRow Of(long index, StockTransfer transfer) =>
        new(new BulkRow(index, transfer.FromLocationId, transfer.Item, -(long)transfer.Quantity), transfer.FindFault(), transfer.ToLocationId);
}

/// <summary>
/// A run's input, numbered and read once. The caller's own sequence is opened when the first row is asked for, and disposed only
/// with this: what its disposal throws must not keep the last rows from being sent.
/// </summary>
internal abstract class RowSource : IAsyncDisposable
{
    /// <summary>How many rows the caller gave, where that is known without reading them.</summary>
    public long? Count { get; private init; }

    public abstract InputRow Current { get; }

    public static RowSource From(IEnumerable<AbsoluteAdjustment> rows) => From(rows, InputRow.Of);

    public static RowSource From(IEnumerable<RelativeAdjustment> rows) => From(rows, InputRow.Of);

    public static RowSource From(IEnumerable<StockTransfer> transfers) => From(transfers, InputRow.Of);

    public static RowSource From(IAsyncEnumerable<AbsoluteAdjustment> rows, CancellationToken cancellationToken) => new Stream<AbsoluteAdjustment>(rows, InputRow.Of, cancellationToken);

    public static RowSource From(IAsyncEnumerable<RelativeAdjustment> rows, CancellationToken cancellationToken) => new Stream<RelativeAdjustment>(rows, InputRow.Of, cancellationToken);

    public static RowSource From(IAsyncEnumerable<StockTransfer> transfers, CancellationToken cancellationToken) => new Stream<StockTransfer>(transfers, InputRow.Of, cancellationToken);

    /// <summary>Rows that were numbered before.</summary>
    public static RowSource From(IReadOnlyCollection<InputRow> rows) => From(rows, static (_, row) => row);

    public abstract ValueTask<bool> MoveNextAsync();

    /// <summary>Cancels the token that the caller's stream was given. A sequence has none.</summary>
    public virtual void Cancel()
    {
    }

    public abstract ValueTask DisposeAsync();

    private static Sequence<T> From<T>(IEnumerable<T> rows, Func<long, T, InputRow> convert) =>
        new(rows, convert) { Count = rows.TryGetNonEnumeratedCount(out var count) ? count : null };

    private sealed class Sequence<T>(IEnumerable<T> rows, Func<long, T, InputRow> convert) : RowSource
    {
        private IEnumerator<T>? _rows;
        private long _index = -1;

        public override InputRow Current => convert(_index, _rows!.Current);

        public override ValueTask<bool> MoveNextAsync()
        {
            _rows ??= rows.GetEnumerator();
            _index++;
            return new ValueTask<bool>(_rows.MoveNext());
        }

        public override ValueTask DisposeAsync()
        {
            _rows?.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Stream<T>(IAsyncEnumerable<T> rows, Func<long, T, InputRow> convert, CancellationToken cancellationToken) : RowSource
    {
        private readonly CancellationTokenSource _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        private IAsyncEnumerator<T>? _rows;
        private long _index = -1;

        public override InputRow Current => convert(_index, _rows!.Current);

        public override ValueTask<bool> MoveNextAsync()
        {
            _rows ??= rows.GetAsyncEnumerator(_cancellation.Token);
            _index++;
            return _rows.MoveNextAsync();
        }

        public override void Cancel() => _cancellation.Cancel();

        public override async ValueTask DisposeAsync()
        {
            try
            {
                if (_rows is not null)
                {
                    await _rows.DisposeAsync().ConfigureAwait(false);
                }
            }
            finally
            {
                _cancellation.Dispose();
            }
        }
    }
}

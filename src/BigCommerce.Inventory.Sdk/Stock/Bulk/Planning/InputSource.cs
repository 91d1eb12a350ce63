namespace BigCommerce.Inventory;

/// <summary>
/// A run's input, numbered and read once. The caller's sequence is opened when the first row is read, and is disposed only with this
/// object: an exception from its disposal must not keep the last rows from being sent.
/// </summary>
internal abstract class InputSource<TRow> : IAsyncDisposable
    where TRow : IBulkInput
{
    /// <summary>How many rows the caller gave; null where that is not known without reading them.</summary>
    public long? Count { get; private init; }

    public abstract BulkRow<TRow> Current { get; }

    public static InputSource<TRow> From(IEnumerable<TRow> rows) =>
        new Sequence<TRow>(
            rows,
            static (row, index) => row.ToBulkRow(index))
        { Count = rows.TryGetNonEnumeratedCount(out var count) ? count : null };

    public static InputSource<TRow> From(IAsyncEnumerable<TRow> rows, CancellationToken cancellationToken) =>
        new Stream<TRow>(rows, static (row, index) => row.ToBulkRow(index), cancellationToken);

    /// <summary>Rows that were numbered before.</summary>
    public static InputSource<TRow> From(IAsyncEnumerable<BulkRow<TRow>> rows, CancellationToken cancellationToken) =>
        new Stream<BulkRow<TRow>>(rows, static (row, _) => row, cancellationToken);

    /// <inheritdoc cref="From(IAsyncEnumerable{BulkRow{TRow}}, CancellationToken)"/>
    public static InputSource<TRow> From(IReadOnlyCollection<BulkRow<TRow>> rows) =>
        new Sequence<BulkRow<TRow>>(rows, static (row, _) => row) { Count = rows.Count };

    public abstract ValueTask<bool> MoveNextAsync();

    /// <summary>Cancels the token that the caller's stream was given. A sequence has none.</summary>
    public virtual void Cancel()
    {
    }

    public abstract ValueTask DisposeAsync();

    private sealed class Sequence<T>(IEnumerable<T> rows, Func<T, long, BulkRow<TRow>> number) : InputSource<TRow>
    {
        private IEnumerator<T>? _rows;
        private long _index = -1;

        public override BulkRow<TRow> Current => number(_rows!.Current, _index);

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

    private sealed class Stream<T>(
        IAsyncEnumerable<T> rows,
        Func<T, long, BulkRow<TRow>> number,
        CancellationToken cancellationToken) : InputSource<TRow>
    {
        private readonly CancellationTokenSource _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        private IAsyncEnumerator<T>? _rows;
        private long _index = -1;

        public override BulkRow<TRow> Current => number(_rows!.Current, _index);

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

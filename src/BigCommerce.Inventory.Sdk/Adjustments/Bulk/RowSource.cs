namespace BigCommerce.Inventory;

/// <summary>A row of the input: as the run knows it, and what is wrong with it in itself, if anything.</summary>
internal readonly record struct InputRow(BulkRow Row, string? Fault);

/// <summary>A run's input, from a sequence or a stream.</summary>
internal abstract class RowSource : IAsyncDisposable
{
    /// <summary>How many rows there are, where that is known without reading them.</summary>
    public virtual long? Count => null;

    public abstract InputRow Current { get; }

    public abstract ValueTask<bool> MoveNextAsync();

    public abstract ValueTask DisposeAsync();

    public static RowSource From<T>(IEnumerable<T> rows, Func<long, T, InputRow> convert) => new Sequence<T>(rows, convert);

    public static RowSource From<T>(IAsyncEnumerable<T> rows, Func<long, T, InputRow> convert, CancellationToken cancellationToken) =>
        new Stream<T>(rows, convert, cancellationToken);

    private sealed class Sequence<T>(IEnumerable<T> rows, Func<long, T, InputRow> convert) : RowSource
    {
        private IEnumerator<T>? _rows;
        private long _index = -1;

        public override long? Count { get; } = rows.TryGetNonEnumeratedCount(out var count) ? count : null;

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
        private IAsyncEnumerator<T>? _rows;
        private long _index = -1;

        public override InputRow Current => convert(_index, _rows!.Current);

        public override ValueTask<bool> MoveNextAsync()
        {
            _rows ??= rows.GetAsyncEnumerator(cancellationToken);
            _index++;
            return _rows.MoveNextAsync();
        }

        public override ValueTask DisposeAsync() => _rows?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}

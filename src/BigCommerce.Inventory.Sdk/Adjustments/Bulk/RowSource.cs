using System.Runtime.CompilerServices;

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

/// <summary>A run's input, numbered and read once. The caller's own sequence is opened when the first row is asked for.</summary>
internal sealed class RowSource : IAsyncDisposable
{
    private readonly IEnumerator<InputRow>? _sequence;
    private readonly IAsyncEnumerator<InputRow>? _stream;

    private RowSource(IEnumerator<InputRow> sequence, long? count)
    {
        _sequence = sequence;
        Count = count;
    }

    private RowSource(IAsyncEnumerator<InputRow> stream) => _stream = stream;

    /// <summary>How many rows the caller gave, where that is known without reading them.</summary>
    public long? Count { get; }

    public InputRow Current => _sequence?.Current ?? _stream!.Current;

    public static RowSource From(IEnumerable<AbsoluteAdjustment> rows) => From(rows, InputRow.Of);

    public static RowSource From(IEnumerable<RelativeAdjustment> rows) => From(rows, InputRow.Of);

    public static RowSource From(IEnumerable<StockTransfer> transfers) => From(transfers, InputRow.Of);

    public static RowSource From(IAsyncEnumerable<AbsoluteAdjustment> rows, CancellationToken cancellationToken) => From(rows, InputRow.Of, cancellationToken);

    public static RowSource From(IAsyncEnumerable<RelativeAdjustment> rows, CancellationToken cancellationToken) => From(rows, InputRow.Of, cancellationToken);

    public static RowSource From(IAsyncEnumerable<StockTransfer> transfers, CancellationToken cancellationToken) => From(transfers, InputRow.Of, cancellationToken);

    /// <summary>Rows that were numbered before.</summary>
    public static RowSource From(IReadOnlyCollection<InputRow> rows) => new(rows.GetEnumerator(), rows.Count);

    public ValueTask<bool> MoveNextAsync() => _stream?.MoveNextAsync() ?? new ValueTask<bool>(_sequence!.MoveNext());

    public ValueTask DisposeAsync()
    {
        _sequence?.Dispose();
        return _stream?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private static RowSource From<T>(IEnumerable<T> rows, Func<long, T, InputRow> convert)
    {
        return new RowSource(Number().GetEnumerator(), rows.TryGetNonEnumeratedCount(out var count) ? count : null);

        IEnumerable<InputRow> Number()
        {
            var index = 0L;
            foreach (var row in rows)
            {
                yield return convert(index++, row);
            }
        }
    }

    private static RowSource From<T>(IAsyncEnumerable<T> rows, Func<long, T, InputRow> convert, CancellationToken cancellationToken)
    {
        return new RowSource(NumberAsync(cancellationToken).GetAsyncEnumerator(cancellationToken));

        async IAsyncEnumerable<InputRow> NumberAsync([EnumeratorCancellation] CancellationToken token)
        {
            var index = 0L;
            await foreach (var row in rows.WithCancellation(token).ConfigureAwait(false))
            {
                yield return convert(index++, row);
            }
        }
    }
}

using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace BigCommerce.Inventory;

/// <summary>What differs between runs that set stock, adjust it, transfer it, and update settings.</summary>
internal abstract class BulkKind<TRow>
    where TRow : IBulkInput
{
    /// <summary>The name in journals and telemetry.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a request whose effect is unknown may be sent again.</summary>
    public abstract bool IsIdempotent { get; }

    /// <summary>Whether all rows of a request must be for one location.</summary>
    public virtual bool IsPerLocation => false;

    /// <summary>Whether a row can be sent again after its item's first count was set.</summary>
    public virtual bool SupportsFirstCount => false;

    public virtual RequestPlanner<TRow> CreatePlanner(BulkOptions options, ItemRelation relation) =>
        new LocationPlanner<TRow>(this, relation, options.MaxBufferedRows, options.MaxRowsPerRequest);

    /// <summary>Converts a row to the one that reports show.</summary>
    public virtual BulkRow<TRow> ToReported(in BulkRow<TRow> row) => row;

    /// <summary>Converts sent rows to the rows that reports show: a transfer is sent as two rows.</summary>
    public virtual IReadOnlyList<BulkRow<TRow>> ToReported(ValueList<BulkRow<TRow>> sent) => sent;

    /// <summary>Merges two rows whose location and key are equal.</summary>
    /// <returns>The row to send, and the row that was merged into it.</returns>
    public abstract (BulkRow<TRow> Kept, BulkRow<TRow> Merged) Merge(in BulkRow<TRow> earlier, in BulkRow<TRow> later);

    /// <summary>Whether the row has no effect after rows were merged into it.</summary>
    public virtual bool IsNetZero(in BulkRow<TRow> row) => false;

    /// <returns>Why the row cannot be sent after rows were merged into it; null when it can.</returns>
    public virtual string? FindFault(in BulkRow<TRow> row) => null;

    /// <summary>Whether a status that ends other runs rejects the request's location only.</summary>
    public virtual bool RejectsLocation(HttpStatusCode status) => false;

    public abstract Task<TransactionResult> SendAsync(
        StockContext store,
        IReadOnlyList<BulkRow<TRow>> rows,
        RequestStep step,
        string? reason,
        RequestOptions options,
        CancellationToken cancellationToken);

    /// <summary>Adds everything that is sent for the row to the hash by which a journal recognizes its input.</summary>
    public virtual void AppendTo(IncrementalHash hash, in BulkRow<TRow> row)
    {
        Span<byte> numbers = stackalloc byte[(5 * sizeof(long)) + 1];
        var item = row.Key;
        item.TryGetId(out var id);
        BinaryPrimitives.WriteInt64LittleEndian(numbers, row.Index);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[8..], row.Location);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[16..], id);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[24..], row.Quantity ?? long.MinValue);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[32..], row.QuantityBackordered ?? long.MinValue);
        numbers[40] = (byte)item.Kind;
        hash.AppendData(numbers);
        if (item.TryGetSku(out var sku))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(sku));
        }
    }
}

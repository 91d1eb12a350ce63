namespace BigCommerce.Inventory;

/// <summary>
/// Divides transfers into requests, in their order. Both rows of a transfer are in one request, and no request names an item at a location
/// twice.
/// </summary>
internal sealed class TransferPlanner(
    ItemRelation relation,
    int maxRows,
    int maxRowsPerRequest) : RequestPlanner<StockTransfer>(Math.Max(maxRows, Math.Max(maxRowsPerRequest, 2)))
{
    private readonly int _maxRowsPerRequest = Math.Max(maxRowsPerRequest, 2);
    private readonly List<ValueList<BulkRow<StockTransfer>>> _full = [];
    private readonly RowBuffer<BulkRow<StockTransfer>> _open = new();
    private readonly HashSet<(long LocationId, ItemKey Item)> _openCells = new(relation);

    private bool IsOpenFull => _open.Count + 2 > _maxRowsPerRequest;

    public override MergedRow<StockTransfer>? Add(in BulkRow<StockTransfer> row)
    {
        var added = row with { Quantity = -row.Quantity };
        if (IsOpenFull || _openCells.Contains(row.Cell) || _openCells.Contains(added.Cell))
        {
            Close();
        }

        _open.Add(row);
        _open.Add(added);
        _openCells.Add(row.Cell);
        _openCells.Add(added.Cell);
        Count += 2;
        return null;
    }

    public override List<ValueList<BulkRow<StockTransfer>>> Take(bool all, UnsentRows<StockTransfer> unsent)
    {
        if (_open.Count > 0 && (all || IsOpenFull))
        {
            Close();
        }

        List<ValueList<BulkRow<StockTransfer>>> requests = [.. _full];
        _full.Clear();
        Count = _open.Count;
        return requests;
    }

    private void Close()
    {
        _full.Add(_open.Take(0, _open.Count));
        _open.Clear();
        _openCells.Clear();
    }
}

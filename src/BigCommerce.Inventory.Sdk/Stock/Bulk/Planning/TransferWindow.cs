namespace BigCommerce.Inventory;

/// <summary>Cuts transfers into requests, in their order. Both rows of a transfer go together, and no request names an item at a location twice.</summary>
internal sealed class TransferWindow(ItemRelation relation, int maxRows, int maxRowsPerRequest) : RowPlanner(Math.Max(maxRows, Math.Max(maxRowsPerRequest, 2)))
{
    private readonly int _maxRowsPerRequest = Math.Max(maxRowsPerRequest, 2);
    private readonly List<BulkRow[]> _full = [];
    private readonly List<BulkRow> _open = [];
    private readonly HashSet<(long LocationId, ItemKey Item)> _openCells = new(relation);

    private bool IsOpenFull => _open.Count + 2 > _maxRowsPerRequest;

    public override DuplicateRow? Add(in InputRow input)
    {
        var taken = input.Row;
        var added = new BulkRow(taken.Index, input.ToLocationId, taken.Item, -taken.Quantity);
        var from = (taken.LocationId, taken.Item);
        var to = (added.LocationId, added.Item);
        if (IsOpenFull || _openCells.Contains(from) || _openCells.Contains(to))
        {
            Close();
        }

        _open.Add(taken);
        _open.Add(added);
        _openCells.Add(from);
        _openCells.Add(to);
        Count += 2;
        return null;
    }

    public override List<BulkRow[]> Take(bool all, UnsentRows unsent)
    {
        if (_open.Count > 0 && (all || IsOpenFull))
        {
            Close();
        }

        List<BulkRow[]> requests = [.. _full];
        _full.Clear();
        Count = _open.Count;
        return requests;
    }

    private void Close()
    {
        _full.Add([.. _open]);
        _open.Clear();
        _openCells.Clear();
    }
}

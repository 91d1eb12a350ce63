using System.Runtime.InteropServices;

namespace BigCommerce.Inventory;

/// <summary>
/// Prevents two requests in flight from changing the same item at the same location. Not thread-safe: the engine calls it between requests.
/// </summary>
internal sealed class CellsInFlight<TRow>(ItemRelation relation)
    where TRow : IBulkInput
{
    private readonly HashSet<(long LocationId, ItemKey Item)> _cells = new(relation);

    // How many rows of each kind are in flight at a location: keys of different kinds may name the same item.
    private readonly Dictionary<(long LocationId, ItemKeyKind Kind), int> _kinds = [];

    /// <summary>Reserves the rows' cells, unless one of them may be in flight.</summary>
    public bool TryEnter(IReadOnlyList<BulkRow<TRow>> rows)
    {
        if (_cells.Count > 0 && rows.Any(MayBeInFlight))
        {
            return false;
        }

        foreach (var row in rows)
        {
            _cells.Add(row.Cell);
            CollectionsMarshal.GetValueRefOrAddDefault(_kinds, (row.Location, row.Key.Kind), out _)++;
        }

        return true;
    }

    public void Leave(IReadOnlyList<BulkRow<TRow>> rows)
    {
        foreach (var row in rows)
        {
            _cells.Remove(row.Cell);
            CollectionsMarshal.GetValueRefOrAddDefault(_kinds, (row.Location, row.Key.Kind), out _)--;
        }
    }

    private bool MayBeInFlight(BulkRow<TRow> row)
    {
        if (_cells.Contains(row.Cell))
        {
            return true;
        }

        foreach (var kind in (ReadOnlySpan<ItemKeyKind>)[ItemKeyKind.Sku, ItemKeyKind.Variant, ItemKeyKind.Product])
        {
            if (kind != row.Key.Kind && _kinds.GetValueOrDefault((row.Location, kind)) > 0)
            {
                return true;
            }
        }

        return false;
    }
}

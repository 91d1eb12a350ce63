using System.Runtime.InteropServices;

namespace BigCommerce.Inventory;

/// <summary>Keeps two requests in flight from touching the same item at the same location. Not thread-safe: the run asks it between requests.</summary>
internal sealed class CellsInFlight(ItemRelation relation)
{
    private readonly HashSet<(long LocationId, ItemKey Item)> _cells = new(relation);

    // How many rows of each kind are in flight at a location: keys of different kinds may name the same item.
    private readonly Dictionary<(long LocationId, ItemKeyKind Kind), int> _kinds = [];

    /// <summary>Reserves the rows' cells, unless one of them may be in flight.</summary>
    public bool TryEnter(IReadOnlyList<BulkRow> rows)
    {
        if (_cells.Count > 0 && rows.Any(MayBeInFlight))
        {
            return false;
        }

        foreach (var row in rows)
        {
            _cells.Add((row.LocationId, row.Item));
            CollectionsMarshal.GetValueRefOrAddDefault(_kinds, (row.LocationId, row.Item.Kind), out _)++;
        }

        return true;
    }

    public void Leave(IReadOnlyList<BulkRow> rows)
    {
        foreach (var row in rows)
        {
            _cells.Remove((row.LocationId, row.Item));
            CollectionsMarshal.GetValueRefOrAddDefault(_kinds, (row.LocationId, row.Item.Kind), out _)--;
        }
    }

    private bool MayBeInFlight(BulkRow row)
    {
        if (_cells.Contains((row.LocationId, row.Item)))
        {
            return true;
        }

        foreach (var kind in (ReadOnlySpan<ItemKeyKind>)[ItemKeyKind.Sku, ItemKeyKind.Variant, ItemKeyKind.Product])
        {
            if (kind != row.Item.Kind && _kinds.GetValueOrDefault((row.LocationId, kind)) > 0)
            {
                return true;
            }
        }

        return false;
    }
}

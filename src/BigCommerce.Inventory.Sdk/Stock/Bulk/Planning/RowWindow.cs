using System.Runtime.InteropServices;

namespace BigCommerce.Inventory;

/// <summary>Merges duplicates, groups by location and cuts full requests; what does not fill one stays until the end.</summary>
internal sealed class RowWindow(AdjustmentKind kind, ItemRelation relation, int maxRows, int maxRowsPerRequest) : RowPlanner(Math.Max(maxRows, maxRowsPerRequest))
{
    private readonly SortedDictionary<long, LocationRows> _locations = [];

    // Emptied, for the next location: a file that comes location by location needs the memory of one at a time.
    private readonly Stack<LocationRows> _spare = [];

    /// <summary>How many rows there is memory for.</summary>
    public int Capacity => _locations.Values.Concat(_spare).Sum(static location => location.Rows.Capacity);

    public override DuplicateRow? Add(in InputRow input)
    {
        var row = input.Row;
        if (!_locations.TryGetValue(row.LocationId, out var location))
        {
            _locations.Add(row.LocationId, location = _spare.TryPop(out var spare) ? spare : new LocationRows(relation));
        }

        if (location.TryAdd(row, out var position))
        {
            Count++;
            return null;
        }

        var (kept, duplicate) = kind.Merge(location.Rows[position], row);
        location.Rows[position] = kept;
        return new DuplicateRow(duplicate, kept.Index);
    }

    public override List<BulkRow[]> Take(bool all, UnsentRows unsent)
    {
        var requests = new List<BulkRow[]>();
        foreach (var location in _locations.Values)
        {
            Count -= location.Settle(kind, unsent);
            foreach (var request in location.TakeFull(maxRowsPerRequest))
            {
                requests.Add(request);
                Count -= request.Length;
            }
        }

        // With many locations the rests alone could fill the window, and every row would be moved again and again.
        if (all || Count > MaxRows / 2)
        {
            Pack(all, requests);
        }

        ReleaseEmpty();
        return requests;
    }

    private void ReleaseEmpty()
    {
        foreach (var (id, location) in _locations.Where(static entry => entry.Value.Rows.Count == 0).ToArray())
        {
            _locations.Remove(id);
            _spare.Push(location);
        }

        if (Capacity > 2 * MaxRows)
        {
            _spare.Clear();
            foreach (var location in _locations.Values)
            {
                location.TrimExcess();
            }
        }
    }

    /// <summary>Fills requests with the rests of several locations, one after the other.</summary>
    private void Pack(bool all, List<BulkRow[]> requests)
    {
        var rests = new List<BulkRow>(Count);
        foreach (var location in _locations.Values)
        {
            rests.AddRange(location.Rows);
            location.Clear();
        }

        var taken = 0;
        while (rests.Count - taken >= maxRowsPerRequest || (all && taken < rests.Count))
        {
            var size = Math.Min(maxRowsPerRequest, rests.Count - taken);
            requests.Add(Copy(rests, taken, size));
            taken += size;
        }

        for (var i = taken; i < rests.Count; i++)
        {
            _locations[rests[i].LocationId].TryAdd(rests[i], out _);
        }

        Count = rests.Count - taken;
    }

    /// <summary>A request's rows are large: they are copied once.</summary>
    private static BulkRow[] Copy(List<BulkRow> rows, int start, int count) => CollectionsMarshal.AsSpan(rows).Slice(start, count).ToArray();

    private sealed class LocationRows(ItemRelation relation)
    {
        // The last row of each item, or of what may be the same item.
        private readonly Dictionary<ItemKey, int> _positions = new(relation);

        public List<BulkRow> Rows { get; } = [];

        private bool HasVariants => _positions.Count < Rows.Count;

        /// <summary>Adds a row, unless the last row of what may be its item has the same key: merged with an earlier one, it would overtake the rows between.</summary>
        public bool TryAdd(in BulkRow row, out int position)
        {
            if (_positions.TryGetValue(row.Item, out position) && Rows[position].Item == row.Item)
            {
                return false;
            }

            _positions[row.Item] = Rows.Count;
            Rows.Add(row);
            return true;
        }

        /// <summary>Removes rows that need no request.</summary>
        /// <returns>How many were removed.</returns>
        public int Settle(AdjustmentKind kind, UnsentRows unsent)
        {
            var removed = Rows.RemoveAll(row =>
            {
                if (kind.ChangesNothing(row))
                {
                    unsent.AddNetZero(row);
                    return true;
                }

                if (kind.FindFault(row) is { } fault)
                {
                    unsent.Add(RejectedRow.Unsent(row, fault));
                    return true;
                }

                return false;
            });
            if (removed > 0)
            {
                Reindex();
            }

            return removed;
        }

        /// <summary>Cuts full requests. The rows that are left have no item in common.</summary>
        public IEnumerable<BulkRow[]> TakeFull(int size)
        {
            var taken = 0;
            foreach (var request in HasVariants ? CutApart(size) : [])
            {
                taken += request;
                yield return Copy(Rows, taken - request, request);
            }

            for (; Rows.Count - taken >= size; taken += size)
            {
                yield return Copy(Rows, taken, size);
            }

            if (taken > 0)
            {
                Rows.RemoveRange(0, taken);
                Reindex();
            }
        }

        /// <summary>
        /// Orders the rows so that the first ones of all items come before the second ones and so on, and cuts where a request would
        /// have two that may be of one item. So rows of one item keep their order, and requests are as full as they can be.
        /// </summary>
        /// <returns>The lengths of the requests; the rows after them have no item in common.</returns>
        private List<int> CutApart(int size)
        {
            var rounds = new Dictionary<ItemKey, int>(relation);
            BulkRow[] ordered = [.. Rows.Select(row => (row, round: CollectionsMarshal.GetValueRefOrAddDefault(rounds, row.Item, out _)++)).OrderBy(entry => entry.round).Select(entry => entry.row)];
            Rows.Clear();
            Rows.AddRange(ordered);

            var requests = new List<int>();
            var items = new HashSet<ItemKey>(relation);
            foreach (var row in ordered)
            {
                if (items.Count == size || items.Contains(row.Item))
                {
                    requests.Add(items.Count);
                    items.Clear();
                }

                items.Add(row.Item);
            }

            return requests;
        }

        public void Clear()
        {
            Rows.Clear();
            _positions.Clear();
        }

        public void TrimExcess()
        {
            Rows.TrimExcess();
            _positions.TrimExcess();
        }

        private void Reindex()
        {
            _positions.Clear();
            for (var i = 0; i < Rows.Count; i++)
            {
                _positions[Rows[i].Item] = i;
            }
        }
    }
}

using System.Runtime.InteropServices;

namespace BigCommerce.Inventory;

/// <summary>Joins duplicates, groups by location and cuts full requests; what does not fill one stays until the end.</summary>
internal sealed class RowWindow(AdjustmentKind kind, int maxRows, int maxRowsPerRequest) : RowPlanner(Math.Max(maxRows, maxRowsPerRequest))
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
            _locations.Add(row.LocationId, location = _spare.TryPop(out var spare) ? spare : new LocationRows());
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

    private sealed class LocationRows
    {
        private readonly Dictionary<ItemKey, int> _positions = [];

        public List<BulkRow> Rows { get; } = [];

        public bool TryAdd(in BulkRow row, out int position)
        {
            if (_positions.TryGetValue(row.Item, out position))
            {
                return false;
            }

            _positions.Add(row.Item, Rows.Count);
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
                    unsent.Add(new DuplicateRow(row, null));
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

        public IEnumerable<BulkRow[]> TakeFull(int size)
        {
            var taken = 0;
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
                _positions.Add(Rows[i].Item, i);
            }
        }
    }
}

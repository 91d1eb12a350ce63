namespace BigCommerce.Inventory;

/// <summary>Joins duplicates, groups by location and cuts full requests; what does not fill one stays until the end.</summary>
internal sealed class RowWindow(AdjustmentKind kind, int maxRows, int maxRowsPerRequest) : RowPlanner(Math.Max(maxRows, maxRowsPerRequest))
{
    private readonly SortedDictionary<long, LocationRows> _locations = [];

    public override DuplicateRow? Add(in InputRow input)
    {
        var row = input.Row;
        if (!_locations.TryGetValue(row.LocationId, out var location))
        {
            _locations.Add(row.LocationId, location = new LocationRows());
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

        return requests;
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
            requests.Add(rests.GetRange(taken, size).ToArray());
            taken += size;
        }

        for (var i = taken; i < rests.Count; i++)
        {
            _locations[rests[i].LocationId].TryAdd(rests[i], out _);
        }

        Count = rests.Count - taken;
    }

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
                yield return Rows.GetRange(taken, size).ToArray();
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

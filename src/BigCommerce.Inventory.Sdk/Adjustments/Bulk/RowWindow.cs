namespace BigCommerce.Inventory;

/// <summary>
/// The rows held in memory: joins duplicates, groups by location and cuts requests. What it does depends on the rows
/// and its limits alone, never on answers, so the same input is always cut the same way.
/// </summary>
internal sealed class RowWindow(AdjustmentKind kind, int maxRows, int maxRowsPerRequest)
{
    private readonly SortedDictionary<long, LocationRows> _locations = [];
    private readonly int _maxRows = Math.Max(maxRows, maxRowsPerRequest);

    /// <summary>Rows held.</summary>
    public int Count { get; private set; }

    public bool IsFull => Count >= _maxRows;

    /// <summary>Adds a row.</summary>
    /// <returns>The duplicate, when a row of the same item at the same location is held; null otherwise.</returns>
    public DuplicateRow? Add(in BulkRow row)
    {
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

    /// <summary>Takes full requests out, location by location, and keeps the rest; at the end of the input takes all.</summary>
    /// <param name="all">Whether the input has ended.</param>
    /// <param name="unsendable">Receives rows that need no request: their sum is 0 or faulty.</param>
    public List<BulkRow[]> Take(bool all, BatchOutcomeBuilder unsendable)
    {
        var requests = new List<BulkRow[]>();
        foreach (var location in _locations.Values)
        {
            Count -= location.Settle(kind, unsendable);
            foreach (var request in location.TakeFull(maxRowsPerRequest))
            {
                requests.Add(request);
                Count -= request.Length;
            }
        }

        // With many locations the rests alone could fill the window, and every row would be moved again and again.
        if (all || Count > _maxRows / 2)
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
        public int Settle(AdjustmentKind kind, BatchOutcomeBuilder unsendable)
        {
            var removed = Rows.RemoveAll(row =>
            {
                if (kind.ChangesNothing(row))
                {
                    unsendable.Duplicates.Add(new DuplicateRow(row, null));
                    return true;
                }

                if (kind.FindFault(row) is { } fault)
                {
                    unsendable.Rejected.Add(RejectedRow.Unsent(row, fault));
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

using System.Runtime.InteropServices;

namespace BigCommerce.Inventory;

/// <summary>
/// Merges rows for the same item, groups rows by location and takes full requests; rows that do not fill one stay until the end.
/// </summary>
internal sealed class LocationPlanner<TRow>(
    BulkKind<TRow> kind,
    ItemRelation relation,
    int maxRows,
    int maxRowsPerRequest) : RequestPlanner<TRow>(Math.Max(maxRows, maxRowsPerRequest))
    where TRow : IBulkInput
{
    private readonly SortedDictionary<long, LocationRows> _locations = [];

    // Empty ones, for the next location: a file that is ordered by location needs the memory of one location at a time.
    private readonly Stack<LocationRows> _spare = [];

    /// <summary>How many rows there is memory for.</summary>
    public int Capacity => _locations.Values.Concat(_spare).Sum(static location => location.Capacity);

    public override MergedRow<TRow>? Add(in BulkRow<TRow> row)
    {
        var locationId = row.Location;
        if (!_locations.TryGetValue(locationId, out var location))
        {
            _locations.Add(locationId, location = _spare.TryPop(out var spare) ? spare : new LocationRows(relation));
        }

        if (location.TryAdd(row, out var position))
        {
            Count++;
            return null;
        }

        var (kept, merged) = kind.Merge(location.Rows[position], row);
        location.Replace(position, kept);
        return new MergedRow<TRow>(merged, kept.Index);
    }

    public override List<ValueList<BulkRow<TRow>>> Take(bool all, UnsentRows<TRow> unsent)
    {
        var requests = new List<ValueList<BulkRow<TRow>>>();
        foreach (var location in _locations.Values)
        {
            Count -= location.RemoveUnsent(kind, unsent);
            foreach (var request in location.TakeFull(maxRowsPerRequest))
            {
                requests.Add(request);
                Count -= request.Count;
            }
        }

        // With many locations the remaining rows alone could fill the memory, and every row would be moved again and again: so they are
        // taken when they fill half of it.
        if (kind.IsPerLocation)
        {
            TakePerLocation(all, requests);
        }
        else if (all || Count > MaxRows / 2)
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

    /// <summary>Takes the remaining rows of each location in a request of its own.</summary>
    private void TakePerLocation(bool all, List<ValueList<BulkRow<TRow>>> requests)
    {
        foreach (var location in _locations.Values.OrderByDescending(static location => location.Rows.Count))
        {
            if (location.Rows.Count == 0 || !(all || Count > MaxRows / 2))
            {
                break;
            }

            requests.Add(location.Rows.Take(0, location.Rows.Count));
            Count -= location.Rows.Count;
            location.Clear();
        }
    }

    /// <summary>Fills requests with the remaining rows of several locations.</summary>
    private void Pack(bool all, List<ValueList<BulkRow<TRow>>> requests)
    {
        var rests = new RowBuffer<BulkRow<TRow>>();
        foreach (var location in _locations.Values)
        {
            rests.AddRange(location.Rows);
            location.Clear();
        }

        var taken = 0;
        while (rests.Count - taken >= maxRowsPerRequest || (all && taken < rests.Count))
        {
            var size = Math.Min(maxRowsPerRequest, rests.Count - taken);
            requests.Add(rests.Take(taken, size));
            taken += size;
        }

        for (var i = taken; i < rests.Count; i++)
        {
            _locations[rests[i].Location].TryAdd(rests[i], out _);
        }

        Count = rests.Count - taken;
    }

    private sealed class LocationRows(ItemRelation relation)
    {
        // The last row of each item, or of items that may be the same.
        private readonly Dictionary<ItemKey, int> _positions = new(relation);

        private bool _hasMergedRows;

        public RowBuffer<BulkRow<TRow>> Rows { get; } = new();

        /// <summary>How many rows there is memory for.</summary>
        public int Capacity => Math.Max(Rows.Capacity, _positions.EnsureCapacity(0));

        private bool HasSameItems => _positions.Count < Rows.Count;

        /// <summary>
        /// Adds a row, unless the last row that may be for its item has the same key. A row is never merged with an earlier one, because it
        /// would overtake the rows between them.
        /// </summary>
        public bool TryAdd(in BulkRow<TRow> row, out int position)
        {
            ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(_positions, row.Key, out var isKnown);
            position = last;
            if (isKnown && Rows[position].Key == row.Key)
            {
                return false;
            }

            last = Rows.Count;
            Rows.Add(row);
            return true;
        }

        public void Replace(int position, in BulkRow<TRow> merged)
        {
            Rows[position] = merged;
            _hasMergedRows = true;
        }

        /// <summary>Removes rows that need no request: rows can become such only when others are merged into them.</summary>
        /// <returns>How many were removed.</returns>
        public int RemoveUnsent(BulkKind<TRow> kind, UnsentRows<TRow> unsent)
        {
            if (!_hasMergedRows)
            {
                return 0;
            }

            _hasMergedRows = false;
            var removed = Rows.RemoveAll((row, _) =>
            {
                if (kind.IsNetZero(row))
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

        /// <summary>Takes full requests. The remaining rows have no item in common.</summary>
        public IEnumerable<ValueList<BulkRow<TRow>>> TakeFull(int size)
        {
            var taken = 0;
            foreach (var request in HasSameItems ? SplitSameItems(size) : [])
            {
                taken += request;
                yield return Rows.Take(taken - request, request);
            }

            for (; Rows.Count - taken >= size; taken += size)
            {
                yield return Rows.Take(taken, size);
            }

            if (taken > 0)
            {
                Rows.RemoveFirst(taken);
                Reindex();
            }
        }

        /// <summary>
        /// Orders the rows so that the first rows of all items come before the second ones and so on, and ends a request where it would
        /// have two rows that may be for one item. Rows for one item keep their order, and requests are as full as possible.
        /// </summary>
        /// <returns>The lengths of the requests; the rows after them have no item in common.</returns>
        private List<int> SplitSameItems(int size)
        {
            var rounds = new Dictionary<ItemKey, int>(relation);
            BulkRow<TRow>[] ordered =
            [
                .. Rows.ToEnumerable().Select(row => (row, round: CollectionsMarshal.GetValueRefOrAddDefault(rounds, row.Key, out _)++))
                    .OrderBy(entry => entry.round)
                    .Select(entry => entry.row),
            ];
            for (var i = 0; i < ordered.Length; i++)
            {
                Rows[i] = ordered[i];
            }

            var requests = new List<int>();
            var items = new HashSet<ItemKey>(relation);
            foreach (var row in ordered)
            {
                if (items.Count == size || items.Contains(row.Key))
                {
                    requests.Add(items.Count);
                    items.Clear();
                }

                items.Add(row.Key);
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
            _positions.TrimExcess();
        }

        private void Reindex()
        {
            _positions.Clear();
            for (var i = 0; i < Rows.Count; i++)
            {
                _positions[Rows[i].Key] = i;
            }
        }
    }
}

namespace BigCommerce.Inventory;

/// <summary>The stock that was read for given items at given locations. SKUs match in any letter case, as in the API's filters.</summary>
internal sealed class StockLevels
{
    private readonly HashSet<(long LocationId, ItemKey Item)> _wanted;
    private readonly HashSet<ItemKey> _wantedItems;
    private readonly HashSet<ItemKey> _foundItems = new(ItemRelation.BySpelling);
    private readonly Dictionary<(long LocationId, ItemKey Item), Match> _first = new(ItemRelation.BySpelling);

    // Further matches: a product with several tracked variants, or SKUs that differ only in letter case.
    private readonly Dictionary<(long LocationId, ItemKey Item), List<Match>> _others = new(ItemRelation.BySpelling);

    /// <param name="cells">The items and locations; everything else that is read is dropped.</param>
    public StockLevels(IReadOnlyCollection<(long LocationId, ItemKey Item)> cells)
    {
        _wanted = new(cells, ItemRelation.BySpelling);
        _wantedItems = new(cells.Select(cell => cell.Item), ItemRelation.BySpelling);
        LocationIds = [.. cells.Select(cell => cell.LocationId).Where(id => id > 0).Distinct()];
    }

    public IReadOnlyList<long> LocationIds { get; }

    public void Add(InventoryItem item)
    {
        var identity = item.Identity;
        ReadOnlySpan<ItemKey> keys =
        [
            ItemKey.Sku(identity.Sku ?? string.Empty),
            ItemKey.Variant(identity.VariantId),
            ItemKey.Product(identity.ProductId),
        ];
        foreach (var key in keys)
        {
            if (key.FindFault("item") is not null || !_wantedItems.Contains(key))
            {
                continue;
            }

            _foundItems.Add(key);
            foreach (var place in item.Locations)
            {
                if (_wanted.Contains((place.LocationId, key)))
                {
                    Add((place.LocationId, key), new Match(key, identity.VariantId, identity.ProductId, place));
                }
            }
        }
    }

    /// <summary>Whether the store has an item with this key, at any location.</summary>
    public bool HasItem(ItemKey item) => _foundItems.Contains(item);

    /// <summary>The stock of one item at a location; null when none was found, or several.</summary>
    public StockAtLocation? Find(long locationId, ItemKey item) => Only(locationId, item)?.Level;

    /// <summary>Which of the wanted keys may name the same item, according to the variants that were read.</summary>
    public ItemRelation Relation()
    {
        var shown = new Dictionary<ItemKey, ItemKey>(ItemRelation.BySpelling);
        foreach (var (locationId, item) in _wanted)
        {
            if (Only(locationId, item) is { VariantId: > 0 } match)
            {
                shown[item] = ItemKey.Variant(match.VariantId);
            }
        }

        return new ItemRelation(shown);
    }

    private Match? Only(long locationId, ItemKey item)
    {
        if (!_first.TryGetValue((locationId, item), out var match))
        {
            return null;
        }

        if (!_others.TryGetValue((locationId, item), out var others))
        {
            return match;
        }

        return Array.FindAll([match, .. others], found => found.Key == item) is [var only] ? only : null;
    }

    private void Add((long LocationId, ItemKey Item) cell, Match match)
    {
        // An item can appear twice, because pages shift while they are read.
        if (_first.TryAdd(cell, match) || _first[cell].IsOfSameItem(match))
        {
            _first[cell] = match;
            return;
        }

        if (!_others.TryGetValue(cell, out var others))
        {
            _others.Add(cell, others = []);
        }

        others.RemoveAll(other => other.IsOfSameItem(match));
        others.Add(match);
    }

    private sealed record Match(ItemKey Key, long VariantId, long ProductId, StockAtLocation Level)
    {
        public bool IsOfSameItem(Match other) => (VariantId, ProductId) == (other.VariantId, other.ProductId);
    }
}

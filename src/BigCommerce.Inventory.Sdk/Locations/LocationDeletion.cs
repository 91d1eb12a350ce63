using System.Text.Json.Serialization;
using BigCommerce.Inventory.Serialization;
using Refit;

namespace BigCommerce.Inventory;

/// <summary>
/// Which locations to delete. The API deletes the stock at a location with it, so the only method that creates a deletion says so.
/// </summary>
[JsonConverter(typeof(InventoryJsonConverter))]
public sealed record LocationDeletion
{
    private LocationDeletion(IReadOnlyList<long> locationIds) => LocationIds = locationIds;

    /// <summary>The locations to delete.</summary>
    [AliasAs("location_id:in"), Query(CollectionFormat.Csv)]
    public IReadOnlyList<long> LocationIds { get; }

    /// <summary>Deletes locations together with all stock at them. This cannot be undone.</summary>
    /// <param name="locationIds">One id or more; not 1, which the API never deletes.</param>
    /// <exception cref="ArgumentException">There is no id, one below 1, location 1, or one twice.</exception>
    public static LocationDeletion WithAllTheirStock(params IEnumerable<long> locationIds)
    {
        ArgumentNullException.ThrowIfNull(locationIds);
        long[] ids = [.. locationIds];
        if (ids.Length == 0)
        {
            throw new ArgumentException("Give at least one location to delete.", nameof(locationIds));
        }

        if (ids.Contains(1))
        {
            throw new ArgumentException(
                "Location 1 is the store's first location and cannot be deleted. Leave it out.",
                nameof(locationIds));
        }

        return ids.Distinct().Count() == ids.Length
            ? new LocationDeletion(FilterValues.Ids(ids, nameof(locationIds))!)
            : throw new ArgumentException(
                "The list contains a location twice. Check the list: a deletion cannot be undone.",
                nameof(locationIds));
    }
}

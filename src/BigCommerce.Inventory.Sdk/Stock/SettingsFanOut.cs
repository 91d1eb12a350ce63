using System.Runtime.CompilerServices;

namespace BigCommerce.Inventory;

/// <summary>Multiplies updates of settings by locations: the API updates settings at one location in a request.</summary>
internal static class SettingsFanOut
{
    /// <param name="updates">The updates.</param>
    /// <param name="locationIds">The locations; null for all active locations, which are read once, before the first update.</param>
    /// <param name="locations">Reads the locations.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>A row for every update and location. All rows of an update have its position as their index.</returns>
    public static async IAsyncEnumerable<BulkRow<ItemSettingsRow>> RowsAsync(
        IAsyncEnumerable<ItemSettingsUpdate> updates,
        IReadOnlyList<long>? locationIds,
        ILocationsApi locations,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        locationIds ??= await ReadLocationIdsAsync(locations, cancellationToken).ConfigureAwait(false);
        var index = 0L;
        await foreach (var update in updates.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var locationId in locationIds)
            {
                yield return new ItemSettingsRow(locationId, update).ToBulkRow(index);
            }

            index++;
        }
    }

    public static async IAsyncEnumerable<T> ToAsync<T>(IEnumerable<T> rows)
    {
        foreach (var row in rows)
        {
            yield return row;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    private static async Task<List<long>> ReadLocationIdsAsync(ILocationsApi locations, CancellationToken cancellationToken)
    {
        var ids = new List<long>();
        var active = locations.EnumerateAsync(new LocationFilter { IsActive = true }, cancellationToken: cancellationToken);
        await foreach (var location in active.ConfigureAwait(false))
        {
            ids.Add(location.Id);
        }

        return ids.Count > 0
            ? ids
            : throw new BigCommerceException("The store has no active location, so the updates apply to nothing. Pass the ids of the locations.") { Effect = RequestEffect.None };
    }
}

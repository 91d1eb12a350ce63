using System.Globalization;
using System.Net;
using BigCommerce.Inventory;

namespace StoreLocations;

/// <summary>The lesson: what can be done with a store's locations, a method each. The results are exit codes.</summary>
internal static class Locations
{
    public static async Task<int> ListAsync(BigCommerceInventoryClient client, bool onlyActive, Screen screen, CancellationToken cancellationToken)
    {
        // 1. List: all pages, one location at a time. A filter's member left null does not narrow.
        var filter = new LocationFilter { IsActive = onlyActive ? true : null };
        screen.ShowList(await client.Locations.EnumerateAsync(filter, cancellationToken: cancellationToken).ToListAsync(cancellationToken));
        return App.Done;
    }

    public static async Task<int> ShowAsync(BigCommerceInventoryClient client, string codeOrId, Screen screen, CancellationToken cancellationToken)
    {
        // 2. Show one: the API has no path for one location; FindAsync filters the list, and null means there is none.
        var location = await client.Locations.FindAsync(codeOrId, cancellationToken: cancellationToken);
        if (location is null && long.TryParse(codeOrId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0)
        {
            location = await client.Locations.FindAsync(id, cancellationToken: cancellationToken);
        }

        if (location is null)
        {
            screen.Complain($"The store has no location with the code or id {codeOrId}.");
            return App.CouldNotRun;
        }

        screen.Show(location);
        return App.Done;
    }

    public static async Task<int> ExportAsync(BigCommerceInventoryClient client, string? path, Screen screen, CancellationToken cancellationToken)
    {
        // 3. Export: all of them, with the API's own names, so that what was exported can be imported.
        var locations = await client.Locations.EnumerateAsync(cancellationToken: cancellationToken).ToListAsync(cancellationToken);
        var json = LocationFile.Write(locations);
        if (path is null)
        {
            screen.Print(json);
        }
        else
        {
            await File.WriteAllTextAsync(path, json + Environment.NewLine, cancellationToken);
            screen.Remark($"{locations.Count} locations written to {path}.");
        }

        return App.Done;
    }

    public static async Task<int> ImportAsync(BigCommerceInventoryClient client, string path, Screen screen, CancellationToken cancellationToken)
    {
        // 4. Import: look at the whole file before the first request.
        var locations = LocationFile.Read(path, await File.ReadAllTextAsync(path, cancellationToken));
        var results = new List<ImportResult>();
        foreach (var location in locations)
        {
            try
            {
                // 5. By code: created where it is new (and waited for: the API returns no id), updated where it differs, left alone otherwise.
                var upsert = await client.Locations.UpsertAsync(location, cancellationToken: cancellationToken);
                results.Add(new ImportResult(location.Code!, upsert.Id, upsert.Outcome.ToString().ToLowerInvariant(), null));
            }
            catch (Exception exception) when (CostsOnlyItself(exception))
            {
                results.Add(new ImportResult(location.Code!, null, exception is BigCommerceEffectUnknownException ? "unknown" : "refused", exception.Message));
            }
        }

        screen.ShowImport(results);
        return results.TrueForAll(result => result.Reason is null) ? App.Done : App.SomeNotImported;
    }

    // What the store will not have, may have, or has no room for. Anything else would meet the other locations too.
    private static bool CostsOnlyItself(Exception exception) =>
        exception is BigCommerceValidationException or BigCommerceConflictException or ArgumentException or BigCommerceEffectUnknownException
            or BigCommerceApiException { StatusCode: HttpStatusCode.InsufficientStorage };
}

/// <summary>What became of one entry of the file.</summary>
internal sealed record ImportResult(string Code, long? LocationId, string Result, string? Reason);

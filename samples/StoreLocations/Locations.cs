using System.Globalization;
using System.Net;
using BigCommerce.Inventory;

namespace StoreLocations;

/// <summary>The commands, a method each. They return exit codes.</summary>
internal static class Locations
{
    public static async Task<int> ListAsync(
        BigCommerceInventoryClient client, bool onlyActive, Screen screen, CancellationToken cancellationToken)
    {
        // 1. List: stream the locations of all pages. A null member of the filter matches all locations.
        var filter = new LocationFilter { IsActive = onlyActive ? true : null };
        screen.ShowList(await client.Locations.EnumerateAsync(filter, cancellationToken: cancellationToken).ToListAsync(cancellationToken));
        return App.Done;
    }

    public static async Task<int> ShowAsync(
        BigCommerceInventoryClient client, string codeOrId, Screen screen, CancellationToken cancellationToken)
    {
        // 2. Show: the API has no operation for one location. FindAsync filters the list and returns null if none matches.
        var location = await client.Locations.FindAsync(codeOrId, cancellationToken: cancellationToken);
        if (location is null && long.TryParse(codeOrId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0)
        {
            location = await client.Locations.FindAsync(id, cancellationToken: cancellationToken);
        }

        if (location is null)
        {
            screen.Complain($"The store has no location with code or id {codeOrId}.");
            return App.CouldNotRun;
        }

        screen.Show(location);
        return App.Done;
    }

    public static async Task<int> ExportAsync(
        BigCommerceInventoryClient client, string? path, Screen screen, CancellationToken cancellationToken)
    {
        // 3. Export: write all locations with the API's member names, so that the file can be imported.
        var locations = await client.Locations.EnumerateAsync(cancellationToken: cancellationToken).ToListAsync(cancellationToken);
        var json = LocationFile.Write(locations);
        if (path is null)
        {
            screen.Print(json);
        }
        else
        {
            await File.WriteAllTextAsync(path, json + Environment.NewLine, cancellationToken);
            screen.Remark($"{Screen.Count(locations.Count)} written to {path}.");
        }

        return App.Done;
    }

    public static async Task<int> ImportAsync(
        BigCommerceInventoryClient client, string path, Screen screen, CancellationToken cancellationToken)
    {
        // 4. Import: validate the whole file before the first request.
        var locations = LocationFile.Read(path, await File.ReadAllTextAsync(path, cancellationToken));
        var results = new List<ImportResult>();
        foreach (var location in locations)
        {
            try
            {
                // 5. By code: created where it is new (and waited for: the API returns no id), updated where it differs, left alone
                // otherwise.
                var upsert = await client.Locations.UpsertAsync(location, cancellationToken: cancellationToken);
                results.Add(new ImportResult(location.Code!, upsert.Id, upsert.Outcome.ToString().ToLowerInvariant(), null));
            }
            catch (Exception exception) when (IsLimitedToEntry(exception))
            {
                string result = exception is BigCommerceEffectUnknownException ? "unknown" : "rejected";
                results.Add(new ImportResult(location.Code!, null, result, exception.Message));
            }
        }

        screen.ShowImport(results);
        return results.TrueForAll(result => result.Reason is null) ? App.Done : App.SomeNotImported;
    }

    // These exceptions concern one entry. All others would affect the remaining entries too.
    private static bool IsLimitedToEntry(Exception exception) =>
        exception is BigCommerceValidationException
            or BigCommerceConflictException
            or BigCommerceEffectUnknownException
            or ArgumentException
            or BigCommerceApiException { StatusCode: HttpStatusCode.InsufficientStorage };
}

/// <summary>The result of one entry of the file.</summary>
internal sealed record ImportResult(string Code, long? LocationId, string Result, string? Reason);

namespace BigCommerce.Inventory;

/// <summary>What builds on <see cref="ILocationsApi"/>: a stream over all pages, single locations, and writes that end in a location. They work on any implementation, mocks included.</summary>
public static class LocationsExtensions
{
    /// <summary>Reads all locations, page by page (<c>GET /inventory/locations</c>).</summary>
    /// <param name="locations">The API.</param>
    /// <param name="filter">Which locations; null for all. Its page is not used; its limit is the page size, 1,000 when null. Lists may be of any length.</param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="cancellationToken">Stops between locations and within requests.</param>
    /// <returns>A stream that sends its first request when it is first read. No location comes twice.</returns>
    /// <exception cref="BigCommerceException">While reading: a request failed, or the server answers the same page again and again.</exception>
    public static IAsyncEnumerable<Location> EnumerateAsync(this ILocationsApi locations, LocationFilter? filter = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(locations);
        var parts = (filter ?? new LocationFilter()).Split();
        return PageReader.EntriesAsync(
            [.. parts.Select(part => PageReader.PagesAsync(
                (page, limit, token) => locations.ListAsync(part with { Page = page, Limit = limit }, options, token),
                part.Limit ?? FilterValues.MaxPageSize,
                static location => location.Id,
                cancellationToken: cancellationToken))],
            static location => location.Id,
            readAhead: true,
            cancellationToken);
    }

    /// <summary>Reads one location by its id (<c>GET /inventory/locations</c>, filtered).</summary>
    /// <param name="locations">The API.</param>
    /// <param name="locationId">The location's id, 1 or more.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The location; null when there is none.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="locationId"/> is below 1.</exception>
    /// <exception cref="BigCommerceException">The call failed; the type says how.</exception>
    public static async Task<Location?> FindAsync(this ILocationsApi locations, long locationId, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(locations);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(locationId);
        var filter = new LocationFilter { LocationIds = [locationId] };
        try
        {
            var page = await locations.ListAsync(filter, options, cancellationToken).ConfigureAwait(false);
            return page.Data.FirstOrDefault(location => location.Id == locationId);
        }
        catch (BigCommerceApiException exception) when (exception.Reason == ApiErrorReason.LocationNotFound)
        {
            return null;
        }
    }

    /// <summary>Reads one location by its code (<c>GET /inventory/locations</c>, filtered; for a code with a comma, which the API cannot be asked for, all locations are read).</summary>
    /// <param name="locations">The API.</param>
    /// <param name="code">The merchant's own code; not blank.</param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The location with this code, else one that differs only in letter case; null when there is none.</returns>
    /// <exception cref="ArgumentException"><paramref name="code"/> is null or blank.</exception>
    /// <exception cref="BigCommerceException">A request failed; the type says how.</exception>
    public static async Task<Location?> FindAsync(this ILocationsApi locations, string code, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(locations);
        ArgumentException.ThrowIfNullOrWhiteSpace(code);
        var filter = code.Contains(',', StringComparison.Ordinal) ? null : new LocationFilter { LocationCodes = [code] };
        Location? similar = null;
        try
        {
            await foreach (var location in locations.EnumerateAsync(filter, options, cancellationToken).ConfigureAwait(false))
            {
                if (string.Equals(location.Code, code, StringComparison.Ordinal))
                {
                    return location;
                }

                similar ??= string.Equals(location.Code, code, StringComparison.OrdinalIgnoreCase) ? location : null;
            }
        }
        catch (BigCommerceApiException exception) when (exception.Reason == ApiErrorReason.LocationNotFound)
        {
            return null;
        }

        return similar;
    }

    /// <summary>
    /// Creates a location (<c>POST /inventory/locations</c>) and reads it back with its id: the API does not tell the id, so
    /// the location is looked for by its code until it shows.
    /// </summary>
    /// <param name="locations">The API.</param>
    /// <param name="location">The location, with a code that no other one has.</param>
    /// <param name="wait">How long to wait for it to show; null for the defaults.</param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request already on its way may still take effect.</param>
    /// <returns>The location as the store has it.</returns>
    /// <exception cref="ArgumentException"><paramref name="location"/> has no code, or cannot be sent.</exception>
    /// <exception cref="BigCommerceEffectUnknownException">The request went out and no clear answer came: look for the code before you create it again, or use <see cref="UpsertAsync"/>, which does.</exception>
    /// <exception cref="BigCommerceValidationException">422: the location is wrong, and was not created.</exception>
    /// <exception cref="BigCommerceException">Any other failure; also when the location was accepted but did not show in time, or could not be read: then its <see cref="BigCommerceException.Effect"/> is <see cref="RequestEffect.Applied"/>.</exception>
    public static async Task<Location> CreateAndGetAsync(this ILocationsApi locations, LocationCreate location, PollingOptions? wait = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(locations);
        var code = RequireCode(location);
        TransactionResult result;
        try
        {
            result = await locations.CreateAsync([location], options, cancellationToken).ConfigureAwait(false);
        }
        catch (BigCommerceEffectUnknownException exception)
        {
            throw new BigCommerceEffectUnknownException(
                $"It is not known whether the location with the code '{code}' was created. Look for it with FindAsync before you create it again, or use UpsertAsync, which does. {exception.Message}",
                exception.Method,
                exception.Path,
                exception.SentAt,
                exception.CorrelationId,
                exception);
        }

        wait ??= new PollingOptions();
        var accepted = $"The store accepted the location with the code '{code}' (transaction {result.TransactionId ?? "unnamed"}). Look for it with FindAsync before you create it again.";
        return await AfterWrite.ContinueAsync(
                RequestEffect.Applied, accepted, () => wait.UntilThereAsync(token => locations.FindAsync(code, options, token), wait.TimeProvider ?? TimeProvider.System, cancellationToken)).ConfigureAwait(false)
            ?? throw new BigCommerceException($"{accepted} It did not show within {wait.Timeout}; PollingOptions.Timeout sets how long to wait.") { Effect = RequestEffect.Applied };
    }

    /// <summary>
    /// Makes a location be as given, found by its code: creates it (<c>POST /inventory/locations</c>) or changes what differs
    /// (<c>PUT /inventory/locations</c>). Safe to repeat.
    /// </summary>
    /// <param name="locations">The API.</param>
    /// <param name="location">The location, with its code. A member left null is left alone where the location exists.</param>
    /// <param name="wait">How long to wait for a created location to show; null for the defaults.</param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request already on its way may still take effect.</param>
    /// <returns>The location's id, and what was done. A change may show in reads a little later.</returns>
    /// <exception cref="ArgumentException"><paramref name="location"/> has no code, or cannot be sent.</exception>
    /// <exception cref="BigCommerceEffectUnknownException">The request to create went out and no clear answer came: call again later, which looks for the code first.</exception>
    /// <exception cref="BigCommerceValidationException">422: the location is wrong, and nothing was changed.</exception>
    /// <exception cref="BigCommerceException">Any other failure; also when the location was created but did not show in time.</exception>
    public static async Task<LocationUpsert> UpsertAsync(this ILocationsApi locations, LocationCreate location, PollingOptions? wait = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(locations);
        var code = RequireCode(location);
        if (await locations.FindAsync(code, options, cancellationToken).ConfigureAwait(false) is { } existing)
        {
            return await UpdateAsync(locations, existing, location, options, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            var created = await locations.CreateAndGetAsync(location, wait, options, cancellationToken).ConfigureAwait(false);
            return new LocationUpsert(created.Id, UpsertResult.Created);
        }
        catch (BigCommerceApiException exception) when (exception is BigCommerceValidationException or BigCommerceConflictException)
        {
            // Someone else may have created it since we looked; if not, the refusal is the answer.
            if (await locations.FindAsync(code, options, cancellationToken).ConfigureAwait(false) is { } other)
            {
                return await UpdateAsync(locations, other, location, options, cancellationToken).ConfigureAwait(false);
            }

            throw;
        }
    }

    private static async Task<LocationUpsert> UpdateAsync(ILocationsApi locations, Location existing, LocationCreate location, RequestOptions? options, CancellationToken cancellationToken)
    {
        if (location.ChangesTo(existing) is not { } update)
        {
            return new LocationUpsert(existing.Id, UpsertResult.Unchanged);
        }

        await locations.UpdateAsync([update], options, cancellationToken).ConfigureAwait(false);
        return new LocationUpsert(existing.Id, UpsertResult.Updated);
    }

    private static string RequireCode(LocationCreate location)
    {
        ArgumentNullException.ThrowIfNull(location);
        return location.Code
            ?? throw new ArgumentException("The location has no code. Give it one: the API does not tell the id of a location that it creates, and only the code finds it.", nameof(location));
    }
}

/// <summary>What became of a location that was upserted.</summary>
/// <param name="LocationId">The location's id.</param>
/// <param name="Result">What was done.</param>
public sealed record LocationUpsert(long LocationId, UpsertResult Result);

using BigCommerce.Inventory.Http;

namespace BigCommerce.Inventory;

/// <summary>
/// Streams over all pages, queries, reads of single locations, and upserts, on <see cref="ILocationsApi"/>. They work on any
/// implementation, mocks included.
/// </summary>
public static class LocationsExtensions
{
    // The API documents no limit. A request that it refuses as a whole is halved.
    private const int MaxLocationsPerRequest = 100;

    /// <summary>Reads all locations, page by page (<c>GET /inventory/locations</c>).</summary>
    /// <param name="locations">The API.</param>
    /// <param name="filter">
    /// Which locations; null for all. Its page is ignored; its limit is the page size, 1,000 if null. Lists may have any length.
    /// </param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="cancellationToken">Stops between locations and within requests.</param>
    /// <returns>
    /// A stream that sends its first request when it is enumerated. Within an enumeration no location is returned twice.
    /// <see cref="PagedSequence{T}.AsPages"/> gives pages with continuation tokens.
    /// </returns>
    /// <exception cref="BigCommerceException">
    /// While reading: a request failed, or the server returns the same page again and again.
    /// </exception>
    public static PagedSequence<Location> EnumerateAsync(
        this ILocationsApi locations,
        LocationFilter? filter = null,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(locations);
        filter ??= new LocationFilter();
        return new ListSequence<Location, long>(
            filter.Hash,
            [.. filter.Split().Select(Pages)],
            filter.Limit ?? FilterValues.MaxPageSize,
            FilterValues.MaxPageSize,
            static location => location.Id,
            readAhead: true,
            cancellationToken);

        Func<ListPosition, CancellationToken, IAsyncEnumerable<ListPage<Location>>> Pages(LocationFilter part) => (start, token) => PageReader.PagesAsync(
            (page, limit, _, request) => locations.ListAsync(part with { Page = page, Limit = limit }, options, request),
            start,
            static location => location.Id,
            cancellationToken: token);
    }

    /// <summary>
    /// Begins a query: <c>locations.Query().Active().OfType(LocationType.Physical)</c> (<c>GET /inventory/locations</c>).
    /// </summary>
    /// <param name="locations">The API.</param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <returns>A query for all locations, to narrow and to read like a stream. Nothing is sent before it is enumerated.</returns>
    public static LocationQuery Query(this ILocationsApi locations, RequestOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(locations);
        return new LocationQuery(locations, new LocationFilter(), options);
    }

    /// <summary>Reads one location by its id (<c>GET /inventory/locations</c>, filtered).</summary>
    /// <param name="locations">The API.</param>
    /// <param name="locationId">The location's id, 1 or more.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The location; null if there is none.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="locationId"/> is below 1.</exception>
    /// <exception cref="BigCommerceException">The call failed; see its type.</exception>
    public static async Task<Location?> FindAsync(
        this ILocationsApi locations,
        long locationId,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default)
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

    /// <summary>
    /// Reads one location by its code (<c>GET /inventory/locations</c>, filtered). The API's filter does not support a comma: for a code
    /// with one, all locations are read.
    /// </summary>
    /// <param name="locations">The API.</param>
    /// <param name="code">The merchant's code; not blank.</param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The location with this code, else one whose code differs only in letter case; null if there is none.</returns>
    /// <exception cref="ArgumentException"><paramref name="code"/> is null or blank.</exception>
    /// <exception cref="BigCommerceException">A request failed; see its type.</exception>
    public static async Task<Location?> FindAsync(
        this ILocationsApi locations,
        string code,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default)
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

    /// <summary>Creates one location (<c>POST /inventory/locations</c>).</summary>
    /// <param name="locations">The API.</param>
    /// <param name="location">The location.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request that was sent may still take effect.</param>
    /// <returns>The transaction's id; the API does not return the location's id.</returns>
    /// <inheritdoc cref="ILocationsApi.CreateAsync" path="/exception"/>
    public static Task<TransactionResult> CreateAsync(
        this ILocationsApi locations,
        LocationCreate location,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(locations);
        ArgumentNullException.ThrowIfNull(location);
        return locations.CreateAsync([location], options, cancellationToken);
    }

    /// <summary>Updates one location (<c>PUT /inventory/locations</c>). Members that are unset keep their values.</summary>
    /// <param name="locations">The API.</param>
    /// <param name="location">The update.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request that was sent may still take effect.</param>
    /// <returns>The transaction's id.</returns>
    /// <inheritdoc cref="ILocationsApi.UpdateAsync" path="/exception"/>
    public static Task<TransactionResult> UpdateAsync(
        this ILocationsApi locations,
        LocationUpdate location,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(locations);
        ArgumentNullException.ThrowIfNull(location);
        return locations.UpdateAsync([location], options, cancellationToken);
    }

    /// <summary>
    /// Creates a location (<c>POST /inventory/locations</c>) and reads it back with its id. The API does not return the id, so the location
    /// is read by its code until it is visible.
    /// </summary>
    /// <param name="locations">The API.</param>
    /// <param name="location">The location, with a code that no other location has.</param>
    /// <param name="polling">How long to wait until it is visible; null for the defaults.</param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request that was sent may still take effect.</param>
    /// <returns>The location as it is in the store.</returns>
    /// <exception cref="ArgumentException"><paramref name="location"/> has no code, or cannot be sent.</exception>
    /// <exception cref="BigCommerceEffectUnknownException">
    /// The request was sent and there was no clear response: read the code before you create it again, or use
    /// <see cref="UpsertAsync(ILocationsApi, LocationCreate, PollingOptions?, RequestOptions?, CancellationToken)"/>, which does.
    /// </exception>
    /// <exception cref="BigCommerceValidationException">422: the location is invalid, and was not created.</exception>
    /// <exception cref="BigCommerceException">
    /// Any other failure; also if the location was accepted but was not visible in time, or could not be read: then its
    /// <see cref="BigCommerceException.Effect"/> is <see cref="RequestEffect.Applied"/>.
    /// </exception>
    public static async Task<Location> CreateAndGetAsync(
        this ILocationsApi locations,
        LocationCreate location,
        PollingOptions? polling = null,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default)
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

        polling ??= new PollingOptions();
        var accepted = $"The store accepted the location with the code '{code}' (transaction {result.TransactionId ?? "unnamed"}). Look for it with FindAsync before you create it again.";
        return await AfterWrite.ContinueAsync(
                RequestEffect.Applied,
                accepted,
                () => polling.UntilThereAsync(
                    token => locations.FindAsync(code, options, token),
                    ApiFactory.ClockOf(locations),
                    cancellationToken)).ConfigureAwait(false)
            ?? throw new BigCommerceException(
                $"{accepted} It was not visible within {polling.Timeout}; PollingOptions.Timeout sets how long to wait.")
            { Effect = RequestEffect.Applied };
    }

    /// <summary>
    /// Creates a location (<c>POST /inventory/locations</c>), or updates what differs if one with its code exists
    /// (<c>PUT /inventory/locations</c>). Safe to repeat.
    /// </summary>
    /// <param name="locations">The API.</param>
    /// <param name="location">The location, with its code. A member that is null keeps its value if the location exists.</param>
    /// <param name="polling">How long to wait until a created location is visible; null for the defaults.</param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request that was sent may still take effect.</param>
    /// <returns>The location's id, and what was done. An update can be visible in reads a little later.</returns>
    /// <exception cref="ArgumentException"><paramref name="location"/> has no code, or cannot be sent.</exception>
    /// <exception cref="BigCommerceEffectUnknownException">
    /// The request to create was sent and there was no clear response: call again later, which looks for the code first.
    /// </exception>
    /// <exception cref="BigCommerceValidationException">422: the location is invalid, and nothing was changed.</exception>
    /// <exception cref="BigCommerceException">Any other failure; also if the location was created but was not visible in time.</exception>
    public static async Task<UpsertResult> UpsertAsync(
        this ILocationsApi locations,
        LocationCreate location,
        PollingOptions? polling = null,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(locations);
        var code = RequireCode(location);
        if (await locations.FindAsync(code, options, cancellationToken).ConfigureAwait(false) is { } existing)
        {
            return await UpdateAsync(existing).ConfigureAwait(false);
        }

        try
        {
            var created = await locations.CreateAndGetAsync(location, polling, options, cancellationToken).ConfigureAwait(false);
            return new UpsertResult { Outcome = UpsertOutcome.Created, Id = created.Id };
        }
        catch (BigCommerceApiException exception) when (exception is BigCommerceValidationException or BigCommerceConflictException)
        {
            // Another client may have created it since the read.
            if (await locations.FindAsync(code, options, cancellationToken).ConfigureAwait(false) is { } other)
            {
                return await UpdateAsync(other).ConfigureAwait(false);
            }

            throw;
        }

        async Task<UpsertResult> UpdateAsync(Location current)
        {
            var update = location.ChangesTo(current);
            if (update is not null)
            {
                await locations.UpdateAsync([update], options, cancellationToken).ConfigureAwait(false);
            }

            return new UpsertResult { Outcome = update is null ? UpsertOutcome.Unchanged : UpsertOutcome.Updated, Id = current.Id };
        }
    }

    /// <summary>
    /// Creates the locations whose code does not exist (<c>POST /inventory/locations</c>), and updates what differs of the others
    /// (<c>PUT /inventory/locations</c>), with one request for all where possible. Safe to repeat.
    /// </summary>
    /// <param name="locations">The API.</param>
    /// <param name="entries">The locations, each with its code. A member that is null keeps its value if the location exists.</param>
    /// <param name="polling">How long to wait until created locations are visible; null for the defaults.</param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request that was sent may still take effect.</param>
    /// <returns>
    /// A result for each location, in the given order. A location that the API refuses is a result, not an exception; the others are still
    /// written. A location that was created but was not visible in time has no id.
    /// </returns>
    /// <remarks>
    /// The API refuses a request as a whole if one location is invalid. The request is then halved until the invalid locations are
    /// isolated.
    /// </remarks>
    /// <exception cref="ArgumentException">A location has no code or cannot be sent, or two have the same code.</exception>
    /// <exception cref="BigCommerceException">
    /// Any other failure. Its <see cref="BigCommerceException.Effect"/> includes the requests before. Call again: what was written is then
    /// unchanged.
    /// </exception>
    public static async Task<IReadOnlyList<UpsertResult>> UpsertAsync(
        this ILocationsApi locations,
        IEnumerable<LocationCreate> entries,
        PollingOptions? polling = null,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(locations);
        ArgumentNullException.ThrowIfNull(entries);
        LocationCreate[] inputs = [.. entries];
        if (inputs.Length == 0)
        {
            return [];
        }

        RequestChecks.CheckedList(inputs);
        var codes = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var input in inputs)
        {
            if (!codes.Add(RequireCode(input)))
            {
                throw new ArgumentException(
                    $"Two entries have the code '{input.Code}', ignoring letter case. Keep one of them.",
                    nameof(entries));
            }
        }

        var batch = new UpsertBatch(MaxLocationsPerRequest, inputs.Length);
        var existing = await FindAllAsync([.. inputs.Select(input => input.Code!)]).ConfigureAwait(false);
        await UpdateAsync(Enumerable.Range(0, inputs.Length).Where(i => existing.ContainsKey(inputs[i].Code!))).ConfigureAwait(false);

        int[] missing = [.. Enumerable.Range(0, inputs.Length).Where(i => !existing.ContainsKey(inputs[i].Code!))];
        await batch.SendAsync(missing, CreateAsync).ConfigureAwait(false);

        // Another client may have created a refused location since the read.
        int[] refused = [.. missing.Where(i => batch.Results[i].Outcome == UpsertOutcome.Failed)];
        if (refused.Length > 0)
        {
            await batch.ContinueAsync(async () => existing = await FindAllAsync([.. refused.Select(i => inputs[i].Code!)]).ConfigureAwait(false)).ConfigureAwait(false);
            await UpdateAsync(refused.Where(i => existing.ContainsKey(inputs[i].Code!))).ConfigureAwait(false);
        }

        await batch.ContinueAsync(() => SetIdsAsync([.. missing.Where(i => batch.Results[i].Outcome == UpsertOutcome.Created)])).ConfigureAwait(false);
        return batch.Results;

        async Task CreateAsync(IReadOnlyList<int> indices)
        {
            await locations.CreateAsync(indices.Select(i => inputs[i]), options, cancellationToken).ConfigureAwait(false);
            batch.Set(indices, _ => new UpsertResult { Outcome = UpsertOutcome.Created });
        }

        async Task UpdateAsync(IEnumerable<int> indices)
        {
            var updates = new Dictionary<int, LocationUpdate>();
            foreach (var i in indices)
            {
                var current = existing[inputs[i].Code!];
                if (inputs[i].ChangesTo(current) is { } update)
                {
                    updates.Add(i, update);
                }
                else
                {
                    batch.Set([i], _ => new UpsertResult { Outcome = UpsertOutcome.Unchanged, Id = current.Id });
                }
            }

            await batch.SendAsync([.. updates.Keys], async part =>
            {
                await locations.UpdateAsync(part.Select(i => updates[i]), options, cancellationToken).ConfigureAwait(false);
                batch.Set(part, i => new UpsertResult { Outcome = UpsertOutcome.Updated, Id = updates[i].Id });
            }).ConfigureAwait(false);
        }

        async Task SetIdsAsync(IReadOnlyList<int> created)
        {
            if (created.Count == 0)
            {
                return;
            }

            polling ??= new PollingOptions();
            Dictionary<string, Location> found = [];
            await polling.UntilThereAsync(
                async token =>
                {
                    found = await FindAllAsync([.. created.Select(i => inputs[i].Code!)], token).ConfigureAwait(false);
                    return found.Count >= created.Count ? found : null;
                },
                ApiFactory.ClockOf(locations),
                cancellationToken).ConfigureAwait(false);
            batch.Set(created, i => found.TryGetValue(inputs[i].Code!, out var location)
                ? new UpsertResult { Outcome = UpsertOutcome.Created, Id = location.Id }
                : new UpsertResult
                {
                    Outcome = UpsertOutcome.Created,
                    Message = $"The location with the code '{inputs[i].Code}' was created but was not visible within {polling.Timeout}; PollingOptions.Timeout sets how long to wait.",
                });
        }

        // By the codes that were given, not those of the store, which can differ in letter case.
        async Task<Dictionary<string, Location>> FindAllAsync(IReadOnlyList<string> wanted, CancellationToken? token = null)
        {
            var filter = wanted.Any(code => code.Contains(',', StringComparison.Ordinal))
                ? null
                : new LocationFilter { LocationCodes = wanted };
            var all = new List<Location>();
            try
            {
                await ReadAsync(filter).ConfigureAwait(false);
            }
            catch (BigCommerceApiException exception) when (filter is not null && exception.Reason == ApiErrorReason.LocationNotFound)
            {
                // The API refused the filter because a code does not exist.
                all.Clear();
                await ReadAsync(null).ConfigureAwait(false);
            }

            var exact = all.DistinctBy(location => location.Code, StringComparer.Ordinal)
                .ToDictionary(location => location.Code, StringComparer.Ordinal);
            var similar = all.DistinctBy(location => location.Code, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(location => location.Code, StringComparer.OrdinalIgnoreCase);
            return wanted.Select(code => (code, location: exact.GetValueOrDefault(code) ?? similar.GetValueOrDefault(code)))
                .Where(found => found.location is not null)
                .ToDictionary(found => found.code, found => found.location!, StringComparer.Ordinal);

            async Task ReadAsync(LocationFilter? which)
            {
                await foreach (var location in locations.EnumerateAsync(which, options, token ?? cancellationToken).ConfigureAwait(false))
                {
                    all.Add(location);
                }
            }
        }
    }

    private static string RequireCode(LocationCreate location)
    {
        ArgumentNullException.ThrowIfNull(location);
        return location.Code
            ?? throw new ArgumentException(
                "The location has no code. Set one: the API does not return the id of a location that it creates, and only the code identifies it.",
                nameof(location));
    }
}

using System.Net;
using BigCommerce.Inventory.Http;

namespace BigCommerce.Inventory;

/// <summary>
/// Streams over all pages, batches with a result for each entry, reads by name, and upserts, on <see cref="ILocationMetafieldsApi"/>. They
/// work on any implementation, mocks included.
/// </summary>
public static class LocationMetafieldsExtensions
{
    // The API documents no limit. A request that it refuses as a whole is halved.
    private const int MaxMetafieldsPerRequest = 250;

    /// <summary>
    /// Reads all locations' metafields (<c>GET /inventory/locations/metafields</c>), page by page: by cursor where the store offers
    /// cursors, else by number.
    /// </summary>
    /// <param name="metafields">The API.</param>
    /// <param name="filter">
    /// Which metafields; null for all. Its page is ignored; its limit is the page size, 250 if null. Lists may have any length.
    /// </param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="cancellationToken">Stops between metafields and within requests.</param>
    /// <returns>
    /// A stream that sends its first request when it is enumerated. Within an enumeration no metafield is returned twice.
    /// <see cref="PagedSequence{T}.AsPages"/> gives pages with continuation tokens.
    /// </returns>
    /// <exception cref="ArgumentException">The filter has a cursor, which a stream does not support.</exception>
    /// <exception cref="BigCommerceException">
    /// While reading: a request failed, or the server returns the same page again and again.
    /// </exception>
    public static PagedSequence<Metafield> EnumerateAsync(
        this ILocationMetafieldsApi metafields,
        MetafieldFilter? filter = null,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metafields);
        return Stream((part, token) => metafields.ListAsync(part, options, token), null, filter, cancellationToken);
    }

    /// <summary>
    /// Reads all metafields of one location (<c>GET /inventory/locations/{location_id}/metafields</c>), page by page: by cursor where the
    /// store offers cursors, else by number.
    /// </summary>
    /// <param name="metafields">The API.</param>
    /// <param name="locationId">The location's id.</param>
    /// <param name="filter">
    /// Which metafields; null for all. Its page is ignored; its limit is the page size, 250 if null. Lists may have any length.
    /// </param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="cancellationToken">Stops between metafields and within requests.</param>
    /// <returns>
    /// A stream that sends its first request when it is enumerated. Within an enumeration no metafield is returned twice.
    /// <see cref="PagedSequence{T}.AsPages"/> gives pages with continuation tokens.
    /// </returns>
    /// <exception cref="ArgumentException">The filter has a cursor, which a stream does not support.</exception>
    /// <exception cref="BigCommerceException">
    /// While reading: a request failed, or the server returns the same page again and again.
    /// </exception>
    public static PagedSequence<Metafield> EnumerateAtLocationAsync(
        this ILocationMetafieldsApi metafields,
        long locationId,
        MetafieldFilter? filter = null,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metafields);
        return Stream(
            (part, token) => metafields.ListAtLocationAsync(locationId, part, options, token),
            locationId,
            filter,
            cancellationToken);
    }

    /// <summary>Creates several metafields (<c>POST /inventory/locations/metafields</c>) and matches the response to the entries.</summary>
    /// <param name="metafields">The API.</param>
    /// <param name="entries">One metafield or more, each with its location. They are sent in one request.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request that was sent may still take effect.</param>
    /// <returns>
    /// The metafields that were created, and the entries that failed with the reason. A partial success is a result, not an exception.
    /// </returns>
    /// <exception cref="BigCommerceEffectUnknownException">The request was sent and there was no clear response.</exception>
    /// <exception cref="BigCommerceValidationException">422 without any result: the request as a whole is invalid.</exception>
    /// <exception cref="BigCommerceException">Any other failure; see its type.</exception>
    public static async Task<MetafieldBatchResult<MetafieldCreateEntry, Metafield>> CreateBatchWithResultsAsync(
        this ILocationMetafieldsApi metafields,
        IEnumerable<MetafieldCreateEntry> entries,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metafields);
        ArgumentNullException.ThrowIfNull(entries);
        MetafieldCreateEntry[] batch = [.. entries];
        var response = await metafields.CreateBatchAsync(batch, options, cancellationToken).ConfigureAwait(false);
        return MetafieldBatchMatcher.Match(response, batch, IsSame, keyOf: null);
    }

    /// <summary>Updates several metafields (<c>PUT /inventory/locations/metafields</c>) and matches the response to the entries.</summary>
    /// <param name="metafields">The API.</param>
    /// <param name="entries">One update or more. They are sent in one request.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request that was sent may still take effect.</param>
    /// <returns>
    /// The metafields that were updated, and the entries that failed with the reason. A partial success is a result, not an exception.
    /// </returns>
    /// <exception cref="BigCommerceValidationException">422 without any result: the request as a whole is invalid.</exception>
    /// <exception cref="BigCommerceException">Any other failure; see its type.</exception>
    public static async Task<MetafieldBatchResult<MetafieldUpdateEntry, Metafield>> UpdateBatchWithResultsAsync(
        this ILocationMetafieldsApi metafields,
        IEnumerable<MetafieldUpdateEntry> entries,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metafields);
        ArgumentNullException.ThrowIfNull(entries);
        MetafieldUpdateEntry[] batch = [.. entries];
        var response = await metafields.UpdateBatchAsync(batch, options, cancellationToken).ConfigureAwait(false);
        return MetafieldBatchMatcher.Match(
            response,
            batch,
            static (input, metafield) => input.Id == metafield.Id,
            static input => input.Id);
    }

    /// <summary>Deletes several metafields (<c>DELETE /inventory/locations/metafields</c>) and matches the response to the ids.</summary>
    /// <param name="metafields">The API.</param>
    /// <param name="metafieldIds">One id or more. They are sent in one request.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request that was sent may still take effect.</param>
    /// <returns>
    /// The ids that were deleted, and those that failed with the reason. A partial success is a result, not an exception. If the response
    /// to an attempt was lost, ids that the next attempt did not find count as deleted.
    /// </returns>
    /// <exception cref="BigCommerceValidationException">422 without any result: the request as a whole is invalid.</exception>
    /// <exception cref="BigCommerceException">Any other failure; see its type.</exception>
    public static async Task<MetafieldBatchResult<long, long>> DeleteBatchWithResultsAsync(
        this ILocationMetafieldsApi metafields,
        IEnumerable<long> metafieldIds,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metafields);
        ArgumentNullException.ThrowIfNull(metafieldIds);
        long[] batch = [.. metafieldIds];
        var trace = new CallTrace();
        var response = await metafields.DeleteBatchAsync(batch, (options ?? new RequestOptions()) with { Trace = trace }, cancellationToken)
            .ConfigureAwait(false);
        var result = MetafieldBatchMatcher.Match(response, batch, static (input, id) => input == id, static input => input);
        if (!trace.HasAttemptInDoubt)
        {
            return result;
        }

        // An attempt whose response was lost has deleted what the next attempt did not find.
        var gone = result.Failures.Where(static failure => failure.IsGone).ToList();
        return result with
        {
            Succeeded = [.. result.Succeeded, .. gone.Select(failure => failure.Input)],
            Failures = [.. result.Failures.Except(gone)],
        };
    }

    /// <summary>
    /// Reads one metafield of a location by its namespace and key (<c>GET /inventory/locations/{location_id}/metafields</c>, filtered).
    /// </summary>
    /// <param name="metafields">The API.</param>
    /// <param name="locationId">The location's id.</param>
    /// <param name="namespace">The namespace in which the key is unique.</param>
    /// <param name="key">The name within the namespace.</param>
    /// <param name="ownerClientId">The client id of the app that owns it; null if only one app has such a metafield.</param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The metafield; null if there is none.</returns>
    /// <exception cref="ArgumentException"><paramref name="namespace"/> or <paramref name="key"/> is blank.</exception>
    /// <exception cref="InvalidOperationException">
    /// Several apps have such a metafield, and <paramref name="ownerClientId"/> is null.
    /// </exception>
    /// <exception cref="BigCommerceException">A request failed; see its type.</exception>
    public static async Task<Metafield?> FindAsync(
        this ILocationMetafieldsApi metafields,
        long locationId,
        string @namespace,
        string key,
        string? ownerClientId = null,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metafields);
        ArgumentException.ThrowIfNullOrWhiteSpace(@namespace);
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        Metafield? found = null;
        var filter = new MetafieldFilter { Namespace = @namespace, Key = key };
        await foreach (var metafield in metafields.EnumerateAtLocationAsync(locationId, filter, options, cancellationToken).ConfigureAwait(false))
        {
            if (metafield.Namespace != @namespace || metafield.Key != key || (ownerClientId is not null && metafield.OwnerClientId != ownerClientId))
            {
                continue;
            }

            found = found is null ? metafield : throw Ambiguous(metafield, locationId);
        }

        return found;
    }

    /// <summary>
    /// Creates a metafield of a location (<c>POST /inventory/locations/{location_id}/metafields</c>), or updates what differs if one with
    /// its
    /// namespace and key exists (<c>PUT /inventory/locations/{location_id}/metafields/{metafield_id}</c>). Safe to repeat, also if other
    /// clients create it at the same time.
    /// </summary>
    /// <param name="metafields">The API.</param>
    /// <param name="locationId">The location's id.</param>
    /// <param name="metafield">The metafield. A description that is null keeps its value if the metafield exists.</param>
    /// <param name="ownerClientId">Your app's client id; null if only one app has such a metafield.</param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request that was sent may still take effect.</param>
    /// <returns>The metafield's id, and what was done.</returns>
    /// <exception cref="InvalidOperationException">
    /// Several apps have such a metafield, and <paramref name="ownerClientId"/> is null.
    /// </exception>
    /// <exception cref="BigCommerceEffectUnknownException">
    /// The request to create was sent, there was no clear response, and the metafield is not visible: call again later.
    /// </exception>
    /// <exception cref="BigCommerceException">Any other failure; see its type.</exception>
    public static async Task<UpsertResult> UpsertAsync(
        this ILocationMetafieldsApi metafields,
        long locationId,
        MetafieldCreate metafield,
        string? ownerClientId = null,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metafields);
        ArgumentNullException.ThrowIfNull(metafield);
        if (await FindAsync().ConfigureAwait(false) is { } existing)
        {
            return await UpdateAsync(existing).ConfigureAwait(false);
        }

        try
        {
            var created = await metafields.CreateAsync(locationId, metafield, options, cancellationToken).ConfigureAwait(false);
            return new UpsertResult { Outcome = UpsertOutcome.Created, Id = created.Data.Id };
        }
        catch (BigCommerceException exception) when (exception is BigCommerceConflictException or BigCommerceEffectUnknownException)
        {
            // Another client created it since the read, or this one did and the response was lost. Names are unique, so it can be found.
            var result = await AfterWrite.ContinueAsync(
                exception.Effect,
                exception.Message,
                async () =>
                    await FindAsync()
                        .ConfigureAwait(false) is { } other ? await UpdateAsync(other)
                        .ConfigureAwait(false) : null).ConfigureAwait(false);
            if (result is null)
            {
                throw;
            }

            return result is { Outcome: UpsertOutcome.Unchanged } && exception is BigCommerceEffectUnknownException
                ? result with { Outcome = UpsertOutcome.Created }
                : result;
        }

        Task<Metafield?> FindAsync() => metafields.FindAsync(
            locationId,
            metafield.Namespace,
            metafield.Key,
            ownerClientId,
            options,
            cancellationToken);

        async Task<UpsertResult> UpdateAsync(Metafield current)
        {
            var update = metafield.ChangesTo(current);
            if (update is not null)
            {
                await metafields.UpdateAsync(locationId, current.Id, update, options, cancellationToken).ConfigureAwait(false);
            }

            return new UpsertResult { Outcome = update is null ? UpsertOutcome.Unchanged : UpsertOutcome.Updated, Id = current.Id };
        }
    }

    /// <summary>
    /// Creates the metafields whose namespace and key do not exist at their location (<c>POST /inventory/locations/metafields</c>), and
    /// updates what differs of the others (<c>PUT /inventory/locations/metafields</c>), with one request for all where possible. Safe to
    /// repeat.
    /// </summary>
    /// <param name="metafields">The API.</param>
    /// <param name="entries">
    /// The metafields, each with its location. A description that is null keeps its value if the metafield exists.
    /// </param>
    /// <param name="ownerClientId">Your app's client id; null if only one app has such metafields.</param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request that was sent may still take effect.</param>
    /// <returns>
    /// A result for each metafield, in the given order. A metafield that the API refuses is a result, not an exception; the others are
    /// still written.
    /// </returns>
    /// <exception cref="ArgumentException">A metafield cannot be sent, or two have the same location, namespace and key.</exception>
    /// <exception cref="InvalidOperationException">
    /// Several apps have such a metafield, and <paramref name="ownerClientId"/> is null. Nothing was written.
    /// </exception>
    /// <exception cref="BigCommerceException">
    /// Any other failure. Its <see cref="BigCommerceException.Effect"/> includes the requests before. Call again: what was written is then
    /// unchanged.
    /// </exception>
    public static async Task<IReadOnlyList<UpsertResult>> UpsertAsync(
        this ILocationMetafieldsApi metafields,
        IEnumerable<MetafieldCreateEntry> entries,
        string? ownerClientId = null,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metafields);
        ArgumentNullException.ThrowIfNull(entries);
        MetafieldCreateEntry[] inputs = [.. entries];
        if (inputs.Length == 0)
        {
            return [];
        }

        RequestChecks.CheckedList(inputs);
        var batch = new UpsertBatch(MaxMetafieldsPerRequest, inputs.Length);
        await WriteAsync([.. Enumerable.Range(0, inputs.Length)]).ConfigureAwait(false);

        // Another client created these since the read.
        int[] conflicts =
        [
            .. Enumerable.Range(0, inputs.Length).Where(i => batch.Results[i] is { Outcome: UpsertOutcome.Failed, StatusCode: HttpStatusCode.Conflict }),
        ];
        if (conflicts.Length > 0)
        {
            await WriteAsync(conflicts).ConfigureAwait(false);
        }

        return batch.Results;

        async Task WriteAsync(int[] indices)
        {
            Dictionary<(long, string, string), Metafield> existing = [];
            await batch.ContinueAsync(async () => existing = await FindAllAsync(indices).ConfigureAwait(false)).ConfigureAwait(false);
            var updates = new Dictionary<int, MetafieldUpdateEntry>();
            var missing = new List<int>();
            foreach (var i in indices)
            {
                if (!existing.TryGetValue(Name(inputs[i]), out var current))
                {
                    missing.Add(i);
                }
                else if (inputs[i].ChangesTo(current) is { } update)
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
                var result = await metafields.UpdateBatchWithResultsAsync(part.Select(i => updates[i]), options, cancellationToken)
                    .ConfigureAwait(false);
                batch.Set(part, i => new UpsertResult { Outcome = UpsertOutcome.Updated, Id = updates[i].Id });
                SetFailures(part, result.Failures);
            }).ConfigureAwait(false);
            await batch.SendAsync(missing, async part =>
            {
                var result = await metafields.CreateBatchWithResultsAsync(part.Select(i => inputs[i]), options, cancellationToken)
                    .ConfigureAwait(false);
                batch.Set(
                    part,
                    i => new UpsertResult
                    {
                        Outcome = UpsertOutcome.Created,
                        Id = result.Succeeded.FirstOrDefault(metafield => IsSame(inputs[i], metafield))?.Id ?? 0,
                    });
                SetFailures(part, result.Failures);
            }).ConfigureAwait(false);
        }

        void SetFailures<TInput>(IReadOnlyList<int> part, IReadOnlyList<MetafieldBatchFailure<TInput>> failures)
        {
            foreach (var failure in failures)
            {
                batch.Set(
                    [part[failure.Index]],
                    _ => new UpsertResult { Outcome = UpsertOutcome.Failed, Message = failure.Message, StatusCode = failure.StatusCode });
            }
        }

        async Task<Dictionary<(long, string, string), Metafield>> FindAllAsync(int[] indices)
        {
            var wanted = indices.Select(i => Name(inputs[i])).ToHashSet();
            var filter = new MetafieldFilter
            {
                Keys = Filterable(wanted.Select(name => name.Key)),
                Namespaces = Filterable(wanted.Select(name => name.Namespace)),
            };
            var locationIds = wanted.Select(name => name.LocationId).Distinct().ToArray();
            var stream = locationIds is [var only]
                ? metafields.EnumerateAtLocationAsync(only, filter, options, cancellationToken)
                : metafields.EnumerateAsync(filter, options, cancellationToken);
            var found = new Dictionary<(long, string, string), Metafield>();
            await foreach (var metafield in stream.ConfigureAwait(false))
            {
                var name = (metafield.ResourceId, metafield.Namespace, metafield.Key);
                if (wanted.Contains(name) && (ownerClientId is null || metafield.OwnerClientId == ownerClientId) && !found.TryAdd(name, metafield))
                {
                    throw Ambiguous(metafield, metafield.ResourceId);
                }
            }

            return found;
        }

        // The API's list filters do not support a comma.
        static IReadOnlyList<string>? Filterable(IEnumerable<string> values)
        {
            string[] distinct = [.. values.Distinct(StringComparer.Ordinal)];
            return distinct.Any(value => value.Contains(',', StringComparison.Ordinal) || string.IsNullOrWhiteSpace(value))
                ? null
                : distinct;
        }

        static (long LocationId, string Namespace, string Key) Name(MetafieldCreateEntry input) =>
            (input.ResourceId, input.Namespace, input.Key);
    }

    private static bool IsSame(MetafieldCreateEntry input, Metafield metafield) =>
        input.ResourceId == metafield.ResourceId && input.Namespace == metafield.Namespace && input.Key == metafield.Key;

    private static InvalidOperationException Ambiguous(Metafield metafield, long locationId) => new(
        $"Several apps have a metafield '{metafield.Key}' in the namespace '{metafield.Namespace}' at location {locationId}. Pass the client id of the app that owns it.");

    private static ListSequence<Metafield, long> Stream(
        Func<MetafieldFilter, CancellationToken, Task<Page<Metafield>>> list,
        long? locationId,
        MetafieldFilter? filter,
        CancellationToken cancellationToken)
    {
        filter ??= new MetafieldFilter();
        if (filter is { Before: not null } or { After: not null })
        {
            throw new ArgumentException(
                "The filter has a cursor, which a stream does not support. Leave Before and After out, go on with a continuation token of AsPages, or read single pages with ListAsync.",
                nameof(filter));
        }

        return new ListSequence<Metafield, long>(
            () => filter.Hash(locationId),
            [.. filter.Split().Select(Pages)],
            filter.Limit ?? FilterValues.MaxMetafieldPageSize,
            FilterValues.MaxMetafieldPageSize,
            static metafield => metafield.Id,
            readAhead: true,
            cancellationToken);

        Func<ListPosition, CancellationToken, IAsyncEnumerable<ListPage<Metafield>>> Pages(MetafieldFilter part) => (start, token) => CursorReader.PagesAsync(
            (page, after, limit, request) => list(part with { Page = page, After = after, Limit = limit }, request),
            start,
            static metafield => metafield.Id,
            token);
    }
}

using BigCommerce.Inventory.Http;

namespace BigCommerce.Inventory;

/// <summary>What builds on <see cref="ILocationMetafieldsApi"/>: streams over all pages, batches with their failures told apart, single metafields by name. They work on any implementation, mocks included.</summary>
public static class LocationMetafieldsExtensions
{
    /// <summary>Reads all locations' metafields (<c>GET /inventory/locations/metafields</c>), page by page: by cursor where the store offers cursors, else by number.</summary>
    /// <param name="metafields">The API.</param>
    /// <param name="filter">Which metafields; null for all. Its page is not used; its limit is the page size, 250 when null. Lists may be of any length.</param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="cancellationToken">Stops between metafields and within requests.</param>
    /// <returns>A stream that sends its first request when it is first read. No metafield comes twice.</returns>
    /// <exception cref="ArgumentException">The filter has a cursor: the stream finds its way by itself.</exception>
    /// <exception cref="BigCommerceException">While reading: a request failed, or the server answers the same page again and again.</exception>
    public static IAsyncEnumerable<Metafield> EnumerateAsync(this ILocationMetafieldsApi metafields, MetafieldFilter? filter = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metafields);
        return EnumerateAsync((part, token) => metafields.ListAsync(part, options, token), filter, cancellationToken);
    }

    /// <summary>Reads all metafields of one location (<c>GET /inventory/locations/{location_id}/metafields</c>), page by page: by cursor where the store offers cursors, else by number.</summary>
    /// <param name="metafields">The API.</param>
    /// <param name="locationId">The location's id.</param>
    /// <param name="filter">Which metafields; null for all. Its page is not used; its limit is the page size, 250 when null. Lists may be of any length.</param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="cancellationToken">Stops between metafields and within requests.</param>
    /// <returns>A stream that sends its first request when it is first read. No metafield comes twice.</returns>
    /// <exception cref="ArgumentException">The filter has a cursor: the stream finds its way by itself.</exception>
    /// <exception cref="BigCommerceException">While reading: a request failed, or the server answers the same page again and again.</exception>
    public static IAsyncEnumerable<Metafield> EnumerateAtLocationAsync(this ILocationMetafieldsApi metafields, long locationId, MetafieldFilter? filter = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metafields);
        return EnumerateAsync((part, token) => metafields.ListAtLocationAsync(locationId, part, options, token), filter, cancellationToken);
    }

    /// <summary>Creates several metafields (<c>POST /inventory/locations/metafields</c>) and says of each one whether it was.</summary>
    /// <param name="metafields">The API.</param>
    /// <param name="batch">One metafield or more, each with its location. They travel in one request.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request already on its way may still take effect.</param>
    /// <returns>Those created, and those not with the reason: a partial success is a result, not an exception.</returns>
    /// <exception cref="BigCommerceEffectUnknownException">The request went out and no clear answer came.</exception>
    /// <exception cref="BigCommerceValidationException">422 without any result: the request as a whole is wrong.</exception>
    /// <exception cref="BigCommerceException">Any other failure; the type says which.</exception>
    public static async Task<MetafieldBatchResult<MetafieldBatchCreate, Metafield>> CreateManyAsync(this ILocationMetafieldsApi metafields, Batch<MetafieldBatchCreate> batch, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metafields);
        var answer = await metafields.CreateBatchAsync(batch, options, cancellationToken).ConfigureAwait(false);
        return MetafieldBatchMatcher.Match(
            answer,
            batch,
            static (input, metafield) => input.ResourceId == metafield.ResourceId && input.Namespace == metafield.Namespace && input.Key == metafield.Key,
            keyOf: null);
    }

    /// <summary>Changes several metafields (<c>PUT /inventory/locations/metafields</c>) and says of each one whether it was.</summary>
    /// <param name="metafields">The API.</param>
    /// <param name="batch">One change or more. They travel in one request.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request already on its way may still take effect.</param>
    /// <returns>Those changed, and those not with the reason: a partial success is a result, not an exception.</returns>
    /// <exception cref="BigCommerceValidationException">422 without any result: the request as a whole is wrong.</exception>
    /// <exception cref="BigCommerceException">Any other failure; the type says which.</exception>
    public static async Task<MetafieldBatchResult<MetafieldBatchUpdate, Metafield>> UpdateManyAsync(this ILocationMetafieldsApi metafields, Batch<MetafieldBatchUpdate> batch, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metafields);
        var answer = await metafields.UpdateBatchAsync(batch, options, cancellationToken).ConfigureAwait(false);
        return MetafieldBatchMatcher.Match(answer, batch, static (input, metafield) => input.Id == metafield.Id, static input => input.Id);
    }

    /// <summary>Deletes several metafields (<c>DELETE /inventory/locations/metafields</c>) and says of each one whether it was.</summary>
    /// <param name="metafields">The API.</param>
    /// <param name="metafieldIds">One id or more. They travel in one request.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request already on its way may still take effect.</param>
    /// <returns>The ids deleted, and those not with the reason: a partial success is a result, not an exception. If the response to an attempt was lost, ids that the next attempt did not find count as deleted.</returns>
    /// <exception cref="BigCommerceValidationException">422 without any result: the request as a whole is wrong.</exception>
    /// <exception cref="BigCommerceException">Any other failure; the type says which.</exception>
    public static async Task<MetafieldBatchResult<long, long>> DeleteManyAsync(this ILocationMetafieldsApi metafields, Batch<long> metafieldIds, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metafields);
        var trace = new CallTrace();
        var answer = await metafields.DeleteBatchAsync(metafieldIds, (options ?? new RequestOptions()) with { Trace = trace }, cancellationToken).ConfigureAwait(false);
        var outcome = MetafieldBatchMatcher.Match(answer, metafieldIds, static (input, id) => input == id, static input => input);
        if (!trace.HasAttemptInDoubt)
        {
            return outcome;
        }

        // An attempt whose response was lost has deleted what the next one did not find.
        var gone = outcome.Failed.Where(static failure => failure.IsGone).ToList();
        return outcome with { Succeeded = [.. outcome.Succeeded, .. gone.Select(failure => failure.Input)], Failed = [.. outcome.Failed.Except(gone)] };
    }

    /// <summary>Reads one metafield of a location by its namespace and key (<c>GET /inventory/locations/{location_id}/metafields</c>, filtered).</summary>
    /// <param name="metafields">The API.</param>
    /// <param name="locationId">The location's id.</param>
    /// <param name="namespace">The group that the key is unique in.</param>
    /// <param name="key">The name within the namespace.</param>
    /// <param name="ownerClientId">The client id of the app that owns it; null where only one app keeps such a metafield.</param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The metafield; null when there is none.</returns>
    /// <exception cref="ArgumentException"><paramref name="namespace"/> or <paramref name="key"/> is blank.</exception>
    /// <exception cref="InvalidOperationException">Several apps keep such a metafield, and <paramref name="ownerClientId"/> does not say whose is meant.</exception>
    /// <exception cref="BigCommerceException">A request failed; the type says how.</exception>
    public static async Task<Metafield?> FindAsync(this ILocationMetafieldsApi metafields, long locationId, string @namespace, string key, string? ownerClientId = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
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

            found = found is null
                ? metafield
                : throw new InvalidOperationException($"Several apps keep a metafield '{key}' in the namespace '{@namespace}' at location {locationId}. Say whose is meant, with the app's client id.");
        }

        return found;
    }

    /// <summary>
    /// Makes a metafield of a location be as given, found by its namespace and key: creates it
    /// (<c>POST /inventory/locations/{location_id}/metafields</c>) or changes what differs
    /// (<c>PUT /inventory/locations/{location_id}/metafields/{metafield_id}</c>). Safe to repeat, and safe against others that create it meanwhile.
    /// </summary>
    /// <param name="metafields">The API.</param>
    /// <param name="locationId">The location's id.</param>
    /// <param name="metafield">The metafield. A description left null is left alone where the metafield exists.</param>
    /// <param name="ownerClientId">Your app's client id; null where only one app keeps such a metafield.</param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request already on its way may still take effect.</param>
    /// <returns>The metafield as it now is.</returns>
    /// <exception cref="InvalidOperationException">Several apps keep such a metafield, and <paramref name="ownerClientId"/> does not say whose is meant.</exception>
    /// <exception cref="BigCommerceEffectUnknownException">The request to create went out, no clear answer came, and the metafield does not show: call again later.</exception>
    /// <exception cref="BigCommerceException">Any other failure; the type says which.</exception>
    public static async Task<Metafield> UpsertAsync(this ILocationMetafieldsApi metafields, long locationId, MetafieldCreate metafield, string? ownerClientId = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metafields);
        ArgumentNullException.ThrowIfNull(metafield);
        if (await FindAsync().ConfigureAwait(false) is { } existing)
        {
            return await UpdateAsync(existing).ConfigureAwait(false);
        }

        try
        {
            return (await metafields.CreateAsync(locationId, metafield, options, cancellationToken).ConfigureAwait(false)).Data;
        }
        catch (BigCommerceException exception) when (exception is BigCommerceConflictException or BigCommerceEffectUnknownException)
        {
            // Someone created it since we looked, or we did and its response was lost: names are unique, so it can be looked for.
            var found = await AfterWrite.ContinueAsync(
                exception.Effect,
                exception.Message,
                async () => await FindAsync().ConfigureAwait(false) is { } other ? await UpdateAsync(other).ConfigureAwait(false) : null).ConfigureAwait(false);
            if (found is not null)
            {
                return found;
            }

            throw;
        }

        Task<Metafield?> FindAsync() => metafields.FindAsync(locationId, metafield.Namespace, metafield.Key, ownerClientId, options, cancellationToken);

        async Task<Metafield> UpdateAsync(Metafield current)
        {
            var update = new MetafieldUpdate
            {
                PermissionSet = metafield.PermissionSet != current.PermissionSet ? metafield.PermissionSet : default(Patch<PermissionSet>),
                Value = metafield.Value != current.Value ? metafield.Value : default(Patch<string>),
                Description = metafield.Description is not null && metafield.Description != current.Description ? metafield.Description : default(Patch<string>),
            };
            return update.ChangesSomething
                ? (await metafields.UpdateAsync(locationId, current.Id, update, options, cancellationToken).ConfigureAwait(false)).Data
                : current;
        }
    }

    private static IAsyncEnumerable<Metafield> EnumerateAsync(Func<MetafieldFilter, CancellationToken, Task<Page<Metafield>>> list, MetafieldFilter? filter, CancellationToken cancellationToken)
    {
        if (filter is { Before: not null } or { After: not null })
        {
            throw new ArgumentException("The filter has a cursor, and the stream finds its way by itself. Leave Before and After out, or read page by page with ListAsync.", nameof(filter));
        }

        var parts = (filter ?? new MetafieldFilter()).Split();
        return PageReader.EntriesAsync(
            [.. parts.Select(part => CursorReader.PagesAsync(
                (page, after, limit, token) => list(part with { Page = page, After = after, Limit = limit }, token),
                part.Limit ?? FilterValues.MaxMetafieldPageSize,
                static metafield => metafield.Id,
                cancellationToken))],
            static metafield => metafield.Id,
            readAhead: true,
            cancellationToken);
    }
}

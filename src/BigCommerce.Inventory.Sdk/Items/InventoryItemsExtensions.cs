using System.Runtime.CompilerServices;

namespace BigCommerce.Inventory;

/// <summary>What builds on <see cref="IInventoryItemsApi"/>: streams over all pages, and single items. They work on any implementation, mocks included.</summary>
public static class InventoryItemsExtensions
{
    private const int MaxPagesAhead = 16;

    /// <summary>Reads all items with their stock at all locations, page by page (<c>GET /inventory/items</c>).</summary>
    /// <param name="items">The API.</param>
    /// <param name="filter">Which items; null for all. Its page is not used; its limit is the page size, 1,000 when null. Lists may be of any length.</param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="pagesAhead">
    /// How many pages are fetched and kept while one is used, 0 to 16. 1 by default: the next one, from the second item on.
    /// More are fetched at once as soon as the API has said how many there are; the order stays. 0 fetches a page when it is needed.
    /// </param>
    /// <param name="cancellationToken">Stops between items and within requests.</param>
    /// <returns>A stream that sends its first request when it is first read, and leaves none behind when it is left early. No item comes twice.</returns>
    /// <remarks>
    /// <para>
    /// The API has no sort option, and its pages are offsets. When data changes while the stream is read, rows move between pages. A row
    /// that comes again is left out; the ids kept for that take about 40 MB for a million items. A row can also move to a page that was
    /// read before, and is then skipped: where none may be missing, ask for those you miss by id, or read the list again.
    /// </para>
    /// Lists too long for one URL are split over several requests. Only where the list of locations is one of them, items
    /// are collected before the first one comes, because parts of an item's locations come with different requests.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="pagesAhead"/> is out of range.</exception>
    /// <exception cref="BigCommerceException">While reading: a request failed, or the server answers the same page again and again.</exception>
    public static IAsyncEnumerable<InventoryItem> EnumerateAsync(this IInventoryItemsApi items, InventoryItemFilter? filter = null, RequestOptions? options = null, int pagesAhead = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        CheckPagesAhead(pagesAhead);
        var groups = (filter ?? new InventoryItemFilter()).Split();
        return PageReader.EntriesAsync(
            [.. groups.Select(group => group.Count == 1 ? Pages(group[0]) : JoinAsync([.. group.Select(Pages)], pagesAhead > 0, cancellationToken))],
            static item => Compact(item.Identity),
            readAhead: pagesAhead > 0,
            cancellationToken);

        IAsyncEnumerable<IReadOnlyList<InventoryItem>> Pages(InventoryItemFilter part) => PageReader.PagesAsync(
            (page, limit, token) => items.ListAsync(part with { Page = page, Limit = limit }, options, token),
            part.Limit ?? FilterValues.MaxPageSize,
            static item => Known(item.Identity),
            pagesAtOnce: Math.Max(pagesAhead, 1),
            cancellationToken: cancellationToken);
    }

    /// <summary>Reads all items with their stock at one location, page by page (<c>GET /inventory/locations/{location_id}/items</c>).</summary>
    /// <param name="items">The API.</param>
    /// <param name="locationId">The location's id.</param>
    /// <param name="filter">Which items; null for all. Its page is not used; its limit is the page size, 1,000 when null. Lists may be of any length.</param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="pagesAhead">
    /// How many pages are fetched and kept while one is used, 0 to 16. 1 by default: the next one, from the second item on.
    /// More are fetched at once as soon as the API has said how many there are; the order stays. 0 fetches a page when it is needed.
    /// </param>
    /// <param name="cancellationToken">Stops between items and within requests.</param>
    /// <returns>A stream that sends its first request when it is first read, and leaves none behind when it is left early. No item comes twice.</returns>
    /// <remarks><inheritdoc cref="EnumerateAsync" path="/remarks/para/node()"/></remarks>
    /// <exception cref="BigCommerceNotFoundException">While reading: there is no such location.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="pagesAhead"/> is out of range.</exception>
    /// <exception cref="BigCommerceException">While reading: a request failed, or the server answers the same page again and again.</exception>
    public static IAsyncEnumerable<LocationItem> EnumerateAtLocationAsync(this IInventoryItemsApi items, long locationId, LocationItemFilter? filter = null, RequestOptions? options = null, int pagesAhead = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        CheckPagesAhead(pagesAhead);
        var parts = (filter ?? new LocationItemFilter()).Split();
        return PageReader.EntriesAsync(
            [.. parts.Select(part => PageReader.PagesAsync(
                (page, limit, token) => items.ListAtLocationAsync(locationId, part with { Page = page, Limit = limit }, options, token),
                part.Limit ?? FilterValues.MaxPageSize,
                static item => Known(item.Identity),
                pagesAtOnce: Math.Max(pagesAhead, 1),
                cancellationToken: cancellationToken))],
            static item => Compact(item.Identity),
            readAhead: pagesAhead > 0,
            cancellationToken);
    }

    /// <summary>Reads one item with its stock at all locations (<c>GET /inventory/items</c>, filtered).</summary>
    /// <param name="items">The API.</param>
    /// <param name="item">The item.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The item; null when there is none, or its stock is not tracked.</returns>
    /// <exception cref="ArgumentException"><paramref name="item"/> is unset, or a SKU with a comma, which the API cannot be asked for: use the variant's id.</exception>
    /// <exception cref="InvalidOperationException"><paramref name="item"/> is a product of which the store tracks several variants: name one of them.</exception>
    /// <exception cref="BigCommerceException">The call failed; the type says how.</exception>
    public static async Task<InventoryItem?> FindAsync(this IInventoryItemsApi items, ItemKey item, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        var page = await items.ListAsync(
            new InventoryItemFilter { Skus = Sku(item), VariantIds = Id(item, ItemKeyKind.Variant), ProductIds = Id(item, ItemKeyKind.Product) },
            options,
            cancellationToken).ConfigureAwait(false);
        return Single(page.Data, static found => found.Identity, item);
    }

    /// <summary>Reads one item with its stock at one location (<c>GET /inventory/locations/{location_id}/items</c>, filtered).</summary>
    /// <param name="items">The API.</param>
    /// <param name="locationId">The location's id.</param>
    /// <param name="item">The item.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The item; null when the location does not hold it, or its stock is not tracked.</returns>
    /// <exception cref="ArgumentException"><paramref name="item"/> is unset, or a SKU with a comma, which the API cannot be asked for: use the variant's id.</exception>
    /// <exception cref="InvalidOperationException"><paramref name="item"/> is a product of which the store tracks several variants: name one of them.</exception>
    /// <exception cref="BigCommerceNotFoundException">There is no such location.</exception>
    /// <exception cref="BigCommerceException">The call failed; the type says how.</exception>
    public static async Task<LocationItem?> FindAtLocationAsync(this IInventoryItemsApi items, long locationId, ItemKey item, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        var page = await items.ListAtLocationAsync(
            locationId,
            new LocationItemFilter { Skus = Sku(item), VariantIds = Id(item, ItemKeyKind.Variant), ProductIds = Id(item, ItemKeyKind.Product) },
            options,
            cancellationToken).ConfigureAwait(false);
        return Single(page.Data, static found => found.Identity, item);
    }

    private static void CheckPagesAhead(int pagesAhead, [CallerArgumentExpression(nameof(pagesAhead))] string? name = null)
    {
        if (pagesAhead is < 0 or > MaxPagesAhead)
        {
            throw new ArgumentOutOfRangeException(name, pagesAhead, $"Give 0 to {MaxPagesAhead} pages.");
        }
    }

    private static ItemIdentity? Known(ItemIdentity identity) => identity == ItemIdentity.Unknown ? null : identity;

    /// <summary>What tells an item from others in as little memory as possible: a whole stream's items are remembered.</summary>
    private static (long VariantId, ItemIdentity? Identity) Compact(ItemIdentity identity) =>
        identity.VariantId > 0 ? (identity.VariantId, null) : (0, Known(identity));

    private static IReadOnlyList<string>? Sku(ItemKey item) => item.Kind == ItemKeyKind.None
        ? throw new ArgumentException("The item is unset. Use ItemKey.Sku, ItemKey.Variant or ItemKey.Product.", nameof(item))
        : item.TryGetSku(out var sku) ? [sku] : null;

    private static IReadOnlyList<long>? Id(ItemKey item, ItemKeyKind kind) => item.Kind == kind && item.TryGetId(out var id) ? [id] : null;

    private static T? Single<T>(IReadOnlyList<T> found, Func<T, ItemIdentity> identityOf, ItemKey item)
        where T : class
    {
        T[] matches = [.. found.Where(candidate => identityOf(candidate).Matches(item))];
        if (matches.Length > 1 && item.Kind == ItemKeyKind.Product)
        {
            throw new InvalidOperationException($"The store tracks {matches.Length} variants of {item}. Name one by variant id or SKU, or read all with a filter on ProductIds.");
        }

        // The store may not care for the letter case of a SKU.
        return matches.Length > 0 ? matches[0]
            : item.TryGetSku(out var sku) ? found.FirstOrDefault(candidate => string.Equals(identityOf(candidate).Sku, sku, StringComparison.OrdinalIgnoreCase))
            : null;
    }

    /// <summary>Puts together items whose locations come in parts.</summary>
    private static async IAsyncEnumerable<IReadOnlyList<InventoryItem>> JoinAsync(
        IReadOnlyList<IAsyncEnumerable<IReadOnlyList<InventoryItem>>> parts,
        bool readAhead,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var items = new List<InventoryItem>();
        var positions = new Dictionary<ItemIdentity, int>();
        foreach (var part in parts)
        {
            await foreach (var item in PageReader.EntriesAsync([part], static item => Compact(item.Identity), readAhead, cancellationToken).ConfigureAwait(false))
            {
                if (Known(item.Identity) is not { } identity || positions.TryAdd(identity, items.Count))
                {
                    items.Add(item);
                }
                else
                {
                    var joined = items[positions[identity]];
                    items[positions[identity]] = joined with { Locations = [.. joined.Locations.Concat(item.Locations).DistinctBy(place => place.LocationId)] };
                }
            }
        }

        yield return items;
    }
}

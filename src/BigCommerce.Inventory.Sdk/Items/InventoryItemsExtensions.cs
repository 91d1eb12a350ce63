using System.Runtime.CompilerServices;

namespace BigCommerce.Inventory;

/// <summary>
/// Streams over all pages and reads of single items, on <see cref="IInventoryItemsApi"/>. They work on any implementation, mocks included.
/// </summary>
public static class InventoryItemsExtensions
{
    private const int MaxPagesAhead = 16;

    /// <summary>Reads all items with their stock at all locations, page by page (<c>GET /inventory/items</c>).</summary>
    /// <param name="items">The API.</param>
    /// <param name="filter">
    /// Which items; null for all. Its page is ignored; its limit is the page size, 1,000 if null. Lists may have any length.
    /// </param>
    /// <param name="pagesAhead">
    /// How many pages are requested in advance, 0 to 16. Null, the default, starts with one and doubles the number, to 8 at most, while the
    /// reader waits for pages and more than half of the store's quota is left. With 1 the next page is requested when the second item of a
    /// page is read. More pages are requested at once after the first response told how many there are; the order stays the same, and the
    /// requests after the next page's have the priority <see cref="RequestPriority.Background"/> unless the options say otherwise. With 0 a
    /// page is requested when it is needed.
    /// </param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="cancellationToken">Stops between items and within requests.</param>
    /// <returns>
    /// A stream that sends its first request when it is enumerated, and cancels its requests when the enumeration stops early. Within an
    /// enumeration no item is returned twice. <see cref="PagedSequence{T}.AsPages"/> gives pages with continuation tokens.
    /// </returns>
    /// <remarks>
    /// <para>
    /// The API has no sort option, and its pages are offsets. If data changes while the stream is read, rows move between pages. A row that
    /// is returned again is left out; the ids that are kept for that take about 40 MB for a million items. A row that moves to a page that
    /// was read before is skipped. If none may be missing, read the missing items by id, or read the list again.
    /// </para>
    /// Lists that are too long for one URL are split over several requests. If the list of locations is one of them, the locations of an
    /// item come with different requests; items are then collected before the first one is returned, and a page holds all of them.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="pagesAhead"/> is out of range.</exception>
    /// <exception cref="BigCommerceException">
    /// While reading: a request failed, or the server returns the same page again and again.
    /// </exception>
    public static PagedSequence<InventoryItem> EnumerateAsync(
        this IInventoryItemsApi items,
        InventoryItemFilter? filter = null,
        int? pagesAhead = null,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        CheckPagesAhead(pagesAhead);
        filter ??= new InventoryItemFilter();
        return new ListSequence<InventoryItem, (long, ItemIdentity?)>(
            filter.Hash,
            [.. filter.Split().Select(group => group.Count == 1 ? Pages(group[0]) : (start, token) => JoinAsync(group, start, token))],
            filter.Limit ?? FilterValues.MaxPageSize,
            FilterValues.MaxPageSize,
            static item => Compact(item.Identity),
            readAhead: pagesAhead is not 0,
            cancellationToken);

        Func<ListPosition, CancellationToken, IAsyncEnumerable<ListPage<InventoryItem>>> Pages(InventoryItemFilter part) => (start, token) => PageReader.PagesAsync(
            (page, limit, settings, request) => items.ListAsync(part with { Page = page, Limit = limit }, settings, request),
            start,
            static item => Known(item.Identity),
            new PagePace(pagesAhead is { } pages ? Math.Max(pages, 1) : null, options),
            token);

        // Joins items whose locations come in parts.
        async IAsyncEnumerable<ListPage<InventoryItem>> JoinAsync(
            IReadOnlyList<InventoryItemFilter> parts,
            ListPosition start,
            [EnumeratorCancellation] CancellationToken token)
        {
            var joined = new List<InventoryItem>();
            var positions = new Dictionary<ItemIdentity, int>();
            foreach (var part in parts)
            {
                var stream = new ListSequence<InventoryItem, (long, ItemIdentity?)>(
                    part.Hash,
                    [Pages(part)],
                    start.Limit,
                    FilterValues.MaxPageSize,
                    static item => Compact(item.Identity),
                    pagesAhead is not 0,
                    token);
                await foreach (var item in stream.ConfigureAwait(false))
                {
                    if (Known(item.Identity) is not { } identity || positions.TryAdd(identity, joined.Count))
                    {
                        joined.Add(item);
                    }
                    else
                    {
                        var known = joined[positions[identity]];
                        joined[positions[identity]] = known with
                        {
                            Locations = [.. known.Locations.Concat(item.Locations).DistinctBy(place => place.LocationId)],
                        };
                    }
                }
            }

            yield return new ListPage<InventoryItem>(joined, Next: null, joined.Count);
        }
    }

    /// <summary>
    /// Reads all items with their stock at one location, page by page (<c>GET /inventory/locations/{location_id}/items</c>).
    /// </summary>
    /// <param name="items">The API.</param>
    /// <param name="locationId">The location's id.</param>
    /// <param name="filter">
    /// Which items; null for all. Its page is ignored; its limit is the page size, 1,000 if null. Lists may have any length.
    /// </param>
    /// <param name="pagesAhead">
    /// How many pages are requested in advance, 0 to 16. Null, the default, starts with one and doubles the number, to 8 at most, while the
    /// reader waits for pages and more than half of the store's quota is left. With 1 the next page is requested when the second item of a
    /// page is read. More pages are requested at once after the first response told how many there are; the order stays the same, and the
    /// requests after the next page's have the priority <see cref="RequestPriority.Background"/> unless the options say otherwise. With 0 a
    /// page is requested when it is needed.
    /// </param>
    /// <param name="options">Settings for each request; null for the client's.</param>
    /// <param name="cancellationToken">Stops between items and within requests.</param>
    /// <returns>
    /// A stream that sends its first request when it is enumerated, and cancels its requests when the enumeration stops early. Within an
    /// enumeration no item is returned twice. <see cref="PagedSequence{T}.AsPages"/> gives pages with continuation tokens.
    /// </returns>
    /// <remarks><inheritdoc cref="EnumerateAsync" path="/remarks/para/node()"/></remarks>
    /// <exception cref="BigCommerceNotFoundException">While reading: there is no such location.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="pagesAhead"/> is out of range.</exception>
    /// <exception cref="BigCommerceException">
    /// While reading: a request failed, or the server returns the same page again and again.
    /// </exception>
    public static PagedSequence<LocationItem> EnumerateAtLocationAsync(
        this IInventoryItemsApi items,
        long locationId,
        LocationItemFilter? filter = null,
        int? pagesAhead = null,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        CheckPagesAhead(pagesAhead);
        filter ??= new LocationItemFilter();
        return new ListSequence<LocationItem, (long, ItemIdentity?)>(
            () => filter.Hash(locationId),
            [.. filter.Split().Select(Pages)],
            filter.Limit ?? FilterValues.MaxPageSize,
            FilterValues.MaxPageSize,
            static item => Compact(item.Identity),
            readAhead: pagesAhead is not 0,
            cancellationToken);

        Func<ListPosition, CancellationToken, IAsyncEnumerable<ListPage<LocationItem>>> Pages(LocationItemFilter part) => (start, token) => PageReader.PagesAsync(
            (page, limit, settings, request) => items.ListAtLocationAsync(locationId, part with { Page = page, Limit = limit }, settings, request),
            start,
            static item => Known(item.Identity),
            new PagePace(pagesAhead is { } pages ? Math.Max(pages, 1) : null, options),
            token);
    }

    /// <summary>Reads one item with its stock at all locations (<c>GET /inventory/items</c>, filtered).</summary>
    /// <param name="items">The API.</param>
    /// <param name="item">The item.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The item; null if there is none, or its stock is not tracked.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="item"/> is unset, or a SKU with a comma, which the API's filters do not support: use the variant's id.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// <paramref name="item"/> is a product of which the store tracks several variants: use the key of one of them.
    /// </exception>
    /// <exception cref="BigCommerceException">The call failed; the type says how.</exception>
    public static async Task<InventoryItem?> FindAsync(
        this IInventoryItemsApi items,
        ItemKey item,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        var page = await items.ListAsync(
            new InventoryItemFilter
            {
                Skus = Sku(item),
                VariantIds = Id(item, ItemKeyKind.Variant),
                ProductIds = Id(item, ItemKeyKind.Product),
            },
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
    /// <returns>The item; null if the location does not hold it, or its stock is not tracked.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="item"/> is unset, or a SKU with a comma, which the API's filters do not support: use the variant's id.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// <paramref name="item"/> is a product of which the store tracks several variants: use the key of one of them.
    /// </exception>
    /// <exception cref="BigCommerceNotFoundException">There is no such location.</exception>
    /// <exception cref="BigCommerceException">The call failed; the type says how.</exception>
    public static async Task<LocationItem?> FindAtLocationAsync(
        this IInventoryItemsApi items,
        long locationId,
        ItemKey item,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        var page = await items.ListAtLocationAsync(
            locationId,
            new LocationItemFilter
            {
                Skus = Sku(item),
                VariantIds = Id(item, ItemKeyKind.Variant),
                ProductIds = Id(item, ItemKeyKind.Product),
            },
            options,
            cancellationToken).ConfigureAwait(false);
        return Single(page.Data, static found => found.Identity, item);
    }

    private static void CheckPagesAhead(int? pagesAhead, [CallerArgumentExpression(nameof(pagesAhead))] string? name = null)
    {
        if (pagesAhead is < 0 or > MaxPagesAhead)
        {
            throw new ArgumentOutOfRangeException(name, pagesAhead, $"Give 0 to {MaxPagesAhead} pages.");
        }
    }

    private static ItemIdentity? Known(ItemIdentity identity) => identity == ItemIdentity.Unknown ? null : identity;

    /// <summary>Identifies an item in as little memory as possible, because all keys of a stream are kept.</summary>
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
            throw new InvalidOperationException(
                $"The store tracks {matches.Length} variants of {item}. Use the variant id or SKU of one, or read all with a filter on ProductIds.");
        }

        // The store may compare SKUs without letter case.
        return matches.Length > 0 ? matches[0]
            : item.TryGetSku(out var sku) ? found.FirstOrDefault(
                candidate => string.Equals(identityOf(candidate).Sku, sku, StringComparison.OrdinalIgnoreCase))
            : null;
    }
}

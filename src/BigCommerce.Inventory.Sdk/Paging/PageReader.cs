using System.Globalization;
using System.Runtime.CompilerServices;

namespace BigCommerce.Inventory;

/// <summary>Reads one list page by page, by page number.</summary>
internal static class PageReader
{
    /// <summary>
    /// The platform's general limit: requested where a larger page was refused. The API may also cut pages to it without saying so.
    /// </summary>
    private const int GeneralPageSize = 250;

    /// <summary>
    /// Reads one list from a position on. Where the API leaves out how long the list is, reading ends with a page that is short or empty.
    /// </summary>
    /// <param name="read">Reads one page: its number from 1, the number of entries to request, and the request's settings.</param>
    /// <param name="start">The page to begin with. Its cursor is not used.</param>
    /// <param name="keyOf">Identifies an entry; the type's default if the API did not.</param>
    /// <param name="pace">How many pages are requested at once, after the first response told how many there are; null for one.</param>
    /// <param name="cancellationToken">Checked before every request.</param>
    /// <exception cref="BigCommerceException">The API returns the same page again and again.</exception>
    public static async IAsyncEnumerable<ListPage<T>> PagesAsync<T, TKey>(
        Func<int, int, RequestOptions?, CancellationToken, Task<Page<T>>> read,
        ListPosition start,
        Func<T, TKey> keyOf,
        PagePace? pace = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var at = start;
        IReadOnlyList<T> earlier = [];
        var window = new PageWindow<T>(read, pace ?? new PagePace(1, null), cancellationToken);
        await using var windowEnd = window.ConfigureAwait(false);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Page<T> page;
            try
            {
                page = await window.ReadAsync(at.Page, at.Limit).ConfigureAwait(false);
            }
            catch (BigCommerceApiException exception) when ((int)exception.StatusCode == 413 && at.Limit > GeneralPageSize)
            {
                // The same position in the list, in smaller pages.
                at = at.InPagesOf(Math.Min(at.ServedSize, GeneralPageSize));
                earlier = [];
                continue;
            }

            if (IsRepeated(earlier, page.Data, keyOf))
            {
                throw new BigCommerceException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Page {at.Page} holds the same entries as the page before it: the server seems to ignore the page number, and reading on would never end."))
                {
                    Effect = RequestEffect.None,
                };
            }

            earlier = page.Data;
            var position = page.Meta.Pagination;
            ListPosition? next = IsLast(page, at.Page, at.Limit)
                ? null
                : new ListPosition(at.Page + 1, at.Limit, ServedSize(page, at.Limit));
            yield return new ListPage<T>(at.Skip == 0 ? page.Data : [.. page.Data.Skip(at.Skip)], next, position?.Total);
            if (next is null)
            {
                yield break;
            }

            at = next.Value;
        }
    }

    /// <summary>Whether no page follows, by what the API says, else by the page's length.</summary>
    public static bool IsLast<T>(Page<T> page, int number, int pageSize)
    {
        if (page.Data.Count == 0)
        {
            return true;
        }

        var position = page.Meta.Pagination;
        if (position?.TotalPages is { } totalPages and > 0)
        {
            return number >= totalPages;
        }

        return position?.Links?.Next is not { Length: > 0 }
            && page.Meta.CursorPagination?.Links?.Next is not { Length: > 0 }
            && IsShort(page.Data.Count, PerPage(page), pageSize);
    }

    /// <summary>Whether a page has fewer entries than a full one. The API may have cut the page size without saying so.</summary>
    public static bool IsShort(int count, int? perPage, int pageSize) =>
        count < (perPage is > 0 ? Math.Min(perPage.Value, pageSize) : Math.Min(GeneralPageSize, pageSize));

    /// <summary>
    /// The number of entries that the API puts on a full page. Where it does not tell it, a page that another one follows shows it.
    /// </summary>
    public static int ServedSize<T>(Page<T> page, int pageSize) => Math.Min(PerPage(page) ?? page.Data.Count, pageSize);

    private static int? PerPage<T>(Page<T> page) =>
        page.Meta.Pagination?.PerPage is > 0 and var perPage ? perPage
        : page.Meta.CursorPagination?.PerPage is > 0 and var perCursor ? perCursor
        : null;

    private static bool IsRepeated<T, TKey>(IReadOnlyList<T> earlier, IReadOnlyList<T> page, Func<T, TKey> keyOf)
    {
        if (page.Count == 0 || page.Count != earlier.Count)
        {
            return false;
        }

        for (var i = 0; i < page.Count; i++)
        {
            var key = keyOf(page[i]);
            if (EqualityComparer<TKey>.Default.Equals(key, default) || !EqualityComparer<TKey>.Default.Equals(key, keyOf(earlier[i])))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>A page as it was read from one list.</summary>
/// <param name="Items">The entries.</param>
/// <param name="Next">The position of the page after it; null for the last page.</param>
/// <param name="TotalCount">The number of entries in the list; null if the API did not tell it.</param>
internal readonly record struct ListPage<T>(IReadOnlyList<T> Items, ListPosition? Next, int? TotalCount);

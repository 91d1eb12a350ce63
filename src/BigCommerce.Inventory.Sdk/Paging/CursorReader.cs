using System.Runtime.CompilerServices;

namespace BigCommerce.Inventory;

/// <summary>Reads one list page by page: by cursor where the store offers cursors, else by page number.</summary>
internal static class CursorReader
{
    /// <summary>Reads one list from a position on.</summary>
    /// <param name="read">Reads one page: by its number from 1, or after a cursor, and the number of entries to request.</param>
    /// <param name="start">The page to begin with.</param>
    /// <param name="keyOf">Identifies an entry; the type's default if the API did not.</param>
    /// <param name="cancellationToken">Checked before every request.</param>
    /// <exception cref="BigCommerceException">The API returns the same page again and again.</exception>
    public static async IAsyncEnumerable<ListPage<T>> PagesAsync<T, TKey>(
        Func<int?, string?, int, CancellationToken, Task<Page<T>>> read,
        ListPosition start,
        Func<T, TKey> keyOf,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var at = start;
        int? total = null;
        if (at is { Page: 1, Cursor: null, Skip: 0 })
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = await read(1, null, at.Limit, cancellationToken).ConfigureAwait(false);
            total = page.Meta.Pagination?.Total;
            ListPosition? next = PageReader.IsLast(page, 1, at.Limit) ? null : At(2, page);
            yield return new ListPage<T>(page.Data, next, total);
            if (next is null)
            {
                yield break;
            }

            at = next.Value;
        }

        var used = new HashSet<string>(StringComparer.Ordinal);
        while (at.Cursor is { } cursor && used.Add(cursor))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = await read(null, cursor, at.Limit, cancellationToken).ConfigureAwait(false);
            if (page.Data.Count > 0 && (EndCursor(page) is not { } end || used.Contains(end)))
            {
                // The server did not move on from the cursor, so this page may have been read before. Go on by page number.
                break;
            }

            ListPosition? next = IsLast(page, at.Limit) ? null : At(at.Page + 1, page);
            yield return new ListPage<T>(page.Data, next, page.Meta.Pagination?.Total ?? total);
            if (next is null)
            {
                yield break;
            }

            at = next.Value;
        }

        at = at with { Cursor = null };
        var rest = PageReader.PagesAsync(
            (number, limit, _, token) => read(number, null, limit, token),
            at,
            keyOf,
            cancellationToken: cancellationToken);
        await foreach (var page in rest.ConfigureAwait(false))
        {
            yield return page;
        }

        ListPosition At(int number, Page<T> before) => new(number, at.Limit, PageReader.ServedSize(before, at.Limit), Cursor: EndCursor(before));
    }

    private static string? EndCursor<T>(Page<T> page) =>
        page.Meta.CursorPagination?.EndCursor is { Length: > 0 } cursor ? cursor : null;

    // With a cursor the API ignores the page number, so its count of pages does not apply.
    private static bool IsLast<T>(Page<T> page, int pageSize)
    {
        var position = page.Meta.CursorPagination;
        return page.Data.Count == 0
            || (position?.Links?.Next is not { Length: > 0 } && PageReader.IsShort(page.Data.Count, position?.PerPage, pageSize));
    }
}

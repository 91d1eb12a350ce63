using System.Runtime.CompilerServices;

namespace BigCommerce.Inventory;

/// <summary>Turns pages into one stream by cursor where the store offers cursors, and by number where it does not.</summary>
internal static class CursorReader
{
    /// <summary>Reads one list page by page.</summary>
    /// <param name="read">Reads one page: by its number from 1, or after a cursor, and how many entries to ask for.</param>
    /// <param name="pageSize">How many entries to ask for.</param>
    /// <param name="keyOf">What tells an entry from others; the type's default when the API did not say.</param>
    /// <param name="cancellationToken">Checked before every request.</param>
    /// <exception cref="BigCommerceException">The API answers the same page again and again.</exception>
    public static async IAsyncEnumerable<IReadOnlyList<T>> PagesAsync<T, TKey>(
        Func<int?, string?, int, CancellationToken, Task<Page<T>>> read,
        int pageSize,
        Func<T, TKey> keyOf,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var page = await read(1, null, pageSize, cancellationToken).ConfigureAwait(false);
        yield return page.Data;

        var number = 1;
        var isLast = PageReader.IsLast(page, number, pageSize);
        var used = new HashSet<string>(StringComparer.Ordinal);
        while (!isLast && EndCursor(page) is { } cursor && used.Add(cursor))
        {
            cancellationToken.ThrowIfCancellationRequested();
            page = await read(null, cursor, pageSize, cancellationToken).ConfigureAwait(false);
            if (page.Data.Count > 0 && (EndCursor(page) is not { } next || used.Contains(next)))
            {
                // The server did not move on from the cursor: what it answered may have been read before.
                break;
            }

            yield return page.Data;
            number++;
            isLast = IsLast(page, pageSize);
        }

        if (isLast)
        {
            yield break;
        }

        var rest = PageReader.PagesAsync((at, limit, token) => read(at, null, limit, token), pageSize, keyOf, number + 1, cancellationToken: cancellationToken);
        await foreach (var entries in rest.ConfigureAwait(false))
        {
            yield return entries;
        }
    }

    private static string? EndCursor<T>(Page<T> page) =>
        page.Meta.CursorPagination?.EndCursor is { Length: > 0 } cursor ? cursor : null;

    // With a cursor the API ignores the page number, and with it what it says of pages.
    private static bool IsLast<T>(Page<T> page, int pageSize)
    {
        var position = page.Meta.CursorPagination;
        return page.Data.Count == 0
            || (position?.Links?.Next is not { Length: > 0 } && PageReader.IsShort(page.Data.Count, position?.PerPage, pageSize));
    }
}

using System.Globalization;
using System.Runtime.CompilerServices;

namespace BigCommerce.Inventory;

/// <summary>Turns pages into one stream.</summary>
internal static class PageReader
{
    /// <summary>The platform's general limit: what is asked for where a larger page was refused, and what a page may have been cut to in silence.</summary>
    private const int GeneralPageSize = 250;

    /// <summary>Reads one list page by page. Where the API leaves out how long the list is, it goes on until a page is short or empty.</summary>
    /// <param name="read">Reads one page: its number from 1, and how many entries to ask for.</param>
    /// <param name="pageSize">How many entries to ask for at first.</param>
    /// <param name="keyOf">What tells an entry from others; the type's default when the API did not say.</param>
    /// <param name="firstPage">The page to begin with, from 1.</param>
    /// <param name="pagesAtOnce">How many requests may be on their way, or their pages wait, once it is known how many there are.</param>
    /// <param name="cancellationToken">Checked before every request.</param>
    /// <exception cref="BigCommerceException">The API answers the same page again and again.</exception>
    public static async IAsyncEnumerable<IReadOnlyList<T>> PagesAsync<T, TKey>(
        Func<int, int, CancellationToken, Task<Page<T>>> read,
        int pageSize,
        Func<T, TKey> keyOf,
        int firstPage = 1,
        int pagesAtOnce = 1,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var number = firstPage;
        var skip = 0;
        var servedSize = pageSize;
        IReadOnlyList<T> earlier = [];
        var window = new PageWindow<T>(read, pagesAtOnce, cancellationToken);
        await using var windowEnd = window.ConfigureAwait(false);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Page<T> page;
            try
            {
                page = await window.ReadAsync(number, pageSize).ConfigureAwait(false);
            }
            catch (BigCommerceApiException exception) when ((int)exception.StatusCode == 413 && pageSize > GeneralPageSize)
            {
                // The same place in the list, in smaller pages.
                var smaller = Math.Min(servedSize, GeneralPageSize);
                var (whole, rest) = Math.DivRem((long)(number - 1) * servedSize, smaller);
                (number, skip) = ((int)whole + 1, (int)rest);
                pageSize = servedSize = smaller;
                earlier = [];
                continue;
            }

            if (IsRepeated(earlier, page.Data, keyOf))
            {
                throw new BigCommerceException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Page {number} holds the same entries as the page before it: the server seems to ignore the page number, and reading on would never end."))
                {
                    Effect = RequestEffect.None,
                };
            }

            earlier = page.Data;
            yield return skip == 0 ? page.Data : [.. page.Data.Skip(skip)];
            if (IsLast(page, number, pageSize))
            {
                yield break;
            }

            skip = 0;
            servedSize = page.Meta.Pagination?.PerPage is { } perPage and > 0 ? Math.Min(perPage, pageSize) : pageSize;
            number++;
        }
    }

    /// <summary>Reads lists one after another, entry by entry. An entry that came before is left out: rows move between pages when data changes.</summary>
    /// <param name="lists">The lists, page by page.</param>
    /// <param name="keyOf">What tells an entry from others; an entry with the type's default is never left out.</param>
    /// <param name="readAhead">Whether the next page is fetched while the entries of one are used.</param>
    /// <param name="cancellationToken">Checked before every request and every entry.</param>
    public static async IAsyncEnumerable<T> EntriesAsync<T, TKey>(
        IReadOnlyList<IAsyncEnumerable<IReadOnlyList<T>>> lists,
        Func<T, TKey> keyOf,
        bool readAhead,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<TKey>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pages = ConcatAsync(lists, stop.Token).GetAsyncEnumerator(CancellationToken.None);
        Task<bool>? next = null;
        try
        {
            while (await MoveNextAsync(next ?? pages.MoveNextAsync().AsTask(), cancellationToken).ConfigureAwait(false))
            {
                next = null;
                var page = pages.Current;
                for (var i = 0; i < page.Count; i++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (readAhead && i == 1)
                    {
                        // Prefetch starts with the second item: reading one item costs no extra request.
                        next = pages.MoveNextAsync().AsTask();
                    }

                    var entry = page[i];
                    if (IsUnknown(keyOf(entry)) || seen.Add(keyOf(entry)))
                    {
                        yield return entry;
                    }
                }
            }
        }
        finally
        {
            if (next is not null)
            {
                // The reader left early: so does the request.
                await stop.CancelAsync().ConfigureAwait(false);
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await pages.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Whether a page holds exactly what the one before it held.</summary>
    public static bool IsRepeated<T, TKey>(IReadOnlyList<T> earlier, IReadOnlyList<T> page, Func<T, TKey> keyOf)
    {
        if (page.Count == 0 || page.Count != earlier.Count)
        {
            return false;
        }

        for (var i = 0; i < page.Count; i++)
        {
            var key = keyOf(page[i]);
            if (IsUnknown(key) || !EqualityComparer<TKey>.Default.Equals(key, keyOf(earlier[i])))
            {
                return false;
            }
        }

        return true;
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

        return position?.Links?.Next is not { Length: > 0 } && IsShort(page.Data.Count, position?.PerPage, pageSize);
    }

    /// <summary>Whether a page has fewer entries than a full one. The API may have cut the size that was asked for, and may not say so.</summary>
    public static bool IsShort(int count, int? perPage, int pageSize) =>
        count < (perPage is > 0 ? Math.Min(perPage.Value, pageSize) : Math.Min(GeneralPageSize, pageSize));

    private static async IAsyncEnumerable<IReadOnlyList<T>> ConcatAsync<T>(IReadOnlyList<IAsyncEnumerable<IReadOnlyList<T>>> lists, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var list in lists)
        {
            await foreach (var page in list.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                yield return page;
            }
        }
    }

    /// <summary>Waits for a page. When the caller cancels, it is told so with its own token.</summary>
    private static async Task<bool> MoveNextAsync(Task<bool> next, CancellationToken cancellationToken)
    {
        try
        {
            return await next.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    private static bool IsUnknown<TKey>(TKey key) => EqualityComparer<TKey>.Default.Equals(key, default);
}

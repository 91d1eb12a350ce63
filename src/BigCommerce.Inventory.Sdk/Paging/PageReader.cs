using System.Runtime.CompilerServices;

namespace BigCommerce.Inventory;

/// <summary>Turns pages into one stream. Goes on until a page is short or empty when the API leaves out where it stands.</summary>
internal static class PageReader
{
    /// <summary>What the platform's general limit allows where a larger page was refused with 413.</summary>
    private const int FallbackPageSize = 250;

    /// <param name="read">Reads one page: its number from 1, and how many entries to ask for.</param>
    /// <param name="pageSize">How many entries to ask for at first.</param>
    /// <param name="cancellationToken">Checked before every request and every entry.</param>
    public static async IAsyncEnumerable<T> EnumerateAsync<T>(
        Func<int, int, CancellationToken, Task<Page<T>>> read,
        int pageSize,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var number = 1; ; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Page<T> page;
            try
            {
                page = await read(number, pageSize, cancellationToken).ConfigureAwait(false);
            }
            catch (BigCommerceApiException exception) when ((int)exception.Status == 413 && number == 1 && pageSize > FallbackPageSize)
            {
                pageSize = FallbackPageSize;
                page = await read(number, pageSize, cancellationToken).ConfigureAwait(false);
            }

            foreach (var entry in page.Data)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return entry;
            }

            if (IsLast(page, number, pageSize))
            {
                yield break;
            }
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
        if (position?.TotalPages is { } totalPages)
        {
            return number >= totalPages;
        }

        if (position?.Links?.Next is { Length: > 0 })
        {
            return false;
        }

        // The API may have cut the page size that was asked for, and says so in per_page.
        var full = position?.PerPage is { } perPage and > 0 ? Math.Min(perPage, pageSize) : pageSize;
        return page.Data.Count < full;
    }
}

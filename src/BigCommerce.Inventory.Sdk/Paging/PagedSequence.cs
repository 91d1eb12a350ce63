using System.Runtime.CompilerServices;

namespace BigCommerce.Inventory;

/// <summary>
/// A list that is read page by page when it is enumerated. Enumerate it for the entries, or use <see cref="AsPages"/> for pages with a
/// continuation token, with which an interrupted read continues where it stopped.
/// </summary>
/// <typeparam name="T">The type of the entries.</typeparam>
/// <remarks>Each enumeration reads the list again. Tests create one from pages with <see cref="PagedSequence.FromPages"/>.</remarks>
public abstract class PagedSequence<T> : IAsyncEnumerable<T>
{
    /// <summary>Reads the list page by page.</summary>
    /// <param name="continuationToken">
    /// The <see cref="SequencePage{T}.ContinuationToken"/> of the last page that was processed; null for the first page.
    /// </param>
    /// <param name="pageSize">
    /// The number of entries to request for each page; null for the filter's limit, and with a token for the size that the token was issued
    /// for.
    /// </param>
    /// <returns>
    /// The pages; at least one, which can be empty. An entry that was on an earlier page of this enumeration is omitted. Stop between
    /// pages with <c>WithCancellation</c>.
    /// </returns>
    /// <remarks>
    /// The token is opaque and does not expire, but a position in a list that changes is approximate: an entry can then occur
    /// twice or be skipped. After a continuation, the entries of earlier pages are not known and can occur again.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// <paramref name="continuationToken"/> is malformed, or was issued for another list or filter.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="pageSize"/> is out of the API's range.</exception>
    public abstract IAsyncEnumerable<SequencePage<T>> AsPages(string? continuationToken = null, int? pageSize = null);

    /// <summary>Reads the list entry by entry.</summary>
    /// <param name="cancellationToken">Stops between entries and within requests.</param>
    public abstract IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default);
}

/// <summary>Creates streams for tests.</summary>
public static class PagedSequence
{
    /// <summary>Creates a stream that consists of given pages and sends no requests.</summary>
    /// <typeparam name="T">The type of the entries.</typeparam>
    /// <param name="pages">The pages, in order. A read with the continuation token of one of them begins with the page after it.</param>
    public static PagedSequence<T> FromPages<T>(IEnumerable<SequencePage<T>> pages)
    {
        ArgumentNullException.ThrowIfNull(pages);
        return new GivenPages<T>([.. pages]);
    }

    private sealed class GivenPages<T>(SequencePage<T>[] pages) : PagedSequence<T>
    {
        public override IAsyncEnumerable<SequencePage<T>> AsPages(string? continuationToken = null, int? pageSize = null)
        {
            var start = continuationToken is null ? 0 : Array.FindIndex(pages, page => page.ContinuationToken == continuationToken) + 1;
            return continuationToken is null || start > 0
                ? PagesAsync(start)
                : throw new ArgumentException("No page has this continuation token.", nameof(continuationToken));
        }

        public override async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
        {
            await foreach (var page in PagesAsync(0, cancellationToken).ConfigureAwait(false))
            {
                foreach (var item in page.Items)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return item;
                }
            }
        }

        private async IAsyncEnumerable<SequencePage<T>> PagesAsync(
            int start,
            [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            for (var i = start; i < pages.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return await Task.FromResult(pages[i]).ConfigureAwait(false);
            }
        }
    }
}

/// <summary>A page of a <see cref="PagedSequence{T}"/>.</summary>
/// <typeparam name="T">The type of the entries.</typeparam>
/// <param name="items">The entries, in the API's order.</param>
/// <param name="continuationToken">Identifies the position after the page; null for the last page.</param>
/// <param name="totalCount">The number of entries in the whole list; null if unknown.</param>
public sealed class SequencePage<T>(IReadOnlyList<T> items, string? continuationToken = null, int? totalCount = null)
{
    /// <summary>The entries, in the API's order; can be empty.</summary>
    public IReadOnlyList<T> Items { get; } = items ?? throw new ArgumentNullException(nameof(items));

    /// <summary>
    /// Identifies the position after this page, for <see cref="PagedSequence{T}.AsPages"/>; null for the last page. Store it when the page
    /// is processed.
    /// </summary>
    public string? ContinuationToken { get; } = continuationToken;

    /// <summary>
    /// The number of entries in the whole list; null if the API does not return it, or if the filter is split over several requests.
    /// </summary>
    public int? TotalCount { get; } = totalCount;
}

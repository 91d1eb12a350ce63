using System.Runtime.CompilerServices;

namespace BigCommerce.Inventory;

/// <summary>
/// Reads the parts of a list one after another. An entry that was read before in the same enumeration is left out: rows move between pages
/// when data changes.
/// </summary>
internal sealed class ListSequence<T, TKey> : PagedSequence<T>
{
    private readonly Func<string> _listHash;
    private readonly IReadOnlyList<Func<ListPosition, CancellationToken, IAsyncEnumerable<ListPage<T>>>> _parts;
    private readonly int _pageSize;
    private readonly int _maxPageSize;
    private readonly Func<T, TKey> _keyOf;
    private readonly bool _readAhead;
    private readonly CancellationToken _cancellationToken;

    /// <param name="listHash">
    /// Computes what identifies the list and its filter, see <see cref="ContinuationToken.Hash"/>. Only continuation tokens need it.
    /// </param>
    /// <param name="parts">The lists that the filter was split into, each read from a position on.</param>
    /// <param name="pageSize">The number of entries to request.</param>
    /// <param name="maxPageSize">The API's limit of it.</param>
    /// <param name="keyOf">Identifies an entry; an entry with the type's default is never left out.</param>
    /// <param name="readAhead">Whether the next page is requested while the entries of one are used.</param>
    /// <param name="cancellationToken">Stops every enumeration.</param>
    public ListSequence(
        Func<string> listHash,
        IReadOnlyList<Func<ListPosition, CancellationToken, IAsyncEnumerable<ListPage<T>>>> parts,
        int pageSize,
        int maxPageSize,
        Func<T, TKey> keyOf,
        bool readAhead,
        CancellationToken cancellationToken)
    {
        _listHash = listHash;
        _parts = parts;
        _pageSize = pageSize;
        _maxPageSize = maxPageSize;
        _keyOf = keyOf;
        _readAhead = readAhead;
        _cancellationToken = cancellationToken;
    }

    public override IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        EntriesAsync(_cancellationToken).GetAsyncEnumerator(cancellationToken);

    public override IAsyncEnumerable<SequencePage<T>> AsPages(string? continuationToken = null, int? pageSize = null)
    {
        if (pageSize is < 1 || pageSize > _maxPageSize)
        {
            throw new ArgumentOutOfRangeException(nameof(pageSize), pageSize, $"A page holds 1 to {_maxPageSize} entries.");
        }

        var hash = _listHash();
        var (part, start) = continuationToken is null
            ? (0, ListPosition.First(_pageSize))
            : ContinuationToken.Read(continuationToken, hash, _parts.Count, _maxPageSize);
        return PagesAsync(hash, part, pageSize is { } size ? start.InPagesOf(size) : start, pageSize ?? _pageSize, _cancellationToken);
    }

    private async IAsyncEnumerable<SequencePage<T>> PagesAsync(
        string hash,
        int part,
        ListPosition start,
        int pageSize,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<TKey>();
        var pages = PartsAsync(part, start, pageSize, cancellationToken).GetAsyncEnumerator(CancellationToken.None);
        await using var pagesEnd = pages.ConfigureAwait(false);
        while (await MoveNextAsync(pages.MoveNextAsync().AsTask(), cancellationToken).ConfigureAwait(false))
        {
            var (number, page) = pages.Current;
            var token = page.Next is { } next ? ContinuationToken.Write(hash, number, next)
                : number + 1 < _parts.Count ? ContinuationToken.Write(hash, number + 1, ListPosition.First(pageSize))
                : null;

            // The total of a part is not the list's.
            yield return new SequencePage<T>(
                [.. page.Items.Where(entry => IsNew(entry, seen))],
                token,
                _parts.Count == 1 ? page.TotalCount : null);
        }
    }

    private async IAsyncEnumerable<T> EntriesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<TKey>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pages = PartsAsync(0, ListPosition.First(_pageSize), _pageSize, stop.Token).GetAsyncEnumerator(CancellationToken.None);
        Task<bool>? next = null;
        try
        {
            while (await MoveNextAsync(next ?? pages.MoveNextAsync().AsTask(), cancellationToken).ConfigureAwait(false))
            {
                next = null;
                var page = pages.Current.Page.Items;
                for (var i = 0; i < page.Count; i++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (_readAhead && i == 1)
                    {
                        // Prefetch starts with the second item: reading one item costs no extra request.
                        next = pages.MoveNextAsync().AsTask();
                    }

                    if (IsNew(page[i], seen))
                    {
                        yield return page[i];
                    }
                }
            }
        }
        finally
        {
            if (next is not null)
            {
                // The caller stopped early: cancel the request for the next page.
                await stop.CancelAsync().ConfigureAwait(false);
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await pages.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<(int Part, ListPage<T> Page)> PartsAsync(
        int part,
        ListPosition start,
        int pageSize,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (; part < _parts.Count; part++)
        {
            await foreach (var page in _parts[part](start, cancellationToken).ConfigureAwait(false))
            {
                yield return (part, page);
            }

            start = ListPosition.First(pageSize);
        }
    }

    private bool IsNew(T entry, HashSet<TKey> seen)
    {
        var key = _keyOf(entry);
        return EqualityComparer<TKey>.Default.Equals(key, default) || seen.Add(key);
    }

    /// <summary>Waits for a page. If the caller cancels, the exception carries the caller's token.</summary>
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
}

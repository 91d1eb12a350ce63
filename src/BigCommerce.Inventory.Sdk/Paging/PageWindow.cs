namespace BigCommerce.Inventory;

/// <summary>Reads the pages of one list in order, and requests several at once after the first response told how many there are.</summary>
/// <param name="read">Reads one page: its number from 1, and the number of entries to request.</param>
/// <param name="size">How many pages may be requested or wait at once.</param>
/// <param name="cancellationToken">Cancels all requests.</param>
internal sealed class PageWindow<T>(
    Func<int, int, CancellationToken, Task<Page<T>>> read,
    int size,
    CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly Queue<Task<Page<T>>> _started = new();
    private CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private int _number;
    private int _pageSize;
    private int? _totalPages;

    /// <summary>Reads a page. A page that does not follow the last one in the same size starts a new window.</summary>
    public async Task<Page<T>> ReadAsync(int number, int pageSize)
    {
        if (number != _number || pageSize != _pageSize)
        {
            await RestartAsync(number, pageSize).ConfigureAwait(false);
        }

        var last = Math.Min(_totalPages ?? number, number + size - 1);
        while (_started.Count == 0 || number + _started.Count <= last)
        {
            _started.Enqueue(StartAsync(number + _started.Count));
        }

        _number++;
        var page = await _started.Dequeue().ConfigureAwait(false);
        _totalPages = page.Meta.Pagination?.TotalPages;
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task<Page<T>> StartAsync(int number) => await read(number, _pageSize, _stop.Token).ConfigureAwait(false);

    private async Task RestartAsync(int number, int pageSize)
    {
        if (_started.Count > 0)
        {
            await EndAsync().ConfigureAwait(false);
            _stop.Dispose();
            _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        }

        (_number, _pageSize, _totalPages) = (number, pageSize, null);
    }

    /// <summary>Cancels the requests and waits for them, so that no request and no unobserved exception remains.</summary>
    private async Task EndAsync()
    {
        if (_started.Count == 0)
        {
            return;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        while (_started.TryDequeue(out var page))
        {
            await ((Task)page).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

using BigCommerce.Inventory.Http;

namespace BigCommerce.Inventory;

/// <summary>Reads the pages of one list in order, and requests several at once after the first response told how many there are.</summary>
/// <param name="read">Reads one page: its number from 1, the number of entries to request, and the request's settings.</param>
/// <param name="pace">How many pages may be requested or wait at once.</param>
/// <param name="cancellationToken">Cancels all requests.</param>
internal sealed class PageWindow<T>(
    Func<int, int, RequestOptions?, CancellationToken, Task<Page<T>>> read,
    PagePace pace,
    CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly Queue<StartedPage> _started = new();
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

        var size = pace.Next(isReady: _started.TryPeek(out var next) && next.Page.IsCompleted);
        var last = Math.Min(_totalPages ?? number, number + size - 1);
        while (_started.Count == 0 || number + _started.Count <= last)
        {
            _started.Enqueue(Start(number + _started.Count, isAhead: _started.Count > 0));
        }

        _number++;
        var page = await ReadAsync(_started.Dequeue(), number).ConfigureAwait(false);
        _totalPages = page.Meta.Pagination?.TotalPages;
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task<Page<T>> ReadAsync(StartedPage started, int number)
    {
        Page<T> page;
        try
        {
            page = await started.Page.ConfigureAwait(false);
        }
        catch (BigCommerceRateLimitException) when (started.IsAhead)
        {
            // It was requested with a low priority. Now the reader waits for it.
            started = Start(number, isAhead: false);
            page = await started.Page.ConfigureAwait(false);
        }

        pace.Read(started.Trace);
        return page;
    }

    private StartedPage Start(int number, bool isAhead)
    {
        var trace = new CallTrace();
        return new StartedPage(RequestAsync(number, pace.OptionsFor(isAhead, trace)), trace, isAhead);
    }

    private async Task<Page<T>> RequestAsync(int number, RequestOptions? options) =>
        await read(number, _pageSize, options, _stop.Token).ConfigureAwait(false);

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
        while (_started.TryDequeue(out var started))
        {
            await ((Task)started.Page).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private readonly record struct StartedPage(Task<Page<T>> Page, CallTrace Trace, bool IsAhead);
}

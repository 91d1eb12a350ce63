using System.Net;

namespace BigCommerce.Inventory.Tests.Paging;

/// <summary>Pages that are fetched while the previous ones are read.</summary>
public class ReadAheadTests
{
    private readonly ScriptedList _list = new(totalPages: 20);

    [Fact]
    public async Task Read_SecondEntryOfAPage_RequestsTheNextPage()
    {
        await using var stream = _list.Entries(pagesAhead: 1).GetAsyncEnumerator();
        Assert.Empty(_list.Asked);

        var first = stream.MoveNextAsync();
        _list.Respond(1);
        Assert.True(await first);
        Assert.Equal([1], _list.Asked);

        Assert.True(await stream.MoveNextAsync());
        Assert.Equal([1, 2], _list.Asked);

        Assert.True(await stream.MoveNextAsync());
        Assert.Equal([1, 2], _list.Asked);
    }

    [Fact]
    public async Task Read_NoPagesAhead_RequestsEachPageWhenNeeded()
    {
        await using var stream = _list.Entries(pagesAhead: 0).GetAsyncEnumerator();
        _list.RespondToAll();
        for (var entry = 1; entry <= ScriptedList.PageSize; entry++)
        {
            Assert.True(await stream.MoveNextAsync());
        }

        Assert.Equal([1], _list.Asked);

        Assert.True(await stream.MoveNextAsync());
        Assert.Equal([1, 2], _list.Asked);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    public async Task Read_AnyPagesAhead_ReturnsEveryEntryOnceInOrder(int pagesAhead)
    {
        _list.RespondToAll();

        var entries = await _list.Entries(pagesAhead).ToListAsync();

        Assert.Equal(Enumerable.Range(1, 20 * ScriptedList.PageSize), entries);
        Assert.Equal(Enumerable.Range(1, 20), _list.Asked);
    }

    [Fact]
    public async Task Read_TotalPagesKnown_RequestsPagesAheadAndNoMore()
    {
        await using var stream = _list.Entries(pagesAhead: 4).GetAsyncEnumerator();
        _list.Respond(1);
        await Use(stream, entries: 2);
        Assert.Equal([1, 2, 3, 4, 5], _list.Asked);

        // Responses out of order change nothing.
        var third = Use(stream, entries: 2);
        _list.Respond(5, 4, 3);
        Assert.False(third.IsCompleted);
        Assert.Equal(5, _list.Asked.Count);

        _list.Respond(2);
        await third;
        await Use(stream, entries: 1);
        Assert.Equal([1, 2, 3, 4, 5, 6], _list.Asked);
        Assert.Equal(5, stream.Current);
    }

    [Fact]
    public async Task Read_PagesAheadPastTheLast_AreNotRequested()
    {
        var list = new ScriptedList(totalPages: 3);
        list.RespondToAll();

        Assert.Equal(9, await list.Entries(pagesAhead: 8).CountAsync());
        Assert.Equal([1, 2, 3], list.Asked);
    }

    [Fact]
    public async Task Read_TotalPagesUnknown_ReadsOnePageAhead()
    {
        var list = new ScriptedList(totalPages: null);
        await using var stream = list.Entries(pagesAhead: 8).GetAsyncEnumerator();
        list.Respond(1);

        await Use(stream, entries: 3);

        Assert.Equal([1, 2], list.Asked);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task Read_StreamDisposedEarly_CancelsAndAwaitsRequests(int pagesAhead)
    {
        await using (var stream = _list.Entries(pagesAhead).GetAsyncEnumerator())
        {
            _list.Respond(1);
            await Use(stream, entries: 2);
            Assert.Equal(pagesAhead, _list.Running);
        }

        Assert.Equal(0, _list.Running);
        Assert.Equal(pagesAhead, _list.Cancelled);
    }

    [Fact]
    public async Task Read_Cancelled_CancelsRequestsWithTheCallersToken()
    {
        using var cancellation = new CancellationTokenSource();
        var stream = _list.Entries(3, cancellation.Token).GetAsyncEnumerator(CancellationToken.None);
        _list.Respond(1);
        await Use(stream, entries: ScriptedList.PageSize);

        var next = stream.MoveNextAsync().AsTask();
        await cancellation.CancelAsync();
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        await stream.DisposeAsync();

        Assert.Equal(cancellation.Token, exception.CancellationToken);
        Assert.Equal(0, _list.Running);
        Assert.Equal(3, _list.Cancelled);
    }

    [Fact]
    public async Task Read_PageAheadFails_ThrowsInItsPlaceAndCancelsTheRest()
    {
        await using var stream = _list.Entries(pagesAhead: 4).GetAsyncEnumerator();
        _list.Respond(1);
        await Use(stream, entries: 2);
        _list.Fail(3, new BigCommerceConnectionException("Page 3 got no response.", null));
        _list.Respond(2);

        await Use(stream, entries: 4);
        Assert.Equal(6, stream.Current);
        var exception = await Assert.ThrowsAsync<BigCommerceConnectionException>(async () => await stream.MoveNextAsync());

        Assert.Equal("Page 3 got no response.", exception.Message);
        Assert.Equal(0, _list.Running);
    }

    [Fact]
    public async Task Read_UnreadPageFails_IsNotUnobserved()
    {
        Exception? unobserved = null;
        void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs args) => unobserved = args.Exception;
        TaskScheduler.UnobservedTaskException += OnUnobserved;
        try
        {
            await LeaveAsync();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= OnUnobserved;
        }

        Assert.DoesNotContain("Page 2 got no response.", unobserved?.ToString() ?? string.Empty, StringComparison.Ordinal);

        async Task LeaveAsync()
        {
            await using var stream = _list.Entries(pagesAhead: 2).GetAsyncEnumerator();
            _list.Respond(1);
            await Use(stream, entries: 2);
            _list.Fail(2, new BigCommerceConnectionException("Page 2 got no response.", null));
        }
    }

    [Fact]
    public async Task Read_PageAheadTooLarge_RestartsInTheGeneralSize()
    {
        var asked = new List<(int Page, int Limit)>();
        var running = 0;
        const int Total = 4000;

        async Task<Page<int>> ReadPage(int page, int limit, RequestOptions? options, CancellationToken token)
        {
            asked.Add((page, limit));
            Interlocked.Increment(ref running);
            try
            {
                await Task.Yield();
                if (limit > 250 && page == 2)
                {
                    throw new BigCommerceApiException(new ApiError { StatusCode = HttpStatusCode.RequestEntityTooLarge });
                }

                if (limit > 250 && page > 2)
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                }

                return ScriptedList.Page(Enumerable.Range(1, Total).Skip((page - 1) * limit).Take(limit), Total / limit);
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }
        }

        var entries = await ScriptedList.Entries(ReadPage, 1000, pagesAhead: 3, default).ToListAsync();

        Assert.Equal(Enumerable.Range(1, Total), entries);
        Assert.Equal([(1, 1000), (2, 1000), (3, 1000), (4, 1000)], asked.Take(4));
        Assert.Equal(Enumerable.Range(5, 12).Select(page => (page, 250)), asked.Skip(4));
        Assert.Equal(0, running);
    }

    [Fact]
    public async Task Read_PageAheadGetsNoQuota_IsRequestedAgainWithTheReadersPriority()
    {
        var asked = new List<(int Page, RequestPriority? Priority)>();
        Task<Page<int>> ReadPage(int page, int limit, RequestOptions? options, CancellationToken token)
        {
            asked.Add((page, options?.Priority));
            return options?.Priority == RequestPriority.Background
                ? Task.FromException<Page<int>>(
                    new BigCommerceRateLimitException(new ApiError { StatusCode = HttpStatusCode.TooManyRequests }))
                : Task.FromResult(ScriptedList.Page([page], totalPages: 3));
        }

        var entries = await ScriptedList.Entries(ReadPage, 1, pagesAhead: 2, default).ToListAsync();

        Assert.Equal([1, 2, 3], entries);
        Assert.Equal([(1, null), (2, null), (3, RequestPriority.Background), (3, (RequestPriority?)null)], asked);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(17)]
    public void PagesAhead_OutOfRange_IsRefused(int pagesAhead)
    {
        using var client = new BigCommerceInventoryClient("abc", "token");

        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => client.Items.EnumerateAsync(pagesAhead: pagesAhead));
        Assert.Throws<ArgumentOutOfRangeException>(() => client.Items.EnumerateAtLocationAsync(1, pagesAhead: pagesAhead));

        Assert.Equal("pagesAhead", exception.ParamName);
        Assert.StartsWith("Give 0 to 16 pages.", exception.Message, StringComparison.Ordinal);
    }

    private static async Task Use(IAsyncEnumerator<int> stream, int entries)
    {
        for (var i = 0; i < entries; i++)
        {
            Assert.True(await stream.MoveNextAsync());
        }
    }

    /// <summary>A list whose pages are returned when the test says so.</summary>
    private sealed class ScriptedList(int? totalPages)
    {
        public const int PageSize = 3;

        private readonly Dictionary<int, TaskCompletionSource<Page<int>>> _responses = [];
        private readonly Lock _lock = new();
        private bool _all;

        public List<int> Asked { get; } = [];

        public int Running { get; private set; }

        public int Cancelled { get; private set; }

        public static Page<int> Page(IEnumerable<int> entries, int? totalPages) =>
            new() { Data = [.. entries], Meta = new PageMeta { Pagination = new Pagination { TotalPages = totalPages } } };

        public static ListSequence<int, int> Entries(
            Func<int, int, RequestOptions?, CancellationToken, Task<Page<int>>> read,
            int pageSize,
            int pagesAhead,
            CancellationToken cancellationToken) =>
            new ListSequence<int, int>(
                () => "list",
                [(start, token) => PageReader.PagesAsync(read, start, static entry => entry, new PagePace(Math.Max(pagesAhead, 1), null), token)],
                pageSize,
                FilterValues.MaxPageSize,
                static entry => entry,
                readAhead: pagesAhead > 0,
                cancellationToken);

        public ListSequence<int, int> Entries(int pagesAhead, CancellationToken cancellationToken = default) =>
            Entries(ReadAsync, PageSize, pagesAhead, cancellationToken);

        public void RespondToAll() => _all = true;

        public void Respond(params int[] pages)
        {
            foreach (var page in pages)
            {
                Source(page).TrySetResult(Page(page));
            }
        }

        public void Fail(int page, Exception exception) => Source(page).TrySetException(exception);

        private Page<int> Page(int number) => Page(Enumerable.Range(((number - 1) * PageSize) + 1, PageSize), totalPages);

        private async Task<Page<int>> ReadAsync(int page, int limit, RequestOptions? options, CancellationToken token)
        {
            lock (_lock)
            {
                Asked.Add(page);
                Running++;
            }

            try
            {
                return _all ? Page(page) : await Source(page).Task.WaitAsync(token);
            }
            catch (OperationCanceledException)
            {
                lock (_lock)
                {
                    Cancelled++;
                }

                throw;
            }
            finally
            {
                lock (_lock)
                {
                    Running--;
                }
            }
        }

        private TaskCompletionSource<Page<int>> Source(int page)
        {
            lock (_lock)
            {
                return _responses.TryGetValue(page, out var source) ? source : _responses[page] = new();
            }
        }
    }
}

using System.Globalization;
using System.Net;
using BigCommerce.Inventory.Http;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Paging;

/// <summary>How many pages are requested at once without a setting.</summary>
public class PagePaceTests
{
    private const int PageSize = 2;

    [Fact]
    public async Task Read_ReaderWaitsForPages_RequestsTwiceAsManyUpToEight()
    {
        using var list = new PagedHandler(totalPages: 40, left: 150);
        await using var stream = list.Read();

        await list.ReadPageAsync(stream, 1, lastAsked: 2);
        await list.ReadPageAsync(stream, 2, lastAsked: 4);
        await list.ReadPageAsync(stream, 3, lastAsked: 7);
        await list.ReadPageAsync(stream, 4, lastAsked: 12);
        await list.ReadPageAsync(stream, 5, lastAsked: 13);
        await list.ReadPageAsync(stream, 6, lastAsked: 14);

        Assert.Equal(Enumerable.Range(1, 14), list.Asked.Order());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public void Options_PageAhead_HaveBackgroundPriorityUnlessOneIsGiven(int? pagesAtOnce)
    {
        var given = new RequestOptions { Priority = RequestPriority.Foreground, CorrelationId = Guid.NewGuid() };
        var trace = new CallTrace();

        Assert.Equal(
            new RequestOptions { Priority = RequestPriority.Background, Trace = trace },
            new PagePace(pagesAtOnce, null).OptionsFor(isAhead: true, trace));
        Assert.Equal(new RequestOptions { Trace = trace }, new PagePace(pagesAtOnce, null).OptionsFor(isAhead: false, trace));
        Assert.Equal(given with { Trace = trace }, new PagePace(pagesAtOnce, given).OptionsFor(isAhead: true, trace));
    }

    [Theory]
    [InlineData(76)]
    [InlineData(20)]
    [InlineData(null)]
    public async Task Read_HalfOfTheQuotaIsUsedOrUnknown_RequestsOnePageAhead(int? left)
    {
        using var list = new PagedHandler(totalPages: 40, left);
        await using var stream = list.Read();

        for (var page = 1; page <= 6; page++)
        {
            await list.ReadPageAsync(stream, page, lastAsked: page + 1);
        }

        Assert.Equal(7, list.Asked.Count);
    }

    [Fact]
    public async Task Read_RequestHadToBeRepeated_BeginsWithOnePageAgain()
    {
        using var list = new PagedHandler(totalPages: 40, left: 150) { FailsOnce = 4 };
        await using var stream = list.Read(new RequestOptions { RetryDelay = TimeSpan.Zero });

        await list.ReadPageAsync(stream, 1, lastAsked: 2);
        await list.ReadPageAsync(stream, 2, lastAsked: 4);
        await list.ReadPageAsync(stream, 3, lastAsked: 7);
        await list.ReadPageAsync(stream, 4, lastAsked: 7);
        await list.ReadPageAsync(stream, 5, lastAsked: 9);

        Assert.Equal(2, list.Asked.Count(page => page == 4));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Read_ShortList_RequestsNoPageThatIsNotThere(int pages)
    {
        using var list = new PagedHandler(pages, left: 150);
        list.RespondToAll();
        await using var stream = list.Read();

        for (var entry = 0; entry < pages * PageSize; entry++)
        {
            Assert.True(await stream.MoveNextAsync());
        }

        Assert.False(await stream.MoveNextAsync());
        Assert.Equal(Enumerable.Range(1, pages), list.Asked.Order());
    }

    [Fact]
    public async Task Read_ReaderStopsEarly_CancelsTheRequests()
    {
        using var list = new PagedHandler(totalPages: 40, left: 150);
        await using (var stream = list.Read())
        {
            await list.ReadPageAsync(stream, 1, lastAsked: 2);
            await list.ReadPageAsync(stream, 2, lastAsked: 4);
            await list.ReadPageAsync(stream, 3, lastAsked: 7);
        }

        Assert.Equal(7, list.Asked.Count);
        Assert.Equal(4, list.CanceledCount);
    }

    [Fact]
    public async Task AsPages_ReaderWaitsForPages_RequestsSeveralInOrder()
    {
        using var list = new PagedHandler(totalPages: 40, left: 150);
        list.RespondToAll();

        var pages = await list.Client.Items.EnumerateAsync(new InventoryItemFilter { Limit = PageSize }).AsPages().ToListAsync();

        Assert.Equal(
            Enumerable.Range(1, 40 * PageSize),
            pages.SelectMany(page => page.Items).Select(item => (int)item.Identity.VariantId));
        Assert.Equal(Enumerable.Range(1, 40), list.Asked.Order());
    }

    /// <summary>A store with a list of items, whose pages are returned when the test says so.</summary>
    private sealed class PagedHandler : HttpMessageHandler
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<int, TaskCompletionSource> _responses = [];
        private readonly List<int> _asked = [];
        private readonly int _totalPages;
        private readonly int? _left;
        private bool _all;
        private bool _hasFailed;
        private int _canceled;

        public PagedHandler(int totalPages, int? left)
        {
            (_totalPages, _left) = (totalPages, left);
            Client = new BigCommerceInventoryClient("pages", StubHandler.TestToken, settings: new() { HttpHandler = this });
        }

        public BigCommerceInventoryClient Client { get; }

        /// <summary>The page whose first request is refused.</summary>
        public int? FailsOnce { get; init; }

        public int CanceledCount => Volatile.Read(ref _canceled);

        public IReadOnlyList<int> Asked
        {
            get
            {
                lock (_lock)
                {
                    return [.. _asked];
                }
            }
        }

        public IAsyncEnumerator<InventoryItem> Read(RequestOptions? options = null) =>
            Client.Items.EnumerateAsync(new InventoryItemFilter { Limit = PageSize }, options: options).GetAsyncEnumerator();

        public void RespondToAll() => _all = true;

        /// <summary>Lets a page arrive and reads it. Its second entry requests further pages.</summary>
        public async Task ReadPageAsync(IAsyncEnumerator<InventoryItem> stream, int page, int lastAsked)
        {
            var first = stream.MoveNextAsync();
            await Eventually.HoldsAsync(() => Asked.Contains(page));
            Response(page).TrySetResult();
            Assert.True(await first);
            Assert.Equal(((page - 1) * PageSize) + 1, stream.Current.Identity.VariantId);
            Assert.True(await stream.MoveNextAsync());
            await Eventually.HoldsAsync(() => Asked.Contains(lastAsked));
            Assert.Equal(lastAsked, Asked.Max());
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var query = request.RequestUri!.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=')).ToDictionary(
                pair => pair[0],
                pair => pair[1]);
            var page = int.Parse(query["page"], CultureInfo.InvariantCulture);
            bool fails;
            lock (_lock)
            {
                _asked.Add(page);
                fails = page == FailsOnce && !_hasFailed;
                _hasFailed |= fails;
            }

            if (fails)
            {
                return StubHandler.Response(HttpStatusCode.BadGateway, string.Empty, "application/json");
            }

            try
            {
                await (_all ? Task.CompletedTask : Response(page).Task.WaitAsync(cancellationToken));
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref _canceled);
                throw;
            }

            (string, string)[] headers = _left is { } left
                ?
                [
                    ("X-Rate-Limit-Requests-Quota", "150"),
                    ("X-Rate-Limit-Requests-Left", left.ToString(CultureInfo.InvariantCulture)),
                    ("X-Rate-Limit-Time-Window-Ms", "30000"),
                    ("X-Rate-Limit-Time-Reset-Ms", "30000"),
                ]
                : [];
            return StubHandler.Response(HttpStatusCode.OK, Body(page), "application/json", headers);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                Client.Dispose();
            }

            base.Dispose(disposing);
        }

        private string Body(int page)
        {
            var items = Enumerable.Range(((page - 1) * PageSize) + 1, PageSize).Select(
                id => string.Create(
                    CultureInfo.InvariantCulture,
                    $$"""{"identity":{"sku":"S{{id}}","variant_id":{{id}},"product_id":{{id}}},"locations":[]}"""));
            return string.Create(
                CultureInfo.InvariantCulture,
                $$$$"""{"data":[{{{{string.Join(',', items)}}}}],"meta":{"pagination":{"total":{{{{_totalPages * PageSize}}}},"per_page":{{{{PageSize}}}},"current_page":{{{{page}}}},"total_pages":{{{{_totalPages}}}}}}}""");
        }

        private TaskCompletionSource Response(int page)
        {
            lock (_lock)
            {
                return _responses.TryGetValue(page, out var response)
                    ? response
                    : _responses[page] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}

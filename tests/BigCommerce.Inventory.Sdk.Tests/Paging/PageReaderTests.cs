using System.Net;

namespace BigCommerce.Inventory.Tests.Paging;

public class PageReaderTests
{
    private readonly List<(int Page, int Limit)> _asked = [];

    [Fact]
    public async Task Read_TotalPages_EndsAtTheLastPage()
    {
        var entries = await Read(1000, page => Response(Range(page, 3), new Pagination { TotalPages = 3, PerPage = 1000 }));

        Assert.Equal(9, entries.Count);
        Assert.Equal([(1, 1000), (2, 1000), (3, 1000)], _asked);
    }

    [Fact]
    public async Task Read_EmptyPage_EndsWhateverTotalPagesIs()
    {
        var entries = await Read(2, page => Response(page <= 2 ? Range(page, 2) : [], new Pagination { TotalPages = 5, PerPage = 2 }));

        Assert.Equal([1, 2, 3, 4], entries);
        Assert.Equal(3, _asked.Count);
    }

    [Fact]
    public async Task Read_ShortPageWithoutPagination_Ends()
    {
        var entries = await Read(2, page => Response(page < 3 ? Range(page, 2) : [5], position: null));

        Assert.Equal([1, 2, 3, 4, 5], entries);
        Assert.Equal(3, _asked.Count);
    }

    [Fact]
    public async Task Read_EmptyPageWithoutPagination_Ends()
    {
        var entries = await Read(2, page => Response(page < 3 ? Range(page, 2) : [], position: null));

        Assert.Equal([1, 2, 3, 4], entries);
        Assert.Equal(3, _asked.Count);
    }

    [Fact]
    public async Task Read_OnlyACurrentLink_IsIgnored()
    {
        var position = new Pagination { Links = new PageLinks { Current = "?page=1&limit=2" } };

        var entries = await Read(2, page => Response(page < 2 ? Range(page, 2) : [3], position));

        Assert.Equal([1, 2, 3], entries);
    }

    [Theory]
    [InlineData("?page=", false, new[] { 1, 2, 3 })]
    [InlineData("?page=", true, new[] { 1, 2, 3 })]
    [InlineData("", false, new[] { 1 })]
    [InlineData("", true, new[] { 1 })]
    public async Task Read_NextLinkAfterAShortPage_IsFollowedUnlessEmpty(string next, bool isOfCursor, int[] expected)
    {
        var entries = await Read(
            1000,
            page =>
            {
                var links = new PageLinks { Current = "?", Next = page < 3 ? next : null };
                return new Page<int>
                {
                    Data = [page],
                    Meta = isOfCursor
                        ? new PageMeta { CursorPagination = new CursorPagination { Links = links } }
                        : new PageMeta { Pagination = new Pagination { Links = links } },
                };
            });

        Assert.Equal(expected, entries);
    }

    [Fact]
    public async Task Read_PerPageLoweredByTheServer_IsThePageSize()
    {
        var entries = await Read(1000, page => Response(page < 3 ? Range(page, 50) : [101], new Pagination { PerPage = 50 }));

        Assert.Equal(Enumerable.Range(1, 101), entries);
        Assert.Equal([(1, 1000), (2, 1000), (3, 1000)], _asked);
    }

    [Fact]
    public async Task Read_PageSizeCutTo250WithoutPagination_Continues()
    {
        var entries = await Read(1000, page => Response(page < 3 ? Range(page, 250) : [501], position: null));

        Assert.Equal(Enumerable.Range(1, 501), entries);
    }

    [Fact]
    public async Task Read_PerPageZeroOrAboveTheLimit_IsIgnored()
    {
        Assert.Equal([1], await Read(2, _ => Response([1], new Pagination { PerPage = 0 })));
        Assert.Equal([1, 2, 3], await Read(2, page => Response(page < 2 ? [1, 2] : [3], new Pagination { PerPage = 1000, TotalPages = 0 })));
    }

    [Theory]
    [InlineData(50, 60, 50)]
    [InlineData(0, 60, 60)]
    [InlineData(null, 60, 60)]
    [InlineData(null, 0, 2)]
    [InlineData(0, null, 2)]
    [InlineData(null, null, 2)]
    [InlineData(1000, null, 100)]
    public void ServedSize_PageOfTwoEntries_IsTheSizeThatTheServerTells(int? perPage, int? perCursor, int expected)
    {
        var page = new Page<int>
        {
            Data = [1, 2],
            Meta = new PageMeta
            {
                Pagination = new Pagination { PerPage = perPage },
                CursorPagination = new CursorPagination { PerPage = perCursor },
            },
        };

        Assert.Equal(expected, PageReader.ServedSize(page, pageSize: 100));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(1000)]
    public void IsShort_OneOrTwoEntriesOfTwo_IsTrueForOne(int? perPage) =>
        Assert.Equal((true, false), (PageReader.IsShort(1, perPage, pageSize: 2), PageReader.IsShort(2, perPage, pageSize: 2)));

    [Fact]
    public async Task Read_FirstPageTooLarge_RetriesWithTheGeneralSize()
    {
        var entries = await Read(
            1000,
            page => _asked[^1].Limit > 250
                ? throw TooLarge()
                : Response(page < 3 ? Range(page, 250) : [501], new Pagination { PerPage = 250 }));

        Assert.Equal(Enumerable.Range(1, 501), entries);
        Assert.Equal([(1, 1000), (1, 250), (2, 250), (3, 250)], _asked);
    }

    [Theory]
    [InlineData(1000, 2, new[] { 2, 5, 6 })]
    [InlineData(600, 3, new[] { 3, 5, 6 })]
    [InlineData(400, 3, new[] { 3, 4, 5, 6 })]
    [InlineData(300, 2, new[] { 2, 2, 3, 4, 5, 6 })]
    public async Task Read_LaterPageTooLarge_ContinuesAtTheSamePlace(int size, int refused, int[] pagesAfter)
    {
        const int Total = 1400;

        var entries = await Read(size, page =>
        {
            var limit = _asked[^1].Limit;
            return page >= refused && limit > 250
                ? throw TooLarge()
                : Response([.. Enumerable.Range(1, Total).Skip((page - 1) * limit).Take(limit)], new Pagination { PerPage = limit });
        });

        Assert.Equal(Enumerable.Range(1, Total), entries);
        Assert.Equal(pagesAfter, _asked.Skip(refused - 1).Select(asked => asked.Page));
    }

    [Fact]
    public async Task Read_LaterPageTooLargeAfterACutSize_ContinuesInThatSize()
    {
        const int Total = 350;
        const int Cut = 100;

        var entries = await Read(1000, page =>
            page >= 3 && _asked[^1].Limit > 250
                ? throw TooLarge()
                : Response([.. Enumerable.Range(1, Total).Skip((page - 1) * Cut).Take(Cut)], new Pagination { PerPage = Cut }));

        Assert.Equal(Enumerable.Range(1, Total), entries);
        Assert.Equal([(1, 1000), (2, 1000), (3, 1000), (3, 100), (4, 100)], _asked);
    }

    [Fact]
    public async Task Read_SmallPageTooLarge_Throws()
    {
        var exception = await Assert.ThrowsAsync<BigCommerceApiException>(() => Read(250, _ => throw TooLarge()));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, exception.StatusCode);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task Read_ServerIgnoresThePageNumber_Throws()
    {
        var exception = await Assert.ThrowsAsync<BigCommerceException>(() => Read(2, _ => Response([1, 2], position: null)));

        Assert.Equal(
            "Page 2 holds the same entries as the page before it: the server seems to ignore the page number, and reading on would never end.",
            exception.Message);
        Assert.Equal(RequestEffect.None, exception.Effect);
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task Read_EntriesWithoutIds_AreNeverDuplicates()
    {
        Assert.Equal([0, 0, 0, 0, 0], await Read(2, page => Response(page < 3 ? [0, 0] : [0], position: null)));
    }

    [Fact]
    public async Task Read_Cancelled_StopsBetweenEntries()
    {
        using var cancellation = new CancellationTokenSource();
        var entries = new List<int>();

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var entry in Entries(2, page => Response(Range(page, 2), position: null)).WithCancellation(cancellation.Token))
            {
                entries.Add(entry);
                await cancellation.CancelAsync();
            }
        });

        Assert.Equal(cancellation.Token, exception.CancellationToken);
        Assert.Equal([1], entries);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task Read_EveryRequest_GetsTheToken()
    {
        using var cancellation = new CancellationTokenSource();
        var tokens = new List<CancellationToken>();
        var pages = PageReader.PagesAsync(
            (page, _, _, token) =>
            {
                tokens.Add(token);
                return Task.FromResult(Response(page < 2 ? [1, 2] : [], position: null));
            },
            ListPosition.First(2),
            static entry => entry,
            cancellationToken: cancellation.Token);

        await using var stream = Sequence([(_, _) => pages], 2, readAhead: true, cancellation.Token)
            .GetAsyncEnumerator(CancellationToken.None);
        await stream.MoveNextAsync();
        await stream.MoveNextAsync();
        Assert.Equal(2, tokens.Count);
        Assert.DoesNotContain(tokens, token => token.IsCancellationRequested);

        await cancellation.CancelAsync();
        Assert.All(tokens, token => Assert.True(token.IsCancellationRequested));
    }

    [Fact]
    public async Task Read_FirstEntryOrPageUsedUp_RequestsTheNextPageOnlyThen()
    {
        var stream = Entries(2, page => Response(Range(page, 2), position: null)).GetAsyncEnumerator();
        Assert.Empty(_asked);

        await stream.MoveNextAsync();
        await stream.MoveNextAsync();
        Assert.Single(_asked);

        await stream.MoveNextAsync();
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task Merge_EntryInSeveralLists_ComesOnce()
    {
        static Func<ListPosition, CancellationToken, IAsyncEnumerable<ListPage<int>>> List(params int[] entries)
        {
            return (_, _) => ReadAsync();

            async IAsyncEnumerable<ListPage<int>> ReadAsync()
            {
                await Task.Yield();
                yield return new ListPage<int>(entries, null, null);
            }
        }

        var sequence = Sequence([List(1, 2, 0), List(2, 3), List(), List(3, 1, 0, 4)], 2, readAhead: true, default);

        Assert.Equal([1, 2, 0, 3, 0, 4], await sequence.ToListAsync());
    }

    private static int[] Range(int page, int size) => [.. Enumerable.Range(((page - 1) * size) + 1, size)];

    private static Page<int> Response(int[] entries, Pagination? position) =>
        new() { Data = entries, Meta = new PageMeta { Pagination = position } };

    private static BigCommerceApiException TooLarge() => new(new ApiError { StatusCode = HttpStatusCode.RequestEntityTooLarge });

    private ListSequence<int, int> Entries(int size, Func<int, Page<int>> response)
    {
        async Task<Page<int>> ReadPage(int page, int limit, RequestOptions? options, CancellationToken token)
        {
            await Task.Yield();
            Assert.True(_asked.Count < 50, "The stream does not end.");
            _asked.Add((page, limit));
            return response(page);
        }

        return Sequence(
            [(start, token) => PageReader.PagesAsync(ReadPage, start, static entry => entry, cancellationToken: token)],
            size,
            readAhead: false,
            default);
    }

    private static ListSequence<int, int> Sequence(
        IReadOnlyList<Func<ListPosition, CancellationToken, IAsyncEnumerable<ListPage<int>>>> parts,
        int size,
        bool readAhead,
        CancellationToken cancellationToken) =>
        new(() => "list", parts, size, FilterValues.MaxPageSize, static entry => entry, readAhead, cancellationToken);

    private async Task<List<int>> Read(int size, Func<int, Page<int>> response)
    {
        var entries = new List<int>();
        await foreach (var entry in Entries(size, response))
        {
            entries.Add(entry);
        }

        return entries;
    }
}

using System.Net;
using System.Text;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Paging;

public class PagedSequenceTests
{
    private static readonly string West = new('W', 4000);
    private static readonly string East = new('E', 4000);

    [Fact]
    public async Task AsPages_AllPages_HasItemsTokensAndTotal()
    {
        var stub = new StubHandler().Respond(Page(5, 3, 1, 2)).Respond(Page(5, 3, 3, 4)).Respond(Page(5, 3, 5));
        using var client = stub.Client();

        var pages = await client.Locations.EnumerateAsync().AsPages(pageSize: 2).ToListAsync();

        Assert.Equal(["1 2", "3 4", "5"], pages.Select(Ids));
        Assert.Equal([5, 5, 5], pages.Select(page => page.TotalCount));
        Assert.Equal([true, true, false], pages.Select(page => page.ContinuationToken is not null));
        Assert.Equal(["page=1&limit=2", "page=2&limit=2", "page=3&limit=2"], Queries(stub));
    }

    [Fact]
    public async Task AsPages_WithToken_GoesOnAfterThePage()
    {
        var stub = new StubHandler().Respond(Page(5, 3, 1, 2)).Respond(Page(5, 3, 3, 4)).Respond(Page(5, 3, 5));
        using var client = stub.Client();
        var query = client.Locations.Query().Active();
        var first = await FirstAsync(query.AsPages(pageSize: 2));

        var rest = await query.AsPages(first.ContinuationToken).ToListAsync();

        Assert.Equal(["3 4", "5"], rest.Select(Ids));
        Assert.Equal(["is_active=true&page=1&limit=2", "is_active=true&page=2&limit=2", "is_active=true&page=3&limit=2"], Queries(stub));
    }

    [Fact]
    public async Task AsPages_WithTokenAndAnotherPageSize_GoesOnAtTheSameEntry()
    {
        var stub = new StubHandler()
            .Respond(Page(9, 3, 1, 2, 3))
            .Respond(Page(9, 3, 4, 5, 6))
            .Respond(Page(9, 3, 5, 6, 7, 8))
            .Respond(Page(9, 3, 9));
        using var client = stub.Client();
        var pages = await client.Locations.EnumerateAsync().AsPages(pageSize: 3).Take(2).ToListAsync();

        var rest = await client.Locations.EnumerateAsync().AsPages(pages[1].ContinuationToken, pageSize: 4).ToListAsync();

        Assert.Equal(["7 8", "9"], rest.Select(Ids));
        Assert.Equal(["page=1&limit=3", "page=2&limit=3", "page=2&limit=4", "page=3&limit=4"], Queries(stub));
    }

    [Fact]
    public async Task AsPages_ApiCutsPagesSilently_TokenWithAnotherPageSizeSkipsNothing()
    {
        var ids = Enumerable.Range(1, 600).Select(id => (long)id).ToArray();
        var stub = new StubHandler().Respond(PageOfUnknownLength(ids[..250])).Respond(PageOfUnknownLength(ids[200..300]));
        using var client = stub.Client(storeHash: "cut");
        var first = await FirstAsync(client.Locations.EnumerateAsync().AsPages());

        var second = await FirstAsync(client.Locations.EnumerateAsync().AsPages(first.ContinuationToken, pageSize: 100));

        Assert.Equal(ids[250..300], second.Items.Select(location => location.Id));
        Assert.Equal(["page=1&limit=1000", "page=3&limit=100"], Queries(stub));
    }

    [Theory]
    [InlineData("""{"pagination":{"per_page":50,"total_pages":4}}""")]
    [InlineData("""{"cursor_pagination":{"per_page":50,"links":{"next":"?page=2"}}}""")]
    [InlineData("""{"pagination":{"links":{"next":"?page=2"}}}""")]
    public async Task AsPages_ApiCutsPagesOfMetafieldsAndGivesNoCursor_TokenWithAnotherPageSizeSkipsNothing(string meta)
    {
        var entries = string.Join(',', Enumerable.Range(1, 50).Select(id => $$"""{"id":{{id}}}"""));
        var stub = new StubHandler()
            .Respond($$"""{"data":[{{entries}}],"meta":{{meta}}}""")
            .Respond("""{"data":[{"id":51}],"meta":{"pagination":{"total_pages":3}}}""");
        using var client = stub.Client(storeHash: "cut-metafields");
        var first = await FirstAsync(client.Metafields.EnumerateAsync().AsPages());

        _ = await FirstAsync(client.Metafields.EnumerateAsync().AsPages(first.ContinuationToken, pageSize: 25));

        Assert.Equal(["page=1&limit=250", "page=3&limit=25"], Queries(stub));
    }

    [Fact]
    public async Task EnumerateAsync_ApiCutsTheFirstPageAndGivesOnlyCursors_ReadsOn()
    {
        var stub = new StubHandler()
            .Respond("""{"data":[{"id":1},{"id":2}],"meta":{"cursor_pagination":{"per_page":2,"end_cursor":"A"}}}""")
            .Respond("""{"data":[{"id":3}],"meta":{"cursor_pagination":{"per_page":2,"end_cursor":"B"}}}""");
        using var client = stub.Client();

        Assert.Equal([1L, 2, 3], await client.Metafields.EnumerateAsync().Select(metafield => metafield.Id).ToListAsync());
        Assert.Equal(["page=1&limit=250", "limit=250&after=A"], Queries(stub));
    }

    [Fact]
    public async Task AsPages_PageTooLarge_GoesOnInSmallerPagesAndSoDoesTheToken()
    {
        var ids = Enumerable.Range(1, 300).Select(id => (long)id).ToArray();
        var stub = new StubHandler()
            .Respond(HttpStatusCode.RequestEntityTooLarge)
            .Respond(Page(300, 2, ids[..250]))
            .Respond(Page(300, 2, ids[250..]));
        using var client = stub.Client();
        var first = await FirstAsync(client.Locations.EnumerateAsync().AsPages());

        var second = await FirstAsync(client.Locations.EnumerateAsync().AsPages(first.ContinuationToken));

        Assert.Equal((250, 50), (first.Items.Count, second.Items.Count));
        Assert.Null(second.ContinuationToken);
        Assert.Equal(["page=1&limit=1000", "page=1&limit=250", "page=2&limit=250"], Queries(stub));
    }

    [Fact]
    public async Task AsPages_RowMovedToTheNextPage_LeavesItOut()
    {
        var stub = new StubHandler().Respond(Page(4, 2, 1, 2)).Respond(Page(4, 2, 2, 3));
        using var client = stub.Client();

        Assert.Equal(["1 2", "3"], (await client.Locations.EnumerateAsync().AsPages(pageSize: 2).ToListAsync()).Select(Ids));
    }

    [Fact]
    public async Task AsPages_SplitFilter_CarriesThePartInTheToken()
    {
        var stub = new StubHandler().Respond(Page(2, 2, 1)).Respond(Page(2, 2, 2)).Respond(Page(1, 1, 3));
        using var client = stub.Client();
        var query = client.Locations.Query().WithCodes(West, East);

        var first = await FirstAsync(query.AsPages(pageSize: 1));
        var second = await FirstAsync(query.AsPages(first.ContinuationToken));
        var third = await FirstAsync(query.AsPages(second.ContinuationToken, pageSize: 1));

        Assert.Equal(["1", "2", "3"], new[] { first, second, third }.Select(Ids));
        Assert.Null(third.ContinuationToken);
        Assert.All([first, second, third], page => Assert.Null(page.TotalCount));
        Assert.Equal(
            [
                $"location_code%3Ain={West}&page=1&limit=1",
                $"location_code%3Ain={West}&page=2&limit=1",
                $"location_code%3Ain={East}&page=1&limit=1"],
            Queries(stub));
    }

    [Fact]
    public async Task AsPages_LocationsOfItemsInParts_IsOnePageForEachPartOfTheItems()
    {
        var stub = new StubHandler();
        for (var i = 0; i < 4; i++)
        {
            stub.Respond(
                $$"""{"data":[{"identity":{"variant_id":{{1 + (i / 2)}}},"locations":[{"location_id":{{10 + i}}}]}],"meta":{"pagination":{"total_pages":1} } }""");
        }

        using var client = stub.Client();
        var items = client.Items.EnumerateAsync(
            new InventoryItemFilter { VariantIds = [.. Enumerable.Range(1, 1001).Select(id => (long)id)], LocationCodes = [West, East] });

        var first = await FirstAsync(items.AsPages());
        var second = await FirstAsync(items.AsPages(first.ContinuationToken));

        Assert.Equal([10L, 11], Assert.Single(first.Items).Locations.Select(place => place.LocationId));
        Assert.Equal([12L, 13], Assert.Single(second.Items).Locations.Select(place => place.LocationId));
        Assert.Null(second.ContinuationToken);
    }

    [Fact]
    public async Task AsPages_Cursors_GoesOnAfterTheCursor()
    {
        const string Cursor = "MTIz.x/+=";
        var stub = new StubHandler()
            .Respond($$"""{"data":[{"id":1},{"id":2}],"meta":{"cursor_pagination":{"per_page":2,"end_cursor":"{{Cursor}}"} } }""")
            .Respond("""{"data":[{"id":3}],"meta":{"cursor_pagination":{"per_page":2,"end_cursor":"B"}}}""");
        using var client = stub.Client();
        var metafields = client.Metafields.EnumerateAtLocationAsync(2, new MetafieldFilter { Namespace = "app" });

        var first = await FirstAsync(metafields.AsPages(pageSize: 2));
        var second = await FirstAsync(metafields.AsPages(first.ContinuationToken));

        Assert.Equal([3L], second.Items.Select(metafield => metafield.Id));
        Assert.Null(second.ContinuationToken);
        Assert.Equal(["page=1&limit=2&namespace=app", $"limit=2&namespace=app&after={Uri.EscapeDataString(Cursor)}"], Queries(stub));
    }

    [Fact]
    public async Task AsPages_TokenWithTheLargestPosition_IsAccepted()
    {
        var stub = new StubHandler().Respond("""{"data":[],"meta":{}}""");
        using var client = stub.Client();

        var page = await FirstAsync(
            client.Locations.EnumerateAsync().AsPages(Encode($"1.{new LocationFilter().Hash()}.0.2147483.1000.1.1000.")));

        Assert.Empty(page.Items);
        Assert.Null(page.ContinuationToken);
        Assert.Equal(["page=2147483&limit=1000"], Queries(stub));
    }

    [Fact]
    public async Task AsPages_WithTokenAndItsOwnPageSize_ReadsTheNextPage()
    {
        var stub = new StubHandler().Respond(PageOfUnknownLength(1, 2)).Respond(Page(3, 2, 3));
        using var client = stub.Client();
        var first = await FirstAsync(client.Locations.EnumerateAsync().AsPages(pageSize: 1000));

        _ = await FirstAsync(client.Locations.EnumerateAsync().AsPages(first.ContinuationToken, pageSize: 1000));

        Assert.Equal(["page=1&limit=1000", "page=2&limit=1000"], Queries(stub));
    }

    [Fact]
    public async Task AsPages_CursorsAndAnotherPageSize_GoesOnAfterTheCursor()
    {
        var stub = new StubHandler()
            .Respond("""{"data":[{"id":1},{"id":2}],"meta":{"pagination":{"total":9},"cursor_pagination":{"per_page":2,"end_cursor":"A"}}}""")
            .Respond("""{"data":[{"id":3},{"id":4},{"id":5}],"meta":{"cursor_pagination":{"per_page":3,"end_cursor":"B"}}}""")
            .Respond("""{"data":[{"id":6}],"meta":{"pagination":{"total":8},"cursor_pagination":{"per_page":3,"end_cursor":"C"}}}""");
        using var client = stub.Client();
        var first = await FirstAsync(client.Metafields.EnumerateAsync().AsPages(pageSize: 2));

        var rest = await client.Metafields.EnumerateAsync().AsPages(first.ContinuationToken, pageSize: 3).ToListAsync();

        Assert.Equal([[3L, 4, 5], [6]], rest.Select(page => page.Items.Select(metafield => metafield.Id)));
        Assert.Equal([9, null, 8], rest.Prepend(first).Select(page => page.TotalCount));
        Assert.Equal(["page=1&limit=2", "limit=3&after=A", "limit=3&after=B"], Queries(stub));
    }

    [Fact]
    public async Task AsPages_CursorsEndAndAnotherPageSize_GoesOnAtTheSameEntry()
    {
        var stub = new StubHandler()
            .Respond("""{"data":[{"id":1},{"id":2}],"meta":{"cursor_pagination":{"per_page":2,"end_cursor":"A"}}}""")
            .Respond("""{"data":[{"id":1},{"id":2},{"id":3}],"meta":{}}""")
            .Respond("""{"data":[{"id":1},{"id":2},{"id":3}],"meta":{"pagination":{"total_pages":1}}}""");
        using var client = stub.Client();
        var first = await FirstAsync(client.Metafields.EnumerateAsync().AsPages(pageSize: 2));

        var rest = await client.Metafields.EnumerateAsync().AsPages(first.ContinuationToken, pageSize: 3).ToListAsync();

        Assert.Equal([3L], Assert.Single(rest).Items.Select(metafield => metafield.Id));
        Assert.Equal(["page=1&limit=2", "limit=3&after=A", "page=1&limit=3"], Queries(stub));
    }

    [Fact]
    public async Task AsPages_SplitFilterAndAPageSize_UsesItForEveryPart()
    {
        var stub = new StubHandler().Respond(Page(1, 1, 1)).Respond(Page(1, 1, 2));
        using var client = stub.Client();

        var pages = await client.Locations.Query().WithCodes(West, East).AsPages(pageSize: 7).ToListAsync();

        Assert.Equal(["1", "2"], pages.Select(Ids));
        Assert.Equal([$"location_code%3Ain={West}&page=1&limit=7", $"location_code%3Ain={East}&page=1&limit=7"], Queries(stub));
    }

    [Fact]
    public void InPagesOf_PositionWithinAPage_IsOfTheSameEntry() =>
        Assert.Equal(new ListPosition(3, 5, 5, Skip: 1), new ListPosition(3, 4, 4, Skip: 3).InPagesOf(5));

    [Fact]
    public async Task AsPages_CursorPageWithoutTotal_HasTheTotalOfTheFirstPage()
    {
        var stub = new StubHandler()
            .Respond("""{"data":[{"id":1},{"id":2}],"meta":{"pagination":{"total":5},"cursor_pagination":{"per_page":2,"end_cursor":"A"}}}""")
            .Respond("""{"data":[{"id":3},{"id":4}],"meta":{"cursor_pagination":{"per_page":2,"end_cursor":"B"}}}""")
            .Respond("""{"data":[{"id":5}],"meta":{"pagination":{"total":6},"cursor_pagination":{"per_page":2,"end_cursor":"C"}}}""");
        using var client = stub.Client();

        var pages = await client.Metafields.EnumerateAsync().AsPages(pageSize: 2).ToListAsync();

        Assert.Equal([5, 5, 6], pages.Select(page => page.TotalCount));
    }

    [Fact]
    public async Task AsPages_WithTokenAfterAFailure_ReadsEveryItemOfTheStoreOnce()
    {
        var emulator = new InventoryEmulator(new() { TimeProvider = new ManualTimeProvider { AdvanceWhenIdle = true } });
        var store = emulator.GetStore();
        for (var i = 1; i <= 57; i++)
        {
            store.AddItem($"SKU-{i}");
        }

        using var client = emulator.CreateClient();
        var read = new List<string?>();
        string? token = null;
        var interruptions = 0;
        do
        {
            // Each pass reads two pages and stops, as a process that is restarted.
            var taken = 0;
            await foreach (var page in client.Items.EnumerateAtLocationAsync(1).AsPages(token, pageSize: 10))
            {
                read.AddRange(page.Items.Select(item => item.Identity.Sku));
                token = page.ContinuationToken;
                Assert.Equal(57, page.TotalCount);
                if (++taken == 2)
                {
                    interruptions++;
                    break;
                }
            }
        }
        while (token is not null);

        Assert.Equal(3, interruptions);
        Assert.Equal(Enumerable.Range(1, 57).Select(i => $"SKU-{i}").Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task AsPages_AnotherPageSizeWithEveryToken_ReadsEveryEntryOnceInOrder()
    {
        var emulator = new InventoryEmulator(new() { TimeProvider = new ManualTimeProvider { AdvanceWhenIdle = true } });
        for (var i = 1; i <= 25; i++)
        {
            emulator.GetStore().AddLocation($"L{i}", $"L{i}");
        }

        using var client = emulator.CreateClient();
        var locations = client.Locations.EnumerateAsync();
        var all = await locations.Select(location => location.Id).ToListAsync();
        for (var seed = 1; seed <= 20; seed++)
        {
            var random = new Random(seed);
            var read = new List<long>();
            string? token = null;
            do
            {
                var page = await FirstAsync(locations.AsPages(token, random.Next(1, 10)));
                read.AddRange(page.Items.Select(location => location.Id));
                token = page.ContinuationToken;
            }
            while (token is not null);

            Assert.Equal(all, read);
        }
    }

    [Fact]
    public async Task AsPages_TokenOfAnotherFilter_Throws()
    {
        var stub = new StubHandler().Respond(Page(5, 3, 1, 2));
        using var client = stub.Client();
        var token = (await FirstAsync(client.Locations.Query().Active().AsPages(pageSize: 2))).ContinuationToken!;

        foreach (var other in new Action[]
        {
            () => client.Locations.Query().Inactive().AsPages(token),
            () => client.Locations.EnumerateAsync().AsPages(token),
            () => client.Locations.Query().Active().WithIds(2).AsPages(token),
            () => client.Items.EnumerateAsync().AsPages(token),
            () => client.Items.EnumerateAtLocationAsync(2).AsPages(token),
            () => client.Metafields.EnumerateAsync().AsPages(token),
            () => client.Metafields.EnumerateAtLocationAsync(2).AsPages(token),
        })
        {
            var exception = Assert.Throws<ArgumentException>(other);
            Assert.Equal("continuationToken", exception.ParamName);
            Assert.StartsWith(
                "The continuation token was issued for another list or filter. Use it with the list and the filter that it came from.",
                exception.Message,
                StringComparison.Ordinal);
        }

        // The page and the limit are not part of the filter.
        _ = client.Locations.EnumerateAsync(new LocationFilter { IsActive = true, Page = 7, Limit = 50 }).AsPages(token);
        Assert.Single(stub.Sent);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a token")]
    [InlineData("1")]
    [InlineData("{hash}.0.0.2.2.0.")]
    [InlineData("{hash}.1.2.2.2.0.")]
    [InlineData("{hash}.0.2.1001.2.0.")]
    [InlineData("{hash}.0.2.2.3.0.")]
    [InlineData("{hash}.0.2.0.1.0.")]
    [InlineData("{hash}.0.2.2.0.0.")]
    [InlineData("{hash}.0.2.2.2.3.")]
    [InlineData("{hash}.0.2.2.2.-1.")]
    [InlineData("{hash}.0.99999999999.2.2.0.")]
    [InlineData("{hash}.0.2147484.1000.1000.0.")]
    public void AsPages_MalformedToken_Throws(string text)
    {
        using var client = new BigCommerceInventoryClient("abc", "token");
        var token = text.StartsWith('{')
            ? Encode("1." + text.Replace("{hash}", new LocationFilter().Hash(), StringComparison.Ordinal))
            : text;

        var exception = Assert.Throws<ArgumentException>(() => client.Locations.EnumerateAsync().AsPages(token));

        Assert.StartsWith(
            "The continuation token is malformed. Pass a token of AsPages unchanged.",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void AsPages_TokenOfAnotherVersion_Throws()
    {
        using var client = new BigCommerceInventoryClient("abc", "token");

        var exception = Assert.Throws<ArgumentException>(
            () => client.Locations.EnumerateAsync().AsPages(Encode($"2.{new LocationFilter().Hash()}.0.2.2.2.0.")));

        Assert.StartsWith(
            "The continuation token was issued by another version of this package.",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void AsPages_PageSizeOutOfRange_Throws()
    {
        using var client = new BigCommerceInventoryClient("abc", "token");

        Assert.Throws<ArgumentOutOfRangeException>(() => client.Items.EnumerateAsync().AsPages(pageSize: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => client.Locations.Query().AsPages(pageSize: 1001));
        _ = client.Items.EnumerateAsync().AsPages(pageSize: 1);
        _ = client.Items.EnumerateAsync().AsPages(pageSize: 1000);
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => client.Metafields.EnumerateAsync().AsPages(pageSize: 251));

        Assert.Equal("pageSize", exception.ParamName);
        Assert.StartsWith("A page holds 1 to 250 entries.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AsPages_Cancelled_ThrowsWithTheCallersToken()
    {
        using var cancellation = new CancellationTokenSource();
        var stub = new StubHandler().Respond(Page(5, 3, 1, 2)).Respond((_, token) =>
        {
            cancellation.Cancel();
            token.ThrowIfCancellationRequested();
            throw new InvalidOperationException("The request was not cancelled.");
        });
        using var client = stub.Client();
        var pages = 0;

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var page in client.Locations.EnumerateAsync().AsPages(pageSize: 2).WithCancellation(cancellation.Token))
            {
                pages++;
            }
        });

        Assert.Equal((1, cancellation.Token), (pages, exception.CancellationToken));
    }

    [Fact]
    public void Hash_DifferentFilters_Differs()
    {
        InventoryItemFilter[] filters =
        [
            new(),
            new() { Skus = ["a", "b"] },
            new() { Skus = ["a,b".Replace(',', ';')] },
            new() { Skus = ["ab"] },
            new() { Skus = ["b", "a"] },
            new() { Skus = ["a:b", "c"] },
            new() { Skus = ["a", "b:c"] },
            new() { Skus = ["a-1:b", "c"] },
            new() { Skus = ["a", "b-1:c"] },
            new() { LocationCodes = ["a", "b"] },
            new() { VariantIds = [1] },
            new() { ProductIds = [1] },
            new() { LocationIds = [1] },
        ];

        Assert.Equal(filters.Length, filters.Select(filter => filter.Hash()).Distinct().Count());
        Assert.Equal(new InventoryItemFilter { Skus = ["a"], Limit = 5 }.Hash(), new InventoryItemFilter { Skus = ["a"], Page = 3 }.Hash());
        Assert.NotEqual(
            new MetafieldFilter { CreatedFrom = DateTimeOffset.UnixEpoch }.Hash(2),
            new MetafieldFilter { CreatedTo = DateTimeOffset.UnixEpoch }.Hash(2));
        Assert.NotEqual(new MetafieldFilter().Hash(2), new MetafieldFilter().Hash(null));
        Assert.NotEqual(new LocationItemFilter().Hash(2), new LocationItemFilter().Hash(3));
    }

    [Fact]
    public async Task FromPages_Enumerated_ContinuesFromAToken()
    {
        var sequence = PagedSequence.FromPages([new SequencePage<int>([1, 2], "A", 3), new SequencePage<int>([3], null, 3)]);

        Assert.Equal([1, 2, 3], await sequence.ToListAsync());
        Assert.Equal([[1, 2], [3]], await sequence.AsPages().Select(page => page.Items).ToListAsync());
        Assert.Equal([3], (await FirstAsync(sequence.AsPages("A"))).Items);
        Assert.StartsWith(
            "No page has this continuation token.",
            Assert.Throws<ArgumentException>(() => sequence.AsPages("B")).Message,
            StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await sequence.ToListAsync(new CancellationToken(canceled: true)));
    }

    private static async Task<SequencePage<T>> FirstAsync<T>(IAsyncEnumerable<SequencePage<T>> pages) => await pages.FirstAsync();

    private static string Ids(SequencePage<Location> page) => string.Join(' ', page.Items.Select(location => location.Id));

    private static IEnumerable<string> Queries(StubHandler stub) =>
        stub.Sent.Select(sent => sent.Url[(sent.Url.IndexOf('?', StringComparison.Ordinal) + 1)..]);

    private static string Page(int total, int totalPages, params long[] ids) =>
        $$"""{"data":[{{string.Join(',', ids.Select(id => $$"""{"id":{{id}}}"""))}}],"meta":{"pagination":{"total":{{total}},"total_pages":{{totalPages}} } } }""";

    private static string PageOfUnknownLength(params long[] ids) =>
        $$"""{"data":[{{string.Join(',', ids.Select(id => $$"""{"id":{{id}}}"""))}}],"meta":{"pagination":{"links":{"next":"?page=2"} } } }""";

    private static string Encode(string text) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}

namespace BigCommerce.Inventory.Tests.Paging;

public class CursorReaderTests
{
    private readonly List<string> _asked = [];

    [Fact]
    public async Task Read_Cursors_AreFollowed()
    {
        var entries = await Read(
            First([1, 2], "A"),
            After("A", [3, 4], "B"),
            After("B", [5], "C"));

        Assert.Equal([1, 2, 3, 4, 5], entries);
        Assert.Equal(["page 1", "after A", "after B"], _asked);
    }

    [Fact]
    public async Task Read_CursorToAnEmptyPage_Ends()
    {
        Assert.Equal([1, 2, 3, 4], await Read(First([1, 2], "A"), After("A", [3, 4], "B"), After("B", [], end: null)));
        Assert.Equal(["page 1", "after A", "after B"], _asked);
    }

    [Fact]
    public async Task Read_NoCursors_ReadsByNumber()
    {
        Assert.Equal([1, 2, 3, 4, 5], await Read(First([1, 2], end: null), Numbered(2, [3, 4]), Numbered(3, [5])));
        Assert.Equal(["page 1", "page 2", "page 3"], _asked);
    }

    [Fact]
    public async Task Read_EmptyCursor_ReadsByNumber()
    {
        Assert.Equal([1, 2, 3], await Read(First([1, 2], end: string.Empty), Numbered(2, [3])));
        Assert.Equal(["page 1", "page 2"], _asked);
    }

    [Fact]
    public async Task Read_OnePage_SendsOneRequest()
    {
        Assert.Equal([1], await Read(First([1], "A")));
        Assert.Equal(["page 1"], _asked);
    }

    [Fact]
    public async Task Read_TotalPages_EndsOnlyTheFirstPage()
    {
        Assert.Equal([1, 2], await Read(First([1, 2], "A", totalPages: 1)));

        _asked.Clear();
        Assert.Equal(
            [1, 2, 3, 4, 5],
            await Read(First([1, 2], "A", totalPages: 3), After("A", [3, 4], "B", totalPages: 1), After("B", [5], "C", totalPages: 1)));
    }

    [Fact]
    public async Task Read_ServerIgnoresTheCursor_ContinuesByNumber()
    {
        // The server returns the first page again, with its cursor.
        Assert.Equal([1, 2, 3], await Read(First([1, 2], "A"), After("A", [1, 2], "A"), Numbered(2, [3])));
        Assert.Equal(["page 1", "after A", "page 2"], _asked);
    }

    [Fact]
    public async Task Read_CursorsFormACircle_ContinuesByNumber()
    {
        Assert.Equal([1, 2, 3, 4, 5], await Read(First([1, 2], "A"), After("A", [3, 4], "B"), After("B", [1, 2], "A"), Numbered(3, [5])));
        Assert.Equal(["page 1", "after A", "after B", "page 3"], _asked);
    }

    [Fact]
    public async Task Read_ServerStopsSendingCursors_ContinuesByNumber()
    {
        Assert.Equal([1, 2, 3, 4, 5], await Read(First([1, 2], "A"), After("A", [1, 2], end: null), Numbered(2, [3, 4]), Numbered(3, [5])));
        Assert.Equal(["page 1", "after A", "page 2", "page 3"], _asked);
    }

    [Fact]
    public async Task Read_ServerIgnoresCursorAndNumber_Throws()
    {
        var exception = await Assert.ThrowsAsync<BigCommerceException>(
            () => Read(First([1, 2], "A"), After("A", [1, 2], "A"), Numbered(2, [1, 2]), Numbered(3, [1, 2])));

        Assert.StartsWith("Page 3 holds the same entries as the page before it", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_NextLinkAfterAShortPage_IsFollowed() => Assert.Equal(
        [1, 2, 3, 4],
        await Read(First([1, 2], "A"), WithNextLink(After("A", [3], "B"), "?after=B"), After("B", [4], "C")));

    [Fact]
    public async Task Read_EmptyNextLinkAfterAShortPage_Ends() => Assert.Equal(
        [1, 2, 3],
        await Read(First([1, 2], "A"), WithNextLink(After("A", [3], "B"), string.Empty)));

    private static Scripted First(int[] entries, string? end, int? totalPages = null) => new("page 1", Page(entries, end, totalPages));

    private static Scripted Numbered(int page, int[] entries) => new($"page {page}", Page(entries, null, null));

    private static Scripted After(string cursor, int[] entries, string? end, int? totalPages = null) =>
        new($"after {cursor}", Page(entries, end, totalPages));

    private static Scripted WithNextLink(Scripted scripted, string next)
    {
        var position = scripted.Response.Meta.CursorPagination! with { Links = new PageLinks { Next = next } };
        return scripted with { Response = scripted.Response with { Meta = new PageMeta { CursorPagination = position } } };
    }

    private static Page<int> Page(int[] entries, string? end, int? totalPages) => new()
    {
        Data = entries,
        Meta = new PageMeta
        {
            Pagination = totalPages is null ? null : new Pagination { TotalPages = totalPages },
            CursorPagination = end is null ? null : new CursorPagination { PerPage = 2, EndCursor = end },
        },
    };

    private async Task<List<int>> Read(params Scripted[] script)
    {
        Task<Page<int>> ReadPage(int? page, string? after, int limit, CancellationToken token)
        {
            Assert.Equal(2, limit);
            var asked = after is null ? $"page {page}" : $"after {after}";
            Assert.True(after is null || page is null, "A cursor and a page number do not go together.");
            _asked.Add(asked);
            return Task.FromResult(Assert.Single(script, entry => entry.Asked == asked).Response);
        }

        var entries = new List<int>();
        await foreach (var page in CursorReader.PagesAsync(ReadPage, ListPosition.First(2), static entry => entry))
        {
            entries.AddRange(page.Items);
        }

        return entries;
    }

    private sealed record Scripted(string Asked, Page<int> Response);
}

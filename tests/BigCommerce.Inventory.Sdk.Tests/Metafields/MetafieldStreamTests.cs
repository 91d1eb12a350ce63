using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Metafields;

public class MetafieldStreamTests
{
    private const string Base = "https://api.bigcommerce.com/stores/abc/v3/inventory/locations";

    [Fact]
    public async Task EnumerateAsync_Cursors_AreFollowedWithTheFilter()
    {
        var stub = new StubHandler()
            .Respond(Page([1, 2], "aWQ6Mg==", perPage: 2))
            .Respond(Page([3], "aWQ6Mw==", perPage: 2));
        using var client = stub.Client(storeHash: "abc");
        var filter = new MetafieldFilter { Namespace = "app", Direction = SortDirection.Ascending, Limit = 2, Page = 9 };
        var copy = filter with { };

        var metafields = await client.Metafields.EnumerateAsync(filter).ToListAsync();

        Assert.Equal([1L, 2, 3], metafields.Select(metafield => metafield.Id));
        Assert.Equal(copy, filter);
        Assert.Equal(
            [
                $"{Base}/metafields?page=1&limit=2&namespace=app&direction=asc",
                $"{Base}/metafields?limit=2&namespace=app&direction=asc&after=aWQ6Mg%3D%3D"],
            stub.Sent.Select(sent => sent.Url));
    }

    [Fact]
    public async Task EnumerateAtLocationAsync_NoCursors_ReadsByNumber()
    {
        var stub = new StubHandler().Respond(Page([.. Enumerable.Range(1, 250)], null, 250)).Respond(Page([251], null, 250));
        using var client = stub.Client(storeHash: "abc");

        Assert.Equal(251, await client.Metafields.EnumerateAtLocationAsync(2).CountAsync());
        Assert.Equal(
            [$"{Base}/2/metafields?page=1&limit=250", $"{Base}/2/metafields?page=2&limit=250"],
            stub.Sent.Select(sent => sent.Url));
    }

    [Fact]
    public async Task EnumerateAsync_LongKeyList_ReadsInPiecesWithoutDuplicates()
    {
        var stub = new StubHandler().Respond(Page([1, 2], null, 250)).Respond(Page([2, 3], null, 250));
        using var client = stub.Client(storeHash: "abc");
        string[] keys = [new string('ä', 640), new string('ö', 640)];

        var metafields = await client.Metafields.EnumerateAsync(new MetafieldFilter { Keys = keys, Namespaces = ["x"] }).ToListAsync();

        Assert.Equal([1L, 2, 3], metafields.Select(metafield => metafield.Id));
        Assert.Equal(
            keys.Select(key => $"{Base}/metafields?page=1&limit=250&key%3Ain={Uri.EscapeDataString(key)}&namespace%3Ain=x"),
            stub.Sent.Select(sent => sent.Url));
    }

    [Fact]
    public void EnumerateAsync_FilterWithACursor_IsRefused()
    {
        using var client = new StubHandler().Client();

        foreach (var filter in new[] { new MetafieldFilter { After = "a" }, new MetafieldFilter { Before = "a" } })
        {
            var exception = Assert.Throws<ArgumentException>(() => client.Metafields.EnumerateAsync(filter));
            Assert.StartsWith(
                "The filter has a cursor, which a stream does not support. Leave Before and After out, go on with a continuation token of AsPages, or read single pages with ListAsync.",
                exception.Message,
                StringComparison.Ordinal);
        }
    }

    private static string Page(int[] ids, string? end, int perPage)
    {
        var cursor = end is null ? "[]" : $$"""{"count":{{ids.Length}},"per_page":{{perPage}},"end_cursor":"{{end}}","links":[]}""";
        return $$"""{"data":[{{string.Join(',', ids.Select(id => $$"""{"id":{{id}}}"""))}}],"meta":{"pagination":{"per_page":{{perPage}}},"cursor_pagination":{{cursor}} } }""";
    }
}

using System.Globalization;
using System.Web;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Paging;

public class FilterSplitterTests
{
    [Fact]
    public void Cut_ListThatFits_StaysWhole()
    {
        IReadOnlyList<string> values = ["b", "a", "b"];

        Assert.Same(values, Assert.Single(FilterSplitter.Cut(values, 100)));
        Assert.Null(Assert.Single(FilterSplitter.Cut<string>(null, 0)));
    }

    [Fact]
    public void Cut_ListThatJustFits_StaysWhole()
    {
        IReadOnlyList<long> values = [.. Enumerable.Range(0, FilterSplitter.MaxValues).Select(id => (long)id)];

        Assert.Same(values, Assert.Single(FilterSplitter.Cut(values, (int)FilterSplitter.Length(values))));
    }

    [Fact]
    public void Cut_LongList_CutsByCount()
    {
        var pieces = FilterSplitter.Cut<long>([.. Enumerable.Range(1, 2500).Select(id => (long)id)], 1_000_000);

        Assert.Equal([1000, 1000, 500], pieces.Select(piece => piece!.Count));
        Assert.Equal(Enumerable.Range(1, 2500).Select(id => (long)id), pieces.SelectMany(piece => piece!));
    }

    [Fact]
    public void Cut_LongValues_CutsByEscapedLength()
    {
        // Each escaped value has 6 characters, and the comma 3.
        IReadOnlyList<string> values = ["ä", "ö", "ü", "ß"];
        Assert.Equal(36, FilterSplitter.Length(values));

        Assert.Equal([["ä", "ö"], ["ü", "ß"]], FilterSplitter.Cut(values, 26));
        Assert.Equal([["ä", "ö", "ü"], ["ß"]], FilterSplitter.Cut(values, 27));
        Assert.Equal([["ä"], ["ö"], ["ü"], ["ß"]], FilterSplitter.Cut(values, 1));
    }

    [Fact]
    public void Cut_ListInPieces_DropsDuplicates() =>
        Assert.Equal([["aa"], ["bb"]], FilterSplitter.Cut<string>(["aa", "bb", "aa", "bb"], 5));

    [Fact]
    public void Share_ShortAndLongLists_GivesTheRestToTheLongOnes()
    {
        Assert.Equal([100, 0, 3450, 3450], FilterSplitter.Share(0, 100, 0, 10_000, 5_000));
        Assert.Equal([100, 200], FilterSplitter.Share(0, 100, 200));
        Assert.Equal([3000, 3000], FilterSplitter.Share(1000, 8000, 9000));
        Assert.Equal([0], FilterSplitter.Share(9000, 10));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task EnumerateAsync_SeveralLongLists_ReadsEveryCombinationOnceInShortUrls()
    {
        var stub = new StubHandler();
        var asked = new List<(string Sku, string VariantId)>();
        for (var i = 0; i < 200; i++)
        {
            stub.Respond((request, _) =>
            {
                Assert.InRange(request.RequestUri!.OriginalString.Length, 1, 8000);
                var query = HttpUtility.ParseQueryString(request.RequestUri.Query);
                Assert.Equal("5", query["product_id:in"]);
                asked.AddRange(
                    from sku in query["sku:in"]!.Split(',') from variant in query["variant_id:in"]!.Split(',') select (sku, variant));
                return Task.FromResult(StubHandler.Response(System.Net.HttpStatusCode.OK, """{"data":[],"meta":{}}""", "application/json"));
            });
        }

        using var client = stub.Client(storeHash: "abc");
        var skus = Enumerable.Range(0, 700).Select(i => $"Größe {i}/ä").ToArray();
        var variants = Enumerable.Range(1, 1500).Select(i => 1_000_000_000L + i).ToArray();
        var filter = new InventoryItemFilter { Skus = skus, VariantIds = variants, ProductIds = [5] };

        Assert.Empty(await client.Items.EnumerateAsync(filter).ToListAsync());

        Assert.Equal(skus.Length * variants.Length, asked.Count);
        Assert.Equal(asked.Count, asked.Distinct().Count());
        Assert.Equal(skus.Length, asked.Select(pair => pair.Sku).Distinct().Intersect(skus).Count());
        Assert.Equal(
            variants.Length,
            asked.Select(pair => long.Parse(pair.VariantId, CultureInfo.InvariantCulture)).Distinct().Intersect(variants).Count());
        Assert.Equal((700, 1500), (filter.Skus!.Count, filter.VariantIds!.Count));
    }

    [Fact]
    public async Task ListAsync_ListTooLongForOneRequest_Throws()
    {
        var stub = new StubHandler();
        using var client = stub.Client();

        var exception = await Assert.ThrowsAsync<ArgumentException>(
            () => client.Items.ListAsync(
                new InventoryItemFilter { Skus = [.. Enumerable.Range(0, 1000).Select(i => $"SKU-{i:0000}-{i}")] }));

        Assert.Contains("Use the Enumerate methods, which split long lists", exception.Message, StringComparison.Ordinal);
        Assert.Empty(stub.Sent);
    }
}

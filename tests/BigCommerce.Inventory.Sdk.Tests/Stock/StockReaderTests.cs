using System.Net;
using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.Tests.Stock;

/// <summary>Which reads find the stock of given items at given locations.</summary>
public class StockReaderTests
{
    private readonly FakeStore _store = new();
    private readonly FakeItems _items;

    public StockReaderTests() =>
        _items = new FakeItems(_store, new ManualTimeProvider())
        {
            Describe = found => new Pagination { Total = found, TotalPages = (found + 999) / 1000 },
        };

    public static TheoryData<Exception> FailuresOfTheCount =>
    [
        new ArgumentException("The URL is too long."),
        FakeStore.Refusal("Location not found, identities: [1]", ApiErrorReason.LocationNotFound, locations: [1]),
        new BigCommerceApiException(new ApiError { StatusCode = HttpStatusCode.RequestEntityTooLarge }),
    ];

    [Theory]
    [InlineData(1, "A-1", true)]
    [InlineData(0, "A-1", false)]
    [InlineData(1, " ", false)]
    [InlineData(1, "A,1", false)]
    public void CanFilter_LocationAndSku_NeedsAValidIdAndASkuWithoutComma(long locationId, string sku, bool canFilter) =>
        Assert.Equal(canFilter, StockReader.CanFilter((locationId, ItemKey.Sku(sku))));

    [Theory]
    [InlineData(2997, true)]
    [InlineData(2998, false)]
    public void CanFilter_LongSku_NeedsHalfTheKeysOfAUrlWithItsSeparator(int length, bool canFilter) =>
        Assert.Equal(canFilter, StockReader.CanFilter((1, ItemKey.Sku(new string('x', length)))));

    // A URL has room for 545 variant ids, so these keys need two and three requests. A page holds 1,000 items.
    [Theory]
    [InlineData(1090, 900, false)]
    [InlineData(1091, 2000, true)]
    [InlineData(1091, 2001, false)]
    public async Task ReadFewestAsync_ManyKeys_ReadsAllItemsOnlyWhereThatTakesFewerRequests(int keys, int itemsInStore, bool readsAll)
    {
        _store.Fill(itemsInStore, quantity: 7);

        var levels = await new StockReader(_items, null).ReadFewestAsync(Variants(keys), TestContext.Current.CancellationToken);

        Assert.Equal(readsAll, _items.Filters[^1].VariantIds is null);
        Assert.Equal(keys > 1090, _items.Filters[0].VariantIds is null);
        Assert.Equal(7, levels.Find(1, ItemKey.Variant(900))!.TotalInventoryOnHand);
    }

    [Theory]
    [MemberData(nameof(FailuresOfTheCount), DisableDiscoveryEnumeration = true)]
    public async Task ReadFewestAsync_ItemsOfTheLocationsCannotBeCounted_ReadsByKey(Exception failure)
    {
        _store.Fill(1091, quantity: 7);
        _items.Describe = found => _items.Reads == 1 ? throw failure : new Pagination { Total = found, TotalPages = 1 };

        var levels = await new StockReader(_items, null).ReadFewestAsync(Variants(1091), TestContext.Current.CancellationToken);

        Assert.All(_items.Filters.Skip(1), filter => Assert.NotNull(filter.VariantIds));
        Assert.Equal(7, levels.Find(1, ItemKey.Variant(1091))!.TotalInventoryOnHand);
    }

    [Fact]
    public async Task ReadFewestAsync_CountFailsOtherwise_Throws()
    {
        _store.Fill(1, quantity: 7);
        _items.Failure = new BigCommerceApiException(new ApiError { StatusCode = HttpStatusCode.Locked });

        var exception = await Assert.ThrowsAsync<BigCommerceApiException>(
            () => new StockReader(_items, null).ReadFewestAsync(Variants(1091), TestContext.Current.CancellationToken));

        Assert.Same(_items.Failure, exception);
        Assert.Equal(1, _items.Reads);
    }

    [Fact]
    public async Task ReadAsync_KeysOfSeveralKinds_ReadsEachKindWithItsOwnFilter()
    {
        _store.Stock[(1, ItemKey.Variant(1))] = 7;

        var levels = await new StockReader(_items, null).ReadAsync(
            [(1, ItemKey.Sku("A")), (1, ItemKey.Variant(1)), (1, ItemKey.Product(1))],
            TestContext.Current.CancellationToken);

        Assert.Equal(
            [("A", null, null), (null, 1, null), (null, null, 1)],
            _items.Filters.Select(filter => (filter.Skus?.Single(), filter.VariantIds?.Single(), filter.ProductIds?.Single())));
        Assert.Equal(7, levels.Find(1, ItemKey.Product(1))!.TotalInventoryOnHand);
    }

    [Fact]
    public async Task ReadAsync_OneLocationDoesNotExist_ReadsWithoutTheLocations()
    {
        _store.Fill(1, quantity: 7);
        _items.Describe = found => _items.Filters[^1].LocationIds is { } locations && locations.Contains(9)
            ? throw FakeStore.Refusal("Location not found, identities: [9]", ApiErrorReason.LocationNotFound, locations: [9])
            : new Pagination { Total = found, TotalPages = 1 };

        var levels = await new StockReader(_items, null).ReadAsync(
            [(9, ItemKey.Variant(1)), (1, ItemKey.Variant(1))],
            TestContext.Current.CancellationToken);

        Assert.Equal(7, levels.Find(1, ItemKey.Variant(1))!.TotalInventoryOnHand);
        Assert.Null(levels.Find(9, ItemKey.Variant(1)));
        Assert.Equal([true, false], _items.Filters.Select(filter => filter.LocationIds is not null));
    }

    [Fact]
    public async Task ReadAsync_ReadFailsOtherwise_ThrowsAfterOneRead()
    {
        _items.Failure = new BigCommerceApiException(new ApiError { StatusCode = HttpStatusCode.Locked });

        var exception = await Assert.ThrowsAsync<BigCommerceApiException>(
            () => new StockReader(_items, null).ReadAsync(Variants(1), TestContext.Current.CancellationToken));

        Assert.Same(_items.Failure, exception);
        Assert.Equal(1, _items.Reads);
    }

    [Fact]
    public void Find_KeyThatNamesNoItem_FindsNothing()
    {
        var levels = new StockLevels([(1, ItemKey.Sku(string.Empty)), (1, ItemKey.Product(0))]);

        levels.Add(new InventoryItem
        {
            Identity = new ItemIdentity { VariantId = 5 },
            Locations = [new StockAtLocation { LocationId = 1, TotalInventoryOnHand = 7 }],
        });

        Assert.Null(levels.Find(1, ItemKey.Sku(string.Empty)));
        Assert.Null(levels.Find(1, ItemKey.Product(0)));
    }

    private static List<(long LocationId, ItemKey Item)> Variants(int count) =>
        [.. Enumerable.Range(1, count).Select(i => (1L, ItemKey.Variant(i)))];
}

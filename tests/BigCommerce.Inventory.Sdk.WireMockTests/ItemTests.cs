namespace BigCommerce.Inventory.WireMockTests;

public sealed class ItemTests : ClientTest
{
    private static readonly BackorderMessage Message = new()
    {
        Id = 3,
        Name = "Two weeks",
        Message = "Ships in two weeks",
        IsDefault = true,
        CreatedAt = new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero),
        UpdatedAt = new DateTimeOffset(2026, 3, 2, 9, 30, 0, TimeSpan.Zero),
    };

    [Fact, Stub("list-items", "success")]
    public async Task ListItems_Response_HasEveryMember()
    {
        var page = await Client.Items.ListAsync();

        Assert.Equivalent(new[] { Item("RE-130", 78, 120, 42), Item("RE-131", 79, 121, null) }, page.Data, strict: true);
        Assert.Equivalent(
            new Pagination
            {
                Total = 2,
                Count = 2,
                PerPage = 50,
                CurrentPage = 1,
                TotalPages = 1,
                Links = new PageLinks { Current = "?page=1&limit=50" },
            },
            page.Meta.Pagination,
            strict: true);
    }

    [Fact, Stub("list-items", "all-filters")]
    public async Task ListItems_EveryFilter_IsSent()
    {
        var filter = new InventoryItemFilter
        {
            Skus = ["RE-130", "RE-131"],
            VariantIds = [78, 79],
            ProductIds = [120, 121],
            LocationIds = [1, 2],
            LocationCodes = ["BC-LOCATION-1", "EAST"],
            Page = 2,
            Limit = 1,
        };

        var page = await Client.Items.ListAsync(filter);

        Assert.Equal(["RE-130"], page.Data.Select(item => item.Identity.Sku));
        Assert.Equal(
            new PageLinks { Previous = "?limit=1&page=1", Current = "?limit=1&page=2", Next = "?limit=1&page=3" },
            page.Meta.Pagination!.Links);
    }

    [Fact, Stub("list-items", "success-in-pieces")]
    public async Task ListItems_ChunkedResponse_IsRead()
    {
        var page = await Client.Items.ListAsync();

        Assert.Equivalent(Item("RE-130", 78, 120, 42), Assert.Single(page.Data), strict: true);
    }

    [Fact, Stub("list-items", "escaped-sku")]
    public async Task ListItems_SkuOfAnyCharacters_IsEscaped()
    {
        var page = await Client.Items.ListAsync(new InventoryItemFilter { Skus = ["Größe/ß +&=#?😀"] });

        Assert.Equal("Größe/ß +&=#?😀", Assert.Single(page.Data).Identity.Sku);
    }

    [Fact, Stub("list-items", "empty")]
    public async Task ListItems_NoMatch_IsAnEmptyPage()
    {
        var page = await Client.Items.ListAsync(new InventoryItemFilter { Skus = ["NONE"] });

        Assert.Empty(page.Data);
        Assert.Equal(0, page.Meta.Pagination!.TotalPages);
    }

    [Fact, Stub("list-items", "lenient")]
    public async Task ListItems_UnusualForms_AreRead()
    {
        var page = await Client.Items.ListAsync();

        var item = Assert.Single(page.Data);
        Assert.Equal(new ItemIdentity { Sku = "RE-130", VariantId = 78, ProductId = 120 }, item.Identity);
        Assert.Equal(
            new StockAtLocation
            {
                LocationId = 1,
                AvailableToSell = 10,
                TotalInventoryOnHand = 11,
                LocationEnabled = true,
                Settings = new ItemSettings(),
            },
            Assert.Single(item.Locations));
        Assert.Null(page.Meta.Pagination);
    }

    [Fact, Stub("list-items", "two-pages")]
    public async Task EnumerateItems_SeveralPages_ReadsThemAll()
    {
        var skus = await Skus(Client.Items.EnumerateAsync());

        Assert.Equal(["RE-130", "RE-131"], skus);
    }

    [Fact, Stub("list-items", "without-meta")]
    public async Task EnumerateItems_NoMeta_EndsAtAShortPage()
    {
        var skus = await Skus(Client.Items.EnumerateAsync(new InventoryItemFilter { Limit = 2 }));

        Assert.Equal(["RE-130", "RE-131", "RE-132"], skus);
    }

    [Fact, Stub("list-items", "413-then-smaller-pages")]
    public async Task EnumerateItems_PageSizeRefused_LowersIt()
    {
        var skus = await Skus(Client.Items.EnumerateAsync());

        Assert.Equal(["RE-130"], skus);
    }

    [Fact, Stub("list-location-items", "success")]
    public async Task ListAtLocation_Response_HasEveryMember()
    {
        var page = await Client.Items.ListAtLocationAsync(2);

        Assert.Equivalent(new[] { StockAtLocation("RE-130", 78, 120), StockAtLocation("RE-131", 79, 121) }, page.Data, strict: true);
        Assert.Equal(2, page.Meta.Pagination!.Total);
    }

    [Fact, Stub("list-location-items", "all-filters")]
    public async Task ListAtLocation_EveryFilter_IsSent()
    {
        var filter = new LocationItemFilter
        {
            Skus = ["RE-130", "RE-131"],
            VariantIds = [78, 79],
            ProductIds = [120, 121],
            Page = 2,
            Limit = 1,
        };

        var page = await Client.Items.ListAtLocationAsync(2, filter);

        Assert.Equal(["RE-130"], page.Data.Select(item => item.Identity.Sku));
        Assert.Equal(3, page.Meta.Pagination!.TotalPages);
    }

    [Fact, Stub("list-location-items", "empty")]
    public async Task ListAtLocation_NoItems_IsAnEmptyPage()
    {
        var page = await Client.Items.ListAtLocationAsync(2);

        Assert.Empty(page.Data);
    }

    [Fact, Stub("list-location-items", "lenient")]
    public async Task ListAtLocation_UnusualForms_AreRead()
    {
        var page = await Client.Items.ListAtLocationAsync(2);

        var expected = new LocationItem
        {
            Identity = new ItemIdentity { Sku = "RE-130", VariantId = 78, ProductId = 120 },
            AvailableToSell = 10,
            TotalInventoryOnHand = 12,
            Settings = new ItemSettings { SafetyStock = 2 },
        };
        Assert.Equal(expected, Assert.Single(page.Data));
        Assert.Null(page.Meta.Pagination);
    }

    [Fact, Stub("list-location-items", "two-pages")]
    public async Task EnumerateAtLocation_SeveralPages_ReadsThemAll()
    {
        var skus = new List<string?>();
        await foreach (var item in Client.Items.EnumerateAtLocationAsync(2))
        {
            skus.Add(item.Identity.Sku);
        }

        Assert.Equal(["RE-130", "RE-131"], skus);
    }

    [Fact, Stub("list-location-items", "413-then-smaller-pages")]
    public async Task EnumerateAtLocation_PageSizeRefused_LowersIt()
    {
        var skus = new List<string?>();
        await foreach (var item in Client.Items.EnumerateAtLocationAsync(2))
        {
            skus.Add(item.Identity.Sku);
        }

        Assert.Equal(["RE-130"], skus);
    }

    [Fact, Stub("list-items", "find-by-variant")]
    public async Task FindItem_Key_ReturnsTheItem()
    {
        var item = await Client.Items.FindAsync(ItemKey.Variant(78));

        Assert.Equivalent(Item("RE-130", 78, 120, 42), item, strict: true);
    }

    [Fact, Stub("list-location-items", "find-by-sku")]
    public async Task FindItemAtLocation_Key_ReturnsTheItem()
    {
        var item = await Client.Items.FindAtLocationAsync(2, ItemKey.Sku("RE-130"));

        Assert.Equal(StockAtLocation("RE-130", 78, 120), item);
    }

    [Fact, Stub("update-item-settings", "success")]
    public async Task UpdateSettings_BySkuVariantAndProduct_IsSent()
    {
        var result = await Client.Items.UpdateSettingsAsync(2, new ItemSettingsRequest(
            [
                new(ItemKey.Sku("RE-130"))
                {
                    SafetyStock = 5,
                    IsInStock = true,
                    WarningLevel = 10,
                    BinPickingNumber = "A-12",
                    BackorderLimit = 20,
                },
                new(ItemKey.Variant(79)) { WarningLevel = 0 },
                new(ItemKey.Product(120)) { IsInStock = false },
            ]));

        Assert.Equal(Data.TransactionId, result.TransactionId);
    }

    [Fact, Stub("update-item-settings", "success-unlimited-backorders")]
    public async Task UpdateSettings_BackorderLimitNull_IsSentAsUnlimited()
    {
        var result = await Client.Items.UpdateSettingsAsync(2, new ItemSettingsRequest(
            [new(ItemKey.Sku("RE-130")) { SafetyStock = 5, BackorderLimit = null }]));

        Assert.Equal(Data.TransactionId, result.TransactionId);
    }

    private static InventoryItem Item(string sku, long variantId, long productId, long? skuId) => new()
    {
        Identity = new ItemIdentity { Sku = sku, VariantId = variantId, ProductId = productId, SkuId = skuId },
        Locations =
        [
            new StockAtLocation
            {
                LocationId = 1,
                LocationCode = "BC-LOCATION-1",
                LocationName = "Default location",
                AvailableToSell = 10,
                TotalInventoryOnHand = 11,
                QuantityBackordered = 2,
                LocationEnabled = true,
                Settings = new ItemSettings
                {
                    SafetyStock = 1,
                    WarningLevel = 5,
                    BinPickingNumber = "A-12",
                    BackorderLimit = 20,
                    BackorderMessage = Message,
                },
            },
            new StockAtLocation
            {
                LocationId = 2,
                LocationCode = "EAST",
                LocationName = "Warehouse East",
                AvailableToSell = -3,
                TotalInventoryOnHand = -3,
                LocationEnabled = false,
                Settings = new ItemSettings { IsInStock = false, BinPickingNumber = "" },
            },
        ],
    };

    private static LocationItem StockAtLocation(string sku, long variantId, long productId) => new()
    {
        Identity = new ItemIdentity { Sku = sku, VariantId = variantId, ProductId = productId },
        AvailableToSell = 10,
        TotalInventoryOnHand = 12,
        QuantityBackordered = 1,
        Settings = new ItemSettings { SafetyStock = 2, WarningLevel = 2, BinPickingNumber = "B-7" },
    };

    private static async Task<IReadOnlyList<string?>> Skus(IAsyncEnumerable<InventoryItem> items)
    {
        var skus = new List<string?>();
        await foreach (var item in items)
        {
            skus.Add(item.Identity.Sku);
        }

        return skus;
    }
}

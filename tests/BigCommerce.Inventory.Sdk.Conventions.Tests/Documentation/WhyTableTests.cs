using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigCommerce.Inventory.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace BigCommerce.Inventory.Tests.Documentation;

/// <summary>The README's table of what goes wrong: each row happens with <c>HttpClient</c>, and not with the client.</summary>
public sealed class WhyTableTests
{
    private const string Sku = "JKT-07-NAVY-XL";

    // The rows of the table, in its order, each with its test.
    private static readonly (string Row, string Test)[] Rows =
    [
        ("1 row of 2,000 has an unknown SKU", nameof(UnknownSku_AmongTwoThousandRows_RejectsAllWithoutTheClient)),
        ("The response to a sale is lost", nameof(LostResponse_OfASale_SubtractsItTwiceWithoutTheClient)),
        ("The process dies in the middle of a stock file", nameof(RunThatEnded_Repeated_AddsDifferencesTwiceWithoutTheClient)),
        ("Another app uses the store's quota", nameof(OtherApp_UsesTheQuota_CausesErrorsWithoutTheClient)),
        ("A read follows a write", nameof(Read_AfterAWrite_ReturnsTheOldStockWithoutTheClient)),
        ("A page has no pagination data", nameof(Pages_WithoutPaginationData_EndEarlyWithoutTheClient)),
        ("A gateway responds with HTML", nameof(Html_FromAGateway_IsAJsonErrorWithoutTheClient)),
        ("Aspire adds its standard resilience handler", nameof(StandardResilienceHandler_OnAPost_RepeatsItWithoutTheClient)),
    ];

    [Fact]
    public void WhyTable_Always_HasATestForEachRow() => Assert.Equal(
        MarkdownSnippets.Rows("README.md", "what happens", "without this client", "with it").Select(row => row[0]),
        Rows.Select(row => row.Row));

    [Fact]
    public async Task UnknownSku_AmongTwoThousandRows_RejectsAllWithoutTheClient()
    {
        var emulator = new InventoryEmulator();
        var store = emulator.GetStore().SeedDemo();
        string[] skus = [.. store.Items.Where(item => item.Tracking == InventoryTracking.Variant).Take(1999).Select(item => item.Sku), "NO-SUCH-SKU"];
        var before = store.GetStockChanges().Count;
        using var http = Http(emulator);
        using var response = await http.PutAsJsonAsync(
            "inventory/adjustments/absolute",
            new { items = skus.Select(sku => new { location_id = 1, sku, quantity = 77 }) });

        Assert.Equal((HttpStatusCode.UnprocessableEntity, before), (response.StatusCode, store.GetStockChanges().Count));

        using var client = emulator.CreateClient();
        var report = await client.Stock.Set(skus.Select(sku => new AbsoluteAdjustment(1, ItemKey.Sku(sku), 77))).RunAsync();

        Assert.Equal((1999, 1), (report.AppliedCount, report.RejectedCount));
        Assert.Equal("Items not found, identities: [sku NO-SUCH-SKU]", report.RejectedRows[0].Message);
    }

    [Fact]
    public async Task LostResponse_OfASale_SubtractsItTwiceWithoutTheClient()
    {
        var emulator = LostSale(out var store);
        using (var http = HttpWithRetries(emulator, out var provider))
        {
            await SellAsync(http);
            await provider.DisposeAsync();
        }

        Assert.Equal(6, store.GetOnHand(1, Sku));

        emulator = LostSale(out store);
        using var client = emulator.CreateClient();
        var exception = await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(() => client.Adjustments.AdjustRelativeAsync(
            new RelativeAdjustmentRequest([new RelativeAdjustment(1, ItemKey.Sku(Sku), -2)])));

        Assert.Equal((8, RequestEffect.Unknown), (store.GetOnHand(1, Sku), exception.Effect));

        static InventoryEmulator LostSale(out EmulatedStore store)
        {
            var emulator = new InventoryEmulator
            {
                Faults = new FaultPlan().Add(Fault.ConnectionReset().AfterEffect(), EmulatorOperation.AdjustRelative),
            };
            store = emulator.GetStore().SeedDemo().SetStock(1, Sku, 10);
            return emulator;
        }
    }

    [Fact]
    public async Task RunThatEnded_Repeated_AddsDifferencesTwiceWithoutTheClient()
    {
        string[] skus = [Sku, "TEE-01-SAND-M"];
        var (emulator, store) = Stocked();
        using (var http = Http(emulator))
        {
            await SellAsync(http, skus[0]); // The process dies here, and the next one starts again.
            await SellAsync(http, skus[0]);
            await SellAsync(http, skus[1]);
        }

        Assert.Equal((6, 8), (store.GetOnHand(1, skus[0]), store.GetOnHand(1, skus[1])));

        (emulator, store) = Stocked();
        using var client = emulator.CreateClient();
        using var journal = new FileBulkJournal(Path.Combine(Directory.CreateTempSubdirectory().FullName, "sales.journal"));
        var sales = skus.Select(sku => new RelativeAdjustment(1, ItemKey.Sku(sku), -2));
        var options = new BulkOptions { Journal = journal, MaxRowsPerRequest = 1 };
        await Assert.ThrowsAsync<BulkRunException<RelativeAdjustment>>(() => client.Stock.Adjust(
            sales,
            options with { OnProgress = _ => throw new InvalidOperationException("The process dies.") }).RunAsync());
        Assert.Equal((8, 10), (store.GetOnHand(1, skus[0]), store.GetOnHand(1, skus[1])));
        var report = await client.Stock.Adjust(sales, options).RunAsync();

        Assert.Equal((8, 8, 1), (store.GetOnHand(1, skus[0]), store.GetOnHand(1, skus[1]), report.FromJournalCount));

        static (InventoryEmulator Emulator, EmulatedStore Store) Stocked()
        {
            var emulator = new InventoryEmulator();
            return (emulator, emulator.GetStore().SeedDemo().SetStock(1, Sku, 10).SetStock(1, "TEE-01-SAND-M", 10));
        }
    }

    [Fact]
    public async Task OtherApp_UsesTheQuota_CausesErrorsWithoutTheClient()
    {
        var emulator = Shared();
        using (var http = Http(emulator))
        {
            var statuses = new List<HttpStatusCode>();
            for (var i = 0; i < 30; i++)
            {
                using var response = await http.GetAsync(new Uri("inventory/locations", UriKind.Relative));
                statuses.Add(response.StatusCode);
            }

            Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        }

        emulator = Shared();
        using var client = emulator.CreateClient();
        for (var i = 0; i < 30; i++)
        {
            Assert.Single((await client.Locations.ListAsync()).Data);
        }

        static InventoryEmulator Shared() => new(new()
        {
            TimeProvider = new ManualTimeProvider { AdvanceWhenIdle = true },
            RateLimitQuota = 30,
            Latency = TimeSpan.FromSeconds(0.9),
            OtherApp = new OtherAppTraffic(10, 10),
        });
    }

    [Fact]
    public async Task Read_AfterAWrite_ReturnsTheOldStockWithoutTheClient()
    {
        var emulator = new InventoryEmulator(
            new() { TimeProvider = new ManualTimeProvider { AdvanceWhenIdle = true }, VisibilityDelay = TimeSpan.FromSeconds(40) });
        emulator.GetStore().SeedDemo().SetStock(1, Sku, 10);
        using var client = emulator.CreateClient();
        AbsoluteAdjustment[] counts = [new(1, ItemKey.Sku(Sku), 30)];
        await client.Stock.Set(counts).RunAsync();
        using var http = Http(emulator);

        var item = await http.GetFromJsonAsync<JsonNode>(new Uri($"inventory/locations/1/items?sku:in={Sku}", UriKind.Relative));

        Assert.Equal(10, (int)item!["data"]![0]!["total_inventory_onhand"]!);
        Assert.True((await client.Stock.WaitUntilVisibleAsync(counts)).AllVisible);
    }

    [Fact]
    public async Task Pages_WithoutPaginationData_EndEarlyWithoutTheClient()
    {
        var emulator = new InventoryEmulator
        {
            Faults = new FaultPlan().Add(Fault.MissingPagination(MetaShape.EmptyObject), EmulatorOperation.ListItems, times: int.MaxValue),
        };
        emulator.GetStore().SeedDemo();
        using var http = Http(emulator);
        var (read, page, pageCount) = (0, 0, 1);
        while (page++ < pageCount)
        {
            var items = await http.GetFromJsonAsync<JsonNode>(new Uri($"inventory/items?limit=1000&page={page}", UriKind.Relative));
            read += items!["data"]!.AsArray().Count;
            pageCount = (int?)items["meta"]?["pagination"]?["total_pages"] ?? 1;
        }

        using var client = emulator.CreateClient();
        Assert.Equal((1000, 5000), (read, await client.Items.EnumerateAsync().CountAsync()));
    }

    [Fact]
    public async Task Html_FromAGateway_IsAJsonErrorWithoutTheClient()
    {
        var emulator = new InventoryEmulator { Faults = new FaultPlan().Add(Fault.Html(), times: int.MaxValue) };
        using var http = Http(emulator);
        using var response = await http.GetAsync(new Uri("inventory/locations", UriKind.Relative));
        await Assert.ThrowsAsync<JsonException>(() => response.Content.ReadFromJsonAsync<JsonNode>());

        using var client = emulator.CreateClient();
        var exception = await Assert.ThrowsAsync<BigCommerceApiException>(
            () => client.Locations.ListAsync(options: new RequestOptions { MaxRetryAttempts = 0 }));

        Assert.Equal((HttpStatusCode.BadGateway, RequestEffect.None), (exception.StatusCode, exception.Effect));
    }

    [Fact]
    public async Task StandardResilienceHandler_OnAPost_RepeatsItWithoutTheClient()
    {
        var emulator = Failing();
        using (var http = HttpWithRetries(emulator, out var provider))
        {
            await SellAsync(http);
            await provider.DisposeAsync();
        }

        emulator.Requests.AssertOperations(EmulatorOperation.AdjustRelative, EmulatorOperation.AdjustRelative);

        emulator = Failing();
        var services = new ServiceCollection();
        services.ConfigureHttpClientDefaults(client => client.AddStandardResilienceHandler());
        services.AddBigCommerceInventory().UseEmulator(emulator);
        await using var container = services.BuildServiceProvider();
        await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(() => container.GetRequiredService<IInventoryAdjustmentsApi>()
            .AdjustRelativeAsync(new RelativeAdjustmentRequest([new RelativeAdjustment(1, ItemKey.Sku(Sku), -2)])));

        emulator.Requests.AssertOperations(EmulatorOperation.AdjustRelative);

        static InventoryEmulator Failing()
        {
            var emulator = new InventoryEmulator { Faults = new FaultPlan().Add(Fault.StatusCode(503), EmulatorOperation.AdjustRelative) };
            emulator.GetStore().SeedDemo();
            return emulator;
        }
    }

    private static HttpClient Http(InventoryEmulator emulator) =>
        new(emulator.CreateHandler()) { BaseAddress = new Uri("https://api.bigcommerce.com/stores/demo/v3/") };

    /// <summary>An HttpClient as Aspire's service defaults configure it, without the delay before a retry.</summary>
    private static HttpClient HttpWithRetries(InventoryEmulator emulator, out ServiceProvider provider)
    {
        var services = new ServiceCollection();
        services.AddHttpClient("store", client => client.BaseAddress = new Uri("https://api.bigcommerce.com/stores/demo/v3/"))
            .ConfigurePrimaryHttpMessageHandler(emulator.CreateHandler)
            .AddStandardResilienceHandler(options => options.Retry.Delay = TimeSpan.Zero);
        provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IHttpClientFactory>().CreateClient("store");
    }

    private static async Task SellAsync(HttpClient http, string sku = Sku)
    {
        using var response = await http.PostAsJsonAsync(
            "inventory/adjustments/relative",
            new { items = new[] { new { location_id = 1, sku, quantity = -2 } } });
        response.EnsureSuccessStatusCode();
    }
}

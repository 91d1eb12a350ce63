using System.Text;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;
using BigCommerce.Inventory.Tests.Webhooks;
using BigCommerce.Inventory.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BigCommerce.Inventory.Tests.Documentation;

/// <summary>The code of the FAQ, compiled and run. Each test causes the problem of its question.</summary>
public sealed class FaqTests : IDisposable
{
    private readonly StringWriter _console = new() { NewLine = "\n" };

    [Fact]
    public async Task Uncounted_NewItem_IsCountedThenAdjusted()
    {
        using var client = DemoClient(out var store);
        store.AddItem("NEW-SHIRT-M");
        var rejected = await Assert.ThrowsAsync<BigCommerceValidationException>(() => client.Adjustments.AdjustRelativeAsync(
            new RelativeAdjustmentRequest([new RelativeAdjustment(2, ItemKey.Sku("NEW-SHIRT-M"), 12)])));
        Assert.Equal(ApiErrorReason.RequiresAbsoluteFirst, rejected.Error.Reason);

        #region faq-uncounted
        var deliveries = new[] { new RelativeAdjustment(2, ItemKey.Sku("NEW-SHIRT-M"), 12) };
        var options = new BulkOptions { UncountedItems = UncountedItemPolicy.SetToZeroThenAdjust };
        var report = await client.Stock.Adjust(deliveries, options).RunAsync();
        #endregion

        Assert.Equal((1, 12), (report.AppliedCount, store.GetOnHand(2, "NEW-SHIRT-M")));
    }

    [Fact]
    public async Task TrackedByProduct_VariantGiven_IsSetByProduct()
    {
        using var client = DemoClient(out var store);
        var item = store.GetItem("GER-0001");
        var (productId, variantId) = (item.ProductId, item.VariantId);

        #region faq-tracked-by-product
        var row = new AbsoluteAdjustment(1, ItemKey.Variant(variantId), 5);
        try
        {
            await client.Adjustments.SetAbsoluteAsync(new AbsoluteAdjustmentRequest([row]));
        }
        catch (BigCommerceValidationException exception) when (exception.Error.Reason == ApiErrorReason.TrackedByProduct)
        {
            await client.Adjustments.SetAbsoluteAsync(new AbsoluteAdjustmentRequest([row with { Item = ItemKey.Product(productId) }]));
        }
        #endregion

        Assert.Equal(5, store.GetOnHand(1, item));
    }

    [Fact]
    public async Task OneUnknownSku_BulkRun_AppliesTheOtherRow()
    {
        using var client = DemoClient(out var store);
        var Console = _console;

        #region faq-one-unknown
        var report = await client.Stock.Absolute("count")
            .Set(1, ItemKey.Sku("JKT-07-NAVY-XL"), 30)
            .Set(1, ItemKey.Sku("NO-SUCH-SKU"), 4)
            .RunAsync();
        Console.WriteLine($"{report.AppliedCount} applied; {report.RejectedRows[0].Message}");
        #endregion

        Assert.Equal("1 applied; Items not found, identities: [sku NO-SUCH-SKU]\n", _console.ToString());
        Assert.Equal(30, store.GetOnHand(1, "JKT-07-NAVY-XL"));
    }

    [Fact]
    public async Task LostResponse_VerifyUnknownRows_CountsTheSaleOnce()
    {
        var emulator = new InventoryEmulator(new() { TimeProvider = new ManualTimeProvider { AdvanceWhenIdle = true } })
        {
            Faults = new FaultPlan().Add(Fault.ConnectionReset().AfterEffect(), EmulatorOperation.AdjustRelative),
        };
        var store = emulator.GetStore().SeedDemo();
        store.SetStock(1, "JKT-07-NAVY-XL", 10);
        using var client = emulator.CreateClient();
        var Console = _console;

        #region faq-lost-response
        var sales = new[] { new RelativeAdjustment(1, ItemKey.Sku("JKT-07-NAVY-XL"), -2) { Tag = "receipt 4711" } };
        var report = await client.Stock.Adjust(sales, new BulkOptions { VerifyUnknownRows = new PollingOptions() }).RunAsync();
        foreach (var unknown in report.UnknownRows)
        {
            Console.WriteLine($"Check {unknown.Row.Tag}: {unknown.Cause}");
        }
        #endregion

        Assert.Equal((1, 8, ""), (report.AppliedCount, store.GetOnHand(1, "JKT-07-NAVY-XL"), _console.ToString()));
        emulator.Requests.ForOperations(EmulatorOperation.AdjustRelative).AssertCount(1);
    }

    [Fact]
    public async Task OldStock_WaitUntilVisible_ReturnsWhenReadsShowIt()
    {
        var emulator = new InventoryEmulator(
            new() { TimeProvider = new ManualTimeProvider { AdvanceWhenIdle = true }, VisibilityDelay = TimeSpan.FromSeconds(40) });
        emulator.GetStore().SeedDemo();
        using var client = emulator.CreateClient();
        var Console = _console;

        #region faq-visible
        var counts = new[] { new AbsoluteAdjustment(1, ItemKey.Sku("JKT-07-NAVY-XL"), 30) };
        await client.Stock.Set(counts).RunAsync();
        var visibility = await client.Stock.WaitUntilVisibleAsync(counts, new PollingOptions { Timeout = TimeSpan.FromMinutes(2) });
        Console.WriteLine(visibility.AllVisible ? "visible" : $"{visibility.MissingRows.Count} rows are not visible yet");
        #endregion

        Assert.Equal("visible\n", _console.ToString());
        emulator.Requests.ForOperations(EmulatorOperation.SetAbsolute).AssertCount(1);
    }

    [Fact]
    public async Task StockAboveTheLimit_WaitUntilVisible_ListsTheRow()
    {
        var emulator = new InventoryEmulator(new() { TimeProvider = new ManualTimeProvider { AdvanceWhenIdle = true } });
        var store = emulator.GetStore();
        var (small, large) = (store.AddItem("SHIRT-S", productId: 7), store.AddItem("SHIRT-L", productId: 7));
        store.SetStock(1, small, int.MaxValue).SetStock(1, large, 0);
        using var client = emulator.CreateClient();
        AbsoluteAdjustment[] rows = [new(1, ItemKey.Sku("SHIRT-L"), 9)];

        var report = await client.Stock.Set(rows).RunAsync();
        var visibility = await client.Stock.WaitUntilVisibleAsync(rows);

        Assert.Equal((1, 0), (report.AppliedCount, store.GetOnHand(1, large)));
        Assert.Equal(ItemKey.Sku("SHIRT-L"), Assert.Single(visibility.MissingRows).Desired.Item);
    }

    [Fact]
    public async Task DisabledLocation_Enabled_AcceptsStock()
    {
        using var client = DemoClient(out var store);
        var id = (await client.Locations.FindAsync("SEA-STORE"))!.Id;
        await client.Locations.UpdateAsync(new LocationUpdate { Id = id, Enabled = false });
        var count = new AbsoluteAdjustmentRequest([new(id, ItemKey.Sku("JKT-07-NAVY-XL"), 3)]);
        await Assert.ThrowsAsync<BigCommerceValidationException>(() => client.Adjustments.SetAbsoluteAsync(count));

        #region faq-disabled
        var location = await client.Locations.FindAsync("SEA-STORE");
        if (location is { Enabled: false })
        {
            await client.Locations.UpdateAsync(new LocationUpdate { Id = location.Id, Enabled = true });
        }
        #endregion

        await client.Adjustments.SetAbsoluteAsync(count);
        Assert.Equal(3, store.GetOnHand(id, "JKT-07-NAVY-XL"));
    }

    [Fact]
    public async Task Journal_OtherInputOptionsOrText_HasTheMessagesOfTheTable()
    {
        using var client = DemoClient(out _);
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "stock.journal");
        AbsoluteAdjustment[] rows = [new(1, ItemKey.Sku("JKT-07-NAVY-XL"), 30)];
        await RunAsync(rows);

        var messages = new[]
        {
            await RefusalAsync([rows[0] with { Quantity = 31 }]),
            await RefusalAsync(rows, maxRowsPerRequest: 10),
            await RefusalAsync(rows, damage: true),
        };

        var page = MarkdownSnippets.Read("docs/faq.md");
        string[] words = ["belongs to other input", "belongs to another run", "is damaged"];
        Assert.All(words.Zip(messages), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.All(words, text => Assert.Contains($"| {text} |", page, StringComparison.Ordinal));

        async Task<BulkReport<AbsoluteAdjustment>> RunAsync(AbsoluteAdjustment[] input, int maxRowsPerRequest = 2000)
        {
            using var journal = new FileBulkJournal(path);
            return await client.Stock.Set(input, new BulkOptions { Journal = journal, MaxRowsPerRequest = maxRowsPerRequest }).RunAsync();
        }

        async Task<string> RefusalAsync(AbsoluteAdjustment[] input, int maxRowsPerRequest = 2000, bool damage = false)
        {
            if (damage)
            {
                await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace("absolute", "absolut!", StringComparison.Ordinal));
            }

            var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(() => RunAsync(input, maxRowsPerRequest));
            Assert.Equal(0, exception.Report.RequestCount);
            return Assert.IsType<BulkJournalException>(exception.InnerException).Message;
        }
    }

    [Fact]
    public async Task Find_OneItemAndLocation_ReadsTheList()
    {
        using var client = DemoClient(out var store);
        using var http = new HttpClient(new InventoryEmulator().CreateHandler());

        #region find
        var item = await client.Items.FindAsync(ItemKey.Sku("JKT-07-NAVY-XL"));
        var atLocation = await client.Items.FindAtLocationAsync(2, ItemKey.Sku("JKT-07-NAVY-XL"));
        var location = await client.Locations.FindAsync("SEA-STORE");
        #endregion

        Assert.Equal(4, item!.Locations.Count);
        Assert.Equal((store.GetOnHand(2, "JKT-07-NAVY-XL"), 2L), (atLocation!.TotalInventoryOnHand, location!.Id));
        using var single = await http.GetAsync(new Uri("https://api.bigcommerce.com/stores/demo/v3/inventory/locations/1"));
        Assert.Equal(403, (int)single.StatusCode);
    }

    [Fact]
    public async Task SkuWithComma_SetAndFoundByVariant_Works()
    {
        using var client = DemoClient(out var store);
        var variantId = store.AddItem("BOLT-M8,ZINC").VariantId;
        await Assert.ThrowsAsync<ArgumentException>(() => client.Items.FindAsync(ItemKey.Sku("BOLT-M8,ZINC")));

        #region faq-comma
        await client.Adjustments.SetAbsoluteAsync(new AbsoluteAdjustmentRequest([new(1, ItemKey.Sku("BOLT-M8,ZINC"), 250)]));
        var item = await client.Items.FindAsync(ItemKey.Variant(variantId));
        #endregion

        Assert.Equal(250, item!.Locations.Single(place => place.LocationId == 1).TotalInventoryOnHand);
    }

    [Fact]
    public async Task PagesAhead_WholeStore_IsReadOnce()
    {
        using var client = DemoClient(out var store);
        long total = 0;

        #region faq-pages-ahead
        await foreach (var item in client.Items.EnumerateAsync(pagesAhead: 16))
        {
            total += item.Locations.Sum(place => place.TotalInventoryOnHand);
        }
        #endregion

        Assert.Equal(store.Items.Sum(item => Enumerable.Range(1, 4).Sum(id => (long)store.GetOnHand(id, item)!)), total);
    }

    [Fact]
    public async Task CreateAndGet_NewLocation_ReturnsItsId()
    {
        using var client = DemoClient(out var store);
        var Console = _console;

        #region faq-create-location
        var location = await client.Locations.CreateAndGetAsync(new LocationCreate
        {
            Code = "POPUP-1",
            Label = "Pop-up store",
            ManagedByExternalSource = true,
            TypeId = LocationType.Virtual,
            TimeZone = "Europe/Berlin",
            Address = null,
        });
        Console.WriteLine(location.Id);
        #endregion

        Assert.Equal(FormattableString.Invariant($"{store.Locations.Single(known => known.Code == "POPUP-1").Id}\n"), _console.ToString());
    }

    [Fact]
    public async Task MissingScope_Call_NamesIt()
    {
        using var client = DemoClient(out var store);
        store.Scopes = OAuthScopes.InventoryReadOnly;
        var Console = _console;

        #region faq-scope
        try
        {
            await client.Locations.ListAsync();
        }
        catch (BigCommercePermissionException exception)
        {
            Console.WriteLine($"{exception.Error.RequiredScope}: {exception.Message}");
        }
        #endregion

        Assert.Contains("store_locations_read_only", _console.ToString(), StringComparison.Ordinal);
        Assert.Contains("store_inventory_read_only", _console.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReserveShare_Set_LeavesAQuarterOfTheQuota()
    {
        var time = new ManualTimeProvider { AdvanceWhenIdle = true };
        var emulator = new InventoryEmulator(new() { TimeProvider = time });
        var store = emulator.GetStore("abc123");
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);

        #region faq-reserve
        services.AddBigCommerceInventory(options => options.Resilience.RateLimit.ReserveShare = 0.25);
        #endregion

        services.Configure<BigCommerceInventoryOptions>(options => (options.StoreHash, options.AccessToken) = ("abc123", "token"));
        services.UseEmulator(emulator);
        await using var provider = services.BuildServiceProvider();
        var locations = provider.GetRequiredService<ILocationsApi>();
        var started = time.Elapsed;
        for (var i = 0; i < 112; i++)
        {
            await locations.ListAsync();
        }

        // 112 of 150 requests, and the next one waits for the next window.
        Assert.Equal((38, TimeSpan.Zero), (store.RateLimit.Remaining, time.Elapsed - started));
        await locations.ListAsync();
        Assert.InRange(time.Elapsed - started, TimeSpan.FromSeconds(29), TimeSpan.FromSeconds(31));
    }

    [Fact]
    public async Task AspireDefaults_Registered_AreRemovedFromTheClientAndLogged()
    {
        var emulator = new InventoryEmulator(new() { TimeProvider = new ManualTimeProvider { AdvanceWhenIdle = true } })
        {
            Faults = new FaultPlan().Add(Fault.StatusCode(503), EmulatorOperation.AdjustRelative),
        };
        var store = emulator.GetStore("abc123").SeedDemo();
        var services = new ServiceCollection();
        using var log = new RecordingLogger();
        services.AddSingleton<ILoggerFactory>(log);

        #region faq-aspire
        services.ConfigureHttpClientDefaults(http => http.AddStandardResilienceHandler()); // as Aspire's service defaults do
        services.AddBigCommerceInventory(); // not affected
        #endregion

        services.Configure<BigCommerceInventoryOptions>(options => (options.StoreHash, options.AccessToken) = ("abc123", "token"));
        services.UseEmulator(emulator);
        await using var provider = services.BuildServiceProvider();
        await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(() =>
            provider.GetRequiredService<IInventoryAdjustmentsApi>().AdjustRelativeAsync(
                new RelativeAdjustmentRequest([new RelativeAdjustment(1, ItemKey.Sku("JKT-07-NAVY-XL"), -1)])));

        emulator.Requests.AssertCount(1);
        Assert.Contains(log.Entries, entry => entry.Id == 14);
        Assert.NotNull(store.GetOnHand(1, "JKT-07-NAVY-XL"));
    }

    [Fact]
    public async Task RefusedDeletion_Error_HasTheApisWords()
    {
        using var client = DemoClient(out var store);
        var locationId = store.AddLocation("SHOP", "The shop");
        store.SetOpenOrderCount(locationId, 1);
        var Console = _console;

        #region faq-error
        try
        {
            await client.Locations.DeleteAsync(LocationDeletion.WithAllTheirStock(locationId));
        }
        catch (BigCommerceApiException exception)
        {
            var error = exception.Error;
            Console.WriteLine($"{error.Method} {error.Path}: {(int)error.StatusCode} {error.Title} ({error.Reason})");
            Console.WriteLine($"For BigCommerce's support: correlation id {error.CorrelationId}");
        }
        #endregion

        Assert.Matches(
            @"^DELETE /stores/demo/v3/inventory/locations\S*: 422 Location with associated orders can't be deleted\..* \(LocationHasOrders\)\nFor BigCommerce's support: correlation id [0-9a-f-]{36}\n$",
            _console.ToString());
    }

    [Fact]
    public async Task RepeatedEvent_Deduplicator_HandlesItOnceAndAgainAfterAFailure()
    {
        var body = Encoding.UTF8.GetBytes(WebhookSamples.StockChanged);
        Assert.True(InventoryWebhookEvent.TryParse(body, out var webhook));
        var verification = Verify(body, WebhookSamples.ClientSecret);
        var deduplicator = new WebhookDeduplicator();
        var handled = 0;

        await Assert.ThrowsAsync<InvalidOperationException>(ReceiveAsync);
        await ReceiveAsync();
        await ReceiveAsync();

        Assert.Equal(2, handled);

        async Task ReceiveAsync()
        {
            #region deduplicate
            if (!await deduplicator.TryAcceptAsync(webhook, verification.MessageId))
            {
                return; // A delivery of this event was accepted before.
            }

            try
            {
                await HandleAsync(webhook);
            }
            catch
            {
                await deduplicator.ForgetAsync(webhook, verification.MessageId); // The next delivery is accepted again.
                throw;
            }
            #endregion
        }

        Task HandleAsync(InventoryWebhookEvent received) =>
            ++handled == 1 ? Task.FromException(new InvalidOperationException(received.Kind.ToString())) : Task.CompletedTask;
    }

    [Fact]
    public void RejectedEvent_WrongSecret_SaysWhy()
    {
        var body = Encoding.UTF8.GetBytes(WebhookSamples.StockChanged);
        var headers = Sign(body);
        var verifier = new WebhookVerifier("the secret of another app");
        var Console = _console;

        #region faq-webhook-rejected
        var verification = verifier.Verify(body, name => headers[name]);
        if (!verification.IsValid)
        {
            Console.WriteLine($"{verification.Rejection}: {verification.Description}");
        }
        #endregion

        Assert.Equal(
            "NoMatchingSignature: No v1 signature in the header webhook-signature matches the body and the secret.\n",
            _console.ToString());
    }

    [Fact]
    public async Task MissedEvents_Reconcile_CountsDifferences()
    {
        using var client = DemoClient(out var store);
        store.SetStock(1, "JKT-07-NAVY-XL", 10).SetStock(2, "JKT-07-NAVY-XL", 4);
        AbsoluteAdjustment[] rows = [new(1, ItemKey.Sku("JKT-07-NAVY-XL"), 10), new(2, ItemKey.Sku("JKT-07-NAVY-XL"), 5)];
        var Console = _console;

        #region faq-reconcile
        var report = await client.Stock.Reconcile(rows).RunAsync();
        Console.WriteLine($"{report.DifferentCount} of {report.RowCount} rows differed");
        #endregion

        Assert.Equal(("1 of 2 rows differed\n", 5), (_console.ToString(), store.GetOnHand(2, "JKT-07-NAVY-XL")));
    }

    public void Dispose() => _console.Dispose();

    private static IReadOnlyDictionary<string, string> Sign(byte[] body) =>
        new WebhookSigner(WebhookSecret.FromClientSecret(WebhookSamples.ClientSecret)).Sign(
            WebhookSamples.MessageId,
            TimeProvider.System.GetUtcNow(),
            body);

    private static WebhookVerificationResult Verify(byte[] body, string clientSecret)
    {
        var headers = Sign(body);
        return new WebhookVerifier(clientSecret).Verify(body, name => headers[name]);
    }

    private static BigCommerceInventoryClient DemoClient(out EmulatedStore store)
    {
        var emulator = new InventoryEmulator();
        store = emulator.GetStore().SeedDemo();
        return emulator.CreateClient();
    }
}

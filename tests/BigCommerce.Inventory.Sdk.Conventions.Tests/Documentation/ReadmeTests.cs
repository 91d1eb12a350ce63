using System.Text;
using System.Text.Json;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Webhooks;
using BigCommerce.Inventory.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Polly;

namespace BigCommerce.Inventory.Tests.Documentation;

/// <summary>The code of the README and of the package's page, compiled and run. Each region equals one block.</summary>
public class ReadmeTests
{
    [Fact]
    public async Task QuickStart_OnTheEmulator_AppliesAndReads()
    {
        var lines = await CaptureAsync(async console =>
        {
            var Console = console;

            #region quick-start
            // An emulated store. For a real one: new BigCommerceInventoryClient("store-hash", "access-token")
            var emulator = new InventoryEmulator();
            emulator.GetStore().SeedDemo();
            using var client = emulator.CreateClient();

            var report = await client.Stock.Absolute("first stocktaking")
                .Set(locationId: 1, ItemKey.Sku("JKT-07-NAVY-XL"), 30)
                .Set(locationId: 2, ItemKey.Sku("JKT-07-NAVY-XL"), 12)
                .RunAsync();
            report.EnsureAllApplied();
            Console.WriteLine($"{report.AppliedCount} of {report.RowCount} rows applied");

            await foreach (var item in client.Items.EnumerateAsync(new InventoryItemFilter { Skus = ["JKT-07-NAVY-XL"], LocationIds = [1, 2] }))
            {
                Console.WriteLine($"{item.Identity.Sku}: {item.Locations.Sum(place => place.AvailableToSell)} to sell");
            }
            #endregion

            Assert.Equal((30, 12), (emulator.GetStore().GetOnHand(1, "JKT-07-NAVY-XL"), emulator.GetStore().GetOnHand(2, "JKT-07-NAVY-XL")));
        });

        Assert.Equal(["2 of 2 rows applied", "JKT-07-NAVY-XL: 42 to sell"], lines);
        var readme = await File.ReadAllTextAsync(Path.Combine(MarkdownSnippets.Root, "README.md"));
        Assert.Contains("It prints `2 of 2 rows applied` and `JKT-07-NAVY-XL: 42 to sell`.", readme, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sync_OnTheEmulator_ReportsTheRejectedRow()
    {
        using var client = DemoClient(out var store);
        (long LocationId, string Sku, int OnHand)[] erpRows = [(1, "JKT-07-NAVY-XL", 30), (1, "NO-SUCH-SKU", 4), (2, "TEE-01-SAND-M", 7)];

        var lines = await CaptureAsync(async console =>
        {
            var Console = console;

            #region sync
            var rows = erpRows.Select((row, i) => new AbsoluteAdjustment(row.LocationId, ItemKey.Sku(row.Sku), row.OnHand) { Tag = $"line {i + 1}" });
            var report = await client.Stock.Set(rows, new BulkOptions { Reason = "nightly ERP sync" }).RunAsync();

            foreach (var rejected in report.RejectedRows)
            {
                Console.WriteLine($"{rejected.Row.Tag}, {rejected.Row.Item}: {rejected.Message}");
            }

            Console.WriteLine(report); // the counts
            #endregion

            Assert.Equal((2, 1), (report.AppliedCount, report.RejectedCount));
        });

        Assert.StartsWith("line 2, sku NO-SUCH-SKU: ", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            "Of 3 rows, 2 are applied, 1 rejected, 0 unknown, 0 not sent, 0 merged and 0 net zero. Rejected: row 1 (line 2), sku NO-SUCH-SKU at location 1: Items not found, identities: [sku NO-SUCH-SKU]",
            Assert.Single(lines[1..]));
        Assert.Equal((30, 7), (store.GetOnHand(1, "JKT-07-NAVY-XL"), store.GetOnHand(2, "TEE-01-SAND-M")));
    }

    [Fact]
    public async Task LongRun_OnTheEmulator_AppliesAndReportsProgress()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            using var client = DemoClient(out var store);
            var path = Path.Combine(folder.FullName, "stock.jsonl");
            AbsoluteAdjustment[] rows = [new(1, ItemKey.Sku("JKT-07-NAVY-XL"), 30)];
            var stopping = TestContext.Current.CancellationToken;

            var output = new StringWriter { NewLine = "\n" };
            var Console = TextWriter.Synchronized(output);

            #region long-run
            using var journal = new FileBulkJournal(path);
            var options = new BulkOptions
            {
                Journal = journal,
                OnProgress = progress => Console.WriteLine($"{progress.DecidedCount} of {progress.RowCount} rows"),
            };
            var report = await client.Stock.Set(rows, options).RunAsync(stopping);
            Console.WriteLine(report.IsCanceled ? $"{report.NotSentCount} rows are left: run it again" : "done");
            #endregion

            Assert.StartsWith("1 of 1 rows\ndone\n", output.ToString(), StringComparison.Ordinal);
            Assert.Equal(30, store.GetOnHand(1, "JKT-07-NAVY-XL"));
            var again = await client.Stock.Set(rows, new BulkOptions { Journal = journal }).RunAsync();
            Assert.Equal((1, 1, 0), (again.AppliedCount, again.FromJournalCount, again.RequestCount));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Stock_OnTheEmulator_IsTransferredAndSettingsAreUpdated()
    {
        using var client = DemoClient(out var store);
        store.SetStock(1, "JKT-07-NAVY-XL", 10).SetStock(2, "JKT-07-NAVY-XL", 1);

        var lines = await CaptureAsync(async console =>
        {
            var Console = console;

            #region stock
            var item = ItemKey.Sku("JKT-07-NAVY-XL");
            await client.Stock.Transfer([new StockTransfer(FromLocationId: 1, ToLocationId: 2, item, Quantity: 3)]).RunAsync();
            await client.Stock.Relative("returns").Adjust(locationId: 1, item, 2).RunAsync();
            await client.Stock.Absolute("open orders").SetBackordered(locationId: 1, item, 6).RunAsync(); // leaves the quantity unchanged

            // Without location ids, the settings apply to all active locations.
            var settings = new ItemSettingsUpdate(item) { SafetyStock = 2, BackorderLimit = null }; // null: no limit
            await client.Stock.UpdateSettings([settings], locationIds: null).RunAsync();
            await foreach (var read in client.Stock.EnumerateSettingsAsync(new InventoryItemFilter { Skus = ["JKT-07-NAVY-XL"] }))
            {
                Console.WriteLine($"Location {read.LocationId}: {read.Settings.SafetyStock} units of safety stock");
            }
            #endregion

            var backordered = (await client.Items.FindAtLocationAsync(1, item))!.QuantityBackordered;
            Assert.Equal((9, 4, 6), (store.GetOnHand(1, "JKT-07-NAVY-XL"), store.GetOnHand(2, "JKT-07-NAVY-XL"), backordered));
        });

        Assert.Equal(Enumerable.Range(1, 4).Select(id => $"Location {id}: 2 units of safety stock"), lines);
    }

    [Fact]
    public async Task Locations_OnTheEmulator_AreUpserted()
    {
        var emulator = new InventoryEmulator();
        using var client = emulator.CreateClient();

        #region locations
        var upsert = await client.Locations.UpsertAsync(new LocationCreate
        {
            Code = "POPUP-1",
            Label = "Pop-up store",
            ManagedByExternalSource = true,
            TypeId = LocationType.Virtual,
            TimeZone = "Europe/Berlin",
            Address = null,
            OperatingHours = OperatingHours.Weekdays(DayHours.From(new TimeOnly(9, 0), new TimeOnly(18, 0))),
        });
        await client.Locations.UpdateAsync(new LocationUpdate { Id = upsert.Id, Label = "Pop-up store, Mitte" });
        await client.Metafields.UpsertAsync(upsert.Id, new MetafieldCreate
        {
            Namespace = "warehouse",
            Key = "dock",
            Value = "7",
            PermissionSet = PermissionSet.AppOnly,
        });
        await client.Locations.DeleteAsync(LocationDeletion.WithAllTheirStock(upsert.Id));
        #endregion

        Assert.Equal(UpsertOutcome.Created, upsert.Outcome);
        Assert.All(emulator.Requests, request => Assert.InRange(request.StatusCode ?? 0, 200, 204));
        Assert.Null(await client.Locations.FindAsync("POPUP-1"));
        Assert.Single((await client.Locations.ListAsync()).Data);
    }

    [Fact]
    public async Task Webhooks_SignedMessage_IsVerifiedAndParsed()
    {
        var clientSecret = WebhookSamples.ClientSecret;
        var body = Encoding.UTF8.GetBytes(WebhookSamples.StockChanged);
        var headers = new WebhookSigner(WebhookSecret.FromClientSecret(clientSecret)).Sign(WebhookSamples.MessageId, TimeProvider.System.GetUtcNow(), body);

        var lines = await CaptureAsync(console =>
        {
            var Console = console;

            #region webhooks
            var verifier = new WebhookVerifier(clientSecret);
            var verification = verifier.Verify(body, name => headers[name]);
            if (verification.IsValid && InventoryWebhookEvent.TryParse(body, out var webhook) && webhook.Data is ItemWebhookData item)
            {
                Console.WriteLine($"{webhook.Kind}: product {item.ProductId} at location {item.LocationId}");
            }
            #endregion

            return Task.CompletedTask;
        });

        Assert.Equal(["StockChanged: product 113 at location 2"], lines);
    }

    [Fact]
    public async Task Change_OnTheEmulator_AdjustsTheStock()
    {
        using var client = DemoClient(out var store);
        var item = store.GetItem("JKT-07-NAVY-XL");
        store.SetStock(1, item, 10);
        var variantId = item.VariantId;

        #region change
        try
        {
            await client.Adjustments.AdjustRelativeAsync(
                new RelativeAdjustmentRequest([new RelativeAdjustment(1, ItemKey.Variant(variantId), -2)], "till 4"));
        }
        catch (BigCommerceEffectUnknownException exception)
        {
            // It was sent at exception.SentAt, and its effect is unknown: read the stock before you send it again.
            Console.WriteLine(exception.Message);
        }
        #endregion

        Assert.Equal(8, store.GetOnHand(1, item));
    }

    [Fact]
    public async Task Read_OnTheEmulator_StreamsEveryRow()
    {
        using var client = DemoClient(out var store);

        var lines = await CaptureAsync(async console =>
        {
            var Console = console;

            #region read
            await foreach (var location in client.Locations.Query().Active().OfType(LocationType.Physical))
            {
                await foreach (var item in client.Items.EnumerateAtLocationAsync(location.Id))
                {
                    Console.WriteLine($"{location.Code} {item.Identity.Sku}: {item.TotalInventoryOnHand} on hand");
                }
            }
            #endregion
        });

        Assert.Equal(20_000, lines.Length);
        Assert.Contains($"RENO-WH GLV-16-STONE-3XL: {store.GetOnHand(4, "GLV-16-STONE-3XL")} on hand", lines);
    }

    [Fact]
    public async Task Pages_Read_GoOnWithAToken()
    {
        using var client = DemoClient(out _);
        var items = new List<LocationItem>();
        string? savedToken = null;

        #region pages
        var filter = new LocationItemFilter { ProductIds = [11, 12] };
        await foreach (var page in client.Items.EnumerateAtLocationAsync(1, filter).AsPages(savedToken))
        {
            items.AddRange(page.Items);
            savedToken = page.ContinuationToken; // null after the last page
        }
        #endregion

        Assert.NotEmpty(items);
        Assert.Null(savedToken);
    }

    [Fact]
    public async Task DependencyInjection_Registered_ResolvesTheClientAndItsParts()
    {
        var services = new ServiceCollection();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Secrets:BigCommerce", "token-of-the-tests")]).Build();

        #region di
        services.AddBigCommerceInventory(options =>
        {
            options.StoreHash = "store-hash";
            options.AccessToken = configuration["Secrets:BigCommerce"];
            options.ApplicationName = "acme-erp-sync/2.1";
        });
        #endregion

        await using var provider = services.BuildServiceProvider();
        Assert.Equal("store-hash", provider.GetRequiredService<BigCommerceInventoryClient>().StoreHash);
        Assert.Same(provider.GetRequiredService<BigCommerceInventoryClient>().Locations, provider.GetRequiredService<ILocationsApi>());
    }

    [Fact]
    public async Task TokenProvider_FromTheContainer_IsCalledForTheRequest()
    {
        var emulator = new InventoryEmulator();
        emulator.GetStore("store-hash").SeedDemo();
        var services = new ServiceCollection();
        services.AddSingleton("token");

        #region token-provider
        services.AddSingleton<Vault>();
        services.AddBigCommerceInventory(
            options => options.StoreHash = "store-hash",
            accessTokenProvider: (provider, request) =>
                provider.GetRequiredService<Vault>().GetTokenAsync(request.StoreHash, request.CancellationToken));
        #endregion

        services.UseEmulator(emulator);
        await using var container = services.BuildServiceProvider();
        await container.GetRequiredService<ILocationsApi>().ListAsync();
        Assert.Equal(1, container.GetRequiredService<Vault>().RequestCount);
    }

    [Fact]
    public void Json_Row_ComesBackEqual()
    {
        #region json
        var row = new AbsoluteAdjustment(LocationId: 1, ItemKey.Sku("JKT-07-NAVY-XL"), Quantity: 30);
        var message = JsonSerializer.Serialize(row);
        // {"LocationId":1,"Item":{"Sku":"JKT-07-NAVY-XL"},"Quantity":30,"QuantityBackordered":null,"Tag":null}
        var received = JsonSerializer.Deserialize<AbsoluteAdjustment>(message);
        #endregion

        Assert.Equal("""{"LocationId":1,"Item":{"Sku":"JKT-07-NAVY-XL"},"Quantity":30,"QuantityBackordered":null,"Tag":null}""", message);
        Assert.Equal(row, received);
    }

    [Fact]
    public async Task ManyStores_Registered_CreatesAClientPerStore()
    {
        var services = new ServiceCollection();
        var vault = new Vault("token");

        #region many-stores
        services.AddBigCommerceInventoryClientFactory(options => options.ApplicationName = "stock-hub/3.0");
        await using var provider = services.BuildServiceProvider();
        var factory = provider.GetRequiredService<IBigCommerceInventoryClientFactory>();

        var client = factory.CreateClient(StoreCredentials.FromProvider(
            "store-hash",
            async request => await vault.TokenOfAsync(request.StoreHash, request.CancellationToken)));
        #endregion

        Assert.Equal("store-hash", client.StoreHash);
    }

    [Fact]
    public async Task Pipeline_Configured_SendsRequests()
    {
        var emulator = new InventoryEmulator();
        emulator.GetStore("store-hash").SeedDemo();
        var services = new ServiceCollection();

        #region pipeline
        services.AddBigCommerceInventory(options => (options.StoreHash, options.AccessToken) = ("store-hash", "access-token"))
            .ConfigureStorePipeline((pipeline, context) => pipeline
                .AddTimeout(TimeSpan.FromMinutes(3)) // limits the whole call
                .AddStoreDefaults(context));
        #endregion

        services.UseEmulator(emulator);
        await using var provider = services.BuildServiceProvider();
        Assert.Equal(4, (await provider.GetRequiredService<ILocationsApi>().ListAsync()).Data.Count);
    }

    private sealed class Vault(string token)
    {
        public int RequestCount { get; private set; }

        public ValueTask<string> GetTokenAsync(string storeHash, CancellationToken cancellationToken)
        {
            RequestCount++;
            return new(TokenOfAsync(storeHash, cancellationToken));
        }

        public Task<string> TokenOfAsync(string storeHash, CancellationToken cancellationToken) => Task.FromResult($"{token}-{storeHash}").WaitAsync(cancellationToken);
    }

    private static BigCommerceInventoryClient DemoClient(out EmulatedStore store)
    {
        var emulator = new InventoryEmulator();
        store = emulator.GetStore().SeedDemo();
        return emulator.CreateClient();
    }

    // The blocks write to the console; a variable of the same name replaces it.
    private static async Task<string[]> CaptureAsync(Func<StringWriter, Task> block)
    {
        await using var writer = new StringWriter { NewLine = "\n" };
        await block(writer);
        return writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}

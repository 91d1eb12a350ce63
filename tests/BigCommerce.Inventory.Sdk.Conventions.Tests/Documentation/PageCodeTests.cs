using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;
using CsvHelper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace BigCommerce.Inventory.Tests.Documentation;

/// <summary>The code of the pages in <c>docs/</c>, compiled and run. Other classes have the code that several pages share, and the FAQ's.</summary>
public sealed class PageCodeTests : IDisposable
{
    private readonly StringWriter _console = new() { NewLine = "\n" };

    [Fact]
    public async Task KeepLocations_NewChangedAndRejected_HaveTheirOutcomes()
    {
        var emulator = new InventoryEmulator
        {
            Faults = new FaultPlan().Add(
                Fault.StatusCode(422, """{"status":422,"title":"The label is not allowed."}"""),
                EmulatorOperation.CreateLocations,
                times: int.MaxValue,
                when: request => request.BodyText.Contains("FORBIDDEN", StringComparison.Ordinal)),
        };
        var store = emulator.GetStore();
        store.AddLocation("MITTE", "Old name");
        using var client = emulator.CreateClient();
        (string Code, string Name)[] shops = [("MITTE", "Berlin Mitte"), ("POPUP-1", "Pop-up store"), ("FORBIDDEN", "Forbidden")];
        var Console = _console;

        #region keep-locations
        var results = await client.Locations.UpsertAsync(shops.Select(shop => new LocationCreate
        {
            Code = shop.Code,
            Label = shop.Name,
            ManagedByExternalSource = true,
            TypeId = LocationType.Virtual,
            TimeZone = "Europe/Berlin",
            Address = null,
        }));
        foreach (var (shop, result) in shops.Zip(results))
        {
            Console.WriteLine($"{shop.Code}: {result.Outcome} {result.Message}");
        }
        #endregion

        Assert.Matches(@"^MITTE: Updated \nPOPUP-1: Created \nFORBIDDEN: Failed [^\n]*The label is not allowed[^\n]*\n$", _console.ToString());
        Assert.Equal("Berlin Mitte", store.Locations.Single(location => location.Code == "MITTE").Label);
    }

    [Fact]
    public async Task RejectedRows_WrittenAsCsv_HaveLineReasonAndMessage()
    {
        using var client = DemoClient(out _);
        AbsoluteAdjustment[] rows =
        [
            new(1, ItemKey.Sku("JKT-07-NAVY-XL"), 30) { Tag = "2" },
            new(1, ItemKey.Sku("NO-SUCH-SKU"), 4) { Tag = "3" },
        ];
        var output = _console;

        #region rejects
        var report = await client.Stock.Set(rows, new BulkOptions { MaxReportedRows = int.MaxValue }).RunAsync();

        using var csv = CsvWriter.Create(output, new CsvWriterOptions { Injection = CsvInjection.Escape });
        csv.WriteRecord("line", "location_id", "item", "reason", "message");
        foreach (var rejected in report.RejectedRows)
        {
            var row = rejected.Row;
            csv.WriteRecord(row.Tag, $"{row.LocationId}", $"{row.Item}", $"{rejected.Reason}", rejected.Message);
        }
        #endregion

        csv.Flush();
        Assert.Equal(
            """
            line,location_id,item,reason,message
            3,1,sku NO-SUCH-SKU,ItemNotFound,"Items not found, identities: [sku NO-SUCH-SKU]"

            """.ReplaceLineEndings("\n"),
            _console.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task OneCall_Options_ReportTheQuota()
    {
        using var client = DemoClient(out _);
        var Console = _console;

        #region one-call
        var options = new RequestOptions
        {
            Timeout = TimeSpan.FromSeconds(10),
            MaxRateLimitWait = TimeSpan.Zero, // fail at once if the quota is exhausted
            OnResponse = response => Console.WriteLine($"{response.RateLimit?.Remaining} requests left"),
        };
        var page = await client.Locations.ListAsync(options: options);
        #endregion

        Assert.Equal((4, "149 requests left\n"), (page.Data.Count, _console.ToString()));
    }

    [Fact]
    public async Task SecondStore_Registered_HasItsOwnClient()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("BigCommerce:Inventory:Stores:us:StoreHash", "us123"),
            new("BigCommerce:Inventory:Stores:us:AccessToken", "token-us"),
            new("BigCommerce:Inventory:Stores:eu:StoreHash", "eu456"),
            new("BigCommerce:Inventory:Stores:eu:AccessToken", "token-eu"),
        ]).Build());

        #region second-store
        services.AddBigCommerceInventory("us");
        services.AddBigCommerceInventory("eu", options => options.ApplicationName = "acme-erp-eu/2.1");
        await using var provider = services.BuildServiceProvider();

        // In a constructor: [FromKeyedServices("eu")] BigCommerceInventoryClient client
        var europe = provider.GetRequiredKeyedService<BigCommerceInventoryClient>("eu");
        #endregion

        Assert.Equal(("eu456", "us123"), (europe.StoreHash, provider.GetRequiredKeyedService<BigCommerceInventoryClient>("us").StoreHash));
    }

    [Fact]
    public void WithoutDependencyInjection_Client_HasItsStore()
    {
        using var loggerFactory = new RecordingLogger();

        #region without-di
        var settings = new BigCommerceInventoryClientSettings { LoggerFactory = loggerFactory };
        using var client = new BigCommerceInventoryClient(
            "store-hash",
            "access-token",
            new BigCommerceInventoryOptions { ApplicationName = "acme-erp-sync/2.1" },
            settings);
        #endregion

        Assert.Equal("store-hash", client.StoreHash);
    }

    [Theory]
    [InlineData("unknown item", "Not in the store: sku NO-SUCH-SKU\n")]
    [InlineData("no scope", "Nothing was changed: ")]
    [InlineData("429", "Try again at 00:10:00.\n")]
    public async Task HandledErrors_EachCase_IsPrinted(string @case, string expected)
    {
        var emulator = new InventoryEmulator(new() { TimeProvider = new ManualTimeProvider() });
        var store = emulator.GetStore().SeedDemo();
        store.Scopes = @case == "no scope" ? OAuthScopes.InventoryReadOnly : OAuthScopes.All;
        emulator.Faults = @case == "429" ? new FaultPlan().Add(Fault.RateLimited(retryAfter: TimeSpan.FromMinutes(10))) : null;
        using var client = emulator.CreateClient();
        var request = new AbsoluteAdjustmentRequest([new(1, ItemKey.Sku("NO-SUCH-SKU"), 4)]);
        var Console = _console;

        #region handle-error
        try
        {
            await client.Adjustments.SetAbsoluteAsync(request);
        }
        catch (BigCommerceRateLimitException exception)
        {
            Console.WriteLine($"Try again at {exception.Error.RetryAt:HH:mm:ss}.");
        }
        catch (BigCommerceValidationException exception) when (exception.Error.Reason == ApiErrorReason.ItemNotFound)
        {
            Console.WriteLine($"Not in the store: {string.Join(", ", exception.Error.Items)}");
        }
        catch (BigCommerceException exception) when (exception.Effect == RequestEffect.None)
        {
            Console.WriteLine($"Nothing was changed: {exception.Message}");
        }
        #endregion

        Assert.StartsWith(expected, _console.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenTelemetry_Registered_ListensToBothSources()
    {
        var services = new ServiceCollection();

        #region opentelemetry
        services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddSource(BigCommerceTelemetry.ActivitySourceName))
            .WithMetrics(metrics => metrics.AddMeter(BigCommerceTelemetry.MeterName));
        #endregion

        await using var provider = services.BuildServiceProvider();
        Assert.NotNull(provider.GetRequiredService<TracerProvider>());
        Assert.NotNull(provider.GetRequiredService<MeterProvider>());
        Assert.True(Inventory.Diagnostics.Telemetry.Source.HasListeners());
    }

    [Fact]
    public async Task ScopesTable_EachRow_AllowsItsCallsAndNoOthers()
    {
        var sku = ItemKey.Sku("JKT-07-NAVY-XL");
        var calls = new Dictionary<string, (OAuthScopes Scope, Func<BigCommerceInventoryClient, Task> Call)>
        {
            ["store_inventory_read_only"] = (OAuthScopes.InventoryReadOnly, client => client.Items.ListAsync()),
            ["store_inventory"] = (OAuthScopes.Inventory, client => client.Stock.UpdateSettings([new ItemSettingsUpdate(sku) { SafetyStock = 1 }], [1]).RunAsync()),
            ["store_locations_read_only"] = (OAuthScopes.LocationsReadOnly, client => client.Metafields.ListAtLocationAsync(1)),
            ["store_locations"] = (OAuthScopes.Locations, client => client.Locations.UpdateAsync(new LocationUpdate { Id = 1, Label = "Main" })),
        };
        foreach (var page in new[] { "README.md", "src/BigCommerce.Inventory.Sdk/README.md" })
        {
            Assert.Equal(
                calls.Keys,
                MarkdownSnippets.Rows(page, "calls", "in the control panel", "OAuth scope").Select(row => row[2].Trim('`')));
        }

        foreach (var (name, (scope, call)) in calls)
        {
            using var client = DemoClient(out var store);
            store.Scopes = scope;
            await call(client);

            store.Scopes = OAuthScopes.All & ~(scope | (name.EndsWith("_read_only", StringComparison.Ordinal) ? (OAuthScopes)((int)scope * 2) : OAuthScopes.None));
            var denied = await Assert.ThrowsAnyAsync<BigCommerceException>(() => call(client));
            var permission = Assert.IsType<BigCommercePermissionException>(denied is BulkRunException ? denied.InnerException : denied);
            Assert.Contains(name, permission.Error.RequiredScope, StringComparison.Ordinal);
        }
    }

    public void Dispose() => _console.Dispose();

    private static BigCommerceInventoryClient DemoClient(out EmulatedStore store)
    {
        var emulator = new InventoryEmulator();
        store = emulator.GetStore().SeedDemo();
        return emulator.CreateClient();
    }
}

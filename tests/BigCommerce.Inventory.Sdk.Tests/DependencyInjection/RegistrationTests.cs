using System.Net;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BigCommerce.Inventory.Tests.DependencyInjection;

public class RegistrationTests
{
    [Fact]
    public void AddBigCommerceInventory_CalledTwice_RegistersSingletonsOnce()
    {
        var services = new ServiceCollection();
        services.AddBigCommerceInventory(Store("abc"));
        var count = services.Count;
        services.AddBigCommerceInventory(options => options.ApplicationName = "acme/1");
        using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        var client = provider.GetRequiredService<BigCommerceInventoryClient>();

        Assert.Equal("abc", client.StoreHash);
        Assert.Same(client, provider.GetRequiredService<BigCommerceInventoryClient>());
        Assert.Same(client.Stock, provider.GetRequiredService<StockOperations>());
        Assert.Same(client.Items, provider.GetRequiredService<IInventoryItemsApi>());
        Assert.Same(client.Adjustments, provider.GetRequiredService<IInventoryAdjustmentsApi>());
        Assert.Same(client.Locations, provider.GetRequiredService<ILocationsApi>());
        Assert.Same(client.Metafields, provider.GetRequiredService<ILocationMetafieldsApi>());

        // The second registration adds one configuration step and nothing else.
        Assert.Equal(
            1,
            services.Skip(count).Count(service => service.ServiceType == typeof(IConfigureOptions<BigCommerceInventoryOptions>)));
        Assert.Single(services, service => service.ServiceType == typeof(BigCommerceInventoryClient));
    }

    [Fact]
    public void Options_ConfigurationAndCode_CodeWins()
    {
        var services = new ServiceCollection();
        services.AddBigCommerceInventory(options => options.Resilience.MaxRetryAttempts = 7);
        services.AddSingleton(Configuration(
            ("StoreHash", "abc"),
            ("AccessToken", "from-configuration"),
            ("BaseAddress", "https://example.test/bigcommerce"),
            ("MaxResponseBytes", "2048"),
            ("Resilience:MaxRetryAttempts", "2"),
            ("Resilience:Timeout", "00:01:00"),
            ("Resilience:MaxRateLimitWait", "00:00:20"),
            ("Resilience:RateLimit:ReserveRequests", "15"),
            ("Resilience:RateLimit:ReserveShare", "0.25"),
            ("Resilience:CircuitBreaker:Enabled", "false"),
            ("Resilience:CircuitBreaker:BreakDuration", "00:00:05")));
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<BigCommerceInventoryOptions>>().Value;

        Assert.Equal(
            ("abc", "from-configuration", new Uri("https://example.test/bigcommerce"), 2048),
            (options.StoreHash, options.AccessToken, options.BaseAddress, options.MaxResponseBytes));
        Assert.Equal((7, TimeSpan.FromMinutes(1)), (options.Resilience.MaxRetryAttempts, options.Resilience.Timeout));
        Assert.Equal(
            (TimeSpan.FromSeconds(20), 15, 0.25),
            (options.Resilience.MaxRateLimitWait, options.Resilience.RateLimit.ReserveRequests, options.Resilience.RateLimit.ReserveShare));
        Assert.Equal(
            (false, TimeSpan.FromSeconds(5)),
            (options.Resilience.CircuitBreaker.Enabled, options.Resilience.CircuitBreaker.BreakDuration));
        Assert.Equal("abc", provider.GetRequiredService<BigCommerceInventoryClient>().StoreHash);
    }

    [Fact]
    public void Options_Invalid_StopTheHostWithEveryError()
    {
        var services = new ServiceCollection();
        services.AddBigCommerceInventory(options =>
        {
            options.BaseAddress = new Uri("http://api.bigcommerce.com/");
            options.ApplicationName = "acme\r\nX-Injected: 1";
            options.MaxResponseBytes = 1;
            options.Resilience = new ResilienceOptions
            {
                Timeout = TimeSpan.Zero,
                MaxRetryAttempts = -1,
                MaxRetryAfter = TimeSpan.FromDays(2),
                MaxRateLimitWait = TimeSpan.FromSeconds(-5),
                RateLimit = { ReserveRequests = -1, ReserveShare = double.NaN },
                CircuitBreaker =
                {
                    FailureRatio = 0,
                    MinimumThroughput = 1,
                    SamplingDuration = TimeSpan.Zero,
                    BreakDuration = TimeSpan.FromDays(9),
                },
            };
        });
        using var provider = services.BuildServiceProvider();

        var exception = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Equal(
            [
                "BigCommerce:Inventory:BaseAddress must use https: the access token would travel in the clear. Plain http is accepted for loopback addresses only.",
                "BigCommerce:Inventory:ApplicationName takes 1 to 200 printable ASCII characters, such as acme-erp-sync/2.1.",
                "BigCommerce:Inventory:MaxResponseBytes takes 1,024 to 1,073,741,824.",
                "BigCommerce:Inventory:Resilience:Timeout takes more than 0 and at most 1.00:00:00, or infinite (-00:00:00.001).",
                "BigCommerce:Inventory:Resilience:MaxRetryAttempts takes 0 to 100.",
                "BigCommerce:Inventory:Resilience:MaxRetryAfter takes 0 to 1.00:00:00.",
                "BigCommerce:Inventory:Resilience:MaxRateLimitWait takes 0 to 1.00:00:00, or infinite (-00:00:00.001).",
                "BigCommerce:Inventory:Resilience:RateLimit:ReserveRequests takes 0 or more.",
                "BigCommerce:Inventory:Resilience:RateLimit:ReserveShare takes 0 to 0.9.",
                "BigCommerce:Inventory:Resilience:CircuitBreaker:FailureRatio takes 0.01 to 1.",
                "BigCommerce:Inventory:Resilience:CircuitBreaker:MinimumThroughput takes 2 to 10,000.",
                "BigCommerce:Inventory:Resilience:CircuitBreaker:SamplingDuration takes 00:00:00.5000000 to 1.00:00:00.",
                "BigCommerce:Inventory:Resilience:CircuitBreaker:BreakDuration takes 00:00:00.5000000 to 1.00:00:00.",
                "BigCommerce:Inventory:StoreHash is missing: give the part after /stores/ in the store's API path.",
                "BigCommerce:Inventory:AccessToken is missing: give the token of an API account of the store, or a provider for it.",
            ],
            exception.Failures);
    }

    [Theory]
    [InlineData("00:00:00", null)]
    [InlineData("00:00:00.0000001", "")]
    [InlineData("1.00:00:00", "")]
    [InlineData("1.00:00:00.0000001", null)]
    [InlineData("-00:00:00.001", "")]
    [InlineData("-00:00:00.002", null)]
    public void Options_TimeoutAtEdgeOfRange_AcceptedOrRefusedWithFullKey(string timeout, string? accepted)
    {
        var services = new ServiceCollection();
        services.AddSingleton(Configuration(("Stores:eu:Resilience:AttemptTimeout", timeout)));
        services.AddBigCommerceInventory("eu", Store("eu-store", "token-eu"));
        using var provider = services.BuildServiceProvider();

        var exception = Record.Exception(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Equal(
            accepted
                ?? "BigCommerce:Inventory:Stores:eu:Resilience:AttemptTimeout takes more than 0 and at most 1.00:00:00, or infinite (-00:00:00.001).",
            exception?.Message ?? "");
    }

    [Theory]
    [InlineData("Resilience:MaxRetryAttempts", "0", "100", "101", "0 to 100")]
    [InlineData("Resilience:ReadRetryDelay", "00:00:00", "00:01:00", "00:01:00.0000001", "0 to 00:01:00")]
    [InlineData("Resilience:MaxRetryDelay", "00:00:00", "01:00:00", "-00:00:00.001", "0 to 01:00:00")]
    [InlineData("Resilience:RateLimit:ReserveShare", "0", "0.9", "0.91", "0 to 0.9")]
    [InlineData(
        "Resilience:CircuitBreaker:BreakDuration",
        "00:00:00.5",
        "1.00:00:00",
        "00:00:00.4999999",
        "00:00:00.5000000 to 1.00:00:00")]
    public void Options_ValueOutsideRange_RefusedWithFullKey(string key, string min, string max, string outside, string range)
    {
        Assert.Equal(["", "", $"BigCommerce:Inventory:{key} takes {range}."], new[] { min, max, outside }.Select(Check));

        string Check(string value)
        {
            var services = new ServiceCollection();
            services.AddSingleton(Configuration((key, value)));
            services.AddBigCommerceInventory(Store("abc", "token"));
            using var provider = services.BuildServiceProvider();
            return Record.Exception(() => provider.GetRequiredService<IStartupValidator>().Validate())?.Message ?? "";
        }
    }

    [Theory]
    [InlineData("https://api.bigcommerce.com/stores/abc/v3/")]
    [InlineData("https://api.bigcommerce.com/stores/")]
    public void BaseAddress_WithTheStoresPath_IsRefused(string address)
    {
        var exception = Assert.Throws<ArgumentException>(
            () => new BigCommerceInventoryClient("abc", "token", new BigCommerceInventoryOptions { BaseAddress = new Uri(address) }));

        Assert.StartsWith(
            "The client's options are invalid. BaseAddress must end before /stores/: the client adds the store's path itself.",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../other")]
    [InlineData("abc/v2")]
    [InlineData("abc?x=1")]
    [InlineData("abc\r\nX: 1")]
    [InlineData("https://api.bigcommerce.com/stores/abc")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("äbc")]
    public void StoreHash_ThatChangesThePath_IsRefused(string hash)
    {
        Assert.ThrowsAny<ArgumentException>(() => new BigCommerceInventoryClient(hash, "token"));
        Assert.ThrowsAny<ArgumentException>(() => StoreCredentials.FromProvider(hash, _ => ValueTask.FromResult("token")));
    }

    [Theory]
    [InlineData("to ken")]
    [InlineData("token\n")]
    [InlineData("töken")]
    public void AccessToken_InvalidInAHeader_IsRefusedWithoutPrintingIt(string token)
    {
        var exception = Assert.Throws<ArgumentException>(() => new BigCommerceInventoryClient("abc", token));

        Assert.DoesNotContain(token, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ClientConstructor_InvalidOptions_Throws()
    {
        var exception = Assert.Throws<ArgumentException>(() => new BigCommerceInventoryClient(
            "abc",
            "token",
            new BigCommerceInventoryOptions { BaseAddress = new Uri("http://example.test/"), Resilience = { RateLimit = null! } }));

        Assert.StartsWith("The client's options are invalid. BaseAddress must use https", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Resilience:RateLimit must not be null.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_OptionsAndCredentials_HideTheToken()
    {
        var options = new BigCommerceInventoryOptions { StoreHash = "abc", AccessToken = "secret-token" };

        Assert.Equal("https://api.bigcommerce.com/ store abc, token ***", options.ToString());
        Assert.Equal("store abc, token ***", new StoreCredentials("abc", "secret-token").ToString());
        Assert.DoesNotContain("secret-token", System.Text.Json.JsonSerializer.Serialize(options), StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeyedClients_OwnStores_ShareEverythingElse()
    {
        var stub = new StubHandler().Respond("""{"data":[]}""").Respond("""{"data":[]}""").Respond("""{"data":[]}""");
        var services = new ServiceCollection();
        services.AddSingleton(Configuration(
            ("StoreHash", "main"),
            ("AccessToken", "token-main"),
            ("ApplicationName", "acme/1"),
            ("Stores:eu:StoreHash", "eu-store"),
            ("Stores:eu:AccessToken", "token-eu"),
            ("Stores:eu:Resilience:MaxRetryAttempts", "1")));
        services.AddBigCommerceInventory().ConfigurePrimaryHttpMessageHandler(() => stub);
        services.AddBigCommerceInventory("eu");
        services.AddBigCommerceInventory("eu");
        services.AddBigCommerceInventory("us", Store("us-store", "token-us"));
        await using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });

        await provider.GetRequiredService<IInventoryItemsApi>().ListAsync();
        await provider.GetRequiredKeyedService<IInventoryItemsApi>("eu").ListAsync();
        await provider.GetRequiredKeyedService<BigCommerceInventoryClient>("us").Items.ListAsync();
        Assert.Same(
            provider.GetRequiredKeyedService<BigCommerceInventoryClient>("eu").Stock,
            provider.GetRequiredKeyedService<StockOperations>("eu"));

        Assert.Equal(
            [
                ("https://api.bigcommerce.com/stores/main/v3/inventory/items", "token-main"),
                ("https://api.bigcommerce.com/stores/eu-store/v3/inventory/items", "token-eu"),
                ("https://api.bigcommerce.com/stores/us-store/v3/inventory/items", "token-us"),
            ],
            stub.Sent.Select(sent => (sent.Url, sent.Headers["X-Auth-Token"])));
        Assert.All(
            stub.Sent,
            sent => Assert.StartsWith("acme/1,BigCommerce.Inventory.Sdk/", sent.Headers["User-Agent"], StringComparison.Ordinal));
        Assert.Equal(1, provider.GetRequiredService<IOptionsMonitor<BigCommerceInventoryOptions>>().Get("eu").Resilience.MaxRetryAttempts);
    }

    [Fact]
    public void KeyedClient_WithoutAStore_DoesNotUseTheDefaultOne()
    {
        var services = new ServiceCollection();
        services.AddSingleton(Configuration(("StoreHash", "main"), ("AccessToken", "token-main")));
        services.AddBigCommerceInventory();
        services.AddBigCommerceInventory("eu");
        using var provider = services.BuildServiceProvider();

        var exception = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredKeyedService<BigCommerceInventoryClient>("eu"));

        Assert.Equal(
            [
                "BigCommerce:Inventory:Stores:eu:StoreHash is missing: give the part after /stores/ in the store's API path.",
                "BigCommerce:Inventory:Stores:eu:AccessToken is missing: give the token of an API account of the store, or a provider for it.",
            ],
            exception.Failures);
    }

    [Theory]
    [InlineData("Resilience:MaxRetryAttempts", "101", "BigCommerce:Inventory:Resilience:MaxRetryAttempts takes 0 to 100.")]
    [InlineData(
        "Stores:eu:Resilience:MaxRetryAttempts",
        "101",
        "BigCommerce:Inventory:Stores:eu:Resilience:MaxRetryAttempts takes 0 to 100.")]
    [InlineData(
        "ApplicationName",
        "ä",
        "BigCommerce:Inventory:ApplicationName takes 1 to 200 printable ASCII characters, such as acme-erp-sync/2.1.")]
    public void Options_OfAKeyedClientInvalid_NameTheKeyThatHoldsTheValue(string key, string value, string expected)
    {
        var services = new ServiceCollection();
        services.AddSingleton(Configuration((key, value)));
        services.AddBigCommerceInventory("eu", Store("eu-store"));
        using var provider = services.BuildServiceProvider();

        var exception = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredKeyedService<BigCommerceInventoryClient>("eu"));

        Assert.Equal([expected], exception.Failures);
    }

    [Fact]
    public async Task AddBigCommerceInventory_AccessTokenProvider_IsAskedWithTheContainersServices()
    {
        var stub = new StubHandler().Respond("""{"data":[]}""").Respond("""{"data":[]}""").Respond("""{"data":[]}""");
        var services = new ServiceCollection();
        services.AddSingleton(new Vault());
        services.AddBigCommerceInventory(options => options.StoreHash = "main", Vault.GetTokenAsync)
            .ConfigurePrimaryHttpMessageHandler(() => stub);
        services.AddBigCommerceInventory("eu", options => options.StoreHash = "eu-store", Vault.GetTokenAsync);
        await using var provider = services.BuildServiceProvider(
            new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        provider.GetRequiredService<IStartupValidator>().Validate();

        await provider.GetRequiredService<IInventoryItemsApi>().ListAsync();
        await provider.GetRequiredKeyedService<IInventoryItemsApi>("eu").ListAsync();
        await provider.GetRequiredService<IInventoryItemsApi>().ListAsync();

        Assert.Equal(["token-1-of-main", "token-2-of-eu-store", "token-3-of-main"], stub.Sent.Select(sent => sent.Headers["X-Auth-Token"]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("eu")]
    public async Task AddBigCommerceInventory_TokenChangedInConfiguration_IsUsedFromTheNextCallOn(string? name)
    {
        var prefix = name is null ? "" : $"Stores:{name}:";
        var configuration = (IConfigurationRoot)Configuration(
            (prefix + "StoreHash", "abc"),
            (prefix + "AccessToken", "token-1"),
            (prefix + "ApplicationName", "acme/1"));
        var stub = new StubHandler();
        Enumerable.Range(0, 4).ToList().ForEach(_ => stub.Respond("""{"data":[]}"""));
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        var builder = name is null ? services.AddBigCommerceInventory() : services.AddBigCommerceInventory(name);
        builder.ConfigurePrimaryHttpMessageHandler(() => stub);
        await using var provider = services.BuildServiceProvider();
        var items = name is null
            ? provider.GetRequiredService<IInventoryItemsApi>()
            : provider.GetRequiredKeyedService<IInventoryItemsApi>(name);

        await items.ListAsync();
        Reload(("AccessToken", "token-2"), ("ApplicationName", "acme/2"));
        await items.ListAsync();

        // The monitor throws from the reload: nothing takes the options over.
        Assert.ThrowsAny<Exception>(() => Reload(("AccessToken", "token-3"), ("MaxResponseBytes", "1")));
        await items.ListAsync();
        Reload(("AccessToken", "token-4"), ("MaxResponseBytes", "2048"), ("StoreHash", "another"));
        await items.ListAsync();

        Assert.Equal(["token-1", "token-2", "token-2", "token-2"], stub.Sent.Select(sent => sent.Headers["X-Auth-Token"]));
        Assert.All(stub.Sent, sent => Assert.StartsWith("acme/1,", sent.Headers["User-Agent"], StringComparison.Ordinal));
        Assert.All(stub.Sent, sent => Assert.StartsWith("https://api.bigcommerce.com/stores/abc/", sent.Url, StringComparison.Ordinal));

        void Reload(params (string Key, string Value)[] values)
        {
            foreach (var (key, value) in values)
            {
                configuration[$"BigCommerce:Inventory:{prefix}{key}"] = value;
            }

            configuration.Reload();
        }
    }

    [Fact]
    public async Task AddBigCommerceInventoryClientFactory_WithAName_HasOptionsOfItsOwn()
    {
        var stub = new StubHandler().Respond("""{"data":[]}""").Respond("""{"data":[]}""");
        var services = new ServiceCollection();
        services.AddSingleton(Configuration(("ApplicationName", "acme/1"), ("Stores:eu:ApplicationName", "acme/2")));
        services.AddBigCommerceInventoryClientFactory().ConfigurePrimaryHttpMessageHandler(() => stub);
        services.AddBigCommerceInventoryClientFactory("eu");
        await using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });

        await provider.GetRequiredService<IBigCommerceInventoryClientFactory>()
            .CreateClient(new StoreCredentials("one", "t")).Items.ListAsync();
        await provider.GetRequiredKeyedService<IBigCommerceInventoryClientFactory>("eu")
            .CreateClient(new StoreCredentials("one", "t")).Items.ListAsync();

        Assert.Equal(["acme/1", "acme/2"], stub.Sent.Select(sent => sent.Headers["User-Agent"].Split(',')[0]));
    }

    [Theory]
    [InlineData("AddBigCommerceInventory")]
    [InlineData("AddBigCommerceInventoryClientFactory")]
    public void Registration_OfEachKind_IsTheSameWithAndWithoutAKey(string method)
    {
        Assert.Equal(Registered(name: null), Registered("eu"));

        string[] Registered(string? name)
        {
            var services = new ServiceCollection();
            _ = (method, name) switch
            {
                ("AddBigCommerceInventory", null) => services.AddBigCommerceInventory(),
                ("AddBigCommerceInventory", _) => services.AddBigCommerceInventory(name),
                (_, null) => services.AddBigCommerceInventoryClientFactory(),
                _ => services.AddBigCommerceInventoryClientFactory(name),
            };
            return [.. services.Where(service => service.ServiceType.IsPublic && service.ServiceType.Assembly == typeof(BigCommerceInventoryClient).Assembly && Equals(service.ServiceKey, name))
                .Select(service => service.ServiceType.Name)];
        }
    }

    [Fact]
    public async Task ClientFactory_WithoutAStore_CreatesClients()
    {
        var stub = new StubHandler().Respond("""{"data":[]}""").Respond("""{"data":[]}""");
        var services = new ServiceCollection();
        services.AddBigCommerceInventoryClientFactory(options => options.ApplicationName = "acme/1")
            .ConfigurePrimaryHttpMessageHandler(() => stub);
        await using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
        provider.GetRequiredService<IStartupValidator>().Validate();
        var factory = provider.GetRequiredService<IBigCommerceInventoryClientFactory>();

        await factory.CreateClient(new StoreCredentials("one", "token-one")).Items.ListAsync();
        await factory.CreateClient(new StoreCredentials("two", "token-two")).Items.ListAsync();

        Assert.Equal(["token-one", "token-two"], stub.Sent.Select(sent => sent.Headers["X-Auth-Token"]));
        Assert.Contains("/stores/two/v3/", stub.Sent[1].Url, StringComparison.Ordinal);
        Assert.Null(provider.GetService<BigCommerceInventoryClient>());
    }

    [Fact]
    public async Task ClientFactory_ClientsOfOneStore_ShareLimiterAndCircuit()
    {
        var time = new ManualTimeProvider();
        var stub = new StubHandler();
        for (var i = 0; i < 5; i++)
        {
            stub.Respond(
                HttpStatusCode.BadGateway,
                "",
                headers: [
                    ("X-Rate-Limit-Requests-Left", "100"),
                    ("X-Rate-Limit-Requests-Quota", "150"),
                    ("X-Rate-Limit-Time-Reset-Ms", "9000")]);
        }

        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        services.AddBigCommerceInventoryClientFactory(options => options.Resilience.CircuitBreaker.MinimumThroughput = 5)
            .ConfigurePrimaryHttpMessageHandler(() => stub);
        await using var provider = services.BuildServiceProvider();
        var factory = provider.GetRequiredService<IBigCommerceInventoryClientFactory>();

        for (var i = 0; i < 5; i++)
        {
            await Assert.ThrowsAsync<BigCommerceApiException>(
                () => factory.CreateClient(new StoreCredentials("down", "t")).Items.ListAsync(
                    options: new RequestOptions { MaxRetryAttempts = 0 }));
        }

        await Assert.ThrowsAsync<BigCommerceCircuitOpenException>(
            () => factory.CreateClient(new StoreCredentials("down", "t")).Items.ListAsync());
        Assert.Equal(100, factory.CreateClient(new StoreCredentials("down", "t")).RateLimit!.Remaining);
        Assert.Null(factory.CreateClient(new StoreCredentials("other", "t")).RateLimit);
    }

    [Fact]
    public async Task HttpClientFactoryLogs_Requests_HideTheToken()
    {
        var log = new RecordingLogger();
        var stub = new StubHandler().Respond("""{"data":[]}""");
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        services.AddBigCommerceInventory(Store("abc", "secret-token"))
            .ConfigurePrimaryHttpMessageHandler(() => stub)

            // The most verbose logging that an application can configure.
            .AddDefaultLogger()
            .RedactLoggedHeaders(_ => false);
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<IInventoryItemsApi>().ListAsync();

        Assert.Equal("secret-token", stub.Sent.Single().Headers["X-Auth-Token"]);
        Assert.Contains(log.Entries, entry => entry.Text.Contains("X-Correlation-Id: ", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Entries, entry => entry.Text.Contains("secret-token", StringComparison.Ordinal));
    }

    // In addition to the client's own messages, HttpClientFactory would write four lines for each attempt.
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 4)]
    public async Task HttpClientFactoryLogging_ByDefault_IsOffAndCanBeRestored(bool isRestored, int lines)
    {
        using var log = new RecordingLogger();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Information).AddProvider(log));
        var builder = services.AddBigCommerceInventory().UseEmulator(new InventoryEmulator());
        if (isRestored)
        {
            builder.AddDefaultLogger();
        }

        services.AddBigCommerceInventory("eu");
        using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<BigCommerceInventoryClient>().Items.ListAsync();

        Assert.Equal(
            lines,
            log.Entries.Count(entry => entry.Level == LogLevel.Information
                && entry.Category.StartsWith("System.Net.Http.HttpClient.BigCommerce.Inventory.", StringComparison.Ordinal)));
    }

    /// <summary>Numbers the tokens that it gives.</summary>
    private sealed class Vault
    {
        private int _count;

        public static ValueTask<string> GetTokenAsync(IServiceProvider services, AccessTokenRequest request) =>
            ValueTask.FromResult($"token-{++services.GetRequiredService<Vault>()._count}-of-{request.StoreHash}");
    }

    private static Action<BigCommerceInventoryOptions> Store(string hash, string token = "token") => options =>
    {
        options.StoreHash = hash;
        options.AccessToken = token;
    };

    private static IConfiguration Configuration(params (string Key, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(
            values.Select(value => KeyValuePair.Create<string, string?>("BigCommerce:Inventory:" + value.Key, value.Value)))
        .Build();
}

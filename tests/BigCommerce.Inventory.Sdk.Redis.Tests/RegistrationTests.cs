using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace BigCommerce.Inventory.Redis.Tests;

public class RegistrationTests(RedisFixture redis)
{
    [Fact]
    public async Task AddBigCommerceInventoryRedis_ClientsOfTwoContainers_ShareTheRateLimit()
    {
        var prefix = redis.NewPrefix();
        var emulator = new InventoryEmulator();
        await using var one = Services(emulator, prefix);
        await using var other = Services(emulator, prefix);

        await one.GetRequiredService<BigCommerceInventoryClient>().Items.ListAsync();
        await other.GetRequiredService<BigCommerceInventoryClient>().Items.ListAsync();

        var key = $"{prefix}rate:{{{emulator.BaseAddress}stores/{emulator.GetStore().Hash}/v3}}";

        // The window, and a field for each process.
        Assert.Equal(3, await redis.Database.HashLengthAsync(key));
    }

    [Fact]
    public async Task AddBigCommerceInventoryRedis_CalledTwice_RegistersAllOnce()
    {
        await using var services = Services(new InventoryEmulator(), redis.NewPrefix());

        Assert.Single(services.GetServices<IRateLimitCoordinator>());
        Assert.NotNull(services.GetRequiredService<RedisStoreLeases>());
        Assert.NotNull(services.GetRequiredService<RedisBulkJournals>());
        Assert.NotNull(services.GetRequiredService<WebhookDeduplicator>());
        Assert.IsType<RedisWebhookMemory>(services.GetRequiredService<IWebhookMemory>());
        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.Equal([BigCommerceInventoryRedisServiceCollectionExtensions.HealthCheckName], report.Entries.Keys);
        Assert.Equal(HealthStatus.Healthy, report.Status);
    }

    [Fact]
    public async Task HealthCheck_RedisGone_IsDegraded()
    {
        await using var link = new FaultyLink(redis.Address);
        await using var connection = await RedisFixture.ConnectAsync(link.Address);
        await using var services = Services(new InventoryEmulator(), redis.NewPrefix(), connection);
        link.Cut();
        while (connection.IsConnected)
        {
            await Task.Yield();
        }

        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.Equal(HealthStatus.Degraded, report.Status);
    }

    [Fact]
    public void Options_InTheConfiguration_AreReadBeforeThoseOfCode()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["BigCommerce:Inventory:Redis:KeyPrefix"] = "shop:",
            ["BigCommerce:Inventory:Redis:LeaseDuration"] = "00:02:00",
        }).Build();
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(redis.Redis)
            .AddBigCommerceInventoryRedis(options => options.KeyPrefix += "code:")
            .BuildServiceProvider();

        var options = services.GetRequiredService<IOptions<RedisInventoryOptions>>().Value;

        Assert.Equal("shop:code:", options.KeyPrefix);
        Assert.Equal(TimeSpan.FromMinutes(2), options.LeaseDuration);
    }

    [Fact]
    public void Options_Wrong_ListEveryError()
    {
        var options = new RedisInventoryOptions
        {
            KeyPrefix = null!,
            UsualWait = TimeSpan.Zero,
            MaxWait = TimeSpan.FromMinutes(1),
            LeaseDuration = TimeSpan.Zero,
            JournalLifetime = TimeSpan.Zero,
            JournalWait = TimeSpan.FromTicks(-1),
        };

        var exception = Assert.Throws<ArgumentException>(() => new RedisBulkJournals(redis.Redis, options));

        Assert.Equal(
            "The options for Redis are wrong. KeyPrefix must not be null. UsualWait takes more than zero and at most MaxWait. MaxWait takes at most 10 seconds. LeaseDuration takes 1 second to 1 hour. JournalLifetime takes 1 minute to 365 days. JournalWait takes 0 to 1 hour.",
            exception.Message);
        var services = new ServiceCollection().AddSingleton(redis.Redis).AddBigCommerceInventoryRedis(invalid => invalid.LeaseDuration = TimeSpan.Zero).BuildServiceProvider();
        Assert.Throws<OptionsValidationException>(services.GetRequiredService<RedisStoreLeases>);
    }

    private ServiceProvider Services(InventoryEmulator emulator, string prefix, IConnectionMultiplexer? connection = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();

        // The caller's, so the container must not dispose it.
        services.AddSingleton(connection ?? redis.Redis);
        services.AddBigCommerceInventory().UseEmulator(emulator);
        services.AddBigCommerceInventoryRedis(options => options.KeyPrefix = prefix);
        services.AddBigCommerceInventoryRedis();
        return services.BuildServiceProvider();
    }
}

using BigCommerce.Inventory.Testing;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace BigCommerce.Inventory.Redis.Tests;

/// <summary>The code of the package's page, compiled and run.</summary>
public class ReadmeTests(RedisFixture redis)
{
    [Fact]
    public void ReadmeRegistration_Always_Compiles()
    {
        var services = new ServiceCollection();
        #region redis-registration
        services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(new ConfigurationOptions
        {
            EndPoints = { "localhost:6379" },
            AbortOnConnectFail = false,
            BacklogPolicy = BacklogPolicy.FailFast,
        }));
        services.AddBigCommerceInventory();
        services.AddBigCommerceInventoryRedis();
        #endregion

        Assert.Contains(services, static service => service.ServiceType == typeof(IRateLimitCoordinator));
    }

    [Fact]
    public async Task ReadmeRun_FreeStore_SetsStockAndReleasesTheLease()
    {
        var emulator = new InventoryEmulator();
        var store = emulator.GetStore();
        store.AddItem("RE-130", variantId: 1);
        using var client = emulator.CreateClient();
        var options = new RedisInventoryOptions { KeyPrefix = redis.NewPrefix() };
        var leases = new RedisStoreLeases(redis.Redis, options);
        var journals = new RedisBulkJournals(redis.Redis, options);
        AbsoluteAdjustment[] rows = [new(1, ItemKey.Variant(1), 7)];

        await RunAsync(client, leases, journals, store.Hash, rows, new DateOnly(2026, 11, 24));

        Assert.Equal(7, store.GetOnHand(1, "RE-130"));
        await using var free = await leases.TryAcquireAsync(store.Hash);
        Assert.NotNull(free);
    }

    private static async Task RunAsync(
        BigCommerceInventoryClient client, RedisStoreLeases leases, RedisBulkJournals journals, string storeHash, AbsoluteAdjustment[] rows, DateOnly date)
    {
        #region redis-run
        await using var lease = await leases.TryAcquireAsync(storeHash);
        if (lease is null)
        {
            return; // Another machine runs this store's sync.
        }

        var options = new BulkOptions
        {
            Journal = journals.Open($"{storeHash}/{date:yyyy-MM-dd}"),
            Request = new RequestOptions { Lease = lease },
        };
        await client.Stock.Set(rows, options).RunAsync(lease.Lost);
        #endregion
    }
}

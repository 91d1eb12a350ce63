using BigCommerce.Inventory.Redis;

namespace BigCommerce.Inventory.RedisFleet;

/// <summary>One process that syncs stores: it takes a store's lease, carries on its runs from their journals, and goes to the next.</summary>
public static class SyncWorker
{
    public static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(FleetOptions options, TextWriter output)
    {
        await using var redis = await Worker.ConnectAsync(options.RedisPort);
        var settings = new RedisInventoryOptions { LeaseDuration = LeaseDuration };
        var leases = new RedisStoreLeases(redis, settings);
        var journals = new RedisBulkJournals(redis, settings);
        var coordinator = new RedisRateLimitCoordinator(redis, settings);
        var random = new Random(Environment.ProcessId);
        var stores = options.Stores.ToArray();
        random.Shuffle(stores);
        var open = stores.ToList();
        var run = 0;
        while (open.Count > 0)
        {
            foreach (var store in open.ToArray())
            {
                if (await redis.GetDatabase().KeyExistsAsync($"done:{store}"))
                {
                    open.Remove(store);
                    continue;
                }

                await using var lease = await leases.TryAcquireAsync(store);
                if (lease is null)
                {
                    continue;
                }

                // Each run has a client of its own, so that the server can tell them apart.
                using var client = new BigCommerceInventoryClient(
                    store,
                    "token",
                    new BigCommerceInventoryOptions { BaseAddress = new Uri(options.Url), ApplicationName = $"{options.Name}-{Environment.ProcessId}-{++run}" },
                    new BigCommerceInventoryClientSettings { RateLimitCoordinator = coordinator });
                try
                {
                    if (await SyncAsync(client, lease, journals, store) is { } unknown)
                    {
                        await redis.GetDatabase().StringSetAsync($"done:{store}", unknown, TimeSpan.FromHours(1));
                        open.Remove(store);
                    }
                }
                catch (Exception exception) when (exception is BulkRunException or OperationCanceledException)
                {
                    // Another process has the store, or will have it.
                }
            }
        }

        await output.WriteLineAsync("done");
    }

    /// <returns>How many changes are in doubt; null when the store is not done.</returns>
    private static async Task<long?> SyncAsync(BigCommerceInventoryClient client, RedisStoreLease lease, RedisBulkJournals journals, string store)
    {
        var items = Enumerable.Range(1, SyncServer.Rows).ToList();
        var options = new BulkOptions
        {
            MaxRowsPerRequest = 10,
            Request = new RequestOptions { Lease = lease, AttemptTimeout = LeaseDuration * 0.75 },
        };
        var counts = await client.Stock
            .Set(items.Select(static item => new AbsoluteAdjustment(1, ItemKey.Variant(item), SyncServer.Count)), options with { Journal = journals.Open($"{store}/counts") })
            .RunAsync(lease.Lost);
        if (counts.AppliedCount < SyncServer.Rows)
        {
            return null;
        }

        var changes = await client.Stock
            .Adjust(items.Select(static item => new RelativeAdjustment(1, ItemKey.Variant(item), 1)), options with { Journal = journals.Open($"{store}/changes") })
            .RunAsync(lease.Lost);
        return changes.AppliedCount + changes.UnknownCount == SyncServer.Rows ? changes.UnknownCount : null;
    }
}

using System.Net;
using BigCommerce.Inventory;
using BigCommerce.Inventory.Redis;
using Hangfire;
using Hangfire.InMemory;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace StoreFleet;

/// <summary>A worker: Hangfire with a recurring job for each store, and its dashboard. Start it on as many machines as needed.</summary>
internal static class Worker
{
    /// <summary>What each worker's User-Agent has before its name.</summary>
    public const string Product = "store-fleet/";
    public const string DashboardPrefix = "Dashboard: ";

    public static async Task<int> RunAsync(FileInfo? settings, TextWriter output, CancellationToken cancellationToken)
    {
        // 1. Read the configuration: a file, environment variables, or what else the host is configured with.
        var builder = WebApplication.CreateSlimBuilder();
        if (settings is not null)
        {
            builder.Configuration.AddJsonFile(settings.FullName, optional: false, reloadOnChange: true);
        }

        builder.Services.AddOptions<FleetOptions>().BindConfiguration("Fleet").ValidateDataAnnotations();
        var fleet = builder.Configuration.GetSection("Fleet").Get<FleetOptions>() ?? new FleetOptions();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, fleet.DashboardPort));

        // 2. Register clients for all stores. Through Redis, the workers share rate limits, leases and journals.
        var connection = ConfigurationOptions.Parse(fleet.Redis);
        connection.AbortOnConnectFail = false;
        connection.BacklogPolicy = BacklogPolicy.FailFast;
        await using var redis = await ConnectionMultiplexer.ConnectAsync(connection);
        builder.Services.AddSingleton<IConnectionMultiplexer>(redis);
        builder.Services.AddBigCommerceInventoryClientFactory(options => options.ApplicationName = Product + fleet.Name);
        builder.Services.AddBigCommerceInventoryRedis();
        builder.Services.AddOptions<RedisInventoryOptions>().BindConfiguration("BigCommerce:Redis");
        builder.Services.AddSingleton<SyncResults>().AddSingleton<WorkerReport>().AddTransient<StoreJob>();

        // 3. Schedule a job for each store, and start all of them now. Each worker starts with another store.
        builder.Services.AddHangfire(hangfire => hangfire.UseInMemoryStorage(new InMemoryStorageOptions
        {
            // Every job is kept in memory for so long, to be seen in the dashboard.
            MaxExpirationTime = TimeSpan.FromMinutes(5),
        }));
        builder.Services.AddHangfireServer(server =>
        {
            server.WorkerCount = fleet.ConcurrentStores;
            server.SchedulePollingInterval = TimeSpan.FromSeconds(1);
        });
        await using var app = builder.Build();

        // Throws if settings are invalid. The host would log that with a stack trace.
        _ = app.Services.GetRequiredService<IOptions<FleetOptions>>().Value;
        app.UseHangfireDashboard("/hangfire");
        app.MapHealthChecks("/health");
        await app.StartAsync(cancellationToken);
        await output.WriteLineAsync($"{DashboardPrefix}{app.Urls.First()}/hangfire");
        var jobs = app.Services.GetRequiredService<IRecurringJobManager>();
        var stores = fleet.Stores.Keys.ToArray();
        new Random(HashCode.Combine(fleet.Name)).Shuffle(stores);
        foreach (var store in stores)
        {
            jobs.AddOrUpdate<StoreJob>(store, job => job.RunAsync(store, CancellationToken.None), fleet.Schedule);
            jobs.Trigger(store);
        }

        if (fleet.StopWithInput)
        {
            _ = StopWithInputAsync(app.Lifetime);
        }

        await app.WaitForShutdownAsync(cancellationToken);
        await output.WriteLineAsync($"{fleet.Name}: {app.Services.GetRequiredService<WorkerReport>()}");
        return 0;
    }

    private static async Task StopWithInputAsync(IHostApplicationLifetime lifetime)
    {
        await Console.In.ReadToEndAsync();
        lifetime.StopApplication();
    }
}

/// <summary>What this worker finished since its start.</summary>
internal sealed class WorkerReport
{
    private long _storeCount;
    private long _rowCount;
    private long _unfinishedCount;

    public void Add(BulkReport report)
    {
        Interlocked.Increment(ref _storeCount);
        Interlocked.Add(ref _rowCount, report.AppliedCount);
    }

    public void AddUnfinished() => Interlocked.Increment(ref _unfinishedCount);

    public override string ToString() => FormattableString.Invariant(
        $"{_storeCount:N0} stores brought in step, {_rowCount:N0} rows; {_unfinishedCount:N0} runs ended before their last row.");
}

using System.Net;
using BigCommerce.Inventory;
using Hangfire;
using Hangfire.Redis.StackExchange;
using Hangfire.Storage;
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

        var fleet = builder.Configuration.GetSection("Fleet").Get<FleetOptions>() ?? new FleetOptions();
        var validation = new DataAnnotationValidateOptions<FleetOptions>(name: null).Validate(null, fleet);
        if (validation.Failed)
        {
            throw new OptionsValidationException("Fleet", typeof(FleetOptions), validation.Failures);
        }

        builder.Services.AddSingleton(Options.Create(fleet));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, fleet.DashboardPort));

        // 2. Register clients for all stores. Through Redis, the workers share rate limits, leases and journals.
        var connection = ConfigurationOptions.Parse(fleet.Redis);
        connection.BacklogPolicy = BacklogPolicy.FailFast;
        await using var redis = await ConnectionMultiplexer.ConnectAsync(connection);
        builder.Services.AddSingleton<IConnectionMultiplexer>(redis);
        builder.Services.AddBigCommerceInventoryClientFactory(options => options.ApplicationName = Product + fleet.Name);
        builder.Services.AddBigCommerceInventoryRedis();
        builder.Services.AddSingleton<SyncResults>().AddSingleton<WorkerReport>().AddTransient<StoreJob>();

        // 3. Schedule a job for each store. Hangfire keeps the jobs in Redis, and any free worker runs the next one.
        builder.Services.AddHangfire(hangfire => hangfire
            .UseRedisStorage(redis, new RedisStorageOptions { Prefix = "store-fleet:jobs:" })
            .WithJobExpirationTimeout(TimeSpan.FromMinutes(10)));
        builder.Services.AddHangfireServer(server =>
        {
            server.WorkerCount = fleet.ConcurrentStores;
            server.SchedulePollingInterval = TimeSpan.FromSeconds(1);
        });

        // Prevents other sites from reaching the dashboard through the browser (DNS rebinding).
        builder.Services.AddHostFiltering(filter => filter.AllowedHosts = ["localhost", "127.0.0.1"]);
        await using var app = builder.Build();
        app.UseHostFiltering();
        app.UseHangfireDashboard("/hangfire");
        app.MapHealthChecks("/health");
        await app.StartAsync(cancellationToken);
        await output.WriteLineAsync($"{DashboardPrefix}{app.Urls.First()}/hangfire");
        Schedule(app.Services, fleet);
        if (fleet.StopWithInput)
        {
            _ = StopWithInputAsync(app.Lifetime);
        }

        await app.WaitForShutdownAsync(cancellationToken);
        await output.WriteLineAsync($"{fleet.Name}: {app.Services.GetRequiredService<WorkerReport>()}");
        return 0;
    }

    private static void Schedule(IServiceProvider services, FleetOptions fleet)
    {
        var jobs = services.GetRequiredService<IRecurringJobManager>();
        using var storage = services.GetRequiredService<JobStorage>().GetConnection();
        foreach (var job in storage.GetRecurringJobs().Where(job => !fleet.Stores.ContainsKey(job.Id)))
        {
            jobs.RemoveIfExists(job.Id);
        }

        foreach (var store in fleet.Stores.Keys)
        {
            jobs.AddOrUpdate<StoreJob>(store, job => job.RunAsync(store, CancellationToken.None), fleet.Schedule);
        }
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

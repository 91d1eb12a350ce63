using System.Security.Cryptography;
using System.Text.Json;
using BigCommerce.Inventory;
using BigCommerce.Inventory.Redis;
using Hangfire;
using Microsoft.Extensions.Options;

namespace StoreFleet;

/// <summary>A row of a stock file.</summary>
internal sealed record StockRow(string Sku, long LocationId, int Quantity);

/// <summary>The recurring job of a store. Two workers may run it at the same time: the lease decides which of them sends.</summary>
// The next scheduled job is the retry. Failed jobs would stay in Redis without end.
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
internal sealed partial class StoreJob(
    IOptions<FleetOptions> options,
    IConfiguration configuration,
    IBigCommerceInventoryClientFactory clients,
    RedisStoreLeases leases,
    RedisBulkJournals journals,
    SyncResults results,
    WorkerReport workerReport,
    ILogger<StoreJob> logger)
{
    public async Task RunAsync(string store, CancellationToken cancellationToken)
    {
        // 4. Do nothing if the store has the counts of this file already.
        var file = await File.ReadAllBytesAsync(Path.Combine(options.Value.StockFolder, $"{store}.json"), cancellationToken);
        var version = Convert.ToHexString(SHA256.HashData(file))[..16];
        if (await IsInStepAsync(store, version))
        {
            return;
        }

        // 5. Take the store's lease. If another worker has it, that worker sends; if it dies, a later job of any worker continues.
        await using var lease = await leases.TryAcquireAsync(store, cancellationToken: cancellationToken);
        if (lease is null || await IsInStepAsync(store, version))
        {
            return;
        }

        // 6. Send the file. The journal continues a run that another worker began. A stop ends the run after the current request.
        var client = clients.CreateClient(StoreCredentials.FromProvider(
            store, request => ValueTask.FromResult(configuration[$"Fleet:Stores:{request.StoreHash}:AccessToken"]!)));
        var journal = $"{store}/{version}";
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(lease.Lost, cancellationToken);
        var report = await client.Stock.Set(Read(file), new BulkOptions
        {
            Reason = "Stock file",
            MaxRowsPerRequest = options.Value.RowsPerRequest,
            Journal = journals.Open(journal),
            Request = new RequestOptions { Lease = lease, MaxRateLimitWait = Timeout.InfiniteTimeSpan },
        }).RunAsync(stop.Token);
        if (report.UnknownCount + report.NotSentCount > 0)
        {
            workerReport.AddUnfinished();
            LogUnfinished(logger, store, report.AppliedCount, report.RowCount);
            return;
        }

        // 7. Keep the result. The journal goes first: if it stayed, a later file with the same counts would count as sent.
        await journals.DeleteAsync(journal);
        await results.SetAsync(store, new SyncResult(
            version, options.Value.Name, report.AppliedCount, report.FromJournalCount, report.RejectedCount));
        workerReport.Add(report);
        LogInStep(logger, store, report.AppliedCount, report.RejectedCount);
    }

    private async Task<bool> IsInStepAsync(string store, string version) => (await results.FindAsync(store))?.Version == version;

    private static IEnumerable<AbsoluteAdjustment> Read(byte[] file) =>
        from row in JsonSerializer.Deserialize<StockRow[]>(file, JsonSerializerOptions.Web)
        select new AbsoluteAdjustment(row.LocationId, ItemKey.Sku(row.Sku), row.Quantity);

    [LoggerMessage(1, LogLevel.Information, "Store {Store} is in step: {Applied} rows applied, {Rejected} rejected.")]
    private static partial void LogInStep(ILogger logger, string store, long applied, long rejected);

    [LoggerMessage(2, LogLevel.Warning, "Store {Store} is not in step yet: {Applied} of {Rows} rows applied. A later job continues.")]
    private static partial void LogUnfinished(ILogger logger, string store, long applied, long rows);
}

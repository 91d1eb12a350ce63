using System.Text.Json;
using StackExchange.Redis;

namespace StoreFleet;

/// <summary>A store that is in step with its stock file.</summary>
/// <param name="Version">The hash of the stock file.</param>
/// <param name="Worker">The worker that finished the run.</param>
/// <param name="RowCount">The rows of the run that are applied.</param>
/// <param name="FromJournalCount">How many of them an earlier run had sent: the journal had their outcome.</param>
/// <param name="RejectedCount">The rows that the store rejected.</param>
internal sealed record SyncResult(string Version, string Worker, long RowCount, long FromJournalCount, long RejectedCount);

/// <summary>The last result of each store, in a Redis hash that all workers share.</summary>
internal sealed class SyncResults(IConnectionMultiplexer redis)
{
    private static readonly RedisKey Key = "store-fleet:results";

    public async Task<SyncResult?> FindAsync(string store) =>
        await redis.GetDatabase().HashGetAsync(Key, store) is { HasValue: true } value
            ? JsonSerializer.Deserialize<SyncResult>(value.ToString())
            : null;

    public Task SetAsync(string store, SyncResult result) =>
        redis.GetDatabase().HashSetAsync(Key, store, JsonSerializer.Serialize(result));

    public async Task<IReadOnlyList<SyncResult>> ListAsync() =>
        [.. (await redis.GetDatabase().HashValuesAsync(Key)).Select(value => JsonSerializer.Deserialize<SyncResult>(value.ToString())!)];
}

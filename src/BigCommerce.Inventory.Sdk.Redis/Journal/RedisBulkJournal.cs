using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace BigCommerce.Inventory.Redis;

/// <summary>A journal in a Redis list, one line an element. The run that read it last is its owner, and only the owner appends.</summary>
internal sealed class RedisBulkJournal(
    IDatabase redis, RedisKey key, string name, RedisInventoryOptions options, TimeProvider time, ILogger logger)
    : IBulkJournal
{
    private const int PageLines = 1000;

    // The length makes an append that is repeated after a lost reply harmless.
    private const string AppendScript = """
        if redis.call('GET', KEYS[2]) ~= ARGV[1] then return -1 end
        local length = redis.call('LLEN', KEYS[1])
        if length == tonumber(ARGV[2]) then
          length = redis.call('RPUSH', KEYS[1], ARGV[3])
        elseif length ~= tonumber(ARGV[2]) + 1 or redis.call('LINDEX', KEYS[1], -1) ~= ARGV[3] then
          return -2
        end
        redis.call('PEXPIRE', KEYS[1], ARGV[4])
        redis.call('PEXPIRE', KEYS[2], ARGV[4])
        return length
        """;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);

    private readonly string _owner = Guid.NewGuid().ToString("N");
    private long _length = -1;

    public static RedisKey OwnerOf(RedisKey key) => key.Append(":owner");

    public async IAsyncEnumerable<string> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await redis.StringSetAsync(OwnerOf(key), _owner, options.JournalLifetime).WaitAsync(cancellationToken).ConfigureAwait(false);
        _length = 0;
        RedisValue[] lines;
        do
        {
            lines = await redis.ListRangeAsync(key, _length, _length + PageLines - 1).WaitAsync(cancellationToken).ConfigureAwait(false);
            foreach (var line in lines)
            {
                _length++;
                yield return line.ToString();
            }
        }
        while (lines.Length == PageLines);
    }

    public async ValueTask AppendAsync(string line, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (_length < 0)
        {
            throw new InvalidOperationException("Read the journal before you append to it: the reader becomes its owner.");
        }

        var startedAt = time.GetTimestamp();
        for (var delay = FirstDelay; ; delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay)
        {
            try
            {
                var length = (long)await redis.ScriptEvaluateAsync(
                    AppendScript,
                    [key, OwnerOf(key)],
                    [_owner, _length, line, (long)options.JournalLifetime.TotalMilliseconds])
                    .WaitAsync(cancellationToken).ConfigureAwait(false);
                _length = length switch
                {
                    -1 => throw new BulkJournalException(
                        $"Another run has taken over journal '{name}', or the journal was deleted. This run ends, so that no row is sent twice."),
                    -2 => throw new BulkJournalException(
                        $"Journal '{name}' has lost lines or has other ones: Redis was restored from an older state. Use a new journal and only the rows that are known to be left."),
                    _ => length,
                };
                return;
            }
            catch (Exception exception)
                when (exception is RedisException or TimeoutException && time.GetElapsedTime(startedAt) + delay <= options.JournalWait)
            {
                Log.JournalNotKept(logger, name, delay.TotalMilliseconds, exception);
            }

            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
        }
    }
}

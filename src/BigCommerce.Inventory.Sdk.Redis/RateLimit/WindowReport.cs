using System.Globalization;
using System.Text;
using StackExchange.Redis;

namespace BigCommerce.Inventory.Redis;

/// <summary>What a process tells <c>window.lua</c>, and whether it asks for a permit.</summary>
/// <param name="Process">The process.</param>
/// <param name="Number">The report's number, which grows.</param>
/// <param name="TakenCount">
/// Permits that the process has taken in all, without those of requests that were not sent or were refused with 429.
/// </param>
/// <param name="InFlightCount">Its requests in flight.</param>
internal sealed record WindowReport(string Process, long Number, long TakenCount, int InFlightCount)
{
    private static readonly string Script = ReadScript();

    /// <summary>Who asks for a permit; null for a report alone.</summary>
    public PermitRequest? Request { get; init; }

    /// <summary>Responses, each as <see cref="Response"/> writes it, with a semicolon between.</summary>
    public string Responses { get; init; } = string.Empty;

    /// <summary>The time, in place of the server's, in microseconds; 0 for the server's.</summary>
    public long Now { get; init; }

    /// <summary>A response as the script reads it.</summary>
    /// <param name="sentAt">The earliest time that its request was sent at, on the server's clock.</param>
    /// <param name="receivedAt">The latest time that it was received at, on the server's clock.</param>
    /// <param name="result">What it tells.</param>
    public static string Response(long sentAt, long receivedAt, in PermitResult result)
    {
        var tells = result is { Limit: > 0, Remaining: >= 0 };
        var limit = tells ? result.Limit : 0;
        var remaining = tells ? result.Remaining : result.End == PermitEnd.Succeeded ? 1 : 0;
        var closedUntil = result.End == PermitEnd.Refused ? receivedAt + Micros(result.RefusedFor) : 0;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{sentAt} {receivedAt} {limit} {remaining} {Micros(result.Window) ?? 0} {Micros(result.Reset) ?? -1} {closedUntil}");
    }

    /// <summary>Sends the report to Redis.</summary>
    /// <exception cref="RedisException">Redis cannot be reached, or refuses.</exception>
    /// <exception cref="FormatException">The reply cannot be read.</exception>
    public async Task<WindowReply> SendAsync(IDatabaseAsync redis, RedisKey key)
    {
        var request = Request.GetValueOrDefault();
        var result = await redis.ScriptEvaluateAsync(
            Script,
            [key],
            [
                Process,
                Number,
                TakenCount,
                InFlightCount,
                Request is null ? 0 : 1,
                request.Priority == RequestPriority.Background ? 1 : 0,
                Micros(request.Waited) ?? 0,
                request.ForegroundWaitingCount,
                request.ReserveCount,
                request.ReserveShare.ToString("R", CultureInfo.InvariantCulture),
                Responses,
                Now,
                request.BackgroundWaitingCount,
            ]).ConfigureAwait(false);
        return WindowReply.Parse((string?)result);
    }

    private static long? Micros(TimeSpan? time) => time?.Ticks / TimeSpan.TicksPerMicrosecond;

    private static string ReadScript()
    {
        using var reader = new StreamReader(typeof(WindowReport).Assembly.GetManifestResourceStream("window.lua")!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}

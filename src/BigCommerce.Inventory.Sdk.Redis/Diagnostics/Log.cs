using Microsoft.Extensions.Logging;

namespace BigCommerce.Inventory.Redis;

/// <summary>Every message that the package logs.</summary>
internal static partial class Log
{
    public const string Category = "BigCommerce.Inventory.Redis";

    [LoggerMessage(
        101,
        LogLevel.Warning,
        "The rate limit of {Store} is not shared for now: Redis cannot be used ({Reason}). The process uses response headers alone")]
    public static partial void Away(ILogger logger, string store, string reason);

    [LoggerMessage(102, LogLevel.Information, "The rate limit of {Store} is shared again, after {Elapsed} ms without Redis")]
    public static partial void Joined(ILogger logger, string store, long elapsed);

    [LoggerMessage(103, LogLevel.Warning, "The lease on store {Store} is lost: {Reason}")]
    public static partial void LeaseLost(ILogger logger, string store, string reason);

    [LoggerMessage(104, LogLevel.Warning, "The lease on store {Store} could not be renewed; the next try follows")]
    public static partial void LeaseNotRenewed(ILogger logger, string store, Exception exception);

    [LoggerMessage(107, LogLevel.Warning, "The lease on store {Store} could not be released; it ends by itself")]
    public static partial void LeaseNotReleased(ILogger logger, string store, Exception exception);

    [LoggerMessage(105, LogLevel.Warning, "A line of journal {Journal} could not be kept; the next try follows in {Delay:0} ms")]
    public static partial void JournalNotKept(ILogger logger, string journal, double delay, Exception exception);

    [LoggerMessage(106, LogLevel.Warning, "A webhook event counts as new, because Redis cannot be used")]
    public static partial void WebhookMemoryAway(ILogger logger, Exception exception);
}

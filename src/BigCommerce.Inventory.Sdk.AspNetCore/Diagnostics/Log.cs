using Microsoft.Extensions.Logging;

namespace BigCommerce.Inventory.AspNetCore;

/// <summary>Every message that the package logs. No message contains a secret, a signature or a body.</summary>
internal static partial class Log
{
    public const string Category = "BigCommerce.Inventory.Webhooks";

    [LoggerMessage(201, LogLevel.Warning, "A webhook was rejected with 401. {Reason}")]
    public static partial void Rejected(ILogger logger, string reason);

    [LoggerMessage(202, LogLevel.Warning, "The body of a webhook could not be read; it was rejected with {StatusCode}. {Reason}")]
    public static partial void NotRead(ILogger logger, int statusCode, string reason);

    [LoggerMessage(203, LogLevel.Warning, "The webhook with message id {MessageId} has a valid signature, but cannot be parsed and is ignored. {Reason}")]
    public static partial void Unreadable(ILogger logger, string messageId, string reason);

    [
        LoggerMessage(
            204,
            LogLevel.Warning,
            "The queue of {Capacity} webhook events is full, or the host stops. Further deliveries get 503, and BigCommerce repeats them later")]
    public static partial void QueueFull(ILogger logger, int capacity);

    [
        LoggerMessage(
            205,
            LogLevel.Warning,
            "The handler failed for a batch of {Count} webhook events (attempt {Attempt}); the next attempt follows in {Delay:0} ms")]
    public static partial void HandlerFailed(ILogger logger, int count, int attempt, double delay, Exception exception);

    [
        LoggerMessage(
            206,
            LogLevel.Error,
            "The webhook event {Scope} of store {StoreHash} (message id {MessageId}) is dropped, because its handler failed too often")]
    public static partial void Dropped(ILogger logger, string scope, string storeHash, string messageId, Exception exception);

    [LoggerMessage(207, LogLevel.Warning, "{Count} webhook events are not handled, because the host's shutdown timeout is over")]
    public static partial void Abandoned(ILogger logger, int count);

    [LoggerMessage(208, LogLevel.Warning, "The webhook memory could not forget message {MessageId}")]
    public static partial void NotForgotten(ILogger logger, string messageId, Exception exception);
}

using Microsoft.Extensions.Logging;

namespace BigCommerce.Inventory.Diagnostics;

/// <summary>Every message that the SDK logs, under the category <c>BigCommerce.Inventory</c>. None of them holds a token, a header or a body.</summary>
internal static partial class Log
{
    public const string Category = "BigCommerce.Inventory";

    [LoggerMessage(1, LogLevel.Debug, "{Method} {Path} answered {Status} in {Elapsed:0} ms ({Attempts} attempts)")]
    public static partial void CallSucceeded(ILogger logger, string method, string path, int status, double elapsed, int attempts);

    // The caller gets the exception: what it means for the application is for the caller to say.
    [LoggerMessage(2, LogLevel.Debug, "{Method} {Path} failed after {Elapsed:0} ms ({Attempts} attempts): {Reason}")]
    public static partial void CallFailed(ILogger logger, string method, string path, double elapsed, int attempts, string reason);

    [LoggerMessage(3, LogLevel.Warning, "{Method} {Path} went out at {SentAt:O} and may or may not have been applied (correlation id {CorrelationId})")]
    public static partial void OutcomeUnknown(ILogger logger, string method, string path, DateTimeOffset sentAt, Guid correlationId);

    [LoggerMessage(4, LogLevel.Trace, "{Method} {Path}: attempt {Attempt} begins")]
    public static partial void AttemptBegins(ILogger logger, string method, string path, int attempt);

    [LoggerMessage(5, LogLevel.Warning, "{Method} {Path}: attempt {Attempt} ended in {Reason}; the next follows in {Delay:0} ms")]
    public static partial void Retrying(ILogger logger, string method, string path, int attempt, string reason, double delay);

    [LoggerMessage(6, LogLevel.Warning, "Store {StoreHash} answered 429: nothing is sent to it for {Wait:0} ms")]
    public static partial void RateLimited(ILogger logger, string storeHash, double wait);

    [LoggerMessage(7, LogLevel.Debug, "{Method} {Path} waited {Wait:0} ms for the quota of store {StoreHash}")]
    public static partial void WaitedForQuota(ILogger logger, string method, string path, double wait, string storeHash);

    [LoggerMessage(8, LogLevel.Error, "Store {StoreHash} does not answer: the circuit is open, and nothing is sent to it for {Break:0} ms")]
    public static partial void CircuitOpened(ILogger logger, string storeHash, double @break);

    [LoggerMessage(9, LogLevel.Information, "Store {StoreHash}: one request finds out whether the store answers again")]
    public static partial void CircuitProbing(ILogger logger, string storeHash);

    [LoggerMessage(10, LogLevel.Information, "Store {StoreHash} answers again: the circuit is closed")]
    public static partial void CircuitClosed(ILogger logger, string storeHash);

    [LoggerMessage(11, LogLevel.Information, "Store {StoreHash} refused the access token; the provider gave another")]
    public static partial void TokenReplaced(ILogger logger, string storeHash);

    [LoggerMessage(12, LogLevel.Information, "{Method} {Path}: an attempt without a clear answer was followed by 404, so it counts as done")]
    public static partial void DeletionConfirmed(ILogger logger, string method, string path);

    [LoggerMessage(13, LogLevel.Error, "RequestOptions.OnResponse threw for {Method} {Path}")]
    public static partial void CallbackFailed(ILogger logger, string method, string path, Exception exception);

    [LoggerMessage(14, LogLevel.Warning, "Removed {Handlers} from the client's handlers: their retries and timeouts would multiply the client's. Call KeepOtherResilienceHandlers() on the builder, or set it in BigCommerceInventoryClientSettings, to keep them")]
    public static partial void ResilienceHandlersRemoved(ILogger logger, string handlers);

    [LoggerMessage(15, LogLevel.Debug, "Bulk run of kind {Kind} ended (correlation id {CorrelationId}). {Summary}")]
    public static partial void BulkRunEnded(ILogger logger, string kind, Guid correlationId, string summary);

    [LoggerMessage(16, LogLevel.Warning, "Bulk run of kind {Kind} pauses until {ResumeAt:O}, because the store accepts no requests (correlation id {CorrelationId})")]
    public static partial void BulkRunPaused(ILogger logger, string kind, DateTimeOffset resumeAt, Guid correlationId);
}

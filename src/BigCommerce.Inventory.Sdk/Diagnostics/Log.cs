using Microsoft.Extensions.Logging;

namespace BigCommerce.Inventory.Diagnostics;

/// <summary>The SDK's log messages. No message contains a token, a header or a body.</summary>
internal static partial class Log
{
    public const string Category = "BigCommerce.Inventory";

    [LoggerMessage(1, LogLevel.Debug, "{Method} {Path} returned {Status} in {Elapsed:0} ms ({Attempts} attempts)")]
    public static partial void CallSucceeded(ILogger logger, string method, string path, int status, double elapsed, int attempts);

    // Debug: the caller gets the exception and decides whether the failure is an error of the application.
    [LoggerMessage(2, LogLevel.Debug, "{Method} {Path} failed after {Elapsed:0} ms ({Attempts} attempts): {Reason}")]
    public static partial void CallFailed(ILogger logger, string method, string path, double elapsed, int attempts, string reason);

    [
        LoggerMessage(
            3,
            LogLevel.Warning,
            "{Method} {Path} was sent at {SentAt:O} and may or may not have been applied (correlation id {CorrelationId})")]
    public static partial void EffectUnknown(ILogger logger, string method, string path, DateTimeOffset sentAt, Guid correlationId);

    [LoggerMessage(4, LogLevel.Trace, "{Method} {Path}: attempt {Attempt} starts")]
    public static partial void AttemptStarts(ILogger logger, string method, string path, int attempt);

    [LoggerMessage(5, LogLevel.Warning, "{Method} {Path}: attempt {Attempt} failed ({Reason}); next attempt in {Delay:0} ms")]
    public static partial void Retrying(ILogger logger, string method, string path, int attempt, string reason, double delay);

    [LoggerMessage(6, LogLevel.Warning, "Store {StoreHash} returned 429: the client sends it no request for {Wait:0} ms")]
    public static partial void RateLimited(ILogger logger, string storeHash, double wait);

    [LoggerMessage(7, LogLevel.Debug, "{Method} {Path} waited {Wait:0} ms for the quota of store {StoreHash}")]
    public static partial void WaitedForQuota(ILogger logger, string method, string path, double wait, string storeHash);

    [
        LoggerMessage(
            8,
            LogLevel.Error,
            "Store {StoreHash}: almost every request failed. The circuit breaker is open, and the client sends no request for {Break:0} ms")]
    public static partial void CircuitOpened(ILogger logger, string storeHash, double @break);

    [LoggerMessage(9, LogLevel.Information, "Store {StoreHash}: the circuit breaker is half open and sends one request as a probe")]
    public static partial void CircuitProbing(ILogger logger, string storeHash);

    [LoggerMessage(10, LogLevel.Information, "Store {StoreHash}: the probe succeeded, and the circuit breaker is closed")]
    public static partial void CircuitClosed(ILogger logger, string storeHash);

    [LoggerMessage(11, LogLevel.Information, "Store {StoreHash} rejected the access token; the token provider returned another one")]
    public static partial void TokenReplaced(ILogger logger, string storeHash);

    [
        LoggerMessage(
            12,
            LogLevel.Information,
            "{Method} {Path} returned 404 after an attempt without a conclusive response: the deletion counts as done")]
    public static partial void DeletionConfirmed(ILogger logger, string method, string path);

    [LoggerMessage(13, LogLevel.Error, "RequestOptions.OnResponse threw for {Method} {Path}")]
    public static partial void CallbackFailed(ILogger logger, string method, string path, Exception exception);

    [
        LoggerMessage(
            14,
            LogLevel.Warning,
            "Removed {Handlers} from the client's handlers: their retries and timeouts would multiply the client's. To keep them, call KeepOtherResilienceHandlers() on the builder, or set it in BigCommerceInventoryClientSettings")]
    public static partial void ResilienceHandlersRemoved(ILogger logger, string handlers);

    [LoggerMessage(15, LogLevel.Debug, "Bulk run of kind {Kind} ended (correlation id {CorrelationId}). {Summary}")]
    public static partial void BulkRunEnded(ILogger logger, string kind, Guid correlationId, string summary);

    [
        LoggerMessage(
            16,
            LogLevel.Warning,
            "Bulk run of kind {Kind} pauses until {ResumeAt:O}, because the store accepts no requests (correlation id {CorrelationId})")]
    public static partial void BulkRunPaused(ILogger logger, string kind, DateTimeOffset resumeAt, Guid correlationId);
}

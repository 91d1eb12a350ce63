using System.Net;

namespace BigCommerce.Inventory;

/// <summary>A response as it came: for logging, support cases, and what the typed result does not hold.</summary>
public sealed record ResponseInfo
{
    /// <summary>The HTTP status code.</summary>
    public required HttpStatusCode StatusCode { get; init; }

    /// <summary>The response's headers. Names compare without letter case.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Headers
    {
        get;
        init => field = ValueList.Copy(
            value?.ToDictionary(header => header.Key, header => ValueList.Copy(header.Value)),
            StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The store's rate limit from the response's headers; null when it had none.</summary>
    public required RateLimitStatus? RateLimit { get; init; }

    /// <summary>The id that the request carried as <c>X-Correlation-Id</c>.</summary>
    public required Guid CorrelationId { get; init; }

    /// <summary>How many requests the call took, 1 or more.</summary>
    public required int AttemptCount { get; init; }
}

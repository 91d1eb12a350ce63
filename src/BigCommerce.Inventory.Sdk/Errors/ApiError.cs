using System.Net;

namespace BigCommerce.Inventory;

/// <summary>The details of an error response. Members that the response did not contain are null or empty.</summary>
public sealed record ApiError
{
    /// <summary>The response's HTTP status code.</summary>
    public required HttpStatusCode StatusCode { get; init; }

    /// <summary>The API's description of the error, such as <c>Payload contains invalid fields</c>.</summary>
    public string? Title { get; init; }

    /// <summary>A URL that identifies the kind of error.</summary>
    public string? Type { get; init; }

    /// <summary>A longer description. Only some 400 responses have one.</summary>
    public string? Detail { get; init; }

    /// <summary>The message for each invalid field. Nested field names are joined with dots.</summary>
    public IReadOnlyDictionary<string, string> FieldErrors { get; init => field = ValueList.Copy(value); } = EmptyErrors;

    /// <summary>
    /// The reason for the error, if this version recognizes the API's text; <see cref="ApiErrorReason.Unknown"/> otherwise.
    /// </summary>
    public ApiErrorReason Reason { get; init; }

    /// <summary>The items that the API's text names; empty when it names none.</summary>
    public IReadOnlyList<ItemKey> Items { get; init => field = ValueList.Copy(value); } = ValueList<ItemKey>.Empty;

    /// <summary>The locations that the API's text names; empty when it names none.</summary>
    public IReadOnlyList<long> LocationIds { get; init => field = ValueList.Copy(value); } = ValueList<long>.Empty;

    /// <summary>The request's HTTP method; empty when unknown.</summary>
    public string Method { get; init; } = string.Empty;

    /// <summary>The request's path and query, without host; empty when unknown.</summary>
    public string Path { get; init; } = string.Empty;

    /// <summary>The request's <c>X-Correlation-Id</c>; null when unknown.</summary>
    public Guid? CorrelationId { get; init; }

    /// <summary>The store's rate limit according to the response's headers; null when the headers are absent.</summary>
    public RateLimitStatus? RateLimit { get; init; }

    /// <summary>The number of requests that the call sent, 1 or more.</summary>
    public int AttemptCount { get; init; } = 1;

    /// <summary>The first 4,096 characters of the response's body; null when it was empty.</summary>
    public string? Body { get; init; }

    /// <summary>When the server accepts the next request; null when the response did not say.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>The OAuth scope that the call requires; null when unknown.</summary>
    public string? RequiredScope { get; init; }

    internal static IReadOnlyDictionary<string, string> EmptyErrors => ValueDictionary<string, string>.Empty;
}

/// <summary>The known reasons for which the API rejects a request.</summary>
public enum ApiErrorReason
{
    /// <summary>
    /// This version does not recognize the API's text: read <see cref="ApiError.Title"/> and <see cref="ApiError.FieldErrors"/>.
    /// </summary>
    Unknown = 0,

    /// <summary>The item's stock is tracked by product: identify it by product id.</summary>
    TrackedByProduct,

    /// <summary>The item's stock is tracked by variant: identify it by variant id or SKU.</summary>
    TrackedByVariant,

    /// <summary>A relative adjustment of an item that has no stock level at the location yet: set an absolute one first.</summary>
    RequiresAbsoluteFirst,

    /// <summary>A location does not exist.</summary>
    LocationNotFound,

    /// <summary>An item does not exist, or its stock is not tracked.</summary>
    ItemNotFound,

    /// <summary>There is not enough stock above the safety stock.</summary>
    InsufficientStock,

    /// <summary>The location is a shipping origin and cannot be deleted.</summary>
    LocationIsShippingOrigin,

    /// <summary>The location has orders and cannot be deleted.</summary>
    LocationHasOrders,

    /// <summary>The app already has a metafield with this namespace and key at the location.</summary>
    DuplicateMetafield,

    /// <summary>Fields of the request's body are invalid: see <see cref="ApiError.FieldErrors"/>.</summary>
    InvalidFields,
}

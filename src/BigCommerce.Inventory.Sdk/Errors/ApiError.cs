using System.Net;

namespace BigCommerce.Inventory;

/// <summary>Everything known about an answer that says no. Members that the answer lacked are null or empty.</summary>
public sealed record ApiError
{
    /// <summary>The HTTP status of the answer.</summary>
    public required HttpStatusCode StatusCode { get; init; }

    /// <summary>The API's words, such as <c>Payload contains invalid fields</c>.</summary>
    public string? Title { get; init; }

    /// <summary>A URL that names the kind of problem.</summary>
    public string? Type { get; init; }

    /// <summary>More words, on some 400s.</summary>
    public string? Detail { get; init; }

    /// <summary>A message for each field that the API names; nested ones are joined with dots.</summary>
    public IReadOnlyDictionary<string, string> FieldErrors { get; init => field = ValueList.Copy(value); } = EmptyErrors;

    /// <summary>Why the API refused, where the words are known; <see cref="ApiErrorReason.Unknown"/> otherwise.</summary>
    public ApiErrorReason Reason { get; init; }

    /// <summary>The items that the API names in its words; empty when it names none.</summary>
    public IReadOnlyList<ItemKey> Items { get; init => field = ValueList.Copy(value); } = ValueList<ItemKey>.Empty;

    /// <summary>The locations that the API names in its words; empty when it names none.</summary>
    public IReadOnlyList<long> LocationIds { get; init => field = ValueList.Copy(value); } = ValueList<long>.Empty;

    /// <summary>The request's verb; empty when unknown.</summary>
    public string Method { get; init; } = string.Empty;

    /// <summary>The request's path and query, without host; empty when unknown.</summary>
    public string Path { get; init; } = string.Empty;

    /// <summary>The id that the request carried as <c>X-Correlation-Id</c>; null when unknown.</summary>
    public Guid? CorrelationId { get; init; }

    /// <summary>The store's quota as the answer told it; null when it did not.</summary>
    public RateLimitStatus? RateLimit { get; init; }

    /// <summary>How many requests the call took, 1 or more.</summary>
    public int AttemptCount { get; init; } = 1;

    /// <summary>The start of the answer's body, cut after 4,096 characters; null when it was empty.</summary>
    public string? Body { get; init; }

    /// <summary>When the server will take the next request, where it said so; null otherwise.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>The OAuth scope that the call needs; null when unknown.</summary>
    public string? RequiredScope { get; init; }

    internal static IReadOnlyDictionary<string, string> EmptyErrors => ValueDictionary<string, string>.Empty;
}

/// <summary>A reason for which the API is known to refuse a request.</summary>
public enum ApiErrorReason
{
    /// <summary>The API's words are not known to this version: read <see cref="ApiError.Title"/> and <see cref="ApiError.FieldErrors"/>.</summary>
    Unknown = 0,

    /// <summary>The item's stock is tracked by product: name it by product id.</summary>
    TrackedByProduct,

    /// <summary>The item's stock is tracked by variant: name it by variant id or SKU.</summary>
    TrackedByVariant,

    /// <summary>A relative change on an item that never had a count at the location: set one first.</summary>
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

    /// <summary>Fields of the body are wrong: <see cref="ApiError.FieldErrors"/> names them.</summary>
    InvalidFields,
}

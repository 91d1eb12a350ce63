using System.Net;

namespace BigCommerce.Inventory;

/// <summary>
/// The API returned an error, or a response that cannot be read. The subtype identifies the kind; <see cref="Error"/> has the
/// details.
/// </summary>
public class BigCommerceApiException : BigCommerceException
{
    /// <summary>Creates the exception for an error response. Public so that tests can throw the client's exceptions.</summary>
    /// <param name="error">The details of the response.</param>
    /// <param name="message">The message; null builds one from <paramref name="error"/>.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public BigCommerceApiException(ApiError error, string? message = null, Exception? innerException = null)
        : base(message ?? ApiErrorMessage.For(error), innerException)
    {
        ArgumentNullException.ThrowIfNull(error);
        Error = error;
        Effect = RequestEffects.Of(error.Method, error.StatusCode, RequestEffects.IsMetafieldBatch(error.Path));
    }

    /// <summary>The details of the response.</summary>
    public ApiError Error { get; }

    /// <summary>The response's HTTP status code.</summary>
    public HttpStatusCode StatusCode => Error.StatusCode;

    /// <summary>The reason for the error, if this version recognizes the API's text.</summary>
    public ApiErrorReason Reason => Error.Reason;

    /// <summary>Creates the exception of the type for the error's status code.</summary>
    internal static BigCommerceApiException Create(ApiError error) => (int)error.StatusCode switch
    {
        401 => new BigCommerceAuthenticationException(error),
        403 => new BigCommercePermissionException(error),
        404 => new BigCommerceNotFoundException(error),
        409 => new BigCommerceConflictException(error),
        422 => new BigCommerceValidationException(error),
        429 => new BigCommerceRateLimitException(error),
        503 => new BigCommerceUnavailableException(error),
        _ => new BigCommerceApiException(error),
    };
}

/// <summary>
/// 422: the request is invalid and was not applied. An earlier attempt of the same call may have been applied: see
/// <see cref="BigCommerceException.Effect"/>.
/// </summary>
public sealed class BigCommerceValidationException(ApiError error, string? message = null, Exception? innerException = null)
    : BigCommerceApiException(error, message, innerException);

/// <summary>401: the access token is wrong, revoked, or issued for another store.</summary>
public sealed class BigCommerceAuthenticationException(ApiError error, string? message = null, Exception? innerException = null)
    : BigCommerceApiException(error, message, innerException);

/// <summary>
/// 403: the token lacks the scope that the call requires (<see cref="ApiError.RequiredScope"/>), the plan forbids the call, or
/// the path does not exist.
/// </summary>
public sealed class BigCommercePermissionException(ApiError error, string? message = null, Exception? innerException = null)
    : BigCommerceApiException(error, message, innerException);

/// <summary>404: the resource of the path does not exist.</summary>
public sealed class BigCommerceNotFoundException(ApiError error, string? message = null, Exception? innerException = null)
    : BigCommerceApiException(error, message, innerException);

/// <summary>409: the request conflicts with existing data, such as a metafield with the same namespace and key.</summary>
public sealed class BigCommerceConflictException(ApiError error, string? message = null, Exception? innerException = null)
    : BigCommerceApiException(error, message, innerException);

/// <summary>
/// 429: the store's quota is exhausted, and the wait for it is longer than the call's limit. <see cref="RetryAt"/> is when to try
/// again.
/// </summary>
public sealed class BigCommerceRateLimitException(ApiError error, string? message = null, Exception? innerException = null)
    : BigCommerceApiException(error, message, innerException)
{
    /// <summary>When the server accepts the next request; null when the response did not say.</summary>
    public DateTimeOffset? RetryAt => Error.RetryAt;
}

/// <summary>503 for every attempt: the platform is in maintenance, or the store is suspended.</summary>
public sealed class BigCommerceUnavailableException(ApiError error, string? message = null, Exception? innerException = null)
    : BigCommerceApiException(error, message, innerException);

/// <summary>
/// The response's status code reports success, but its body cannot be read: it is empty, truncated, too large, or not the
/// documented JSON.
/// </summary>
public sealed class BigCommerceInvalidResponseException : BigCommerceApiException
{
    /// <summary>Creates the exception for an unreadable response. Public so that tests can throw the client's exceptions.</summary>
    /// <param name="error">The details of the response.</param>
    /// <param name="message">The message; null builds one from <paramref name="error"/>.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public BigCommerceInvalidResponseException(ApiError error, string? message = null, Exception? innerException = null)
        : base(error, message, innerException) =>
        Effect = error.Method == "GET" ? RequestEffect.None : RequestEffect.Unknown;

    /// <summary>Whether the body exceeds the size limit. A retry would receive the same body.</summary>
    internal bool IsTooLarge { get; init; }
}

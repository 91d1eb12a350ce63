using System.Net;

namespace BigCommerce.Inventory;

/// <summary>The API answered no, or answered something that cannot be read. Subtypes say which; see <see cref="Error"/> for all that is known.</summary>
public class BigCommerceApiException : BigCommerceException
{
    /// <summary>A refusal. Public so that tests can throw what the client would.</summary>
    /// <param name="error">What is known about the answer.</param>
    /// <param name="message">The message; null builds one from <paramref name="error"/>.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public BigCommerceApiException(ApiError error, string? message = null, Exception? innerException = null)
        : base(message ?? ApiErrorMessage.For(error), innerException)
    {
        ArgumentNullException.ThrowIfNull(error);
        Error = error;
        Effect = RequestEffects.Of(error.Method, error.StatusCode, RequestEffects.IsMetafieldBatch(error.Path));
    }

    /// <summary>All that is known about the answer.</summary>
    public ApiError Error { get; }

    /// <summary>The HTTP status of the answer.</summary>
    public HttpStatusCode StatusCode => Error.StatusCode;

    /// <summary>Why the API refused, where its words are known.</summary>
    public ApiErrorReason Reason => Error.Reason;
}

/// <summary>422: the request is invalid. It was not applied; an earlier attempt of the same call may have been: see <see cref="BigCommerceException.Effect"/>.</summary>
public sealed class BigCommerceValidationException(ApiError error, string? message = null, Exception? innerException = null)
    : BigCommerceApiException(error, message, innerException);

/// <summary>401: the access token is wrong, revoked, or of another store.</summary>
public sealed class BigCommerceAuthenticationException(ApiError error, string? message = null, Exception? innerException = null)
    : BigCommerceApiException(error, message, innerException);

/// <summary>403: the token lacks the scope that the call needs (<see cref="ApiError.RequiredScope"/>), the plan forbids it, or the path does not exist.</summary>
public sealed class BigCommercePermissionException(ApiError error, string? message = null, Exception? innerException = null)
    : BigCommerceApiException(error, message, innerException);

/// <summary>404: what the path names does not exist.</summary>
public sealed class BigCommerceNotFoundException(ApiError error, string? message = null, Exception? innerException = null)
    : BigCommerceApiException(error, message, innerException);

/// <summary>409: it collides with what exists, such as a metafield's namespace and key.</summary>
public sealed class BigCommerceConflictException(ApiError error, string? message = null, Exception? innerException = null)
    : BigCommerceApiException(error, message, innerException);

/// <summary>429: the store's quota is used up, and waiting for it would take longer than allowed. <see cref="RetryAt"/> says when to come back.</summary>
public sealed class BigCommerceRateLimitException(ApiError error, string? message = null, Exception? innerException = null)
    : BigCommerceApiException(error, message, innerException)
{
    /// <summary>When the server will take the next request; null when it did not say.</summary>
    public DateTimeOffset? RetryAt => Error.RetryAt;
}

/// <summary>503, again and again: the platform is in maintenance, or the store is suspended.</summary>
public sealed class BigCommerceUnavailableException(ApiError error, string? message = null, Exception? innerException = null)
    : BigCommerceApiException(error, message, innerException);

/// <summary>The answer says success but cannot be read: it is empty, cut off, too large, or not the JSON that the API documents.</summary>
public sealed class BigCommerceInvalidResponseException : BigCommerceApiException
{
    /// <summary>A success that cannot be read. Public so that tests can throw what the client would.</summary>
    /// <param name="error">What is known about the response.</param>
    /// <param name="message">The message; null builds one from <paramref name="error"/>.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public BigCommerceInvalidResponseException(ApiError error, string? message = null, Exception? innerException = null)
        : base(error, message, innerException) =>
        Effect = error.Method == "GET" ? RequestEffect.None : RequestEffect.Unknown;

    /// <summary>Whether the same response would come again.</summary>
    internal bool IsTooLarge { get; init; }
}

using System.Net;

namespace BigCommerce.Inventory.Resilience;

/// <summary>Classifies HTTP methods, status codes and connection errors for retries. Pure.</summary>
internal static class RetrySafety
{
    /// <summary>Whether the method is idempotent. All methods of the API are, except POST.</summary>
    public static bool IsIdempotent(HttpMethod method) => method != HttpMethod.Post && method != HttpMethod.Patch;

    /// <summary>Whether a retry after a delay may succeed. 429 is not transient: it is handled by waiting for quota.</summary>
    public static bool IsTransient(HttpStatusCode status) => (int)status is 408 or 499 || IsOutage(status);

    /// <summary>Whether the status code indicates an outage of the platform. 501 and 507 do not: they are permanent.</summary>
    public static bool IsOutage(HttpStatusCode status) => (int)status is >= 500 and not (501 or 507);

    /// <summary>Whether the connection failed before any byte of the request was sent.</summary>
    public static bool NeverSent(HttpRequestException failure) => failure.HttpRequestError is
        HttpRequestError.ConnectionError or
        HttpRequestError.NameResolutionError or
        HttpRequestError.SecureConnectionError or
        HttpRequestError.ProxyTunnelError;
}

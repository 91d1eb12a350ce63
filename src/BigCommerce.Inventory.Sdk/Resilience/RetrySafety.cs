using System.Net;

namespace BigCommerce.Inventory.Resilience;

/// <summary>What verbs, status codes and connection errors mean for a retry. Pure.</summary>
internal static class RetrySafety
{
    /// <summary>All of the API's verbs are idempotent but POST.</summary>
    public static bool IsIdempotent(HttpMethod method) => method != HttpMethod.Post && method != HttpMethod.Patch;

    /// <summary>Whether the same request may succeed later. 429 is not among these: it waits for quota instead.</summary>
    public static bool IsTransient(HttpStatusCode status) => (int)status is 408 or 499 || IsOutage(status);

    /// <summary>Whether a status says that the platform is in trouble, rather than the request wrong. 501 and 507 refuse for good.</summary>
    public static bool IsOutage(HttpStatusCode status) => (int)status is >= 500 and not (501 or 507);

    /// <summary>Whether the connection failed before a byte of the request was sent.</summary>
    public static bool NeverSent(HttpRequestException failure) => failure.HttpRequestError is
        HttpRequestError.ConnectionError or
        HttpRequestError.NameResolutionError or
        HttpRequestError.SecureConnectionError or
        HttpRequestError.ProxyTunnelError;
}

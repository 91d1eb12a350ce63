using System.Net;

namespace BigCommerce.Inventory.Resilience;

/// <summary>What a failed attempt means for the request.</summary>
internal enum AttemptVerdict
{
    /// <summary>A clear answer, good or bad.</summary>
    Final,

    /// <summary>Not handled, or safe to handle again.</summary>
    Retry,

    /// <summary>The store's quota is used up; nothing was handled.</summary>
    RateLimited,

    /// <summary>It may have been handled and must not be sent twice.</summary>
    OutcomeUnknown,
}

/// <summary>Decides from the verb and the way an attempt failed whether it may be repeated. Pure.</summary>
internal static class RetrySafety
{
    /// <summary>All of the API's verbs are idempotent but POST.</summary>
    public static bool IsIdempotent(HttpMethod method) => method != HttpMethod.Post && method != HttpMethod.Patch;

    public static AttemptVerdict Judge(HttpMethod method, HttpStatusCode status)
    {
        var code = (int)status;
        if (code == 429)
        {
            return AttemptVerdict.RateLimited;
        }

        // 501 and 507 refuse for good. 499 is the gateway's word for a connection that ended early.
        var inDoubt = code is 408 or 499 || (code >= 500 && code is not (501 or 507));
        return !inDoubt ? AttemptVerdict.Final
            : IsIdempotent(method) ? AttemptVerdict.Retry
            : AttemptVerdict.OutcomeUnknown;
    }

    public static AttemptVerdict Judge(HttpMethod method, HttpRequestException failure) =>
        IsIdempotent(method) || NeverSent(failure) ? AttemptVerdict.Retry : AttemptVerdict.OutcomeUnknown;

    /// <summary>Whether the connection failed before a byte of the request went out.</summary>
    public static bool NeverSent(HttpRequestException failure) => failure.HttpRequestError is
        HttpRequestError.ConnectionError or
        HttpRequestError.NameResolutionError or
        HttpRequestError.SecureConnectionError or
        HttpRequestError.ProxyTunnelError;
}

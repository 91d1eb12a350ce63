using System.Net;

namespace BigCommerce.Inventory.Resilience;

/// <summary>How far an attempt came.</summary>
internal enum AttemptPhase
{
    /// <summary>The server cannot have had the request: it did not go out, or not whole.</summary>
    NotSent,

    /// <summary>The request went out, and no whole, readable answer came.</summary>
    InDoubt,

    /// <summary>The server has answered clearly.</summary>
    Answered,
}

/// <summary>What the end of an attempt means for the request.</summary>
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

/// <summary>Decides from the verb and the way an attempt ended whether it may be repeated. Pure.</summary>
internal static class RetrySafety
{
    /// <summary>All of the API's verbs are idempotent but POST.</summary>
    public static bool IsIdempotent(HttpMethod method) => method != HttpMethod.Post && method != HttpMethod.Patch;

    /// <summary>The verdict on an attempt that ended without a usable answer.</summary>
    public static AttemptVerdict Judge(HttpMethod method, AttemptPhase phase) => phase switch
    {
        AttemptPhase.NotSent => AttemptVerdict.Retry,
        AttemptPhase.InDoubt => IsIdempotent(method) ? AttemptVerdict.Retry : AttemptVerdict.OutcomeUnknown,
        _ => AttemptVerdict.Final,
    };

    /// <summary>The verdict on an answer.</summary>
    public static AttemptVerdict Judge(HttpMethod method, HttpStatusCode status) => (int)status switch
    {
        429 => AttemptVerdict.RateLimited,

        // These refuse for good.
        501 or 507 => AttemptVerdict.Final,

        // The server gave up on the way; how far it had come is not known. 499 is the gateway's word for a connection that ended early.
        408 or 499 or >= 500 => Judge(method, AttemptPhase.InDoubt),
        _ => AttemptVerdict.Final,
    };

    /// <summary>Whether a status says that the platform is in trouble, rather than the request wrong.</summary>
    public static bool IsOutage(HttpStatusCode status) => (int)status is >= 500 and not (501 or 507);

    /// <summary>Whether the connection failed before a byte of the request went out.</summary>
    public static bool NeverSent(HttpRequestException failure) => failure.HttpRequestError is
        HttpRequestError.ConnectionError or
        HttpRequestError.NameResolutionError or
        HttpRequestError.SecureConnectionError or
        HttpRequestError.ProxyTunnelError;
}

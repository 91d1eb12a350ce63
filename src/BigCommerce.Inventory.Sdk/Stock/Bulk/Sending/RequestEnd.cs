using System.Net;

namespace BigCommerce.Inventory;

/// <summary>What the end of a request means for the run. What it means for the rows is the request's <see cref="RequestEffect"/>.</summary>
internal enum RequestEnd
{
    /// <summary>The request was applied.</summary>
    Applied,

    /// <summary>The API rejected the request, and some of its rows may be the cause.</summary>
    Rejected,

    /// <summary>The request was not handled, because the store accepts none at present.</summary>
    Outage,

    /// <summary>No response shows the effect of the request. Other requests may succeed.</summary>
    Unknown,

    /// <summary>Every other request would end like this one, so the run ends.</summary>
    Fatal,
}

/// <summary>The one table from a failure to what it means for the run. Pure.</summary>
internal static class RequestEnds
{
    /// <param name="failure">How the request failed.</param>
    /// <param name="effect">What the request has done to the store.</param>
    /// <param name="rejectsLocation">Whether a status code rejects the request's location alone.</param>
    public static RequestEnd Of(Exception failure, RequestEffect effect, Predicate<HttpStatusCode>? rejectsLocation = null) =>
        failure switch
        {
            _ when effect == RequestEffect.Applied => RequestEnd.Applied,
            BigCommerceEffectUnknownException or BigCommerceInvalidResponseException => RequestEnd.Unknown,
            BigCommerceApiException { StatusCode: var status } => (int)status switch
            {
                409 or 413 or 422 => RequestEnd.Rejected,
                429 when effect == RequestEffect.None => RequestEnd.Outage,
                408 or 429 or 499 or (>= 500 and not (501 or 507)) => RequestEnd.Unknown,
                _ => rejectsLocation?.Invoke(status) == true ? RequestEnd.Rejected : RequestEnd.Fatal,
            },
            BigCommerceConnectionException => effect == RequestEffect.None ? RequestEnd.Outage : RequestEnd.Unknown,
            _ => RequestEnd.Fatal,
        };
}

using System.Net;

namespace BigCommerce.Inventory;

/// <summary>The effect of a request on the store, as far as the client knows it.</summary>
public enum RequestEffect
{
    /// <summary>
    /// The request may have been applied: it was sent, and no response proves its effect. Read the current state before you send
    /// it again.
    /// </summary>
    Unknown = 0,

    /// <summary>The request changed nothing: it was not sent, the API rejected it, or it only reads.</summary>
    None,

    /// <summary>The request was applied.</summary>
    Applied,

    /// <summary>
    /// A part of the request or run was applied. Only metafield batches and bulk runs have this effect, and their results list
    /// the entries that failed.
    /// </summary>
    Partial,
}

/// <summary>Maps status codes and exceptions to the effect of a request. No other code does.</summary>
internal static class RequestEffects
{
    /// <summary>Gets the effect of a request that received a complete response.</summary>
    /// <param name="method">The request's HTTP method; empty when unknown.</param>
    /// <param name="status">The response's status code.</param>
    /// <param name="isMetafieldBatch">Whether the request is a metafield batch, which the API may apply in part.</param>
    public static RequestEffect Of(string method, HttpStatusCode status, bool isMetafieldBatch) => (int)status switch
    {
        _ when method == "GET" => RequestEffect.None,
        >= 200 and < 300 => RequestEffect.Applied,
        422 when isMetafieldBatch => RequestEffect.Partial,
        408 or 499 => RequestEffect.Unknown,
        (>= 400 and < 500) or 501 or 507 => RequestEffect.None,
        _ => RequestEffect.Unknown,
    };

    /// <summary>Gets the effect that an exception reports; unknown for exceptions that are not the client's.</summary>
    public static RequestEffect Of(Exception exception) => exception switch
    {
        BigCommerceException failure => failure.Effect,
        BigCommerceCanceledException canceled => canceled.Effect,
        _ => RequestEffect.Unknown,
    };

    /// <summary>Whether the path is that of the metafield batch operations.</summary>
    public static bool IsMetafieldBatch(string path)
    {
        var query = path.IndexOf('?', StringComparison.Ordinal);
        return (query == -1 ? path : path.AsSpan(0, query)).EndsWith("locations/metafields", StringComparison.Ordinal);
    }
}

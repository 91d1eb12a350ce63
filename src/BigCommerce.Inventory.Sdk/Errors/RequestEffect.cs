using System.Net;

namespace BigCommerce.Inventory;

/// <summary>What a request has done to the store, as far as it is known.</summary>
public enum RequestEffect
{
    /// <summary>The request may have been applied: it was sent, and no response proves what became of it. Read the state before you send it again.</summary>
    Unknown = 0,

    /// <summary>The request changed nothing: it was never sent, the API refused it, or it only reads.</summary>
    None,

    /// <summary>The request was applied.</summary>
    Applied,

    /// <summary>A part of the request or run was applied, and it is known which. Batches of metafields and bulk runs end like this; their results name the entries that failed.</summary>
    Partial,
}

/// <summary>The one table from a status code to the effect of the request. Pure.</summary>
internal static class RequestEffects
{
    /// <summary>The effect of a request that received a complete response.</summary>
    /// <param name="method">The request's verb; empty when unknown.</param>
    /// <param name="status">The response's status code.</param>
    /// <param name="isMetafieldBatch">Whether the API may apply a part of the request.</param>
    public static RequestEffect Of(string method, HttpStatusCode status, bool isMetafieldBatch) => (int)status switch
    {
        _ when method == "GET" => RequestEffect.None,
        >= 200 and < 300 => RequestEffect.Applied,
        422 when isMetafieldBatch => RequestEffect.Partial,
        408 or 499 => RequestEffect.Unknown,
        (>= 400 and < 500) or 501 or 507 => RequestEffect.None,
        _ => RequestEffect.Unknown,
    };

    /// <summary>The effect that an exception reports. Exceptions that are not the client's report nothing, so the effect is unknown.</summary>
    public static RequestEffect Of(Exception exception) => exception switch
    {
        BigCommerceException failure => failure.Effect,
        BigCommerceCanceledException canceled => canceled.Effect,
        _ => RequestEffect.Unknown,
    };

    /// <summary>Whether a path is that of a batch of metafields.</summary>
    public static bool IsMetafieldBatch(string path)
    {
        var query = path.IndexOf('?', StringComparison.Ordinal);
        return (query < 0 ? path : path.AsSpan(0, query)).EndsWith("locations/metafields", StringComparison.Ordinal);
    }
}

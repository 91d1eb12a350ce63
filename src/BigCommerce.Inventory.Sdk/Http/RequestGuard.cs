namespace BigCommerce.Inventory.Http;

/// <summary>What is refused before anything is sent, whatever the operation: the interfaces' methods have no place for checks.</summary>
internal static class RequestGuard
{
    // Gateways refuse longer URLs, some with an answer that tells nothing.
    public const int MaxUrlLength = 8000;

    /// <param name="request">The request.</param>
    /// <param name="baseAddress">The address that every path is appended to.</param>
    /// <exception cref="ArgumentException">The request must not be sent; the message says what to do.</exception>
    public static void Check(HttpRequestMessage request, Uri baseAddress)
    {
        var url = request.RequestUri!.OriginalString;
        if (url.Length > MaxUrlLength)
        {
            throw new ArgumentException(
                $"The filter's lists make a URL of {url.Length} characters, and gateways refuse more than {MaxUrlLength}. Use the Enumerate methods, which split long lists over several requests, or ask for fewer at once.");
        }

        var path = request.RequestUri.AbsolutePath;
        var prefix = baseAddress.AbsolutePath.Length;
        var below = path.AsSpan(Math.Min(prefix, path.Length));
        if (below.Contains("/-", StringComparison.Ordinal) || below.Contains("/0/", StringComparison.Ordinal) || below.EndsWith("/0", StringComparison.Ordinal))
        {
            throw new ArgumentException($"{request.Method} {path} names an id below 1. Ids are 1 or more; 0 mostly means one that was never set.");
        }

        // Without one of these a delete would be about everything.
        if (request.Method == HttpMethod.Delete && request.Content is null && request.RequestUri.Query.Length <= 1 && !char.IsAsciiDigit(path[^1]))
        {
            throw new ArgumentException($"{request.Method} {path} does not say what to delete.");
        }
    }
}

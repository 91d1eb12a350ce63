namespace BigCommerce.Inventory.Http;

/// <summary>Checks that apply to every operation. The methods of the wire interfaces are generated and cannot contain checks.</summary>
internal static class RequestGuard
{
    // Gateways reject longer URLs, some of them without an explanation.
    public const int MaxUrlLength = 8000;

    /// <param name="request">The request.</param>
    /// <param name="pathAndQuery">The path and query of its address.</param>
    /// <param name="baseAddress">The address that every path is appended to.</param>
    /// <exception cref="ArgumentException">The request must not be sent. The message describes the correction.</exception>
    public static void Check(HttpRequestMessage request, string pathAndQuery, Uri baseAddress)
    {
        var url = request.RequestUri!.OriginalString;
        if (url.Length > MaxUrlLength)
        {
            throw new ArgumentException(
                $"The filter's lists result in a URL of {url.Length} characters, and gateways reject more than {MaxUrlLength}. Use the Enumerate methods, which split long lists into several requests, or pass shorter lists.");
        }

        var query = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        var path = pathAndQuery.AsSpan(0, query < 0 ? pathAndQuery.Length : query);
        var below = path[Math.Min(baseAddress.AbsolutePath.Length, path.Length)..];
        if (below.Contains("/-", StringComparison.Ordinal) || below.Contains("/0/", StringComparison.Ordinal) || below.EndsWith("/0", StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"{request.Method} {path} contains an id below 1. Ids are 1 or more; 0 often means that an id was not set.");
        }

        // A DELETE without a body, a query and an id would delete everything.
        if (request.Method == HttpMethod.Delete && request.Content is null && pathAndQuery.Length <= path.Length + 1 && !char.IsAsciiDigit(path[^1]))
        {
            throw new ArgumentException($"{request.Method} {path} does not specify what to delete. Pass at least one id.");
        }
    }
}

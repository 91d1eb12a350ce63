using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using WireMock;
using WireMock.Matchers;
using WireMock.Matchers.Request;

namespace BigCommerce.Inventory.WireMockTests.Server;

/// <summary>
/// Matches a request whose verb, URL, headers and JSON body are exactly those of the exchange. The matchers of WireMock.Net allow more:
/// wildcards, another letter case, further query parameters, a decoded URL, further headers.
/// </summary>
/// <param name="name">The mapping file.</param>
/// <param name="exchange">The request and its response.</param>
/// <param name="isNext">Whether the exchange is the next one.</param>
internal sealed class ExactRequest(string name, Exchange exchange, Func<bool> isNext) : IRequestMatcher
{
    private static readonly Dictionary<string, string> HeaderPatterns = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Accept"] = "application/json",
        ["Accept-Encoding"] = "gzip, deflate, br",
        ["Content-Length"] = "0",
        ["Host"] = @"127\.0\.0\.1:\d+",
        ["User-Agent"] = @"BigCommerce\.Inventory\.Sdk/\d+\.\d+\.\d+.*",
        ["X-Auth-Token"] = StubServer.AccessToken,
        ["X-Correlation-Id"] = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    };

    private static readonly Dictionary<string, string> HeaderPatternsWithBody = new(HeaderPatterns, StringComparer.OrdinalIgnoreCase)
    {
        ["Content-Length"] = @"[1-9]\d*",
        ["Content-Type"] = "application/json",
    };

    /// <summary>The mapping file.</summary>
    public string Name => name;

    public RequestMatcherType Type => default;

    public double GetMatchingScore(IRequestMessage message, IRequestMatchResult result)
    {
        var request = ReceivedRequest.From(new HttpContextAccessor().HttpContext!, message);
        return result.AddScore(GetType(), MatchScores.ToScore(!DifferencesFrom(request).Any()), exception: null);
    }

    /// <summary>The expected and received values, a line for each part that differs.</summary>
    public IEnumerable<string> DifferencesFrom(ReceivedRequest request)
    {
        var (expected, received) = ($"{exchange.Method} {exchange.Target}", $"{request.Method} {request.Target}");
        if (expected != received)
        {
            yield return Difference("request line", expected, received);
        }

        var patterns = exchange.Body is null ? HeaderPatterns : HeaderPatternsWithBody;
        foreach (var header in patterns.Keys.Union(request.Headers.Keys, StringComparer.OrdinalIgnoreCase))
        {
            var (pattern, value) = (patterns.GetValueOrDefault(header), request.Headers.GetValueOrDefault(header));
            if (pattern is null || value is null || !Regex.IsMatch(value, $@"\A(?:{pattern})\z"))
            {
                yield return Difference(header, pattern, value);
            }
        }

        if (!HasExpectedBody(request.Body))
        {
            yield return Difference("body", exchange.Body?.ToJsonString(), request.Body);
        }

        if (!isNext())
        {
            yield return Difference("order", "another request of the mapping first", "this request");
        }
    }

    private bool HasExpectedBody(string body)
    {
        if (exchange.Body is null || body.Length == 0)
        {
            return exchange.Body is null && body.Length == 0;
        }

        try
        {
            var options = new JsonDocumentOptions { AllowDuplicateProperties = false };
            return JsonNode.DeepEquals(exchange.Body, JsonNode.Parse(body, documentOptions: options));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Difference(string what, string? expected, string? received) => $"""
          {what}
            expected: {expected ?? "none"}
            received: {(string.IsNullOrEmpty(received) ? "none" : received)}
        """;
}

namespace BigCommerce.Inventory.Http;

/// <summary>Copies an answer into what <see cref="RequestOptions.OnResponse"/> receives.</summary>
internal static class ResponseInfoFactory
{
    public static ResponseInfo Create(Call call, HttpResponseMessage response)
    {
        var headers = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in response.Headers.NonValidated)
        {
            headers[name] = [.. values];
        }

        return new ResponseInfo
        {
            StatusCode = response.StatusCode,
            Headers = headers,
            RateLimit = call.LastHeaders.ToQuota(call.Store.Time.GetUtcNow()),
            CorrelationId = call.CorrelationId,
            AttemptCount = call.Attempts,
        };
    }
}

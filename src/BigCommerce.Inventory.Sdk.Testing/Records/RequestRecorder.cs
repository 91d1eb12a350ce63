using BigCommerce.Inventory.Testing.Http;

namespace BigCommerce.Inventory.Testing;

/// <summary>Records the requests to an emulator. Thread-safe.</summary>
internal sealed class RequestRecorder(InventoryEmulatorOptions options)
{
    private const string VersionPath = "/v3";

    private readonly BoundedLog<RecordedRequest> _requests = new(options.MaxRecordedRequests);

    public RequestLog ToLog()
    {
        lock (_requests)
        {
            return new RequestLog(_requests.ToArray());
        }
    }

    public RecordedRequest Record(HttpRequestMessage request, Route route, ReadOnlyMemory<byte> body)
    {
        string pathAndQuery = request.RequestUri!.PathAndQuery;
        if (route.StoreHash is not null)
        {
            // The search starts at the hash, because a prefix before the stores may contain the version too.
            int hash = pathAndQuery.IndexOf(Route.StoresPath, StringComparison.Ordinal) + Route.StoresPath.Length;
            pathAndQuery = pathAndQuery[(pathAndQuery.IndexOf(VersionPath, hash, StringComparison.Ordinal) + VersionPath.Length)..];
        }

        byte[] recordedBody = body[..Math.Min(body.Length, options.MaxRecordedBodyBytes)].ToArray();
        string? correlationId = request.Headers.TryGetValues("X-Correlation-Id", out var values) ? values.FirstOrDefault() : null;
        lock (_requests)
        {
            var recorded = new RecordedRequest(
                _requests.Total + 1,
                options.TimeProvider.GetUtcNow(),
                route.StoreHash,
                route.Operation,
                request.Method.Method,
                pathAndQuery,
                recordedBody,
                body.Length,
                correlationId);
            _requests.Add(recorded);
            return recorded;
        }
    }
}

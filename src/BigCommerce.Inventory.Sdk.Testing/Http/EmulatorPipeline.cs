using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using BigCommerce.Inventory.Testing.Faults;
using BigCommerce.Inventory.Testing.Operations;
using BigCommerce.Inventory.Testing.State;

namespace BigCommerce.Inventory.Testing.Http;

/// <summary>Processes the requests to an emulator: record, latency, rate limit, faults, checks, operation, response.</summary>
internal sealed class EmulatorPipeline(InventoryEmulator emulator, InventoryEmulatorOptions options)
{
    // The client's send gate reads this option of a failed request.
    private static readonly HttpRequestOptionsKey<bool> NotReceived = new("BigCommerce.Inventory.NotReceived");

    private readonly ConcurrentBag<MemoryStream> _buffers = [];
    private readonly RequestRecorder _recorder = new(options);
    private readonly Random _jitter = new(options.Seed);

    public RequestLog Requests => _recorder.ToLog();

    public HttpMessageHandler CreateHandler() => new Handler(this);

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var buffer = _buffers.TryTake(out var pooled) ? pooled : new MemoryStream();
        try
        {
            if (request.Content is not null)
            {
                await request.Content.CopyToAsync(buffer, cancellationToken).ConfigureAwait(false);
            }

            var body = new ReadOnlyMemory<byte>(buffer.GetBuffer(), 0, (int)buffer.Length);
            return await ProcessAsync(request, body, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            buffer.SetLength(0);
            _buffers.Add(buffer);
        }
    }

    private async Task<HttpResponseMessage> ProcessAsync(
        HttpRequestMessage request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        string path = request.RequestUri!.AbsolutePath;
        int start = Math.Max(0, path.IndexOf(Route.StoresPath, StringComparison.Ordinal));
        var route = Route.Find(request.Method.Method, path[start..]);
        var recorded = _recorder.Record(request, route, body);
        var exchange = new Exchange(
            request, body, route, recorded, route.StoreHash is { } hash ? emulator.GetStore(hash).Endpoint : null);
        var locationsApi = route.IsLocationsApi ? exchange.Store : null;
        bool exceedsConcurrency = locationsApi?.EnterLocationsApi() > options.MaxConcurrentLocationRequests;
        try
        {
            var latency = DrawLatency();
            await WaitAsync(latency / 2, cancellationToken).ConfigureAwait(false);
            var response = await ProcessAsync(exchange, exceedsConcurrency, cancellationToken).ConfigureAwait(false);
            await WaitAsync(latency / 2, cancellationToken).ConfigureAwait(false);
            return response;
        }
        finally
        {
            recorded.Duration = options.TimeProvider.GetUtcNow() - recorded.ReceivedAt;
            locationsApi?.LeaveLocationsApi();
        }
    }

    private async Task<HttpResponseMessage> ProcessAsync(Exchange exchange, bool exceedsConcurrency, CancellationToken cancellationToken)
    {
        var (store, recorded) = (exchange.Store, exchange.Recorded);
        RateLimitReading? rateLimit = null;
        if ((store is not null && !store.TryTakeRequest(out rateLimit)) || exceedsConcurrency)
        {
            return Complete(exchange, EmulatedResponse.TooManyRequests(), rateLimit);
        }

        var fault = recorded.Fault = emulator.Faults?.Next(recorded);
        if (fault?.Kind == FaultKind.RefuseConnection)
        {
            store?.ReturnRequest();

            // The client would take the request as sent, because its body was read above.
            exchange.Request.Options.Set(NotReceived, true);
            throw ConnectionFailures.Refused(exchange.Request.RequestUri!);
        }

        if (fault is { IsAfterEffect: false })
        {
            await DelayOrFailAsync(fault, cancellationToken).ConfigureAwait(false);
        }

        var response = fault is { Kind: FaultKind.ReplaceResponse, IsAfterEffect: false }
            ? fault.Replace!(rateLimit)
            : Execute(exchange);
        if (fault is { IsAfterEffect: true })
        {
            recorded.TransactionId = response.TransactionId;
            await DelayOrFailAsync(fault, cancellationToken).ConfigureAwait(false);
            response = fault.Kind switch
            {
                FaultKind.ReplaceResponse => fault.Replace!(rateLimit) with { TransactionId = response.TransactionId },
                FaultKind.CorruptResponse => fault.Corrupt!(response),
                _ => response,
            };
        }

        return Complete(exchange, response, rateLimit);
    }

    private async Task DelayOrFailAsync(Fault fault, CancellationToken cancellationToken)
    {
        if (fault.Kind == FaultKind.ResetConnection)
        {
            throw ConnectionFailures.Reset();
        }

        if (fault.Kind == FaultKind.CloseConnection)
        {
            throw ConnectionFailures.Closed();
        }

        // A clock that advances when idle needs a timer to advance to, so an infinite delay is a loop of finite ones.
        while (fault is { Kind: FaultKind.Delay } && fault.Delay == Timeout.InfiniteTimeSpan)
        {
            await WaitAsync(TimeSpan.FromDays(7), cancellationToken).ConfigureAwait(false);
        }

        await WaitAsync(fault.Delay, cancellationToken).ConfigureAwait(false);
    }

    private EmulatedResponse Execute(Exchange exchange)
    {
        var (request, route, recorded) = (exchange.Request, exchange.Route, exchange.Recorded);
        if (request.RequestUri!.OriginalString.Length > options.MaxUrlLength)
        {
            return EmulatedResponse.Html(414, "Request-URI Too Large") with { OmitsRateLimit = true };
        }

        if (exchange.Store is not { } store || route.Operation is null)
        {
            return options.ThrowOnUnknownRequest
                ? throw new EmulatorAssertionException(
                    $"The request matches no operation of the API: {recorded}.{Environment.NewLine}"
                    + $"Expected one of these, under /stores/{{hash}}/v3:{Environment.NewLine}{Route.Expected}")
                : EmulatedResponse.Forbidden();
        }

        string? token = request.Headers.TryGetValues("X-Auth-Token", out var values) ? values.FirstOrDefault() : null;
        if (store.Authorize(token, route.ScopesFor(request.Method.Method)) is { } unauthorized)
        {
            return unauthorized;
        }

        if (request.Headers.Accept.Count > 0 && !request.Headers.Accept.Any(AcceptsJson))
        {
            return EmulatedResponse.JsonProblem(406, "Not Acceptable");
        }

        if (exchange.Body.Length > 0 && request.Content?.Headers.ContentType?.MediaType != EmulatedResponse.Json)
        {
            return EmulatedResponse.JsonProblem(415, "Unsupported Media Type");
        }

        bool ignoresWrite = recorded.Fault?.Kind == FaultKind.IgnoreWrite;
        return store.Execute(route, new QueryString(request.RequestUri.Query), exchange.Body, recorded, ignoresWrite);
    }

    private static bool AcceptsJson(MediaTypeWithQualityHeaderValue range) =>
        range.MediaType is "*/*" or "application/*" or EmulatedResponse.Json or EmulatedResponse.ProblemJson;

    private HttpResponseMessage Complete(Exchange exchange, EmulatedResponse response, RateLimitReading? rateLimit)
    {
        response = options.WriteEmptyObjectsAsArrays ? EmptyObjects.AsArrays(response) : response;
        exchange.Recorded.StatusCode = response.StatusCode;
        exchange.Recorded.ErrorTitle = response.Title;
        exchange.Recorded.TransactionId = response.TransactionId;

        HttpContent content = response.BytesSent is { } bytesSent && bytesSent < response.Body.Length
            ? new TruncatedContent(response.Body, bytesSent)
            : new ByteArrayContent(response.Body);
        if (response.ContentType is not null)
        {
            content.Headers.ContentType = new MediaTypeHeaderValue(response.ContentType);
        }

        var message = new HttpResponseMessage((HttpStatusCode)response.StatusCode) { RequestMessage = exchange.Request, Content = content };
        message.Headers.Date = options.TimeProvider.GetUtcNow();
        if ((response.RateLimit ?? rateLimit) is { } reading && !response.OmitsRateLimit)
        {
            message.Headers.Add("X-Rate-Limit-Requests-Left", reading.Remaining.ToString(CultureInfo.InvariantCulture));
            message.Headers.Add("X-Rate-Limit-Requests-Quota", reading.Limit.ToString(CultureInfo.InvariantCulture));
            message.Headers.Add("X-Rate-Limit-Time-Window-Ms", Milliseconds(reading.Window));
            message.Headers.Add("X-Rate-Limit-Time-Reset-Ms", Milliseconds(reading.ResetIn));
        }

        foreach (var (name, value) in response.Headers)
        {
            message.Headers.Add(name, value);
        }

        return message;
    }

    private static string Milliseconds(TimeSpan time) =>
        ((long)Math.Ceiling(time.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture);

    private TimeSpan DrawLatency()
    {
        if (options.LatencyJitter == TimeSpan.Zero)
        {
            return options.Latency;
        }

        lock (_jitter)
        {
            return options.Latency + (options.LatencyJitter * _jitter.NextDouble());
        }
    }

    private Task WaitAsync(TimeSpan time, CancellationToken cancellationToken) =>
        time > TimeSpan.Zero ? Task.Delay(time, options.TimeProvider, cancellationToken) : Task.CompletedTask;

    private sealed record Exchange(
        HttpRequestMessage Request, ReadOnlyMemory<byte> Body, Route Route, RecordedRequest Recorded, StoreEndpoint? Store);

    private sealed class Handler(EmulatorPipeline pipeline) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            pipeline.SendAsync(request, cancellationToken);
    }
}

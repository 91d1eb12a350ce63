using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using BigCommerce.Inventory.Testing.Http;

namespace BigCommerce.Inventory.Testing;

/// <summary>
/// BigCommerce's Inventory and Locations APIs in the process: as many stores as needed, with the rules, limits, delays and errors
/// of the real ones, and no socket.
/// </summary>
/// <remarks>All members are safe to use from several threads.</remarks>
/// <example>
/// <code>
/// var emulator = new InventoryEmulator();
/// var store = emulator.Store();
/// store.AddItem("RE-130");
/// store.SetStock(1, "RE-130", 30);
///
/// using var client = emulator.CreateClient();
/// var items = await client.Items.ListAsync();
/// </code>
/// </example>
public sealed class InventoryEmulator
{
    private const string DefaultStore = "demo";
    private const string StoresPath = "/stores/";

    private static int _lastNumber;

    private readonly InventoryEmulatorOptions _options;
    private readonly ConcurrentDictionary<string, EmulatedStore> _stores = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<MemoryStream> _buffers = [];
    private readonly Newest<RecordedRequest> _requests;
    private readonly Random _jitter;
    private int _storeCount;

    /// <summary>Creates an emulator without stores.</summary>
    /// <param name="options">How it behaves; <see langword="null"/> for a Standard plan that answers at once. A copy is taken.</param>
    /// <exception cref="ArgumentException">The options are invalid; the message lists every mistake.</exception>
    public InventoryEmulator(InventoryEmulatorOptions? options = null)
    {
        _options = (options ?? new InventoryEmulatorOptions()).CopyValidated();
        _requests = new Newest<RecordedRequest>(_options.MaxRecordedRequests);
        _jitter = new Random(_options.Seed);
        BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"https://emulator-{Interlocked.Increment(ref _lastNumber)}.localhost/"));
    }

    /// <summary>The address in place of <c>https://api.bigcommerce.com/</c>. No two emulators of a process share one, so clients never mix up their rate limits.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The clock that the emulator runs on.</summary>
    public TimeProvider TimeProvider => _options.TimeProvider;

    /// <summary>The stores, by hash.</summary>
    public IReadOnlyList<EmulatedStore> Stores => [.. _stores.Values.OrderBy(store => store.Hash, StringComparer.Ordinal)];

    /// <summary>The requests that came so far, to all stores and to none; the newest <see cref="InventoryEmulatorOptions.MaxRecordedRequests"/> of them.</summary>
    public RequestLog Requests
    {
        get
        {
            lock (_requests)
            {
                return new RequestLog(_requests.ToArray());
            }
        }
    }

    /// <summary>A store. It is created when it is first named, here or by a request.</summary>
    /// <param name="hash">The store's hash.</param>
    /// <returns>The store; the same for the same hash.</returns>
    public EmulatedStore Store(string hash = DefaultStore)
    {
        ArgumentException.ThrowIfNullOrEmpty(hash);
        return _stores.GetOrAdd(hash, static (hash, emulator) => new EmulatedStore(hash, Interlocked.Increment(ref emulator._storeCount), emulator._options), this);
    }

    /// <summary>A handler that answers in place of the network, for an <see cref="HttpClient"/> or at the end of a pipeline. Any host will do.</summary>
    /// <returns>A new handler. Its requests must be sent asynchronously.</returns>
    public HttpMessageHandler CreateHandler() => new EmulatorHandler(this);

    /// <summary>A client of one of the emulator's stores, on the emulator's clock, with the pipeline of a real one.</summary>
    /// <param name="storeHash">The store's hash.</param>
    /// <param name="configure">Sets options; <see langword="null"/> for the defaults. The address is the emulator's in any case.</param>
    /// <returns>A new client; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public BigCommerceInventoryClient CreateClient(string storeHash = DefaultStore, Action<BigCommerceInventoryOptions>? configure = null)
    {
        var options = new BigCommerceInventoryOptions();
        configure?.Invoke(options);
        options.StoreHash = storeHash;
        Configure(options);
        return new BigCommerceInventoryClient(storeHash, options.AccessToken!, options, CreateHandler(), TimeProvider);
    }

    /// <summary>Points a client's options to this emulator.</summary>
    internal void Configure(BigCommerceInventoryOptions options)
    {
        options.BaseAddress = BaseAddress;
        options.StoreHash ??= DefaultStore;
        options.AccessToken ??= Store(options.StoreHash).AccessToken ?? "emulated-token";
    }

    internal async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var buffer = _buffers.TryTake(out var pooled) ? pooled : new MemoryStream();
        try
        {
            if (request.Content is not null)
            {
                await request.Content.CopyToAsync(buffer, cancellationToken).ConfigureAwait(false);
            }

            return await AnswerAsync(request, new ReadOnlyMemory<byte>(buffer.GetBuffer(), 0, (int)buffer.Length), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            buffer.SetLength(0);
            _buffers.Add(buffer);
        }
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri!;
        int start = Math.Max(0, uri.AbsolutePath.IndexOf(StoresPath, StringComparison.Ordinal));
        var route = Route.Find(request.Method.Method, uri.AbsolutePath[start..]);
        var recorded = Record(request, route, body);
        var store = route.Store is null ? null : Store(route.Store);

        var latency = DrawLatency();
        await WaitAsync(latency / 2, cancellationToken).ConfigureAwait(false);
        RateLimitReading? rateLimit = null;
        bool withinRateLimit = store is null || store.TryTakeRequest(out rateLimit);
        var answer = withinRateLimit
            ? Answer(request, route, store, body, recorded)
            : EmulatedAnswer.JsonProblem(429, "Too Many Requests");
        var response = ToResponse(request, answer, rateLimit);
        await WaitAsync(latency / 2, cancellationToken).ConfigureAwait(false);

        recorded.Status = answer.Status;
        recorded.Title = answer.Title;
        recorded.TransactionId = answer.TransactionId;
        return response;
    }

    private EmulatedAnswer Answer(HttpRequestMessage request, Route route, EmulatedStore? store, ReadOnlyMemory<byte> body, RecordedRequest recorded)
    {
        var uri = request.RequestUri!;
        if (uri.OriginalString.Length > _options.MaxUrlLength)
        {
            return EmulatedAnswer.Html(414, "Request-URI Too Large");
        }

        if (store is null || route.Operation is null)
        {
            return _options.Strict
                ? throw new EmulatorAssertionException($"The request is none of the API's: {recorded}.{Environment.NewLine}Expected, under /stores/{{hash}}/v3:{Environment.NewLine}{Route.Expected}")
                : EmulatedAnswer.JsonProblem(403, "You don't have a required scope to access the endpoint");
        }

        if (!store.Accepts(request.Headers.TryGetValues("X-Auth-Token", out var tokens) ? tokens.FirstOrDefault() : null))
        {
            return EmulatedAnswer.JsonProblem(401, "Unauthorized");
        }

        if (request.Headers.Accept.Count > 0 && !request.Headers.Accept.Any(AcceptsJson))
        {
            return EmulatedAnswer.JsonProblem(406, "Not Acceptable");
        }

        return body.Length > 0 && request.Content?.Headers.ContentType?.MediaType != EmulatedAnswer.Json
            ? EmulatedAnswer.JsonProblem(415, "Unsupported Media Type")
            : store.Handle(route, new QueryString(uri.Query), body, recorded);
    }

    private static bool AcceptsJson(MediaTypeWithQualityHeaderValue range) =>
        range.MediaType is "*/*" or "application/*" or EmulatedAnswer.Json or EmulatedAnswer.ProblemJson;

    private RecordedRequest Record(HttpRequestMessage request, Route route, ReadOnlyMemory<byte> body)
    {
        string pathAndQuery = request.RequestUri!.PathAndQuery;
        int apiPath = route.Store is null ? -1 : pathAndQuery.IndexOf("/v3/", StringComparison.Ordinal);
        var kept = body[..Math.Min(body.Length, _options.MaxRecordedBodyBytes)].ToArray();
        string? correlationId = request.Headers.TryGetValues("X-Correlation-Id", out var values) ? values.FirstOrDefault() : null;
        lock (_requests)
        {
            var recorded = new RecordedRequest(
                _requests.Total + 1,
                _options.TimeProvider.GetUtcNow(),
                route.Store,
                route.Operation,
                request.Method.Method,
                apiPath < 0 ? pathAndQuery : pathAndQuery[(apiPath + 3)..],
                kept,
                body.Length,
                correlationId);
            _requests.Add(recorded);
            return recorded;
        }
    }

    private TimeSpan DrawLatency()
    {
        if (_options.LatencyJitter == TimeSpan.Zero)
        {
            return _options.Latency;
        }

        lock (_jitter)
        {
            return _options.Latency + (_options.LatencyJitter * _jitter.NextDouble());
        }
    }

    private Task WaitAsync(TimeSpan time, CancellationToken cancellationToken) =>
        time > TimeSpan.Zero ? Task.Delay(time, _options.TimeProvider, cancellationToken) : Task.CompletedTask;

    private HttpResponseMessage ToResponse(HttpRequestMessage request, EmulatedAnswer answer, RateLimitReading? rateLimit)
    {
        var content = new ByteArrayContent(answer.Body);
        if (answer.ContentType is not null)
        {
            content.Headers.ContentType = new MediaTypeHeaderValue(answer.ContentType);
        }

        var response = new HttpResponseMessage((HttpStatusCode)answer.Status) { RequestMessage = request, Content = content };
        response.Headers.Date = _options.TimeProvider.GetUtcNow();
        if (rateLimit is not null)
        {
            AddRateLimitHeaders(response.Headers, rateLimit);
        }

        return response;
    }

    private static void AddRateLimitHeaders(HttpResponseHeaders headers, RateLimitReading reading)
    {
        headers.Add("X-Rate-Limit-Requests-Left", reading.RequestsLeft.ToString(CultureInfo.InvariantCulture));
        headers.Add("X-Rate-Limit-Requests-Quota", reading.Quota.ToString(CultureInfo.InvariantCulture));
        headers.Add("X-Rate-Limit-Time-Window-Ms", Milliseconds(reading.Window));
        headers.Add("X-Rate-Limit-Time-Reset-Ms", Milliseconds(reading.ResetIn));
    }

    private static string Milliseconds(TimeSpan time) => ((long)Math.Ceiling(time.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture);
}

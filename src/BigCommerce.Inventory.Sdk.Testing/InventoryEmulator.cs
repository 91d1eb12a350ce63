using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using BigCommerce.Inventory.Testing.Faults;
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
/// var store = emulator.GetStore();
/// store.AddItem("RE-130");
/// store.SetStock(1, "RE-130", 30);
///
/// using var client = emulator.CreateClient();
/// var items = await client.Items.ListAsync();
/// </code>
/// </example>
public sealed class InventoryEmulator
{
    // The client's send gate looks for it.
    private static readonly HttpRequestOptionsKey<bool> NotReceived = new("BigCommerce.Inventory.NotReceived");

    private const string DefaultStore = "demo";
    private const string StoresPath = "/stores/";

    private static int _lastNumber;

    private readonly InventoryEmulatorOptions _options;
    private readonly ConcurrentDictionary<string, EmulatedStore> _stores = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<MemoryStream> _buffers = [];
    private readonly Newest<RecordedRequest> _requests;
    private readonly Random _jitter;
    private readonly long _startTicks;
    private int _storeCount;
    private FaultPlan? _faults;

    /// <summary>Creates an emulator without stores.</summary>
    /// <param name="options">How it behaves; <see langword="null"/> for a Standard plan that answers at once. A copy is taken.</param>
    /// <exception cref="ArgumentException">The options are invalid; the message lists every mistake.</exception>
    public InventoryEmulator(InventoryEmulatorOptions? options = null)
    {
        _options = (options ?? new InventoryEmulatorOptions()).CopyValidated();
        _requests = new Newest<RecordedRequest>(_options.MaxRecordedRequests);
        _jitter = new Random(_options.Seed);
        _startTicks = TimeProvider.GetUtcNow().UtcTicks;
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

    /// <summary>Which requests go wrong, from now on.</summary>
    /// <value>Default: <see langword="null"/>, none does.</value>
    public FaultPlan? Faults
    {
        get => Volatile.Read(ref _faults);
        set => Volatile.Write(ref _faults, value);
    }

    /// <summary>A store. It is created when it is first named, here or by a request.</summary>
    /// <param name="hash">The store's hash.</param>
    /// <returns>The store; the same for the same hash.</returns>
    public EmulatedStore GetStore(string hash = DefaultStore)
    {
        ArgumentException.ThrowIfNullOrEmpty(hash);
        return _stores.GetOrAdd(hash, static (hash, emulator) => new EmulatedStore(hash, Interlocked.Increment(ref emulator._storeCount), emulator._options, emulator._startTicks), this);
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
        return new BigCommerceInventoryClient(storeHash, options.AccessToken!, options, new BigCommerceInventoryClientSettings { HttpHandler = CreateHandler(), TimeProvider = TimeProvider });
    }

    /// <summary>Points a client's options to this emulator.</summary>
    internal void Configure(BigCommerceInventoryOptions options)
    {
        options.BaseAddress = BaseAddress;
        options.StoreHash ??= DefaultStore;
        options.AccessToken ??= GetStore(options.StoreHash).AccessToken ?? "emulated-token";
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
        var store = route.Store is null ? null : GetStore(route.Store);

        bool isOfLocations = store is not null && route.IsOfLocations;
        bool isCrowdedOut = isOfLocations && store!.EnterLocations() > _options.MaxConcurrentLocationRequests;
        try
        {
            var latency = DrawLatency();
            await WaitAsync(latency / 2, cancellationToken).ConfigureAwait(false);
            var response = await AnswerAsync(request, route, store, body, recorded, isCrowdedOut, cancellationToken).ConfigureAwait(false);
            await WaitAsync(latency / 2, cancellationToken).ConfigureAwait(false);
            return response;
        }
        finally
        {
            if (isOfLocations)
            {
                store!.LeaveLocations();
            }
        }
    }

    private async Task<HttpResponseMessage> AnswerAsync(
        HttpRequestMessage request, Route route, EmulatedStore? store, ReadOnlyMemory<byte> body, RecordedRequest recorded, bool isCrowdedOut, CancellationToken cancellationToken)
    {
        EmulatedRateLimit? rateLimit = null;
        if ((store is not null && !store.TryTakeRequest(out rateLimit)) || isCrowdedOut)
        {
            return Complete(request, EmulatedAnswer.TooManyRequests(), rateLimit, recorded);
        }

        var fault = recorded.Fault = Faults?.Next(recorded);
        if (fault?.Kind == FaultKind.Refuse)
        {
            store?.GiveRequestBack();

            // The body was read above, which on a network would mean that it was sent.
            request.Options.Set(NotReceived, true);
            throw ConnectionFailures.Refused(request.RequestUri!);
        }

        if (fault is { StrikesAfterEffect: false })
        {
            await StrikeAsync(fault, cancellationToken).ConfigureAwait(false);
        }

        var answer = fault is { Kind: FaultKind.Replace, StrikesAfterEffect: false }
            ? fault.Replace!(rateLimit)
            : Answer(request, route, store, body, recorded);
        if (fault is { StrikesAfterEffect: true })
        {
            recorded.TransactionId = answer.TransactionId;
            await StrikeAsync(fault, cancellationToken).ConfigureAwait(false);
            answer = fault.Kind switch
            {
                FaultKind.Replace => fault.Replace!(rateLimit) with { TransactionId = answer.TransactionId },
                FaultKind.Spoil => fault.Spoil!(answer),
                _ => answer,
            };
        }

        return Complete(request, answer, rateLimit, recorded);
    }

    /// <summary>Waits, or breaks the connection.</summary>
    private async Task StrikeAsync(Fault fault, CancellationToken cancellationToken)
    {
        if (fault.Kind == FaultKind.Reset)
        {
            throw ConnectionFailures.Reset();
        }

        if (fault.Kind == FaultKind.Close)
        {
            throw ConnectionFailures.Closed();
        }

        // A clock that moves by itself must have something to move to: so a hanging request waits for a long time, again and again.
        while (fault is { Kind: FaultKind.Delay } && fault.Delay == Timeout.InfiniteTimeSpan)
        {
            await WaitAsync(TimeSpan.FromDays(7), cancellationToken).ConfigureAwait(false);
        }

        await WaitAsync(fault.Delay, cancellationToken).ConfigureAwait(false);
    }

    private EmulatedAnswer Answer(HttpRequestMessage request, Route route, EmulatedStore? store, ReadOnlyMemory<byte> body, RecordedRequest recorded)
    {
        var uri = request.RequestUri!;
        if (uri.OriginalString.Length > _options.MaxUrlLength)
        {
            return EmulatedAnswer.Html(414, "Request-URI Too Large") with { HidesRateLimit = true };
        }

        if (store is null || route.Operation is null)
        {
            return _options.Strict
                ? throw new EmulatorAssertionException($"The request is none of the API's: {recorded}.{Environment.NewLine}Expected, under /stores/{{hash}}/v3:{Environment.NewLine}{Route.Expected}")
                : EmulatedAnswer.Forbidden();
        }

        if (!store.Accepts(Header(request, "X-Auth-Token")))
        {
            return EmulatedAnswer.JsonProblem(401, "Unauthorized");
        }

        if ((store.Scopes & route.ScopesFor(request.Method.Method)) == 0)
        {
            return EmulatedAnswer.Forbidden();
        }

        if (request.Headers.Accept.Count > 0 && !request.Headers.Accept.Any(AcceptsJson))
        {
            return EmulatedAnswer.JsonProblem(406, "Not Acceptable");
        }

        return body.Length > 0 && request.Content?.Headers.ContentType?.MediaType != EmulatedAnswer.Json
            ? EmulatedAnswer.JsonProblem(415, "Unsupported Media Type")
            : store.Handle(route, new QueryString(uri.Query), body, recorded, changesNothing: recorded.Fault?.Kind == FaultKind.Ignore);
    }

    private static string? Header(HttpRequestMessage request, string name) =>
        request.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static bool AcceptsJson(MediaTypeWithQualityHeaderValue range) =>
        range.MediaType is "*/*" or "application/*" or EmulatedAnswer.Json or EmulatedAnswer.ProblemJson;

    private RecordedRequest Record(HttpRequestMessage request, Route route, ReadOnlyMemory<byte> body)
    {
        string pathAndQuery = request.RequestUri!.PathAndQuery;
        int apiPath = route.Store is null ? -1 : pathAndQuery.IndexOf("/v3/", StringComparison.Ordinal);
        var kept = body[..Math.Min(body.Length, _options.MaxRecordedBodyBytes)].ToArray();
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
                Header(request, "X-Correlation-Id"));
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

    private HttpResponseMessage Complete(HttpRequestMessage request, EmulatedAnswer answer, EmulatedRateLimit? rateLimit, RecordedRequest recorded)
    {
        answer = _options.EmptyObjectsAsArrays ? EmptyObjects.AsArrays(answer) : answer;
        recorded.StatusCode = answer.Status;
        recorded.Title = answer.Title;
        recorded.TransactionId = answer.TransactionId;

        HttpContent content = answer.BytesSent is { } bytesSent && bytesSent < answer.Body.Length
            ? new CutOffContent(answer.Body, bytesSent)
            : new ByteArrayContent(answer.Body);
        if (answer.ContentType is not null)
        {
            content.Headers.ContentType = new MediaTypeHeaderValue(answer.ContentType);
        }

        var response = new HttpResponseMessage((HttpStatusCode)answer.Status) { RequestMessage = request, Content = content };
        response.Headers.Date = _options.TimeProvider.GetUtcNow();
        if ((answer.RateLimit ?? rateLimit) is { } reading && !answer.HidesRateLimit)
        {
            AddRateLimitHeaders(response.Headers, reading);
        }

        foreach (var (name, value) in answer.Headers)
        {
            response.Headers.Add(name, value);
        }

        return response;
    }

    private static void AddRateLimitHeaders(HttpResponseHeaders headers, EmulatedRateLimit reading)
    {
        headers.Add("X-Rate-Limit-Requests-Left", reading.Remaining.ToString(CultureInfo.InvariantCulture));
        headers.Add("X-Rate-Limit-Requests-Quota", reading.Limit.ToString(CultureInfo.InvariantCulture));
        headers.Add("X-Rate-Limit-Time-Window-Ms", Milliseconds(reading.Window));
        headers.Add("X-Rate-Limit-Time-Reset-Ms", Milliseconds(reading.ResetIn));
    }

    private static string Milliseconds(TimeSpan time) => ((long)Math.Ceiling(time.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture);
}

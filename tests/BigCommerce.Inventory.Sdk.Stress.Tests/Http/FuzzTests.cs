using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Http;

/// <summary>
/// Random malformed responses through the whole client: each call returns a value or throws a documented exception, without delay.
/// </summary>
public class FuzzTests(ITestOutputHelper output)
{
    private const int CallsPerCulture = 67_000;
    private const int RunsPerCulture = 1_000;
    private const int Workers = 2;

    // No retry delays: runs use the system clock.
    private static readonly BulkOptions NoPause = new() { MaxOutageWait = TimeSpan.Zero };

    // Ends a test that would otherwise never end.
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(30);

    private static readonly string[] Cultures = ["", "de-DE", "tr-TR"];

    /// <summary>Calls of several requests: pages, and requests that are split after a rejection.</summary>
    private static readonly IReadOnlyList<Operation> Runs =
    [
        new(
            "stream of items",
            (c, o, t) => ReadAsync(c.Items.EnumerateAsync(null, options: o, cancellationToken: t)),
            EveryOperation.Named("GET items").Response),
        new(
            "stream of items, four pages ahead",
            (c, o, t) => ReadAsync(c.Items.EnumerateAsync(null, 4, o, t)),
            EveryOperation.Named("GET items").Response),
        new(
            "stream of a location's items",
            (c, o, t) => ReadAsync(c.Items.EnumerateAtLocationAsync(1, null, options: o, cancellationToken: t)),
            EveryOperation.Named("GET location's items").Response),
        new(
            "stream of locations",
            (c, o, t) => ReadAsync(c.Locations.EnumerateAsync(null, o, t)),
            EveryOperation.Named("GET locations").Response),
        new(
            "stream of metafields",
            (c, o, t) => ReadAsync(c.Metafields.EnumerateAsync(null, o, t)),
            EveryOperation.Named("GET metafields").Response),
        new(
            "bulk set",
            (c, _, t) => c.Stock.Set(Enumerable.Range(1, 30).Select(i => new AbsoluteAdjustment(i % 3 + 1, ItemKey.Variant(i), i)), NoPause)
                .RunAsync(t),
            EveryOperation.Named("PUT absolute").Response),
        new(
            "bulk change",
            (c, _, t) => c.Stock.Adjust(
                Enumerable.Range(1, 30).Select(i => new RelativeAdjustment(i % 3 + 1, ItemKey.Variant(i), i)),
                NoPause).RunAsync(t),
            EveryOperation.Named("POST relative").Response),
        new(
            "bulk settings",
            (c, _, t) => c.Stock.UpdateSettings(
                Enumerable.Range(1, 30).Select(i => new ItemSettingsUpdate(ItemKey.Variant(i)) { SafetyStock = i }),
                [1, 2, 3],
                NoPause).RunAsync(t),
            EveryOperation.Named("PUT location's items").Response),
    ];

    public static TheoryData<string> AllCultures => [.. Cultures];

    [Theory]
    [MemberData(nameof(AllCultures))]
    public async Task Responses_Random_EndInAValueOrADocumentedException(string culture)
    {
        var ends = await RunAsync(culture, EveryOperation.All, CallsPerCulture);

        // The random responses must have caused every kind of result.
        Assert.Superset(
            new HashSet<string>
            {
                "a value",
                nameof(BigCommerceEffectUnknownException),
                nameof(BigCommerceInvalidResponseException),
                nameof(BigCommerceConnectionException),
                nameof(BigCommerceApiException),
                nameof(BigCommerceValidationException),
                nameof(BigCommerceRateLimitException),
                nameof(BigCommerceUnavailableException),
                nameof(BigCommerceNotFoundException),
            },
            ends);
    }

    [Theory]
    [MemberData(nameof(AllCultures))]
    public async Task StreamsAndBulkRuns_RandomResponses_EndInAResultOrADocumentedException(string culture) =>
        Assert.Superset(
            new HashSet<string>
            {
                "a value",
                typeof(BulkRunException<AbsoluteAdjustment>).Name,
                nameof(BigCommerceInvalidResponseException),
            },
            await RunAsync(culture, Runs, RunsPerCulture));

    /// <summary>Makes that many calls with one seed each, and returns how they ended.</summary>
    private async Task<HashSet<string>> RunAsync(string culture, IReadOnlyList<Operation> operations, int calls)
    {
        var ends = new ConcurrentDictionary<string, int>();
        var failures = new ConcurrentQueue<string>();
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() =>
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            var first = ((Array.IndexOf(Cultures, culture) * Workers) + worker) * (calls / Workers);
            return RunAsync(operations, first, calls / Workers, ends, failures);
        })));

        output.WriteLine(string.Join('\n', ends.OrderByDescending(end => end.Value).Select(end => $"{end.Value,7} {end.Key}")));
        Assert.Empty(failures);
        Assert.Equal(calls, ends.Values.Sum());
        return [.. ends.Keys];
    }

    /// <summary>To repeat the call that a failure names: <c>RunAsync(operations, seed, 1, …)</c>.</summary>
    private static async Task RunAsync(
        IReadOnlyList<Operation> operations,
        int firstSeed,
        int calls,
        ConcurrentDictionary<string, int> ends,
        ConcurrentQueue<string> failures)
    {

        // A single call does not wait, so it is complete at once. A run may wait on virtual time.
        var isSingle = operations == EveryOperation.All;
        var time = new ManualTimeProvider { AdvanceWhenIdle = !isSingle };
        var network = new BrokenNetwork(operations);
        using var client = new BigCommerceInventoryClient(
            "abc",
            StubHandler.TestToken,
            new BigCommerceInventoryOptions
            {
                MaxResponseBytes = 20_000,
                Resilience =
                {
                    ReadRetryDelay = TimeSpan.Zero,
                    WriteRetryDelay = TimeSpan.Zero,
                    MaxRetryAfter = TimeSpan.Zero,
                    MaxRetryAttempts = 1,
                    MaxRateLimitWait = TimeSpan.Zero,
                },
            },
            new() { HttpHandler = network, TimeProvider = time });
        for (var seed = firstSeed; seed < firstSeed + calls && failures.Count < 10; seed++)
        {
            // So that no rate-limit window of one response delays the next call.
            time.Advance(TimeSpan.FromMinutes(10));
            var operation = network.Next(seed);
            var end = await EndOfAsync(() => operation.Call(client, null, CancellationToken.None), isSingle);
            if (end.Contains(' ', StringComparison.Ordinal) && end != "a value")
            {
                failures.Enqueue($"seed {seed}, {operation}: {end}\n{network.Last}");
            }

            ends.AddOrUpdate(end, 1, static (_, count) => count + 1);
        }
    }

    private static async Task<string> EndOfAsync(Func<Task> start, bool isSingle)
    {
        Task call;
        try
        {
            call = start();
        }
        catch (Exception exception)
        {
            return exception.ToString();
        }

        if (!isSingle)
        {
            await call.WaitAsync(LongEnough).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        return !call.IsCompleted ? "a hang"
            : call.IsCompletedSuccessfully ? "a value"
            : call.Exception?.InnerException is BigCommerceException expected ? expected.GetType().Name
            : call.Exception?.ToString() ?? "a cancellation";
    }

    private static async Task ReadAsync<T>(IAsyncEnumerable<T> stream)
    {
        await foreach (var _ in stream)
        {
        }
    }

    private sealed class BrokenNetwork(IReadOnlyList<Operation> operations) : HttpMessageHandler
    {
        // No run needs as many requests unless it does not end.
        private const int MostRequests = 1_000;

        private static readonly int[] Statuses =
        [
            200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 201, 204, 206, 207, 300, 302, 304, 400, 401, 403, 404, 408, 409,
            413, 422, 422, 423, 429, 429, 499, 500, 501, 502, 503, 504, 507, 599,
        ];
        private static readonly string[] HeaderNames =
        [
            "X-Rate-Limit-Requests-Left", "X-Rate-Limit-Requests-Quota", "X-Rate-Limit-Time-Window-Ms", "X-Rate-Limit-Time-Reset-Ms",
            "Retry-After", "X-Retry-After", "Content-Type", "Content-Length", "Content-Encoding", "Location", "X-Request-Id",
        ];
        private static readonly string[] HeaderValues =
        [
            "0",
            "1",
            "150",
            "16000000",
            "30000",
            "-1",
            "",
            " ",
            "1.5",
            "1,5",
            "1e9",
            "NaN",
            "9223372036854775807",
            "99999999999999999999999999999999",
            "Wed, 21 Oct 2026 07:28:00 GMT",
            "Mi, 21 Okt 2026 07:28:00 GMT",
            "İıŞ",
            "\u0001",
            "application/json",
            "text/html; charset=\"",
            "gzip",
            "äöü",
            "http://evil.example.test/",
            "7, 8",
            "٣٠",
            "１５０",
            "-2147483649",
            "1e308",
            "Infinity",
            "0x7f",
            "+5",
            "1_000",
        ];
        private static readonly string[] Bodies =
        [
            "",
            " ",
            "null",
            "true",
            "0",
            "\"\"",
            "[]",
            "{}",
            "[{}]",
            "{\"data\":null}",
            "{\"data\":[]}",
            "{\"data\":{}}",
            "{\"data\":[null]}",
            "{\"data\":[],\"errors\":null,\"meta\":null}",
            "{\"transaction_id\":null}",
            "{\"transaction_id\":7}",
            "<html><body>502 Bad Gateway</body></html>",
            "{\"status\":422,\"title\":\"[Item with variant_id 106 is tracked by product, please update stock by product id]\",\"errors\":{}}",
            "{\"status\":422,\"title\":\"Location not found, identities: [3,2]\",\"errors\":[]}",
            "{\"title\":{},\"errors\":\"x\"}",
            "{\"errors\":{\"a\":{\"b\":[1,{\"c\":null}]}}}",
            "\ufeff{}",
            new string('[', 2_000),
            "{\"data\":[" + new string('{', 100) + new string('}', 100) + "]}",
            "{\"data\":" + new string('9', 500) + "}",
        ];
        private static readonly string[] Tokens =
        [
            "null", "true", "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000", "\\ud800", "-", "1e999", "-9223372036854775809", "0.1",
            "\"08:00\"", "\"2026-13-45\"", "\"99:99\"", "\"İ\"", "{}", "[]", "\u0000", "\"data\"", "\"errors\"", "/**/",
        ];

        private Random _random = new(0);
        private Operation _operation = operations[0];
        private int _requests;

        /// <summary>The last response, for the failure message.</summary>
        public string Last { get; private set; } = "";

        /// <summary>Starts the next call with its operation and random source.</summary>
        public Operation Next(int seed)
        {
            _random = new Random(seed);
            _requests = 0;
            return _operation = Pick(operations);
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (++_requests > MostRequests)
            {
                throw new InvalidOperationException("There is no end to the requests.");
            }

            request.Content?.CopyToAsync(Stream.Null, cancellationToken).GetAwaiter().GetResult();
            if (_random.Next(50) == 0)
            {
                return Task.FromException<HttpResponseMessage>(Fault());
            }

            var body = Body();
            var response = new HttpResponseMessage((HttpStatusCode)(_random.Next(10) == 0 ? _random.Next(200, 1000) : Pick(Statuses)))
            {
                Content = _random.Next(20) switch
                {
                    0 => new StreamContent(new BreakingStream(body, _random.Next(body.Length + 1), Fault())),
                    1 => null,
                    _ => new ByteArrayContent(body),
                },
            };
            for (var headers = _random.Next(6); headers > 0; headers--)
            {
                var name = Pick(HeaderNames);
                var value = _random.Next(3) == 0 ? _random.NextInt64().ToString(CultureInfo.InvariantCulture) : Pick(HeaderValues);
                if (!response.Headers.TryAddWithoutValidation(name, value))
                {
                    response.Content!.Headers.TryAddWithoutValidation(name, value);
                }
            }

            Last = $"{(int)response.StatusCode} {response.Headers} {Convert.ToBase64String(body)}";
            return Task.FromResult(response);
        }

        private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

        private Exception Fault() => _random.Next(6) switch
        {
            0 => new HttpRequestException(HttpRequestError.ConnectionError, "refused"),
            1 => new HttpRequestException(HttpRequestError.ResponseEnded, "ended"),
            2 => new HttpRequestException("unknown"),
            3 => new TaskCanceledException("a timeout of the connection", new TimeoutException()),
            4 => new HttpIOException(HttpRequestError.InvalidResponse, "garbage"),
            _ => new IOException("reset"),
        };

        private byte[] Body()
        {
            var text = _random.Next(4) == 0 ? Pick(Bodies) : _random.Next(8) == 0 ? Pick(EveryOperation.All).Response : _operation.Response;
            var body = new List<byte>(Encoding.UTF8.GetBytes(text));
            for (var changes = _random.Next(4); changes > 0; changes--)
            {
                var at = _random.Next(body.Count + 1);
                var length = Math.Min(_random.Next(1, 30), body.Count - at);
                switch (_random.Next(6))
                {
                    case 0:
                        body.RemoveRange(at, body.Count - at);
                        break;
                    case 1:
                        body.RemoveRange(at, length);
                        break;
                    case 2:
                        body.InsertRange(at, Encoding.UTF8.GetBytes(Pick(Tokens)));
                        break;
                    case 3:
                        body.InsertRange(at, body.GetRange(at, length));
                        break;
                    case 4 when at < body.Count:
                        body[at] = (byte)_random.Next(256);
                        break;
                    case 5:
                        ReplaceValue(body, at);
                        break;
                }
            }

            return [.. body];
        }

        /// <summary>Replaces the next value after a colon: still JSON, but not the documented type.</summary>
        private void ReplaceValue(List<byte> body, int from)
        {
            var colon = body.IndexOf((byte)':', from);
            if (colon >= 0)
            {
                var end = body.FindIndex(colon, b => b is (byte)',' or (byte)'}' or (byte)']');
                if (end > colon)
                {
                    body.RemoveRange(colon + 1, end - colon - 1);
                    body.InsertRange(colon + 1, Encoding.UTF8.GetBytes(Pick(Tokens)));
                }
            }
        }
    }

    /// <summary>Returns some bytes and then fails.</summary>
    private sealed class BreakingStream(byte[] body, int length, Exception fault) : MemoryStream(body, 0, length)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? base.ReadAsync(buffer, cancellationToken) : ValueTask.FromException<int>(fault);
    }
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using System.Net;
using System.Text;
using System.Text.Json;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BigCommerce.Inventory.Tests.Diagnostics;

/// <summary>
/// Runs every operation with every failure, records all telemetry and exceptions, and checks that none contains the token.
/// </summary>
/// <remarks>Listens to the whole process, so it does not run in parallel with other tests.</remarks>
[CollectionDefinition(nameof(LeakTests), DisableParallelization = true)]
[Collection(nameof(LeakTests))]
public class LeakTests
{
    // Contains characters that JSON, URLs and HTML escape.
    private const string Token = "s3cr3t/t0ken+7d1f0a&9<";
    private const string NewToken = "n3wer/t0ken+51b2c3&8<";

    private static readonly string[] Secrets =
    [
        .. new[] { Token, NewToken }.SelectMany(token => new[]
        {
            token,
            token[..^1],
            Uri.EscapeDataString(token),
            WebUtility.HtmlEncode(token),
            JsonEncodedText.Encode(token).ToString(),
            token.Replace("/", @"\/", StringComparison.Ordinal),
        }),
    ];

    private static readonly (string Name, Func<Operation, Echo, HttpResponseMessage> Response)[] Ends =
    [
        ("good", (operation, _) => Response(200, operation.Response)),
        ("good and echoing", (operation, echo) => echo.InHead(Response(200, operation.Response))),
        ("not JSON", (_, _) => Response(200, "{")),
        ("empty", (_, _) => Response(200, "")),
        ("too large", (_, _) => Response(200, $$$"""{"x":"{{{new string('x', 5_000)}}}"}""")),
        .. Enumerable.Range(0, 7).Select(
            i => new ValueTuple<string, Func<Operation, Echo, HttpResponseMessage>>(
                $"echo {i}",
                (_, echo) => Response(200, echo.Bodies[i]))),
        .. new[] { 204, 302, 400, 401, 403, 404, 405, 409, 413, 422, 423, 429, 499, 500, 501, 502, 503, 504, 507 }
            .SelectMany((status, i) => new (string, Func<Operation, Echo, HttpResponseMessage>)[]
            {
                ($"{status}", (_, echo) => echo.InHead(Response(status, echo.Bodies[i % 3]))),
                ($"{status} HTML", (_, echo) => Response(status, echo.Bodies[3 + (i % 4)])),
                (
                    $"{status} later",
                    (_, _) => Response(
                        status,
                        "{}",
                        ("Retry-After", "3600"),
                        ("X-Rate-Limit-Requests-Left", "0"),
                        ("X-Rate-Limit-Requests-Quota", "150"))),
            }),
        ("refused", (_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused")),
        ("reset", (_, _) => throw new HttpRequestException(HttpRequestError.ResponseEnded, "reset", new IOException("reset"))),
        ("broken", (_, echo) => throw new IOException($"expected HTTP/1.1, got {echo.Newer}")),
        (
            "quoted",
            (_, echo) => throw new HttpRequestException(
                HttpRequestError.InvalidResponse,
                $"Received an invalid status line: 'X-Auth-Token: {echo.Older} {echo.Newer}'.")),
        ("broken body", (_, echo) => new HttpResponseMessage { Content = new StreamContent(new BrokenBody(echo.Newer)) }),
        ("timeout", (_, _) => throw new TaskCanceledException("timeout", new TimeoutException())),
        ("bug", (_, _) => throw new InvalidOperationException("a bug in a handler")),
        ("told by a handler", (_, echo) => echo.InHead(Response(418, "{}"))),
    ];

    public static TheoryData<string> Plants => [.. PlantTable.Keys];

    private static Dictionary<string, Action<LeakNet, string>> PlantTable { get; } = new()
    {
        ["log message"] = (net, secret) => net.Log.CreateLogger("x").Log(LogLevel.Trace, default, secret, null, (state, _) => state),
        ["log exception"] = (net, secret) => net.Log.CreateLogger("x")
            .Log(LogLevel.Error, default, "x", new InvalidOperationException(secret), (state, _) => state),
        ["log scope"] = (net, secret) => net.Log.CreateLogger("x").BeginScope(new Dictionary<string, object?> { ["scope"] = secret }),
        ["span tag"] = (_, secret) => Span(span => span.SetTag("x", secret)),
        ["span status"] = (_, secret) => Span(span => span.SetStatus(ActivityStatusCode.Error, secret)),
        ["span baggage"] = (_, secret) => Span(span => span.SetBaggage("x", secret)),
        ["span event"] = (_, secret) => Span(
            span => span.AddEvent(new ActivityEvent("x", tags: new ActivityTagsCollection { ["x"] = secret }))),
        ["measurement tag"] = (_, secret) =>
        {
            using var meter = new Meter("planted");
            meter.CreateCounter<long>("x").Add(1, new KeyValuePair<string, object?>("x", secret));
        },
        ["event source"] = (_, secret) => TestEvents.Source.Happened(secret),
        ["callback header"] = (net, secret) => net.Print(
            new ResponseInfo
            {
                StatusCode = HttpStatusCode.OK,
                Headers = new Dictionary<string, IReadOnlyList<string>> { ["X-Echo"] = ["a", secret] },
                RateLimit = null,
                AttemptCount = 1,
                CorrelationId = default,
            }),
        ["inner exception"] = (net, secret) => net.Print(new InvalidOperationException("outer", new IOException(secret))),
        ["exception data"] = (net, secret) => net.Print(new InvalidOperationException("outer") { Data = { ["x"] = secret } }),
        ["exception property"] = (net, secret) => net.Print(new BigCommerceEffectUnknownException("x", "POST", secret, default)),
        ["error body"] = (net, secret) => net.Print(
            new BigCommerceApiException(new ApiError { StatusCode = HttpStatusCode.BadGateway, Body = secret }, "x")),
        ["field error"] = (net, secret) => net.Print(new BigCommerceApiException(
            new ApiError { StatusCode = HttpStatusCode.BadGateway, FieldErrors = new Dictionary<string, string> { ["x"] = secret } },
            "x")),
    };

    [Theory]
    [MemberData(nameof(Plants))]
    public void LeakNet_PlantedToken_IsFound(string where)
    {
        var secret = $"planted-{Guid.NewGuid():N}";
        using var net = new LeakNet();
        Assert.Empty(net.Holding(secret));

        PlantTable[where](net, secret.ToUpperInvariant());

        Assert.NotEmpty(net.Holding(secret));
    }

    [Fact]
    public async Task Token_EveryOperationAndEnd_IsNeverPrinted()
    {
        using var net = new LeakNet();
        var time = new ManualTimeProvider();
        var network = new Network();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(net.Log));
        services.AddBigCommerceInventoryClientFactory(options =>
            {
                options.MaxResponseBytes = 4_000;
                options.Resilience = new ResilienceOptions
                {
                    MaxRetryAttempts = 1,
                    ReadRetryDelay = TimeSpan.Zero,
                    WriteRetryDelay = TimeSpan.Zero,
                    MaxRetryAfter = TimeSpan.Zero,
                    MaxRateLimitWait = TimeSpan.Zero,
                    CircuitBreaker =
                    {
                        MinimumThroughput = 10,
                        SamplingDuration = TimeSpan.FromDays(1),
                        BreakDuration = TimeSpan.FromSeconds(1),
                    },
                };
            })
            .ConfigurePrimaryHttpMessageHandler(() => network)
            .AddHttpMessageHandler(() => new RequestPrintingHandler())
            .RedactLoggedHeaders(_ => false);
        await using var provider = services.BuildServiceProvider();
        var factory = provider.GetRequiredService<IBigCommerceInventoryClientFactory>();
        var calls = 0;

        foreach (var (name, response) in Ends)
        {
            var hash = name.Replace(' ', '-');

            // A fixed token; one that is replaced after a 401; one that changes with each call. Responses contain the older token too.
            BigCommerceInventoryClient[] clients =
            [
                factory.CreateClient(new StoreCredentials($"fixed-{hash}", Token)),
                factory.CreateClient(StoreCredentials.FromProvider(
                    $"rotating-{hash}",
                    request => ValueTask.FromResult(request.RejectedToken is null ? Token : NewToken))),
                factory.CreateClient(
                    StoreCredentials.FromProvider($"restless-{hash}", _ => ValueTask.FromResult(calls % 2 == 0 ? Token : NewToken))),
            ];
            foreach (var operation in EveryOperation.All)
            {
                foreach (var client in clients)
                {
                    calls++;

                    // So that no rate-limit window or open circuit delays the next call.
                    time.Advance(TimeSpan.FromMinutes(10));
                    network.Response = echo => echo.Newer == Token && client.StoreHash.StartsWith("rotating", StringComparison.Ordinal)
                        ? echo.InHead(Response(401, echo.Bodies[0]))
                        : response(operation, echo);
                    try
                    {
                        await operation.Call(client, new RequestOptions { OnResponse = net.Print }, CancellationToken.None);
                    }
                    catch (Exception exception)
                    {
                        net.Print(exception);
                    }

                    net.Print(name, $"{client} {client.RateLimit}");
                }
            }
        }

        // The check means nothing unless something was recorded.
        Assert.Equal(Ends.Length * 18 * 3, calls);
        Assert.InRange(network.Tokens[Token], calls * 2 / 3, calls * 2);
        Assert.InRange(network.Tokens[NewToken], calls / 3, calls * 2);
        var texts = net.Texts;
        foreach (var expected in new[]
        {
            "BigCommerceEffectUnknownException",
            "BigCommerceCircuitOpenException",
            "a bug in a handler",
            "callback header X-Echo",
            "X-Correlation-Id",
            "bigcommerce.inventory.attempts",
            "attempt 1 starts",
            "Received an invalid status line",
            "expected HTTP/1.1, got ***",
            "StatusCode: 418, ReasonPhrase: 'you sent ***",
        })
        {
            Assert.Contains(texts, text => text.Contains(expected, StringComparison.Ordinal));
        }

        Assert.Empty(net.Holding(Secrets));
    }

    [Theory]
    [InlineData("X-Auth-Token: {0}\r\n\r\n")]
    [InlineData("HTTP/1.1 2{0} OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 {0}\r\nContent-Length: 900\r\n\r\n{0}")]
    [InlineData("HTTP/1.1 200 OK\r\n{0} and so on\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{0}\r\n")]
    [InlineData("HTTP/1.1 502 {0}\r\nX-Echo: {0}\r\nConnection: close\r\nContent-Length: 22\r\n\r\n{0}")]
    public async Task Token_QuotedByHttpClientError_IsRedacted(string response)
    {
        var bytes = Encoding.ASCII.GetBytes(string.Format(System.Globalization.CultureInfo.InvariantCulture, response, Token));
        await using var server = new LoopbackServer(
            async (stream, _) => await stream.WriteAsync(bytes),
            async (stream, _) => await stream.WriteAsync(bytes));
        using var net = new LeakNet();
        using var client = new BigCommerceInventoryClient(
            "quoting",
            Token,
            new BigCommerceInventoryOptions { BaseAddress = server.Address, Resilience = { MaxRetryAttempts = 0 } },
            new() { TimeProvider = new ManualTimeProvider { AdvanceWhenIdle = true }, LoggerFactory = net.Log });

        net.Print(await Assert.ThrowsAnyAsync<BigCommerceException>(
            () => client.Items.ListAsync(options: new RequestOptions { OnResponse = net.Print })));
        net.Print(await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(
            () => client.Adjustments.AdjustRelativeAsync(new([new RelativeAdjustment(1, ItemKey.Variant(79), -3)]))));

        Assert.Equal(2, server.Requests.Count(request => request.Contains(Token, StringComparison.Ordinal)));

        // .NET's own event sources may quote the token, and the SDK cannot change them.
        Assert.DoesNotContain(
            net.Holding(Secrets),
            text => !text.StartsWith("event: ", StringComparison.Ordinal)
                && !text.StartsWith("span event: System.Net.Http", StringComparison.Ordinal));
    }

    private static HttpResponseMessage Response(int status, string body, params (string Name, string Value)[] headers) =>
        StubHandler.Response((HttpStatusCode)status, body, "application/json", headers);

    private static void Span(Action<Activity> change)
    {
        using var source = new ActivitySource("planted");
        using var span = source.StartActivity("x");
        change(span!);
    }

    /// <summary>Error pages of gateways that repeat the client's request in different forms.</summary>
    /// <param name="Older">The first token that came from the client.</param>
    /// <param name="Newer">The one that came with the request.</param>
    private sealed record Echo(string Older, string Newer)
    {
        public string[] Bodies { get; } =
        [
            Problem(Older, Newer),
            Problem(JsonEncodedText.Encode(Older).ToString(), JsonEncodedText.Encode(Newer).ToString()),
            Problem(Older.Replace("/", @"\/", StringComparison.Ordinal), Newer.Replace("/", @"\/", StringComparison.Ordinal)),
            $"<html><body>You sent X-Auth-Token: {Newer}, and before {Older}</body></html>",
            $"<html><body>{WebUtility.HtmlEncode(Older)} {WebUtility.HtmlEncode(Newer)}</body></html>",
            $"https://log.example.test/?token={Uri.EscapeDataString(Older)}&other={Uri.EscapeDataString(Newer)}",
            $"cut off in the middle of {Newer[..^1]}",
        ];

        public HttpResponseMessage InHead(HttpResponseMessage response)
        {
            response.ReasonPhrase = $"you sent {Newer}";
            response.Headers.TryAddWithoutValidation("X-Echo", ["first", $"X-Auth-Token={Newer}", Uri.EscapeDataString(Older)]);
            response.Headers.TryAddWithoutValidation("Location", $"https://example.test/?token={Uri.EscapeDataString(Newer)}");
            response.Content.Headers.TryAddWithoutValidation("Content-Language", Newer);
            return response;
        }

        private static string Problem(string older, string newer) =>
            $$$"""{"status":422,"title":"Bad token {{{older}}}","type":"https://example.test/{{{newer}}}","detail":"{{{newer}}}","errors":{"{{{older}}}":"{{{newer}}}"}}""";
    }

    private sealed class Network : HttpMessageHandler
    {
        private readonly Dictionary<string, string> _first = [];

        public Func<Echo, HttpResponseMessage> Response { get; set; } = _ => new HttpResponseMessage();

        public Dictionary<string, int> Tokens { get; } = new() { [Token] = 0, [NewToken] = 0 };

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var token = request.Headers.GetValues("X-Auth-Token").Single();
            Tokens[token]++;
            await (request.Content?.CopyToAsync(Stream.Null, cancellationToken) ?? Task.CompletedTask);
            var store = request.RequestUri!.Segments[2];
            _first.TryAdd(store, token);
            var response = Response(new Echo(_first[store], token));
            response.RequestMessage = request;
            return response;
        }
    }

    /// <summary>A user's handler that puts the whole request into an exception.</summary>
    private sealed class RequestPrintingHandler : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            return (int)response.StatusCode == 418 ? throw new InvalidOperationException($"{request} {response}") : response;
        }
    }

    private sealed class BrokenBody(string echo) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new HttpIOException(HttpRequestError.InvalidResponse, $"Chunk header '{echo}' could not be parsed.");
    }

    [EventSource(Name = "BigCommerce.Tests")]
    private sealed class TestEvents : EventSource
    {
        public static readonly TestEvents Source = new();

        [Event(1)]
        public void Happened(string what) => WriteEvent(1, what);
    }
}

using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using WireMock.RequestBuilders;
using WireMock.Server;
using WireMock.Settings;

namespace BigCommerce.Inventory.WireMockTests.Server;

/// <summary>A WireMock.Net server for one test, on a free port of the loopback interface.</summary>
public sealed class StubServer : IDisposable
{
    /// <summary>The store hash in the path of every request.</summary>
    public const string Hash = "storehash";

    /// <summary>The path that every URL begins with.</summary>
    public const string StorePath = $"/stores/{Hash}/v3";

    /// <summary>The access token that every stub expects.</summary>
    public const string AccessToken = "test-access-token";

    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(30);

    private readonly WireMockServer _server = WireMockServer.Start(new WireMockServerSettings
    {
        Urls = ["http://127.0.0.1:0"],
        AdditionalServiceRegistration = services => services.AddHttpContextAccessor(),
        AllowBodyForAllHttpMethods = true,
        DisableJsonBodyParsing = true,
        DisableRequestBodyDecompressing = true,
    });

    private readonly ConcurrentQueue<ExactRequest> _expected = new();
    private readonly ConcurrentQueue<ReceivedRequest> _received = new();
    private readonly ConcurrentQueue<string> _unmatched = new();
    private readonly SemaphoreSlim _stalledOrUnmatched = new(0);

    public StubServer() => _server
        .Given(Request.Create().WithPath("/*"))
        .AtPriority(int.MaxValue)
        .RespondWith(new Responder(Refuse, OnStalled));

    /// <summary>Where the server listens, without a path.</summary>
    public Uri Address => new(_server.Url!);

    /// <summary>Every request, in their order, matched or not. A request is here before its response is sent.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => [.. _received];

    /// <summary>Responds to the requests of a case, each in its turn; the last response is repeated.</summary>
    public void Stub(string operation, string @case) => Add($"{operation}/{@case}", MappingFiles.Find(operation, @case));

    /// <summary>Responds to the operation's requests with one case each; the last response is repeated.</summary>
    public void StubSequence(string operation, params IReadOnlyList<string> cases) => Add(
        $"{operation}/{string.Join('+', cases)}",
        [.. cases.Select(@case => Assert.Single(MappingFiles.Find(operation, @case)))]);

    /// <summary>Waits until a response has stopped before its end.</summary>
    public async Task WaitForStalledResponseAsync()
    {
        Assert.True(await _stalledOrUnmatched.WaitAsync(StallLimit), "No response has stopped before its end.");
        AssertEveryRequestMatched();
    }

    /// <summary>Fails when a request matched no stub, and says what was expected and what was received.</summary>
    public void AssertEveryRequestMatched()
    {
        if (!_unmatched.IsEmpty)
        {
            Assert.Fail(string.Join(Environment.NewLine, _unmatched));
        }
    }

    public void Dispose()
    {
        _server.Dispose();
        _stalledOrUnmatched.Dispose();
    }

    private void Add(string name, IReadOnlyList<Exchange> exchanges)
    {
        // The scenarios of WireMock.Net move on after the response, which is too late when the response ends the connection.
        var turn = 0;
        foreach (var (index, exchange) in exchanges.Index())
        {
            var expected = new ExactRequest(name, exchange, isNext: () => Volatile.Read(ref turn) == index);
            _expected.Enqueue(expected);
            _server.Given(Request.Create().Add(expected)).RespondWith(new Responder(
                request =>
                {
                    _received.Enqueue(request);
                    Volatile.Write(ref turn, Math.Min(index + 1, exchanges.Count - 1));
                    return exchange.Response;
                },
                OnStalled));
        }
    }

    private StubResponse Refuse(ReceivedRequest request)
    {
        _received.Enqueue(request);
        var lines = _expected
            .Select(expected => expected.DifferencesFrom(request).Prepend($"It differs from {expected.Name} in:").ToList())
            .MinBy(candidate => candidate.Count) ?? ["There is none."];
        var report = $"{request} matched no stub. {string.Join(Environment.NewLine, lines)}";
        _unmatched.Enqueue(report);
        _stalledOrUnmatched.Release();
        return new StubResponse(404, Text: report);
    }

    private void OnStalled() => _stalledOrUnmatched.Release();
}

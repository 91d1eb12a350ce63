using System.Net;
using System.Net.Sockets;

namespace BigCommerce.Inventory.Tests.Safety;

/// <summary>How the first request fails. The following requests succeed, or fail in the same way.</summary>
/// <param name="Name">The name in the failure list.</param>
/// <param name="Proof">The effect that this one response proves for a write.</param>
/// <param name="Strike">Fails the request, or returns the response. Takes the clock and the request's token.</param>
/// <param name="ReadsBody">Whether the server receives the request.</param>
public sealed record Failure(
    string Name,
    RequestEffect Proof,
    Func<TimeProvider, CancellationToken, Task<HttpResponseMessage>> Strike,
    bool ReadsBody = true)
{
    public static IReadOnlyList<Failure> All { get; } =
    [
        new(
            "refused",
            RequestEffect.None,
            (_, _) => throw new HttpRequestException(
                HttpRequestError.ConnectionError,
                "refused",
                new SocketException((int)SocketError.ConnectionRefused)),
            ReadsBody: false),
        new(
            "no such host",
            RequestEffect.None,
            (_, _) => throw new HttpRequestException(HttpRequestError.NameResolutionError, "no such host"),
            ReadsBody: false),
        new(
            "reset after send",
            RequestEffect.Unknown,
            (_, _) => throw new HttpRequestException(HttpRequestError.Unknown, "reset", new IOException("reset"))),
        new("closed after send", RequestEffect.Unknown, (_, _) => throw new HttpIOException(HttpRequestError.ResponseEnded)),
        new(
            "body broken off",
            RequestEffect.Unknown,
            (_, _) => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new BrokenBody()) })),
        new("no response in time", RequestEffect.Unknown, async (time, token) =>
        {
            await Task.Delay(TimeSpan.FromHours(2), time, token);
            throw new HttpIOException(HttpRequestError.ResponseEnded);
        }),
        new("timeout of a handler", RequestEffect.Unknown, (_, _) => throw new TaskCanceledException("timeout", new TimeoutException())),
        new("success that is HTML", RequestEffect.Unknown, (_, _) => Respond(200, "<html>welcome</html>")),
        Status(302, RequestEffect.Unknown),
        Status(400, RequestEffect.None),
        Status(401, RequestEffect.None),
        Status(404, RequestEffect.None),
        Status(408, RequestEffect.Unknown),
        Status(409, RequestEffect.None),
        Status(422, RequestEffect.None),
        Status(429, RequestEffect.None),
        Status(499, RequestEffect.Unknown),
        Status(500, RequestEffect.Unknown),
        Status(501, RequestEffect.None),
        Status(503, RequestEffect.Unknown),
        Status(507, RequestEffect.None),
    ];

    public static Task<HttpResponseMessage> Respond(int status, string body) =>
        Task.FromResult(
            new HttpResponseMessage((HttpStatusCode)status)
            {
                Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
            });

    public override string ToString() => Name;

    private static Failure Status(int status, RequestEffect proof) => new($"status {status}", proof, (_, _) => Respond(status, "{}"));

    private sealed class BrokenBody : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new HttpIOException(HttpRequestError.ResponseEnded);
    }
}

/// <summary>A server that records what it has applied. Requests that provably were not handled are never applied.</summary>
/// <param name="failure">How requests fail.</param>
/// <param name="isApplied">Whether a request with an unknown effect was applied.</param>
/// <param name="failures">How many requests fail.</param>
/// <param name="time">The clock.</param>
internal sealed class FailingServer(Failure failure, bool isApplied, int failures, TimeProvider time) : HttpMessageHandler
{
    private int _received;
    private int _applied;

    /// <summary>Requests that reached the server or failed before it.</summary>
    public int Received => _received;

    /// <summary>Requests that were applied.</summary>
    public int Applied => _applied;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isFailing = Interlocked.Increment(ref _received) <= failures;
        if (!isFailing || failure.ReadsBody)
        {
            await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
        }

        if (!isFailing || (isApplied && failure.Proof == RequestEffect.Unknown))
        {
            Interlocked.Increment(ref _applied);
        }

        return isFailing
            ? await failure.Strike(time, cancellationToken)
            : await Failure.Respond(200, """{"transaction_id":"t","data":[],"meta":{}}""");
    }
}

using System.Net;
using System.Text;
using BigCommerce.Inventory.Testing.Faults;
using BigCommerce.Inventory.Testing.Http;
using BigCommerce.Inventory.Testing.State;

namespace BigCommerce.Inventory.Testing;

/// <summary>A failure that an emulator injects into a request. A <see cref="FaultPlan"/> selects the requests.</summary>
/// <remarks>
/// A fault occurs before the request takes effect. With <see cref="AfterEffect"/> it occurs afterwards: the store has changed, and the
/// client does not know. Faults that corrupt a response always occur after the effect.
/// </remarks>
public sealed class Fault
{
    private readonly string _name;

    private Fault(FaultKind kind, string name, bool isAfterEffect = false)
    {
        Kind = kind;
        _name = name;
        IsAfterEffect = isAfterEffect;
    }

    /// <summary>One fault of each kind that a client can recover from or detect, before and after the effect where both exist.</summary>
    /// <value>Without <see cref="IgnoredWrite"/>, which no client can detect from the response, and <see cref="Redirect"/>.</value>
    public static IReadOnlyList<Fault> AllDetectable { get; } =
    [
        StatusCode(500), StatusCode(500).AfterEffect(), StatusCode(503), StatusCode(504).AfterEffect(),
        RateLimited(), RateLimited(remaining: 5, TimeSpan.FromSeconds(2)), RateLimitedWithoutHeaders(),
        Html(), Html().AfterEffect(), EmptyBody(), TruncatedBody(), TruncatedJson(),
        ConnectionRefused(), ConnectionReset(), ConnectionReset().AfterEffect(), ConnectionClosed(), ConnectionClosed().AfterEffect(),
        Delayed(TimeSpan.FromSeconds(3)), NoResponse(), NoResponse().AfterEffect(),
        .. Enum.GetValues<MetaShape>().Select(MissingPagination),
    ];

    /// <summary>Whether the request takes effect although it fails.</summary>
    public bool IsAfterEffect { get; }

    internal FaultKind Kind { get; }

    /// <summary>Creates the response of a <see cref="FaultKind.ReplaceResponse"/> fault from the store's rate limit.</summary>
    internal Func<RateLimitReading?, EmulatedResponse>? Replace { get; private init; }

    /// <summary>Corrupts the response of a <see cref="FaultKind.CorruptResponse"/> fault.</summary>
    internal Func<EmulatedResponse, EmulatedResponse>? Corrupt { get; private init; }

    internal TimeSpan Delay { get; private init; }

    /// <summary>A response with an error status code.</summary>
    /// <param name="statusCode">The status code, 400 to 599.</param>
    /// <param name="body">The body; <see langword="null"/> for an error body in the API's format, empty for no body.</param>
    /// <param name="contentType">The content type of the body.</param>
    /// <returns>The fault.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="statusCode"/> is outside 400 to 599.</exception>
    public static Fault StatusCode(int statusCode, string? body = null, string contentType = EmulatedResponse.Json)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 599);

        var response = body switch
        {
            null => EmulatedResponse.JsonProblem(statusCode, ((HttpStatusCode)statusCode).ToString()),
            "" => EmulatedResponse.Empty(statusCode),
            _ => new EmulatedResponse(statusCode, Encoding.UTF8.GetBytes(body), contentType),
        };
        return Replacing(FormattableString.Invariant($"status code {statusCode}"), _ => response);
    }

    /// <summary>A 429 response with the rate-limit headers, even if the store's quota is not used up.</summary>
    /// <param name="remaining">The value of <c>X-Rate-Limit-Requests-Left</c>. The API sends positive values too.</param>
    /// <param name="retryAfter">The <c>X-Retry-After</c>, rounded up to whole seconds; <see langword="null"/> for no header.</param>
    /// <returns>The fault.</returns>
    public static Fault RateLimited(int remaining = 0, TimeSpan? retryAfter = null)
    {
        KeyValuePair<string, string>[] headers = retryAfter is { } wait
            ? [new("X-Retry-After", FormattableString.Invariant($"{Math.Ceiling(wait.TotalSeconds)}"))]
            : [];
        return Replacing("429", reading => EmulatedResponse.TooManyRequests() with
        {
            RateLimit = reading is null ? null : reading with { Remaining = remaining },
            Headers = headers,
        });
    }

    /// <summary>A 429 response without headers or body, as the platform sends it under load.</summary>
    /// <returns>The fault.</returns>
    public static Fault RateLimitedWithoutHeaders() =>
        Replacing("429 without headers", static _ => EmulatedResponse.Empty(429) with { OmitsRateLimit = true });

    /// <summary>An HTML page from a gateway.</summary>
    /// <param name="statusCode">The status code. Some proxies send 200.</param>
    /// <returns>The fault.</returns>
    public static Fault Html(int statusCode = 502)
    {
        var response = EmulatedResponse.Html(statusCode, ((HttpStatusCode)statusCode).ToString()) with { OmitsRateLimit = true };
        return Replacing(FormattableString.Invariant($"HTML with status code {statusCode}"), _ => response);
    }

    /// <summary>A redirect. A client must not follow it with its token.</summary>
    /// <param name="location">The target.</param>
    /// <returns>The fault.</returns>
    public static Fault Redirect(Uri location)
    {
        ArgumentNullException.ThrowIfNull(location);
        var response = EmulatedResponse.Empty(302) with { Headers = [new("Location", location.AbsoluteUri)] };
        return Replacing($"redirect to {location}", _ => response);
    }

    /// <summary>The correct status code without the body.</summary>
    /// <returns>The fault.</returns>
    public static Fault EmptyBody() => Corrupting("empty body", static response => response with { Body = [] });

    /// <summary>The connection closes in the middle of the body, so that reading the body fails.</summary>
    /// <returns>The fault.</returns>
    public static Fault TruncatedBody() =>
        Corrupting("truncated body", static response => response with { BytesSent = response.Body.Length / 2 });

    /// <summary>A body that is complete as HTTP but contains only the first half of the JSON.</summary>
    /// <returns>The fault.</returns>
    public static Fault TruncatedJson() =>
        Corrupting("truncated JSON", static response => response with { Body = response.Body[..(response.Body.Length / 2)] });

    /// <summary>A <c>meta</c> without a page count. Responses that have no <c>meta</c> stay correct.</summary>
    /// <param name="shape">The shape of the <c>meta</c>.</param>
    /// <returns>The fault.</returns>
    public static Fault MissingPagination(MetaShape shape) =>
        Corrupting($"missing pagination ({shape})", response => PaginationRemover.Remove(response, shape));

    /// <summary>The connection is refused before anything is sent. The request has no effect.</summary>
    /// <returns>The fault.</returns>
    public static Fault ConnectionRefused() => new(FaultKind.RefuseConnection, "connection refused");

    /// <summary>The connection is reset before the response.</summary>
    /// <returns>The fault.</returns>
    public static Fault ConnectionReset() => new(FaultKind.ResetConnection, "connection reset");

    /// <summary>The connection is closed before the response.</summary>
    /// <returns>The fault.</returns>
    public static Fault ConnectionClosed() => new(FaultKind.CloseConnection, "connection closed");

    /// <summary>The correct response after a delay.</summary>
    /// <param name="delay">The delay.</param>
    /// <returns>The fault.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is negative.</exception>
    public static Fault Delayed(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return new Fault(FaultKind.Delay, FormattableString.Invariant($"delayed by {delay}")) { Delay = delay };
    }

    /// <summary>No response. Only a timeout or the caller's cancellation ends the request.</summary>
    /// <returns>The fault.</returns>
    public static Fault NoResponse() => new(FaultKind.Delay, "no response") { Delay = Timeout.InfiniteTimeSpan };

    /// <summary>A write that gets a 200 response with a transaction id but changes nothing, like the API beyond its stock limit.</summary>
    /// <returns>The fault.</returns>
    public static Fault IgnoredWrite() => new(FaultKind.IgnoreWrite, "ignored write");

    /// <summary>Creates the same fault, but after the request took effect.</summary>
    /// <returns>The fault.</returns>
    /// <exception cref="InvalidOperationException">The fault prevents the effect.</exception>
    public Fault AfterEffect() => Kind is FaultKind.RefuseConnection or FaultKind.IgnoreWrite
        ? throw new InvalidOperationException(
            $"The fault '{_name}' prevents the effect of a request. Use it without {nameof(AfterEffect)}.")
        : new Fault(Kind, _name, isAfterEffect: true) { Replace = Replace, Corrupt = Corrupt, Delay = Delay };

    /// <summary>A description of the fault.</summary>
    /// <returns>For example <c>connection reset after the effect</c>.</returns>
    public override string ToString() => IsAfterEffect && Kind != FaultKind.CorruptResponse ? _name + " after the effect" : _name;

    private static Fault Replacing(string name, Func<RateLimitReading?, EmulatedResponse> replace) =>
        new(FaultKind.ReplaceResponse, name) { Replace = replace };

    private static Fault Corrupting(string name, Func<EmulatedResponse, EmulatedResponse> corrupt) =>
        new(FaultKind.CorruptResponse, name, isAfterEffect: true) { Corrupt = corrupt };
}

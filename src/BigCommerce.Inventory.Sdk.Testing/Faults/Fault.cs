using System.Net;
using System.Text;
using BigCommerce.Inventory.Testing.Faults;
using BigCommerce.Inventory.Testing.Http;

namespace BigCommerce.Inventory.Testing;

/// <summary>Something that goes wrong with a request. A <see cref="FaultPlan"/> says with which.</summary>
/// <remarks>
/// A fault strikes before the request takes effect, unless <see cref="AfterEffect"/> says otherwise: then the store has changed and the
/// client does not know. Faults that spoil an answer are always of the second kind.
/// </remarks>
public sealed class Fault
{
    private readonly string _name;

    private Fault(FaultKind kind, string name, bool strikesAfterEffect = false)
    {
        Kind = kind;
        _name = name;
        StrikesAfterEffect = strikesAfterEffect;
    }

    /// <summary>Whether the request takes effect although it fails.</summary>
    public bool StrikesAfterEffect { get; private init; }

    internal FaultKind Kind { get; }

    /// <summary>The answer in place of the right one, given the store's rate limit.</summary>
    internal Func<EmulatedRateLimit?, EmulatedAnswer>? Replace { get; private init; }

    /// <summary>What is made of the right answer.</summary>
    internal Func<EmulatedAnswer, EmulatedAnswer>? Spoil { get; private init; }

    internal TimeSpan Delay { get; private init; }

    /// <summary>An answer with an error status.</summary>
    /// <param name="status">The status, 400 to 599.</param>
    /// <param name="body">The body; <see langword="null"/> for a problem as the API writes it, empty for none.</param>
    /// <param name="contentType">The type of the body.</param>
    /// <returns>The fault.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="status"/> is no error.</exception>
    public static Fault Status(int status, string? body = null, string contentType = EmulatedAnswer.Json)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);

        var answer = body switch
        {
            null => EmulatedAnswer.JsonProblem(status, ((HttpStatusCode)status).ToString()),
            "" => EmulatedAnswer.Empty(status),
            _ => new EmulatedAnswer(status, Encoding.UTF8.GetBytes(body), contentType),
        };
        return Replacing(FormattableString.Invariant($"status {status}"), _ => answer);
    }

    /// <summary>429 with the rate-limit headers, although the store's quota may not be used up.</summary>
    /// <param name="requestsLeft">What <c>X-Rate-Limit-Requests-Left</c> says; the API sends positive values too.</param>
    /// <param name="retryAfter">What <c>X-Retry-After</c> says, in whole seconds; <see langword="null"/> to leave it out.</param>
    /// <returns>The fault.</returns>
    public static Fault RateLimited(int requestsLeft = 0, TimeSpan? retryAfter = null)
    {
        KeyValuePair<string, string>[] headers = retryAfter is { } wait
            ? [new("X-Retry-After", FormattableString.Invariant($"{Math.Ceiling(wait.TotalSeconds)}"))]
            : [];
        return Replacing("429", reading => EmulatedAnswer.TooManyRequests() with
        {
            RateLimit = reading is null ? null : reading with { Remaining = requestsLeft },
            Headers = headers,
        });
    }

    /// <summary>429 without any header or body, as under platform load.</summary>
    /// <returns>The fault.</returns>
    public static Fault BareRateLimit() => Replacing("bare 429", static _ => EmulatedAnswer.Empty(429) with { HidesRateLimit = true });

    /// <summary>A gateway's page in HTML.</summary>
    /// <param name="status">The status; 200 too, as some proxies do.</param>
    /// <returns>The fault.</returns>
    public static Fault Html(int status = 502)
    {
        var answer = EmulatedAnswer.Html(status, ((HttpStatusCode)status).ToString()) with { HidesRateLimit = true };
        return Replacing(FormattableString.Invariant($"HTML with status {status}"), _ => answer);
    }

    /// <summary>A redirect, which a client must not follow with its token.</summary>
    /// <param name="location">Where to.</param>
    /// <returns>The fault.</returns>
    public static Fault Redirect(Uri location)
    {
        ArgumentNullException.ThrowIfNull(location);
        var answer = EmulatedAnswer.Empty(302) with { Headers = [new("Location", location.AbsoluteUri)] };
        return Replacing($"redirect to {location}", _ => answer);
    }

    /// <summary>The right status without its body.</summary>
    /// <returns>The fault.</returns>
    public static Fault EmptyBody() => Spoiling("empty body", static answer => answer with { Body = [] });

    /// <summary>The connection ends in the middle of the body: reading it fails.</summary>
    /// <returns>The fault.</returns>
    public static Fault TruncatedBody() => Spoiling("truncated body", static answer => answer with { BytesSent = answer.Body.Length / 2 });

    /// <summary>A body that is complete for HTTP, but whose JSON is cut in the middle.</summary>
    /// <returns>The fault.</returns>
    public static Fault CutJson() => Spoiling("cut JSON", static answer => answer with { Body = answer.Body[..(answer.Body.Length / 2)] });

    /// <summary>An answer whose <c>meta</c> does not tell the pages. Answers without <c>meta</c> stay right.</summary>
    /// <param name="form">What it looks like.</param>
    /// <returns>The fault.</returns>
    public static Fault WrongMeta(MetaForm form) => Spoiling($"meta as {form}", answer => MetaSpoiler.Spoil(answer, form));

    /// <summary>The connection is refused before a byte went out. The request certainly had no effect.</summary>
    /// <returns>The fault.</returns>
    public static Fault ConnectionRefused() => new(FaultKind.Refuse, "connection refused");

    /// <summary>The connection is reset, and no answer comes.</summary>
    /// <returns>The fault.</returns>
    public static Fault ConnectionReset() => new(FaultKind.Reset, "connection reset");

    /// <summary>The connection is closed, and no answer comes.</summary>
    /// <returns>The fault.</returns>
    public static Fault ConnectionClosed() => new(FaultKind.Close, "connection closed");

    /// <summary>The right answer, but late.</summary>
    /// <param name="delay">How late.</param>
    /// <returns>The fault.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is negative.</exception>
    public static Fault Slow(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return new Fault(FaultKind.Delay, FormattableString.Invariant($"slow by {delay}")) { Delay = delay };
    }

    /// <summary>No answer ever comes: only the caller's timeout or cancellation ends the request.</summary>
    /// <returns>The fault.</returns>
    public static Fault Hang() => new(FaultKind.Delay, "hanging") { Delay = Timeout.InfiniteTimeSpan };

    /// <summary>A write is answered with 200 and a transaction, and nothing changes: what the API does past the stock limit.</summary>
    /// <returns>The fault.</returns>
    public static Fault SilentOverflow() => new(FaultKind.Ignore, "silent overflow");

    /// <summary>One of each kind of fault that a client can get over or notice, before and after the effect where both can be.</summary>
    /// <remarks><see cref="SilentOverflow"/> is not among them, since no client can notice it by the answer; nor is <see cref="Redirect"/>.</remarks>
    /// <returns>The faults.</returns>
    public static IReadOnlyList<Fault> OneOfEach() =>
    [
        Status(500), Status(500).AfterEffect(), Status(503), Status(504).AfterEffect(),
        RateLimited(), RateLimited(requestsLeft: 5, TimeSpan.FromSeconds(2)), BareRateLimit(),
        Html(), Html().AfterEffect(), EmptyBody(), TruncatedBody(), CutJson(),
        ConnectionRefused(), ConnectionReset(), ConnectionReset().AfterEffect(), ConnectionClosed(), ConnectionClosed().AfterEffect(),
        Slow(TimeSpan.FromSeconds(3)), Hang(), Hang().AfterEffect(),
        WrongMeta(MetaForm.EmptyObject), WrongMeta(MetaForm.EmptyArray), WrongMeta(MetaForm.Missing), WrongMeta(MetaForm.OnlyCurrentLink),
    ];

    /// <summary>The same fault, striking after the request took effect.</summary>
    /// <returns>The fault.</returns>
    /// <exception cref="InvalidOperationException">The fault is one that keeps a request from taking effect.</exception>
    public Fault AfterEffect() => Kind is FaultKind.Refuse or FaultKind.Ignore
        ? throw new InvalidOperationException($"The fault '{_name}' keeps a request from taking effect.")
        : new Fault(Kind, _name, strikesAfterEffect: true) { Replace = Replace, Spoil = Spoil, Delay = Delay };

    /// <summary>The fault in words.</summary>
    /// <returns>For example <c>connection reset after the effect</c>.</returns>
    public override string ToString() => StrikesAfterEffect && Kind != FaultKind.Spoil ? _name + " after the effect" : _name;

    private static Fault Replacing(string name, Func<EmulatedRateLimit?, EmulatedAnswer> replace) => new(FaultKind.Replace, name) { Replace = replace };

    private static Fault Spoiling(string name, Func<EmulatedAnswer, EmulatedAnswer> spoil) =>
        new(FaultKind.Spoil, name, strikesAfterEffect: true) { Spoil = spoil };
}

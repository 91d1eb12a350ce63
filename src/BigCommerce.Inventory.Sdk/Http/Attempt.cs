using System.Net;
using BigCommerce.Inventory.Resilience;

namespace BigCommerce.Inventory.Http;

/// <summary>One pass of a call through the <see cref="SendGate"/>. The gate alone changes it; <see cref="Result"/> is set once.</summary>
/// <param name="earlier">The pass that began before this one; null for the first.</param>
/// <param name="newToken">The token that replaced a rejected one; null for the store's usual token.</param>
internal sealed class Attempt(Attempt? earlier, string? newToken)
{
    private AttemptResult? _result;
    private bool _isSending;

    public Attempt? Earlier => earlier;

    public string? NewToken => newToken;

    /// <summary>How it ended; null while it is under way.</summary>
    public AttemptResult? Result => Volatile.Read(ref _result);

    /// <summary>Whether the request was handed to the primary handler.</summary>
    public bool IsSending => Volatile.Read(ref _isSending);

    /// <summary>When the request was handed to the primary handler.</summary>
    public DateTimeOffset SentAt { get; private set; }

    /// <summary>The attempt's place among those that were sent, from 1; 0 before.</summary>
    public int Number { get; private set; }

    public RequestEffect Effect => Result?.Effect ?? (IsSending ? RequestEffect.Unknown : RequestEffect.None);

    public void BeginSending(DateTimeOffset now, int number)
    {
        SentAt = now;
        Number = number;
        Volatile.Write(ref _isSending, true);
    }

    public void End(AttemptResult result) => Interlocked.CompareExchange(ref _result, result, null);
}

/// <summary>How an attempt ended.</summary>
/// <param name="Phase">How far it came.</param>
/// <param name="Effect">What it has done to the store.</param>
/// <param name="Status">The response's status code; null when no response came.</param>
/// <param name="Headers">The response's rate-limit headers.</param>
internal sealed record AttemptResult(AttemptPhase Phase, RequestEffect Effect, HttpStatusCode? Status = null, RateLimitHeaders Headers = default)
{
    public static readonly AttemptResult NotSent = new(AttemptPhase.NotSent, RequestEffect.None);
}

/// <summary>How far an attempt came.</summary>
internal enum AttemptPhase
{
    /// <summary>The server cannot have received the whole request.</summary>
    NotSent,

    /// <summary>The request was sent, and no response came.</summary>
    NoResponse,

    /// <summary>The response's status came, but not its whole body.</summary>
    Incomplete,

    /// <summary>A whole response came.</summary>
    Complete,
}

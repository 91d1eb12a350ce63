using System.Net;
using BigCommerce.Inventory.Resilience;

namespace BigCommerce.Inventory.Http;

/// <summary>
/// One pass of a call through the <see cref="SendGate"/>. Only the gate changes it, and <see cref="Result"/> is set once.
/// </summary>
/// <param name="earlier">The previous attempt; null for the first one.</param>
/// <param name="newToken">The token that replaces a rejected one; null to use the store's current token.</param>
internal sealed class Attempt(Attempt? earlier, string? newToken)
{
    private AttemptResult? _result;
    private bool _isSending;

    public Attempt? Earlier => earlier;

    public string? NewToken => newToken;

    /// <summary>The result; null while the attempt is in progress.</summary>
    public AttemptResult? Result => Volatile.Read(ref _result);

    /// <summary>Whether the request was handed to the primary handler.</summary>
    public bool IsSending => Volatile.Read(ref _isSending);

    /// <summary>When the request was handed to the primary handler.</summary>
    public DateTimeOffset SentAt { get; private set; }

    /// <summary>The attempt's number among those that were sent, starting at 1; 0 before it is sent.</summary>
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

/// <summary>The result of an attempt.</summary>
/// <param name="Phase">The last phase that the attempt reached.</param>
/// <param name="Effect">The attempt's effect on the store.</param>
/// <param name="Status">The response's status code; null without a response.</param>
/// <param name="Headers">The response's rate-limit headers.</param>
internal sealed record AttemptResult(
    AttemptPhase Phase,
    RequestEffect Effect,
    HttpStatusCode? Status = null,
    RateLimitHeaders Headers = default)
{
    public static readonly AttemptResult NotSent = new(AttemptPhase.NotSent, RequestEffect.None);
}

/// <summary>The phases of an attempt.</summary>
internal enum AttemptPhase
{
    /// <summary>The server cannot have received the whole request.</summary>
    NotSent,

    /// <summary>The request was sent, and no response arrived.</summary>
    NoResponse,

    /// <summary>The response's status arrived, but its body is incomplete.</summary>
    Incomplete,

    /// <summary>The complete response arrived.</summary>
    Complete,
}
